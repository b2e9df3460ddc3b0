"""What the database refuses about transfers: signatures are only added, and nothing is accepted without three of them (I18)."""

from models.archives.guard import Guard

_OPEN = "EXISTS (SELECT 1 FROM transfer_supplement s WHERE s.transfer_id = new.id AND s.state IN ('open', 'supplied'))"
_SIGNED = "(SELECT count(DISTINCT s.signer_id) FROM transfer_signature s WHERE s.transfer_id = new.id AND s.content = new.content)"
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
