"""Origins of personal data."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0061'
down_revision = '0060'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('datum_origin',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('datum', sa.Enum('contact_name', 'contact_phone', 'contact_email', 'address', 'person_name', 'person_phone', 'person_email', 'person_id_card', 'person_birthday', name='datum', native_enum=False, length=40), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('basis', sa.Enum('consent', 'contract', 'duty', 'public', name='basis', native_enum=False, length=40), nullable=False),
    sa.Column('collected_on', sa.Date(), nullable=False),
    sa.Column('withdrawal', sa.Text(), nullable=True),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('kept', 'withdrawn', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('collected_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('withdrawn_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['collected_by_id'], ['employee.id'], name=op.f('fk_datum_origin_collected_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_datum_origin_contact_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_datum_origin_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['employee.id'], name=op.f('fk_datum_origin_withdrawn_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_datum_origin')),
    sa.UniqueConstraint('number', name=op.f('uq_datum_origin_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('datum_origin', schema=None) as batch_op:
        batch_op.create_index('ix_datum_origin_basis', ['basis', 'id'], unique=False)
        batch_op.create_index('ix_datum_origin_collected_by', ['collected_by_id', 'id'], unique=False)
        batch_op.create_index('ix_datum_origin_collected_on', ['collected_on', 'id'], unique=False)
        batch_op.create_index('ix_datum_origin_contact', ['contact_id', 'id'], unique=False)
        batch_op.create_index('ix_datum_origin_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_datum_origin_datum', ['datum', 'id'], unique=False)
        batch_op.create_index('ix_datum_origin_source', ['source', 'id'], unique=False)
        batch_op.create_index('ix_datum_origin_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_datum_origin_withdrawn_by', ['withdrawn_by_id', 'id'], unique=False)
        batch_op.create_index('ix_datum_origin_withdrawn_on', ['withdrawn_on', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('datum_origin', schema=None) as batch_op:
        batch_op.drop_index('ix_datum_origin_withdrawn_on')
        batch_op.drop_index('ix_datum_origin_withdrawn_by')
        batch_op.drop_index('ix_datum_origin_state')
        batch_op.drop_index('ix_datum_origin_source')
        batch_op.drop_index('ix_datum_origin_datum')
        batch_op.drop_index('ix_datum_origin_customer')
        batch_op.drop_index('ix_datum_origin_contact')
        batch_op.drop_index('ix_datum_origin_collected_on')
        batch_op.drop_index('ix_datum_origin_collected_by')
        batch_op.drop_index('ix_datum_origin_basis')

    op.drop_table('datum_origin')
