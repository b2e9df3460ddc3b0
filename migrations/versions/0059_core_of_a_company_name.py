"""The core of a company's name, by which two that may be the same are found."""

import sqlalchemy as sa
from alembic import op

from models.company_names import core

revision = '0059'
down_revision = '0058'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('customer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('name_core', sa.Text(), nullable=True))
        batch_op.create_index('ix_customer_name_core', ['name_core', 'id'], unique=False)
    customer = sa.table('customer', sa.column('id'), sa.column('name'), sa.column('name_core'))
    named = op.get_bind().execute(sa.select(customer.c.id, customer.c.name)).all()
    if named:
        write = sa.update(customer).where(customer.c.id == sa.bindparam('key')).values(name_core=sa.bindparam('core'))
        op.get_bind().execute(write, [{'key': key, 'core': core(name)} for key, name in named])


def downgrade() -> None:
    with op.batch_alter_table('customer', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_name_core')
        batch_op.drop_column('name_core')
