"""A second service by somebody's own fault takes its coefficient as points of its line (K2.17)."""

import sqlalchemy as sa
from alembic import op

revision = '0073'
down_revision = '0072'
branch_labels = None
depends_on = None

LINES = sa.table('performance_entry', *map(sa.column, ('clause', 'points', 'register_key', 'record_id')))
TRIPS = sa.table('service_trip', *map(sa.column, ('id', 'coefficient')))
THEIRS = (LINES.c.clause == 'K2.17') & (LINES.c.register_key == 'service_trip')


def upgrade() -> None:
    lost = sa.select(-TRIPS.c.coefficient).where(TRIPS.c.id == LINES.c.record_id).scalar_subquery()
    there = sa.exists().where(TRIPS.c.id == LINES.c.record_id)
    op.execute(sa.update(LINES).where(THEIRS, there).values(points=lost))


def downgrade() -> None:
    op.execute(sa.update(LINES).where(THEIRS).values(points=0))
