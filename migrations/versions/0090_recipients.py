"""Who receives customer information is somebody named in the company or an outsider, and never left open (Y2.9)."""

import sqlalchemy as sa
from alembic import op

revision = '0090'
down_revision = '0085'
branch_labels = None
depends_on = None

KIND = sa.Enum('inside', 'outside', name='recipient_is', native_enum=False, create_constraint=True, length=40)
SHARING = sa.table('sharing_request', sa.column('outside', sa.Boolean()), sa.column('recipient_is', sa.String()))


def upgrade() -> None:
    with op.batch_alter_table('sharing_request', schema=None) as batch_op:
        batch_op.add_column(sa.Column('recipient_is', KIND, nullable=True))
        batch_op.add_column(sa.Column('colleague_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
    op.execute(sa.update(SHARING).values(recipient_is=sa.case((SHARING.c.outside, 'outside'), else_='inside')))
    with op.batch_alter_table('sharing_request', schema=None) as batch_op:
        batch_op.alter_column('recipient_is', existing_type=sa.String(length=40), nullable=False)
        batch_op.create_index('ix_sharing_request_colleague', ['colleague_id', 'id'], unique=False)
        batch_op.create_index('ix_sharing_request_recipient_is', ['recipient_is', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_sharing_request_colleague_id'), 'employee', ['colleague_id'], ['id'], ondelete='RESTRICT')
        batch_op.drop_column('outside')


def downgrade() -> None:
    with op.batch_alter_table('sharing_request', schema=None) as batch_op:
        batch_op.add_column(sa.Column('outside', sa.Boolean(), server_default=sa.text('(false)'), nullable=False))
    op.execute(sa.update(SHARING).values(outside=SHARING.c.recipient_is == 'outside'))
    with op.batch_alter_table('sharing_request', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_sharing_request_colleague_id'), type_='foreignkey')
        batch_op.drop_index('ix_sharing_request_recipient_is')
        batch_op.drop_index('ix_sharing_request_colleague')
        batch_op.drop_column('colleague_id')
        batch_op.drop_constraint(batch_op.f('ck_sharing_request_recipient_is'), type_='check')
        batch_op.drop_column('recipient_is')
