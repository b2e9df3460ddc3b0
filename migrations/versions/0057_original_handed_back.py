"""Where an original is, with whom, from whom and back to whom."""

import sqlalchemy as sa
from alembic import op

revision = '0057'
down_revision = '0053'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('complaint_evidence', schema=None) as batch_op:
        batch_op.add_column(sa.Column('brought_by', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('returned_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('returned_to', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('keeper_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_complaint_evidence_keeper', ['keeper_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_evidence_returned_on', ['returned_on', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_complaint_evidence_keeper_id'), 'employee', ['keeper_id'], ['id'], ondelete='RESTRICT')


def downgrade() -> None:
    with op.batch_alter_table('complaint_evidence', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_complaint_evidence_keeper_id'), type_='foreignkey')
        batch_op.drop_index('ix_complaint_evidence_returned_on')
        batch_op.drop_index('ix_complaint_evidence_keeper')
        batch_op.drop_column('keeper_id')
        batch_op.drop_column('returned_to')
        batch_op.drop_column('returned_on')
        batch_op.drop_column('brought_by')
