"""Plans of handling: measures as a register, returns and remedies, the arrangement told, changes of a plan."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

# What stood in the two text fields becomes the first measure; the text itself stays as the plan.
KEEP_MEASURES = """
INSERT INTO complaint_measure (complaint_id, content, responsible_id, due_on, state, proof, round, version)
SELECT id, substr(measures, 1, 400), executor_id, due_on,
       CASE WHEN finished_at IS NULL THEN 'planned' ELSE 'done' END, CASE WHEN finished_at IS NULL THEN NULL ELSE result END, round, 1
FROM complaint WHERE measures IS NOT NULL AND executor_id IS NOT NULL AND due_on IS NOT NULL
"""


def upgrade() -> None:
    op.create_table('complaint_measure',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('content', sa.String(length=400), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'done', 'waived', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('proof', sa.Text(), nullable=True),
    sa.Column('waived_because', sa.Text(), nullable=True),
    sa.Column('waived_at', types.Moment(), nullable=True),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('responsible_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proof_file_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('waived_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('round >= 1', name=op.f('ck_complaint_measure_round_minimum')),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_measure_complaint_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['proof_file_id'], ['attachment.id'], name=op.f('fk_complaint_measure_proof_file_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['responsible_id'], ['employee.id'], name=op.f('fk_complaint_measure_responsible_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['waived_by_id'], ['employee.id'], name=op.f('fk_complaint_measure_waived_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_measure')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('complaint_measure', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_measure_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_measure_content', ['content', 'id'], unique=False)
        batch_op.create_index('ix_complaint_measure_done_on', ['done_on', 'id'], unique=False)
        batch_op.create_index('ix_complaint_measure_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_complaint_measure_proof_file', ['proof_file_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_measure_responsible', ['responsible_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_measure_round', ['round', 'id'], unique=False)
        batch_op.create_index('ix_complaint_measure_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_complaint_measure_waived_at', ['waived_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_measure_waived_by', ['waived_by_id', 'id'], unique=False)

    op.execute(KEEP_MEASURES)

    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.add_column(sa.Column('arrangement', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('arranged_at', types.Moment(), nullable=True))
        batch_op.add_column(sa.Column('return_grounds', sa.Enum('sediment', 'mould', 'storage', name='return_grounds', native_enum=False, create_constraint=True, length=40), nullable=True))
        batch_op.add_column(sa.Column('outbound_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('outbound_checked', sa.Boolean(), server_default=sa.text('(false)'), nullable=False))
        batch_op.add_column(sa.Column('return_verified', sa.Boolean(), server_default=sa.text('(false)'), nullable=False))
        batch_op.add_column(sa.Column('remedy', sa.Enum('explanation', 'apology', 'return', 'exchange', 'compensation', 'none', name='remedy', native_enum=False, create_constraint=True, length=40), nullable=True))
        batch_op.add_column(sa.Column('remedy_amount', types.Money(), nullable=True))
        batch_op.add_column(sa.Column('plan_version', sa.Integer(), server_default=sa.text('1'), nullable=False))
        batch_op.add_column(sa.Column('plan_change', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('plan_agreed', sa.Enum('agreed', 'told', name='plan_agreed', native_enum=False, create_constraint=True, length=40), nullable=True))
        batch_op.drop_index(batch_op.f('ix_complaint_executor'))
        batch_op.create_index('ix_complaint_arranged_at', ['arranged_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_outbound_on', ['outbound_on', 'id'], unique=False)
        batch_op.create_index('ix_complaint_plan_agreed', ['plan_agreed', 'id'], unique=False)
        batch_op.create_index('ix_complaint_plan_version', ['plan_version', 'id'], unique=False)
        batch_op.create_index('ix_complaint_remedy', ['remedy', 'id'], unique=False)
        batch_op.create_index('ix_complaint_remedy_amount', ['remedy_amount', 'id'], unique=False)
        batch_op.create_index('ix_complaint_return_grounds', ['return_grounds', 'id'], unique=False)
        batch_op.drop_constraint(batch_op.f('fk_complaint_executor_id'), type_='foreignkey')
        batch_op.drop_column('executor_id')
        batch_op.create_check_constraint(op.f('ck_complaint_plan_version_minimum'), 'plan_version >= 1')
        batch_op.create_check_constraint(op.f('ck_complaint_remedy_amount_minimum'), 'remedy_amount >= 0')
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.alter_column('plan_version', server_default=None)



def downgrade() -> None:
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.add_column(sa.Column('executor_id', sa.INTEGER(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_complaint_executor_id'), 'employee', ['executor_id'], ['id'], ondelete='RESTRICT')
        batch_op.drop_index('ix_complaint_return_grounds')
        batch_op.drop_index('ix_complaint_remedy_amount')
        batch_op.drop_index('ix_complaint_remedy')
        batch_op.drop_index('ix_complaint_plan_version')
        batch_op.drop_index('ix_complaint_plan_agreed')
        batch_op.drop_index('ix_complaint_outbound_on')
        batch_op.drop_index('ix_complaint_arranged_at')
        batch_op.create_index(batch_op.f('ix_complaint_executor'), ['executor_id', 'id'], unique=False)
        batch_op.drop_constraint(op.f('ck_complaint_plan_version_minimum'), type_='check')
        batch_op.drop_constraint(op.f('ck_complaint_remedy_amount_minimum'), type_='check')
        batch_op.drop_column('plan_agreed')
        batch_op.drop_column('plan_change')
        batch_op.drop_column('plan_version')
        batch_op.drop_column('remedy_amount')
        batch_op.drop_column('remedy')
        batch_op.drop_column('return_verified')
        batch_op.drop_column('outbound_checked')
        batch_op.drop_column('outbound_on')
        batch_op.drop_column('return_grounds')
        batch_op.drop_column('arranged_at')
        batch_op.drop_column('arrangement')

    with op.batch_alter_table('complaint_measure', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_measure_waived_by')
        batch_op.drop_index('ix_complaint_measure_waived_at')
        batch_op.drop_index('ix_complaint_measure_state')
        batch_op.drop_index('ix_complaint_measure_round')
        batch_op.drop_index('ix_complaint_measure_responsible')
        batch_op.drop_index('ix_complaint_measure_proof_file')
        batch_op.drop_index('ix_complaint_measure_due_on')
        batch_op.drop_index('ix_complaint_measure_done_on')
        batch_op.drop_index('ix_complaint_measure_content')
        batch_op.drop_index('ix_complaint_measure_complaint')

    op.drop_table('complaint_measure')
