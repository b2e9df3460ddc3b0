"""Administrators authorised by whoever runs the company."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0063'
down_revision = '0062'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('admin_authorisation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('until_at', types.Moment(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'given', 'refused', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('opinion', sa.Text(), nullable=True),
    sa.Column('decided_at', types.Moment(), nullable=True),
    sa.Column('role_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['employee.id'], name=op.f('fk_admin_authorisation_asked_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['employee.id'], name=op.f('fk_admin_authorisation_decided_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_admin_authorisation_person_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_admin_authorisation_role_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_admin_authorisation')),
    sa.UniqueConstraint('number', name=op.f('uq_admin_authorisation_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('admin_authorisation', schema=None) as batch_op:
        batch_op.create_index('ix_admin_authorisation_asked_by', ['asked_by_id', 'id'], unique=False)
        batch_op.create_index('ix_admin_authorisation_decided_at', ['decided_at', 'id'], unique=False)
        batch_op.create_index('ix_admin_authorisation_decided_by', ['decided_by_id', 'id'], unique=False)
        batch_op.create_index('ix_admin_authorisation_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_admin_authorisation_role', ['role_id', 'id'], unique=False)
        batch_op.create_index('ix_admin_authorisation_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_admin_authorisation_until_at', ['until_at', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('admin_authorisation', schema=None) as batch_op:
        batch_op.drop_index('ix_admin_authorisation_until_at')
        batch_op.drop_index('ix_admin_authorisation_state')
        batch_op.drop_index('ix_admin_authorisation_role')
        batch_op.drop_index('ix_admin_authorisation_person')
        batch_op.drop_index('ix_admin_authorisation_decided_by')
        batch_op.drop_index('ix_admin_authorisation_decided_at')
        batch_op.drop_index('ix_admin_authorisation_asked_by')

    op.drop_table('admin_authorisation')
