"""Meetings on major complaints with their votes, and the notices to the authority that they resolve."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('authority_notice',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('authority', sa.String(length=120), nullable=False),
    sa.Column('because', sa.String(length=200), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('document_no', sa.String(length=60), nullable=True),
    sa.Column('content', sa.Text(), nullable=True),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_authority_notice_complaint_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_authority_notice')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('authority_notice', schema=None) as batch_op:
        batch_op.create_index('ix_authority_notice_authority', ['authority', 'id'], unique=False)
        batch_op.create_index('ix_authority_notice_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_authority_notice_document_no', ['document_no', 'id'], unique=False)
        batch_op.create_index('ix_authority_notice_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_authority_notice_sent_on', ['sent_on', 'id'], unique=False)

    op.create_table('complaint_meeting',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('stage', sa.Enum('planned', 'held', 'resolved', 'failed', 'cancelled', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('round', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('office', 'partners', 'regular', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('planned_at', types.Moment(), nullable=False),
    sa.Column('agenda', sa.Text(), nullable=True),
    sa.Column('papers', sa.String(length=64), nullable=True),
    sa.Column('held_at', types.Moment(), nullable=True),
    sa.Column('minutes', sa.Text(), nullable=True),
    sa.Column('decision', sa.Text(), nullable=True),
    sa.Column('notify', sa.Enum('yes', 'no', name='notify', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('ended_at', types.Moment(), nullable=True),
    sa.Column('cancelled_because', sa.String(length=200), nullable=True),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('chair_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('secretary_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['chair_id'], ['employee.id'], name=op.f('fk_complaint_meeting_chair_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_meeting_complaint_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['secretary_id'], ['employee.id'], name=op.f('fk_complaint_meeting_secretary_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_meeting')),
    sa.UniqueConstraint('number', name=op.f('uq_complaint_meeting_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('complaint_meeting', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_meeting_chair', ['chair_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_meeting_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_meeting_ended_at', ['ended_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_meeting_held_at', ['held_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_meeting_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_complaint_meeting_notify', ['notify', 'id'], unique=False)
        batch_op.create_index('ix_complaint_meeting_planned_at', ['planned_at', 'id'], unique=False)
        batch_op.create_index('ix_complaint_meeting_round', ['round', 'id'], unique=False)
        batch_op.create_index('ix_complaint_meeting_secretary', ['secretary_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_meeting_stage', ['stage', 'id'], unique=False)

    op.create_table('complaint_meeting_members',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['complaint_meeting.id'], name=op.f('fk_complaint_meeting_members_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['employee.id'], name=op.f('fk_complaint_meeting_members_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_complaint_meeting_members'))
    )
    with op.batch_alter_table('complaint_meeting_members', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_meeting_members_back', ['target_id'], unique=False)

    op.create_table('complaint_meeting_present',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['complaint_meeting.id'], name=op.f('fk_complaint_meeting_present_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['employee.id'], name=op.f('fk_complaint_meeting_present_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_complaint_meeting_present'))
    )
    with op.batch_alter_table('complaint_meeting_present', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_meeting_present_back', ['target_id'], unique=False)

    op.create_table('complaint_meeting_recused',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['complaint_meeting.id'], name=op.f('fk_complaint_meeting_recused_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['employee.id'], name=op.f('fk_complaint_meeting_recused_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_complaint_meeting_recused'))
    )
    with op.batch_alter_table('complaint_meeting_recused', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_meeting_recused_back', ['target_id'], unique=False)

    op.create_table('meeting_vote',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('vote', sa.Enum('for', 'against', 'abstain', name='vote', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('said', sa.String(length=400), nullable=True),
    sa.Column('stage', sa.Enum('recorded', 'confirmed', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('confirmed_at', types.Moment(), nullable=True),
    sa.Column('meeting_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['complaint_meeting.id'], name=op.f('fk_meeting_vote_meeting_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['member_id'], ['employee.id'], name=op.f('fk_meeting_vote_member_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_vote')),
    sa.UniqueConstraint('meeting_id', 'member_id', name=op.f('uq_meeting_vote_meeting_id_member_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('meeting_vote', schema=None) as batch_op:
        batch_op.create_index('ix_meeting_vote_confirmed_at', ['confirmed_at', 'id'], unique=False)
        batch_op.create_index('ix_meeting_vote_meeting', ['meeting_id', 'id'], unique=False)
        batch_op.create_index('ix_meeting_vote_member', ['member_id', 'id'], unique=False)
        batch_op.create_index('ix_meeting_vote_said', ['said', 'id'], unique=False)
        batch_op.create_index('ix_meeting_vote_stage', ['stage', 'id'], unique=False)
        batch_op.create_index('ix_meeting_vote_vote', ['vote', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('meeting_vote', schema=None) as batch_op:
        batch_op.drop_index('ix_meeting_vote_vote')
        batch_op.drop_index('ix_meeting_vote_stage')
        batch_op.drop_index('ix_meeting_vote_said')
        batch_op.drop_index('ix_meeting_vote_member')
        batch_op.drop_index('ix_meeting_vote_meeting')
        batch_op.drop_index('ix_meeting_vote_confirmed_at')

    op.drop_table('meeting_vote')
    with op.batch_alter_table('complaint_meeting_recused', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_meeting_recused_back')

    op.drop_table('complaint_meeting_recused')
    with op.batch_alter_table('complaint_meeting_present', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_meeting_present_back')

    op.drop_table('complaint_meeting_present')
    with op.batch_alter_table('complaint_meeting_members', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_meeting_members_back')

    op.drop_table('complaint_meeting_members')
    with op.batch_alter_table('complaint_meeting', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_meeting_stage')
        batch_op.drop_index('ix_complaint_meeting_secretary')
        batch_op.drop_index('ix_complaint_meeting_round')
        batch_op.drop_index('ix_complaint_meeting_planned_at')
        batch_op.drop_index('ix_complaint_meeting_notify')
        batch_op.drop_index('ix_complaint_meeting_kind')
        batch_op.drop_index('ix_complaint_meeting_held_at')
        batch_op.drop_index('ix_complaint_meeting_ended_at')
        batch_op.drop_index('ix_complaint_meeting_complaint')
        batch_op.drop_index('ix_complaint_meeting_chair')

    op.drop_table('complaint_meeting')
    with op.batch_alter_table('authority_notice', schema=None) as batch_op:
        batch_op.drop_index('ix_authority_notice_sent_on')
        batch_op.drop_index('ix_authority_notice_due_on')
        batch_op.drop_index('ix_authority_notice_document_no')
        batch_op.drop_index('ix_authority_notice_complaint')
        batch_op.drop_index('ix_authority_notice_authority')

    op.drop_table('authority_notice')
