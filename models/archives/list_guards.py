"""What the database refuses about lists in volumes: a frozen edition adds up and never changes (K3.6, I17)."""

from models.archives.guard import Guard

_FROZEN = "EXISTS (SELECT 1 FROM volume_list l WHERE l.id = {row}.volume_list_id AND l.state = 'frozen')"
_ON_FROZEN = "EXISTS (SELECT 1 FROM volume_piece p JOIN volume_list l ON l.id = p.volume_list_id WHERE p.id = new.id AND l.state = 'frozen')"
_SUM = "(SELECT sum(p.pages) FROM volume_piece p WHERE p.volume_list_id = new.id)"
LIST_GUARDS = (
    # A row that replaces a frozen one (INSERT OR REPLACE) is refused as an insert already.
    Guard("volume_piece", "INSERT", "list_frozen", f"{_FROZEN.format(row='new')} OR {_ON_FROZEN}"),
    Guard("volume_piece", "UPDATE", "list_frozen", f"{_FROZEN.format(row='new')} OR {_FROZEN.format(row='old')}"),
    Guard("volume_piece", "DELETE", "list_frozen", _FROZEN.format(row="old")),
    Guard(
        "volume_list", "INSERT", "list_begins_empty",
        "new.state = 'frozen' OR EXISTS (SELECT 1 FROM volume_list l WHERE (l.id = new.id OR (l.volume_id = new.volume_id"
        " AND l.edition = new.edition)) AND l.state = 'frozen')",
    ),
    Guard(
        "volume_list", "UPDATE", "list_frozen",
        "old.state = 'frozen' AND (new.id <> old.id OR new.state <> old.state OR new.edition <> old.edition"
        " OR new.total_pages IS DISTINCT FROM old.total_pages OR new.content IS DISTINCT FROM old.content"
        " OR (old.volume_id IS NOT NULL AND new.volume_id IS DISTINCT FROM old.volume_id))",
    ),
    Guard(
        "volume_list", "UPDATE", "list_adds_up",
        f"new.state = 'frozen' AND (new.content IS NULL OR new.total_pages IS NULL OR new.total_pages IS DISTINCT FROM {_SUM})",
    ),
    Guard("volume_list", "DELETE", "list_stays", "old.state = 'frozen'"),
)  # fmt: skip
