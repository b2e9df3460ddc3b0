"""Who keeps away from a complaint: kinship, declared conflicts, witnesses, and the table that withholds the case from them."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('kinship',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('spouse', 'parent_child', 'sibling', 'relative', 'interest', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('declared_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=True),
    sa.Column('employee_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('other_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('other_id <> employee_id', name=op.f('ck_kinship_other_differs')),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_kinship_employee_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['other_id'], ['employee.id'], name=op.f('fk_kinship_other_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kinship')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('kinship', schema=None) as batch_op:
        batch_op.create_index('ix_kinship_declared_on', ['declared_on', 'id'], unique=False)
        batch_op.create_index('ix_kinship_employee', ['employee_id', 'id'], unique=False)
        batch_op.create_index('ix_kinship_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_kinship_other', ['other_id', 'id'], unique=False)

    op.create_table('complaint_kept_away',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['complaint.id'], name=op.f('fk_complaint_kept_away_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['employee.id'], name=op.f('fk_complaint_kept_away_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_complaint_kept_away'))
    )
    with op.batch_alter_table('complaint_kept_away', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_kept_away_back', ['target_id'], unique=False)

    op.create_table('recusal_declaration',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'granted', 'rejected', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('decision', sa.Text(), nullable=True),
    sa.Column('decided_at', types.Moment(), nullable=True),
    sa.Column('complaint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_recusal_declaration_complaint_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['employee.id'], name=op.f('fk_recusal_declaration_decided_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['person_id'], ['employee.id'], name=op.f('fk_recusal_declaration_person_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recusal_declaration')),
    sa.UniqueConstraint('number', name=op.f('uq_recusal_declaration_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('recusal_declaration', schema=None) as batch_op:
        batch_op.create_index('ix_recusal_declaration_complaint', ['complaint_id', 'id'], unique=False)
        batch_op.create_index('ix_recusal_declaration_decided_at', ['decided_at', 'id'], unique=False)
        batch_op.create_index('ix_recusal_declaration_decided_by', ['decided_by_id', 'id'], unique=False)
        batch_op.create_index('ix_recusal_declaration_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_recusal_declaration_state', ['state', 'id'], unique=False)

    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.add_column(sa.Column('before_recusal', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('complainant_employee_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_complaint_complainant_employee', ['complainant_employee_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_complaint_complainant_employee_id'), 'employee', ['complainant_employee_id'], ['id'], ondelete='RESTRICT')

    with op.batch_alter_table('complaint_evidence', schema=None) as batch_op:
        batch_op.add_column(sa.Column('verify_again', sa.Boolean(), server_default=sa.text('(false)'), nullable=False))
        batch_op.add_column(sa.Column('witness_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('entered_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_complaint_evidence_entered_by', ['entered_by_id', 'id'], unique=False)
        batch_op.create_index('ix_complaint_evidence_witness', ['witness_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_complaint_evidence_witness_id'), 'employee', ['witness_id'], ['id'], ondelete='RESTRICT')
        batch_op.create_foreign_key(batch_op.f('fk_complaint_evidence_entered_by_id'), 'employee', ['entered_by_id'], ['id'], ondelete='RESTRICT')



def downgrade() -> None:
    with op.batch_alter_table('complaint_evidence', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_complaint_evidence_entered_by_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_complaint_evidence_witness_id'), type_='foreignkey')
        batch_op.drop_index('ix_complaint_evidence_witness')
        batch_op.drop_index('ix_complaint_evidence_entered_by')
        batch_op.drop_column('entered_by_id')
        batch_op.drop_column('witness_id')
        batch_op.drop_column('verify_again')

    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_complaint_complainant_employee_id'), type_='foreignkey')
        batch_op.drop_index('ix_complaint_complainant_employee')
        batch_op.drop_column('complainant_employee_id')
        batch_op.drop_column('before_recusal')

    with op.batch_alter_table('recusal_declaration', schema=None) as batch_op:
        batch_op.drop_index('ix_recusal_declaration_state')
        batch_op.drop_index('ix_recusal_declaration_person')
        batch_op.drop_index('ix_recusal_declaration_decided_by')
        batch_op.drop_index('ix_recusal_declaration_decided_at')
        batch_op.drop_index('ix_recusal_declaration_complaint')

    op.drop_table('recusal_declaration')
    with op.batch_alter_table('complaint_kept_away', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_kept_away_back')

    op.drop_table('complaint_kept_away')
    with op.batch_alter_table('kinship', schema=None) as batch_op:
        batch_op.drop_index('ix_kinship_other')
        batch_op.drop_index('ix_kinship_kind')
        batch_op.drop_index('ix_kinship_employee')
        batch_op.drop_index('ix_kinship_declared_on')

    op.drop_table('kinship')
