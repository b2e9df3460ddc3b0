"""Routes by class, criticisms of employees, reply templates, and the two texts a step asks for because of them."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reply_template',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('confirmation', 'explanation', 'apology', 'result', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.text('(true)'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reply_template')),
    sa.UniqueConstraint('title', name=op.f('uq_reply_template_title')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('reply_template', schema=None) as batch_op:
        batch_op.create_index('ix_reply_template_kind', ['kind', 'id'], unique=False)

    op.create_table('complaint_route',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('quality', 'return', 'conduct', 'misunderstanding', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('basis', sa.String(length=200), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('handler_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_complaint_route_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['handler_id'], ['employee.id'], name=op.f('fk_complaint_route_handler_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_route')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('complaint_route', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_route_basis', ['basis', 'id'], unique=False)
        batch_op.create_index('ix_complaint_route_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_route_handler', ['handler_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_route_kind', ['kind', 'id'], unique=False)

    op.create_table('criticism',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('sanction', sa.Enum('criticism', 'penalty', name='sanction', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('amount', types.Money(), nullable=True),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('drafted', 'issued', 'appealed', 'upheld', 'revoked', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('decision', sa.Text(), nullable=True),
    sa.Column('issued_at', types.Moment(), nullable=True),
    sa.Column('appeal_until_on', sa.Date(), nullable=True),
    sa.Column('appeal', sa.Text(), nullable=True),
    sa.Column('appealed_at', types.Moment(), nullable=True),
    sa.Column('appeal_answer', sa.Text(), nullable=True),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('issued_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('answered_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_criticism_amount_minimum')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['employee.id'], name=op.f('fk_criticism_answered_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_criticism_complaint_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['issued_by_id'], ['employee.id'], name=op.f('fk_criticism_issued_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_criticism_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_criticism')),
    sa.UniqueConstraint('number', name=op.f('uq_criticism_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('criticism', schema=None) as batch_op:
        batch_op.create_index('ix_criticism_amount', ['amount', 'id'], unique=False)
        batch_op.create_index('ix_criticism_answered_by', ['answered_by_id', 'id'], unique=False)
        batch_op.create_index('ix_criticism_appeal_until_on', ['appeal_until_on', 'id'], unique=False)
        batch_op.create_index('ix_criticism_appealed_at', ['appealed_at', 'id'], unique=False)
        batch_op.create_index('ix_criticism_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_criticism_issued_at', ['issued_at', 'id'], unique=False)
        batch_op.create_index('ix_criticism_issued_by', ['issued_by_id', 'id'], unique=False)
        batch_op.create_index('ix_criticism_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_criticism_sanction', ['sanction', 'id'], unique=False)
        batch_op.create_index('ix_criticism_state', ['state', 'id'], unique=False)

    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.add_column(sa.Column('route_reason', sa.String(length=400), nullable=True))
        batch_op.add_column(sa.Column('explanation', sa.Text(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_column('explanation')
        batch_op.drop_column('route_reason')

    with op.batch_alter_table('criticism', schema=None) as batch_op:
        batch_op.drop_index('ix_criticism_state')
        batch_op.drop_index('ix_criticism_sanction')
        batch_op.drop_index('ix_criticism_person')
        batch_op.drop_index('ix_criticism_issued_by')
        batch_op.drop_index('ix_criticism_issued_at')
        batch_op.drop_index('ix_criticism_complaint')
        batch_op.drop_index('ix_criticism_appealed_at')
        batch_op.drop_index('ix_criticism_appeal_until_on')
        batch_op.drop_index('ix_criticism_answered_by')
        batch_op.drop_index('ix_criticism_amount')

    op.drop_table('criticism')
    with op.batch_alter_table('complaint_route', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_route_kind')
        batch_op.drop_index('ix_complaint_route_handler')
        batch_op.drop_index('ix_complaint_route_department')
        batch_op.drop_index('ix_complaint_route_basis')

    op.drop_table('complaint_route')
    with op.batch_alter_table('reply_template', schema=None) as batch_op:
        batch_op.drop_index('ix_reply_template_kind')

    op.drop_table('reply_template')
