"""What the text was that a meeting was about."""

import sqlalchemy as sa
from alembic import op

revision = '0058'
down_revision = '0057'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('governance_meeting', schema=None) as batch_op:
        batch_op.add_column(sa.Column('about_content', sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('governance_meeting', schema=None) as batch_op:
        batch_op.drop_column('about_content')
