"""Assessment of customer care."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0054'
down_revision = '0056'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('care_assessment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('span', sa.Enum('month', 'year', name='span', native_enum=False, length=40), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('planned', sa.Integer(), nullable=False),
    sa.Column('visited', sa.Integer(), nullable=False),
    sa.Column('in_time', sa.Integer(), nullable=False),
    sa.Column('late', sa.Integer(), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=True),
    sa.Column('surveys', sa.Integer(), nullable=False),
    sa.Column('satisfaction', types.Money(), nullable=True),
    sa.Column('closed', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_care_assessment_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_care_assessment_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_care_assessment')),
    sa.UniqueConstraint('span', 'department_id', 'person_id', 'from_on', name=op.f('uq_care_assessment_span_department_id_person_id_from_on')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('care_assessment', schema=None) as batch_op:
        batch_op.create_index('ix_care_assessment_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_care_assessment_from_on', ['from_on', 'id'], unique=False)
        batch_op.create_index('ix_care_assessment_name', ['name', 'id'], unique=False)
        batch_op.create_index('ix_care_assessment_percent', ['percent', 'id'], unique=False)
        batch_op.create_index('ix_care_assessment_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_care_assessment_satisfaction', ['satisfaction', 'id'], unique=False)
        batch_op.create_index('ix_care_assessment_span', ['span', 'id'], unique=False)
        batch_op.create_index('ix_care_assessment_until_on', ['until_on', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('care_assessment', schema=None) as batch_op:
        batch_op.drop_index('ix_care_assessment_until_on')
        batch_op.drop_index('ix_care_assessment_span')
        batch_op.drop_index('ix_care_assessment_satisfaction')
        batch_op.drop_index('ix_care_assessment_person')
        batch_op.drop_index('ix_care_assessment_percent')
        batch_op.drop_index('ix_care_assessment_name')
        batch_op.drop_index('ix_care_assessment_from_on')
        batch_op.drop_index('ix_care_assessment_department')

    op.drop_table('care_assessment')
