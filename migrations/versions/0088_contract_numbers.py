"""Contracts in a volume are numbered, and what a list takes away is seconded."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0088'
down_revision = '0087'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _without_triggers()
    with op.batch_alter_table('volume_list', schema=None) as batch_op:
        batch_op.add_column(sa.Column('seconded_at', types.Moment(), nullable=True))
        batch_op.add_column(sa.Column('seconded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('seconded_content', sa.String(length=64), nullable=True))
        batch_op.create_index('ix_volume_list_seconded_by', ['seconded_by_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_volume_list_seconded_by_id'), 'employee', ['seconded_by_id'], ['id'], ondelete='RESTRICT')

    with op.batch_alter_table('volume_piece', schema=None) as batch_op:
        batch_op.add_column(sa.Column('contract_no', sa.Integer(), nullable=True))
        batch_op.create_check_constraint(batch_op.f('ck_volume_piece_contract_no_minimum'), 'contract_no >= 1')


def downgrade() -> None:
    _without_triggers()
    with op.batch_alter_table('volume_piece', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_volume_piece_contract_no_minimum'), type_='check')
        batch_op.drop_column('contract_no')

    with op.batch_alter_table('volume_list', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_volume_list_seconded_by_id'), type_='foreignkey')
        batch_op.drop_index('ix_volume_list_seconded_by')
        batch_op.drop_column('seconded_content')
        batch_op.drop_column('seconded_by_id')
        batch_op.drop_column('seconded_at')


def _without_triggers() -> None:
    """On SQLite a trigger that names a table which is being rebuilt stops its renaming; models/ddl.py makes it anew."""
    if op.get_bind().dialect.name == 'sqlite':
        found = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND (sql LIKE '%volume_list%' OR sql LIKE '%volume_piece%')")
        for name in op.get_bind().execute(found).scalars().all():
            op.execute(f'DROP TRIGGER {name}')
