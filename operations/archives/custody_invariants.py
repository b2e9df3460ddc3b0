"""What must hold of the journal, its chains, numbers, safes and closed days: I01–I03, I06–I09, I11, I12, I20, I24, I25."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Row, or_, select, text

from domain.custody import HASHED, digest_of
from domain.rules import ArchiveRule, Value, value_on
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.archives.custody_entry import CustodyEntry
from models.base import columns_of
from operations.archives.invariants import Invariant, asked

_LINK = (
    "SELECT 'entry', c.id FROM custody_entry c LEFT JOIN custody_entry p ON p.unit_id = c.unit_id AND p.seq = c.seq - 1"
    " WHERE c.seq > 1 AND (p.id IS NULL OR p.to_account_id <> c.from_account_id)"
)
_SAFE = (
    "SELECT 'entry', c.id FROM custody_entry c LEFT JOIN safe_session s ON s.id = c.safe_session_id"
    " WHERE c.unit_kind = 'certificate' AND (c.from_kind = 'safe' OR c.to_kind = 'safe')"
    " AND (s.id IS NULL OR s.opener_id = s.second_id OR s.safe_id NOT IN (c.from_account_id, c.to_account_id)"
    " OR c.recorded_at < s.opened_at OR c.recorded_at > coalesce(s.closed_at, c.recorded_at))"
    " UNION ALL SELECT 'entry', c.id FROM custody_entry c WHERE c.unit_kind = 'certificate' AND c.to_kind IN ('shelf', 'transit')"
)
_DAYS = (
    "SELECT 'entry', e.id FROM (SELECT id, occurred_on, recorded_at, lag(recorded_at) OVER (ORDER BY id) AS before FROM custody_entry) e"
    " WHERE e.recorded_at < e.before OR e.occurred_on > {day}"
    " UNION ALL SELECT 'entry', c.id FROM custody_entry c JOIN day_close d ON c.occurred_on <= d.closed_on AND c.id > d.entries"
)
_KINDS = (
    "SELECT 'entry', c.id FROM custody_entry c LEFT JOIN archive_unit u ON u.id = c.unit_id AND u.kind = c.unit_kind"
    " LEFT JOIN archive_account a ON a.id = c.from_account_id AND a.kind = c.from_kind"
    " LEFT JOIN archive_account b ON b.id = c.to_account_id AND b.kind = c.to_kind"
    " LEFT JOIN movement_rule r ON r.reason = c.reason AND r.from_kind = c.from_kind AND r.to_kind = c.to_kind AND r.unit_kind = c.unit_kind"
    " WHERE u.id IS NULL OR a.id IS NULL OR b.id IS NULL OR r.reason IS NULL"
)

_USED = (
    "SELECT word_id, year, no FROM archive_unit WHERE part_no = 0 AND no IS NOT NULL UNION SELECT word_id, year, no FROM number_void"
)
_VOID_BUT_FILED = (
    "SELECT DISTINCT u.id FROM number_void v JOIN archive_unit u ON u.word_id = v.word_id AND u.year = v.year AND u.no = v.no"
    " JOIN custody_entry c ON c.unit_id = u.id"
)


def _days(connection: Connection) -> Iterator[str]:
    sqlite = connection.dialect.name == "sqlite"
    day = "date(e.recorded_at, '+8 hours')" if sqlite else "CAST(e.recorded_at + interval '8 hours' AS date)"
    return asked(_DAYS.format(day=day))(connection)


def _numbers(connection: Connection) -> Iterator[str]:
    """Each number from 1 to the last given is a unit's or void, and a void one was never filed; none is a unit's twice by its key."""
    used: dict[tuple[int, int], set[int]] = {}
    for word, year, no in connection.execute(text(_USED)):
        used.setdefault((word, year), set()).add(no)
    series = columns_of("number_series")
    last = connection.execute(select(series.word, series.year, series.last_no).where(series.word.like("archive:%")))
    given = {(int(word.partition(":")[2]), year): no for word, year, no in last}
    for place in sorted(used.keys() | given.keys()):
        for no in sorted(set(range(1, given.get(place, 0) + 1)) ^ used.get(place, set())):
            yield f"word {place[0]} {place[1]} no. {no}"
    for (unit,) in connection.execute(text(_VOID_BUT_FILED)):
        yield f"unit {unit} is void and was filed"


def _digests(connection: Connection) -> Iterator[str]:
    """The digests follow from each other, and what was printed at each day's close is still what the journal says."""
    table = CustodyEntry.__table__
    columns = [table.c[name] for name in (*HASHED, "prev_hash", "hash")]
    close = columns_of("day_close")
    closed = connection.execute(select(close.entries, close.head, close.closed_on))
    anchors: dict[int, list[Row[tuple[int, str, object]]]] = {}
    for anchor in closed:
        anchors.setdefault(anchor.entries, []).append(anchor)
    previous = ""
    rows = connection.execute(select(*columns).order_by(table.c.id).execution_options(yield_per=5_000))
    for number, *values, before, own in rows:
        if before != previous or digest_of(previous, [number, *values]) != own:
            yield f"entry {number}"
        previous = own
        for anchor in anchors.pop(number, ()):
            if anchor.head != previous:
                yield f"day {anchor.closed_on} anchor"
    anchors.pop(0, None)
    for several in anchors.values():
        yield from (f"day {anchor.closed_on} entry {anchor.entries} is gone" for anchor in several)


