"""Orders that correct a wrong value of a case, and the duty roster."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('duty_shift',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('from_at', types.Moment(), nullable=False),
    sa.Column('until_at', types.Moment(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=True),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('until_at > from_at', name=op.f('ck_duty_shift_in_order')),
    sa.ForeignKeyConstraint(['made_by_id'], ['employee.id'], name=op.f('fk_duty_shift_made_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_duty_shift_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_shift')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('duty_shift', schema=None) as batch_op:
        batch_op.create_index('ix_duty_shift_from_at', ['from_at', 'id'], unique=False)
        batch_op.create_index('ix_duty_shift_made_by', ['made_by_id', 'id'], unique=False)
        batch_op.create_index('ix_duty_shift_note', ['note', 'id'], unique=False)
        batch_op.create_index('ix_duty_shift_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_duty_shift_until_at', ['until_at', 'id'], unique=False)

    op.create_table('correction_order',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('what', sa.Enum('findings', 'cause', 'respondents_said', 'outbound_on', 'opinion', 'decision', 'result', 'customer_says', 'root_cause', 'prevention', name='what', native_enum=False, length=40), nullable=False),
    sa.Column('wrong', sa.Text(), nullable=True),
    sa.Column('right', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('issued', 'authorised', 'rejected', 'corrected', 'verified', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('authorised_at', types.Moment(), nullable=True),
    sa.Column('carried_at', types.Moment(), nullable=True),
    sa.Column('verification', sa.Text(), nullable=True),
    sa.Column('verified_at', types.Moment(), nullable=True),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('issued_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('authorised_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('carried_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('verified_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['authorised_by_id'], ['employee.id'], name=op.f('fk_correction_order_authorised_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['carried_by_id'], ['employee.id'], name=op.f('fk_correction_order_carried_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_correction_order_complaint_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['issued_by_id'], ['employee.id'], name=op.f('fk_correction_order_issued_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['verified_by_id'], ['employee.id'], name=op.f('fk_correction_order_verified_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction_order')),
    sa.UniqueConstraint('number', name=op.f('uq_correction_order_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('correction_order', schema=None) as batch_op:
        batch_op.create_index('ix_correction_order_authorised_at', ['authorised_at', 'id'], unique=False)
        batch_op.create_index('ix_correction_order_authorised_by', ['authorised_by_id', 'id'], unique=False)
        batch_op.create_index('ix_correction_order_carried_at', ['carried_at', 'id'], unique=False)
        batch_op.create_index('ix_correction_order_carried_by', ['carried_by_id', 'id'], unique=False)
        batch_op.create_index('ix_correction_order_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_correction_order_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_correction_order_issued_by', ['issued_by_id', 'id'], unique=False)
        batch_op.create_index('ix_correction_order_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_correction_order_verified_at', ['verified_at', 'id'], unique=False)
        batch_op.create_index('ix_correction_order_verified_by', ['verified_by_id', 'id'], unique=False)
        batch_op.create_index('ix_correction_order_what', ['what', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('correction_order', schema=None) as batch_op:
        batch_op.drop_index('ix_correction_order_what')
        batch_op.drop_index('ix_correction_order_verified_by')
        batch_op.drop_index('ix_correction_order_verified_at')
        batch_op.drop_index('ix_correction_order_state')
        batch_op.drop_index('ix_correction_order_issued_by')
        batch_op.drop_index('ix_correction_order_due_on')
        batch_op.drop_index('ix_correction_order_complaint')
        batch_op.drop_index('ix_correction_order_carried_by')
        batch_op.drop_index('ix_correction_order_carried_at')
        batch_op.drop_index('ix_correction_order_authorised_by')
        batch_op.drop_index('ix_correction_order_authorised_at')

    op.drop_table('correction_order')
    with op.batch_alter_table('duty_shift', schema=None) as batch_op:
        batch_op.drop_index('ix_duty_shift_until_at')
        batch_op.drop_index('ix_duty_shift_person')
        batch_op.drop_index('ix_duty_shift_note')
        batch_op.drop_index('ix_duty_shift_made_by')
        batch_op.drop_index('ix_duty_shift_from_at')

    op.drop_table('duty_shift')
