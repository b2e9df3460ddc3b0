"""Quarterly scores."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0067'
down_revision = '0066'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('quarter_review',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('quarter_on', sa.Date(), nullable=False),
    sa.Column('score', types.Money(), nullable=False),
    sa.Column('basis', sa.String(length=200), nullable=False),
    sa.Column('state', sa.Enum('scored', 'confirmed', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('scored_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('confirmed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('score >= 0', name=op.f('ck_quarter_review_score_minimum')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['employee.id'], name=op.f('fk_quarter_review_confirmed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_quarter_review_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_quarter_review_person_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['scored_by_id'], ['employee.id'], name=op.f('fk_quarter_review_scored_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quarter_review')),
    sa.UniqueConstraint('person_id', 'quarter_on', name=op.f('uq_quarter_review_person_id_quarter_on')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('quarter_review', schema=None) as batch_op:
        batch_op.create_index('ix_quarter_review_basis', ['basis', 'id'], unique=False)
        batch_op.create_index('ix_quarter_review_confirmed_by', ['confirmed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_quarter_review_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_quarter_review_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_quarter_review_quarter_on', ['quarter_on', 'id'], unique=False)
        batch_op.create_index('ix_quarter_review_score', ['score', 'id'], unique=False)
        batch_op.create_index('ix_quarter_review_scored_by', ['scored_by_id', 'id'], unique=False)
        batch_op.create_index('ix_quarter_review_state', ['state', 'id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('quarter_review', schema=None) as batch_op:
        batch_op.drop_index('ix_quarter_review_state')
        batch_op.drop_index('ix_quarter_review_scored_by')
        batch_op.drop_index('ix_quarter_review_score')
        batch_op.drop_index('ix_quarter_review_quarter_on')
        batch_op.drop_index('ix_quarter_review_person')
        batch_op.drop_index('ix_quarter_review_department')
        batch_op.drop_index('ix_quarter_review_confirmed_by')
        batch_op.drop_index('ix_quarter_review_basis')

    op.drop_table('quarter_review')