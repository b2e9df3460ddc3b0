"""Rows of the regions somebody answers for."""

import sqlalchemy as sa
from alembic import op

revision = '0069'
down_revision = '0068'
branch_labels = None
depends_on = None

_OLD = ('own', 'assigned', 'department', 'subtree', 'all')
_NEW = ('own', 'assigned', 'department', 'subtree', 'region', 'all')


def upgrade() -> None:
    op.create_table('employee_regions',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['employee.id'], name=op.f('fk_employee_regions_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['division.id'], name=op.f('fk_employee_regions_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_employee_regions'))
    )
    with op.batch_alter_table('employee_regions', schema=None) as batch_op:
        batch_op.create_index('ix_employee_regions_back', ['target_id'], unique=False)
    with op.batch_alter_table('action_rule', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_action_rule_scope'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_action_rule_scope'), sa.column('scope').in_(_NEW))


def downgrade() -> None:
    # A grant on regions has no narrower equal: without it nobody sees more than before.
    op.execute(sa.text("DELETE FROM action_rule WHERE scope = 'region'"))
    with op.batch_alter_table('action_rule', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_action_rule_scope'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_action_rule_scope'), sa.column('scope').in_(_OLD))
    with op.batch_alter_table('employee_regions', schema=None) as batch_op:
        batch_op.drop_index('ix_employee_regions_back')

    op.drop_table('employee_regions')
