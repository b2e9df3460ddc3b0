"""Backups, media with their hand-overs, and orders about data (K5.8, K5.21–K5.26)."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('medium',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.Enum('disk', 'tape', 'optical', 'usb', 'paper', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('content', sa.String(length=200), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('off_site', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('renew_on', sa.Date(), nullable=True),
    sa.Column('recopied_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('in_use', 'expired', 'destroyed', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('keeper_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['keeper_id'], ['employee.id'], name=op.f('fk_medium_keeper_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_medium')),
    sa.UniqueConstraint('name', name=op.f('uq_medium_name')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('medium', schema=None) as batch_op:
        batch_op.create_index('ix_medium_content', ['content', 'id'], unique=False)
        batch_op.create_index('ix_medium_from_on', ['from_on', 'id'], unique=False)
        batch_op.create_index('ix_medium_keeper', ['keeper_id', 'id'], unique=False)
        batch_op.create_index('ix_medium_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_medium_place', ['place', 'id'], unique=False)
        batch_op.create_index('ix_medium_recopied_on', ['recopied_on', 'id'], unique=False)
        batch_op.create_index('ix_medium_renew_on', ['renew_on', 'id'], unique=False)
        batch_op.create_index('ix_medium_state', ['state', 'id'], unique=False)

    op.create_table('backup',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('taken_at', types.Moment(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('off_site', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('keeping', sa.Enum('rotated', 'period', 'forever', name='keeping', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('folder', sa.String(length=400), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.Column('megabytes', sa.Integer(), nullable=True),
    sa.Column('files', sa.Integer(), nullable=True),
    sa.Column('proved', sa.Enum('not_yet', 'sound', 'broken', name='proved', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('proved_at', types.Moment(), nullable=True),
    sa.Column('proof', sa.Text(), nullable=True),
    sa.Column('copy_of_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('medium_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('keeper_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('NOT off_site OR copy_of_id IS NOT NULL', name=op.f('ck_backup_off_site_is_a_copy')),
    sa.CheckConstraint('files >= 0', name=op.f('ck_backup_files_minimum')),
    sa.CheckConstraint('megabytes >= 0', name=op.f('ck_backup_megabytes_minimum')),
    sa.ForeignKeyConstraint(['copy_of_id'], ['backup.id'], name=op.f('fk_backup_copy_of_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['keeper_id'], ['employee.id'], name=op.f('fk_backup_keeper_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['medium_id'], ['medium.id'], name=op.f('fk_backup_medium_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_backup')),
    sa.UniqueConstraint('name', name=op.f('uq_backup_name')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('backup', schema=None) as batch_op:
        batch_op.create_index('ix_backup_copy_of', ['copy_of_id', 'id'], unique=False)
        batch_op.create_index('ix_backup_keeper', ['keeper_id', 'id'], unique=False)
        batch_op.create_index('ix_backup_keeping', ['keeping', 'id'], unique=False)
        batch_op.create_index('ix_backup_medium', ['medium_id', 'id'], unique=False)
        batch_op.create_index('ix_backup_place', ['place', 'id'], unique=False)
        batch_op.create_index('ix_backup_proved', ['proved', 'id'], unique=False)
        batch_op.create_index('ix_backup_proved_at', ['proved_at', 'id'], unique=False)
        batch_op.create_index('ix_backup_taken_at', ['taken_at', 'id'], unique=False)
        batch_op.create_index('ix_backup_until_on', ['until_on', 'id'], unique=False)

    op.create_table('medium_handover',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('handed_on', sa.Date(), nullable=False),
    sa.Column('to_place', sa.String(length=200), nullable=False),
    sa.Column('off_site', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('carried', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('answer', sa.String(length=200), nullable=True),
    sa.Column('state', sa.Enum('given', 'received', 'refused', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('received_at', types.Moment(), nullable=True),
    sa.Column('medium_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('giver_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('receiver_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('receiver_id <> giver_id', name=op.f('ck_medium_handover_receiver_differs')),
    sa.ForeignKeyConstraint(['giver_id'], ['employee.id'], name=op.f('fk_medium_handover_giver_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['medium_id'], ['medium.id'], name=op.f('fk_medium_handover_medium_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['receiver_id'], ['employee.id'], name=op.f('fk_medium_handover_receiver_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_medium_handover')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('medium_handover', schema=None) as batch_op:
        batch_op.create_index('ix_medium_handover_giver', ['giver_id', 'id'], unique=False)
        batch_op.create_index('ix_medium_handover_handed_on', ['handed_on', 'id'], unique=False)
        batch_op.create_index('ix_medium_handover_medium', ['medium_id', 'id'], unique=False)
        batch_op.create_index('ix_medium_handover_receiver', ['receiver_id', 'id'], unique=False)
        batch_op.create_index('ix_medium_handover_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_medium_handover_to_place', ['to_place', 'id'], unique=False)

    op.create_table('data_order',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('restore', 'clean_up', 'recopy', 'move', 'dispose', 'destroy', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('what', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'endorsed', 'approved', 'rejected', 'carried_out', 'verified', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('endorsement', sa.Text(), nullable=True),
    sa.Column('endorsed_at', types.Moment(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('approved_at', types.Moment(), nullable=True),
    sa.Column('done', sa.Text(), nullable=True),
    sa.Column('carried_at', types.Moment(), nullable=True),
    sa.Column('verification', sa.Text(), nullable=True),
    sa.Column('verified_at', types.Moment(), nullable=True),
    sa.Column('medium_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('source_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('endorsed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('approved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('before_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('carried_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('verified_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint("kind NOT IN ('restore', 'clean_up') OR state NOT IN ('carried_out', 'verified') OR before_id IS NOT NULL", name=op.f('ck_data_order_backed_up_first')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['employee.id'], name=op.f('fk_data_order_approved_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['asked_by_id'], ['employee.id'], name=op.f('fk_data_order_asked_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['before_id'], ['backup.id'], name=op.f('fk_data_order_before_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['carried_by_id'], ['employee.id'], name=op.f('fk_data_order_carried_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['endorsed_by_id'], ['employee.id'], name=op.f('fk_data_order_endorsed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['medium_id'], ['medium.id'], name=op.f('fk_data_order_medium_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['source_id'], ['backup.id'], name=op.f('fk_data_order_source_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['verified_by_id'], ['employee.id'], name=op.f('fk_data_order_verified_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_data_order')),
    sa.UniqueConstraint('number', name=op.f('uq_data_order_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('data_order', schema=None) as batch_op:
        batch_op.create_index('ix_data_order_approved_by', ['approved_by_id', 'id'], unique=False)
        batch_op.create_index('ix_data_order_asked_by', ['asked_by_id', 'id'], unique=False)
        batch_op.create_index('ix_data_order_before', ['before_id', 'id'], unique=False)
        batch_op.create_index('ix_data_order_carried_at', ['carried_at', 'id'], unique=False)
        batch_op.create_index('ix_data_order_carried_by', ['carried_by_id', 'id'], unique=False)
        batch_op.create_index('ix_data_order_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_data_order_endorsed_by', ['endorsed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_data_order_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_data_order_medium', ['medium_id', 'id'], unique=False)
        batch_op.create_index('ix_data_order_source', ['source_id', 'id'], unique=False)
        batch_op.create_index('ix_data_order_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_data_order_verified_by', ['verified_by_id', 'id'], unique=False)
        batch_op.create_index('ix_data_order_what', ['what', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('data_order', schema=None) as batch_op:
        batch_op.drop_index('ix_data_order_what')
        batch_op.drop_index('ix_data_order_verified_by')
        batch_op.drop_index('ix_data_order_state')
        batch_op.drop_index('ix_data_order_source')
        batch_op.drop_index('ix_data_order_medium')
        batch_op.drop_index('ix_data_order_kind')
        batch_op.drop_index('ix_data_order_endorsed_by')
        batch_op.drop_index('ix_data_order_due_on')
        batch_op.drop_index('ix_data_order_carried_by')
        batch_op.drop_index('ix_data_order_carried_at')
        batch_op.drop_index('ix_data_order_before')
        batch_op.drop_index('ix_data_order_asked_by')
        batch_op.drop_index('ix_data_order_approved_by')

    op.drop_table('data_order')
    with op.batch_alter_table('medium_handover', schema=None) as batch_op:
        batch_op.drop_index('ix_medium_handover_to_place')
        batch_op.drop_index('ix_medium_handover_state')
        batch_op.drop_index('ix_medium_handover_receiver')
        batch_op.drop_index('ix_medium_handover_medium')
        batch_op.drop_index('ix_medium_handover_handed_on')
        batch_op.drop_index('ix_medium_handover_giver')

    op.drop_table('medium_handover')
    with op.batch_alter_table('backup', schema=None) as batch_op:
        batch_op.drop_index('ix_backup_until_on')
        batch_op.drop_index('ix_backup_taken_at')
        batch_op.drop_index('ix_backup_proved_at')
        batch_op.drop_index('ix_backup_proved')
        batch_op.drop_index('ix_backup_place')
        batch_op.drop_index('ix_backup_medium')
        batch_op.drop_index('ix_backup_keeping')
        batch_op.drop_index('ix_backup_keeper')
        batch_op.drop_index('ix_backup_copy_of')

    op.drop_table('backup')
    with op.batch_alter_table('medium', schema=None) as batch_op:
        batch_op.drop_index('ix_medium_state')
        batch_op.drop_index('ix_medium_renew_on')
        batch_op.drop_index('ix_medium_recopied_on')
        batch_op.drop_index('ix_medium_place')
        batch_op.drop_index('ix_medium_kind')
        batch_op.drop_index('ix_medium_keeper')
        batch_op.drop_index('ix_medium_from_on')
        batch_op.drop_index('ix_medium_content')

    op.drop_table('medium')
