"""The journal of masked values that were shown or searched for, and indexes for searching whole numbers."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reveal',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seen_at', types.Moment(), nullable=False),
    sa.Column('until_at', types.Moment(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('shown', 'searched', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('register_title', sa.String(length=60), nullable=False),
    sa.Column('field_title', sa.String(length=120), nullable=False),
    sa.Column('register_key', sa.String(length=60), nullable=False),
    sa.Column('field_key', sa.String(length=200), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_reveal_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reveal')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('reveal', schema=None) as batch_op:
        batch_op.create_index('ix_reveal_account_id', ['account_id', 'id'], unique=False)
        batch_op.create_index('ix_reveal_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_reveal_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_reveal_record_id', ['record_id', 'id'], unique=False)
        batch_op.create_index('ix_reveal_seen_at', ['seen_at', 'id'], unique=False)

    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.create_index('ix_contact_id_card', ['id_card', 'id'], unique=False)

    with op.batch_alter_table('customer', schema=None) as batch_op:
        batch_op.create_index('ix_customer_contact_email', ['contact_email', 'id'], unique=False)

    with op.batch_alter_table('employee', schema=None) as batch_op:
        batch_op.create_index('ix_employee_email', ['email', 'id'], unique=False)
        batch_op.create_index('ix_employee_id_card', ['id_card', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('employee', schema=None) as batch_op:
        batch_op.drop_index('ix_employee_id_card')
        batch_op.drop_index('ix_employee_email')

    with op.batch_alter_table('customer', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_contact_email')

    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_index('ix_contact_id_card')

    with op.batch_alter_table('reveal', schema=None) as batch_op:
        batch_op.drop_index('ix_reveal_seen_at')
        batch_op.drop_index('ix_reveal_record_id')
        batch_op.drop_index('ix_reveal_person')
        batch_op.drop_index('ix_reveal_kind')
        batch_op.drop_index('ix_reveal_account_id')

    op.drop_table('reveal')
