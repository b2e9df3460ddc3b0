"""The month that has given back a revoked fine or taken back a reward, so that it does so once (K2.16, K2.18)."""

import sqlalchemy as sa
from alembic import op

revision = '0092'
down_revision = '0091'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('service_trip', schema=None) as batch_op:
        batch_op.add_column(sa.Column('quality_back_in_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_service_trip_quality_back_in', ['quality_back_in_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_service_trip_quality_back_in_id'), 'pay_month', ['quality_back_in_id'], ['id'], ondelete='RESTRICT')
    op.add_column('performance_entry', sa.Column('given_back_in_id', sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column('performance_entry', 'given_back_in_id')
    with op.batch_alter_table('service_trip', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_service_trip_quality_back_in_id'), type_='foreignkey')
        batch_op.drop_index('ix_service_trip_quality_back_in')
        batch_op.drop_column('quality_back_in_id')
