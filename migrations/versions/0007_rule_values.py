"""The numbers a company sets otherwise than its regulations, each from a day on."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('rule_value',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('rule', sa.String(length=40), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('basis', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_rule_value_amount_minimum')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_value')),
    sa.UniqueConstraint('rule', 'valid_from', name=op.f('uq_rule_value_rule_valid_from')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('rule_value', schema=None) as batch_op:
        batch_op.create_index('ix_rule_value_amount', ['amount', 'id'], unique=False)
        batch_op.create_index('ix_rule_value_basis', ['basis', 'id'], unique=False)
        batch_op.create_index('ix_rule_value_rule', ['rule', 'id'], unique=False)
        batch_op.create_index('ix_rule_value_valid_from', ['valid_from', 'id'], unique=False)



def downgrade() -> None:
    op.drop_table('rule_value')
