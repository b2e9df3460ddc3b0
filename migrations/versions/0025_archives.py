"""Archives: places, units, certificates, safes, day closes, and the journal of custody that chains every movement."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('archive_command',
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('done_at', types.Moment(), nullable=False),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_archive_command'))
    )
    op.create_table('movement_rule',
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('from_kind', sa.String(length=20), nullable=False),
    sa.Column('to_kind', sa.String(length=20), nullable=False),
    sa.Column('unit_kind', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('reason', 'from_kind', 'to_kind', 'unit_kind', name=op.f('pk_movement_rule'))
    )
    op.create_table('number_word',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('word', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.text('(true)'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_number_word')),
    sa.UniqueConstraint('word', name=op.f('uq_number_word_word')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('number_word', schema=None) as batch_op:
        batch_op.create_index('ix_number_word_title', ['title', 'id'], unique=False)

    op.create_table('case_class',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('clause_no', sa.String(length=30), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('retention_months', sa.Integer(), nullable=True),
    sa.Column('basis', sa.Enum('filed', 'contract_end', 'loan_settled', 'case_closed', name='basis', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('secrecy', sa.Enum('open', 'internal', 'confidential', name='secrecy', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('retention_months >= 1', name=op.f('ck_case_class_retention_months_minimum')),
    sa.CheckConstraint('year >= 1990', name=op.f('ck_case_class_year_minimum')),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_case_class_department_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_class')),
    sa.UniqueConstraint('year', 'department_id', 'clause_no', name=op.f('uq_case_class_year_department_id_clause_no')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('case_class', schema=None) as batch_op:
        batch_op.create_index('ix_case_class_clause_no', ['clause_no', 'id'], unique=False)
        batch_op.create_index('ix_case_class_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_case_class_retention_months', ['retention_months', 'id'], unique=False)
        batch_op.create_index('ix_case_class_secrecy', ['secrecy', 'id'], unique=False)
        batch_op.create_index('ix_case_class_title', ['title', 'id'], unique=False)
        batch_op.create_index('ix_case_class_year', ['year', 'id'], unique=False)

    op.create_table('archive_account',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.Enum('shelf', 'safe', 'desk', 'transit', 'external', 'person', 'origin', 'missing', 'released', 'destroyed', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('active', sa.Boolean(), server_default=sa.text('(true)'), nullable=False),
    sa.Column('above_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('capacity >= 1', name=op.f('ck_archive_account_capacity_minimum')),
    sa.ForeignKeyConstraint(['above_id'], ['archive_account.id'], name=op.f('fk_archive_account_above_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_archive_account_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_archive_account')),
    sa.UniqueConstraint('code', name=op.f('uq_archive_account_code')),
    sa.UniqueConstraint('id', 'kind', name=op.f('uq_archive_account_id_kind')),
    sa.UniqueConstraint('person_id', name=op.f('uq_archive_account_person_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('archive_account', schema=None) as batch_op:
        batch_op.create_index('ix_archive_account_above', ['above_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_account_capacity', ['capacity', 'id'], unique=False)
        batch_op.create_index('ix_archive_account_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_archive_account_name', ['name', 'id'], unique=False)
        batch_op.create_index('uq_archive_account_single', ['kind'], unique=True, sqlite_where=sa.text("kind IN ('origin', 'missing', 'released', 'destroyed')"), postgresql_where=sa.text("kind IN ('origin', 'missing', 'released', 'destroyed')"))

    op.create_table('day_close',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=False),
    sa.Column('entries', sa.Integer(), nullable=False),
    sa.Column('counted', sa.Integer(), nullable=False),
    sa.Column('head', sa.String(length=64), nullable=False),
    sa.Column('closed_at', types.Moment(), nullable=False),
    sa.Column('counter_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('witness_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('witness_id <> counter_id', name=op.f('ck_day_close_witness_differs')),
    sa.ForeignKeyConstraint(['counter_id'], ['employee.id'], name=op.f('fk_day_close_counter_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['witness_id'], ['employee.id'], name=op.f('fk_day_close_witness_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_day_close')),
    sa.UniqueConstraint('closed_on', name=op.f('uq_day_close_closed_on')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('day_close', schema=None) as batch_op:
        batch_op.create_index('ix_day_close_counter', ['counter_id', 'id'], unique=False)
        batch_op.create_index('ix_day_close_witness', ['witness_id', 'id'], unique=False)

    op.create_table('number_void',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('word_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('approved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('no >= 1', name=op.f('ck_number_void_no_minimum')),
    sa.CheckConstraint('year >= 1990', name=op.f('ck_number_void_year_minimum')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['employee.id'], name=op.f('fk_number_void_approved_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['word_id'], ['number_word.id'], name=op.f('fk_number_void_word_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_number_void')),
    sa.UniqueConstraint('word_id', 'year', 'no', name=op.f('uq_number_void_word_id_year_no')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('number_void', schema=None) as batch_op:
        batch_op.create_index('ix_number_void_approved_by', ['approved_by_id', 'id'], unique=False)
        batch_op.create_index('ix_number_void_no', ['no', 'id'], unique=False)
        batch_op.create_index('ix_number_void_reason', ['reason', 'id'], unique=False)
        batch_op.create_index('ix_number_void_word', ['word_id', 'id'], unique=False)
        batch_op.create_index('ix_number_void_year', ['year', 'id'], unique=False)

    op.create_table('archive_unit',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('volume', 'certificate', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=True),
    sa.Column('secrecy', sa.Enum('open', 'internal', 'confidential', name='secrecy', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('remark', sa.Text(), nullable=True),
    sa.Column('word_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case_class_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('home_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('volume_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('no', sa.Integer(), nullable=True),
    sa.Column('part_no', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('pages >= 1', name=op.f('ck_archive_unit_pages_minimum')),
    sa.ForeignKeyConstraint(['case_class_id'], ['case_class.id'], name=op.f('fk_archive_unit_case_class_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_archive_unit_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_archive_unit_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['home_id'], ['archive_account.id'], name=op.f('fk_archive_unit_home_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['volume_id'], ['archive_unit.id'], name=op.f('fk_archive_unit_volume_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['word_id'], ['number_word.id'], name=op.f('fk_archive_unit_word_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_archive_unit')),
    sa.UniqueConstraint('id', 'kind', name=op.f('uq_archive_unit_id_kind')),
    sa.UniqueConstraint('word_id', 'year', 'no', 'part_no', name=op.f('uq_archive_unit_word_id_year_no_part_no')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('archive_unit', schema=None) as batch_op:
        batch_op.create_index('ix_archive_unit_case_class', ['case_class_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_unit_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_unit_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_unit_home', ['home_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_unit_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_archive_unit_number', ['number', 'id'], unique=False)
        batch_op.create_index('ix_archive_unit_number_part', ['number', 'part_no'], unique=False)
        batch_op.create_index('ix_archive_unit_pages', ['pages', 'id'], unique=False)
        batch_op.create_index('ix_archive_unit_secrecy', ['secrecy', 'id'], unique=False)
        batch_op.create_index('ix_archive_unit_title', ['title', 'id'], unique=False)
        batch_op.create_index('ix_archive_unit_volume', ['volume_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_unit_word', ['word_id', 'id'], unique=False)

    op.create_table('safe_role',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('half', sa.Enum('key', 'code', name='half', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('safe_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('holder_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['holder_id'], ['employee.id'], name=op.f('fk_safe_role_holder_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['safe_id'], ['archive_account.id'], name=op.f('fk_safe_role_safe_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_safe_role')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('safe_role', schema=None) as batch_op:
        batch_op.create_index('ix_safe_role_from_on', ['from_on', 'id'], unique=False)
        batch_op.create_index('ix_safe_role_half', ['half', 'id'], unique=False)
        batch_op.create_index('ix_safe_role_holder', ['holder_id', 'id'], unique=False)
        batch_op.create_index('ix_safe_role_safe', ['safe_id', 'id'], unique=False)
        batch_op.create_index('ix_safe_role_until_on', ['until_on', 'id'], unique=False)

    op.create_table('safe_session',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('purpose', sa.String(length=200), nullable=False),
    sa.Column('opened_at', types.Moment(), nullable=True),
    sa.Column('closed_at', types.Moment(), nullable=True),
    sa.Column('state', sa.Enum('asked', 'open', 'closed', 'cancelled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('safe_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('opener_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('second_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('closed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('second_id <> opener_id', name=op.f('ck_safe_session_second_differs')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['employee.id'], name=op.f('fk_safe_session_closed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['opener_id'], ['employee.id'], name=op.f('fk_safe_session_opener_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['safe_id'], ['archive_account.id'], name=op.f('fk_safe_session_safe_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['second_id'], ['employee.id'], name=op.f('fk_safe_session_second_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_safe_session')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('safe_session', schema=None) as batch_op:
        batch_op.create_index('ix_safe_session_closed_by', ['closed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_safe_session_opened_at', ['opened_at', 'id'], unique=False)
        batch_op.create_index('ix_safe_session_opener', ['opener_id', 'id'], unique=False)
        batch_op.create_index('ix_safe_session_purpose', ['purpose', 'id'], unique=False)
        batch_op.create_index('ix_safe_session_safe', ['safe_id', 'id'], unique=False)
        batch_op.create_index('ix_safe_session_second', ['second_id', 'id'], unique=False)
        batch_op.create_index('ix_safe_session_state', ['state', 'id'], unique=False)
        batch_op.create_index('uq_safe_session_open', ['safe_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('certificate',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('certificate_no', sa.String(length=100), nullable=False),
    sa.Column('kind', sa.Enum('owners_title', 'guarantors_title', 'other_right', 'chattel_mortgage', 'equity_pledge', 'other', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('right_holder', sa.String(length=120), nullable=False),
    sa.Column('issuer', sa.String(length=120), nullable=True),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('registered_on', sa.Date(), nullable=True),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('volume_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('home_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('copies >= 1', name=op.f('ck_certificate_copies_minimum')),
    sa.ForeignKeyConstraint(['home_id'], ['archive_account.id'], name=op.f('fk_certificate_home_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['unit_id'], ['archive_unit.id'], name=op.f('fk_certificate_unit_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['volume_id'], ['archive_unit.id'], name=op.f('fk_certificate_volume_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('unit_id', name=op.f('uq_certificate_unit_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index('ix_certificate_certificate_no', ['certificate_no', 'id'], unique=False)
        batch_op.create_index('ix_certificate_expires_on', ['expires_on', 'id'], unique=False)
        batch_op.create_index('ix_certificate_home', ['home_id', 'id'], unique=False)
        batch_op.create_index('ix_certificate_issuer', ['issuer', 'id'], unique=False)
        batch_op.create_index('ix_certificate_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_certificate_registered_on', ['registered_on', 'id'], unique=False)
        batch_op.create_index('ix_certificate_right_holder', ['right_holder', 'id'], unique=False)
        batch_op.create_index('ix_certificate_volume', ['volume_id', 'id'], unique=False)

    op.create_table('custody_entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('unit_kind', sa.String(length=20), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('prev_seq', sa.Integer(), nullable=True),
    sa.Column('from_account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('from_kind', sa.String(length=20), nullable=False),
    sa.Column('to_account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('to_kind', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('document', sa.String(length=80), nullable=False),
    sa.Column('occurred_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', types.Moment(), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('witness_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('safe_session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reverses_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=True),
    sa.Column('prev_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.CheckConstraint("(from_kind <> 'safe' AND to_kind <> 'safe') OR safe_session_id IS NOT NULL", name=op.f('ck_custody_entry_two_keys')),
    sa.CheckConstraint("(reason = 'reverse') = (reverses_id IS NOT NULL)", name=op.f('ck_custody_entry_reverses')),
    sa.CheckConstraint("(seq = 1) = (from_kind = 'origin') AND to_kind <> 'origin'", name=op.f('ck_custody_entry_begins')),
    sa.CheckConstraint("(to_kind <> 'destroyed' AND reason <> 'reverse') OR (witness_id IS NOT NULL AND witness_id <> actor_id)", name=op.f('ck_custody_entry_witnessed')),
    sa.CheckConstraint("NOT (unit_kind = 'certificate' AND to_kind = 'shelf')", name=op.f('ck_custody_entry_only_a_safe')),
    sa.CheckConstraint("from_kind NOT IN ('destroyed', 'released')", name=op.f('ck_custody_entry_final')),
    sa.CheckConstraint('from_account_id <> to_account_id', name=op.f('ck_custody_entry_moves')),
    sa.CheckConstraint('seq >= 1 AND (seq = 1) = (prev_seq IS NULL) AND (prev_seq IS NULL OR prev_seq = seq - 1)', name=op.f('ck_custody_entry_counted')),
    sa.ForeignKeyConstraint(['actor_id'], ['employee.id'], name=op.f('fk_custody_entry_actor_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['from_account_id', 'from_kind'], ['archive_account.id', 'archive_account.kind'], name='source', ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['reason', 'from_kind', 'to_kind', 'unit_kind'], ['movement_rule.reason', 'movement_rule.from_kind', 'movement_rule.to_kind', 'movement_rule.unit_kind'], name='movement'),
    sa.ForeignKeyConstraint(['reverses_id'], ['custody_entry.id'], name=op.f('fk_custody_entry_reverses_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['safe_session_id'], ['safe_session.id'], name=op.f('fk_custody_entry_safe_session_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['to_account_id', 'to_kind'], ['archive_account.id', 'archive_account.kind'], name='target', ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['unit_id', 'prev_seq', 'from_account_id'], ['custody_entry.unit_id', 'custody_entry.seq', 'custody_entry.to_account_id'], name='chain'),
    sa.ForeignKeyConstraint(['unit_id', 'unit_kind'], ['archive_unit.id', 'archive_unit.kind'], name='unit', ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['witness_id'], ['employee.id'], name=op.f('fk_custody_entry_witness_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_custody_entry')),
    sa.UniqueConstraint('hash', name=op.f('uq_custody_entry_hash')),
    sa.UniqueConstraint('reverses_id', name=op.f('uq_custody_entry_reverses_id')),
    sa.UniqueConstraint('unit_id', 'seq', 'to_account_id', name=op.f('uq_custody_entry_unit_id_seq_to_account_id')),
    sa.UniqueConstraint('unit_id', 'seq', name=op.f('uq_custody_entry_unit_id_seq'))
    )
    with op.batch_alter_table('custody_entry', schema=None) as batch_op:
        batch_op.create_index('ix_custody_entry_day', ['occurred_on', 'id'], unique=False)
        batch_op.create_index('ix_custody_entry_from', ['from_account_id', 'id'], unique=False)
        batch_op.create_index('ix_custody_entry_to', ['to_account_id', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('custody_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_custody_entry_to')
        batch_op.drop_index('ix_custody_entry_from')
        batch_op.drop_index('ix_custody_entry_day')

    op.drop_table('custody_entry')
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index('ix_certificate_volume')
        batch_op.drop_index('ix_certificate_right_holder')
        batch_op.drop_index('ix_certificate_registered_on')
        batch_op.drop_index('ix_certificate_kind')
        batch_op.drop_index('ix_certificate_issuer')
        batch_op.drop_index('ix_certificate_home')
        batch_op.drop_index('ix_certificate_expires_on')
        batch_op.drop_index('ix_certificate_certificate_no')

    op.drop_table('certificate')
    with op.batch_alter_table('safe_session', schema=None) as batch_op:
        batch_op.drop_index('uq_safe_session_open', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.drop_index('ix_safe_session_state')
        batch_op.drop_index('ix_safe_session_second')
        batch_op.drop_index('ix_safe_session_safe')
        batch_op.drop_index('ix_safe_session_purpose')
        batch_op.drop_index('ix_safe_session_opener')
        batch_op.drop_index('ix_safe_session_opened_at')
        batch_op.drop_index('ix_safe_session_closed_by')

    op.drop_table('safe_session')
    with op.batch_alter_table('safe_role', schema=None) as batch_op:
        batch_op.drop_index('ix_safe_role_until_on')
        batch_op.drop_index('ix_safe_role_safe')
        batch_op.drop_index('ix_safe_role_holder')
        batch_op.drop_index('ix_safe_role_half')
        batch_op.drop_index('ix_safe_role_from_on')

    op.drop_table('safe_role')
    with op.batch_alter_table('archive_unit', schema=None) as batch_op:
        batch_op.drop_index('ix_archive_unit_word')
        batch_op.drop_index('ix_archive_unit_volume')
        batch_op.drop_index('ix_archive_unit_title')
        batch_op.drop_index('ix_archive_unit_secrecy')
        batch_op.drop_index('ix_archive_unit_pages')
        batch_op.drop_index('ix_archive_unit_number_part')
        batch_op.drop_index('ix_archive_unit_number')
        batch_op.drop_index('ix_archive_unit_kind')
        batch_op.drop_index('ix_archive_unit_home')
        batch_op.drop_index('ix_archive_unit_department')
        batch_op.drop_index('ix_archive_unit_customer')
        batch_op.drop_index('ix_archive_unit_case_class')

    op.drop_table('archive_unit')
    with op.batch_alter_table('number_void', schema=None) as batch_op:
        batch_op.drop_index('ix_number_void_year')
        batch_op.drop_index('ix_number_void_word')
        batch_op.drop_index('ix_number_void_reason')
        batch_op.drop_index('ix_number_void_no')
        batch_op.drop_index('ix_number_void_approved_by')

    op.drop_table('number_void')
    with op.batch_alter_table('day_close', schema=None) as batch_op:
        batch_op.drop_index('ix_day_close_witness')
        batch_op.drop_index('ix_day_close_counter')

    op.drop_table('day_close')
    with op.batch_alter_table('archive_account', schema=None) as batch_op:
        batch_op.drop_index('uq_archive_account_single', sqlite_where=sa.text("kind IN ('origin', 'missing', 'released', 'destroyed')"), postgresql_where=sa.text("kind IN ('origin', 'missing', 'released', 'destroyed')"))
        batch_op.drop_index('ix_archive_account_name')
        batch_op.drop_index('ix_archive_account_kind')
        batch_op.drop_index('ix_archive_account_capacity')
        batch_op.drop_index('ix_archive_account_above')

    op.drop_table('archive_account')
    with op.batch_alter_table('case_class', schema=None) as batch_op:
        batch_op.drop_index('ix_case_class_year')
        batch_op.drop_index('ix_case_class_title')
        batch_op.drop_index('ix_case_class_secrecy')
        batch_op.drop_index('ix_case_class_retention_months')
        batch_op.drop_index('ix_case_class_department')
        batch_op.drop_index('ix_case_class_clause_no')

    op.drop_table('case_class')
    with op.batch_alter_table('number_word', schema=None) as batch_op:
        batch_op.drop_index('ix_number_word_title')

    op.drop_table('number_word')
    op.drop_table('movement_rule')
    op.drop_table('archive_command')
