"""The service desk: requests, contacts, feedback, channels, incidents, reports, common questions."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('report_duty',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.Enum('work', 'questions', 'channels', 'feedback', name='kind', native_enum=False, length=40), nullable=False),
    sa.Column('every', sa.Enum('day', 'week', 'month', 'quarter', name='every', native_enum=False, length=40), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reader_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('reader_id <> author_id', name=op.f('ck_report_duty_reader_differs')),
    sa.ForeignKeyConstraint(['author_id'], ['employee.id'], name=op.f('fk_report_duty_author_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['reader_id'], ['employee.id'], name=op.f('fk_report_duty_reader_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_duty')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('report_duty', schema=None) as batch_op:
        batch_op.create_index('ix_report_duty_author', ['author_id', 'id'], unique=False)
        batch_op.create_index('ix_report_duty_every', ['every', 'id'], unique=False)
        batch_op.create_index('ix_report_duty_from_on', ['from_on', 'id'], unique=False)
        batch_op.create_index('ix_report_duty_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_report_duty_name', ['name', 'id'], unique=False)
        batch_op.create_index('ix_report_duty_reader', ['reader_id', 'id'], unique=False)
        batch_op.create_index('ix_report_duty_until_on', ['until_on', 'id'], unique=False)

    op.create_table('service_channel',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.Enum('online', 'hotline', 'presales', 'aftersales', 'top_up', 'supplier', name='kind', native_enum=False, length=40), nullable=False),
    sa.Column('working', sa.Enum('normal', 'adjusted', 'stopped', name='working', native_enum=False, length=40), nullable=False),
    sa.Column('offers', sa.String(length=200), nullable=True),
    sa.Column('contact', sa.String(length=60), nullable=True),
    sa.Column('phone', sa.String(length=30), nullable=True),
    sa.Column('answers', sa.Text(), nullable=True),
    sa.Column('keeper_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['keeper_id'], ['employee.id'], name=op.f('fk_service_channel_keeper_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_channel')),
    sa.UniqueConstraint('name', name=op.f('uq_service_channel_name')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('service_channel', schema=None) as batch_op:
        batch_op.create_index('ix_service_channel_keeper', ['keeper_id', 'id'], unique=False)
        batch_op.create_index('ix_service_channel_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_service_channel_offers', ['offers', 'id'], unique=False)
        batch_op.create_index('ix_service_channel_phone', ['phone', 'id'], unique=False)
        batch_op.create_index('ix_service_channel_working', ['working', 'id'], unique=False)

    op.create_table('service_incident',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('channel', 'supplier', 'leak', name='kind', native_enum=False, length=40), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('found_at', types.Moment(), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    sa.Column('leaked', sa.Text(), nullable=True),
    sa.Column('cause', sa.Text(), nullable=True),
    sa.Column('state', sa.Enum('found', 'reported', 'acted', 'closed', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('report_by_at', types.Moment(), nullable=True),
    sa.Column('reported_at', types.Moment(), nullable=True),
    sa.Column('action', sa.Text(), nullable=True),
    sa.Column('acted_at', types.Moment(), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.Column('sanction', sa.Text(), nullable=True),
    sa.Column('channel_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('found_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('caused_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reported_to_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('acted_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('closed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['acted_by_id'], ['employee.id'], name=op.f('fk_service_incident_acted_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['caused_by_id'], ['employee.id'], name=op.f('fk_service_incident_caused_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['channel_id'], ['service_channel.id'], name=op.f('fk_service_incident_channel_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['closed_by_id'], ['employee.id'], name=op.f('fk_service_incident_closed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['found_by_id'], ['employee.id'], name=op.f('fk_service_incident_found_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['reported_to_id'], ['employee.id'], name=op.f('fk_service_incident_reported_to_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_incident')),
    sa.UniqueConstraint('number', name=op.f('uq_service_incident_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('service_incident', schema=None) as batch_op:
        batch_op.create_index('ix_service_incident_acted_at', ['acted_at', 'id'], unique=False)
        batch_op.create_index('ix_service_incident_acted_by', ['acted_by_id', 'id'], unique=False)
        batch_op.create_index('ix_service_incident_caused_by', ['caused_by_id', 'id'], unique=False)
        batch_op.create_index('ix_service_incident_channel', ['channel_id', 'id'], unique=False)
        batch_op.create_index('ix_service_incident_closed_by', ['closed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_service_incident_found_at', ['found_at', 'id'], unique=False)
        batch_op.create_index('ix_service_incident_found_by', ['found_by_id', 'id'], unique=False)
        batch_op.create_index('ix_service_incident_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_service_incident_report_by_at', ['report_by_at', 'id'], unique=False)
        batch_op.create_index('ix_service_incident_reported_at', ['reported_at', 'id'], unique=False)
        batch_op.create_index('ix_service_incident_reported_to', ['reported_to_id', 'id'], unique=False)
        batch_op.create_index('ix_service_incident_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_service_incident_title', ['title', 'id'], unique=False)

    op.create_table('service_request',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('inquiry', 'service', 'order', 'trial', 'top_up', 'collection', name='kind', native_enum=False, length=40), nullable=False),
    sa.Column('channel', sa.Enum('phone', 'email', 'online', 'visit', 'written', name='channel', native_enum=False, length=40), nullable=False),
    sa.Column('received_at', types.Moment(), nullable=True),
    sa.Column('asker', sa.String(length=60), nullable=True),
    sa.Column('phone', sa.String(length=30), nullable=True),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('need', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('received', 'transferred', 'in_hand', 'answered', 'closed', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('next_due_at', types.Moment(), nullable=True),
    sa.Column('transferred_at', types.Moment(), nullable=True),
    sa.Column('signed_at', types.Moment(), nullable=True),
    sa.Column('respond_by_at', types.Moment(), nullable=True),
    sa.Column('responded_at', types.Moment(), nullable=True),
    sa.Column('solve_by_on', sa.Date(), nullable=True),
    sa.Column('progress', sa.Text(), nullable=True),
    sa.Column('question', sa.Text(), nullable=True),
    sa.Column('instruction', sa.Text(), nullable=True),
    sa.Column('solution', sa.Text(), nullable=True),
    sa.Column('answered_at', types.Moment(), nullable=True),
    sa.Column('satisfaction', sa.Enum('satisfied', 'accepted', 'dissatisfied', 'unreached', name='satisfaction', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('customer_says', sa.Text(), nullable=True),
    sa.Column('into_faq', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('closed_at', types.Moment(), nullable=True),
    sa.Column('again_because', sa.Text(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('recorder_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('responsible_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('handler_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('transferred_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('signed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('instructed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('answered_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('closed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['employee.id'], name=op.f('fk_service_request_answered_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['closed_by_id'], ['employee.id'], name=op.f('fk_service_request_closed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_service_request_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_service_request_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['handler_id'], ['employee.id'], name=op.f('fk_service_request_handler_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['instructed_by_id'], ['employee.id'], name=op.f('fk_service_request_instructed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['recorder_id'], ['employee.id'], name=op.f('fk_service_request_recorder_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['responsible_id'], ['employee.id'], name=op.f('fk_service_request_responsible_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['signed_by_id'], ['employee.id'], name=op.f('fk_service_request_signed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['transferred_by_id'], ['employee.id'], name=op.f('fk_service_request_transferred_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_request')),
    sa.UniqueConstraint('number', name=op.f('uq_service_request_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('service_request', schema=None) as batch_op:
        batch_op.create_index('ix_service_request_answered_at', ['answered_at', 'id'], unique=False)
        batch_op.create_index('ix_service_request_answered_by', ['answered_by_id', 'id'], unique=False)
        batch_op.create_index('ix_service_request_channel', ['channel', 'id'], unique=False)
        batch_op.create_index('ix_service_request_closed_at', ['closed_at', 'id'], unique=False)
        batch_op.create_index('ix_service_request_closed_by', ['closed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_service_request_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_service_request_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_service_request_handler', ['handler_id', 'id'], unique=False)
        batch_op.create_index('ix_service_request_instructed_by', ['instructed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_service_request_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_service_request_next_due_at', ['next_due_at', 'id'], unique=False)
        batch_op.create_index('ix_service_request_phone', ['phone', 'id'], unique=False)
        batch_op.create_index('ix_service_request_received_at', ['received_at', 'id'], unique=False)
        batch_op.create_index('ix_service_request_recorder', ['recorder_id', 'id'], unique=False)
        batch_op.create_index('ix_service_request_respond_by_at', ['respond_by_at', 'id'], unique=False)
        batch_op.create_index('ix_service_request_responded_at', ['responded_at', 'id'], unique=False)
        batch_op.create_index('ix_service_request_responsible', ['responsible_id', 'id'], unique=False)
        batch_op.create_index('ix_service_request_satisfaction', ['satisfaction', 'id'], unique=False)
        batch_op.create_index('ix_service_request_signed_at', ['signed_at', 'id'], unique=False)
        batch_op.create_index('ix_service_request_signed_by', ['signed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_service_request_solve_by_on', ['solve_by_on', 'id'], unique=False)
        batch_op.create_index('ix_service_request_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_service_request_title', ['title', 'id'], unique=False)
        batch_op.create_index('ix_service_request_transferred_at', ['transferred_at', 'id'], unique=False)
        batch_op.create_index('ix_service_request_transferred_by', ['transferred_by_id', 'id'], unique=False)

    op.create_table('work_report',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.Enum('work', 'questions', 'channels', 'feedback', name='kind', native_enum=False, length=40), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('for_on', sa.Date(), nullable=False),
    sa.Column('ready_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('due', 'submitted', 'read', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('figures', sa.String(length=400), nullable=True),
    sa.Column('content', sa.Text(), nullable=True),
    sa.Column('problems', sa.Text(), nullable=True),
    sa.Column('submitted_at', types.Moment(), nullable=True),
    sa.Column('read_at', types.Moment(), nullable=True),
    sa.Column('remark', sa.Text(), nullable=True),
    sa.Column('duty_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reader_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['employee.id'], name=op.f('fk_work_report_author_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['duty_id'], ['report_duty.id'], name=op.f('fk_work_report_duty_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['reader_id'], ['employee.id'], name=op.f('fk_work_report_reader_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_report')),
    sa.UniqueConstraint('duty_id', 'for_on', name=op.f('uq_work_report_duty_id_for_on')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('work_report', schema=None) as batch_op:
        batch_op.create_index('ix_work_report_author', ['author_id', 'id'], unique=False)
        batch_op.create_index('ix_work_report_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_work_report_duty', ['duty_id', 'id'], unique=False)
        batch_op.create_index('ix_work_report_for_on', ['for_on', 'id'], unique=False)
        batch_op.create_index('ix_work_report_from_on', ['from_on', 'id'], unique=False)
        batch_op.create_index('ix_work_report_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_work_report_name', ['name', 'id'], unique=False)
        batch_op.create_index('ix_work_report_read_at', ['read_at', 'id'], unique=False)
        batch_op.create_index('ix_work_report_reader', ['reader_id', 'id'], unique=False)
        batch_op.create_index('ix_work_report_ready_on', ['ready_on', 'id'], unique=False)
        batch_op.create_index('ix_work_report_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_work_report_submitted_at', ['submitted_at', 'id'], unique=False)

    op.create_table('common_question',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('question', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.Enum('inquiry', 'service', 'order', 'trial', 'top_up', 'collection', name='kind', native_enum=False, length=40), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'published', 'withdrawn', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('published_at', types.Moment(), nullable=True),
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('published_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['employee.id'], name=op.f('fk_common_question_author_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['published_by_id'], ['employee.id'], name=op.f('fk_common_question_published_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['request_id'], ['service_request.id'], name=op.f('fk_common_question_request_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_common_question')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('common_question', schema=None) as batch_op:
        batch_op.create_index('ix_common_question_author', ['author_id', 'id'], unique=False)
        batch_op.create_index('ix_common_question_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_common_question_published_at', ['published_at', 'id'], unique=False)
        batch_op.create_index('ix_common_question_published_by', ['published_by_id', 'id'], unique=False)
        batch_op.create_index('ix_common_question_question', ['question', 'id'], unique=False)
        batch_op.create_index('ix_common_question_request', ['request_id', 'id'], unique=False)
        batch_op.create_index('ix_common_question_state', ['state', 'id'], unique=False)

    op.create_table('contact_log',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('subject', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.Enum('inquiry', 'complaint', 'follow_up', 'progress', 'new_service', 'reception', 'peers', name='kind', native_enum=False, length=40), nullable=False),
    sa.Column('channel', sa.Enum('phone', 'email', 'online', 'visit', 'written', name='channel', native_enum=False, length=40), nullable=False),
    sa.Column('happened_at', types.Moment(), nullable=False),
    sa.Column('caller', sa.String(length=60), nullable=True),
    sa.Column('phone', sa.String(length=30), nullable=True),
    sa.Column('said', sa.Text(), nullable=True),
    sa.Column('told', sa.Text(), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('attitude', sa.Integer(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('agent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('attitude >= 1', name=op.f('ck_contact_log_attitude_minimum')),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_contact_log_minutes_minimum')),
    sa.ForeignKeyConstraint(['agent_id'], ['employee.id'], name=op.f('fk_contact_log_agent_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_contact_log_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['request_id'], ['service_request.id'], name=op.f('fk_contact_log_request_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_log')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('contact_log', schema=None) as batch_op:
        batch_op.create_index('ix_contact_log_agent', ['agent_id', 'id'], unique=False)
        batch_op.create_index('ix_contact_log_attitude', ['attitude', 'id'], unique=False)
        batch_op.create_index('ix_contact_log_channel', ['channel', 'id'], unique=False)
        batch_op.create_index('ix_contact_log_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_contact_log_happened_at', ['happened_at', 'id'], unique=False)
        batch_op.create_index('ix_contact_log_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_contact_log_minutes', ['minutes', 'id'], unique=False)
        batch_op.create_index('ix_contact_log_phone', ['phone', 'id'], unique=False)
        batch_op.create_index('ix_contact_log_request', ['request_id', 'id'], unique=False)
        batch_op.create_index('ix_contact_log_subject', ['subject', 'id'], unique=False)

    op.create_table('feedback',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('opinion', 'suggestion', 'complaint', 'dispute', 'report', 'commendation', 'market', name='kind', native_enum=False, length=40), nullable=False),
    sa.Column('channel', sa.Enum('phone', 'email', 'online', 'visit', 'written', name='channel', native_enum=False, length=40), nullable=False),
    sa.Column('recorded_on', sa.Date(), nullable=False),
    sa.Column('giver', sa.String(length=60), nullable=True),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('praised', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('state', sa.Enum('recorded', 'relayed', 'received', 'evaluated', 'adopted', 'declined', 'told', 'closed', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('relayed_on', sa.Date(), nullable=True),
    sa.Column('received_at', types.Moment(), nullable=True),
    sa.Column('evaluate_by_on', sa.Date(), nullable=True),
    sa.Column('feasible', sa.Enum('yes', 'no', name='feasible', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('evaluation', sa.Text(), nullable=True),
    sa.Column('evaluated_on', sa.Date(), nullable=True),
    sa.Column('decision', sa.Text(), nullable=True),
    sa.Column('told', sa.Text(), nullable=True),
    sa.Column('told_at', types.Moment(), nullable=True),
    sa.Column('posted', sa.Text(), nullable=True),
    sa.Column('posted_on', sa.Date(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('recorder_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('receiver_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('relayed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('evaluated_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_feedback_complaint_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_feedback_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['employee.id'], name=op.f('fk_feedback_decided_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_feedback_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['evaluated_by_id'], ['employee.id'], name=op.f('fk_feedback_evaluated_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['receiver_id'], ['employee.id'], name=op.f('fk_feedback_receiver_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['recorder_id'], ['employee.id'], name=op.f('fk_feedback_recorder_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['relayed_by_id'], ['employee.id'], name=op.f('fk_feedback_relayed_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback')),
    sa.UniqueConstraint('number', name=op.f('uq_feedback_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('feedback', schema=None) as batch_op:
        batch_op.create_index('ix_feedback_channel', ['channel', 'id'], unique=False)
        batch_op.create_index('ix_feedback_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_feedback_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_feedback_decided_by', ['decided_by_id', 'id'], unique=False)
        batch_op.create_index('ix_feedback_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_feedback_evaluate_by_on', ['evaluate_by_on', 'id'], unique=False)
        batch_op.create_index('ix_feedback_evaluated_by', ['evaluated_by_id', 'id'], unique=False)
        batch_op.create_index('ix_feedback_evaluated_on', ['evaluated_on', 'id'], unique=False)
        batch_op.create_index('ix_feedback_feasible', ['feasible', 'id'], unique=False)
        batch_op.create_index('ix_feedback_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_feedback_posted_on', ['posted_on', 'id'], unique=False)
        batch_op.create_index('ix_feedback_received_at', ['received_at', 'id'], unique=False)
        batch_op.create_index('ix_feedback_receiver', ['receiver_id', 'id'], unique=False)
        batch_op.create_index('ix_feedback_recorded_on', ['recorded_on', 'id'], unique=False)
        batch_op.create_index('ix_feedback_recorder', ['recorder_id', 'id'], unique=False)
        batch_op.create_index('ix_feedback_relayed_by', ['relayed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_feedback_relayed_on', ['relayed_on', 'id'], unique=False)
        batch_op.create_index('ix_feedback_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_feedback_title', ['title', 'id'], unique=False)
        batch_op.create_index('ix_feedback_told_at', ['told_at', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('feedback', schema=None) as batch_op:
        batch_op.drop_index('ix_feedback_told_at')
        batch_op.drop_index('ix_feedback_title')
        batch_op.drop_index('ix_feedback_state')
        batch_op.drop_index('ix_feedback_relayed_on')
        batch_op.drop_index('ix_feedback_relayed_by')
        batch_op.drop_index('ix_feedback_recorder')
        batch_op.drop_index('ix_feedback_recorded_on')
        batch_op.drop_index('ix_feedback_receiver')
        batch_op.drop_index('ix_feedback_received_at')
        batch_op.drop_index('ix_feedback_posted_on')
        batch_op.drop_index('ix_feedback_kind')
        batch_op.drop_index('ix_feedback_feasible')
        batch_op.drop_index('ix_feedback_evaluated_on')
        batch_op.drop_index('ix_feedback_evaluated_by')
        batch_op.drop_index('ix_feedback_evaluate_by_on')
        batch_op.drop_index('ix_feedback_department')
        batch_op.drop_index('ix_feedback_decided_by')
        batch_op.drop_index('ix_feedback_customer')
        batch_op.drop_index('ix_feedback_complaint')
        batch_op.drop_index('ix_feedback_channel')

    op.drop_table('feedback')
    with op.batch_alter_table('contact_log', schema=None) as batch_op:
        batch_op.drop_index('ix_contact_log_subject')
        batch_op.drop_index('ix_contact_log_request')
        batch_op.drop_index('ix_contact_log_phone')
        batch_op.drop_index('ix_contact_log_minutes')
        batch_op.drop_index('ix_contact_log_kind')
        batch_op.drop_index('ix_contact_log_happened_at')
        batch_op.drop_index('ix_contact_log_customer')
        batch_op.drop_index('ix_contact_log_channel')
        batch_op.drop_index('ix_contact_log_attitude')
        batch_op.drop_index('ix_contact_log_agent')

    op.drop_table('contact_log')
    with op.batch_alter_table('common_question', schema=None) as batch_op:
        batch_op.drop_index('ix_common_question_state')
        batch_op.drop_index('ix_common_question_request')
        batch_op.drop_index('ix_common_question_question')
        batch_op.drop_index('ix_common_question_published_by')
        batch_op.drop_index('ix_common_question_published_at')
        batch_op.drop_index('ix_common_question_kind')
        batch_op.drop_index('ix_common_question_author')

    op.drop_table('common_question')
    with op.batch_alter_table('work_report', schema=None) as batch_op:
        batch_op.drop_index('ix_work_report_submitted_at')
        batch_op.drop_index('ix_work_report_state')
        batch_op.drop_index('ix_work_report_ready_on')
        batch_op.drop_index('ix_work_report_reader')
        batch_op.drop_index('ix_work_report_read_at')
        batch_op.drop_index('ix_work_report_name')
        batch_op.drop_index('ix_work_report_kind')
        batch_op.drop_index('ix_work_report_from_on')
        batch_op.drop_index('ix_work_report_for_on')
        batch_op.drop_index('ix_work_report_duty')
        batch_op.drop_index('ix_work_report_due_on')
        batch_op.drop_index('ix_work_report_author')

    op.drop_table('work_report')
    with op.batch_alter_table('service_request', schema=None) as batch_op:
        batch_op.drop_index('ix_service_request_transferred_by')
        batch_op.drop_index('ix_service_request_transferred_at')
        batch_op.drop_index('ix_service_request_title')
        batch_op.drop_index('ix_service_request_state')
        batch_op.drop_index('ix_service_request_solve_by_on')
        batch_op.drop_index('ix_service_request_signed_by')
        batch_op.drop_index('ix_service_request_signed_at')
        batch_op.drop_index('ix_service_request_satisfaction')
        batch_op.drop_index('ix_service_request_responsible')
        batch_op.drop_index('ix_service_request_responded_at')
        batch_op.drop_index('ix_service_request_respond_by_at')
        batch_op.drop_index('ix_service_request_recorder')
        batch_op.drop_index('ix_service_request_received_at')
        batch_op.drop_index('ix_service_request_phone')
        batch_op.drop_index('ix_service_request_next_due_at')
        batch_op.drop_index('ix_service_request_kind')
        batch_op.drop_index('ix_service_request_instructed_by')
        batch_op.drop_index('ix_service_request_handler')
        batch_op.drop_index('ix_service_request_department')
        batch_op.drop_index('ix_service_request_customer')
        batch_op.drop_index('ix_service_request_closed_by')
        batch_op.drop_index('ix_service_request_closed_at')
        batch_op.drop_index('ix_service_request_channel')
        batch_op.drop_index('ix_service_request_answered_by')
        batch_op.drop_index('ix_service_request_answered_at')

    op.drop_table('service_request')
    with op.batch_alter_table('service_incident', schema=None) as batch_op:
        batch_op.drop_index('ix_service_incident_title')
        batch_op.drop_index('ix_service_incident_state')
        batch_op.drop_index('ix_service_incident_reported_to')
        batch_op.drop_index('ix_service_incident_reported_at')
        batch_op.drop_index('ix_service_incident_report_by_at')
        batch_op.drop_index('ix_service_incident_kind')
        batch_op.drop_index('ix_service_incident_found_by')
        batch_op.drop_index('ix_service_incident_found_at')
        batch_op.drop_index('ix_service_incident_closed_by')
        batch_op.drop_index('ix_service_incident_channel')
        batch_op.drop_index('ix_service_incident_caused_by')
        batch_op.drop_index('ix_service_incident_acted_by')
        batch_op.drop_index('ix_service_incident_acted_at')

    op.drop_table('service_incident')
    with op.batch_alter_table('service_channel', schema=None) as batch_op:
        batch_op.drop_index('ix_service_channel_working')
        batch_op.drop_index('ix_service_channel_phone')
        batch_op.drop_index('ix_service_channel_offers')
        batch_op.drop_index('ix_service_channel_kind')
        batch_op.drop_index('ix_service_channel_keeper')

    op.drop_table('service_channel')
    with op.batch_alter_table('report_duty', schema=None) as batch_op:
        batch_op.drop_index('ix_report_duty_until_on')
        batch_op.drop_index('ix_report_duty_reader')
        batch_op.drop_index('ix_report_duty_name')
        batch_op.drop_index('ix_report_duty_kind')
        batch_op.drop_index('ix_report_duty_from_on')
        batch_op.drop_index('ix_report_duty_every')
        batch_op.drop_index('ix_report_duty_author')

    op.drop_table('report_duty')
