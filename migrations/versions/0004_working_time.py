"""The working calendar: days on which the office opens otherwise than from Monday to Friday."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('calendar_day',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('working', 'holiday', 'half_day', 'special', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('periods', sa.String(length=80), nullable=True),
    sa.Column('source', sa.String(length=200), nullable=True),
    sa.Column('notice_year', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('notice_year >= 1949', name=op.f('ck_calendar_day_notice_year_minimum')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_day')),
    sa.UniqueConstraint('day', name=op.f('uq_calendar_day_day')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('calendar_day', schema=None) as batch_op:
        batch_op.create_index('ix_calendar_day_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_calendar_day_name', ['name', 'id'], unique=False)
        batch_op.create_index('ix_calendar_day_notice_year', ['notice_year', 'id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('calendar_day', schema=None) as batch_op:
        batch_op.drop_index('ix_calendar_day_notice_year')
        batch_op.drop_index('ix_calendar_day_name')
        batch_op.drop_index('ix_calendar_day_kind')

    op.drop_table('calendar_day')
