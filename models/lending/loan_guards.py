"""What the database refuses about loans: nobody borrows a file about himself, and no list comes back uncounted (K3.26, K7.9)."""

from models.archives.guard import Guard

_PIECES = (
    "(SELECT count(*) FROM volume_piece p JOIN volume_list v ON v.id = p.volume_list_id"
    " WHERE v.volume_id = new.unit_id AND v.edition = new.list_version)"
)
_AGREE = (
    "(SELECT count(*) FROM loan_tick k WHERE k.loan_id = new.id AND k.counted = k.expected AND NOT EXISTS ("
    "SELECT 1 FROM loan_tick l WHERE l.loan_id = k.loan_id AND l.line_no = k.line_no AND l.id > k.id))"
)
LOAN_GUARDS = (
    Guard(
        "loan_line", "INSERT", "loan_subject",
        "EXISTS (SELECT 1 FROM unit_subject s WHERE s.unit_id = new.unit_id AND s.person_id = new.borrower_id)",
    ),
    Guard(
        "loan_line", "UPDATE", "loan_counted",
        f"new.state = 'complete' AND old.state <> 'complete' AND new.list_version IS NOT NULL AND {_AGREE} <> {_PIECES}",
    ),
    Guard("loan_tick", "UPDATE", "loan_tick_stays", "1 = 1"),
    Guard("loan_tick", "DELETE", "loan_tick_stays", "1 = 1"),
    Guard(
        "loan_tick", "INSERT", "loan_tick_by_another",
        "NOT EXISTS (SELECT 1 FROM loan_line l WHERE l.id = new.loan_id AND l.state IN ('handed_back', 'short') AND l.borrower_id <> new.ticked_by_id)"
        " OR EXISTS (SELECT 1 FROM loan_tick k WHERE k.id = new.id)",
    ),
)  # fmt: skip
