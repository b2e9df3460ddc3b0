"""Hearings of those complained of: what is alleged, what they answer, what they are told."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('complaint_hearing',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('alleged', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'answered', 'declined', 'lapsed', 'told', 'objected', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('answered_at', types.Moment(), nullable=True),
    sa.Column('unheard_because', sa.Text(), nullable=True),
    sa.Column('decision_told', sa.Text(), nullable=True),
    sa.Column('told_at', types.Moment(), nullable=True),
    sa.Column('objection', sa.Text(), nullable=True),
    sa.Column('objected_at', types.Moment(), nullable=True),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('respondent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('noted_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_hearing_complaint_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['noted_by_id'], ['employee.id'], name=op.f('fk_complaint_hearing_noted_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['respondent_id'], ['employee.id'], name=op.f('fk_complaint_hearing_respondent_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_hearing')),
    sa.UniqueConstraint('number', name=op.f('uq_complaint_hearing_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('complaint_hearing', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_hearing_answered_at', ['answered_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_hearing_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_hearing_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_complaint_hearing_noted_by', ['noted_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_hearing_objected_at', ['objected_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_hearing_respondent', ['respondent_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_hearing_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_complaint_hearing_told_at', ['told_at', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('complaint_hearing', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_hearing_told_at')
        batch_op.drop_index('ix_complaint_hearing_state')
        batch_op.drop_index('ix_complaint_hearing_respondent')
        batch_op.drop_index('ix_complaint_hearing_objected_at')
        batch_op.drop_index('ix_complaint_hearing_noted_by')
        batch_op.drop_index('ix_complaint_hearing_due_on')
        batch_op.drop_index('ix_complaint_hearing_complaint')
        batch_op.drop_index('ix_complaint_hearing_answered_at')

    op.drop_table('complaint_hearing')
