"""Drafts and versions of the policy, separation of duties, emergency grants, looking through another's eyes."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('policy_text',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('document', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_policy_text'))
    )
    op.create_table('separation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.Enum('static', 'move', 'record', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('register_key', sa.String(length=60), nullable=True),
    sa.Column('side_a', sa.String(length=400), nullable=False),
    sa.Column('side_b', sa.String(length=400), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_separation')),
    sa.UniqueConstraint('code', name=op.f('uq_separation_code')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('separation', schema=None) as batch_op:
        batch_op.create_index('ix_separation_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_separation_reason', ['reason', 'id'], unique=False)
        batch_op.create_index('ix_separation_title', ['title', 'id'], unique=False)

    op.create_table('policy_draft',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('state', sa.Enum('open', 'submitted', 'published', 'returned', 'withdrawn', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('base_version', sa.Integer(), nullable=False),
    sa.Column('content', sa.String(length=64), nullable=False),
    sa.Column('opinion', sa.Text(), nullable=True),
    sa.Column('submitted_at', types.Moment(), nullable=True),
    sa.Column('decided_at', types.Moment(), nullable=True),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reviewer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['employee.id'], name=op.f('fk_policy_draft_author_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['reviewer_id'], ['employee.id'], name=op.f('fk_policy_draft_reviewer_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_draft')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('policy_draft', schema=None) as batch_op:
        batch_op.create_index('ix_policy_draft_author', ['author_id', 'id'], unique=False)
        batch_op.create_index('ix_policy_draft_base_version', ['base_version', 'id'], unique=False)
        batch_op.create_index('ix_policy_draft_decided_at', ['decided_at', 'id'], unique=False)
        batch_op.create_index('ix_policy_draft_reviewer', ['reviewer_id', 'id'], unique=False)
        batch_op.create_index('ix_policy_draft_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_policy_draft_submitted_at', ['submitted_at', 'id'], unique=False)
        batch_op.create_index('ix_policy_draft_title', ['title', 'id'], unique=False)

    op.create_table('policy_version',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('published_at', types.Moment(), nullable=False),
    sa.Column('content', sa.String(length=64), nullable=False),
    sa.Column('before', sa.String(length=64), nullable=True),
    sa.Column('chain', sa.String(length=64), nullable=False),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reviewer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['employee.id'], name=op.f('fk_policy_version_author_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['reviewer_id'], ['employee.id'], name=op.f('fk_policy_version_reviewer_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_version')),
    sa.UniqueConstraint('number', name=op.f('uq_policy_version_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('policy_version', schema=None) as batch_op:
        batch_op.create_index('ix_policy_version_author', ['author_id', 'id'], unique=False)
        batch_op.create_index('ix_policy_version_published_at', ['published_at', 'id'], unique=False)
        batch_op.create_index('ix_policy_version_reviewer', ['reviewer_id', 'id'], unique=False)
        batch_op.create_index('ix_policy_version_title', ['title', 'id'], unique=False)

    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.add_column(sa.Column('emergency', sa.Boolean(), server_default=sa.text('(false)'), nullable=False))
        batch_op.add_column(sa.Column('granted_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_role_grant_granted_by', ['granted_by_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_role_grant_granted_by_id'), 'employee', ['granted_by_id'], ['id'], ondelete='RESTRICT')

    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('viewing', sa.JSON(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.drop_column('viewing')

    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_role_grant_granted_by_id'), type_='foreignkey')
        batch_op.drop_index('ix_role_grant_granted_by')
        batch_op.drop_column('granted_by_id')
        batch_op.drop_column('emergency')

    with op.batch_alter_table('policy_version', schema=None) as batch_op:
        batch_op.drop_index('ix_policy_version_title')
        batch_op.drop_index('ix_policy_version_reviewer')
        batch_op.drop_index('ix_policy_version_published_at')
        batch_op.drop_index('ix_policy_version_author')

    op.drop_table('policy_version')
    with op.batch_alter_table('policy_draft', schema=None) as batch_op:
        batch_op.drop_index('ix_policy_draft_title')
        batch_op.drop_index('ix_policy_draft_submitted_at')
        batch_op.drop_index('ix_policy_draft_state')
        batch_op.drop_index('ix_policy_draft_reviewer')
        batch_op.drop_index('ix_policy_draft_decided_at')
        batch_op.drop_index('ix_policy_draft_base_version')
        batch_op.drop_index('ix_policy_draft_author')

    op.drop_table('policy_draft')
    with op.batch_alter_table('separation', schema=None) as batch_op:
        batch_op.drop_index('ix_separation_title')
        batch_op.drop_index('ix_separation_reason')
        batch_op.drop_index('ix_separation_kind')

    op.drop_table('separation')
    op.drop_table('policy_text')
