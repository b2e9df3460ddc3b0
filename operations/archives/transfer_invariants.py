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
TRANSFERS: tuple[Invariant, ...] = (
    Invariant(
        "I18", Term("已接收的移交有三人对同一内容的签字、无缺漏，并已入库", "What was accepted three people signed; nothing is missing; it was filed"),
        asked(_SIGNED),
    ),
)  # fmt: skip
