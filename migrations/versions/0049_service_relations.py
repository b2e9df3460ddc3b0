"""What guards a customer: surveys, evaluations, churn, risks, agreements and sharing; improvements name their evaluation."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0049'
down_revision = '0048'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('churn_case',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('noticed_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Enum('price', 'quality', 'service', 'competitor', 'relation', 'closed', 'other', name='reason', native_enum=False, length=40), nullable=False),
    sa.Column('analysis', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('noticed', 'planned', 'contacted', 'won_back', 'lost', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('strategy', sa.Text(), nullable=True),
    sa.Column('act_by_on', sa.Date(), nullable=True),
    sa.Column('contact_record', sa.Text(), nullable=True),
    sa.Column('offered', sa.Text(), nullable=True),
    sa.Column('contacted_at', types.Moment(), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.Column('data_returned', sa.Text(), nullable=True),
    sa.Column('farewell', sa.Text(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('responsible_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('contacted_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('closed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['closed_by_id'], ['employee.id'], name=op.f('fk_churn_case_closed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['contacted_by_id'], ['employee.id'], name=op.f('fk_churn_case_contacted_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_churn_case_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['responsible_id'], ['employee.id'], name=op.f('fk_churn_case_responsible_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_churn_case')),
    sa.UniqueConstraint('number', name=op.f('uq_churn_case_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('churn_case', schema=None) as batch_op:
        batch_op.create_index('ix_churn_case_act_by_on', ['act_by_on', 'id'], unique=False)
        batch_op.create_index('ix_churn_case_closed_by', ['closed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_churn_case_closed_on', ['closed_on', 'id'], unique=False)
        batch_op.create_index('ix_churn_case_contacted_at', ['contacted_at', 'id'], unique=False)
        batch_op.create_index('ix_churn_case_contacted_by', ['contacted_by_id', 'id'], unique=False)
        batch_op.create_index('ix_churn_case_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_churn_case_noticed_on', ['noticed_on', 'id'], unique=False)
        batch_op.create_index('ix_churn_case_reason', ['reason', 'id'], unique=False)
        batch_op.create_index('ix_churn_case_responsible', ['responsible_id', 'id'], unique=False)
        batch_op.create_index('ix_churn_case_state', ['state', 'id'], unique=False)

    op.create_table('confidentiality_agreement',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('party', sa.String(length=120), nullable=False),
    sa.Column('scope', sa.String(length=200), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('paper_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('keeper_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_confidentiality_agreement_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['keeper_id'], ['employee.id'], name=op.f('fk_confidentiality_agreement_keeper_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['paper_id'], ['attachment.id'], name=op.f('fk_confidentiality_agreement_paper_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confidentiality_agreement')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('confidentiality_agreement', schema=None) as batch_op:
        batch_op.create_index('ix_confidentiality_agreement_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_confidentiality_agreement_expires_on', ['expires_on', 'id'], unique=False)
        batch_op.create_index('ix_confidentiality_agreement_keeper', ['keeper_id', 'id'], unique=False)
        batch_op.create_index('ix_confidentiality_agreement_paper', ['paper_id', 'id'], unique=False)
        batch_op.create_index('ix_confidentiality_agreement_party', ['party', 'id'], unique=False)
        batch_op.create_index('ix_confidentiality_agreement_scope', ['scope', 'id'], unique=False)
        batch_op.create_index('ix_confidentiality_agreement_signed_on', ['signed_on', 'id'], unique=False)

    op.create_table('customer_risk',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('credit', 'market', 'legal', 'operation', 'other', name='kind', native_enum=False, length=40), nullable=False),
    sa.Column('other_kind', sa.String(length=60), nullable=True),
    sa.Column('source', sa.Enum('analysis', 'research', 'industry', 'other', name='source', native_enum=False, length=40), nullable=False),
    sa.Column('identified_on', sa.Date(), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    sa.Column('likelihood', sa.Integer(), nullable=False),
    sa.Column('impact', sa.Integer(), nullable=False),
    sa.Column('finance', sa.Integer(), nullable=False),
    sa.Column('operation', sa.Integer(), nullable=False),
    sa.Column('credit', sa.Integer(), nullable=False),
    sa.Column('market', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('factors', sa.Integer(), nullable=True),
    sa.Column('level', sa.Enum('low', 'medium', 'high', name='level', native_enum=False, length=40), nullable=True),
    sa.Column('state', sa.Enum('identified', 'answered', 'controlled', 'closed', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('strategy', sa.Enum('avoid', 'reduce', 'transfer', 'accept', name='strategy', native_enum=False, length=40), nullable=True),
    sa.Column('measures', sa.Text(), nullable=True),
    sa.Column('review_on', sa.Date(), nullable=True),
    sa.Column('approval', sa.Text(), nullable=True),
    sa.Column('review', sa.Text(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('responsible_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('approved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('closed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('credit >= 1', name=op.f('ck_customer_risk_credit_minimum')),
    sa.CheckConstraint('finance >= 1', name=op.f('ck_customer_risk_finance_minimum')),
    sa.CheckConstraint('impact >= 1', name=op.f('ck_customer_risk_impact_minimum')),
    sa.CheckConstraint('likelihood >= 1', name=op.f('ck_customer_risk_likelihood_minimum')),
    sa.CheckConstraint('market >= 1', name=op.f('ck_customer_risk_market_minimum')),
    sa.CheckConstraint('operation >= 1', name=op.f('ck_customer_risk_operation_minimum')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['employee.id'], name=op.f('fk_customer_risk_approved_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['closed_by_id'], ['employee.id'], name=op.f('fk_customer_risk_closed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_risk_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['responsible_id'], ['employee.id'], name=op.f('fk_customer_risk_responsible_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_risk')),
    sa.UniqueConstraint('number', name=op.f('uq_customer_risk_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('customer_risk', schema=None) as batch_op:
        batch_op.create_index('ix_customer_risk_approved_by', ['approved_by_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_closed_by', ['closed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_closed_on', ['closed_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_credit', ['credit', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_factors', ['factors', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_finance', ['finance', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_identified_on', ['identified_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_impact', ['impact', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_level', ['level', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_likelihood', ['likelihood', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_market', ['market', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_operation', ['operation', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_responsible', ['responsible_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_review_on', ['review_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_score', ['score', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_source', ['source', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_customer_risk_strategy', ['strategy', 'id'], unique=False)

    op.create_table('customer_survey',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('means', sa.Enum('questionnaire', 'interview', 'feedback', name='means', native_enum=False, length=40), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('answered_by', sa.String(length=60), nullable=True),
    sa.Column('satisfaction', sa.Integer(), nullable=False),
    sa.Column('loyalty', sa.Integer(), nullable=False),
    sa.Column('service', sa.Integer(), nullable=False),
    sa.Column('says', sa.Text(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('asker_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('loyalty >= 1', name=op.f('ck_customer_survey_loyalty_minimum')),
    sa.CheckConstraint('satisfaction >= 1', name=op.f('ck_customer_survey_satisfaction_minimum')),
    sa.CheckConstraint('service >= 1', name=op.f('ck_customer_survey_service_minimum')),
    sa.ForeignKeyConstraint(['asker_id'], ['employee.id'], name=op.f('fk_customer_survey_asker_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_survey_customer_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_survey')),
    sa.UniqueConstraint('number', name=op.f('uq_customer_survey_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('customer_survey', schema=None) as batch_op:
        batch_op.create_index('ix_customer_survey_asked_on', ['asked_on', 'id'], unique=False)
        batch_op.create_index('ix_customer_survey_asker', ['asker_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_survey_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_customer_survey_loyalty', ['loyalty', 'id'], unique=False)
        batch_op.create_index('ix_customer_survey_means', ['means', 'id'], unique=False)
        batch_op.create_index('ix_customer_survey_satisfaction', ['satisfaction', 'id'], unique=False)
        batch_op.create_index('ix_customer_survey_service', ['service', 'id'], unique=False)

    op.create_table('relation_evaluation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('draft', 'concluded', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('satisfaction', sa.Integer(), nullable=True),
    sa.Column('loyalty', sa.Integer(), nullable=True),
    sa.Column('service', sa.Integer(), nullable=True),
    sa.Column('hours', sa.Integer(), nullable=True),
    sa.Column('speed', sa.Integer(), nullable=True),
    sa.Column('heard', sa.String(length=200), nullable=True),
    sa.Column('total', sa.Integer(), nullable=True),
    sa.Column('conclusion', sa.Text(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('evaluator_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('concluded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['concluded_by_id'], ['employee.id'], name=op.f('fk_relation_evaluation_concluded_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_relation_evaluation_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['evaluator_id'], ['employee.id'], name=op.f('fk_relation_evaluation_evaluator_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relation_evaluation')),
    sa.UniqueConstraint('number', name=op.f('uq_relation_evaluation_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('relation_evaluation', schema=None) as batch_op:
        batch_op.create_index('ix_relation_evaluation_concluded_by', ['concluded_by_id', 'id'], unique=False)
        batch_op.create_index('ix_relation_evaluation_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_relation_evaluation_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_relation_evaluation_evaluator', ['evaluator_id', 'id'], unique=False)
        batch_op.create_index('ix_relation_evaluation_from_on', ['from_on', 'id'], unique=False)
        batch_op.create_index('ix_relation_evaluation_hours', ['hours', 'id'], unique=False)
        batch_op.create_index('ix_relation_evaluation_loyalty', ['loyalty', 'id'], unique=False)
        batch_op.create_index('ix_relation_evaluation_satisfaction', ['satisfaction', 'id'], unique=False)
        batch_op.create_index('ix_relation_evaluation_service', ['service', 'id'], unique=False)
        batch_op.create_index('ix_relation_evaluation_speed', ['speed', 'id'], unique=False)
        batch_op.create_index('ix_relation_evaluation_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_relation_evaluation_total', ['total', 'id'], unique=False)
        batch_op.create_index('ix_relation_evaluation_until_on', ['until_on', 'id'], unique=False)

    op.create_table('confidentiality_agreement_circle',
    sa.Column('record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['confidentiality_agreement.id'], name=op.f('fk_confidentiality_agreement_circle_record_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['employee.id'], name=op.f('fk_confidentiality_agreement_circle_target_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('record_id', 'target_id', name=op.f('pk_confidentiality_agreement_circle'))
    )
    with op.batch_alter_table('confidentiality_agreement_circle', schema=None) as batch_op:
        batch_op.create_index('ix_confidentiality_agreement_circle_back', ['target_id'], unique=False)

    op.create_table('sharing_request',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('purpose', sa.String(length=200), nullable=False),
    sa.Column('recipient', sa.String(length=120), nullable=False),
    sa.Column('outside', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('basis', sa.Enum('consent', 'contract', 'law', name='basis', native_enum=False, length=40), nullable=False),
    sa.Column('safety', sa.String(length=200), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'department_agreed', 'approved', 'refused', 'revoked', 'expired', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('department_opinion', sa.Text(), nullable=True),
    sa.Column('agreed_at', types.Moment(), nullable=True),
    sa.Column('leader_opinion', sa.Text(), nullable=True),
    sa.Column('approved_at', types.Moment(), nullable=True),
    sa.Column('revoked_because', sa.Text(), nullable=True),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('applicant_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('agreement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('agreed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('approved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('revoked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['agreed_by_id'], ['employee.id'], name=op.f('fk_sharing_request_agreed_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['agreement_id'], ['confidentiality_agreement.id'], name=op.f('fk_sharing_request_agreement_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['applicant_id'], ['employee.id'], name=op.f('fk_sharing_request_applicant_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['approved_by_id'], ['employee.id'], name=op.f('fk_sharing_request_approved_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_sharing_request_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_sharing_request_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['revoked_by_id'], ['employee.id'], name=op.f('fk_sharing_request_revoked_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sharing_request')),
    sa.UniqueConstraint('number', name=op.f('uq_sharing_request_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('sharing_request', schema=None) as batch_op:
        batch_op.create_index('ix_sharing_request_agreed_at', ['agreed_at', 'id'], unique=False)
        batch_op.create_index('ix_sharing_request_agreed_by', ['agreed_by_id', 'id'], unique=False)
        batch_op.create_index('ix_sharing_request_agreement', ['agreement_id', 'id'], unique=False)
        batch_op.create_index('ix_sharing_request_applicant', ['applicant_id', 'id'], unique=False)
        batch_op.create_index('ix_sharing_request_approved_at', ['approved_at', 'id'], unique=False)
        batch_op.create_index('ix_sharing_request_approved_by', ['approved_by_id', 'id'], unique=False)
        batch_op.create_index('ix_sharing_request_basis', ['basis', 'id'], unique=False)
        batch_op.create_index('ix_sharing_request_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_sharing_request_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_sharing_request_expires_on', ['expires_on', 'id'], unique=False)
        batch_op.create_index('ix_sharing_request_purpose', ['purpose', 'id'], unique=False)
        batch_op.create_index('ix_sharing_request_recipient', ['recipient', 'id'], unique=False)
        batch_op.create_index('ix_sharing_request_revoked_by', ['revoked_by_id', 'id'], unique=False)
        batch_op.create_index('ix_sharing_request_state', ['state', 'id'], unique=False)

    with op.batch_alter_table('improvement', schema=None) as batch_op:
        batch_op.add_column(sa.Column('evaluation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_improvement_evaluation', ['evaluation_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_improvement_evaluation_id'), 'relation_evaluation', ['evaluation_id'], ['id'], ondelete='RESTRICT')



def downgrade() -> None:
    with op.batch_alter_table('improvement', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_improvement_evaluation_id'), type_='foreignkey')
        batch_op.drop_index('ix_improvement_evaluation')
        batch_op.drop_column('evaluation_id')

    with op.batch_alter_table('sharing_request', schema=None) as batch_op:
        batch_op.drop_index('ix_sharing_request_state')
        batch_op.drop_index('ix_sharing_request_revoked_by')
        batch_op.drop_index('ix_sharing_request_recipient')
        batch_op.drop_index('ix_sharing_request_purpose')
        batch_op.drop_index('ix_sharing_request_expires_on')
        batch_op.drop_index('ix_sharing_request_department')
        batch_op.drop_index('ix_sharing_request_customer')
        batch_op.drop_index('ix_sharing_request_basis')
        batch_op.drop_index('ix_sharing_request_approved_by')
        batch_op.drop_index('ix_sharing_request_approved_at')
        batch_op.drop_index('ix_sharing_request_applicant')
        batch_op.drop_index('ix_sharing_request_agreement')
        batch_op.drop_index('ix_sharing_request_agreed_by')
        batch_op.drop_index('ix_sharing_request_agreed_at')

    op.drop_table('sharing_request')
    with op.batch_alter_table('confidentiality_agreement_circle', schema=None) as batch_op:
        batch_op.drop_index('ix_confidentiality_agreement_circle_back')

    op.drop_table('confidentiality_agreement_circle')
    with op.batch_alter_table('relation_evaluation', schema=None) as batch_op:
        batch_op.drop_index('ix_relation_evaluation_until_on')
        batch_op.drop_index('ix_relation_evaluation_total')
        batch_op.drop_index('ix_relation_evaluation_state')
        batch_op.drop_index('ix_relation_evaluation_speed')
        batch_op.drop_index('ix_relation_evaluation_service')
        batch_op.drop_index('ix_relation_evaluation_satisfaction')
        batch_op.drop_index('ix_relation_evaluation_loyalty')
        batch_op.drop_index('ix_relation_evaluation_hours')
        batch_op.drop_index('ix_relation_evaluation_from_on')
        batch_op.drop_index('ix_relation_evaluation_evaluator')
        batch_op.drop_index('ix_relation_evaluation_due_on')
        batch_op.drop_index('ix_relation_evaluation_customer')
        batch_op.drop_index('ix_relation_evaluation_concluded_by')

    op.drop_table('relation_evaluation')
    with op.batch_alter_table('customer_survey', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_survey_service')
        batch_op.drop_index('ix_customer_survey_satisfaction')
        batch_op.drop_index('ix_customer_survey_means')
        batch_op.drop_index('ix_customer_survey_loyalty')
        batch_op.drop_index('ix_customer_survey_customer')
        batch_op.drop_index('ix_customer_survey_asker')
        batch_op.drop_index('ix_customer_survey_asked_on')

    op.drop_table('customer_survey')
    with op.batch_alter_table('customer_risk', schema=None) as batch_op:
        batch_op.drop_index('ix_customer_risk_strategy')
        batch_op.drop_index('ix_customer_risk_state')
        batch_op.drop_index('ix_customer_risk_source')
        batch_op.drop_index('ix_customer_risk_score')
        batch_op.drop_index('ix_customer_risk_review_on')
        batch_op.drop_index('ix_customer_risk_responsible')
        batch_op.drop_index('ix_customer_risk_operation')
        batch_op.drop_index('ix_customer_risk_market')
        batch_op.drop_index('ix_customer_risk_likelihood')
        batch_op.drop_index('ix_customer_risk_level')
        batch_op.drop_index('ix_customer_risk_kind')
        batch_op.drop_index('ix_customer_risk_impact')
        batch_op.drop_index('ix_customer_risk_identified_on')
        batch_op.drop_index('ix_customer_risk_finance')
        batch_op.drop_index('ix_customer_risk_factors')
        batch_op.drop_index('ix_customer_risk_customer')
        batch_op.drop_index('ix_customer_risk_credit')
        batch_op.drop_index('ix_customer_risk_closed_on')
        batch_op.drop_index('ix_customer_risk_closed_by')
        batch_op.drop_index('ix_customer_risk_approved_by')

    op.drop_table('customer_risk')
    with op.batch_alter_table('confidentiality_agreement', schema=None) as batch_op:
        batch_op.drop_index('ix_confidentiality_agreement_signed_on')
        batch_op.drop_index('ix_confidentiality_agreement_scope')
        batch_op.drop_index('ix_confidentiality_agreement_party')
        batch_op.drop_index('ix_confidentiality_agreement_paper')
        batch_op.drop_index('ix_confidentiality_agreement_keeper')
        batch_op.drop_index('ix_confidentiality_agreement_expires_on')
        batch_op.drop_index('ix_confidentiality_agreement_department')

    op.drop_table('confidentiality_agreement')
    with op.batch_alter_table('churn_case', schema=None) as batch_op:
        batch_op.drop_index('ix_churn_case_state')
        batch_op.drop_index('ix_churn_case_responsible')
        batch_op.drop_index('ix_churn_case_reason')
        batch_op.drop_index('ix_churn_case_noticed_on')
        batch_op.drop_index('ix_churn_case_customer')
        batch_op.drop_index('ix_churn_case_contacted_by')
        batch_op.drop_index('ix_churn_case_contacted_at')
        batch_op.drop_index('ix_churn_case_closed_on')
        batch_op.drop_index('ix_churn_case_closed_by')
        batch_op.drop_index('ix_churn_case_act_by_on')

    op.drop_table('churn_case')
