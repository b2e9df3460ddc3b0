"""Points of their own month."""

import sqlalchemy as sa
from alembic import op

revision = '0065'
down_revision = '0064'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('pay_step', schema=None) as batch_op:
        batch_op.add_column(sa.Column('about_on', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('pay_step', schema=None) as batch_op:
        batch_op.drop_column('about_on')
