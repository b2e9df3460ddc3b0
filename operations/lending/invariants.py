"""What must hold of loans: I04, I05, I10, I13, I14, I16, I20–I22 of the design."""

from domain.terms import Term
from operations.archives.invariants import Invariant, asked

_AT = (
    "SELECT 'loan', l.id FROM loan_line l JOIN custody_entry c ON c.unit_id = l.unit_id"
    " AND c.seq = (SELECT max(s.seq) FROM custody_entry s WHERE s.unit_id = l.unit_id)"
    " JOIN archive_account a ON a.id = c.to_account_id WHERE"
    " (l.state = 'out' AND (c.to_kind <> 'person' OR a.person_id <> l.borrower_id)) OR (l.state = 'handed_back' AND c.to_kind <> 'desk')"
    " OR (l.state = 'lost' AND c.to_kind <> 'missing')"
)
_HELD = (
    "SELECT 'unit', c.unit_id FROM custody_entry c JOIN archive_account a ON a.id = c.to_account_id AND a.kind = 'person'"
    " WHERE NOT EXISTS (SELECT 1 FROM custody_entry n WHERE n.unit_id = c.unit_id AND n.seq = c.seq + 1)"
    " AND (SELECT count(*) FROM loan_line l WHERE l.unit_id = c.unit_id AND l.state = 'out' AND l.borrower_id = a.person_id) <> 1"
)
_APPROVED = (
    "SELECT 'loan', l.id FROM loan_line l JOIN borrowing_slip s ON s.id = l.slip_id WHERE s.decided_by_id IS NULL OR s.decided_at > s.issued_at"
    " OR s.content IS NULL OR s.borrower_id <> l.borrower_id OR s.decided_by_id = s.borrower_id OR s.state NOT IN ('lent', 'returned')"
)
_VIEWED = (
    "SELECT 'page', p.id, 'grant', p.grant_id FROM page_access p LEFT JOIN view_grant g ON g.id = p.grant_id WHERE g.id IS NULL"
    " OR g.state NOT IN ('granted', 'ended') OR g.decided_at IS NULL OR g.until_at IS NULL OR p.opened_at < g.decided_at OR p.opened_at > g.until_at"
    " OR g.decided_by_id = g.viewer_id"
    " UNION ALL SELECT 'grant', g.id, 'slip', g.slip_id FROM view_grant g LEFT JOIN borrowing_slip s ON s.id = g.slip_id"
    " WHERE (g.state = 'granted' OR g.slip_id IS NOT NULL) AND (s.id IS NULL OR s.mode <> 'view' OR s.borrower_id <> g.viewer_id"
    " OR (g.state = 'granted' AND (s.state NOT IN ('approved', 'lent', 'returned') OR s.decided_by_id IS DISTINCT FROM g.decided_by_id)))"
)
_UNCOUNTED = (
    "SELECT 'loan', l.id FROM loan_line l WHERE l.state = 'complete' AND l.list_version IS NOT NULL"
    " AND (SELECT count(*) FROM loan_tick k WHERE k.loan_id = l.id AND k.counted = k.expected AND NOT EXISTS ("
    "SELECT 1 FROM loan_tick n WHERE n.loan_id = k.loan_id AND n.line_no = k.line_no AND n.id > k.id))"
    " <> (SELECT count(*) FROM volume_piece p JOIN volume_list v ON v.id = p.volume_list_id WHERE v.volume_id = l.unit_id AND v.edition = l.list_version)"
)
LENDING: tuple[Invariant, ...] = (
    Invariant("I04", Term("借阅状态与实物所在一致", "A loan says what the journal says"), asked(_AT)),
    Invariant("I05", Term("在人手中的，恰有一笔在借", "What somebody holds is out on exactly one loan of his"), asked(_HELD)),
    Invariant("I10", Term("借出有当时有效的批准", "A loan on a slip was approved before, by another"), asked(_APPROVED)),
    Invariant(
        "I13", Term("一张出借单的一件只借出一次", "A unit of a slip is lent once"),
        asked("SELECT 'slip', slip_id, 'unit', unit_id FROM loan_line WHERE slip_id IS NOT NULL AND state <> 'voided'"
              " GROUP BY slip_id, unit_id HAVING count(*) > 1"),
    ),
    Invariant(
        "I14", Term("经办、核对都不是借阅人本人", "Neither who issues nor who checks is the borrower"),
        asked("SELECT 'loan', id FROM loan_line WHERE issued_by_id = borrower_id OR checked_by_id = borrower_id"),
    ),
    Invariant(
        "I16", Term("已归还的页数相符", "What is returned has all its pages"),
        asked("SELECT 'loan', id FROM loan_line WHERE state = 'complete' AND pages_out IS NOT NULL AND pages_back <> pages_out AND settled_because IS NULL"),
    ),
    Invariant(
        "I32", Term("附清单借出的，归位前逐件点清", "What was lent with a list was counted piece by piece before it was put back"), asked(_UNCOUNTED)
    ),
    Invariant("I28", Term("看过的每一页，当时都有有效的调阅；每项调阅都出自批准的查阅出借单",
                     "Every page looked at was granted at that moment, and every grant by an approved slip"), asked(_VIEWED)),
    Invariant(
        "I26", Term("免单借出的，当日确任董事长、总经理或副总经理", "Who borrows without a slip held such a post on that day"),
        asked("SELECT 'loan', l.id FROM loan_line l LEFT JOIN appointment p ON p.holder_id = l.borrower_id AND p.post = l.post"
              " AND p.post IN ('chairman', 'general_manager', 'deputy_general_manager') AND p.from_on <= l.out_on"
              " AND (p.until_on IS NULL OR p.until_on >= l.out_on) JOIN custody_entry e ON e.id = l.out_entry"
              " WHERE l.slip_id IS NULL AND p.id IS NULL AND e.reason <> 'open'"),
    ),
)  # fmt: skip
