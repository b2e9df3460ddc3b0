"""What is assessed of complaints."""

import sqlalchemy as sa
from alembic import op

revision = '0070'
down_revision = '0069'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('incentive_scheme', schema=None) as batch_op:
        batch_op.add_column(sa.Column('basis', sa.Enum('each', 'overdue', 'repeated', name='basis', native_enum=False, create_constraint=True, length=40), nullable=True))
        batch_op.add_column(sa.Column('complaint_kind', sa.Enum('quality', 'return', 'conduct', 'misunderstanding', name='complaint_kind', native_enum=False, create_constraint=True, length=40), nullable=True))
        batch_op.create_index('ix_incentive_scheme_basis', ['basis', 'id'], unique=False)
        batch_op.create_index('ix_incentive_scheme_complaint_kind', ['complaint_kind', 'id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('incentive_scheme', schema=None) as batch_op:
        batch_op.drop_index('ix_incentive_scheme_complaint_kind')
        batch_op.drop_index('ix_incentive_scheme_basis')
        batch_op.drop_column('complaint_kind')
        batch_op.drop_column('basis')
