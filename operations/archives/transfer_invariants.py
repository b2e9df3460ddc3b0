"""What must hold of transfers: I18 of the design."""

from domain.terms import Term
from operations.archives.invariants import Invariant, asked

_SIGNED = (
    "SELECT 'transfer', t.id FROM archive_transfer t WHERE t.state = 'accepted' AND ("
    "(SELECT count(*) FROM transfer_signature s WHERE s.transfer_id = t.id AND s.content = t.content"
    " AND ((s.role = 'a' AND s.signer_id = t.a_id) OR (s.role = 'b' AND s.signer_id = t.b_id) OR (s.role = 'archivist' AND s.signer_id = t.archivist_id))) <> 3"
    " OR (SELECT count(DISTINCT s.signer_id) FROM transfer_signature s WHERE s.transfer_id = t.id AND s.content = t.content) <> 3"
    " OR EXISTS (SELECT 1 FROM transfer_supplement m WHERE m.transfer_id = t.id AND m.state IN ('open', 'supplied'))"
    " OR NOT EXISTS (SELECT 1 FROM custody_entry c WHERE c.document = t.number AND c.reason = 'file'))"
)
# The last count of every line; certificates count copies, of which a line has several.
_COUNTED = (
    "SELECT 'transfer', t.id FROM archive_transfer t WHERE t.state = 'accepted' AND t.items_counted IS DISTINCT FROM ("
    "SELECT coalesce(sum(CASE WHEN t.kind = 'papers' THEN 1 ELSE k.counted END), 0) FROM transfer_tick k"
    " WHERE k.transfer_id = t.id AND k.content = t.content AND k.counted = k.expected AND k.id IN ("
    "SELECT max(l.id) FROM transfer_tick l WHERE l.transfer_id = t.id AND l.content = t.content GROUP BY l.line_no))"
)
TRANSFERS: tuple[Invariant, ...] = (
    Invariant(
        "I18", Term("已接收的移交有三人对同一内容的签字、逐项核对相符、无缺漏，并已入库",
                    "What was accepted three people signed; each line was counted and agrees; nothing is missing; it was filed"),
        asked(" UNION ALL ".join((_SIGNED, _COUNTED))),
    ),
)  # fmt: skip
