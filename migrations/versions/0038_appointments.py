"""Who appointed somebody; titles of confidential units put apart."""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('appointed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_appointment_appointed_by', ['appointed_by_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_appointment_appointed_by_id'), 'employee', ['appointed_by_id'], ['id'], ondelete='RESTRICT')

    with op.batch_alter_table('archive_unit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('full_title', sa.String(length=200), nullable=True))

    # K10.22: whatever names a confidential unit says only that it is confidential.
    op.execute("UPDATE archive_unit SET full_title = title, title = '涉密档案' WHERE secrecy = 'confidential'")


def downgrade() -> None:
    with op.batch_alter_table('archive_unit', schema=None) as batch_op:
        batch_op.drop_column('full_title')

    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_appointment_appointed_by_id'), type_='foreignkey')
        batch_op.drop_index('ix_appointment_appointed_by')
        batch_op.drop_column('appointed_by_id')
