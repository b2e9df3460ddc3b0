"""What the database refuses about stocktakes: lists and scans are only added to, verdicts never typed, nothing approved unsettled (K10.5)."""

from models.archives.guard import Guard

_COUNTING = "EXISTS (SELECT 1 FROM stocktake s WHERE s.id = new.stocktake_id AND s.state IN ('open', 'counting'))"
_OPEN = "EXISTS (SELECT 1 FROM stocktake s WHERE s.id = new.stocktake_id AND s.state = 'open')"
_SETTLING = "EXISTS (SELECT 1 FROM stocktake s WHERE s.id = old.stocktake_id AND s.state IN ('counted', 'reconciled'))"
_COUNTED = "EXISTS (SELECT 1 FROM stocktake s WHERE s.id = old.stocktake_id AND s.state = 'counted')"
_FOUND = ("stocktake_id", "unit_id", "code", "verdict", "expected_id", "seen_id", "moved")
_CHANGED = " OR ".join(f"new.{name} IS DISTINCT FROM old.{name}" for name in ("id", *_FOUND))
_SAME = " OR ".join(
    f"new.{name} IS DISTINCT FROM old.{name}"
    for name in ("id", "number", "opener_id", "frozen_entry", "frozen_at", "blind")
)
STOCKTAKE_GUARDS = (
    Guard("stocktake", "INSERT", "stocktake_begins", "new.state <> 'open' OR EXISTS (SELECT 1 FROM stocktake s WHERE s.id = new.id)"),
    Guard("stocktake", "UPDATE", "stocktake_frozen", f"{_SAME} OR (old.state IN ('approved', 'cancelled') AND new.state <> old.state)"),
    Guard(
        "stocktake", "UPDATE", "stocktake_settled",
        "new.state IN ('reconciled', 'approved') AND EXISTS (SELECT 1 FROM stocktake_result r WHERE r.stocktake_id = new.id AND r.state = 'open')",
    ),
    Guard("stocktake", "DELETE", "stocktake_stays", "1 = 1"),
    Guard("stocktake_listed", "INSERT", "stocktake_list", f"NOT {_OPEN}"),
    Guard(
        "stocktake_listed", "INSERT", "stocktake_list",
        "EXISTS (SELECT 1 FROM stocktake_listed l WHERE l.stocktake_id = new.stocktake_id AND l.unit_id = new.unit_id)",
    ),
    Guard("stocktake_listed", "UPDATE", "stocktake_list", "1 = 1"),
    Guard("stocktake_listed", "DELETE", "stocktake_list", "1 = 1"),
    Guard("stocktake_scan", "INSERT", "scan_while_counting", f"NOT {_COUNTING}"),
    Guard("stocktake_scan", "INSERT", "scan_stays", "EXISTS (SELECT 1 FROM stocktake_scan p WHERE p.id = new.id)"),
    Guard(
        "stocktake_scan", "INSERT", "scan_withdrawn",
        "(new.kind = 'withdrawn') <> (new.withdraws_id IS NOT NULL) OR (new.kind = 'withdrawn' AND NOT EXISTS ("
        "SELECT 1 FROM stocktake_scan w WHERE w.id = new.withdraws_id AND w.stocktake_id = new.stocktake_id AND w.kind IN ('unit', 'unknown')))",
    ),
    Guard(
        "stocktake_scan", "INSERT", "scan_withdrawn_once",
        "new.withdraws_id IS NOT NULL AND EXISTS (SELECT 1 FROM stocktake_scan w WHERE w.withdraws_id = new.withdraws_id)",
    ),
    Guard("stocktake_scan", "UPDATE", "scan_stays", "1 = 1"),
    Guard("stocktake_scan", "DELETE", "scan_stays", "1 = 1"),
    Guard("stocktake_result", "INSERT", "result_computed", f"NOT {_COUNTING}"),
    Guard("stocktake_result", "INSERT", "result_stays", "EXISTS (SELECT 1 FROM stocktake_result r WHERE r.id = new.id)"),
    Guard("stocktake_result", "UPDATE", "result_computed", f"{_CHANGED} OR NOT {_SETTLING}"),
    Guard("stocktake_result", "DELETE", "result_stays", f"old.settled_by_id IS NOT NULL OR NOT {_COUNTED}"),
)  # fmt: skip
