"""What a handler has before him is found by his own cases: by stage for what is open, by day for the list."""

from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_handler_stage', ['handler_id', 'stage', 'received_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_handler_received', ['handler_id', 'received_at', 'id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_handler_received')
        batch_op.drop_index('ix_complaint_handler_stage')
