"""Filed process of a case."""

import sqlalchemy as sa
from alembic import op

revision = '0056'
down_revision = '0052'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.add_column(sa.Column('filed_process_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_complaint_filed_process', ['filed_process_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_complaint_filed_process_id'), 'process_filing', ['filed_process_id'], ['id'], ondelete='RESTRICT')


def downgrade() -> None:
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_complaint_filed_process_id'), type_='foreignkey')
        batch_op.drop_index('ix_complaint_filed_process')
        batch_op.drop_column('filed_process_id')
