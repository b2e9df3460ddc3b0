"""The public side of complaints: channels, messages, receipt codes, links for the opinion, and counters of strangers' tries."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('complaint_channel',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('way', sa.Enum('hotline', 'mail', 'address', name='way', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reached', sa.String(length=120), nullable=False),
    sa.Column('hours', sa.String(length=60), nullable=True),
    sa.Column('published', sa.Boolean(), server_default=sa.text('(true)'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_channel')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('complaint_channel', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_channel_hours', ['hours', 'id'], unique=False)
        batch_op.create_index('ix_complaint_channel_reached', ['reached', 'id'], unique=False)
        batch_op.create_index('ix_complaint_channel_way', ['way', 'id'], unique=False)

    op.create_table('public_count',
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('first_at', types.Moment(), nullable=False),
    sa.PrimaryKeyConstraint('subject', name=op.f('pk_public_count'))
    )
    with op.batch_alter_table('public_count', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_public_count_first_at'), ['first_at'], unique=False)

    op.create_table('complaint_message',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('direction', sa.Enum('in', 'out', name='direction', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('purpose', sa.Enum('message', 'material', 'objection', 'withdrawal', name='purpose', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sent_at', types.Moment(), nullable=False),
    sa.Column('read_at', types.Moment(), nullable=True),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_message_complaint_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_message')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('complaint_message', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_message_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_message_direction', ['direction', 'id'], unique=False)
        batch_op.create_index('ix_complaint_message_purpose', ['purpose', 'id'], unique=False)
        batch_op.create_index('ix_complaint_message_read_at', ['read_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_message_sent_at', ['sent_at', 'id'], unique=False)

    op.create_table('complaint_receipt',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('issued_at', types.Moment(), nullable=False),
    sa.Column('ended_at', types.Moment(), nullable=True),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_receipt_complaint_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_receipt')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_complaint_receipt_code_hash'))
    )
    with op.batch_alter_table('complaint_receipt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaint_receipt_complaint_id'), ['complaint_id'], unique=False)

    op.create_table('survey_link',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('issued_at', types.Moment(), nullable=False),
    sa.Column('expires_at', types.Moment(), nullable=False),
    sa.Column('used_at', types.Moment(), nullable=True),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_survey_link_complaint_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_survey_link_token_hash'))
    )
    with op.batch_alter_table('survey_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_link_complaint_id'), ['complaint_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('survey_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_survey_link_complaint_id'))

    op.drop_table('survey_link')
    with op.batch_alter_table('complaint_receipt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaint_receipt_complaint_id'))

    op.drop_table('complaint_receipt')
    with op.batch_alter_table('complaint_message', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_message_sent_at')
        batch_op.drop_index('ix_complaint_message_read_at')
        batch_op.drop_index('ix_complaint_message_purpose')
        batch_op.drop_index('ix_complaint_message_direction')
        batch_op.drop_index('ix_complaint_message_complaint')

    op.drop_table('complaint_message')
    with op.batch_alter_table('public_count', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_public_count_first_at'))

    op.drop_table('public_count')
    with op.batch_alter_table('complaint_channel', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_channel_way')
        batch_op.drop_index('ix_complaint_channel_reached')
        batch_op.drop_index('ix_complaint_channel_hours')

    op.drop_table('complaint_channel')
