"""Digital copies: scans, who may look at them, and every page opened."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('digital_copy',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('remark', sa.String(length=200), nullable=True),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('file_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('edition >= 1', name=op.f('ck_digital_copy_edition_minimum')),
    sa.ForeignKeyConstraint(['file_id'], ['attachment.id'], name=op.f('fk_digital_copy_file_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['unit_id'], ['archive_unit.id'], name=op.f('fk_digital_copy_unit_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digital_copy')),
    sa.UniqueConstraint('unit_id', 'edition', name=op.f('uq_digital_copy_unit_id_edition')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('digital_copy', schema=None) as batch_op:
        batch_op.create_index('ix_digital_copy_file', ['file_id', 'id'], unique=False)
        batch_op.create_index('ix_digital_copy_unit', ['unit_id', 'id'], unique=False)

    op.create_table('view_grant',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('purpose', sa.String(length=200), nullable=False),
    sa.Column('state', sa.Enum('asked', 'granted', 'rejected', 'withdrawn', 'ended', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('decided_at', types.Moment(), nullable=True),
    sa.Column('opinion', sa.Text(), nullable=True),
    sa.Column('until_at', types.Moment(), nullable=True),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('viewer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['employee.id'], name=op.f('fk_view_grant_decided_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_view_grant_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['unit_id'], ['archive_unit.id'], name=op.f('fk_view_grant_unit_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['viewer_id'], ['employee.id'], name=op.f('fk_view_grant_viewer_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_view_grant')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('view_grant', schema=None) as batch_op:
        batch_op.create_index('ix_view_grant_decided_by', ['decided_by_id', 'id'], unique=False)
        batch_op.create_index('ix_view_grant_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_view_grant_purpose', ['purpose', 'id'], unique=False)
        batch_op.create_index('ix_view_grant_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_view_grant_unit', ['unit_id', 'id'], unique=False)
        batch_op.create_index('ix_view_grant_until_at', ['until_at', 'id'], unique=False)
        batch_op.create_index('ix_view_grant_viewer', ['viewer_id', 'id'], unique=False)

    op.create_table('page_access',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('grant_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('copy_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('page', sa.Integer(), nullable=False),
    sa.Column('opened_at', types.Moment(), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('address', sa.String(length=60), nullable=False),
    sa.CheckConstraint('page >= 1', name=op.f('ck_page_access_page_minimum')),
    sa.ForeignKeyConstraint(['copy_id'], ['digital_copy.id'], name=op.f('fk_page_access_copy_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['grant_id'], ['view_grant.id'], name=op.f('fk_page_access_grant_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_page_access'))
    )
    with op.batch_alter_table('page_access', schema=None) as batch_op:
        batch_op.create_index('ix_page_access_grant', ['grant_id', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('page_access', schema=None) as batch_op:
        batch_op.drop_index('ix_page_access_grant')

    op.drop_table('page_access')
    with op.batch_alter_table('view_grant', schema=None) as batch_op:
        batch_op.drop_index('ix_view_grant_viewer')
        batch_op.drop_index('ix_view_grant_until_at')
        batch_op.drop_index('ix_view_grant_unit')
        batch_op.drop_index('ix_view_grant_state')
        batch_op.drop_index('ix_view_grant_purpose')
        batch_op.drop_index('ix_view_grant_department')
        batch_op.drop_index('ix_view_grant_decided_by')

    op.drop_table('view_grant')
    with op.batch_alter_table('digital_copy', schema=None) as batch_op:
        batch_op.drop_index('ix_digital_copy_unit')
        batch_op.drop_index('ix_digital_copy_file')

    op.drop_table('digital_copy')
