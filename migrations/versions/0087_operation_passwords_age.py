"""The operation password ages, and its changes are registered."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0087'
down_revision = '0086'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('credential', schema=None) as batch_op:
        batch_op.add_column(sa.Column('operation_changed_at', types.Moment(), nullable=True))
    # Nobody knows when one was set; the day of the login password is the best there is.
    op.execute('UPDATE credential SET operation_changed_at = changed_at WHERE operation_hash IS NOT NULL')

    with op.batch_alter_table('password_change', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Enum('login', 'operation', name='kind', native_enum=False, create_constraint=True, length=40), server_default='login', nullable=False))
        batch_op.create_index('ix_password_change_kind', ['kind', 'id'], unique=False)

    with op.batch_alter_table('password_past', schema=None) as batch_op:
        batch_op.add_column(sa.Column('operation', sa.Boolean(), server_default=sa.text('false'), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('password_past', schema=None) as batch_op:
        batch_op.drop_column('operation')

    with op.batch_alter_table('password_change', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_password_change_kind'), type_='check')
        batch_op.drop_index('ix_password_change_kind')
        batch_op.drop_column('kind')

    with op.batch_alter_table('credential', schema=None) as batch_op:
        batch_op.drop_column('operation_changed_at')
