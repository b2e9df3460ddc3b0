"""What the database refuses about months: what was signed over stays as it was signed (K10.11, K10.25)."""

from models.archives.guard import Guard

_SIGNED = "EXISTS (SELECT 1 FROM monthly_filing f WHERE f.id = {row}.filing_id AND f.state <> 'due')"
_ON_SIGNED = "EXISTS (SELECT 1 FROM filing_line l JOIN monthly_filing f ON f.id = l.filing_id WHERE l.id = new.id AND f.state <> 'due')"
_KEPT = (
    "id",
    "department_id",
    "month_on",
    "due_on",
    "state",
    "content",
    "content_received",
    "pieces",
    "pages",
    "handed_by_id",
    "received_by_id",
)
FILING_GUARDS = (
    Guard("filing_line", "INSERT", "month_signed", f"{_SIGNED.format(row='new')} OR {_ON_SIGNED}"),
    Guard("filing_line", "UPDATE", "month_signed", f"{_SIGNED.format(row='new')} OR {_SIGNED.format(row='old')}"),
    Guard("filing_line", "DELETE", "month_signed", _SIGNED.format(row="old")),
    Guard("monthly_filing", "INSERT", "month_begins", "new.state <> 'due' OR EXISTS (SELECT 1 FROM monthly_filing f WHERE f.id = new.id)"),
    Guard(
        "monthly_filing", "UPDATE", "month_received",
        "old.state = 'received' AND (" + " OR ".join(f"new.{name} IS DISTINCT FROM old.{name}" for name in _KEPT) + ")",
    ),
    Guard("monthly_filing", "UPDATE", "month_signed", "new.state = 'received' AND old.state = 'due'"),
    Guard("monthly_filing", "DELETE", "month_stays", "1 = 1"),
)  # fmt: skip
