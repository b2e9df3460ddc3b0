"""Papers a department lends for a few days, and papers from outings signed for before travel is reimbursed."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('temporary_loan',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=200), nullable=True),
    sa.Column('lent_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('out', 'returned', 'lost', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('received_at', types.Moment(), nullable=True),
    sa.Column('condition', sa.String(length=200), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('keeper_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('borrower_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('received_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('borrower_id <> keeper_id', name=op.f('ck_temporary_loan_borrower_differs')),
    sa.CheckConstraint('copies >= 1', name=op.f('ck_temporary_loan_copies_minimum')),
    sa.CheckConstraint('due_on >= lent_on', name=op.f('ck_temporary_loan_in_order')),
    sa.CheckConstraint('received_by_id <> borrower_id', name=op.f('ck_temporary_loan_received_by_differs')),
    sa.ForeignKeyConstraint(['borrower_id'], ['employee.id'], name=op.f('fk_temporary_loan_borrower_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_temporary_loan_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['keeper_id'], ['employee.id'], name=op.f('fk_temporary_loan_keeper_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['received_by_id'], ['employee.id'], name=op.f('fk_temporary_loan_received_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_temporary_loan')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('temporary_loan', schema=None) as batch_op:
        batch_op.create_index('ix_temporary_loan_borrower', ['borrower_id', 'id'], unique=False)
        batch_op.create_index('ix_temporary_loan_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_temporary_loan_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_temporary_loan_keeper', ['keeper_id', 'id'], unique=False)
        batch_op.create_index('ix_temporary_loan_lent_on', ['lent_on', 'id'], unique=False)
        batch_op.create_index('ix_temporary_loan_received_by', ['received_by_id', 'id'], unique=False)
        batch_op.create_index('ix_temporary_loan_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_temporary_loan_title', ['title', 'id'], unique=False)

    op.create_table('travel_paper',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.Enum('training', 'study', 'inspection', 'meeting', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=False),
    sa.Column('papers', sa.Text(), nullable=False),
    sa.Column('claim_no', sa.String(length=60), nullable=True),
    sa.Column('state', sa.Enum('entered', 'signed', 'reimbursed', 'withdrawn', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('received', sa.Text(), nullable=True),
    sa.Column('signed_at', types.Moment(), nullable=True),
    sa.Column('reimbursed_at', types.Moment(), nullable=True),
    sa.Column('traveller_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('signed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reimbursed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint("state <> 'reimbursed' OR (signed_by_id IS NOT NULL AND signed_by_id <> reimbursed_by_id)", name=op.f('ck_travel_paper_reimbursed_is_signed')),
    sa.CheckConstraint('reimbursed_by_id <> traveller_id', name=op.f('ck_travel_paper_reimbursed_by_differs')),
    sa.CheckConstraint('signed_by_id <> traveller_id', name=op.f('ck_travel_paper_signed_by_differs')),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_travel_paper_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['reimbursed_by_id'], ['employee.id'], name=op.f('fk_travel_paper_reimbursed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['signed_by_id'], ['employee.id'], name=op.f('fk_travel_paper_signed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['traveller_id'], ['employee.id'], name=op.f('fk_travel_paper_traveller_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_travel_paper')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('travel_paper', schema=None) as batch_op:
        batch_op.create_index('ix_travel_paper_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_travel_paper_ended_on', ['ended_on', 'id'], unique=False)
        batch_op.create_index('ix_travel_paper_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_travel_paper_reimbursed_by', ['reimbursed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_travel_paper_signed_by', ['signed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_travel_paper_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_travel_paper_title', ['title', 'id'], unique=False)
        batch_op.create_index('ix_travel_paper_traveller', ['traveller_id', 'id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('travel_paper', schema=None) as batch_op:
        batch_op.drop_index('ix_travel_paper_traveller')
        batch_op.drop_index('ix_travel_paper_title')
        batch_op.drop_index('ix_travel_paper_state')
        batch_op.drop_index('ix_travel_paper_signed_by')
        batch_op.drop_index('ix_travel_paper_reimbursed_by')
        batch_op.drop_index('ix_travel_paper_kind')
        batch_op.drop_index('ix_travel_paper_ended_on')
        batch_op.drop_index('ix_travel_paper_department')

    op.drop_table('travel_paper')
    with op.batch_alter_table('temporary_loan', schema=None) as batch_op:
        batch_op.drop_index('ix_temporary_loan_title')
        batch_op.drop_index('ix_temporary_loan_state')
        batch_op.drop_index('ix_temporary_loan_received_by')
        batch_op.drop_index('ix_temporary_loan_lent_on')
        batch_op.drop_index('ix_temporary_loan_keeper')
        batch_op.drop_index('ix_temporary_loan_due_on')
        batch_op.drop_index('ix_temporary_loan_department')
        batch_op.drop_index('ix_temporary_loan_borrower')

    op.drop_table('temporary_loan')
