"""Counts of safes, signings of days, why a safe was open so long."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('day_signing',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=False),
    sa.Column('entries', sa.Integer(), nullable=False),
    sa.Column('counted', sa.Integer(), nullable=False),
    sa.Column('head', sa.String(length=64), nullable=False),
    sa.Column('remark', sa.String(length=400), nullable=True),
    sa.Column('state', sa.Enum('asked', 'signed', 'called_off', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('signed_at', types.Moment(), nullable=True),
    sa.Column('counter_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('witness_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('witness_id <> counter_id', name=op.f('ck_day_signing_witness_differs')),
    sa.ForeignKeyConstraint(['counter_id'], ['employee.id'], name=op.f('fk_day_signing_counter_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['witness_id'], ['employee.id'], name=op.f('fk_day_signing_witness_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_day_signing')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('day_signing', schema=None) as batch_op:
        batch_op.create_index('ix_day_signing_closed_on', ['closed_on', 'id'], unique=False)
        batch_op.create_index('ix_day_signing_counter', ['counter_id', 'id'], unique=False)
        batch_op.create_index('ix_day_signing_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_day_signing_witness', ['witness_id', 'id'], unique=False)

    op.create_table('safe_count',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('counted_on', sa.Date(), nullable=False),
    sa.Column('counted', sa.Integer(), nullable=False),
    sa.Column('expected', sa.Integer(), nullable=False),
    sa.Column('entry_no', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('entered', 'confirmed', 'rejected', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('decided_at', types.Moment(), nullable=True),
    sa.Column('rejected_because', sa.String(length=200), nullable=True),
    sa.Column('safe_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('opening_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('counter_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('witness_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('counted >= 0', name=op.f('ck_safe_count_counted_minimum')),
    sa.CheckConstraint('entry_no >= 0', name=op.f('ck_safe_count_entry_no_minimum')),
    sa.CheckConstraint('expected >= 0', name=op.f('ck_safe_count_expected_minimum')),
    sa.CheckConstraint('witness_id <> counter_id', name=op.f('ck_safe_count_witness_differs')),
    sa.ForeignKeyConstraint(['counter_id'], ['employee.id'], name=op.f('fk_safe_count_counter_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['opening_id'], ['safe_session.id'], name=op.f('fk_safe_count_opening_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['safe_id'], ['archive_account.id'], name=op.f('fk_safe_count_safe_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['witness_id'], ['employee.id'], name=op.f('fk_safe_count_witness_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_safe_count')),
    sa.UniqueConstraint('number', name=op.f('uq_safe_count_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('safe_count', schema=None) as batch_op:
        batch_op.create_index('ix_safe_count_counted_on', ['counted_on', 'id'], unique=False)
        batch_op.create_index('ix_safe_count_counter', ['counter_id', 'id'], unique=False)
        batch_op.create_index('ix_safe_count_opening', ['opening_id', 'id'], unique=False)
        batch_op.create_index('ix_safe_count_safe', ['safe_id', 'id'], unique=False)
        batch_op.create_index('ix_safe_count_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_safe_count_witness', ['witness_id', 'id'], unique=False)

    op.create_table('count_difference',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('missing', 'extra', 'unknown', 'number', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('state', sa.Enum('open', 'explained', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.String(length=400), nullable=True),
    sa.Column('explained_at', types.Moment(), nullable=True),
    sa.Column('safe_count_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('explained_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['explained_by_id'], ['employee.id'], name=op.f('fk_count_difference_explained_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['safe_count_id'], ['safe_count.id'], name=op.f('fk_count_difference_safe_count_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['unit_id'], ['archive_unit.id'], name=op.f('fk_count_difference_unit_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_count_difference')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('count_difference', schema=None) as batch_op:
        batch_op.create_index('ix_count_difference_code', ['code', 'id'], unique=False)
        batch_op.create_index('ix_count_difference_explained_by', ['explained_by_id', 'id'], unique=False)
        batch_op.create_index('ix_count_difference_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_count_difference_safe_count', ['safe_count_id', 'id'], unique=False)
        batch_op.create_index('ix_count_difference_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_count_difference_unit', ['unit_id', 'id'], unique=False)

    with op.batch_alter_table('safe_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('late_because', sa.String(length=200), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('safe_session', schema=None) as batch_op:
        batch_op.drop_column('late_because')

    with op.batch_alter_table('count_difference', schema=None) as batch_op:
        batch_op.drop_index('ix_count_difference_unit')
        batch_op.drop_index('ix_count_difference_state')
        batch_op.drop_index('ix_count_difference_safe_count')
        batch_op.drop_index('ix_count_difference_kind')
        batch_op.drop_index('ix_count_difference_explained_by')
        batch_op.drop_index('ix_count_difference_code')

    op.drop_table('count_difference')
    with op.batch_alter_table('safe_count', schema=None) as batch_op:
        batch_op.drop_index('ix_safe_count_witness')
        batch_op.drop_index('ix_safe_count_state')
        batch_op.drop_index('ix_safe_count_safe')
        batch_op.drop_index('ix_safe_count_opening')
        batch_op.drop_index('ix_safe_count_counter')
        batch_op.drop_index('ix_safe_count_counted_on')

    op.drop_table('safe_count')
    with op.batch_alter_table('day_signing', schema=None) as batch_op:
        batch_op.drop_index('ix_day_signing_witness')
        batch_op.drop_index('ix_day_signing_state')
        batch_op.drop_index('ix_day_signing_counter')
        batch_op.drop_index('ix_day_signing_closed_on')

    op.drop_table('day_signing')
