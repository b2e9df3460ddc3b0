"""Who opened a case, and on which day."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0066'
down_revision = '0065'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('case_opening',
    sa.Column('complaint_id', _ID, autoincrement=False, nullable=False),
    sa.Column('person_id', _ID, autoincrement=False, nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('opened_at', types.Moment(), nullable=False),
    sa.PrimaryKeyConstraint('complaint_id', 'person_id', 'opened_on', name=op.f('pk_case_opening'))
    )


def downgrade() -> None:
    op.drop_table('case_opening')
