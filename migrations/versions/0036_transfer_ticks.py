"""What the archivist counts of each line of a transfer; those accepted by their sums are taken as counted so."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None
_KEPT = "'原按合计核对', t.archivist_id, t.accepted_at FROM archive_transfer t"
_COLUMNS = "INSERT INTO transfer_tick (transfer_id, content, line_no, title, expected, counted, remark, ticked_by_id, ticked_at) "


def upgrade() -> None:
    op.create_table('transfer_tick',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('transfer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('content', sa.String(length=64), nullable=False),
    sa.Column('line_no', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('expected', sa.Integer(), nullable=False),
    sa.Column('counted', sa.Integer(), nullable=False),
    sa.Column('remark', sa.String(length=200), nullable=True),
    sa.Column('ticked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ticked_at', types.Moment(), nullable=False),
    sa.CheckConstraint('counted >= 0 AND expected >= 1 AND line_no >= 1', name=op.f('ck_transfer_tick_counts')),
    sa.ForeignKeyConstraint(['ticked_by_id'], ['employee.id'], name=op.f('fk_transfer_tick_ticked_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['transfer_id'], ['archive_transfer.id'], name=op.f('fk_transfer_tick_transfer_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transfer_tick'))
    )
    op.create_index('ix_transfer_tick_line', 'transfer_tick', ['transfer_id', 'content', 'line_no', 'id'])
    op.execute(
        _COLUMNS + "SELECT t.id, t.content, p.line_no, p.title, p.pages, p.pages, " + _KEPT  # noqa: S608 - constants above
        + " JOIN volume_list v ON v.transfer_id = t.id AND v.state = 'frozen' AND v.edition = (SELECT max(w.edition) FROM volume_list w"
        " WHERE w.transfer_id = t.id AND w.state = 'frozen') JOIN volume_piece p ON p.volume_list_id = v.id"
        " WHERE t.state = 'accepted' AND t.kind = 'papers'"
    )
    op.execute(
        _COLUMNS + "SELECT t.id, t.content, row_number() OVER (PARTITION BY t.id ORDER BY i.id), i.certificate_no, i.copies, i.copies, " + _KEPT  # noqa: S608
        + " JOIN transfer_item i ON i.transfer_id = t.id WHERE t.state = 'accepted' AND t.kind = 'certificates'"
    )


def downgrade() -> None:
    op.drop_table('transfer_tick')
