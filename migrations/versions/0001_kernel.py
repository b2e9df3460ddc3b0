"""The kernel: organisation, access, customers and the panel's own tables."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('happened_at', types.Moment(), nullable=False),
    sa.Column('actor', sa.String(length=60), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('action', sa.String(length=40), nullable=False),
    sa.Column('register_key', sa.String(length=60), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('address', sa.String(length=60), nullable=True),
    sa.Column('request_id', sa.String(length=40), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=True),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index('ix_audit_entry_actor_id', ['actor_id', 'id'], unique=False)
        batch_op.create_index('ix_audit_entry_happened_at', ['happened_at', 'id'], unique=False)
        batch_op.create_index('ix_audit_entry_record', ['register_key', 'record_id', 'id'], unique=False)

    op.create_table('credential',
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('must_change', sa.Boolean(), nullable=False),
    sa.Column('changed_at', types.Moment(), nullable=False),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_credential'))
    )
    op.create_table('department',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.text('(true)'), nullable=False),
    sa.Column('name_pinyin', sa.Text(), nullable=True),
    sa.Column('above_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('manager_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('data_steward_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['above_id'], ['department.id'], name=op.f('fk_department_above_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['data_steward_id'], ['employee.id'], name=op.f('fk_department_data_steward_id'), ondelete='RESTRICT', use_alter=True),
    sa.ForeignKeyConstraint(['manager_id'], ['employee.id'], name=op.f('fk_department_manager_id'), ondelete='RESTRICT', use_alter=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_department')),
    sa.UniqueConstraint('code', name=op.f('uq_department_code')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('department', schema=None) as batch_op:
        batch_op.create_index('ix_department_above', ['above_id', 'id'], unique=False)
        batch_op.create_index('ix_department_data_steward', ['data_steward_id', 'id'], unique=False)
        batch_op.create_index('ix_department_manager', ['manager_id', 'id'], unique=False)
        batch_op.create_index('ix_department_name', ['name', 'id'], unique=False)

    op.create_table('division',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('level', sa.Enum('province', 'city', 'county', 'town', name='level', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('path', sa.String(length=200), nullable=False),
    sa.Column('above_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('path_pinyin', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['above_id'], ['division.id'], name=op.f('fk_division_above_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_division')),
    sa.UniqueConstraint('code', name=op.f('uq_division_code')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('division', schema=None) as batch_op:
        batch_op.create_index('ix_division_above', ['above_id', 'id'], unique=False)
        batch_op.create_index('ix_division_level', ['level', 'id'], unique=False)
        batch_op.create_index('ix_division_name', ['name', 'id'], unique=False)
        batch_op.create_index('ix_division_path', ['path', 'id'], unique=False)

    op.create_table('field_cap',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('register_key', sa.String(length=60), nullable=False),
    sa.Column('field_key', sa.String(length=60), nullable=False),
    sa.Column('level', sa.Enum('hidden', 'masked', 'read', 'write', name='level', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('channel', sa.Enum('list', 'details', 'form', 'filter', 'sort', 'search', 'group', 'export', 'print', 'notify', 'api', 'history', name='channel', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_field_cap')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('field_cap', schema=None) as batch_op:
        batch_op.create_index('ix_field_cap_channel', ['channel', 'id'], unique=False)
        batch_op.create_index('ix_field_cap_field_key', ['field_key', 'id'], unique=False)
        batch_op.create_index('ix_field_cap_level', ['level', 'id'], unique=False)
        batch_op.create_index('ix_field_cap_reason', ['reason', 'id'], unique=False)
        batch_op.create_index('ix_field_cap_register_key', ['register_key', 'id'], unique=False)

    op.create_table('number_series',
    sa.Column('word', sa.String(length=40), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last_no', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('word', 'year', name=op.f('pk_number_series'))
    )
    op.create_table('policy_state',
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_policy_state'))
    )
    op.create_table('role',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('base', 'business', 'admin', 'temporary', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role')),
    sa.UniqueConstraint('code', name=op.f('uq_role_code')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('role', schema=None) as batch_op:
        batch_op.create_index('ix_role_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_role_title', ['title', 'id'], unique=False)

    op.create_table('setting',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.Enum('customer_classes', 'areas_off', 'company_name', name='name', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('value', sa.String(length=200), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_setting')),
    sa.UniqueConstraint('name', name=op.f('uq_setting_name')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('setting', schema=None) as batch_op:
        batch_op.create_index('ix_setting_note', ['note', 'id'], unique=False)
        batch_op.create_index('ix_setting_value', ['value', 'id'], unique=False)

    op.create_table('sign_in_attempt',
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('first_at', types.Moment(), nullable=False),
    sa.Column('locked_until', types.Moment(), nullable=True),
    sa.PrimaryKeyConstraint('subject', name=op.f('pk_sign_in_attempt'))
    )
    op.create_table('sign_in_session',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('started_at', types.Moment(), nullable=False),
    sa.Column('seen_at', types.Moment(), nullable=False),
    sa.Column('ended_at', types.Moment(), nullable=True),
    sa.Column('address', sa.String(length=60), nullable=False),
    sa.Column('device', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_session_token_hash'))
    )
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_session_account_id'), ['account_id'], unique=False)

    op.create_table('action_rule',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('register_key', sa.String(length=60), nullable=False),
    sa.Column('action', sa.String(length=40), nullable=False),
    sa.Column('scope', sa.Enum('own', 'assigned', 'department', 'subtree', 'all', name='scope', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('role_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_action_rule_role_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action_rule')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('action_rule', schema=None) as batch_op:
        batch_op.create_index('ix_action_rule_action', ['action', 'id'], unique=False)
        batch_op.create_index('ix_action_rule_register_key', ['register_key', 'id'], unique=False)
        batch_op.create_index('ix_action_rule_role', ['role_id', 'id'], unique=False)
        batch_op.create_index('ix_action_rule_scope', ['scope', 'id'], unique=False)

    op.create_table('area_rule',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('area', sa.Enum('customers', 'complaints', 'archives', 'lending', 'documents', 'filings', 'incentives', 'it_operations', 'workplace', 'governance', 'organisation', 'access', name='area', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('reads', sa.Enum('open', 'internal', 'personal', 'secret', name='reads', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('writes', sa.Enum('open', 'internal', 'personal', 'secret', name='writes', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('above', sa.Enum('hidden', 'masked', name='above', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('role_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_area_rule_role_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_area_rule')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('area_rule', schema=None) as batch_op:
        batch_op.create_index('ix_area_rule_above', ['above', 'id'], unique=False)
        batch_op.create_index('ix_area_rule_area', ['area', 'id'], unique=False)
        batch_op.create_index('ix_area_rule_reads', ['reads', 'id'], unique=False)
        batch_op.create_index('ix_area_rule_role', ['role_id', 'id'], unique=False)
        batch_op.create_index('ix_area_rule_writes', ['writes', 'id'], unique=False)

    op.create_table('employee',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('position', sa.String(length=60), nullable=True),
    sa.Column('phone', sa.String(length=30), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('id_card', sa.String(length=18), nullable=True),
    sa.Column('joined_on', sa.Date(), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('name_pinyin', sa.Text(), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('superior_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_employee_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['superior_id'], ['employee.id'], name=op.f('fk_employee_superior_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_employee')),
    sa.UniqueConstraint('number', name=op.f('uq_employee_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('employee', schema=None) as batch_op:
        batch_op.create_index('ix_employee_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_employee_joined_on', ['joined_on', 'id'], unique=False)
        batch_op.create_index('ix_employee_left_on', ['left_on', 'id'], unique=False)
        batch_op.create_index('ix_employee_name', ['name', 'id'], unique=False)
        batch_op.create_index('ix_employee_phone', ['phone', 'id'], unique=False)
        batch_op.create_index('ix_employee_position', ['position', 'id'], unique=False)
        batch_op.create_index('ix_employee_superior', ['superior_id', 'id'], unique=False)

    op.create_table('field_rule',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('register_key', sa.String(length=60), nullable=False),
    sa.Column('field_key', sa.String(length=60), nullable=False),
    sa.Column('level', sa.Enum('hidden', 'masked', 'read', 'write', name='level', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('channel', sa.Enum('list', 'details', 'form', 'filter', 'sort', 'search', 'group', 'export', 'print', 'notify', 'api', 'history', name='channel', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('role_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_field_rule_role_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_field_rule')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('field_rule', schema=None) as batch_op:
        batch_op.create_index('ix_field_rule_channel', ['channel', 'id'], unique=False)
        batch_op.create_index('ix_field_rule_field_key', ['field_key', 'id'], unique=False)
        batch_op.create_index('ix_field_rule_level', ['level', 'id'], unique=False)
        batch_op.create_index('ix_field_rule_register_key', ['register_key', 'id'], unique=False)
        batch_op.create_index('ix_field_rule_role', ['role_id', 'id'], unique=False)

    op.create_table('role_parents',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['role.id'], name=op.f('fk_role_parents_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['role.id'], name=op.f('fk_role_parents_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_role_parents'))
    )
    with op.batch_alter_table('role_parents', schema=None) as batch_op:
        batch_op.create_index('ix_role_parents_back', ['target_id'], unique=False)

    op.create_table('account',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.text('(true)'), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('last_signed_in_at', types.Moment(), nullable=True),
    sa.Column('holder_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['holder_id'], ['employee.id'], name=op.f('fk_account_holder_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('code', name=op.f('uq_account_code')),
    sa.UniqueConstraint('holder_id', name=op.f('uq_account_holder_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.create_index('ix_account_ends_on', ['ends_on', 'id'], unique=False)
        batch_op.create_index('ix_account_last_signed_in_at', ['last_signed_in_at', 'id'], unique=False)

    op.create_table('appointment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('post', sa.Enum('chairman', 'general_manager', 'deputy_general_manager', 'department_manager', 'archivist', 'certificate_keeper', 'department_archivist', 'complaint_officer', 'customer_manager', name='post', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('document', sa.String(length=60), nullable=True),
    sa.Column('holder_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_appointment_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['holder_id'], ['employee.id'], name=op.f('fk_appointment_holder_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.create_index('ix_appointment_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_appointment_document', ['document', 'id'], unique=False)
        batch_op.create_index('ix_appointment_from_on', ['from_on', 'id'], unique=False)
        batch_op.create_index('ix_appointment_holder', ['holder_id', 'id'], unique=False)
        batch_op.create_index('ix_appointment_post', ['post', 'id'], unique=False)
        batch_op.create_index('ix_appointment_until_on', ['until_on', 'id'], unique=False)

    op.create_table('attachment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('stored_as', sa.String(length=80), nullable=False),
    sa.Column('uploader_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['uploader_id'], ['employee.id'], name=op.f('fk_attachment_uploader_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment')),
    sa.UniqueConstraint('stored_as', name=op.f('uq_attachment_stored_as')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index('ix_attachment_media_type', ['media_type', 'id'], unique=False)
        batch_op.create_index('ix_attachment_name', ['name', 'id'], unique=False)
        batch_op.create_index('ix_attachment_size', ['size', 'id'], unique=False)
        batch_op.create_index('ix_attachment_uploader', ['uploader_id', 'id'], unique=False)

    op.create_table('charge',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('deputy_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_charge_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['deputy_id'], ['employee.id'], name=op.f('fk_charge_deputy_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_charge')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('charge', schema=None) as batch_op:
        batch_op.create_index('ix_charge_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_charge_deputy', ['deputy_id', 'id'], unique=False)
        batch_op.create_index('ix_charge_from_on', ['from_on', 'id'], unique=False)
        batch_op.create_index('ix_charge_until_on', ['until_on', 'id'], unique=False)

    op.create_table('customer',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('short_name', sa.String(length=60), nullable=True),
    sa.Column('customer_class', sa.Enum('target', 'general', 'key', 'important', 'potential', name='customer_class', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('customer_type', sa.Enum('enterprise', 'personal', name='customer_type', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('company_kind', sa.Enum('state', 'private', 'foreign', 'joint', 'public_body', 'other', name='company_kind', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('governing_body', sa.String(length=120), nullable=True),
    sa.Column('credit_code', sa.String(length=18), nullable=True),
    sa.Column('stock_code', sa.String(length=12), nullable=True),
    sa.Column('listed_on', sa.Date(), nullable=True),
    sa.Column('business_scope', sa.Text(), nullable=True),
    sa.Column('contact_name', sa.String(length=60), nullable=True),
    sa.Column('contact_phone', sa.String(length=30), nullable=True),
    sa.Column('contact_email', sa.String(length=254), nullable=True),
    sa.Column('address', sa.String(length=200), nullable=True),
    sa.Column('opened_on', sa.Date(), nullable=True),
    sa.Column('verified_on', sa.Date(), nullable=True),
    sa.Column('source', sa.String(length=120), nullable=True),
    sa.Column('lawful_basis', sa.String(length=120), nullable=True),
    sa.Column('generated', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('needs', sa.Text(), nullable=True),
    sa.Column('annual_amount', types.Money(), nullable=True),
    sa.Column('financial_state', sa.Text(), nullable=True),
    sa.Column('credit_record', sa.Text(), nullable=True),
    sa.Column('market_position', sa.String(length=200), nullable=True),
    sa.Column('name_pinyin', sa.Text(), nullable=True),
    sa.Column('division_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('manager_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('annual_amount >= 0', name=op.f('ck_customer_annual_amount_minimum')),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_customer_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['division_id'], ['division.id'], name=op.f('fk_customer_division_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['manager_id'], ['employee.id'], name=op.f('fk_customer_manager_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer')),
    sa.UniqueConstraint('number', name=op.f('uq_customer_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('customer', schema=None) as batch_op:
        batch_op.create_index('ix_customer_annual_amount', ['annual_amount', 'id'], unique=False)
        batch_op.create_index('ix_customer_company_kind', ['company_kind', 'id'], unique=False)
        batch_op.create_index('ix_customer_contact_name', ['contact_name', 'id'], unique=False)
        batch_op.create_index('ix_customer_contact_phone', ['contact_phone', 'id'], unique=False)
        batch_op.create_index('ix_customer_customer_class', ['customer_class', 'id'], unique=False)
        batch_op.create_index('ix_customer_customer_type', ['customer_type', 'id'], unique=False)
        batch_op.create_index('ix_customer_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_division', ['division_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_listed_on', ['listed_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_manager', ['manager_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_name', ['name', 'id'], unique=False)
        batch_op.create_index('ix_customer_opened_on', ['opened_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_verified_on', ['verified_on', 'id'], unique=False)

    op.create_table('delegation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('principal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('deputy_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('deputy_id <> principal_id', name=op.f('ck_delegation_deputy_differs')),
    sa.ForeignKeyConstraint(['deputy_id'], ['employee.id'], name=op.f('fk_delegation_deputy_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['principal_id'], ['employee.id'], name=op.f('fk_delegation_principal_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('delegation', schema=None) as batch_op:
        batch_op.create_index('ix_delegation_deputy', ['deputy_id', 'id'], unique=False)
        batch_op.create_index('ix_delegation_from_on', ['from_on', 'id'], unique=False)
        batch_op.create_index('ix_delegation_principal', ['principal_id', 'id'], unique=False)
        batch_op.create_index('ix_delegation_reason', ['reason', 'id'], unique=False)
        batch_op.create_index('ix_delegation_until_on', ['until_on', 'id'], unique=False)

    op.create_table('role_grant',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('post', sa.Enum('chairman', 'general_manager', 'deputy_general_manager', 'department_manager', 'archivist', 'certificate_keeper', 'department_archivist', 'complaint_officer', 'customer_manager', name='post', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('from_at', types.Moment(), nullable=True),
    sa.Column('until_at', types.Moment(), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('role_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_role_grant_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_role_grant_person_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_role_grant_role_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.create_index('ix_role_grant_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_role_grant_from_at', ['from_at', 'id'], unique=False)
        batch_op.create_index('ix_role_grant_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_role_grant_post', ['post', 'id'], unique=False)
        batch_op.create_index('ix_role_grant_reason', ['reason', 'id'], unique=False)
        batch_op.create_index('ix_role_grant_role', ['role_id', 'id'], unique=False)
        batch_op.create_index('ix_role_grant_until_at', ['until_at', 'id'], unique=False)

    op.create_table('archive_view_request',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'approved', 'rejected', 'withdrawn', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('decided_at', types.Moment(), nullable=True),
    sa.Column('opinion', sa.Text(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('applicant_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['applicant_id'], ['employee.id'], name=op.f('fk_archive_view_request_applicant_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_archive_view_request_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['employee.id'], name=op.f('fk_archive_view_request_decided_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_archive_view_request_department_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_archive_view_request')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('archive_view_request', schema=None) as batch_op:
        batch_op.create_index('ix_archive_view_request_applicant', ['applicant_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_view_request_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_view_request_decided_at', ['decided_at', 'id'], unique=False)
        batch_op.create_index('ix_archive_view_request_decided_by', ['decided_by_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_view_request_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_view_request_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_archive_view_request_until_on', ['until_on', 'id'], unique=False)

    op.create_table('contact',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('position', sa.String(length=60), nullable=True),
    sa.Column('phone', sa.String(length=30), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('id_card', sa.String(length=18), nullable=True),
    sa.Column('birthday_on', sa.Date(), nullable=True),
    sa.Column('main', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=True),
    sa.Column('lawful_basis', sa.String(length=120), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name_pinyin', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_contact_customer_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.create_index('ix_contact_birthday_on', ['birthday_on', 'id'], unique=False)
        batch_op.create_index('ix_contact_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_contact_email', ['email', 'id'], unique=False)
        batch_op.create_index('ix_contact_name', ['name', 'id'], unique=False)
        batch_op.create_index('ix_contact_phone', ['phone', 'id'], unique=False)
        batch_op.create_index('ix_contact_position', ['position', 'id'], unique=False)

    op.create_table('correspondence',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('exchanged_on', sa.Date(), nullable=False),
    sa.Column('direction', sa.Enum('in', 'out', name='direction', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('means', sa.Enum('letter', 'fax', 'call', 'mail', name='means', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('document', sa.String(length=60), nullable=True),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('content', sa.Text(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('handler_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('scan_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_correspondence_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['handler_id'], ['employee.id'], name=op.f('fk_correspondence_handler_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['scan_id'], ['attachment.id'], name=op.f('fk_correspondence_scan_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correspondence')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('correspondence', schema=None) as batch_op:
        batch_op.create_index('ix_correspondence_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_correspondence_direction', ['direction', 'id'], unique=False)
        batch_op.create_index('ix_correspondence_exchanged_on', ['exchanged_on', 'id'], unique=False)
        batch_op.create_index('ix_correspondence_handler', ['handler_id', 'id'], unique=False)
        batch_op.create_index('ix_correspondence_means', ['means', 'id'], unique=False)
        batch_op.create_index('ix_correspondence_scan', ['scan_id', 'id'], unique=False)
        batch_op.create_index('ix_correspondence_subject', ['subject', 'id'], unique=False)

    op.create_table('customer_team',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['customer.id'], name=op.f('fk_customer_team_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['employee.id'], name=op.f('fk_customer_team_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_customer_team'))
    )
    with op.batch_alter_table('customer_team', schema=None) as batch_op:
        batch_op.create_index('ix_customer_team_back', ['target_id'], unique=False)

    op.create_table('import_mapping',
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('register_key', sa.String(length=60), nullable=False),
    sa.Column('signature', sa.String(length=64), nullable=False),
    sa.Column('mapping', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_import_mapping_account_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('account_id', 'register_key', 'signature', name=op.f('pk_import_mapping'))
    )
    op.create_table('job',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('export', 'import', 'undo_import', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('register_key', sa.String(length=60), nullable=False),
    sa.Column('params', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'running', 'done', 'failed', 'cancelled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.JSON(), nullable=False),
    sa.Column('result_file', sa.String(length=120), nullable=True),
    sa.Column('result_name', sa.String(length=200), nullable=True),
    sa.Column('created_at', types.Moment(), nullable=False),
    sa.Column('finished_at', types.Moment(), nullable=True),
    sa.Column('expires_at', types.Moment(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_job_account_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('ix_job_account', ['account_id', 'id'], unique=False)

    op.create_table('major_event',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('side', sa.Enum('customer', 'between', name='side', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('details', sa.Text(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recorder_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_major_event_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['recorder_id'], ['employee.id'], name=op.f('fk_major_event_recorder_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_major_event')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('major_event', schema=None) as batch_op:
        batch_op.create_index('ix_major_event_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_major_event_happened_on', ['happened_on', 'id'], unique=False)
        batch_op.create_index('ix_major_event_recorder', ['recorder_id', 'id'], unique=False)
        batch_op.create_index('ix_major_event_side', ['side', 'id'], unique=False)
        batch_op.create_index('ix_major_event_title', ['title', 'id'], unique=False)

    op.create_table('registration',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contacted_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('open', 'filed', 'returned', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('filed_on', sa.Date(), nullable=True),
    sa.Column('opinion', sa.Text(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('applicant_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('filed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['applicant_id'], ['employee.id'], name=op.f('fk_registration_applicant_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_registration_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['filed_by_id'], ['employee.id'], name=op.f('fk_registration_filed_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.create_index('ix_registration_applicant', ['applicant_id', 'id'], unique=False)
        batch_op.create_index('ix_registration_contacted_on', ['contacted_on', 'id'], unique=False)
        batch_op.create_index('ix_registration_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_registration_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_registration_filed_by', ['filed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_registration_filed_on', ['filed_on', 'id'], unique=False)
        batch_op.create_index('ix_registration_state', ['state', 'id'], unique=False)

    op.create_table('registration_change',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('change', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('open', 'filed', 'returned', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('filed_on', sa.Date(), nullable=True),
    sa.Column('opinion', sa.Text(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('applicant_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('filed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['applicant_id'], ['employee.id'], name=op.f('fk_registration_change_applicant_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_registration_change_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['filed_by_id'], ['employee.id'], name=op.f('fk_registration_change_filed_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_change')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('registration_change', schema=None) as batch_op:
        batch_op.create_index('ix_registration_change_applicant', ['applicant_id', 'id'], unique=False)
        batch_op.create_index('ix_registration_change_changed_on', ['changed_on', 'id'], unique=False)
        batch_op.create_index('ix_registration_change_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_registration_change_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_registration_change_filed_by', ['filed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_registration_change_filed_on', ['filed_on', 'id'], unique=False)
        batch_op.create_index('ix_registration_change_state', ['state', 'id'], unique=False)

    op.create_table('saved_view',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('register_key', sa.String(length=60), nullable=False),
    sa.Column('label', sa.String(length=40), nullable=False),
    sa.Column('query', sa.String(length=2000), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_saved_view_account_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_view'))
    )
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.create_index('ix_saved_view_owner', ['account_id', 'register_key', 'id'], unique=False)

    op.create_table('import_row',
    sa.Column('job_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_import_row_job_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('job_id', 'record_id', name=op.f('pk_import_row'))
    )
    # Departments name employees and employees departments; SQLite takes the circle as it is, PostgreSQL needs both tables first.
    if op.get_bind().dialect.name == "postgresql":
        for name in ("data_steward", "manager"):
            op.create_foreign_key(
                op.f(f"fk_department_{name}_id"), "department", "employee", [f"{name}_id"], ["id"], ondelete="RESTRICT"
            )


def downgrade() -> None:
    op.drop_table('import_row')
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.drop_index('ix_saved_view_owner')

    op.drop_table('saved_view')
    with op.batch_alter_table('registration_change', schema=None) as batch_op:
        batch_op.drop_index('ix_registration_change_state')
        batch_op.drop_index('ix_registration_change_filed_on')
        batch_op.drop_index('ix_registration_change_filed_by')
        batch_op.drop_index('ix_registration_change_due_on')
        batch_op.drop_index('ix_registration_change_customer')
        batch_op.drop_index('ix_registration_change_changed_on')
        batch_op.drop_index('ix_registration_change_applicant')

    op.drop_table('registration_change')
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_index('ix_registration_state')
        batch_op.drop_index('ix_registration_filed_on')
        batch_op.drop_index('ix_registration_filed_by')
        batch_op.drop_index('ix_registration_due_on')
        batch_op.drop_index('ix_registration_customer')
        batch_op.drop_index('ix_registration_contacted_on')
        batch_op.drop_index('ix_registration_applicant')

    op.drop_table('registration')
    with op.batch_alter_table('major_event', schema=None) as batch_op:
        batch_op.drop_index('ix_major_event_title')
        batch_op.drop_index('ix_major_event_side')
        batch_op.drop_index('ix_major_event_recorder')
        batch_op.drop_index('ix_major_event_happened_on')
        batch_op.drop_index('ix_major_event_customer')

    op.drop_table('major_event')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index('ix_job_account')

    op.drop_table('job')
    op.drop_table('import_mapping')
    with op.batch_alter_table('customer_team', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_team_back')

    op.drop_table('customer_team')
    with op.batch_alter_table('correspondence', schema=None) as batch_op:
        batch_op.drop_index('ix_correspondence_subject')
        batch_op.drop_index('ix_correspondence_scan')
        batch_op.drop_index('ix_correspondence_means')
        batch_op.drop_index('ix_correspondence_handler')
        batch_op.drop_index('ix_correspondence_exchanged_on')
        batch_op.drop_index('ix_correspondence_direction')
        batch_op.drop_index('ix_correspondence_customer')

    op.drop_table('correspondence')
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_index('ix_contact_position')
        batch_op.drop_index('ix_contact_phone')
        batch_op.drop_index('ix_contact_name')
        batch_op.drop_index('ix_contact_email')
        batch_op.drop_index('ix_contact_customer')
        batch_op.drop_index('ix_contact_birthday_on')

    op.drop_table('contact')
    with op.batch_alter_table('archive_view_request', schema=None) as batch_op:
        batch_op.drop_index('ix_archive_view_request_until_on')
        batch_op.drop_index('ix_archive_view_request_state')
        batch_op.drop_index('ix_archive_view_request_department')
        batch_op.drop_index('ix_archive_view_request_decided_by')
        batch_op.drop_index('ix_archive_view_request_decided_at')
        batch_op.drop_index('ix_archive_view_request_customer')
        batch_op.drop_index('ix_archive_view_request_applicant')

    op.drop_table('archive_view_request')
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_index('ix_role_grant_until_at')
        batch_op.drop_index('ix_role_grant_role')
        batch_op.drop_index('ix_role_grant_reason')
        batch_op.drop_index('ix_role_grant_post')
        batch_op.drop_index('ix_role_grant_person')
        batch_op.drop_index('ix_role_grant_from_at')
        batch_op.drop_index('ix_role_grant_department')

    op.drop_table('role_grant')
    with op.batch_alter_table('delegation', schema=None) as batch_op:
        batch_op.drop_index('ix_delegation_until_on')
        batch_op.drop_index('ix_delegation_reason')
        batch_op.drop_index('ix_delegation_principal')
        batch_op.drop_index('ix_delegation_from_on')
        batch_op.drop_index('ix_delegation_deputy')

    op.drop_table('delegation')
    with op.batch_alter_table('customer', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_verified_on')
        batch_op.drop_index('ix_customer_opened_on')
        batch_op.drop_index('ix_customer_name')
        batch_op.drop_index('ix_customer_manager')
        batch_op.drop_index('ix_customer_listed_on')
        batch_op.drop_index('ix_customer_division')
        batch_op.drop_index('ix_customer_department')
        batch_op.drop_index('ix_customer_customer_type')
        batch_op.drop_index('ix_customer_customer_class')
        batch_op.drop_index('ix_customer_contact_phone')
        batch_op.drop_index('ix_customer_contact_name')
        batch_op.drop_index('ix_customer_company_kind')
        batch_op.drop_index('ix_customer_annual_amount')

    op.drop_table('customer')
    with op.batch_alter_table('charge', schema=None) as batch_op:
        batch_op.drop_index('ix_charge_until_on')
        batch_op.drop_index('ix_charge_from_on')
        batch_op.drop_index('ix_charge_deputy')
        batch_op.drop_index('ix_charge_department')

    op.drop_table('charge')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index('ix_attachment_uploader')
        batch_op.drop_index('ix_attachment_size')
        batch_op.drop_index('ix_attachment_name')
        batch_op.drop_index('ix_attachment_media_type')

    op.drop_table('attachment')
    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.drop_index('ix_appointment_until_on')
        batch_op.drop_index('ix_appointment_post')
        batch_op.drop_index('ix_appointment_holder')
        batch_op.drop_index('ix_appointment_from_on')
        batch_op.drop_index('ix_appointment_document')
        batch_op.drop_index('ix_appointment_department')

    op.drop_table('appointment')
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_index('ix_account_last_signed_in_at')
        batch_op.drop_index('ix_account_ends_on')

    op.drop_table('account')
    with op.batch_alter_table('role_parents', schema=None) as batch_op:
        batch_op.drop_index('ix_role_parents_back')

    op.drop_table('role_parents')
    with op.batch_alter_table('field_rule', schema=None) as batch_op:
        batch_op.drop_index('ix_field_rule_role')
        batch_op.drop_index('ix_field_rule_register_key')
        batch_op.drop_index('ix_field_rule_level')
        batch_op.drop_index('ix_field_rule_field_key')
        batch_op.drop_index('ix_field_rule_channel')

    op.drop_table('field_rule')
    with op.batch_alter_table('employee', schema=None) as batch_op:
        batch_op.drop_index('ix_employee_superior')
        batch_op.drop_index('ix_employee_position')
        batch_op.drop_index('ix_employee_phone')
        batch_op.drop_index('ix_employee_name')
        batch_op.drop_index('ix_employee_left_on')
        batch_op.drop_index('ix_employee_joined_on')
        batch_op.drop_index('ix_employee_department')

    op.drop_table('employee')
    with op.batch_alter_table('area_rule', schema=None) as batch_op:
        batch_op.drop_index('ix_area_rule_writes')
        batch_op.drop_index('ix_area_rule_role')
        batch_op.drop_index('ix_area_rule_reads')
        batch_op.drop_index('ix_area_rule_area')
        batch_op.drop_index('ix_area_rule_above')

    op.drop_table('area_rule')
    with op.batch_alter_table('action_rule', schema=None) as batch_op:
        batch_op.drop_index('ix_action_rule_scope')
        batch_op.drop_index('ix_action_rule_role')
        batch_op.drop_index('ix_action_rule_register_key')
        batch_op.drop_index('ix_action_rule_action')

    op.drop_table('action_rule')
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_session_account_id'))

    op.drop_table('sign_in_session')
    op.drop_table('sign_in_attempt')
    with op.batch_alter_table('setting', schema=None) as batch_op:
        batch_op.drop_index('ix_setting_value')
        batch_op.drop_index('ix_setting_note')

    op.drop_table('setting')
    with op.batch_alter_table('role', schema=None) as batch_op:
        batch_op.drop_index('ix_role_title')
        batch_op.drop_index('ix_role_kind')

    op.drop_table('role')
    op.drop_table('policy_state')
    op.drop_table('number_series')
    with op.batch_alter_table('field_cap', schema=None) as batch_op:
        batch_op.drop_index('ix_field_cap_register_key')
        batch_op.drop_index('ix_field_cap_reason')
        batch_op.drop_index('ix_field_cap_level')
        batch_op.drop_index('ix_field_cap_field_key')
        batch_op.drop_index('ix_field_cap_channel')

    op.drop_table('field_cap')
    with op.batch_alter_table('division', schema=None) as batch_op:
        batch_op.drop_index('ix_division_path')
        batch_op.drop_index('ix_division_name')
        batch_op.drop_index('ix_division_level')
        batch_op.drop_index('ix_division_above')

    op.drop_table('division')
    with op.batch_alter_table('department', schema=None) as batch_op:
        batch_op.drop_index('ix_department_name')
        batch_op.drop_index('ix_department_manager')
        batch_op.drop_index('ix_department_data_steward')
        batch_op.drop_index('ix_department_above')

    op.drop_table('department')
    op.drop_table('credential')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_entry_record')
        batch_op.drop_index('ix_audit_entry_happened_at')
        batch_op.drop_index('ix_audit_entry_actor_id')

    op.drop_table('audit_entry')
