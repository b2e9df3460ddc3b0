"""What runs by the clock, and outgoing mail."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('outgoing_mail',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('mark', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('body', sa.String(length=2000), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'sending', 'sent', 'failed', 'unsure', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), nullable=False),
    sa.Column('next_try_at', types.Moment(), nullable=False),
    sa.Column('sent_at', types.Moment(), nullable=True),
    sa.Column('last_error', sa.String(length=200), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outgoing_mail')),
    sa.UniqueConstraint('mark', name=op.f('uq_outgoing_mail_mark'))
    )
    with op.batch_alter_table('outgoing_mail', schema=None) as batch_op:
        batch_op.create_index('ix_outgoing_mail_due', ['state', 'next_try_at'], unique=False)

    op.create_table('periodic_run',
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('last_started', types.Moment(), nullable=True),
    sa.Column('last_ok', types.Moment(), nullable=True),
    sa.Column('last_error', sa.String(length=300), nullable=True),
    sa.Column('last_error_en', sa.String(length=300), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('counted', sa.Integer(), nullable=False),
    sa.Column('leased_by', sa.String(length=40), nullable=True),
    sa.Column('leased_until', types.Moment(), nullable=True),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_periodic_run'))
    )


def downgrade() -> None:
    op.drop_table('periodic_run')
    op.drop_table('outgoing_mail')
