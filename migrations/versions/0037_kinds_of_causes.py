"""K9.17: a root cause has a kind, so that causes can be ranked."""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('complaint', sa.Column('cause_kind', sa.String(length=40), nullable=True))
    op.create_index('ix_complaint_cause_kind', 'complaint', ['cause_kind', 'id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_cause_kind')
        batch_op.drop_column('cause_kind')
