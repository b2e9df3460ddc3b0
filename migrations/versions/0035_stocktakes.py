"""Stocktakes: frozen lists, scans that nobody changes, results with what was done about each difference."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('stocktake',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('purpose', sa.String(length=200), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('blind', sa.Boolean(), server_default=sa.text('(true)'), nullable=False),
    sa.Column('state', sa.Enum('open', 'counting', 'counted', 'reconciled', 'approved', 'cancelled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('frozen_entry', sa.Integer(), nullable=False),
    sa.Column('frozen_at', types.Moment(), nullable=True),
    sa.Column('begun_at', types.Moment(), nullable=True),
    sa.Column('counted_at', types.Moment(), nullable=True),
    sa.Column('counted_entry', sa.Integer(), nullable=True),
    sa.Column('recount_because', sa.String(length=400), nullable=True),
    sa.Column('reconciled_at', types.Moment(), nullable=True),
    sa.Column('opinion', sa.Text(), nullable=True),
    sa.Column('decided_at', types.Moment(), nullable=True),
    sa.Column('cancelled_because', sa.String(length=400), nullable=True),
    sa.Column('case_class_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('opener_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reconciled_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('year >= 1990', name=op.f('ck_stocktake_year_minimum')),
    sa.ForeignKeyConstraint(['case_class_id'], ['case_class.id'], name=op.f('fk_stocktake_case_class_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['employee.id'], name=op.f('fk_stocktake_decided_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['opener_id'], ['employee.id'], name=op.f('fk_stocktake_opener_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['reconciled_by_id'], ['employee.id'], name=op.f('fk_stocktake_reconciled_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stocktake')),
    sa.UniqueConstraint('number', name=op.f('uq_stocktake_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('stocktake', schema=None) as batch_op:
        batch_op.create_index('ix_stocktake_case_class', ['case_class_id', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_decided_at', ['decided_at', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_decided_by', ['decided_by_id', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_frozen_at', ['frozen_at', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_opener', ['opener_id', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_purpose', ['purpose', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_reconciled_by', ['reconciled_by_id', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_state', ['state', 'id'], unique=False)

    op.create_table('stocktake_places',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['stocktake.id'], name=op.f('fk_stocktake_places_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['archive_account.id'], name=op.f('fk_stocktake_places_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_stocktake_places'))
    )
    with op.batch_alter_table('stocktake_places', schema=None) as batch_op:
        batch_op.create_index('ix_stocktake_places_back', ['target_id'], unique=False)

    op.create_table('stocktake_listed',
    sa.Column('stocktake_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['stocktake_id'], ['stocktake.id'], name=op.f('fk_stocktake_listed_stocktake_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['unit_id'], ['archive_unit.id'], name=op.f('fk_stocktake_listed_unit_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('stocktake_id', 'unit_id', name=op.f('pk_stocktake_listed'))
    )
    with op.batch_alter_table('stocktake_listed', schema=None) as batch_op:
        batch_op.create_index('ix_stocktake_listed_unit', ['unit_id', 'stocktake_id'], unique=False)

    op.create_table('stocktake_result',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('verdict', sa.Enum('missing', 'misplaced', 'there', 'double', 'unknown', 'not_filed', 'finished', 'moved', 'away', 'known_missing', 'match', name='verdict', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('moved', sa.String(length=200), nullable=True),
    sa.Column('state', sa.Enum('open', 'settled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('disposition', sa.Enum('nothing', 'put_back', 'book_here', 'miss', 'found', 'by_document', 'set_aside', name='disposition', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('explanation', sa.String(length=400), nullable=True),
    sa.Column('entry', sa.Integer(), nullable=True),
    sa.Column('settled_at', types.Moment(), nullable=True),
    sa.Column('stocktake_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('expected_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('seen_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('settled_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['expected_id'], ['archive_account.id'], name=op.f('fk_stocktake_result_expected_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['seen_id'], ['archive_account.id'], name=op.f('fk_stocktake_result_seen_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['settled_by_id'], ['employee.id'], name=op.f('fk_stocktake_result_settled_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['stocktake_id'], ['stocktake.id'], name=op.f('fk_stocktake_result_stocktake_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['unit_id'], ['archive_unit.id'], name=op.f('fk_stocktake_result_unit_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stocktake_result')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('stocktake_result', schema=None) as batch_op:
        batch_op.create_index('ix_stocktake_result_code', ['code', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_result_disposition', ['disposition', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_result_expected', ['expected_id', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_result_seen', ['seen_id', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_result_settled_by', ['settled_by_id', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_result_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_result_stocktake', ['stocktake_id', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_result_unit', ['unit_id', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_result_verdict', ['verdict', 'id'], unique=False)

    op.create_table('stocktake_scan',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('place', 'unit', 'unknown', 'withdrawn', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('entry_no', sa.Integer(), nullable=False),
    sa.Column('scanned_at', types.Moment(), nullable=False),
    sa.Column('stocktake_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('place_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('scanned_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('withdraws_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('entry_no >= 0', name=op.f('ck_stocktake_scan_entry_no_minimum')),
    sa.ForeignKeyConstraint(['place_id'], ['archive_account.id'], name=op.f('fk_stocktake_scan_place_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['scanned_by_id'], ['employee.id'], name=op.f('fk_stocktake_scan_scanned_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['stocktake_id'], ['stocktake.id'], name=op.f('fk_stocktake_scan_stocktake_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['unit_id'], ['archive_unit.id'], name=op.f('fk_stocktake_scan_unit_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['withdraws_id'], ['stocktake_scan.id'], name=op.f('fk_stocktake_scan_withdraws_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stocktake_scan')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('stocktake_scan', schema=None) as batch_op:
        batch_op.create_index('ix_stocktake_scan_code', ['code', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_scan_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_scan_place', ['place_id', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_scan_scanned_at', ['scanned_at', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_scan_scanned_by', ['scanned_by_id', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_scan_stocktake', ['stocktake_id', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_scan_unit', ['unit_id', 'id'], unique=False)
        batch_op.create_index('ix_stocktake_scan_withdraws', ['withdraws_id', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('stocktake_scan', schema=None) as batch_op:
        batch_op.drop_index('ix_stocktake_scan_withdraws')
        batch_op.drop_index('ix_stocktake_scan_unit')
        batch_op.drop_index('ix_stocktake_scan_stocktake')
        batch_op.drop_index('ix_stocktake_scan_scanned_by')
        batch_op.drop_index('ix_stocktake_scan_scanned_at')
        batch_op.drop_index('ix_stocktake_scan_place')
        batch_op.drop_index('ix_stocktake_scan_kind')
        batch_op.drop_index('ix_stocktake_scan_code')

    op.drop_table('stocktake_scan')
    with op.batch_alter_table('stocktake_result', schema=None) as batch_op:
        batch_op.drop_index('ix_stocktake_result_verdict')
        batch_op.drop_index('ix_stocktake_result_unit')
        batch_op.drop_index('ix_stocktake_result_stocktake')
        batch_op.drop_index('ix_stocktake_result_state')
        batch_op.drop_index('ix_stocktake_result_settled_by')
        batch_op.drop_index('ix_stocktake_result_seen')
        batch_op.drop_index('ix_stocktake_result_expected')
        batch_op.drop_index('ix_stocktake_result_disposition')
        batch_op.drop_index('ix_stocktake_result_code')

    op.drop_table('stocktake_result')
    with op.batch_alter_table('stocktake_listed', schema=None) as batch_op:
        batch_op.drop_index('ix_stocktake_listed_unit')

    op.drop_table('stocktake_listed')
    with op.batch_alter_table('stocktake_places', schema=None) as batch_op:
        batch_op.drop_index('ix_stocktake_places_back')

    op.drop_table('stocktake_places')
    with op.batch_alter_table('stocktake', schema=None) as batch_op:
        batch_op.drop_index('ix_stocktake_state')
        batch_op.drop_index('ix_stocktake_reconciled_by')
        batch_op.drop_index('ix_stocktake_purpose')
        batch_op.drop_index('ix_stocktake_opener')
        batch_op.drop_index('ix_stocktake_frozen_at')
        batch_op.drop_index('ix_stocktake_decided_by')
        batch_op.drop_index('ix_stocktake_decided_at')
        batch_op.drop_index('ix_stocktake_case_class')

    op.drop_table('stocktake')
