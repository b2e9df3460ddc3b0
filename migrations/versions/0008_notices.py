"""Notices: one per person and occasion."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('notice',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('told_at', types.Moment(), nullable=False),
    sa.Column('sentence', sa.String(length=200), nullable=False),
    sa.Column('sentence_en', sa.String(length=400), nullable=False),
    sa.Column('register_key', sa.String(length=60), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('due_at', types.Moment(), nullable=True),
    sa.Column('read_at', types.Moment(), nullable=True),
    sa.Column('mark', sa.String(length=200), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_notice_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('mark', name=op.f('uq_notice_mark')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index('ix_notice_code', ['code', 'id'], unique=False)
        batch_op.create_index('ix_notice_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_notice_record_id', ['record_id', 'id'], unique=False)
        batch_op.create_index('ix_notice_told_at', ['told_at', 'id'], unique=False)
        batch_op.create_index('ix_notice_unread', ['person_id', 'read_at'], unique=False)


def downgrade() -> None:
    op.drop_table('notice')
