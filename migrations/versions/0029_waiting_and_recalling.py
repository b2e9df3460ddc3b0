"""Lending: who waits, what is recalled or viewed, whom a file is about."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('loan_reservation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'offered', 'served', 'lapsed', 'withdrawn', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('asked_at', types.Moment(), nullable=True),
    sa.Column('offered_at', types.Moment(), nullable=True),
    sa.Column('offered_until_on', sa.Date(), nullable=True),
    sa.Column('ended_at', types.Moment(), nullable=True),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_loan_reservation_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_loan_reservation_person_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['unit_id'], ['archive_unit.id'], name=op.f('fk_loan_reservation_unit_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_loan_reservation')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('loan_reservation', schema=None) as batch_op:
        batch_op.create_index('ix_loan_reservation_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_loan_reservation_offered_until_on', ['offered_until_on', 'id'], unique=False)
        batch_op.create_index('ix_loan_reservation_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_loan_reservation_reason', ['reason', 'id'], unique=False)
        batch_op.create_index('ix_loan_reservation_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_loan_reservation_unit', ['unit_id', 'id'], unique=False)
        batch_op.create_index('uq_loan_reservation_open', ['unit_id', 'person_id'], unique=True, sqlite_where=sa.text("state IN ('waiting', 'offered')"), postgresql_where=sa.text("state IN ('waiting', 'offered')"))

    op.create_table('unit_subject',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sa.Enum('personnel', 'respondent', 'party', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('remark', sa.String(length=200), nullable=True),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_unit_subject_person_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['unit_id'], ['archive_unit.id'], name=op.f('fk_unit_subject_unit_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_subject')),
    sa.UniqueConstraint('unit_id', 'person_id', name=op.f('uq_unit_subject_unit_id_person_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('unit_subject', schema=None) as batch_op:
        batch_op.create_index('ix_unit_subject_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_unit_subject_remark', ['remark', 'id'], unique=False)
        batch_op.create_index('ix_unit_subject_role', ['role', 'id'], unique=False)
        batch_op.create_index('ix_unit_subject_unit', ['unit_id', 'id'], unique=False)

    op.create_table('loan_term',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('line_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('from_due', sa.Date(), nullable=False),
    sa.Column('to_due', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('clause', sa.String(length=10), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('waiting', sa.Integer(), nullable=False),
    sa.Column('recorded_at', types.Moment(), nullable=False),
    sa.CheckConstraint("(kind = 'renew' AND to_due > from_due AND waiting = 0) OR (kind = 'recall' AND to_due < from_due)", name=op.f('ck_loan_term_longer_or_shorter')),
    sa.ForeignKeyConstraint(['actor_id'], ['employee.id'], name=op.f('fk_loan_term_actor_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['line_id'], ['loan_line.id'], name=op.f('fk_loan_term_line_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_loan_term'))
    )
    with op.batch_alter_table('loan_term', schema=None) as batch_op:
        batch_op.create_index('ix_loan_term_line', ['line_id'], unique=False)

    with op.batch_alter_table('borrowing_slip', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mode', sa.Enum('original', 'view', name='mode', native_enum=False, create_constraint=True, length=40), server_default='original', nullable=False))
        batch_op.create_index('ix_borrowing_slip_mode', ['mode', 'id'], unique=False)

    with op.batch_alter_table('loan_line', schema=None) as batch_op:
        batch_op.add_column(sa.Column('recalled_because', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('recalled_at', types.Moment(), nullable=True))
        batch_op.add_column(sa.Column('recalled_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_loan_line_recalled_by', ['recalled_by_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_loan_line_recalled_by_id'), 'employee', ['recalled_by_id'], ['id'], ondelete='RESTRICT')


def downgrade() -> None:
    with op.batch_alter_table('loan_line', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_loan_line_recalled_by_id'), type_='foreignkey')
        batch_op.drop_index('ix_loan_line_recalled_by')
        batch_op.drop_column('recalled_by_id')
        batch_op.drop_column('recalled_at')
        batch_op.drop_column('recalled_because')

    with op.batch_alter_table('borrowing_slip', schema=None) as batch_op:
        batch_op.drop_index('ix_borrowing_slip_mode')
        batch_op.drop_column('mode')

    with op.batch_alter_table('loan_term', schema=None) as batch_op:
        batch_op.drop_index('ix_loan_term_line')

    op.drop_table('loan_term')
    with op.batch_alter_table('unit_subject', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_subject_unit')
        batch_op.drop_index('ix_unit_subject_role')
        batch_op.drop_index('ix_unit_subject_remark')
        batch_op.drop_index('ix_unit_subject_person')

    op.drop_table('unit_subject')
    with op.batch_alter_table('loan_reservation', schema=None) as batch_op:
        batch_op.drop_index('uq_loan_reservation_open', sqlite_where=sa.text("state IN ('waiting', 'offered')"), postgresql_where=sa.text("state IN ('waiting', 'offered')"))
        batch_op.drop_index('ix_loan_reservation_unit')
        batch_op.drop_index('ix_loan_reservation_state')
        batch_op.drop_index('ix_loan_reservation_reason')
        batch_op.drop_index('ix_loan_reservation_person')
        batch_op.drop_index('ix_loan_reservation_offered_until_on')
        batch_op.drop_index('ix_loan_reservation_department')

    op.drop_table('loan_reservation')
