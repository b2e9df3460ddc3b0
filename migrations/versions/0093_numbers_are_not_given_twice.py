"""What an earlier rebuilding of a table lost on SQLite: the id of a deleted record is never given again."""

import sqlalchemy as sa
from alembic import op

revision = '0093'
down_revision = '0092'
branch_labels = None
depends_on = None

_REBUILT = (
    'action_rule', 'appointment', 'area_rule', 'backup', 'borrowing_slip', 'case_class', 'complaint', 'complaint_breach', 'complaint_evidence',
    'contact', 'customer', 'data_order', 'equipment_repair', 'improvement', 'incentive_scheme', 'it_finding', 'loan_line', 'password_change',
    'password_envelope', 'quarter_review', 'role_grant', 'service_trip', 'setting', 'sharing_request', 'view_grant', 'volume_list', 'volume_piece',
)  # fmt: skip
_LAST = 'SELECT max(coalesce((SELECT max(id) FROM {table}), 0), coalesce((SELECT max(record_id) FROM audit_entry WHERE register_key = :table), 0))'


def upgrade() -> None:
    if op.get_bind().dialect.name != 'sqlite':
        return
    # A trigger that names a table which is being rebuilt stops its renaming; models/ddl.py makes all of them anew.
    for name in op.get_bind().execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
        op.execute(f'DROP TRIGGER {name}')
    for table in _REBUILT:
        with op.batch_alter_table(table, recreate='always', table_kwargs={'sqlite_autoincrement': True}):
            pass
        last = op.get_bind().execute(sa.text(_LAST.format(table=table)), {'table': table}).scalar_one()
        op.execute(sa.text('DELETE FROM sqlite_sequence WHERE name = :table').bindparams(table=table))
        op.execute(sa.text('INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)').bindparams(table=table, last=last))


def downgrade() -> None:
    pass
