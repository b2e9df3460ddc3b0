"""Objections and rounds, refusals by two people, and cases merged into others."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('complaint_returned_departments',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['complaint.id'], name=op.f('fk_complaint_returned_departments_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['department.id'], name=op.f('fk_complaint_returned_departments_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_complaint_returned_departments'))
    )
    with op.batch_alter_table('complaint_returned_departments', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_returned_departments_back', ['target_id'], unique=False)

    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.add_column(sa.Column('refusal_code', sa.Enum('not_ours', 'court', 'authority', 'repeated', 'other', name='refusal_code', native_enum=False, create_constraint=True, length=40), nullable=True))
        batch_op.add_column(sa.Column('refusal_basis', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('withdrawal_confirmed', sa.Enum('written', 'recorded', 'in_person', name='withdrawal_confirmed', native_enum=False, create_constraint=True, length=40), nullable=True))
        batch_op.add_column(sa.Column('objection_by', sa.Enum('complainant', 'respondent', name='objection_by', native_enum=False, create_constraint=True, length=40), nullable=True))
        batch_op.add_column(sa.Column('objection', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('external_routes', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('refusal_asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('merged_into_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_complaint_merged_into', ['merged_into_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_objection_by', ['objection_by', 'id'], unique=False)
        batch_op.create_index('ix_complaint_refusal_asked_by', ['refusal_asked_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_refusal_code', ['refusal_code', 'id'], unique=False)
        batch_op.create_index('ix_complaint_withdrawal_confirmed', ['withdrawal_confirmed', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_complaint_refusal_asked_by_id'), 'employee', ['refusal_asked_by_id'], ['id'], ondelete='RESTRICT')
        batch_op.create_foreign_key(batch_op.f('fk_complaint_merged_into_id'), 'complaint', ['merged_into_id'], ['id'], ondelete='RESTRICT')



def downgrade() -> None:
    op.execute("UPDATE complaint SET stage = 'accepted' WHERE stage = 'merged'")
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_complaint_merged_into_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_complaint_refusal_asked_by_id'), type_='foreignkey')
        batch_op.drop_index('ix_complaint_withdrawal_confirmed')
        batch_op.drop_index('ix_complaint_refusal_code')
        batch_op.drop_index('ix_complaint_refusal_asked_by')
        batch_op.drop_index('ix_complaint_objection_by')
        batch_op.drop_index('ix_complaint_merged_into')
        batch_op.drop_column('merged_into_id')
        batch_op.drop_column('refusal_asked_by_id')
        batch_op.drop_column('external_routes')
        batch_op.drop_column('objection')
        batch_op.drop_column('objection_by')
        batch_op.drop_column('withdrawal_confirmed')
        batch_op.drop_column('refusal_basis')
        batch_op.drop_column('refusal_code')

    with op.batch_alter_table('complaint_returned_departments', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_returned_departments_back')

    op.drop_table('complaint_returned_departments')
