"""The link table of those who find no trace of a case, written anew whenever something changes that it follows from (K4.7)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, delete, event, insert, select
from sqlalchemy.orm import Session

from models.base import Base
from models.complaints.complaint import Complaint
from models.complaints.stages import ENDED
from models.keeping import Written, keeps
from operations.complaints.able import EVERYTHING, STEPS, deciding_roles, members
from operations.complaints.circle import circles, selves

AT_ONCE = 2_000
LATE = "late_recusals"
"""In ``session.info``: case → who has to keep away from it only now; what he has to do there is taken from him."""
STALE = "stale_cases"
"""In ``session.info``: the cases whose links were written below the session."""
ABOUT = {"respondents", "complainant_employee"}
MOVES_PEOPLE = {"id_card", "department", "superior"}
WATCHED = (
    "action_rule", "appointment", "complaint", "department", "employee", "kinship", "recusal_declaration", "role", "role_grant",
    "rule_value",
)  # fmt: skip


@keeps(*WATCHED)
def keep_people_away(session: Session, written: Sequence[Written]) -> None:
    """Bring the link table up to what ``written`` says, in the same transaction."""
    cases = {one.id for one in written if one.register.key == "complaint" and one.action != "delete" and _concerns(one)}
    cases |= {case for one in written if one.register.key == "recusal_declaration" for case in _ids(one, "complaint", session)}
    people, wide = _people(session, written), any(_reaches_all(session, one) for one in written)
    if people or wide:
        cases |= set(_touched(session, people)) | (set(_open_cases(session)) if wide else set())
    bring_up(session, cases)
    for one in written:
        if one.register.key == "complaint" and one.action == "create":
            session.info.get(LATE, {}).pop(one.id, None)  # nobody has done anything in it yet


def bring_up(session: Session, cases: Collection[int]) -> None:
    """Compute anew who keeps away from ``cases``."""
    link = _link()
    for some in _batches(cases):
        before: dict[int, set[int]] = defaultdict(set)
        for case, person in session.connection().execute(select(link.c.record_id, link.c.target_id).where(link.c.record_id.in_(some))):
            before[case].add(person)
        pairs = [(case, before[case], found.kept_away) for case, found in circles(session, some).items()]
        gone = [(case, person) for case, old, new in pairs for person in old - new]
        come = [(case, person) for case, old, new in pairs for person in new - old]
        _write(session, gone, come)
    if not session._flushing:  # else the listener below does it once the flush is over
        _read_anew(session)


def refresh(session: Session) -> int:
    """Every case that is not ended, for what changes by the clock alone: posts and rules begin and end. How many there are."""
    cases = list(_open_cases(session))
    bring_up(session, cases)
    return len(cases)


def _write(session: Session, gone: list[tuple[int, int]], come: list[tuple[int, int]]) -> None:
    link, connection = _link(), session.connection()
    if gone:
        one = delete(link).where(link.c.record_id == bindparam("of"), link.c.target_id == bindparam("who"))
        connection.execute(one, [{"of": case, "who": who} for case, who in gone])
    if come:
        connection.execute(insert(link), [{"record_id": case, "target_id": who} for case, who in come])
    late: dict[int, set[int]] = session.info.setdefault(LATE, defaultdict(set))
    for case, who in come:
        late[case].add(who)
    session.info.setdefault(STALE, set()).update(case for case, _ in (*gone, *come))


@event.listens_for(Session, "after_flush_postexec")
def _read_anew(session: Session, *_more: Any) -> None:
    """What is in memory of a case whose links were written below it."""
    for case in session.info.pop(STALE, ()):
        held = session.identity_map.get(session.identity_key(Complaint, case))
        if held is not None:
            session.expire(held, ["kept_away"])


def _concerns(one: Written) -> bool:
    return one.action == "create" or bool(ABOUT & one.values.keys())


def _people(session: Session, written: Iterable[Written]) -> set[int]:
    """Those whose cases may concern others now than before."""
    people: set[int] = set()
    places: set[int] = set()
    cards: set[str] = set()
    for one in written:
        match one.register.key:
            case "kinship":
                people |= set(_ids(one, "employee", session)) | set(_ids(one, "other", session))
            case "employee" if one.action != "create" and MOVES_PEOPLE & one.values.keys():
                people.add(one.id)
                cards |= {card for card in one.values.get("id_card", ()) if card}
            case "employee" if one.values.get("id_card"):
                cards |= {card for card in one.values["id_card"] if card}
            case "department" if one.action != "create":
                places.add(one.id)
            case "appointment":
                places |= set(_ids(one, "department", session))
    if places:
        people |= members(session.connection(), places)
    if cards:
        staff = Base.metadata.tables["employee"].c
        both = {form for card in cards for form in (card.upper(), card.lower())}
        people |= set(session.connection().execute(select(staff.id).where(staff.id_card.in_(both))).scalars())
    same = selves(session, people) if people else {}
    return people.union(*same.values())


def _reaches_all(session: Session, one: Written) -> bool:
    """Whether somebody else may be the last one able to go on now, or the rule itself is another (K4.9)."""
    match one.register.key:
        case "rule_value" | "role" | "appointment":
            return True
        case "action_rule":
            return bool({*STEPS.values(), EVERYTHING} & set(one.values.get("action", ())))
        case "role_grant":
            return bool(set(_ids(one, "role", session)) & deciding_roles(session))
        case "employee":
            return "left_on" in one.values
    return False


def _ids(one: Written, key: str, session: Session) -> Iterator[int]:
    """The records that ``key`` names before and after, or that it named all along."""
    if key in one.values:
        yield from (value for value in one.values[key] if value)
    elif one.action == "edit":
        table = Base.metadata.tables[one.register.key].c
        column = table[one.register.fields[key].column]
        yield from (value for value in session.connection().execute(select(column).where(table.id == one.id)).scalars() if value)


def _touched(session: Session, people: Collection[int]) -> Iterator[int]:
    """The cases about ``people``, from which they keep away, or which they brought."""
    complaint, read = Base.metadata.tables["complaint"].c, session.connection().execute
    for some in _batches(people):
        for name in ("complaint_respondents", "complaint_kept_away"):
            link = Base.metadata.tables[name].c
            yield from read(select(link.record_id).where(link.target_id.in_(some))).scalars()
        yield from read(select(complaint.id).where(complaint.complainant_employee_id.in_(some))).scalars()


def _open_cases(session: Session) -> Iterator[int]:
    """The cases that go on and are about somebody."""
    complaint, link = Base.metadata.tables["complaint"].c, Base.metadata.tables["complaint_respondents"].c
    about = select(link.record_id).where(link.record_id == complaint.id).exists()
    yield from session.connection().execute(select(complaint.id).where(complaint.stage.not_in(ENDED), about)).scalars()


def _batches(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


def _link() -> Table:
    found: Any = Base.metadata.tables["complaint_kept_away"]
    table: Table = found
    return table