def _openings(connection: Connection) -> Iterator[str]:
    """One opening of a safe at a time; each shut within the minutes in force when it was opened, or with the reason why not."""
    yield from asked("SELECT 'safe', safe_id FROM safe_session WHERE state = 'open' GROUP BY safe_id HAVING count(*) > 1")(connection)
    s, value, now = columns_of("safe_session"), columns_of("rule_value"), datetime.now(UTC)
    rows = connection.execute(select(value.rule, value.amount, value.valid_from).where(value.rule == ArchiveRule.SAFE_MINUTES))
    values = [Value(*row) for row in rows]
    unexplained = select(s.id, s.opened_at, s.closed_at).where(s.opened_at.is_not(None), or_(s.state == "open", s.late_because.is_(None)))
    for key, opened, closed in connection.execute(unexplained):
        minutes = value_on(ArchiveRule.SAFE_MINUTES, opened.astimezone(OFFICE_ZONE).date(), values)
        if (closed or now) > opened + timedelta(minutes=minutes):
            yield f"opening {key} was not closed within {minutes} minutes"


CUSTODY: tuple[Invariant, ...] = (
    Invariant(
        "I01", Term("每件的出入库序号连续，末号等于笔数", "The numbers of a chain are whole: the last equals the count"),
        asked("SELECT 'unit', unit_id FROM custody_entry GROUP BY unit_id HAVING count(*) <> max(seq) OR min(seq) <> 1"),
    ),
    Invariant(
        "I02", Term("链条无缺口、无分叉", "A chain has no gap and no fork"),
        asked("SELECT 'unit', unit_id, 'no.', seq FROM custody_entry GROUP BY unit_id, seq HAVING count(*) > 1"),
    ),
    Invariant("I03", Term("每笔的来处等于上一笔的去处", "Each entry leaves where the one before arrived"), asked(_LINK)),
    Invariant(
        "I06", Term("流水账编号从一起无空号", "The journal counts from 1 without a hole"),
        asked("SELECT 'entries', count(*), 'last', max(id) FROM custody_entry HAVING count(*) <> max(id) OR min(id) <> 1"),
    ),
    Invariant("I07", Term("档号连续：已用或作废；作废的没有入库", "Archive numbers are whole: used or void; what is void was not filed"), _numbers),
    Invariant(
        "I08", Term("权证的档号等于所属案卷的档号", "A certificate bears the number of its volume"),
        asked(
            "SELECT 'unit', u.id FROM archive_unit u LEFT JOIN archive_unit v ON v.id = u.volume_id AND v.kind = 'volume'"
            " WHERE (u.kind = 'certificate') <> (u.part_no > 0) OR (u.kind = 'certificate' AND (v.id IS NULL OR v.number <> u.number))"
        ),
    ),
    Invariant("I09", Term("权证只存保险柜，出入须两人开柜", "Certificates rest in a safe and move only while two have opened it"), asked(_SAFE)),
    Invariant("I11", Term("摘要链与日结锚点一致", "The chain of digests and the anchors of closed days agree"), _digests),
    Invariant("I12", Term("记账时间不倒流，不记未来，不补记已日结的日子", "Time never runs back; nothing in the future or in a closed day"), _days),
    Invariant(
        "I20", Term("已发还、已销毁的不再出入", "Nothing leaves released or destroyed"),
        asked("SELECT 'entry', id FROM custody_entry WHERE from_kind IN ('released', 'destroyed')"),
    ),
    Invariant(
        "I24", Term("一只保险柜同时只开一次，按时关柜或写明原因", "One opening of a safe at a time, shut in time or with a reason"), _openings,
    ),
    Invariant("I25", Term("件数守恒：类别、账户、规则俱全", "Nothing is lost or made up: units, accounts and rules all exist"), asked(_KINDS)),
)  # fmt: skip
