"""Who changed which password, and the hashes of old ones."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0053'
down_revision = '0054'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('password_past',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_password_past'))
    )
    with op.batch_alter_table('password_past', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_password_past_account_id'), ['account_id'], unique=False)

    op.create_table('password_change',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('why', sa.Enum('opened', 'own', 'due', 'leak', 'given', name='why', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('changed_at', types.Moment(), nullable=False),
    sa.Column('holder_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('changed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['changed_by_id'], ['employee.id'], name=op.f('fk_password_change_changed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['holder_id'], ['employee.id'], name=op.f('fk_password_change_holder_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_password_change')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('password_change', schema=None) as batch_op:
        batch_op.create_index('ix_password_change_changed_at', ['changed_at', 'id'], unique=False)
        batch_op.create_index('ix_password_change_changed_by', ['changed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_password_change_code', ['code', 'id'], unique=False)
        batch_op.create_index('ix_password_change_holder', ['holder_id', 'id'], unique=False)
        batch_op.create_index('ix_password_change_why', ['why', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('password_change', schema=None) as batch_op:
        batch_op.drop_index('ix_password_change_why')
        batch_op.drop_index('ix_password_change_holder')
        batch_op.drop_index('ix_password_change_code')
        batch_op.drop_index('ix_password_change_changed_by')
        batch_op.drop_index('ix_password_change_changed_at')

    op.drop_table('password_change')
    with op.batch_alter_table('password_past', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_password_past_account_id'))

    op.drop_table('password_past')
