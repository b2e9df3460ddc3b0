"""A kind of background job more: the check of the doors."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

OLD = ('export', 'import', 'undo_import')
NEW = (*OLD, 'check_doors')


def upgrade() -> None:
    _allow(OLD, NEW)


def downgrade() -> None:
    op.execute("DELETE FROM job WHERE kind = 'check_doors'")
    _allow(NEW, OLD)


def _allow(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_job_kind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_job_kind'), sa.column('kind').in_(after))
