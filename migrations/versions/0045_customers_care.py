"""The sales life of a customer: deals, ratings, contacts, visits, care, terms, hand-over, expenses; urging of registrations (A4, Y3, Y5, K7)."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('customer_programme',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.Enum('development', 'campaign', 'upkeep', 'appreciation', 'special', 'forum', 'community', 'survey', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('basis', sa.Text(), nullable=True),
    sa.Column('goal', sa.Text(), nullable=False),
    sa.Column('names_due_on', sa.Date(), nullable=True),
    sa.Column('budget', types.Money(), nullable=True),
    sa.Column('state', sa.Enum('planned', 'approved', 'finished', 'cancelled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('approved_on', sa.Date(), nullable=True),
    sa.Column('result', sa.Text(), nullable=True),
    sa.Column('finished_on', sa.Date(), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('approved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('budget >= 0', name=op.f('ck_customer_programme_budget_minimum')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['employee.id'], name=op.f('fk_customer_programme_approved_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_customer_programme_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['owner_id'], ['employee.id'], name=op.f('fk_customer_programme_owner_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_programme')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('customer_programme', schema=None) as batch_op:
        batch_op.create_index('ix_customer_programme_approved_by', ['approved_by_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_programme_budget', ['budget', 'id'], unique=False)
        batch_op.create_index('ix_customer_programme_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_programme_finished_on', ['finished_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_programme_from_on', ['from_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_programme_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_customer_programme_names_due_on', ['names_due_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_programme_owner', ['owner_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_programme_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_customer_programme_title', ['title', 'id'], unique=False)
        batch_op.create_index('ix_customer_programme_until_on', ['until_on', 'id'], unique=False)

    op.create_table('customer_arrangement',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('preference', 'strategy', 'terms', 'opportunity', 'partnership', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('details', sa.Text(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('noted', 'effective', 'rejected', 'ended', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('approved_on', sa.Date(), nullable=True),
    sa.Column('used', sa.Text(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('approved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['approved_by_id'], ['employee.id'], name=op.f('fk_customer_arrangement_approved_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_arrangement_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['proposer_id'], ['employee.id'], name=op.f('fk_customer_arrangement_proposer_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_arrangement')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('customer_arrangement', schema=None) as batch_op:
        batch_op.create_index('ix_customer_arrangement_approved_by', ['approved_by_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_arrangement_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_arrangement_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_customer_arrangement_proposer', ['proposer_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_arrangement_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_customer_arrangement_title', ['title', 'id'], unique=False)
        batch_op.create_index('ix_customer_arrangement_valid_from', ['valid_from', 'id'], unique=False)
        batch_op.create_index('ix_customer_arrangement_valid_until', ['valid_until', 'id'], unique=False)

    op.create_table('customer_expense',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('entertainment', 'travel', 'training', 'gift', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('amount', types.Money(), nullable=False),
    sa.Column('spent_on', sa.Date(), nullable=False),
    sa.Column('purpose', sa.String(length=200), nullable=False),
    sa.Column('state', sa.Enum('entered', 'submitted', 'approved', 'returned', 'reimbursed', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('approved_on', sa.Date(), nullable=True),
    sa.Column('opinion', sa.String(length=200), nullable=True),
    sa.Column('reimbursed_on', sa.Date(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('travel_paper_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('applicant_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('approved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reimbursed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_customer_expense_amount_minimum')),
    sa.ForeignKeyConstraint(['applicant_id'], ['employee.id'], name=op.f('fk_customer_expense_applicant_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['approved_by_id'], ['employee.id'], name=op.f('fk_customer_expense_approved_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_expense_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['reimbursed_by_id'], ['employee.id'], name=op.f('fk_customer_expense_reimbursed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['travel_paper_id'], ['travel_paper.id'], name=op.f('fk_customer_expense_travel_paper_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_expense')),
    sa.UniqueConstraint('number', name=op.f('uq_customer_expense_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('customer_expense', schema=None) as batch_op:
        batch_op.create_index('ix_customer_expense_amount', ['amount', 'id'], unique=False)
        batch_op.create_index('ix_customer_expense_applicant', ['applicant_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_expense_approved_by', ['approved_by_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_expense_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_expense_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_customer_expense_reimbursed_by', ['reimbursed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_expense_spent_on', ['spent_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_expense_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_customer_expense_travel_paper', ['travel_paper_id', 'id'], unique=False)

    op.create_table('customer_handover',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reason', sa.String(length=120), nullable=False),
    sa.Column('assigned_on', sa.Date(), nullable=True),
    sa.Column('notice_due_on', sa.Date(), nullable=True),
    sa.Column('contact_due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('assigned', 'told', 'met', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('noticed_on', sa.Date(), nullable=True),
    sa.Column('notice', sa.String(length=200), nullable=True),
    sa.Column('first_contact_on', sa.Date(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('leaver_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('successor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_handover_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['leaver_id'], ['employee.id'], name=op.f('fk_customer_handover_leaver_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['successor_id'], ['employee.id'], name=op.f('fk_customer_handover_successor_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_handover')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('customer_handover', schema=None) as batch_op:
        batch_op.create_index('ix_customer_handover_assigned_on', ['assigned_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_handover_contact_due_on', ['contact_due_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_handover_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_handover_leaver', ['leaver_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_handover_notice_due_on', ['notice_due_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_handover_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_customer_handover_successor', ['successor_id', 'id'], unique=False)

    op.create_table('customer_rating',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('manual', 'potential', 'run', 'promoted', 'direct', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('rated_on', sa.Date(), nullable=True),
    sa.Column('from_class', sa.Enum('target', 'general', 'key', 'important', 'potential', name='from_class', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('to_class', sa.Enum('target', 'general', 'key', 'important', 'potential', name='to_class', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('worth', sa.Enum('a', 'b', 'c', 'd', name='worth', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('applied', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('score', sa.String(length=120), nullable=True),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('rater_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_rating_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['rater_id'], ['employee.id'], name=op.f('fk_customer_rating_rater_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_rating')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('customer_rating', schema=None) as batch_op:
        batch_op.create_index('ix_customer_rating_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_rating_from_class', ['from_class', 'id'], unique=False)
        batch_op.create_index('ix_customer_rating_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_customer_rating_next_on', ['next_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_rating_rated_on', ['rated_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_rating_rater', ['rater_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_rating_to_class', ['to_class', 'id'], unique=False)
        batch_op.create_index('ix_customer_rating_worth', ['worth', 'id'], unique=False)

    op.create_table('customer_touch',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('touched_on', sa.Date(), nullable=False),
    sa.Column('channel', sa.Enum('phone', 'mail', 'message', 'meeting', 'campaign', 'reception', 'news', name='channel', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('grade', sa.Enum('vip', 'usual', name='grade', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('needs_changed', sa.Text(), nullable=True),
    sa.Column('support_given', sa.Text(), nullable=True),
    sa.Column('report', sa.Text(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('programme_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_touch_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_customer_touch_person_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['programme_id'], ['customer_programme.id'], name=op.f('fk_customer_touch_programme_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_touch')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('customer_touch', schema=None) as batch_op:
        batch_op.create_index('ix_customer_touch_channel', ['channel', 'id'], unique=False)
        batch_op.create_index('ix_customer_touch_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_touch_grade', ['grade', 'id'], unique=False)
        batch_op.create_index('ix_customer_touch_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_touch_programme', ['programme_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_touch_subject', ['subject', 'id'], unique=False)
        batch_op.create_index('ix_customer_touch_touched_on', ['touched_on', 'id'], unique=False)

    op.create_table('customer_visit',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('regular', 'director', 'round', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('period_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'visited', 'cancelled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('visited_on', sa.Date(), nullable=True),
    sa.Column('usage', sa.Text(), nullable=True),
    sa.Column('opinions', sa.Text(), nullable=True),
    sa.Column('suggestions', sa.Text(), nullable=True),
    sa.Column('cancelled_because', sa.String(length=200), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('visitor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_visit_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['visitor_id'], ['employee.id'], name=op.f('fk_customer_visit_visitor_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_visit')),
    sa.UniqueConstraint('customer_id', 'kind', 'period_on', name=op.f('uq_customer_visit_customer_id_kind_period_on')),
    sa.UniqueConstraint('number', name=op.f('uq_customer_visit_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('customer_visit', schema=None) as batch_op:
        batch_op.create_index('ix_customer_visit_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_visit_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_visit_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_customer_visit_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_customer_visit_visited_on', ['visited_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_visit_visitor', ['visitor_id', 'id'], unique=False)

    op.create_table('deal',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('dealt_on', sa.Date(), nullable=False),
    sa.Column('kind', sa.Enum('order', 'contract', 'service', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('amount', types.Money(), nullable=False),
    sa.Column('document', sa.String(length=60), nullable=True),
    sa.Column('feedback', sa.Text(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('handler_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_deal_amount_minimum')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_deal_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['handler_id'], ['employee.id'], name=op.f('fk_deal_handler_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deal')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('deal', schema=None) as batch_op:
        batch_op.create_index('ix_deal_amount', ['amount', 'id'], unique=False)
        batch_op.create_index('ix_deal_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_deal_dealt_on', ['dealt_on', 'id'], unique=False)
        batch_op.create_index('ix_deal_handler', ['handler_id', 'id'], unique=False)
        batch_op.create_index('ix_deal_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_deal_subject', ['subject', 'id'], unique=False)

    op.create_table('programme_guest',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('guest', sa.String(length=60), nullable=False),
    sa.Column('supplied_on', sa.Date(), nullable=True),
    sa.Column('attended', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('feedback', sa.Text(), nullable=True),
    sa.Column('programme_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_programme_guest_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_programme_guest_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['programme_id'], ['customer_programme.id'], name=op.f('fk_programme_guest_programme_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_guest')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('programme_guest', schema=None) as batch_op:
        batch_op.create_index('ix_programme_guest_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_programme_guest_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_programme_guest_guest', ['guest', 'id'], unique=False)
        batch_op.create_index('ix_programme_guest_programme', ['programme_id', 'id'], unique=False)
        batch_op.create_index('ix_programme_guest_supplied_on', ['supplied_on', 'id'], unique=False)

    op.create_table('customer_care',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('festival', 'birthday', 'gift', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('occasion', sa.String(length=60), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'done', 'skipped', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('sent', sa.String(length=200), nullable=True),
    sa.Column('cost', types.Money(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('cost >= 0', name=op.f('ck_customer_care_cost_minimum')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_customer_care_contact_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_care_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_customer_care_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_care')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('customer_care', schema=None) as batch_op:
        batch_op.create_index('ix_customer_care_contact', ['contact_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_care_cost', ['cost', 'id'], unique=False)
        batch_op.create_index('ix_customer_care_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_care_done_on', ['done_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_care_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_care_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_customer_care_occasion', ['occasion', 'id'], unique=False)
        batch_op.create_index('ix_customer_care_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_care_sent', ['sent', 'id'], unique=False)
        batch_op.create_index('ix_customer_care_state', ['state', 'id'], unique=False)

    op.create_table('visit_item',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('opinion', 'request', 'suggestion', 'complaint', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('subject', sa.String(length=120), nullable=False),
    sa.Column('content', sa.Text(), nullable=True),
    sa.Column('major', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('state', sa.Enum('open', 'discussed', 'referred', 'solved', 'case', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('discussion', sa.Text(), nullable=True),
    sa.Column('solution', sa.Text(), nullable=True),
    sa.Column('adopted', sa.Enum('adopted', 'partly', 'not', name='adopted', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('solved_on', sa.Date(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('visit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('programme_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_visit_item_complaint_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_visit_item_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['programme_id'], ['customer_programme.id'], name=op.f('fk_visit_item_programme_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['visit_id'], ['customer_visit.id'], name=op.f('fk_visit_item_visit_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_item')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('visit_item', schema=None) as batch_op:
        batch_op.create_index('ix_visit_item_adopted', ['adopted', 'id'], unique=False)
        batch_op.create_index('ix_visit_item_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_visit_item_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_visit_item_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_visit_item_programme', ['programme_id', 'id'], unique=False)
        batch_op.create_index('ix_visit_item_solved_on', ['solved_on', 'id'], unique=False)
        batch_op.create_index('ix_visit_item_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_visit_item_subject', ['subject', 'id'], unique=False)
        batch_op.create_index('ix_visit_item_visit', ['visit_id', 'id'], unique=False)

    with op.batch_alter_table('customer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('contact_due_on', sa.Date(), nullable=True))
        batch_op.create_index('ix_customer_contact_due_on', ['contact_due_on', 'id'], unique=False)

    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('urging', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('urged_times', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('urged_on', sa.Date(), nullable=True))
        batch_op.create_index('ix_registration_urged_times', ['urged_times', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_index('ix_registration_urged_times')
        batch_op.drop_column('urged_on')
        batch_op.drop_column('urged_times')
        batch_op.drop_column('urging')

    with op.batch_alter_table('customer', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_contact_due_on')
        batch_op.drop_column('contact_due_on')

    with op.batch_alter_table('visit_item', schema=None) as batch_op:
        batch_op.drop_index('ix_visit_item_visit')
        batch_op.drop_index('ix_visit_item_subject')
        batch_op.drop_index('ix_visit_item_state')
        batch_op.drop_index('ix_visit_item_solved_on')
        batch_op.drop_index('ix_visit_item_programme')
        batch_op.drop_index('ix_visit_item_kind')
        batch_op.drop_index('ix_visit_item_customer')
        batch_op.drop_index('ix_visit_item_complaint')
        batch_op.drop_index('ix_visit_item_adopted')

    op.drop_table('visit_item')
    with op.batch_alter_table('customer_care', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_care_state')
        batch_op.drop_index('ix_customer_care_sent')
        batch_op.drop_index('ix_customer_care_person')
        batch_op.drop_index('ix_customer_care_occasion')
        batch_op.drop_index('ix_customer_care_kind')
        batch_op.drop_index('ix_customer_care_due_on')
        batch_op.drop_index('ix_customer_care_done_on')
        batch_op.drop_index('ix_customer_care_customer')
        batch_op.drop_index('ix_customer_care_cost')
        batch_op.drop_index('ix_customer_care_contact')

    op.drop_table('customer_care')
    with op.batch_alter_table('programme_guest', schema=None) as batch_op:
        batch_op.drop_index('ix_programme_guest_supplied_on')
        batch_op.drop_index('ix_programme_guest_programme')
        batch_op.drop_index('ix_programme_guest_guest')
        batch_op.drop_index('ix_programme_guest_department')
        batch_op.drop_index('ix_programme_guest_customer')

    op.drop_table('programme_guest')
    with op.batch_alter_table('deal', schema=None) as batch_op:
        batch_op.drop_index('ix_deal_subject')
        batch_op.drop_index('ix_deal_kind')
        batch_op.drop_index('ix_deal_handler')
        batch_op.drop_index('ix_deal_dealt_on')
        batch_op.drop_index('ix_deal_customer')
        batch_op.drop_index('ix_deal_amount')

    op.drop_table('deal')
    with op.batch_alter_table('customer_visit', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_visit_visitor')
        batch_op.drop_index('ix_customer_visit_visited_on')
        batch_op.drop_index('ix_customer_visit_state')
        batch_op.drop_index('ix_customer_visit_kind')
        batch_op.drop_index('ix_customer_visit_due_on')
        batch_op.drop_index('ix_customer_visit_customer')

    op.drop_table('customer_visit')
    with op.batch_alter_table('customer_touch', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_touch_touched_on')
        batch_op.drop_index('ix_customer_touch_subject')
        batch_op.drop_index('ix_customer_touch_programme')
        batch_op.drop_index('ix_customer_touch_person')
        batch_op.drop_index('ix_customer_touch_grade')
        batch_op.drop_index('ix_customer_touch_customer')
        batch_op.drop_index('ix_customer_touch_channel')

    op.drop_table('customer_touch')
    with op.batch_alter_table('customer_rating', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_rating_worth')
        batch_op.drop_index('ix_customer_rating_to_class')
        batch_op.drop_index('ix_customer_rating_rater')
        batch_op.drop_index('ix_customer_rating_rated_on')
        batch_op.drop_index('ix_customer_rating_next_on')
        batch_op.drop_index('ix_customer_rating_kind')
        batch_op.drop_index('ix_customer_rating_from_class')
        batch_op.drop_index('ix_customer_rating_customer')

    op.drop_table('customer_rating')
    with op.batch_alter_table('customer_handover', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_handover_successor')
        batch_op.drop_index('ix_customer_handover_state')
        batch_op.drop_index('ix_customer_handover_notice_due_on')
        batch_op.drop_index('ix_customer_handover_leaver')
        batch_op.drop_index('ix_customer_handover_customer')
        batch_op.drop_index('ix_customer_handover_contact_due_on')
        batch_op.drop_index('ix_customer_handover_assigned_on')

    op.drop_table('customer_handover')
    with op.batch_alter_table('customer_expense', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_expense_travel_paper')
        batch_op.drop_index('ix_customer_expense_state')
        batch_op.drop_index('ix_customer_expense_spent_on')
        batch_op.drop_index('ix_customer_expense_reimbursed_by')
        batch_op.drop_index('ix_customer_expense_kind')
        batch_op.drop_index('ix_customer_expense_customer')
        batch_op.drop_index('ix_customer_expense_approved_by')
        batch_op.drop_index('ix_customer_expense_applicant')
        batch_op.drop_index('ix_customer_expense_amount')

    op.drop_table('customer_expense')
    with op.batch_alter_table('customer_arrangement', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_arrangement_valid_until')
        batch_op.drop_index('ix_customer_arrangement_valid_from')
        batch_op.drop_index('ix_customer_arrangement_title')
        batch_op.drop_index('ix_customer_arrangement_state')
        batch_op.drop_index('ix_customer_arrangement_proposer')
        batch_op.drop_index('ix_customer_arrangement_kind')
        batch_op.drop_index('ix_customer_arrangement_customer')
        batch_op.drop_index('ix_customer_arrangement_approved_by')

    op.drop_table('customer_arrangement')
    with op.batch_alter_table('customer_programme', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_programme_until_on')
        batch_op.drop_index('ix_customer_programme_title')
        batch_op.drop_index('ix_customer_programme_state')
        batch_op.drop_index('ix_customer_programme_owner')
        batch_op.drop_index('ix_customer_programme_names_due_on')
        batch_op.drop_index('ix_customer_programme_kind')
        batch_op.drop_index('ix_customer_programme_from_on')
        batch_op.drop_index('ix_customer_programme_finished_on')
        batch_op.drop_index('ix_customer_programme_department')
        batch_op.drop_index('ix_customer_programme_budget')
        batch_op.drop_index('ix_customer_programme_approved_by')

    op.drop_table('customer_programme')
