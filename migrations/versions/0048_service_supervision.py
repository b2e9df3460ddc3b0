"""Quality checks, plans, proposals about staff, and escalations of complaints."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0048'
down_revision = '0047'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('service_plan',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('span', sa.Enum('year', 'quarter', 'month', name='span', native_enum=False, length=40), nullable=False),
    sa.Column('focus', sa.Enum('sales', 'support', 'aftersales', 'training', 'whole', name='focus', native_enum=False, length=40), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('target', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'in_force', 'done', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('progress', sa.Integer(), nullable=True),
    sa.Column('result', sa.Text(), nullable=True),
    sa.Column('above_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('approved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('progress >= 0', name=op.f('ck_service_plan_progress_minimum')),
    sa.ForeignKeyConstraint(['above_id'], ['service_plan.id'], name=op.f('fk_service_plan_above_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['approved_by_id'], ['employee.id'], name=op.f('fk_service_plan_approved_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_service_plan_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['owner_id'], ['employee.id'], name=op.f('fk_service_plan_owner_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_plan')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('service_plan', schema=None) as batch_op:
        batch_op.create_index('ix_service_plan_above', ['above_id', 'id'], unique=False)
        batch_op.create_index('ix_service_plan_approved_by', ['approved_by_id', 'id'], unique=False)
        batch_op.create_index('ix_service_plan_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_service_plan_focus', ['focus', 'id'], unique=False)
        batch_op.create_index('ix_service_plan_from_on', ['from_on', 'id'], unique=False)
        batch_op.create_index('ix_service_plan_owner', ['owner_id', 'id'], unique=False)
        batch_op.create_index('ix_service_plan_progress', ['progress', 'id'], unique=False)
        batch_op.create_index('ix_service_plan_span', ['span', 'id'], unique=False)
        batch_op.create_index('ix_service_plan_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_service_plan_title', ['title', 'id'], unique=False)
        batch_op.create_index('ix_service_plan_until_on', ['until_on', 'id'], unique=False)

    op.create_table('staff_proposal',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.Enum('training', 'pay', 'promotion', 'reward', 'punishment', 'dismissal', name='kind', native_enum=False, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('proposed_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'agreed', 'refused', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('answered_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('proposer_id <> person_id', name=op.f('ck_staff_proposal_proposer_differs')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['employee.id'], name=op.f('fk_staff_proposal_answered_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_staff_proposal_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_staff_proposal_person_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['proposer_id'], ['employee.id'], name=op.f('fk_staff_proposal_proposer_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_proposal')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('staff_proposal', schema=None) as batch_op:
        batch_op.create_index('ix_staff_proposal_answered_by', ['answered_by_id', 'id'], unique=False)
        batch_op.create_index('ix_staff_proposal_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_staff_proposal_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_staff_proposal_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_staff_proposal_proposed_on', ['proposed_on', 'id'], unique=False)
        batch_op.create_index('ix_staff_proposal_proposer', ['proposer_id', 'id'], unique=False)
        batch_op.create_index('ix_staff_proposal_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_staff_proposal_title', ['title', 'id'], unique=False)

    op.create_table('complaint_escalation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('why', sa.Enum('written', 'no_answer', 'no_solution', 'unsure', 'fed_back', name='why', native_enum=False, length=40), nullable=False),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.Column('asked_at', types.Moment(), nullable=True),
    sa.Column('instruct_by_at', types.Moment(), nullable=True),
    sa.Column('state', sa.Enum('asked', 'instructed', 'planned', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('instruction', sa.Text(), nullable=True),
    sa.Column('instructed_at', types.Moment(), nullable=True),
    sa.Column('plan', sa.Text(), nullable=True),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('asker_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('instructed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('planned_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['asker_id'], ['employee.id'], name=op.f('fk_complaint_escalation_asker_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_escalation_complaint_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['instructed_by_id'], ['employee.id'], name=op.f('fk_complaint_escalation_instructed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['planned_by_id'], ['employee.id'], name=op.f('fk_complaint_escalation_planned_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_escalation')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('complaint_escalation', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_escalation_asked_at', ['asked_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_escalation_asker', ['asker_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_escalation_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_escalation_instruct_by_at', ['instruct_by_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_escalation_instructed_at', ['instructed_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_escalation_instructed_by', ['instructed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_escalation_planned_by', ['planned_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_escalation_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_complaint_escalation_title', ['title', 'id'], unique=False)
        batch_op.create_index('ix_complaint_escalation_why', ['why', 'id'], unique=False)

    op.create_table('quality_check',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('call', 'request', 'conduct', 'skills', name='kind', native_enum=False, length=40), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=False),
    sa.Column('attitude', sa.Integer(), nullable=False),
    sa.Column('procedure', sa.Integer(), nullable=False),
    sa.Column('quality', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('fault', sa.Enum('none', 'quarrel', 'interrupted', 'shirked', 'late', 'wrong', 'privacy', 'skills', 'other', name='fault', native_enum=False, length=40), nullable=False),
    sa.Column('finding', sa.Text(), nullable=True),
    sa.Column('rectify_by_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('checked', 'righted', 'closed', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('remedy', sa.Text(), nullable=True),
    sa.Column('righted_on', sa.Date(), nullable=True),
    sa.Column('verification', sa.Text(), nullable=True),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('agent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('checker_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('verified_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('attitude >= 1', name=op.f('ck_quality_check_attitude_minimum')),
    sa.CheckConstraint('checker_id <> agent_id', name=op.f('ck_quality_check_checker_differs')),
    sa.CheckConstraint('procedure >= 1', name=op.f('ck_quality_check_procedure_minimum')),
    sa.CheckConstraint('quality >= 1', name=op.f('ck_quality_check_quality_minimum')),
    sa.ForeignKeyConstraint(['agent_id'], ['employee.id'], name=op.f('fk_quality_check_agent_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['checker_id'], ['employee.id'], name=op.f('fk_quality_check_checker_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['contact_id'], ['contact_log.id'], name=op.f('fk_quality_check_contact_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['request_id'], ['service_request.id'], name=op.f('fk_quality_check_request_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['verified_by_id'], ['employee.id'], name=op.f('fk_quality_check_verified_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quality_check')),
    sa.UniqueConstraint('number', name=op.f('uq_quality_check_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('quality_check', schema=None) as batch_op:
        batch_op.create_index('ix_quality_check_agent', ['agent_id', 'id'], unique=False)
        batch_op.create_index('ix_quality_check_attitude', ['attitude', 'id'], unique=False)
        batch_op.create_index('ix_quality_check_checked_on', ['checked_on', 'id'], unique=False)
        batch_op.create_index('ix_quality_check_checker', ['checker_id', 'id'], unique=False)
        batch_op.create_index('ix_quality_check_contact', ['contact_id', 'id'], unique=False)
        batch_op.create_index('ix_quality_check_fault', ['fault', 'id'], unique=False)
        batch_op.create_index('ix_quality_check_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_quality_check_procedure', ['procedure', 'id'], unique=False)
        batch_op.create_index('ix_quality_check_quality', ['quality', 'id'], unique=False)
        batch_op.create_index('ix_quality_check_rectify_by_on', ['rectify_by_on', 'id'], unique=False)
        batch_op.create_index('ix_quality_check_request', ['request_id', 'id'], unique=False)
        batch_op.create_index('ix_quality_check_righted_on', ['righted_on', 'id'], unique=False)
        batch_op.create_index('ix_quality_check_score', ['score', 'id'], unique=False)
        batch_op.create_index('ix_quality_check_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_quality_check_verified_by', ['verified_by_id', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('quality_check', schema=None) as batch_op:
        batch_op.drop_index('ix_quality_check_verified_by')
        batch_op.drop_index('ix_quality_check_state')
        batch_op.drop_index('ix_quality_check_score')
        batch_op.drop_index('ix_quality_check_righted_on')
        batch_op.drop_index('ix_quality_check_request')
        batch_op.drop_index('ix_quality_check_rectify_by_on')
        batch_op.drop_index('ix_quality_check_quality')
        batch_op.drop_index('ix_quality_check_procedure')
        batch_op.drop_index('ix_quality_check_kind')
        batch_op.drop_index('ix_quality_check_fault')
        batch_op.drop_index('ix_quality_check_contact')
        batch_op.drop_index('ix_quality_check_checker')
        batch_op.drop_index('ix_quality_check_checked_on')
        batch_op.drop_index('ix_quality_check_attitude')
        batch_op.drop_index('ix_quality_check_agent')

    op.drop_table('quality_check')
    with op.batch_alter_table('complaint_escalation', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_escalation_why')
        batch_op.drop_index('ix_complaint_escalation_title')
        batch_op.drop_index('ix_complaint_escalation_state')
        batch_op.drop_index('ix_complaint_escalation_planned_by')
        batch_op.drop_index('ix_complaint_escalation_instructed_by')
        batch_op.drop_index('ix_complaint_escalation_instructed_at')
        batch_op.drop_index('ix_complaint_escalation_instruct_by_at')
        batch_op.drop_index('ix_complaint_escalation_complaint')
        batch_op.drop_index('ix_complaint_escalation_asker')
        batch_op.drop_index('ix_complaint_escalation_asked_at')

    op.drop_table('complaint_escalation')
    with op.batch_alter_table('staff_proposal', schema=None) as batch_op:
        batch_op.drop_index('ix_staff_proposal_title')
        batch_op.drop_index('ix_staff_proposal_state')
        batch_op.drop_index('ix_staff_proposal_proposer')
        batch_op.drop_index('ix_staff_proposal_proposed_on')
        batch_op.drop_index('ix_staff_proposal_person')
        batch_op.drop_index('ix_staff_proposal_kind')
        batch_op.drop_index('ix_staff_proposal_department')
        batch_op.drop_index('ix_staff_proposal_answered_by')

    op.drop_table('staff_proposal')
    with op.batch_alter_table('service_plan', schema=None) as batch_op:
        batch_op.drop_index('ix_service_plan_until_on')
        batch_op.drop_index('ix_service_plan_title')
        batch_op.drop_index('ix_service_plan_state')
        batch_op.drop_index('ix_service_plan_span')
        batch_op.drop_index('ix_service_plan_progress')
        batch_op.drop_index('ix_service_plan_owner')
        batch_op.drop_index('ix_service_plan_from_on')
        batch_op.drop_index('ix_service_plan_focus')
        batch_op.drop_index('ix_service_plan_department')
        batch_op.drop_index('ix_service_plan_approved_by')
        batch_op.drop_index('ix_service_plan_above')

    op.drop_table('service_plan')
