"""K9: the areas of the business grow with the program, so the database no longer lists them."""

import sqlalchemy as sa
from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None

BEFORE = (
    'customers', 'complaints', 'archives', 'lending', 'documents', 'filings', 'incentives', 'it_operations', 'workplace', 'governance',
    'organisation', 'access',
)


def upgrade() -> None:
    with op.batch_alter_table('area_rule', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_area_rule_area'), type_='check')


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM area_rule WHERE area = 'service'"))
    with op.batch_alter_table('area_rule', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_area_rule_area'), sa.column('area').in_(BEFORE))
