"""The clocks of a complaint with their pauses and breaches, the regulations a case is on, and a setting that names them."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('complaint_breach',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('due_at', types.Moment(), nullable=False),
    sa.Column('noted_at', types.Moment(), nullable=False),
    sa.Column('calendar_version', sa.Integer(), nullable=False),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('round >= 1', name=op.f('ck_complaint_breach_round_minimum')),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_breach_complaint_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_complaint_breach_department_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_breach')),
    sa.UniqueConstraint('complaint_id', 'code', 'round', name=op.f('uq_complaint_breach_complaint_id_code_round')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('complaint_breach', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_breach_code', ['code', 'id'], unique=False)
        batch_op.create_index('ix_complaint_breach_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_breach_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_breach_due_at', ['due_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_breach_noted_at', ['noted_at', 'id'], unique=False)

    op.create_table('complaint_clock',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('unit', sa.Enum('hours', 'working_hours', 'working_days', 'day_of_next_month', 'moment', name='unit', native_enum=False, length=40), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('at', types.Moment(), nullable=True),
    sa.Column('net', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('started_at', types.Moment(), nullable=False),
    sa.Column('stopped_at', types.Moment(), nullable=True),
    sa.Column('due_at', types.Moment(), nullable=True),
    sa.Column('calendar_version', sa.Integer(), nullable=False),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_complaint_clock_amount_minimum')),
    sa.CheckConstraint('round >= 1', name=op.f('ck_complaint_clock_round_minimum')),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_clock_complaint_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_clock')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('complaint_clock', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_clock_code', ['code', 'id'], unique=False)
        batch_op.create_index('ix_complaint_clock_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_clock_due_at', ['due_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_clock_started_at', ['started_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_clock_stopped_at', ['stopped_at', 'id'], unique=False)

    op.create_table('complaint_pause',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('since_at', types.Moment(), nullable=False),
    sa.Column('until_at', types.Moment(), nullable=True),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('clock_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['clock_id'], ['complaint_clock.id'], name=op.f('fk_complaint_pause_clock_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_pause_complaint_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_pause')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('complaint_pause', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_pause_clock', ['clock_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_pause_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_pause_since_at', ['since_at', 'id'], unique=False)

    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.add_column(sa.Column('extension_told', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('requested', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('requested_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('paused_at', types.Moment(), nullable=True))
        batch_op.add_column(sa.Column('promised_at', types.Moment(), nullable=True))
        batch_op.add_column(sa.Column('promise_reply', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('profile', sa.Enum('T2', 'K4', 'K6', 'Y', name='profile', native_enum=False, length=40), nullable=True))
        batch_op.add_column(sa.Column('rules_on', sa.Date(), nullable=True))
        batch_op.create_index('ix_complaint_paused_at', ['paused_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_profile', ['profile', 'id'], unique=False)
        batch_op.create_index('ix_complaint_promised_at', ['promised_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_requested_until', ['requested_until', 'id'], unique=False)
        batch_op.create_index('ix_complaint_rules_on', ['rules_on', 'id'], unique=False)

    # What a case has begun on, it stays on: so far there were only these.
    op.execute("UPDATE complaint SET profile = 'T2', rules_on = date(received_at) WHERE received_at IS NOT NULL")
    with op.batch_alter_table('setting', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_setting_name'), type_='check')



def downgrade() -> None:
    op.execute("DELETE FROM setting WHERE name NOT IN ('customer_classes', 'areas_off', 'company_name')")
    with op.batch_alter_table('setting', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_setting_name'), "name IN ('customer_classes', 'areas_off', 'company_name')")
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_rules_on')
        batch_op.drop_index('ix_complaint_requested_until')
        batch_op.drop_index('ix_complaint_promised_at')
        batch_op.drop_index('ix_complaint_profile')
        batch_op.drop_index('ix_complaint_paused_at')
        batch_op.drop_column('rules_on')
        batch_op.drop_column('profile')
        batch_op.drop_column('promise_reply')
        batch_op.drop_column('promised_at')
        batch_op.drop_column('paused_at')
        batch_op.drop_column('requested_until')
        batch_op.drop_column('requested')
        batch_op.drop_column('extension_told')

    with op.batch_alter_table('complaint_pause', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_pause_since_at')
        batch_op.drop_index('ix_complaint_pause_complaint')
        batch_op.drop_index('ix_complaint_pause_clock')

    op.drop_table('complaint_pause')
    with op.batch_alter_table('complaint_clock', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_clock_stopped_at')
        batch_op.drop_index('ix_complaint_clock_started_at')
        batch_op.drop_index('ix_complaint_clock_due_at')
        batch_op.drop_index('ix_complaint_clock_complaint')
        batch_op.drop_index('ix_complaint_clock_code')

    op.drop_table('complaint_clock')
    with op.batch_alter_table('complaint_breach', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_breach_noted_at')
        batch_op.drop_index('ix_complaint_breach_due_at')
        batch_op.drop_index('ix_complaint_breach_department')
        batch_op.drop_index('ix_complaint_breach_complaint')
        batch_op.drop_index('ix_complaint_breach_code')

    op.drop_table('complaint_breach')
