"""The duty of each department to file each month, what it files, and the kinds of papers there are."""

import sqlalchemy as sa
from alembic import op

from models import types

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "filing_scope",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("article", sa.String(length=40), nullable=True),
        sa.Column(
            "kept_by",
            sa.Enum(
                "department", "lead", "office", name="kept_by", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("confidential", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("in_use", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("retention_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.Moment(), server_default=sa.text("(CURRENT_TIMESTAMP)"), nullable=False),
        sa.Column("updated_at", types.Moment(), server_default=sa.text("(CURRENT_TIMESTAMP)"), nullable=False),
        sa.ForeignKeyConstraint(
            ["retention_id"], ["retention_period.id"], name=op.f("fk_filing_scope_retention_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_scope")),
        sa.UniqueConstraint("code", name=op.f("uq_filing_scope_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("filing_scope", schema=None) as batch_op:
        batch_op.create_index("ix_filing_scope_kept_by", ["kept_by", "id"], unique=False)
        batch_op.create_index("ix_filing_scope_retention", ["retention_id", "id"], unique=False)
        batch_op.create_index("ix_filing_scope_title", ["title", "id"], unique=False)

    op.create_table(
        "monthly_filing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "due", "handed_over", "received", name="state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("pieces", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("nothing_because", sa.Text(), nullable=True),
        sa.Column("handed_at", types.Moment(), nullable=True),
        sa.Column("pieces_received", sa.Integer(), nullable=True),
        sa.Column("pages_received", sa.Integer(), nullable=True),
        sa.Column("received_at", types.Moment(), nullable=True),
        sa.Column("back_because", sa.Text(), nullable=True),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("handed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("received_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("content", sa.String(length=64), nullable=True),
        sa.Column("content_received", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.Moment(), server_default=sa.text("(CURRENT_TIMESTAMP)"), nullable=False),
        sa.Column("updated_at", types.Moment(), server_default=sa.text("(CURRENT_TIMESTAMP)"), nullable=False),
        sa.CheckConstraint(
            "state <> 'received' OR (received_by_id IS NOT NULL AND handed_by_id IS NOT NULL AND content IS NOT NULL AND content_received = content AND pieces_received = pieces AND pages_received = pages)",
            name=op.f("ck_monthly_filing_received_as_signed"),
        ),
        sa.CheckConstraint("pages >= 0", name=op.f("ck_monthly_filing_pages_minimum")),
        sa.CheckConstraint("pages_received >= 0", name=op.f("ck_monthly_filing_pages_received_minimum")),
        sa.CheckConstraint("pieces >= 0", name=op.f("ck_monthly_filing_pieces_minimum")),
        sa.CheckConstraint("pieces_received >= 0", name=op.f("ck_monthly_filing_pieces_received_minimum")),
        sa.CheckConstraint("received_by_id <> handed_by_id", name=op.f("ck_monthly_filing_received_by_differs")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_monthly_filing_department_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["handed_by_id"], ["employee.id"], name=op.f("fk_monthly_filing_handed_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["employee.id"], name=op.f("fk_monthly_filing_received_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_filing")),
        sa.UniqueConstraint("department_id", "month_on", name=op.f("uq_monthly_filing_department_id_month_on")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("monthly_filing", schema=None) as batch_op:
        batch_op.create_index("ix_monthly_filing_department", ["department_id", "id"], unique=False)
        batch_op.create_index("ix_monthly_filing_due_on", ["due_on", "id"], unique=False)
        batch_op.create_index("ix_monthly_filing_handed_by", ["handed_by_id", "id"], unique=False)
        batch_op.create_index("ix_monthly_filing_month_on", ["month_on", "id"], unique=False)
        batch_op.create_index("ix_monthly_filing_name", ["name", "id"], unique=False)
        batch_op.create_index("ix_monthly_filing_received_at", ["received_at", "id"], unique=False)
        batch_op.create_index("ix_monthly_filing_received_by", ["received_by_id", "id"], unique=False)
        batch_op.create_index("ix_monthly_filing_state", ["state", "id"], unique=False)

    op.create_table(
        "filing_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("full_title", sa.String(length=200), nullable=True),
        sa.Column("document_no", sa.String(length=80), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column(
            "secrecy",
            sa.Enum(
                "open", "internal", "confidential", name="secrecy", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("undertaker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("case_class_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("volume_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.Moment(), server_default=sa.text("(CURRENT_TIMESTAMP)"), nullable=False),
        sa.Column("updated_at", types.Moment(), server_default=sa.text("(CURRENT_TIMESTAMP)"), nullable=False),
        sa.CheckConstraint("copies >= 1", name=op.f("ck_filing_line_copies_minimum")),
        sa.CheckConstraint("pages >= 1", name=op.f("ck_filing_line_pages_minimum")),
        sa.ForeignKeyConstraint(
            ["case_class_id"], ["case_class.id"], name=op.f("fk_filing_line_case_class_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["filing_id"], ["monthly_filing.id"], name=op.f("fk_filing_line_filing_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["department.id"], name=op.f("fk_filing_line_lead_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["scope_id"], ["filing_scope.id"], name=op.f("fk_filing_line_scope_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["undertaker_id"], ["employee.id"], name=op.f("fk_filing_line_undertaker_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["volume_id"], ["archive_unit.id"], name=op.f("fk_filing_line_volume_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_line")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("filing_line", schema=None) as batch_op:
        batch_op.create_index("ix_filing_line_case_class", ["case_class_id", "id"], unique=False)
        batch_op.create_index("ix_filing_line_document_no", ["document_no", "id"], unique=False)
        batch_op.create_index("ix_filing_line_filing", ["filing_id", "id"], unique=False)
        batch_op.create_index("ix_filing_line_lead", ["lead_id", "id"], unique=False)
        batch_op.create_index("ix_filing_line_scope", ["scope_id", "id"], unique=False)
        batch_op.create_index("ix_filing_line_secrecy", ["secrecy", "id"], unique=False)
        batch_op.create_index("ix_filing_line_title", ["title", "id"], unique=False)
        batch_op.create_index("ix_filing_line_undertaker", ["undertaker_id", "id"], unique=False)
        batch_op.create_index("ix_filing_line_volume", ["volume_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("filing_line", schema=None) as batch_op:
        batch_op.drop_index("ix_filing_line_volume")
        batch_op.drop_index("ix_filing_line_undertaker")
        batch_op.drop_index("ix_filing_line_title")
        batch_op.drop_index("ix_filing_line_secrecy")
        batch_op.drop_index("ix_filing_line_scope")
        batch_op.drop_index("ix_filing_line_lead")
        batch_op.drop_index("ix_filing_line_filing")
        batch_op.drop_index("ix_filing_line_document_no")
        batch_op.drop_index("ix_filing_line_case_class")

    op.drop_table("filing_line")
    with op.batch_alter_table("monthly_filing", schema=None) as batch_op:
        batch_op.drop_index("ix_monthly_filing_state")
        batch_op.drop_index("ix_monthly_filing_received_by")
        batch_op.drop_index("ix_monthly_filing_received_at")
        batch_op.drop_index("ix_monthly_filing_name")
        batch_op.drop_index("ix_monthly_filing_month_on")
        batch_op.drop_index("ix_monthly_filing_handed_by")
        batch_op.drop_index("ix_monthly_filing_due_on")
        batch_op.drop_index("ix_monthly_filing_department")

    op.drop_table("monthly_filing")
    with op.batch_alter_table("filing_scope", schema=None) as batch_op:
        batch_op.drop_index("ix_filing_scope_title")
        batch_op.drop_index("ix_filing_scope_retention")
        batch_op.drop_index("ix_filing_scope_kept_by")

    op.drop_table("filing_scope")
