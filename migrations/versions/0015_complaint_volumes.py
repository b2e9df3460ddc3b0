"""Closed cases as volumes, and a stage for those that were destroyed."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None
STAGES = ('received', 'registered', 'accepted', 'assigned', 'investigating', 'investigated', 'proposed', 'meeting', 'decided', 'executing', 'finished', 'answered', 'called', 'closed', 'archived', 'settled', 'refused', 'withdrawn')


def _id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('complaint_volume',
    sa.Column('id', _id(), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('stage', sa.Enum('kept', 'proposed', 'agreed', 'destroyed', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('archived_on', sa.Date(), nullable=False),
    sa.Column('retention', sa.Enum('one_year', 'long_term', name='retention', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('keep_until', sa.Date(), nullable=True),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('held_because', sa.Text(), nullable=True),
    sa.Column('held_at', types.Moment(), nullable=True),
    sa.Column('kept_because', sa.Text(), nullable=True),
    sa.Column('destroy_because', sa.Text(), nullable=True),
    sa.Column('proposed_at', types.Moment(), nullable=True),
    sa.Column('agreed_at', types.Moment(), nullable=True),
    sa.Column('destroyed_at', types.Moment(), nullable=True),
    sa.Column('complaint_id', _id(), nullable=False),
    sa.Column('archived_by_id', _id(), nullable=True),
    sa.Column('proposed_by_id', _id(), nullable=True),
    sa.Column('agreed_by_id', _id(), nullable=True),
    sa.Column('destroyed_by_id', _id(), nullable=True),
    sa.Column('file_id', _id(), nullable=True),
    sa.Column('content', sa.String(length=64), nullable=False),
    sa.Column('file_digest', sa.String(length=64), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['agreed_by_id'], ['employee.id'], name=op.f('fk_complaint_volume_agreed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['archived_by_id'], ['employee.id'], name=op.f('fk_complaint_volume_archived_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_volume_complaint_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['destroyed_by_id'], ['employee.id'], name=op.f('fk_complaint_volume_destroyed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['file_id'], ['attachment.id'], name=op.f('fk_complaint_volume_file_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['employee.id'], name=op.f('fk_complaint_volume_proposed_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_volume')),
    sa.UniqueConstraint('number', name=op.f('uq_complaint_volume_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('complaint_volume', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_volume_agreed_by', ['agreed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_volume_archived_by', ['archived_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_volume_archived_on', ['archived_on', 'id'], unique=False)
        batch_op.create_index('ix_complaint_volume_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_volume_destroyed_by', ['destroyed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_volume_keep_until', ['keep_until', 'id'], unique=False)
        batch_op.create_index('ix_complaint_volume_proposed_by', ['proposed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_volume_retention', ['retention', 'id'], unique=False)
        batch_op.create_index('ix_complaint_volume_stage', ['stage', 'id'], unique=False)
    # The table of moves says which stages there are; a CHECK beside it would have to be rebuilt with every new one.
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_complaint_stage'), type_='check')



def downgrade() -> None:
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_complaint_stage'), sa.column('stage').in_(STAGES))
    op.drop_table('complaint_volume')
