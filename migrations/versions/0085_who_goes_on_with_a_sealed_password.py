"""Who goes on with a sealed password."""

import sqlalchemy as sa
from alembic import op

revision = '0085'
down_revision = '0074'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('password_envelope', schema=None) as batch_op:
        batch_op.add_column(sa.Column('next_keeper_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('next_second_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_password_envelope_next_keeper', ['next_keeper_id', 'id'], unique=False)
        batch_op.create_index('ix_password_envelope_next_second', ['next_second_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_password_envelope_next_second_id'), 'employee', ['next_second_id'], ['id'], ondelete='RESTRICT')
        batch_op.create_foreign_key(batch_op.f('fk_password_envelope_next_keeper_id'), 'employee', ['next_keeper_id'], ['id'], ondelete='RESTRICT')
        batch_op.create_check_constraint(batch_op.f('ck_password_envelope_next_keeper_differs'), 'next_keeper_id <> next_setter_id')
        batch_op.create_check_constraint(batch_op.f('ck_password_envelope_next_second_differs'), 'next_second_id <> next_setter_id')


def downgrade() -> None:
    with op.batch_alter_table('password_envelope', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_password_envelope_next_keeper_differs'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_password_envelope_next_second_differs'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_password_envelope_next_keeper_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_password_envelope_next_second_id'), type_='foreignkey')
        batch_op.drop_index('ix_password_envelope_next_second')
        batch_op.drop_index('ix_password_envelope_next_keeper')
        batch_op.drop_column('next_second_id')
        batch_op.drop_column('next_keeper_id')
