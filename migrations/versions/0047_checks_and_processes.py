"""Checks, repairs, visits and sealed passwords of the computers; filed processes with their steps and checks (K5, R)."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0047'
down_revision = '0046'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('it_check',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('virus', 'fire', 'air', 'ups', 'maintenance', 'environment', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('what', sa.String(length=120), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'done', 'cancelled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('result', sa.Enum('good', 'fault', name='result', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('found', sa.Text(), nullable=True),
    sa.Column('temperature', sa.Integer(), nullable=True),
    sa.Column('humidity', sa.Integer(), nullable=True),
    sa.Column('voltage', sa.Integer(), nullable=True),
    sa.Column('airflow', sa.Integer(), nullable=True),
    sa.Column('temperature_rise', sa.Integer(), nullable=True),
    sa.Column('cleanliness', sa.Integer(), nullable=True),
    sa.Column('rise_rate', sa.Integer(), nullable=True),
    sa.Column('measure', sa.Text(), nullable=True),
    sa.Column('done_at', types.Moment(), nullable=True),
    sa.Column('responsible_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('done_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('airflow >= 0', name=op.f('ck_it_check_airflow_minimum')),
    sa.CheckConstraint('cleanliness >= 0', name=op.f('ck_it_check_cleanliness_minimum')),
    sa.CheckConstraint('humidity >= 0', name=op.f('ck_it_check_humidity_minimum')),
    sa.CheckConstraint('voltage >= 0', name=op.f('ck_it_check_voltage_minimum')),
    sa.ForeignKeyConstraint(['done_by_id'], ['employee.id'], name=op.f('fk_it_check_done_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['responsible_id'], ['employee.id'], name=op.f('fk_it_check_responsible_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_it_check')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('it_check', schema=None) as batch_op:
        batch_op.create_index('ix_it_check_done_at', ['done_at', 'id'], unique=False)
        batch_op.create_index('ix_it_check_done_by', ['done_by_id', 'id'], unique=False)
        batch_op.create_index('ix_it_check_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_it_check_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_it_check_responsible', ['responsible_id', 'id'], unique=False)
        batch_op.create_index('ix_it_check_result', ['result', 'id'], unique=False)
        batch_op.create_index('ix_it_check_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_it_check_what', ['what', 'id'], unique=False)

    op.create_table('it_finding',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('breach', sa.Enum('environment', 'hot_plug', 'private_repair', 'others_code', 'software', 'clothes', 'smoking', 'liquids', 'guests', 'dismantled', 'illegal', 'media', name='breach', native_enum=False, length=40), nullable=False),
    sa.Column('what', sa.String(length=200), nullable=False),
    sa.Column('found_on', sa.Date(), nullable=False),
    sa.Column('fix_by_on', sa.Date(), nullable=True),
    sa.Column('fixed_on', sa.Date(), nullable=True),
    sa.Column('measure', sa.Text(), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('found_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_it_finding_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['found_by_id'], ['employee.id'], name=op.f('fk_it_finding_found_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_it_finding_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_it_finding')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('it_finding', schema=None) as batch_op:
        batch_op.create_index('ix_it_finding_breach', ['breach', 'id'], unique=False)
        batch_op.create_index('ix_it_finding_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_it_finding_fix_by_on', ['fix_by_on', 'id'], unique=False)
        batch_op.create_index('ix_it_finding_fixed_on', ['fixed_on', 'id'], unique=False)
        batch_op.create_index('ix_it_finding_found_by', ['found_by_id', 'id'], unique=False)
        batch_op.create_index('ix_it_finding_found_on', ['found_on', 'id'], unique=False)
        batch_op.create_index('ix_it_finding_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_it_finding_what', ['what', 'id'], unique=False)

    op.create_table('password_envelope',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('system', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.Enum('super', 'maintenance', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('seal', sa.String(length=200), nullable=False),
    sa.Column('sealed_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('sealed', 'asked', 'allowed', 'opened', 'replaced', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=True),
    sa.Column('asked_at', types.Moment(), nullable=True),
    sa.Column('allowed_at', types.Moment(), nullable=True),
    sa.Column('opened_at', types.Moment(), nullable=True),
    sa.Column('reseal_by_at', types.Moment(), nullable=True),
    sa.Column('next_seal', sa.String(length=200), nullable=True),
    sa.Column('resealed_at', types.Moment(), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('setter_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('second_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('keeper_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('allowed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('opened_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('next_setter_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('keeper_id <> setter_id', name=op.f('ck_password_envelope_keeper_differs')),
    sa.CheckConstraint('second_id <> setter_id', name=op.f('ck_password_envelope_second_differs')),
    sa.ForeignKeyConstraint(['allowed_by_id'], ['employee.id'], name=op.f('fk_password_envelope_allowed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['asked_by_id'], ['employee.id'], name=op.f('fk_password_envelope_asked_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_password_envelope_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['keeper_id'], ['employee.id'], name=op.f('fk_password_envelope_keeper_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['next_setter_id'], ['employee.id'], name=op.f('fk_password_envelope_next_setter_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['opened_by_id'], ['employee.id'], name=op.f('fk_password_envelope_opened_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['second_id'], ['employee.id'], name=op.f('fk_password_envelope_second_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['setter_id'], ['employee.id'], name=op.f('fk_password_envelope_setter_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_password_envelope')),
    sa.UniqueConstraint('number', name=op.f('uq_password_envelope_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('password_envelope', schema=None) as batch_op:
        batch_op.create_index('ix_password_envelope_allowed_by', ['allowed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_password_envelope_asked_by', ['asked_by_id', 'id'], unique=False)
        batch_op.create_index('ix_password_envelope_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_password_envelope_keeper', ['keeper_id', 'id'], unique=False)
        batch_op.create_index('ix_password_envelope_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_password_envelope_next_setter', ['next_setter_id', 'id'], unique=False)
        batch_op.create_index('ix_password_envelope_opened_by', ['opened_by_id', 'id'], unique=False)
        batch_op.create_index('ix_password_envelope_reseal_by_at', ['reseal_by_at', 'id'], unique=False)
        batch_op.create_index('ix_password_envelope_sealed_on', ['sealed_on', 'id'], unique=False)
        batch_op.create_index('ix_password_envelope_second', ['second_id', 'id'], unique=False)
        batch_op.create_index('ix_password_envelope_setter', ['setter_id', 'id'], unique=False)
        batch_op.create_index('ix_password_envelope_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_password_envelope_system', ['system', 'id'], unique=False)

    op.create_table('process_filing',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.Enum('customer_facts', 'complaints', 'contracts', 'after_sales', 'relations', 'other', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=True),
    sa.Column('overview', sa.Text(), nullable=False),
    sa.Column('place_and_people', sa.Text(), nullable=False),
    sa.Column('steps', sa.Text(), nullable=False),
    sa.Column('laws', sa.Text(), nullable=False),
    sa.Column('risks', sa.Text(), nullable=False),
    sa.Column('expected', sa.Text(), nullable=False),
    sa.Column('stage', sa.Enum('drafted', 'submitted', 'audited', 'filed', 'in_force', 'replaced', 'given_up', name='stage', native_enum=False, length=40), nullable=False),
    sa.Column('submitted_at', types.Moment(), nullable=True),
    sa.Column('audit', sa.Text(), nullable=True),
    sa.Column('audited_at', types.Moment(), nullable=True),
    sa.Column('returned_because', sa.String(length=200), nullable=True),
    sa.Column('number', sa.String(length=40), nullable=True),
    sa.Column('filed_at', types.Moment(), nullable=True),
    sa.Column('put_in_force', sa.String(length=200), nullable=True),
    sa.Column('in_force_at', types.Moment(), nullable=True),
    sa.Column('ended_because', sa.String(length=200), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('writer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('replaces_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('audited_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('filed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint("stage NOT IN ('filed', 'in_force', 'replaced') OR number IS NOT NULL", name=op.f('ck_process_filing_filed_has_a_number')),
    sa.CheckConstraint('edition >= 1', name=op.f('ck_process_filing_edition_minimum')),
    sa.ForeignKeyConstraint(['audited_by_id'], ['employee.id'], name=op.f('fk_process_filing_audited_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_process_filing_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['filed_by_id'], ['employee.id'], name=op.f('fk_process_filing_filed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['replaces_id'], ['process_filing.id'], name=op.f('fk_process_filing_replaces_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['writer_id'], ['employee.id'], name=op.f('fk_process_filing_writer_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_process_filing')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('process_filing', schema=None) as batch_op:
        batch_op.create_index('ix_process_filing_audited_by', ['audited_by_id', 'id'], unique=False)
        batch_op.create_index('ix_process_filing_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_process_filing_filed_at', ['filed_at', 'id'], unique=False)
        batch_op.create_index('ix_process_filing_filed_by', ['filed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_process_filing_in_force_at', ['in_force_at', 'id'], unique=False)
        batch_op.create_index('ix_process_filing_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_process_filing_number', ['number', 'id'], unique=False)
        batch_op.create_index('ix_process_filing_replaces', ['replaces_id', 'id'], unique=False)
        batch_op.create_index('ix_process_filing_stage', ['stage', 'id'], unique=False)
        batch_op.create_index('ix_process_filing_title', ['title', 'id'], unique=False)
        batch_op.create_index('ix_process_filing_writer', ['writer_id', 'id'], unique=False)

    op.create_table('process_supervisor',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('leads', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('document', sa.String(length=60), nullable=True),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['employee.id'], name=op.f('fk_process_supervisor_member_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_process_supervisor')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('process_supervisor', schema=None) as batch_op:
        batch_op.create_index('ix_process_supervisor_document', ['document', 'id'], unique=False)
        batch_op.create_index('ix_process_supervisor_from_on', ['from_on', 'id'], unique=False)
        batch_op.create_index('ix_process_supervisor_member', ['member_id', 'id'], unique=False)
        batch_op.create_index('ix_process_supervisor_until_on', ['until_on', 'id'], unique=False)

    op.create_table('room_entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('room', sa.String(length=80), nullable=False),
    sa.Column('visitor', sa.Enum('it', 'staff', 'outsider', name='visitor', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('outsiders', sa.String(length=200), nullable=True),
    sa.Column('purpose', sa.String(length=200), nullable=False),
    sa.Column('operates', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('grounds', sa.String(length=200), nullable=True),
    sa.Column('entered_at', types.Moment(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'allowed', 'refused', 'left', 'signed', 'countersigned', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('allowed_at', types.Moment(), nullable=True),
    sa.Column('left_at', types.Moment(), nullable=True),
    sa.Column('done', sa.Text(), nullable=True),
    sa.Column('signed_at', types.Moment(), nullable=True),
    sa.Column('countersigned_at', types.Moment(), nullable=True),
    sa.Column('operator_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('supervisor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('duty_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('allowed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('supervisor_id <> operator_id', name=op.f('ck_room_entry_supervisor_differs')),
    sa.ForeignKeyConstraint(['allowed_by_id'], ['employee.id'], name=op.f('fk_room_entry_allowed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['duty_id'], ['employee.id'], name=op.f('fk_room_entry_duty_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['operator_id'], ['employee.id'], name=op.f('fk_room_entry_operator_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['supervisor_id'], ['employee.id'], name=op.f('fk_room_entry_supervisor_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room_entry')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('room_entry', schema=None) as batch_op:
        batch_op.create_index('ix_room_entry_allowed_by', ['allowed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_room_entry_duty', ['duty_id', 'id'], unique=False)
        batch_op.create_index('ix_room_entry_entered_at', ['entered_at', 'id'], unique=False)
        batch_op.create_index('ix_room_entry_left_at', ['left_at', 'id'], unique=False)
        batch_op.create_index('ix_room_entry_operator', ['operator_id', 'id'], unique=False)
        batch_op.create_index('ix_room_entry_purpose', ['purpose', 'id'], unique=False)
        batch_op.create_index('ix_room_entry_room', ['room', 'id'], unique=False)
        batch_op.create_index('ix_room_entry_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_room_entry_supervisor', ['supervisor_id', 'id'], unique=False)
        batch_op.create_index('ix_room_entry_visitor', ['visitor', 'id'], unique=False)

    op.create_table('software_approval',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.Enum('software', 'medium', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('machine', sa.String(length=120), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'approved', 'refused', 'removed', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('checked', sa.String(length=200), nullable=True),
    sa.Column('applicant_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['applicant_id'], ['employee.id'], name=op.f('fk_software_approval_applicant_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['employee.id'], name=op.f('fk_software_approval_decided_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_software_approval')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('software_approval', schema=None) as batch_op:
        batch_op.create_index('ix_software_approval_applicant', ['applicant_id', 'id'], unique=False)
        batch_op.create_index('ix_software_approval_asked_on', ['asked_on', 'id'], unique=False)
        batch_op.create_index('ix_software_approval_decided_by', ['decided_by_id', 'id'], unique=False)
        batch_op.create_index('ix_software_approval_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_software_approval_machine', ['machine', 'id'], unique=False)
        batch_op.create_index('ix_software_approval_name', ['name', 'id'], unique=False)
        batch_op.create_index('ix_software_approval_state', ['state', 'id'], unique=False)

    op.create_table('process_check',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('watch', sa.Enum('monitoring', 'supervision', name='watch', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=False),
    sa.Column('outcome', sa.Enum('kept', 'deviation', 'violation', name='outcome', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('what', sa.String(length=200), nullable=False),
    sa.Column('correct_by_on', sa.Date(), nullable=True),
    sa.Column('stage', sa.Enum('open', 'corrected', 'closed', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('measure', sa.Text(), nullable=True),
    sa.Column('corrected_on', sa.Date(), nullable=True),
    sa.Column('closed_at', types.Moment(), nullable=True),
    sa.Column('filing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('checker_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('responsible_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('closed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('responsible_id <> checker_id', name=op.f('ck_process_check_responsible_differs')),
    sa.ForeignKeyConstraint(['checker_id'], ['employee.id'], name=op.f('fk_process_check_checker_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['closed_by_id'], ['employee.id'], name=op.f('fk_process_check_closed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['filing_id'], ['process_filing.id'], name=op.f('fk_process_check_filing_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['responsible_id'], ['employee.id'], name=op.f('fk_process_check_responsible_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_process_check')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('process_check', schema=None) as batch_op:
        batch_op.create_index('ix_process_check_checked_on', ['checked_on', 'id'], unique=False)
        batch_op.create_index('ix_process_check_checker', ['checker_id', 'id'], unique=False)
        batch_op.create_index('ix_process_check_closed_by', ['closed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_process_check_correct_by_on', ['correct_by_on', 'id'], unique=False)
        batch_op.create_index('ix_process_check_filing', ['filing_id', 'id'], unique=False)
        batch_op.create_index('ix_process_check_outcome', ['outcome', 'id'], unique=False)
        batch_op.create_index('ix_process_check_responsible', ['responsible_id', 'id'], unique=False)
        batch_op.create_index('ix_process_check_stage', ['stage', 'id'], unique=False)
        batch_op.create_index('ix_process_check_watch', ['watch', 'id'], unique=False)
        batch_op.create_index('ix_process_check_what', ['what', 'id'], unique=False)

    op.create_table('process_node',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('line_no', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=60), nullable=False),
    sa.Column('action', sa.String(length=200), nullable=False),
    sa.Column('decision', sa.String(length=60), nullable=True),
    sa.Column('back_to', sa.Integer(), nullable=True),
    sa.Column('filing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('responsible_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('back_to >= 1', name=op.f('ck_process_node_back_to_minimum')),
    sa.CheckConstraint('line_no >= 1', name=op.f('ck_process_node_line_no_minimum')),
    sa.ForeignKeyConstraint(['filing_id'], ['process_filing.id'], name=op.f('fk_process_node_filing_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['responsible_id'], ['employee.id'], name=op.f('fk_process_node_responsible_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_process_node')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('process_node', schema=None) as batch_op:
        batch_op.create_index('ix_process_node_decision', ['decision', 'id'], unique=False)
        batch_op.create_index('ix_process_node_filing', ['filing_id', 'id'], unique=False)
        batch_op.create_index('ix_process_node_line_no', ['line_no', 'id'], unique=False)
        batch_op.create_index('ix_process_node_responsible', ['responsible_id', 'id'], unique=False)
        batch_op.create_index('ix_process_node_title', ['title', 'id'], unique=False)

    op.create_table('room_entry_others',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['room_entry.id'], name=op.f('fk_room_entry_others_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['employee.id'], name=op.f('fk_room_entry_others_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_room_entry_others'))
    )
    with op.batch_alter_table('room_entry_others', schema=None) as batch_op:
        batch_op.create_index('ix_room_entry_others_back', ['target_id'], unique=False)

    op.create_table('equipment_repair',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('equipment', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.Enum('on_site', 'sent_out', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('fault', sa.Text(), nullable=False),
    sa.Column('vendor', sa.String(length=200), nullable=False),
    sa.Column('has_data', sa.Boolean(), server_default=sa.text('(true)'), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'approved', 'refused', 'in_repair', 'accepted', 'scrapped', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('answer', sa.String(length=200), nullable=True),
    sa.Column('wiped', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('begun_at', types.Moment(), nullable=True),
    sa.Column('acceptance', sa.Text(), nullable=True),
    sa.Column('virus', sa.Enum('clean', 'removed', 'no_storage', name='virus', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('waste', sa.String(length=200), nullable=True),
    sa.Column('accepted_at', types.Moment(), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('supervisor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('approved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('copy_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('accepted_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['accepted_by_id'], ['employee.id'], name=op.f('fk_equipment_repair_accepted_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['approved_by_id'], ['employee.id'], name=op.f('fk_equipment_repair_approved_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['copy_id'], ['backup.id'], name=op.f('fk_equipment_repair_copy_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_equipment_repair_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['supervisor_id'], ['employee.id'], name=op.f('fk_equipment_repair_supervisor_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_repair')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('equipment_repair', schema=None) as batch_op:
        batch_op.create_index('ix_equipment_repair_accepted_at', ['accepted_at', 'id'], unique=False)
        batch_op.create_index('ix_equipment_repair_accepted_by', ['accepted_by_id', 'id'], unique=False)
        batch_op.create_index('ix_equipment_repair_approved_by', ['approved_by_id', 'id'], unique=False)
        batch_op.create_index('ix_equipment_repair_asked_on', ['asked_on', 'id'], unique=False)
        batch_op.create_index('ix_equipment_repair_copy', ['copy_id', 'id'], unique=False)
        batch_op.create_index('ix_equipment_repair_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_equipment_repair_equipment', ['equipment', 'id'], unique=False)
        batch_op.create_index('ix_equipment_repair_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_equipment_repair_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_equipment_repair_supervisor', ['supervisor_id', 'id'], unique=False)
        batch_op.create_index('ix_equipment_repair_vendor', ['vendor', 'id'], unique=False)
        batch_op.create_index('ix_equipment_repair_virus', ['virus', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('equipment_repair', schema=None) as batch_op:
        batch_op.drop_index('ix_equipment_repair_virus')
        batch_op.drop_index('ix_equipment_repair_vendor')
        batch_op.drop_index('ix_equipment_repair_supervisor')
        batch_op.drop_index('ix_equipment_repair_state')
        batch_op.drop_index('ix_equipment_repair_kind')
        batch_op.drop_index('ix_equipment_repair_equipment')
        batch_op.drop_index('ix_equipment_repair_department')
        batch_op.drop_index('ix_equipment_repair_copy')
        batch_op.drop_index('ix_equipment_repair_asked_on')
        batch_op.drop_index('ix_equipment_repair_approved_by')
        batch_op.drop_index('ix_equipment_repair_accepted_by')
        batch_op.drop_index('ix_equipment_repair_accepted_at')

    op.drop_table('equipment_repair')
    with op.batch_alter_table('room_entry_others', schema=None) as batch_op:
        batch_op.drop_index('ix_room_entry_others_back')

    op.drop_table('room_entry_others')
    with op.batch_alter_table('process_node', schema=None) as batch_op:
        batch_op.drop_index('ix_process_node_title')
        batch_op.drop_index('ix_process_node_responsible')
        batch_op.drop_index('ix_process_node_line_no')
        batch_op.drop_index('ix_process_node_filing')
        batch_op.drop_index('ix_process_node_decision')

    op.drop_table('process_node')
    with op.batch_alter_table('process_check', schema=None) as batch_op:
        batch_op.drop_index('ix_process_check_what')
        batch_op.drop_index('ix_process_check_watch')
        batch_op.drop_index('ix_process_check_stage')
        batch_op.drop_index('ix_process_check_responsible')
        batch_op.drop_index('ix_process_check_outcome')
        batch_op.drop_index('ix_process_check_filing')
        batch_op.drop_index('ix_process_check_correct_by_on')
        batch_op.drop_index('ix_process_check_closed_by')
        batch_op.drop_index('ix_process_check_checker')
        batch_op.drop_index('ix_process_check_checked_on')

    op.drop_table('process_check')
    with op.batch_alter_table('software_approval', schema=None) as batch_op:
        batch_op.drop_index('ix_software_approval_state')
        batch_op.drop_index('ix_software_approval_name')
        batch_op.drop_index('ix_software_approval_machine')
        batch_op.drop_index('ix_software_approval_kind')
        batch_op.drop_index('ix_software_approval_decided_by')
        batch_op.drop_index('ix_software_approval_asked_on')
        batch_op.drop_index('ix_software_approval_applicant')

    op.drop_table('software_approval')
    with op.batch_alter_table('room_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_room_entry_visitor')
        batch_op.drop_index('ix_room_entry_supervisor')
        batch_op.drop_index('ix_room_entry_state')
        batch_op.drop_index('ix_room_entry_room')
        batch_op.drop_index('ix_room_entry_purpose')
        batch_op.drop_index('ix_room_entry_operator')
        batch_op.drop_index('ix_room_entry_left_at')
        batch_op.drop_index('ix_room_entry_entered_at')
        batch_op.drop_index('ix_room_entry_duty')
        batch_op.drop_index('ix_room_entry_allowed_by')

    op.drop_table('room_entry')
    with op.batch_alter_table('process_supervisor', schema=None) as batch_op:
        batch_op.drop_index('ix_process_supervisor_until_on')
        batch_op.drop_index('ix_process_supervisor_member')
        batch_op.drop_index('ix_process_supervisor_from_on')
        batch_op.drop_index('ix_process_supervisor_document')

    op.drop_table('process_supervisor')
    with op.batch_alter_table('process_filing', schema=None) as batch_op:
        batch_op.drop_index('ix_process_filing_writer')
        batch_op.drop_index('ix_process_filing_title')
        batch_op.drop_index('ix_process_filing_stage')
        batch_op.drop_index('ix_process_filing_replaces')
        batch_op.drop_index('ix_process_filing_number')
        batch_op.drop_index('ix_process_filing_kind')
        batch_op.drop_index('ix_process_filing_in_force_at')
        batch_op.drop_index('ix_process_filing_filed_by')
        batch_op.drop_index('ix_process_filing_filed_at')
        batch_op.drop_index('ix_process_filing_department')
        batch_op.drop_index('ix_process_filing_audited_by')

    op.drop_table('process_filing')
    with op.batch_alter_table('password_envelope', schema=None) as batch_op:
        batch_op.drop_index('ix_password_envelope_system')
        batch_op.drop_index('ix_password_envelope_state')
        batch_op.drop_index('ix_password_envelope_setter')
        batch_op.drop_index('ix_password_envelope_second')
        batch_op.drop_index('ix_password_envelope_sealed_on')
        batch_op.drop_index('ix_password_envelope_reseal_by_at')
        batch_op.drop_index('ix_password_envelope_opened_by')
        batch_op.drop_index('ix_password_envelope_next_setter')
        batch_op.drop_index('ix_password_envelope_kind')
        batch_op.drop_index('ix_password_envelope_keeper')
        batch_op.drop_index('ix_password_envelope_department')
        batch_op.drop_index('ix_password_envelope_asked_by')
        batch_op.drop_index('ix_password_envelope_allowed_by')

    op.drop_table('password_envelope')
    with op.batch_alter_table('it_finding', schema=None) as batch_op:
        batch_op.drop_index('ix_it_finding_what')
        batch_op.drop_index('ix_it_finding_person')
        batch_op.drop_index('ix_it_finding_found_on')
        batch_op.drop_index('ix_it_finding_found_by')
        batch_op.drop_index('ix_it_finding_fixed_on')
        batch_op.drop_index('ix_it_finding_fix_by_on')
        batch_op.drop_index('ix_it_finding_department')
        batch_op.drop_index('ix_it_finding_breach')

    op.drop_table('it_finding')
    with op.batch_alter_table('it_check', schema=None) as batch_op:
        batch_op.drop_index('ix_it_check_what')
        batch_op.drop_index('ix_it_check_state')
        batch_op.drop_index('ix_it_check_result')
        batch_op.drop_index('ix_it_check_responsible')
        batch_op.drop_index('ix_it_check_kind')
        batch_op.drop_index('ix_it_check_due_on')
        batch_op.drop_index('ix_it_check_done_by')
        batch_op.drop_index('ix_it_check_done_at')

    op.drop_table('it_check')
