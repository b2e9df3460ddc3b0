"""Codes of those who left."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0051'
down_revision = '0050'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('code_cancellation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('why', sa.Enum('left', 'moved', name='why', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('since_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('due', 'done', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('new_code', sa.String(length=40), nullable=True),
    sa.Column('done_at', types.Moment(), nullable=True),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('successor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('done_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('successor_id <> person_id', name=op.f('ck_code_cancellation_successor_differs')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_code_cancellation_account_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['done_by_id'], ['employee.id'], name=op.f('fk_code_cancellation_done_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_code_cancellation_person_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['successor_id'], ['employee.id'], name=op.f('fk_code_cancellation_successor_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_code_cancellation')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('code_cancellation', schema=None) as batch_op:
        batch_op.create_index('ix_code_cancellation_account', ['account_id', 'id'], unique=False)
        batch_op.create_index('ix_code_cancellation_code', ['code', 'id'], unique=False)
        batch_op.create_index('ix_code_cancellation_done_at', ['done_at', 'id'], unique=False)
        batch_op.create_index('ix_code_cancellation_done_by', ['done_by_id', 'id'], unique=False)
        batch_op.create_index('ix_code_cancellation_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_code_cancellation_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_code_cancellation_since_on', ['since_on', 'id'], unique=False)
        batch_op.create_index('ix_code_cancellation_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_code_cancellation_successor', ['successor_id', 'id'], unique=False)
        batch_op.create_index('ix_code_cancellation_why', ['why', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('code_cancellation', schema=None) as batch_op:
        batch_op.drop_index('ix_code_cancellation_why')
        batch_op.drop_index('ix_code_cancellation_successor')
        batch_op.drop_index('ix_code_cancellation_state')
        batch_op.drop_index('ix_code_cancellation_since_on')
        batch_op.drop_index('ix_code_cancellation_person')
        batch_op.drop_index('ix_code_cancellation_due_on')
        batch_op.drop_index('ix_code_cancellation_done_by')
        batch_op.drop_index('ix_code_cancellation_done_at')
        batch_op.drop_index('ix_code_cancellation_code')
        batch_op.drop_index('ix_code_cancellation_account')

    op.drop_table('code_cancellation')
