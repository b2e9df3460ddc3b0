"""Merged customers can be parted again (Y1.2)."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('customer_merge',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('absorbed_number', sa.String(length=40), nullable=False),
    sa.Column('absorbed_name', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('moved_count', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('merged', 'undone', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('merged_at', types.Moment(), nullable=False),
    sa.Column('undone_because', sa.String(length=200), nullable=True),
    sa.Column('undone_at', types.Moment(), nullable=True),
    sa.Column('absorbed_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('changed', sa.JSON(), nullable=False),
    sa.Column('moved', sa.JSON(), nullable=False),
    sa.Column('kept_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('merged_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('undone_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['kept_id'], ['customer.id'], name=op.f('fk_customer_merge_kept_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['merged_by_id'], ['employee.id'], name=op.f('fk_customer_merge_merged_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['undone_by_id'], ['employee.id'], name=op.f('fk_customer_merge_undone_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_merge')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('customer_merge', schema=None) as batch_op:
        batch_op.create_index('ix_customer_merge_absorbed_name', ['absorbed_name', 'id'], unique=False)
        batch_op.create_index('ix_customer_merge_absorbed_number', ['absorbed_number', 'id'], unique=False)
        batch_op.create_index('ix_customer_merge_kept', ['kept_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_merge_merged_at', ['merged_at', 'id'], unique=False)
        batch_op.create_index('ix_customer_merge_merged_by', ['merged_by_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_merge_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_customer_merge_undone_at', ['undone_at', 'id'], unique=False)
        batch_op.create_index('ix_customer_merge_undone_by', ['undone_by_id', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('customer_merge', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_merge_undone_by')
        batch_op.drop_index('ix_customer_merge_undone_at')
        batch_op.drop_index('ix_customer_merge_state')
        batch_op.drop_index('ix_customer_merge_merged_by')
        batch_op.drop_index('ix_customer_merge_merged_at')
        batch_op.drop_index('ix_customer_merge_kept')
        batch_op.drop_index('ix_customer_merge_absorbed_number')
        batch_op.drop_index('ix_customer_merge_absorbed_name')

    op.drop_table('customer_merge')
