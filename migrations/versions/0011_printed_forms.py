"""Which form of a complaint was printed by whom and when, with the digest of what stood on it."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('printed_form',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('form', sa.String(length=10), nullable=False),
    sa.Column('printed_at', types.Moment(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('whole', sa.String(length=64), nullable=False),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('printed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_printed_form_complaint_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['printed_by_id'], ['employee.id'], name=op.f('fk_printed_form_printed_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_printed_form')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('printed_form', schema=None) as batch_op:
        batch_op.create_index('ix_printed_form_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_printed_form_digest', ['digest', 'id'], unique=False)
        batch_op.create_index('ix_printed_form_printed_at', ['printed_at', 'id'], unique=False)
        batch_op.create_index('ix_printed_form_printed_by', ['printed_by_id', 'id'], unique=False)



def downgrade() -> None:
    op.drop_table('printed_form')
