"""The approved slip of mode 查阅 is what opens a scan: requests of their own end, and a grant names its slip."""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None
_OLD = ('asked', 'granted', 'rejected', 'withdrawn', 'ended')
_NEW = ('granted', 'ended')


def upgrade() -> None:
    _without_triggers()
    said = " ".join(f"WHEN '{state}' THEN '{word}'" for state, word in zip(_OLD, ("待审批", "已同意", "不同意", "已撤回", "已收回"), strict=True))
    # Who wants to look again fills a slip; what was asked and answered before stays readable.
    op.execute(f"UPDATE view_grant SET opinion = coalesce(opinion, '') || '（原电子调阅单：' || CASE state {said} END || '）'")  # noqa: S608
    op.execute("UPDATE view_grant SET state = 'ended'")
    with op.batch_alter_table('view_grant', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_view_grant_state'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_view_grant_state'), sa.column('state').in_(_NEW))
        batch_op.add_column(sa.Column('slip_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_view_grant_slip_id'), 'borrowing_slip', ['slip_id'], ['id'], ondelete='RESTRICT')
        batch_op.create_index('ix_view_grant_slip', ['slip_id', 'id'], unique=False)


def downgrade() -> None:
    _without_triggers()
    with op.batch_alter_table('view_grant', schema=None) as batch_op:
        batch_op.drop_index('ix_view_grant_slip')
        batch_op.drop_constraint(batch_op.f('fk_view_grant_slip_id'), type_='foreignkey')
        batch_op.drop_column('slip_id')
        batch_op.drop_constraint(batch_op.f('ck_view_grant_state'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_view_grant_state'), sa.column('state').in_(_OLD))


def _without_triggers() -> None:
    """On SQLite a trigger that names a table which is being rebuilt stops its renaming; models/ddl.py makes it anew."""
    if op.get_bind().dialect.name == 'sqlite':
        names = op.get_bind().execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%view_grant%'"))
        for name in names.scalars().all():
            op.execute(f'DROP TRIGGER {name}')
