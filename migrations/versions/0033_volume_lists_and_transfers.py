"""Lists of what lies in a volume, and transfers that three people sign."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('archive_transfer',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('papers', 'certificates', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('sorting', 'with_b', 'with_archivist', 'sent_back', 'accepted', 'cancelled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('a_due_on', sa.Date(), nullable=True),
    sa.Column('b_due_on', sa.Date(), nullable=True),
    sa.Column('handed_at', types.Moment(), nullable=True),
    sa.Column('handed_in_at', types.Moment(), nullable=True),
    sa.Column('accepted_at', types.Moment(), nullable=True),
    sa.Column('complete', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('authorised', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('coded', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('items_counted', sa.Integer(), nullable=True),
    sa.Column('pages_counted', sa.Integer(), nullable=True),
    sa.Column('back_because', sa.Text(), nullable=True),
    sa.Column('longer_until_on', sa.Date(), nullable=True),
    sa.Column('longer_because', sa.Text(), nullable=True),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('word_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('a_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('b_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('archivist_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('volume_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('place_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('longer_asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('longer_decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('content', sa.String(length=64), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('a_id <> b_id AND archivist_id <> a_id AND archivist_id <> b_id', name=op.f('ck_archive_transfer_three_people')),
    sa.CheckConstraint('archivist_id <> b_id', name=op.f('ck_archive_transfer_archivist_differs')),
    sa.CheckConstraint('b_id <> a_id', name=op.f('ck_archive_transfer_b_differs')),
    sa.CheckConstraint('items_counted >= 1', name=op.f('ck_archive_transfer_items_counted_minimum')),
    sa.CheckConstraint('pages_counted >= 0', name=op.f('ck_archive_transfer_pages_counted_minimum')),
    sa.CheckConstraint('round >= 0', name=op.f('ck_archive_transfer_round_minimum')),
    sa.ForeignKeyConstraint(['a_id'], ['employee.id'], name=op.f('fk_archive_transfer_a_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['archivist_id'], ['employee.id'], name=op.f('fk_archive_transfer_archivist_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['b_id'], ['employee.id'], name=op.f('fk_archive_transfer_b_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_archive_transfer_customer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_archive_transfer_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['longer_asked_by_id'], ['employee.id'], name=op.f('fk_archive_transfer_longer_asked_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['longer_decided_by_id'], ['employee.id'], name=op.f('fk_archive_transfer_longer_decided_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['place_id'], ['archive_account.id'], name=op.f('fk_archive_transfer_place_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['volume_id'], ['archive_unit.id'], name=op.f('fk_archive_transfer_volume_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['word_id'], ['number_word.id'], name=op.f('fk_archive_transfer_word_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_archive_transfer')),
    sa.UniqueConstraint('number', name=op.f('uq_archive_transfer_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('archive_transfer', schema=None) as batch_op:
        batch_op.create_index('ix_archive_transfer_a', ['a_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_transfer_accepted_at', ['accepted_at', 'id'], unique=False)
        batch_op.create_index('ix_archive_transfer_archivist', ['archivist_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_transfer_b', ['b_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_transfer_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_transfer_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_transfer_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_archive_transfer_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_archive_transfer_longer_asked_by', ['longer_asked_by_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_transfer_longer_decided_by', ['longer_decided_by_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_transfer_paid_on', ['paid_on', 'id'], unique=False)
        batch_op.create_index('ix_archive_transfer_place', ['place_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_transfer_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_archive_transfer_title', ['title', 'id'], unique=False)
        batch_op.create_index('ix_archive_transfer_volume', ['volume_id', 'id'], unique=False)
        batch_op.create_index('ix_archive_transfer_word', ['word_id', 'id'], unique=False)

    op.create_table('transfer_item',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('owners_title', 'guarantors_title', 'other_right', 'chattel_mortgage', 'equity_pledge', 'other', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('certificate_no', sa.String(length=100), nullable=False),
    sa.Column('right_holder', sa.String(length=120), nullable=False),
    sa.Column('issuer', sa.String(length=120), nullable=True),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('transfer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('copies >= 1', name=op.f('ck_transfer_item_copies_minimum')),
    sa.ForeignKeyConstraint(['transfer_id'], ['archive_transfer.id'], name=op.f('fk_transfer_item_transfer_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transfer_item')),
    sa.UniqueConstraint('transfer_id', 'certificate_no', name=op.f('uq_transfer_item_transfer_id_certificate_no')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('transfer_item', schema=None) as batch_op:
        batch_op.create_index('ix_transfer_item_certificate_no', ['certificate_no', 'id'], unique=False)
        batch_op.create_index('ix_transfer_item_expires_on', ['expires_on', 'id'], unique=False)
        batch_op.create_index('ix_transfer_item_kind', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_transfer_item_right_holder', ['right_holder', 'id'], unique=False)
        batch_op.create_index('ix_transfer_item_transfer', ['transfer_id', 'id'], unique=False)

    op.create_table('transfer_signature',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('transfer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('signer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('content', sa.String(length=64), nullable=False),
    sa.Column('signed_at', types.Moment(), nullable=False),
    sa.ForeignKeyConstraint(['signer_id'], ['employee.id'], name=op.f('fk_transfer_signature_signer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['transfer_id'], ['archive_transfer.id'], name=op.f('fk_transfer_signature_transfer_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transfer_signature')),
    sa.UniqueConstraint('transfer_id', 'content', 'role', name=op.f('uq_transfer_signature_transfer_id_content_role')),
    sa.UniqueConstraint('transfer_id', 'content', 'signer_id', name=op.f('uq_transfer_signature_transfer_id_content_signer_id'))
    )
    op.create_table('transfer_supplement',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('item', sa.String(length=200), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('open', 'supplied', 'verified', 'waived', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=True),
    sa.Column('supplied_at', types.Moment(), nullable=True),
    sa.Column('waived_because', sa.String(length=200), nullable=True),
    sa.Column('transfer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('supplied_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('verified_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('waived_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['employee.id'], name=op.f('fk_transfer_supplement_asked_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['supplied_by_id'], ['employee.id'], name=op.f('fk_transfer_supplement_supplied_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['transfer_id'], ['archive_transfer.id'], name=op.f('fk_transfer_supplement_transfer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['verified_by_id'], ['employee.id'], name=op.f('fk_transfer_supplement_verified_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['waived_by_id'], ['employee.id'], name=op.f('fk_transfer_supplement_waived_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transfer_supplement')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('transfer_supplement', schema=None) as batch_op:
        batch_op.create_index('ix_transfer_supplement_asked_by', ['asked_by_id', 'id'], unique=False)
        batch_op.create_index('ix_transfer_supplement_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_transfer_supplement_item', ['item', 'id'], unique=False)
        batch_op.create_index('ix_transfer_supplement_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_transfer_supplement_supplied_by', ['supplied_by_id', 'id'], unique=False)
        batch_op.create_index('ix_transfer_supplement_transfer', ['transfer_id', 'id'], unique=False)
        batch_op.create_index('ix_transfer_supplement_verified_by', ['verified_by_id', 'id'], unique=False)
        batch_op.create_index('ix_transfer_supplement_waived_by', ['waived_by_id', 'id'], unique=False)

    op.create_table('volume_list',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=260), nullable=True),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'frozen', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('total_pages', sa.Integer(), nullable=True),
    sa.Column('frozen_at', types.Moment(), nullable=True),
    sa.Column('volume_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('transfer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('prepared_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('department_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('frozen_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('content', sa.String(length=64), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('edition >= 1', name=op.f('ck_volume_list_edition_minimum')),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_volume_list_department_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['frozen_by_id'], ['employee.id'], name=op.f('fk_volume_list_frozen_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['prepared_by_id'], ['employee.id'], name=op.f('fk_volume_list_prepared_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['transfer_id'], ['archive_transfer.id'], name=op.f('fk_volume_list_transfer_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['volume_id'], ['archive_unit.id'], name=op.f('fk_volume_list_volume_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_volume_list')),
    sa.UniqueConstraint('volume_id', 'edition', name=op.f('uq_volume_list_volume_id_edition')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('volume_list', schema=None) as batch_op:
        batch_op.create_index('ix_volume_list_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_volume_list_frozen_at', ['frozen_at', 'id'], unique=False)
        batch_op.create_index('ix_volume_list_frozen_by', ['frozen_by_id', 'id'], unique=False)
        batch_op.create_index('ix_volume_list_name', ['name', 'id'], unique=False)
        batch_op.create_index('ix_volume_list_prepared_by', ['prepared_by_id', 'id'], unique=False)
        batch_op.create_index('ix_volume_list_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_volume_list_transfer', ['transfer_id', 'id'], unique=False)
        batch_op.create_index('ix_volume_list_volume', ['volume_id', 'id'], unique=False)
        batch_op.create_index('uq_volume_list_draft', ['volume_id'], unique=True, sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))

    op.create_table('volume_piece',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('line_no', sa.Integer(), nullable=True),
    sa.Column('part', sa.Enum('approval', 'contracts', 'survey', 'customer', name='part', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('document_no', sa.String(length=80), nullable=True),
    sa.Column('author', sa.String(length=80), nullable=True),
    sa.Column('dated_on', sa.Date(), nullable=True),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('annex', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=True),
    sa.Column('remark', sa.String(length=120), nullable=True),
    sa.Column('volume_list_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.Column('updated_at', types.Moment(), server_default=sa.text('(CURRENT_TIMESTAMP)'), nullable=False),
    sa.CheckConstraint('NOT annex OR code IS NULL', name=op.f('ck_volume_piece_annex_has_no_code')),
    sa.CheckConstraint('line_no >= 1', name=op.f('ck_volume_piece_line_no_minimum')),
    sa.CheckConstraint('pages >= 1', name=op.f('ck_volume_piece_pages_minimum')),
    sa.ForeignKeyConstraint(['volume_list_id'], ['volume_list.id'], name=op.f('fk_volume_piece_volume_list_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_volume_piece')),
    sa.UniqueConstraint('volume_list_id', 'line_no', name=op.f('uq_volume_piece_volume_list_id_line_no')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('volume_piece', schema=None) as batch_op:
        batch_op.create_index('ix_volume_piece_author', ['author', 'id'], unique=False)
        batch_op.create_index('ix_volume_piece_dated_on', ['dated_on', 'id'], unique=False)
        batch_op.create_index('ix_volume_piece_document_no', ['document_no', 'id'], unique=False)
        batch_op.create_index('ix_volume_piece_line_no', ['line_no', 'id'], unique=False)
        batch_op.create_index('ix_volume_piece_pages', ['pages', 'id'], unique=False)
        batch_op.create_index('ix_volume_piece_part', ['part', 'id'], unique=False)
        batch_op.create_index('ix_volume_piece_title', ['title', 'id'], unique=False)
        batch_op.create_index('ix_volume_piece_volume_list', ['volume_list_id', 'id'], unique=False)

    with op.batch_alter_table('loan_line', schema=None) as batch_op:
        batch_op.add_column(sa.Column('list_version', sa.Integer(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('loan_line', schema=None) as batch_op:
        batch_op.drop_column('list_version')

    with op.batch_alter_table('volume_piece', schema=None) as batch_op:
        batch_op.drop_index('ix_volume_piece_volume_list')
        batch_op.drop_index('ix_volume_piece_title')
        batch_op.drop_index('ix_volume_piece_part')
        batch_op.drop_index('ix_volume_piece_pages')
        batch_op.drop_index('ix_volume_piece_line_no')
        batch_op.drop_index('ix_volume_piece_document_no')
        batch_op.drop_index('ix_volume_piece_dated_on')
        batch_op.drop_index('ix_volume_piece_author')

    op.drop_table('volume_piece')
    with op.batch_alter_table('volume_list', schema=None) as batch_op:
        batch_op.drop_index('uq_volume_list_draft', sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))
        batch_op.drop_index('ix_volume_list_volume')
        batch_op.drop_index('ix_volume_list_transfer')
        batch_op.drop_index('ix_volume_list_state')
        batch_op.drop_index('ix_volume_list_prepared_by')
        batch_op.drop_index('ix_volume_list_name')
        batch_op.drop_index('ix_volume_list_frozen_by')
        batch_op.drop_index('ix_volume_list_frozen_at')
        batch_op.drop_index('ix_volume_list_department')

    op.drop_table('volume_list')
    with op.batch_alter_table('transfer_supplement', schema=None) as batch_op:
        batch_op.drop_index('ix_transfer_supplement_waived_by')
        batch_op.drop_index('ix_transfer_supplement_verified_by')
        batch_op.drop_index('ix_transfer_supplement_transfer')
        batch_op.drop_index('ix_transfer_supplement_supplied_by')
        batch_op.drop_index('ix_transfer_supplement_state')
        batch_op.drop_index('ix_transfer_supplement_item')
        batch_op.drop_index('ix_transfer_supplement_due_on')
        batch_op.drop_index('ix_transfer_supplement_asked_by')

    op.drop_table('transfer_supplement')
    op.drop_table('transfer_signature')
    with op.batch_alter_table('transfer_item', schema=None) as batch_op:
        batch_op.drop_index('ix_transfer_item_transfer')
        batch_op.drop_index('ix_transfer_item_right_holder')
        batch_op.drop_index('ix_transfer_item_kind')
        batch_op.drop_index('ix_transfer_item_expires_on')
        batch_op.drop_index('ix_transfer_item_certificate_no')

    op.drop_table('transfer_item')
    with op.batch_alter_table('archive_transfer', schema=None) as batch_op:
        batch_op.drop_index('ix_archive_transfer_word')
        batch_op.drop_index('ix_archive_transfer_volume')
        batch_op.drop_index('ix_archive_transfer_title')
        batch_op.drop_index('ix_archive_transfer_state')
        batch_op.drop_index('ix_archive_transfer_place')
        batch_op.drop_index('ix_archive_transfer_paid_on')
        batch_op.drop_index('ix_archive_transfer_longer_decided_by')
        batch_op.drop_index('ix_archive_transfer_longer_asked_by')
        batch_op.drop_index('ix_archive_transfer_kind')
        batch_op.drop_index('ix_archive_transfer_due_on')
        batch_op.drop_index('ix_archive_transfer_department')
        batch_op.drop_index('ix_archive_transfer_customer')
        batch_op.drop_index('ix_archive_transfer_b')
        batch_op.drop_index('ix_archive_transfer_archivist')
        batch_op.drop_index('ix_archive_transfer_accepted_at')
        batch_op.drop_index('ix_archive_transfer_a')

    op.drop_table('archive_transfer')
