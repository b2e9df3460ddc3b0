"""How a result was told: in writing or why not, and what the director was told."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reply_form', sa.Enum('written', 'oral', 'phone', name='reply_form', native_enum=False, length=40), nullable=True))
        batch_op.add_column(sa.Column('reply_reason', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('director_told', sa.Text(), nullable=True))
        batch_op.create_index('ix_complaint_reply_form', ['reply_form', 'id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_reply_form')
        batch_op.drop_column('director_told')
        batch_op.drop_column('reply_reason')
        batch_op.drop_column('reply_form')
