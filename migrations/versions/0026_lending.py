"""Lending: borrowing slips and the loan of each unit."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('borrowing_slip',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'approved', 'lent', 'returned', 'rejected', 'withdrawn', 'expired', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('submitted_at', types.Moment(), nullable=True),
    sa.Column('decided_post', sa.Enum('chairman', 'general_manager', 'deputy_general_manager', 'department_manager', 'archivist', 'certificate_keeper', 'department_archivist', 'complaint_officer', 'customer_manager', name='decided_post', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('decided_at', types.Moment(), nullable=True),
    sa.Column('opinion', sa.Text(), nullable=True),
    sa.Column('valid_until_on', sa.Date(), nullable=True),
    sa.Column('issued_at', types.Moment(), nullable=True),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('issued_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('content', sa.String(length=64), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('revision >= 1', name=op.f('ck_borrowing_slip_revision_minimum')),
    sa.ForeignKeyConstraint(['borrower_id'], ['employee.id'], name=op.f('fk_borrowing_slip_borrower_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['employee.id'], name=op.f('fk_borrowing_slip_decided_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_borrowing_slip_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['issued_by_id'], ['employee.id'], name=op.f('fk_borrowing_slip_issued_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_borrowing_slip')),
    sa.UniqueConstraint('number', name=op.f('uq_borrowing_slip_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('borrowing_slip', schema=None) as batch_op:
        batch_op.create_index('ix_borrowing_slip_borrower', ['borrower_id', 'id'], unique=False)
        batch_op.create_index('ix_borrowing_slip_decided_by', ['decided_by_id', 'id'], unique=False)
        batch_op.create_index('ix_borrowing_slip_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_borrowing_slip_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_borrowing_slip_issued_by', ['issued_by_id', 'id'], unique=False)
        batch_op.create_index('ix_borrowing_slip_reason', ['reason', 'id'], unique=False)
        batch_op.create_index('ix_borrowing_slip_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_borrowing_slip_valid_until_on', ['valid_until_on', 'id'], unique=False)

    op.create_table('borrowing_slip_units',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['borrowing_slip.id'], name=op.f('fk_borrowing_slip_units_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['archive_unit.id'], name=op.f('fk_borrowing_slip_units_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_borrowing_slip_units'))
    )
    with op.batch_alter_table('borrowing_slip_units', schema=None) as batch_op:
        batch_op.create_index('ix_borrowing_slip_units_back', ['target_id'], unique=False)

    op.create_table('loan_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('post', sa.Enum('chairman', 'general_manager', 'deputy_general_manager', 'department_manager', 'archivist', 'certificate_keeper', 'department_archivist', 'complaint_officer', 'customer_manager', name='post', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('out_on', sa.Date(), nullable=False),
    sa.Column('out_entry', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('pages_out', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('out', 'handed_back', 'short', 'lost', 'complete', 'written_off', 'voided', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('handed_back_at', types.Moment(), nullable=True),
    sa.Column('condition', sa.String(length=200), nullable=True),
    sa.Column('pages_back', sa.Integer(), nullable=True),
    sa.Column('shortage', sa.Text(), nullable=True),
    sa.Column('checked_at', types.Moment(), nullable=True),
    sa.Column('lost_because', sa.Text(), nullable=True),
    sa.Column('settled_because', sa.Text(), nullable=True),
    sa.Column('renewed_because', sa.Text(), nullable=True),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('slip_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('issued_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('checked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('settled_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('renewed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint("state <> 'complete' OR (pages_back IS NOT NULL AND checked_by_id IS NOT NULL)", name=op.f('ck_loan_line_complete_is_checked')),
    sa.CheckConstraint('checked_by_id <> borrower_id', name=op.f('ck_loan_line_checked_by_differs')),
    sa.CheckConstraint('issued_by_id <> borrower_id', name=op.f('ck_loan_line_issued_by_differs')),
    sa.CheckConstraint('pages_back >= 0', name=op.f('ck_loan_line_pages_back_minimum')),
    sa.ForeignKeyConstraint(['borrower_id'], ['employee.id'], name=op.f('fk_loan_line_borrower_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['checked_by_id'], ['employee.id'], name=op.f('fk_loan_line_checked_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_loan_line_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['issued_by_id'], ['employee.id'], name=op.f('fk_loan_line_issued_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['renewed_by_id'], ['employee.id'], name=op.f('fk_loan_line_renewed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['settled_by_id'], ['employee.id'], name=op.f('fk_loan_line_settled_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['slip_id'], ['borrowing_slip.id'], name=op.f('fk_loan_line_slip_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['unit_id'], ['archive_unit.id'], name=op.f('fk_loan_line_unit_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_loan_line')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('loan_line', schema=None) as batch_op:
        batch_op.create_index('ix_loan_line_borrower', ['borrower_id', 'id'], unique=False)
        batch_op.create_index('ix_loan_line_checked_by', ['checked_by_id', 'id'], unique=False)
        batch_op.create_index('ix_loan_line_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_loan_line_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_loan_line_issued_by', ['issued_by_id', 'id'], unique=False)
        batch_op.create_index('ix_loan_line_out_on', ['out_on', 'id'], unique=False)
        batch_op.create_index('ix_loan_line_renewed_by', ['renewed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_loan_line_settled_by', ['settled_by_id', 'id'], unique=False)
        batch_op.create_index('ix_loan_line_slip', ['slip_id', 'id'], unique=False)
        batch_op.create_index('ix_loan_line_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_loan_line_unit', ['unit_id', 'id'], unique=False)
        batch_op.create_index('uq_loan_line_open', ['unit_id'], unique=True, sqlite_where=sa.text("state IN ('out', 'handed_back', 'lost')"), postgresql_where=sa.text("state IN ('out', 'handed_back', 'lost')"))



def downgrade() -> None:
    with op.batch_alter_table('loan_line', schema=None) as batch_op:
        batch_op.drop_index('uq_loan_line_open', sqlite_where=sa.text("state IN ('out', 'handed_back', 'lost')"), postgresql_where=sa.text("state IN ('out', 'handed_back', 'lost')"))
        batch_op.drop_index('ix_loan_line_unit')
        batch_op.drop_index('ix_loan_line_state')
        batch_op.drop_index('ix_loan_line_slip')
        batch_op.drop_index('ix_loan_line_settled_by')
        batch_op.drop_index('ix_loan_line_renewed_by')
        batch_op.drop_index('ix_loan_line_out_on')
        batch_op.drop_index('ix_loan_line_issued_by')
        batch_op.drop_index('ix_loan_line_due_on')
        batch_op.drop_index('ix_loan_line_department')
        batch_op.drop_index('ix_loan_line_checked_by')
        batch_op.drop_index('ix_loan_line_borrower')

    op.drop_table('loan_line')
    with op.batch_alter_table('borrowing_slip_units', schema=None) as batch_op:
        batch_op.drop_index('ix_borrowing_slip_units_back')

    op.drop_table('borrowing_slip_units')
    with op.batch_alter_table('borrowing_slip', schema=None) as batch_op:
        batch_op.drop_index('ix_borrowing_slip_valid_until_on')
        batch_op.drop_index('ix_borrowing_slip_state')
        batch_op.drop_index('ix_borrowing_slip_reason')
        batch_op.drop_index('ix_borrowing_slip_issued_by')
        batch_op.drop_index('ix_borrowing_slip_due_on')
        batch_op.drop_index('ix_borrowing_slip_department')
        batch_op.drop_index('ix_borrowing_slip_decided_by')
        batch_op.drop_index('ix_borrowing_slip_borrower')

    op.drop_table('borrowing_slip')
