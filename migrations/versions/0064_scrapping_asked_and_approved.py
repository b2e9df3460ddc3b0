"""Equipment is scrapped by the step of the head who was asked."""

import sqlalchemy as sa
from alembic import op

revision = '0064'
down_revision = '0063'
branch_labels = None
depends_on = None

_OLD = ('asked', 'approved', 'refused', 'in_repair', 'accepted', 'scrapped')
_NEW = ('asked', 'approved', 'refused', 'in_repair', 'accepted', 'to_scrap', 'scrapped')


def upgrade() -> None:
    with op.batch_alter_table('equipment_repair', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_equipment_repair_state'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_equipment_repair_state'), sa.column('state').in_(_NEW))
        batch_op.add_column(sa.Column('scrap_answer', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('scrap_asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_equipment_repair_scrap_asked_by', ['scrap_asked_by_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_equipment_repair_scrap_asked_by_id'), 'employee', ['scrap_asked_by_id'], ['id'], ondelete='RESTRICT')


def downgrade() -> None:
    op.execute(sa.text("UPDATE equipment_repair SET state = 'in_repair' WHERE state = 'to_scrap'"))
    with op.batch_alter_table('equipment_repair', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_equipment_repair_scrap_asked_by_id'), type_='foreignkey')
        batch_op.drop_index('ix_equipment_repair_scrap_asked_by')
        batch_op.drop_column('scrap_asked_by_id')
        batch_op.drop_column('scrap_answer')
        batch_op.drop_constraint(batch_op.f('ck_equipment_repair_state'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_equipment_repair_state'), sa.column('state').in_(_OLD))
