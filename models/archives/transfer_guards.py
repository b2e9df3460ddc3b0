"""What the database refuses about transfers: signatures are only added, nothing is accepted without three of them and a count of every line (I18)."""

from models.archives.guard import Guard

_OPEN = "EXISTS (SELECT 1 FROM transfer_supplement s WHERE s.transfer_id = new.id AND s.state IN ('open', 'supplied'))"
_SIGNED = "(SELECT count(DISTINCT s.signer_id) FROM transfer_signature s WHERE s.transfer_id = new.id AND s.content = new.content)"
_LISTED = (
    "((SELECT count(*) FROM volume_piece p WHERE new.kind = 'papers' AND p.volume_list_id = (SELECT v.id FROM volume_list v"
    " WHERE v.transfer_id = new.id AND v.state = 'frozen' ORDER BY v.edition DESC LIMIT 1))"
    " + (SELECT count(*) FROM transfer_item i WHERE new.kind = 'certificates' AND i.transfer_id = new.id))"
)
_TICKED = (
    "(SELECT count(*) FROM transfer_tick k WHERE k.transfer_id = new.id AND k.content = new.content AND k.counted = k.expected AND NOT EXISTS ("
    "SELECT 1 FROM transfer_tick l WHERE l.transfer_id = k.transfer_id AND l.content = k.content AND l.line_no = k.line_no AND l.id > k.id))"
)
TRANSFER_GUARDS = (
    Guard("transfer_signature", "UPDATE", "signature_stays", "1 = 1"),
    Guard("transfer_signature", "DELETE", "signature_stays", "1 = 1"),
    Guard(
        "transfer_signature", "INSERT", "signature_of_the_content",
        "NOT EXISTS (SELECT 1 FROM archive_transfer t WHERE t.id = new.transfer_id AND t.content = new.content AND t.state <> 'accepted' AND ("
        "(new.role = 'a' AND t.a_id = new.signer_id) OR (new.role = 'b' AND t.b_id = new.signer_id)"
        " OR (new.role = 'archivist' AND t.archivist_id = new.signer_id)))"
        " OR EXISTS (SELECT 1 FROM transfer_signature s WHERE s.id = new.id OR (s.transfer_id = new.transfer_id AND s.content = new.content"
        " AND (s.role = new.role OR s.signer_id = new.signer_id)))",
    ),
    Guard("transfer_tick", "UPDATE", "tick_stays", "1 = 1"),
    Guard("transfer_tick", "DELETE", "tick_stays", "1 = 1"),
    Guard(
        "transfer_tick", "INSERT", "tick_by_the_archivist",
        "NOT EXISTS (SELECT 1 FROM archive_transfer t WHERE t.id = new.transfer_id AND t.content = new.content AND t.state = 'with_archivist'"
        " AND t.archivist_id = new.ticked_by_id) OR EXISTS (SELECT 1 FROM transfer_tick k WHERE k.id = new.id)",
    ),
    Guard("archive_transfer", "UPDATE", "transfer_ticked", f"new.state = 'accepted' AND old.state <> 'accepted' AND {_TICKED} <> {_LISTED}"),
    Guard("archive_transfer", "INSERT", "transfer_begins", "new.state = 'accepted' OR EXISTS (SELECT 1 FROM archive_transfer t WHERE t.id = new.id)"),
    Guard("archive_transfer", "DELETE", "transfer_stays", "1 = 1"),
    Guard("archive_transfer", "UPDATE", "transfer_signed", f"new.state = 'accepted' AND (new.content IS NULL OR {_SIGNED} <> 3)"),
    Guard("archive_transfer", "UPDATE", "transfer_complete", f"new.state IN ('with_archivist', 'accepted') AND new.state <> old.state AND {_OPEN}"),
    Guard(
        "archive_transfer", "UPDATE", "transfer_accepted",
        "old.state = 'accepted' AND (new.state <> 'accepted' OR new.content <> old.content OR new.number <> old.number OR new.a_id <> old.a_id"
        " OR new.b_id <> old.b_id OR new.archivist_id <> old.archivist_id OR (old.volume_id IS NOT NULL AND new.volume_id IS DISTINCT FROM old.volume_id))",
    ),
)  # fmt: skip
