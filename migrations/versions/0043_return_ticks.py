"""What is counted of each piece of a unit that comes back; those put back by their sum are taken as counted so (K3.26)."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('loan_tick',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('loan_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('line_no', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('expected', sa.Integer(), nullable=False),
    sa.Column('counted', sa.Integer(), nullable=False),
    sa.Column('remark', sa.String(length=200), nullable=True),
    sa.Column('ticked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ticked_at', types.Moment(), nullable=False),
    sa.CheckConstraint('counted >= 0 AND expected >= 0 AND line_no >= 1', name=op.f('ck_loan_tick_counts')),
    sa.ForeignKeyConstraint(['loan_id'], ['loan_line.id'], name=op.f('fk_loan_tick_loan_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['ticked_by_id'], ['employee.id'], name=op.f('fk_loan_tick_ticked_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_loan_tick'))
    )
    op.create_index('ix_loan_tick_line', 'loan_tick', ['loan_id', 'line_no', 'id'])
    op.execute(
        "INSERT INTO loan_tick (loan_id, line_no, title, expected, counted, remark, ticked_by_id, ticked_at)"
        " SELECT l.id, p.line_no, p.title, p.pages, p.pages, '原按合计核对', l.checked_by_id, l.checked_at FROM loan_line l"
        " JOIN volume_list v ON v.volume_id = l.unit_id AND v.edition = l.list_version JOIN volume_piece p ON p.volume_list_id = v.id"
        " WHERE l.state = 'complete' AND l.checked_by_id IS NOT NULL AND l.checked_at IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_table('loan_tick')
