"""The new medium of a copy, and copies of a device itself."""

import sqlalchemy as sa
from alembic import op

revision = '0086'
down_revision = '0090'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('backup', schema=None) as batch_op:
        batch_op.add_column(sa.Column('equipment', sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column('proved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_backup_proved_by', ['proved_by_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_backup_proved_by_id'), 'employee', ['proved_by_id'], ['id'], ondelete='RESTRICT')

    with op.batch_alter_table('data_order', schema=None) as batch_op:
        batch_op.add_column(sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_data_order_target', ['target_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_data_order_target_id'), 'medium', ['target_id'], ['id'], ondelete='RESTRICT')
        batch_op.create_check_constraint(batch_op.f('ck_data_order_target_differs'), 'target_id <> medium_id')


def downgrade() -> None:
    with op.batch_alter_table('data_order', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_data_order_target_differs'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_data_order_target_id'), type_='foreignkey')
        batch_op.drop_index('ix_data_order_target')
        batch_op.drop_column('target_id')

    with op.batch_alter_table('backup', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_backup_proved_by_id'), type_='foreignkey')
        batch_op.drop_index('ix_backup_proved_by')
        batch_op.drop_column('proved_by_id')
        batch_op.drop_column('equipment')
