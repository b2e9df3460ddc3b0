"""The draw of closed cases for spot-checks and the checks; a clock that starts again in its round may be late again."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('spot_check_draw',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('month_on', sa.Date(), nullable=False),
    sa.Column('seed', sa.String(length=64), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('least', sa.Integer(), nullable=False),
    sa.Column('whole', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('rules_on', sa.Date(), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.Column('drawn_at', types.Moment(), nullable=True),
    sa.Column('drawn_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('least >= 0', name=op.f('ck_spot_check_draw_least_minimum')),
    sa.CheckConstraint('percent >= 0', name=op.f('ck_spot_check_draw_percent_minimum')),
    sa.ForeignKeyConstraint(['drawn_by_id'], ['employee.id'], name=op.f('fk_spot_check_draw_drawn_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spot_check_draw')),
    sa.UniqueConstraint('number', name=op.f('uq_spot_check_draw_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('spot_check_draw', schema=None) as batch_op:
        batch_op.create_index('ix_spot_check_draw_drawn_at', ['drawn_at', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_draw_drawn_by', ['drawn_by_id', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_draw_month_on', ['month_on', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_draw_seed', ['seed', 'id'], unique=False)

    op.create_table('spot_check_draw_checkers',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['spot_check_draw.id'], name=op.f('fk_spot_check_draw_checkers_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['employee.id'], name=op.f('fk_spot_check_draw_checkers_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_spot_check_draw_checkers'))
    )
    with op.batch_alter_table('spot_check_draw_checkers', schema=None) as batch_op:
        batch_op.create_index('ix_spot_check_draw_checkers_back', ['target_id'], unique=False)

    op.create_table('spot_check',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('reason', sa.Enum('sample', 'whole', name='reason', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('drawn_at', types.Moment(), nullable=False),
    sa.Column('due_at', types.Moment(), nullable=True),
    sa.Column('state', sa.Enum('waiting', 'checked', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('heard', sa.Enum('agrees', 'differs', 'unreached', name='heard', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('finding', sa.Text(), nullable=True),
    sa.Column('proof', sa.Text(), nullable=True),
    sa.Column('verdict', sa.Enum('passed', 'failed', name='verdict', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('checked_at', types.Moment(), nullable=True),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('draw_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('checker_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('proof_file_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('checked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('round >= 1', name=op.f('ck_spot_check_round_minimum')),
    sa.ForeignKeyConstraint(['checked_by_id'], ['employee.id'], name=op.f('fk_spot_check_checked_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['checker_id'], ['employee.id'], name=op.f('fk_spot_check_checker_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_spot_check_complaint_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_spot_check_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['draw_id'], ['spot_check_draw.id'], name=op.f('fk_spot_check_draw_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['proof_file_id'], ['attachment.id'], name=op.f('fk_spot_check_proof_file_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spot_check')),
    sa.UniqueConstraint('number', name=op.f('uq_spot_check_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('spot_check', schema=None) as batch_op:
        batch_op.create_index('ix_spot_check_checked_at', ['checked_at', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_checked_by', ['checked_by_id', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_checker', ['checker_id', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_draw', ['draw_id', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_drawn_at', ['drawn_at', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_due_at', ['due_at', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_heard', ['heard', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_proof_file', ['proof_file_id', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_reason', ['reason', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_round', ['round', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_spot_check_verdict', ['verdict', 'id'], unique=False)

    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.add_column(sa.Column('checking', sa.Boolean(), server_default=sa.text('(false)'), nullable=False))
        batch_op.add_column(sa.Column('checker_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_complaint_checker', ['checker_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_complaint_checker_id'), 'employee', ['checker_id'], ['id'], ondelete='RESTRICT')

    with op.batch_alter_table('complaint_breach', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_complaint_breach_complaint_id_code_round'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_complaint_breach_complaint_id_code_round_due_at'), ['complaint_id', 'code', 'round', 'due_at'])



def downgrade() -> None:
    with op.batch_alter_table('complaint_breach', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_complaint_breach_complaint_id_code_round_due_at'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_complaint_breach_complaint_id_code_round'), ['complaint_id', 'code', 'round'])

    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_complaint_checker_id'), type_='foreignkey')
        batch_op.drop_index('ix_complaint_checker')
        batch_op.drop_column('checker_id')
        batch_op.drop_column('checking')

    with op.batch_alter_table('spot_check', schema=None) as batch_op:
        batch_op.drop_index('ix_spot_check_verdict')
        batch_op.drop_index('ix_spot_check_state')
        batch_op.drop_index('ix_spot_check_round')
        batch_op.drop_index('ix_spot_check_reason')
        batch_op.drop_index('ix_spot_check_proof_file')
        batch_op.drop_index('ix_spot_check_heard')
        batch_op.drop_index('ix_spot_check_due_at')
        batch_op.drop_index('ix_spot_check_drawn_at')
        batch_op.drop_index('ix_spot_check_draw')
        batch_op.drop_index('ix_spot_check_department')
        batch_op.drop_index('ix_spot_check_complaint')
        batch_op.drop_index('ix_spot_check_checker')
        batch_op.drop_index('ix_spot_check_checked_by')
        batch_op.drop_index('ix_spot_check_checked_at')

    op.drop_table('spot_check')
    with op.batch_alter_table('spot_check_draw_checkers', schema=None) as batch_op:
        batch_op.drop_index('ix_spot_check_draw_checkers_back')

    op.drop_table('spot_check_draw_checkers')
    with op.batch_alter_table('spot_check_draw', schema=None) as batch_op:
        batch_op.drop_index('ix_spot_check_draw_seed')
        batch_op.drop_index('ix_spot_check_draw_month_on')
        batch_op.drop_index('ix_spot_check_draw_drawn_by')
        batch_op.drop_index('ix_spot_check_draw_drawn_at')

    op.drop_table('spot_check_draw')
