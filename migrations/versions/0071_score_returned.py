"""A confirmed score may be returned with a reason, and is counted once its pay month is closed."""

import sqlalchemy as sa
from alembic import op

from domain.months import months_after

revision = '0071'
down_revision = '0070'
branch_labels = None
depends_on = None

OLD, NEW = ('scored', 'confirmed'), ('scored', 'confirmed', 'counted')


def _states(states: tuple[str, ...]) -> None:
    with op.batch_alter_table('quarter_review', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_quarter_review_state'), type_='check')
        batch_op.create_check_constraint(op.f('ck_quarter_review_state'), sa.column('state').in_(states))


def upgrade() -> None:
    with op.batch_alter_table('quarter_review', schema=None) as batch_op:
        batch_op.add_column(sa.Column('back_because', sa.Text(), nullable=True))
    _states(NEW)
    months = sa.table('pay_month', sa.column('month_on', sa.Date()), sa.column('state'))
    reviews = sa.table('quarter_review', sa.column('quarter_on', sa.Date()), sa.column('state'))
    for month in op.get_bind().execute(sa.select(months.c.month_on).where(months.c.state == 'closed')).scalars().all():
        of_it = (reviews.c.quarter_on == months_after(month, -2), reviews.c.state == 'confirmed')
        op.execute(sa.update(reviews).where(*of_it).values(state='counted'))


def downgrade() -> None:
    reviews = sa.table('quarter_review', sa.column('state'))
    op.execute(sa.update(reviews).where(reviews.c.state == 'counted').values(state='confirmed'))
    _states(OLD)
    with op.batch_alter_table('quarter_review', schema=None) as batch_op:
        batch_op.drop_column('back_because')
