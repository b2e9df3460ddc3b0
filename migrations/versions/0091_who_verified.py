"""Who verified the data of a customer last (A3.2)."""

import sqlalchemy as sa
from alembic import op

revision = '0091'
down_revision = '0088'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('customer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('verified_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_customer_verified_by', ['verified_by_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_customer_verified_by_id'), 'employee', ['verified_by_id'], ['id'], ondelete='RESTRICT')


def downgrade() -> None:
    with op.batch_alter_table('customer', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_customer_verified_by_id'), type_='foreignkey')
        batch_op.drop_index('ix_customer_verified_by')
        batch_op.drop_column('verified_by_id')
