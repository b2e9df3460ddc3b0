"""Retention periods, legal holds, destruction lists with their signatures, releases of certificates."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('retention_period',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('months', sa.Integer(), nullable=True),
    sa.Column('basis', sa.Enum('filed', 'contract_end', 'loan_settled', 'case_closed', name='basis', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('ground', sa.String(length=200), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('months >= 1', name=op.f('ck_retention_period_months_minimum')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_retention_period')),
    sa.UniqueConstraint('code', name=op.f('uq_retention_period_code')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('retention_period', schema=None) as batch_op:
        batch_op.create_index('ix_retention_period_basis', ['basis', 'id'], unique=False)
        batch_op.create_index('ix_retention_period_months', ['months', 'id'], unique=False)
        batch_op.create_index('ix_retention_period_title', ['title', 'id'], unique=False)

    op.create_table('destruction_list',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('reason', sa.String(length=400), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'appraised', 'waiting', 'counted', 'executed', 'cancelled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('appraisal', sa.Text(), nullable=True),
    sa.Column('appraised_at', types.Moment(), nullable=True),
    sa.Column('opinion', sa.Text(), nullable=True),
    sa.Column('approved_at', types.Moment(), nullable=True),
    sa.Column('wait_until', sa.Date(), nullable=True),
    sa.Column('counted', sa.Integer(), nullable=True),
    sa.Column('counted_at', types.Moment(), nullable=True),
    sa.Column('executed_at', types.Moment(), nullable=True),
    sa.Column('cancelled_because', sa.String(length=400), nullable=True),
    sa.Column('proposer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('appraised_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('approved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('executor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('counted >= 1', name=op.f('ck_destruction_list_counted_minimum')),
    sa.ForeignKeyConstraint(['appraised_by_id'], ['employee.id'], name=op.f('fk_destruction_list_appraised_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['approved_by_id'], ['employee.id'], name=op.f('fk_destruction_list_approved_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['executor_id'], ['employee.id'], name=op.f('fk_destruction_list_executor_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['proposer_id'], ['employee.id'], name=op.f('fk_destruction_list_proposer_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_destruction_list')),
    sa.UniqueConstraint('number', name=op.f('uq_destruction_list_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('destruction_list', schema=None) as batch_op:
        batch_op.create_index('ix_destruction_list_appraised_by', ['appraised_by_id', 'id'], unique=False)
        batch_op.create_index('ix_destruction_list_approved_by', ['approved_by_id', 'id'], unique=False)
        batch_op.create_index('ix_destruction_list_executor', ['executor_id', 'id'], unique=False)
        batch_op.create_index('ix_destruction_list_proposer', ['proposer_id', 'id'], unique=False)
        batch_op.create_index('ix_destruction_list_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_destruction_list_wait_until', ['wait_until', 'id'], unique=False)

    op.create_table('legal_hold',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case_no', sa.String(length=80), nullable=False),
    sa.Column('reason', sa.String(length=400), nullable=False),
    sa.Column('placed_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('placed', 'released', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('released_because', sa.String(length=400), nullable=True),
    sa.Column('released_on', sa.Date(), nullable=True),
    sa.Column('placed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('released_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['placed_by_id'], ['employee.id'], name=op.f('fk_legal_hold_placed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['released_by_id'], ['employee.id'], name=op.f('fk_legal_hold_released_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_legal_hold')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('legal_hold', schema=None) as batch_op:
        batch_op.create_index('ix_legal_hold_case_no', ['case_no', 'id'], unique=False)
        batch_op.create_index('ix_legal_hold_placed_by', ['placed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_legal_hold_placed_on', ['placed_on', 'id'], unique=False)
        batch_op.create_index('ix_legal_hold_released_by', ['released_by_id', 'id'], unique=False)
        batch_op.create_index('ix_legal_hold_state', ['state', 'id'], unique=False)

    op.create_table('destruction_list_supervisors',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['destruction_list.id'], name=op.f('fk_destruction_list_supervisors_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['employee.id'], name=op.f('fk_destruction_list_supervisors_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_destruction_list_supervisors'))
    )
    with op.batch_alter_table('destruction_list_supervisors', schema=None) as batch_op:
        batch_op.create_index('ix_destruction_list_supervisors_back', ['target_id'], unique=False)

    op.create_table('destruction_supervisor',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.Enum('asked', 'signed', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('signed_at', types.Moment(), nullable=True),
    sa.Column('destruction_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('supervisor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('content', sa.String(length=64), server_default=sa.text("('')"), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['destruction_id'], ['destruction_list.id'], name=op.f('fk_destruction_supervisor_destruction_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['supervisor_id'], ['employee.id'], name=op.f('fk_destruction_supervisor_supervisor_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_destruction_supervisor')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('destruction_supervisor', schema=None) as batch_op:
        batch_op.create_index('ix_destruction_supervisor_destruction', ['destruction_id', 'id'], unique=False)
        batch_op.create_index('ix_destruction_supervisor_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_destruction_supervisor_supervisor', ['supervisor_id', 'id'], unique=False)
        batch_op.create_index('uq_destruction_supervisor_once', ['destruction_id', 'supervisor_id'], unique=True)

    op.create_table('destruction_list_units',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['destruction_list.id'], name=op.f('fk_destruction_list_units_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['archive_unit.id'], name=op.f('fk_destruction_list_units_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_destruction_list_units'))
    )
    with op.batch_alter_table('destruction_list_units', schema=None) as batch_op:
        batch_op.create_index('ix_destruction_list_units_back', ['target_id'], unique=False)

    op.create_table('legal_hold_units',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['legal_hold.id'], name=op.f('fk_legal_hold_units_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['archive_unit.id'], name=op.f('fk_legal_hold_units_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_legal_hold_units'))
    )
    with op.batch_alter_table('legal_hold_units', schema=None) as batch_op:
        batch_op.create_index('ix_legal_hold_units_back', ['target_id'], unique=False)

    op.create_table('unit_retention',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('since_on', sa.Date(), nullable=False),
    sa.Column('ground', sa.String(length=200), nullable=False),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('retention_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['employee.id'], name=op.f('fk_unit_retention_decided_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['retention_id'], ['retention_period.id'], name=op.f('fk_unit_retention_retention_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['unit_id'], ['archive_unit.id'], name=op.f('fk_unit_retention_unit_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_retention')),
    sa.UniqueConstraint('unit_id', name=op.f('uq_unit_retention_unit_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('unit_retention', schema=None) as batch_op:
        batch_op.create_index('ix_unit_retention_decided_by', ['decided_by_id', 'id'], unique=False)
        batch_op.create_index('ix_unit_retention_retention', ['retention_id', 'id'], unique=False)
        batch_op.create_index('ix_unit_retention_since_on', ['since_on', 'id'], unique=False)

    op.create_table('certificate_release',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('settlement', sa.String(length=200), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'approved', 'released', 'cancelled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('opinion', sa.Text(), nullable=True),
    sa.Column('approved_at', types.Moment(), nullable=True),
    sa.Column('receiver', sa.String(length=80), nullable=True),
    sa.Column('proof', sa.String(length=120), nullable=True),
    sa.Column('released_at', types.Moment(), nullable=True),
    sa.Column('cancelled_because', sa.String(length=400), nullable=True),
    sa.Column('certificate_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('asker_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('approved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('released_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['approved_by_id'], ['employee.id'], name=op.f('fk_certificate_release_approved_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['asker_id'], ['employee.id'], name=op.f('fk_certificate_release_asker_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_certificate_release_certificate_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['released_by_id'], ['employee.id'], name=op.f('fk_certificate_release_released_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_release')),
    sa.UniqueConstraint('number', name=op.f('uq_certificate_release_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('certificate_release', schema=None) as batch_op:
        batch_op.create_index('ix_certificate_release_approved_by', ['approved_by_id', 'id'], unique=False)
        batch_op.create_index('ix_certificate_release_asker', ['asker_id', 'id'], unique=False)
        batch_op.create_index('ix_certificate_release_certificate', ['certificate_id', 'id'], unique=False)
        batch_op.create_index('ix_certificate_release_released_by', ['released_by_id', 'id'], unique=False)
        batch_op.create_index('ix_certificate_release_settled_on', ['settled_on', 'id'], unique=False)
        batch_op.create_index('ix_certificate_release_settlement', ['settlement', 'id'], unique=False)
        batch_op.create_index('ix_certificate_release_state', ['state', 'id'], unique=False)

    with op.batch_alter_table('case_class', schema=None) as batch_op:
        batch_op.add_column(sa.Column('retention_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_case_class_retention', ['retention_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_case_class_retention_id'), 'retention_period', ['retention_id'], ['id'], ondelete='RESTRICT')
    _periods_of_classes()
    with op.batch_alter_table('case_class', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_class_retention_months'))
        batch_op.drop_constraint(batch_op.f('ck_case_class_basis'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_case_class_retention_months_minimum'), type_='check')
        batch_op.drop_column('basis')
        batch_op.drop_column('retention_months')


def _periods_of_classes() -> None:
    """What classes said themselves becomes a period each that they point to."""
    op.execute(
        "INSERT INTO retention_period (code, title, months, basis, version, created_at, updated_at)"
        " SELECT DISTINCT coalesce(CAST(retention_months AS VARCHAR(10)), 'YJ') || '-' || basis,"
        " coalesce(CAST(retention_months AS VARCHAR(10)) || '个月', '永久'), retention_months, basis, 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP FROM case_class"
    )
    op.execute(
        "UPDATE case_class SET retention_id = (SELECT p.id FROM retention_period p WHERE p.basis = case_class.basis"
        " AND coalesce(p.months, 0) = coalesce(case_class.retention_months, 0))"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':  # a trigger that names a table which goes would stop every later renaming
        names = op.get_bind().execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'custody_entry_guard_insert%'"))
        for name in names.scalars().all():
            op.execute(f'DROP TRIGGER {name}')
    with op.batch_alter_table('case_class', schema=None) as batch_op:
        batch_op.add_column(sa.Column('retention_months', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('basis', sa.String(length=40), nullable=False, server_default='filed'))
    op.execute("UPDATE case_class SET retention_months = (SELECT p.months FROM retention_period p WHERE p.id = case_class.retention_id)")
    with op.batch_alter_table('case_class', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_case_class_retention_id'), type_='foreignkey')
        batch_op.drop_index('ix_case_class_retention')
        batch_op.create_index('ix_case_class_retention_months', ['retention_months', 'id'], unique=False)
        batch_op.create_check_constraint(batch_op.f('ck_case_class_retention_months_minimum'), 'retention_months >= 1')
        batch_op.create_check_constraint(batch_op.f('ck_case_class_basis'), "basis IN ('filed', 'contract_end', 'loan_settled', 'case_closed')")
        batch_op.drop_column('retention_id')

    with op.batch_alter_table('certificate_release', schema=None) as batch_op:
        batch_op.drop_index('ix_certificate_release_state')
        batch_op.drop_index('ix_certificate_release_settlement')
        batch_op.drop_index('ix_certificate_release_settled_on')
        batch_op.drop_index('ix_certificate_release_released_by')
        batch_op.drop_index('ix_certificate_release_certificate')
        batch_op.drop_index('ix_certificate_release_asker')
        batch_op.drop_index('ix_certificate_release_approved_by')

    op.drop_table('certificate_release')
    with op.batch_alter_table('unit_retention', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_retention_since_on')
        batch_op.drop_index('ix_unit_retention_retention')
        batch_op.drop_index('ix_unit_retention_decided_by')

    op.drop_table('unit_retention')
    with op.batch_alter_table('legal_hold_units', schema=None) as batch_op:
        batch_op.drop_index('ix_legal_hold_units_back')

    op.drop_table('legal_hold_units')
    with op.batch_alter_table('destruction_list_units', schema=None) as batch_op:
        batch_op.drop_index('ix_destruction_list_units_back')

    op.drop_table('destruction_list_units')
    with op.batch_alter_table('destruction_supervisor', schema=None) as batch_op:
        batch_op.drop_index('uq_destruction_supervisor_once')
        batch_op.drop_index('ix_destruction_supervisor_supervisor')
        batch_op.drop_index('ix_destruction_supervisor_state')
        batch_op.drop_index('ix_destruction_supervisor_destruction')

    op.drop_table('destruction_supervisor')
    with op.batch_alter_table('destruction_list_supervisors', schema=None) as batch_op:
        batch_op.drop_index('ix_destruction_list_supervisors_back')

    op.drop_table('destruction_list_supervisors')
    with op.batch_alter_table('legal_hold', schema=None) as batch_op:
        batch_op.drop_index('ix_legal_hold_state')
        batch_op.drop_index('ix_legal_hold_released_by')
        batch_op.drop_index('ix_legal_hold_placed_on')
        batch_op.drop_index('ix_legal_hold_placed_by')
        batch_op.drop_index('ix_legal_hold_case_no')

    op.drop_table('legal_hold')
    with op.batch_alter_table('destruction_list', schema=None) as batch_op:
        batch_op.drop_index('ix_destruction_list_wait_until')
        batch_op.drop_index('ix_destruction_list_state')
        batch_op.drop_index('ix_destruction_list_proposer')
        batch_op.drop_index('ix_destruction_list_executor')
        batch_op.drop_index('ix_destruction_list_approved_by')
        batch_op.drop_index('ix_destruction_list_appraised_by')

    op.drop_table('destruction_list')
    with op.batch_alter_table('retention_period', schema=None) as batch_op:
        batch_op.drop_index('ix_retention_period_title')
        batch_op.drop_index('ix_retention_period_months')
        batch_op.drop_index('ix_retention_period_basis')

    op.drop_table('retention_period')
