"""Opening ledgers."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('opening_ledger',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('as_of_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('checking', 'signed', 'booked', 'given_up', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('prepared_at', types.Moment(), nullable=True),
    sa.Column('booked_at', types.Moment(), nullable=True),
    sa.Column('returned_because', sa.Text(), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('prepared_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('booked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('content', sa.String(length=64), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('booked_by_id <> prepared_by_id', name=op.f('ck_opening_ledger_booked_by_differs')),
    sa.ForeignKeyConstraint(['booked_by_id'], ['employee.id'], name=op.f('fk_opening_ledger_booked_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_opening_ledger_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['prepared_by_id'], ['employee.id'], name=op.f('fk_opening_ledger_prepared_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening_ledger')),
    sa.UniqueConstraint('number', name=op.f('uq_opening_ledger_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('opening_ledger', schema=None) as batch_op:
        batch_op.create_index('ix_opening_ledger_as_of_on', ['as_of_on', 'id'], unique=False)
        batch_op.create_index('ix_opening_ledger_booked_by', ['booked_by_id', 'id'], unique=False)
        batch_op.create_index('ix_opening_ledger_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_opening_ledger_prepared_by', ['prepared_by_id', 'id'], unique=False)
        batch_op.create_index('ix_opening_ledger_source', ['source', 'id'], unique=False)
        batch_op.create_index('ix_opening_ledger_state', ['state', 'id'], unique=False)

    op.create_table('opening_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('line_no', sa.Integer(), nullable=True),
    sa.Column('written_number', sa.String(length=100), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=True),
    sa.Column('written_department', sa.String(length=80), nullable=True),
    sa.Column('place', sa.String(length=100), nullable=True),
    sa.Column('holder', sa.String(length=100), nullable=True),
    sa.Column('borrowed', sa.String(length=40), nullable=True),
    sa.Column('due', sa.String(length=40), nullable=True),
    sa.Column('written_pages', sa.String(length=20), nullable=True),
    sa.Column('remark', sa.Text(), nullable=True),
    sa.Column('set_aside', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('set_aside_because', sa.String(length=400), nullable=True),
    sa.Column('opening_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('line_no >= 1', name=op.f('ck_opening_line_line_no_minimum')),
    sa.ForeignKeyConstraint(['opening_id'], ['opening_ledger.id'], name=op.f('fk_opening_line_opening_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['unit_id'], ['archive_unit.id'], name=op.f('fk_opening_line_unit_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening_line')),
    sa.UniqueConstraint('unit_id', name=op.f('uq_opening_line_unit_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('opening_line', schema=None) as batch_op:
        batch_op.create_index('ix_opening_line_borrowed', ['borrowed', 'id'], unique=False)
        batch_op.create_index('ix_opening_line_due', ['due', 'id'], unique=False)
        batch_op.create_index('ix_opening_line_holder', ['holder', 'id'], unique=False)
        batch_op.create_index('ix_opening_line_opening', ['opening_id', 'id'], unique=False)
        batch_op.create_index('ix_opening_line_place', ['place', 'id'], unique=False)
        batch_op.create_index('ix_opening_line_line_no', ['line_no', 'id'], unique=False)
        batch_op.create_index('ix_opening_line_title', ['title', 'id'], unique=False)
        batch_op.create_index('ix_opening_line_written_number', ['written_number', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('opening_line', schema=None) as batch_op:
        batch_op.drop_index('ix_opening_line_written_number')
        batch_op.drop_index('ix_opening_line_title')
        batch_op.drop_index('ix_opening_line_line_no')
        batch_op.drop_index('ix_opening_line_place')
        batch_op.drop_index('ix_opening_line_opening')
        batch_op.drop_index('ix_opening_line_holder')
        batch_op.drop_index('ix_opening_line_due')
        batch_op.drop_index('ix_opening_line_borrowed')

    op.drop_table('opening_line')
    with op.batch_alter_table('opening_ledger', schema=None) as batch_op:
        batch_op.drop_index('ix_opening_ledger_state')
        batch_op.drop_index('ix_opening_ledger_source')
        batch_op.drop_index('ix_opening_ledger_prepared_by')
        batch_op.drop_index('ix_opening_ledger_department')
        batch_op.drop_index('ix_opening_ledger_booked_by')
        batch_op.drop_index('ix_opening_ledger_as_of_on')

    op.drop_table('opening_ledger')
