"""duties for processes."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0068'
down_revision = '0067'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('process_duty',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('customer_facts', 'complaints', 'contracts', 'after_sales', 'relations', 'other', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('document', sa.String(length=60), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_process_duty_department_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_process_duty')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('process_duty', schema=None) as batch_op:
        batch_op.create_index('ix_process_duty_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_process_duty_document', ['document', 'id'], unique=False)
        batch_op.create_index('ix_process_duty_from_on', ['from_on', 'id'], unique=False)
        batch_op.create_index('ix_process_duty_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_process_duty_until_on', ['until_on', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('process_duty', schema=None) as batch_op:
        batch_op.drop_index('ix_process_duty_until_on')
        batch_op.drop_index('ix_process_duty_kind')
        batch_op.drop_index('ix_process_duty_from_on')
        batch_op.drop_index('ix_process_duty_document')
        batch_op.drop_index('ix_process_duty_department')

    op.drop_table('process_duty')
