"""Reports of complaints as they stood at their cut-off, and the improvements that follow from them."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('complaint_report',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('period', sa.String(length=20), nullable=True),
    sa.Column('first_on', sa.Date(), nullable=True),
    sa.Column('last_on', sa.Date(), nullable=True),
    sa.Column('cut_off_at', types.Moment(), nullable=True),
    sa.Column('assessment', sa.Text(), nullable=True),
    sa.Column('figures', sa.Text(), nullable=True),
    sa.Column('made_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['made_by_id'], ['employee.id'], name=op.f('fk_complaint_report_made_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_report')),
    sa.UniqueConstraint('number', name=op.f('uq_complaint_report_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('complaint_report', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_report_cut_off_at', ['cut_off_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_report_first_on', ['first_on', 'id'], unique=False)
        batch_op.create_index('ix_complaint_report_last_on', ['last_on', 'id'], unique=False)
        batch_op.create_index('ix_complaint_report_made_by', ['made_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_report_period', ['period', 'id'], unique=False)

    op.create_table('improvement',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('details', sa.Text(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('result', sa.Text(), nullable=True),
    sa.Column('report_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('proposed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['employee.id'], name=op.f('fk_improvement_owner_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['employee.id'], name=op.f('fk_improvement_proposed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['report_id'], ['complaint_report.id'], name=op.f('fk_improvement_report_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_improvement')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('improvement', schema=None) as batch_op:
        batch_op.create_index('ix_improvement_done_on', ['done_on', 'id'], unique=False)
        batch_op.create_index('ix_improvement_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_improvement_owner', ['owner_id', 'id'], unique=False)
        batch_op.create_index('ix_improvement_proposed_by', ['proposed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_improvement_report', ['report_id', 'id'], unique=False)
        batch_op.create_index('ix_improvement_title', ['title', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('improvement', schema=None) as batch_op:
        batch_op.drop_index('ix_improvement_title')
        batch_op.drop_index('ix_improvement_report')
        batch_op.drop_index('ix_improvement_proposed_by')
        batch_op.drop_index('ix_improvement_owner')
        batch_op.drop_index('ix_improvement_due_on')
        batch_op.drop_index('ix_improvement_done_on')

    op.drop_table('improvement')
    with op.batch_alter_table('complaint_report', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_report_period')
        batch_op.drop_index('ix_complaint_report_made_by')
        batch_op.drop_index('ix_complaint_report_last_on')
        batch_op.drop_index('ix_complaint_report_first_on')
        batch_op.drop_index('ix_complaint_report_cut_off_at')

    op.drop_table('complaint_report')
