"""Complaints with their evidence, those complained of, and who handled them before."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('complaint',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('stage', sa.Enum('received', 'registered', 'accepted', 'assigned', 'investigating', 'investigated', 'proposed', 'meeting', 'decided', 'executing', 'finished', 'answered', 'called', 'closed', 'archived', 'settled', 'refused', 'withdrawn', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('next_due_at', types.Moment(), nullable=True),
    sa.Column('received_at', types.Moment(), nullable=True),
    sa.Column('channel', sa.Enum('phone', 'written', 'visit', 'referred', 'online', name='channel', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('anonymous', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('complainant', sa.String(length=60), nullable=True),
    sa.Column('phone', sa.String(length=30), nullable=True),
    sa.Column('address', sa.String(length=200), nullable=True),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('demanded', sa.Text(), nullable=True),
    sa.Column('registered_at', types.Moment(), nullable=True),
    sa.Column('referred_by', sa.String(length=200), nullable=True),
    sa.Column('referred_no', sa.String(length=60), nullable=True),
    sa.Column('referred_due_on', sa.Date(), nullable=True),
    sa.Column('kind', sa.Enum('quality', 'return', 'conduct', 'misunderstanding', name='kind', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('severity', sa.Enum('minor', 'normal', 'serious', name='severity', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('major', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('confirmation', sa.Text(), nullable=True),
    sa.Column('accepted_at', types.Moment(), nullable=True),
    sa.Column('refusal', sa.Text(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('assigned_at', types.Moment(), nullable=True),
    sa.Column('signed_for_at', types.Moment(), nullable=True),
    sa.Column('returned_because', sa.Text(), nullable=True),
    sa.Column('extension_reason', sa.Text(), nullable=True),
    sa.Column('extended_at', types.Moment(), nullable=True),
    sa.Column('findings', sa.Text(), nullable=True),
    sa.Column('cause', sa.Text(), nullable=True),
    sa.Column('responsibility', sa.Enum('company', 'employee', 'customer', 'others', 'nobody', name='responsibility', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('respondents_said', sa.Text(), nullable=True),
    sa.Column('opinion', sa.Text(), nullable=True),
    sa.Column('measures', sa.Text(), nullable=True),
    sa.Column('opinion_at', types.Moment(), nullable=True),
    sa.Column('decision', sa.Text(), nullable=True),
    sa.Column('decided_at', types.Moment(), nullable=True),
    sa.Column('minutes', sa.Text(), nullable=True),
    sa.Column('notify_authority', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('told', sa.Text(), nullable=True),
    sa.Column('told_at', types.Moment(), nullable=True),
    sa.Column('result', sa.Text(), nullable=True),
    sa.Column('finished_at', types.Moment(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('answered_at', types.Moment(), nullable=True),
    sa.Column('satisfaction', sa.Enum('satisfied', 'accepted', 'dissatisfied', 'unreached', name='satisfaction', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('customer_says', sa.Text(), nullable=True),
    sa.Column('called_at', types.Moment(), nullable=True),
    sa.Column('root_cause', sa.Text(), nullable=True),
    sa.Column('prevention', sa.Text(), nullable=True),
    sa.Column('closed_at', types.Moment(), nullable=True),
    sa.Column('retention', sa.Enum('one_year', 'long_term', name='retention', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('volume', sa.String(length=40), nullable=True),
    sa.Column('archived_on', sa.Date(), nullable=True),
    sa.Column('withdrawal', sa.Text(), nullable=True),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('late_times', sa.Integer(), nullable=False),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('recorder_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('accepted_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('handler_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('assigned_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('extension_asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('extension_granted_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('executor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('opinion_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('answered_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('called_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('closed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('late_times >= 0', name=op.f('ck_complaint_late_times_minimum')),
    sa.CheckConstraint('round >= 1', name=op.f('ck_complaint_round_minimum')),
    sa.ForeignKeyConstraint(['accepted_by_id'], ['employee.id'], name=op.f('fk_complaint_accepted_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['answered_by_id'], ['employee.id'], name=op.f('fk_complaint_answered_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['assigned_by_id'], ['employee.id'], name=op.f('fk_complaint_assigned_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['called_by_id'], ['employee.id'], name=op.f('fk_complaint_called_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['closed_by_id'], ['employee.id'], name=op.f('fk_complaint_closed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_complaint_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['employee.id'], name=op.f('fk_complaint_decided_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_complaint_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['executor_id'], ['employee.id'], name=op.f('fk_complaint_executor_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['extension_asked_by_id'], ['employee.id'], name=op.f('fk_complaint_extension_asked_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['extension_granted_by_id'], ['employee.id'], name=op.f('fk_complaint_extension_granted_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['handler_id'], ['employee.id'], name=op.f('fk_complaint_handler_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['opinion_by_id'], ['employee.id'], name=op.f('fk_complaint_opinion_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['recorder_id'], ['employee.id'], name=op.f('fk_complaint_recorder_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint')),
    sa.UniqueConstraint('number', name=op.f('uq_complaint_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_accepted_at', ['accepted_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_accepted_by', ['accepted_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_answered_at', ['answered_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_answered_by', ['answered_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_archived_on', ['archived_on', 'id'], unique=False)
        batch_op.create_index('ix_complaint_assigned_at', ['assigned_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_assigned_by', ['assigned_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_called_at', ['called_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_called_by', ['called_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_channel', ['channel', 'id'], unique=False)
        batch_op.create_index('ix_complaint_closed_at', ['closed_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_closed_by', ['closed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_decided_at', ['decided_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_decided_by', ['decided_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_complaint_executor', ['executor_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_extended_at', ['extended_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_extension_asked_by', ['extension_asked_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_extension_granted_by', ['extension_granted_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_finished_at', ['finished_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_handler', ['handler_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_complaint_late_times', ['late_times', 'id'], unique=False)
        batch_op.create_index('ix_complaint_next_due_at', ['next_due_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_opinion_at', ['opinion_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_opinion_by', ['opinion_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_phone', ['phone', 'id'], unique=False)
        batch_op.create_index('ix_complaint_received_at', ['received_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_recorder', ['recorder_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_referred_due_on', ['referred_due_on', 'id'], unique=False)
        batch_op.create_index('ix_complaint_registered_at', ['registered_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_responsibility', ['responsibility', 'id'], unique=False)
        batch_op.create_index('ix_complaint_retention', ['retention', 'id'], unique=False)
        batch_op.create_index('ix_complaint_round', ['round', 'id'], unique=False)
        batch_op.create_index('ix_complaint_satisfaction', ['satisfaction', 'id'], unique=False)
        batch_op.create_index('ix_complaint_severity', ['severity', 'id'], unique=False)
        batch_op.create_index('ix_complaint_signed_for_at', ['signed_for_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_stage', ['stage', 'id'], unique=False)
        batch_op.create_index('ix_complaint_title', ['title', 'id'], unique=False)
        batch_op.create_index('ix_complaint_told_at', ['told_at', 'id'], unique=False)

    op.create_table('complaint_earlier_handlers',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['complaint.id'], name=op.f('fk_complaint_earlier_handlers_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['employee.id'], name=op.f('fk_complaint_earlier_handlers_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_complaint_earlier_handlers'))
    )
    with op.batch_alter_table('complaint_earlier_handlers', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_earlier_handlers_back', ['target_id'], unique=False)

    op.create_table('complaint_evidence',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('collected_on', sa.Date(), nullable=False),
    sa.Column('finding', sa.Enum('true', 'partly', 'untrue', 'unknown', name='finding', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('verified', sa.Text(), nullable=True),
    sa.Column('original', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('kept_at', sa.String(length=120), nullable=True),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_evidence_complaint_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_evidence')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('complaint_evidence', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_evidence_collected_on', ['collected_on', 'id'], unique=False)
        batch_op.create_index('ix_complaint_evidence_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_evidence_finding', ['finding', 'id'], unique=False)
        batch_op.create_index('ix_complaint_evidence_kept_at', ['kept_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_evidence_title', ['title', 'id'], unique=False)

    op.create_table('complaint_respondents',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['complaint.id'], name=op.f('fk_complaint_respondents_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['employee.id'], name=op.f('fk_complaint_respondents_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_complaint_respondents'))
    )
    with op.batch_alter_table('complaint_respondents', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_respondents_back', ['target_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('complaint_respondents', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_respondents_back')

    op.drop_table('complaint_respondents')
    with op.batch_alter_table('complaint_evidence', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_evidence_title')
        batch_op.drop_index('ix_complaint_evidence_kept_at')
        batch_op.drop_index('ix_complaint_evidence_finding')
        batch_op.drop_index('ix_complaint_evidence_complaint')
        batch_op.drop_index('ix_complaint_evidence_collected_on')

    op.drop_table('complaint_evidence')
    with op.batch_alter_table('complaint_earlier_handlers', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_earlier_handlers_back')

    op.drop_table('complaint_earlier_handlers')
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_told_at')
        batch_op.drop_index('ix_complaint_title')
        batch_op.drop_index('ix_complaint_stage')
        batch_op.drop_index('ix_complaint_signed_for_at')
        batch_op.drop_index('ix_complaint_severity')
        batch_op.drop_index('ix_complaint_satisfaction')
        batch_op.drop_index('ix_complaint_round')
        batch_op.drop_index('ix_complaint_retention')
        batch_op.drop_index('ix_complaint_responsibility')
        batch_op.drop_index('ix_complaint_registered_at')
        batch_op.drop_index('ix_complaint_referred_due_on')
        batch_op.drop_index('ix_complaint_recorder')
        batch_op.drop_index('ix_complaint_received_at')
        batch_op.drop_index('ix_complaint_phone')
        batch_op.drop_index('ix_complaint_opinion_by')
        batch_op.drop_index('ix_complaint_opinion_at')
        batch_op.drop_index('ix_complaint_next_due_at')
        batch_op.drop_index('ix_complaint_late_times')
        batch_op.drop_index('ix_complaint_kind')
        batch_op.drop_index('ix_complaint_handler')
        batch_op.drop_index('ix_complaint_finished_at')
        batch_op.drop_index('ix_complaint_extension_granted_by')
        batch_op.drop_index('ix_complaint_extension_asked_by')
        batch_op.drop_index('ix_complaint_extended_at')
        batch_op.drop_index('ix_complaint_executor')
        batch_op.drop_index('ix_complaint_due_on')
        batch_op.drop_index('ix_complaint_department')
        batch_op.drop_index('ix_complaint_decided_by')
        batch_op.drop_index('ix_complaint_decided_at')
        batch_op.drop_index('ix_complaint_customer')
        batch_op.drop_index('ix_complaint_closed_by')
        batch_op.drop_index('ix_complaint_closed_at')
        batch_op.drop_index('ix_complaint_channel')
        batch_op.drop_index('ix_complaint_called_by')
        batch_op.drop_index('ix_complaint_called_at')
        batch_op.drop_index('ix_complaint_assigned_by')
        batch_op.drop_index('ix_complaint_assigned_at')
        batch_op.drop_index('ix_complaint_archived_on')
        batch_op.drop_index('ix_complaint_answered_by')
        batch_op.drop_index('ix_complaint_answered_at')
        batch_op.drop_index('ix_complaint_accepted_by')
        batch_op.drop_index('ix_complaint_accepted_at')

    op.drop_table('complaint')
