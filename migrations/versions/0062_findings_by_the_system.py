"""Findings that the program enters itself."""

import sqlalchemy as sa
from alembic import op

revision = '0062'
down_revision = '0061'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('it_finding', schema=None) as batch_op:
        batch_op.add_column(sa.Column('noticed', sa.Boolean(), server_default=sa.text('(false)'), nullable=False))
        batch_op.alter_column('found_by_id', existing_type=sa.BigInteger(), nullable=True)


def downgrade() -> None:
    # Nobody found what the program noticed: such findings have no place in the table of before.
    op.execute(sa.text('DELETE FROM it_finding WHERE found_by_id IS NULL'))
    with op.batch_alter_table('it_finding', schema=None) as batch_op:
        batch_op.alter_column('found_by_id', existing_type=sa.BigInteger(), nullable=False)
        batch_op.drop_column('noticed')
