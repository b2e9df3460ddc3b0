"""A transfer from A to B to the archivist: whose turn it is, until when, what blocks it, and what its acceptance files (K3.5–K3.19)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.custody import UnitKind
from domain.errors import Invalid, Refused
from domain.rules import ArchiveRule, RuleCode
from domain.terms import Term
from domain.workflow import Move
from models.archives.transfer import ArchiveTransfer, TransferKind, TransferState
from models.archives.transfer_item import TransferItem
from models.archives.transfer_signature import Signer
from models.base import columns_of
from models.fence import authority_of
from models.organisation.appointment import Post
from operations.archives.filing import file_transfer, right_place
from operations.archives.signing import digest_of, frozen_list, items_of, measure, require_unchanged, sign, signatures
from operations.archives.tick_sheet import differences
from operations.archives.ticking import all_ticked, lines
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.working_days import working_calendar
from permissions.actor import Person

KEYS = ("due_on", "a_due_on", "b_due_on", "round", "volume", "longer_until_on", "items_counted", "pages_counted", "back_because")
MOST_SAID = 1000
TYPED = ("kind", "title", "word_id", "department_id", "customer_id", "a_id", "b_id", "archivist_id", "paid_on", "volume_id")
OPEN_TO_CHANGE = (None, TransferState.SORTING, TransferState.SENT_BACK)
THREE = Term("A 角、B 角、档案员须是三个不同的人。", "A, B and the archivist are three different people.")
NO_ARCHIVIST = Term("请选现任档案管理员；须先由总经理任命（见「任职」）。", "Choose an archivist in post: the general manager appoints one first.")
SIGNED_STAYS = Term("移交单已签交，内容不能改；须改的请先退回 A 角。", "It has been signed over: it is sent back to A before anything changes.")
NOT_TO_COME = Term("放款日期晚于今天，放款后再办移交。", "It is not paid out yet.")
PAID_STAYS = Term(
    "放款日期 {day} 已登记，移交期限从这一天算起，不能改晚；来不及的请「申请延期」，登记错的请作废后另行登记，期限仍以先登记的为准。",
    "It was paid out on {day} and that is not moved later. Ask for more time, or cancel the transfer and enter another, which keeps the earlier term.",
)
NOT_A_VOLUME = Term("请选案卷，且尚未入库；已入库的不再移交。", "Choose a volume that was not filed yet.")
ONLY = Term("这一步由{role}（{who}）本人办理。", "This step is taken by {role}, {who}, in person.")
NO_LIST = Term("还没有定稿的册内资料清单，请先编制并定稿。", "There is no frozen list yet; write one and freeze it.")
NO_ITEMS = Term("还没有登记移交的权证。", "No certificate has been entered yet.")
MISSING_PAPERS = Term(
    "补充资料清单还有 {count} 项未补齐，补齐核实或批准免补后才能移交。", "{count} missing papers are open: supplied, verified or waived first."
)
NOT_CHECKED = Term("「{what}」没有确认；有缺漏请填补充资料清单，或退回 A 角。", "“{what}” is not confirmed: list what is missing, or send it back.")
NOTHING_ASKED = Term("没有待批的延期申请。", "Nothing was asked.")
ASKED_HIMSELF = Term("延期由申请人以外的人批准，A 角、B 角不能批准自己这一单。", "Not by who asked for it, nor by A or B of the transfer.")
LATER = Term("申请延至的日期须晚于现期限 {day}，且为工作日。", "The new term is a working day after {day}.")
_ROLES = {"a": Term("A 角", "A"), "b": Term("B 角", "B"), "archivist": Term("档案员", "the archivist")}


def transfer_entered(session: Session, one: ArchiveTransfer) -> set[str]:
    """At every save: three people, nothing changes once signed over, and the terms follow from the day of payment; raises Invalid."""
    system = authority_of(session).is_system
    people = [key for key in (one.a_id, one.b_id, one.archivist_id) if key is not None]
    if len(set(people)) < len(people):
        raise Invalid(THREE, fields={"archivist": THREE}, clause="K3.5")
    if one.state not in OPEN_TO_CHANGE and not system and any(get_history(one, key).has_changes() for key in TYPED):
        raise Invalid(SIGNED_STAYS, fields={"title": SIGNED_STAYS}, clause="K3.7")
    if not system and get_history(one, "archivist_id").has_changes() and not _keeps_the_archive(session, one.archivist_id):
        raise Invalid(NO_ARCHIVIST, fields={"archivist": NO_ARCHIVIST}, clause="K3.3")
    if one.paid_on is None or one.state not in OPEN_TO_CHANGE:
        return set()
    if one.paid_on > today(session) and not system:
        raise Invalid(NOT_TO_COME, fields={"paid_on": NOT_TO_COME}, clause="K3.12")
    before = get_history(one, "paid_on").deleted
    if before and before[0] is not None and one.paid_on > before[0] and not system:
        sentence = PAID_STAYS.format(day=before[0].isoformat())
        raise Invalid(sentence, fields={"paid_on": sentence}, clause="K3.12")
    if one.volume_id is not None and not system:
        _not_filed(session, one.volume_id)
    if one.a_due_on is None or get_history(one, "paid_on").has_changes():
        term = _term(session, one, ArchiveRule.TRANSFER_A_DAYS, one.paid_on)
        one.a_due_on = one.due_on = min((term, *_terms_called_off(session, one)))
    return {"a_due_on", "due_on"}


def _keeps_the_archive(session: Session, who: int | None) -> bool:
    post, day = columns_of("appointment"), today(session)
    held = select(post.id).where(post.holder_id == who, post.post == Post.ARCHIVIST, post.from_on <= day, or_(post.until_on.is_(None), post.until_on >= day))
    return who is None or session.connection().execute(held.limit(1)).first() is not None


def _term(session: Session, one: ArchiveTransfer, code: RuleCode, day: date) -> date:
    """K3.12: working days after ``day``, by the rule of the day it was paid out; K3.18: certificates the same day."""
    return day if one.kind == TransferKind.CERTIFICATES else working_calendar(session).add_working_days(day, rule(session, code, one.paid_on))


def _terms_called_off(session: Session, one: ArchiveTransfer) -> list[date]:
    """The terms of transfers of the same project that were cancelled: entering it again gives nobody more time (K3.12)."""
    other = columns_of("archive_transfer")
    same = (
        other.kind == (one.kind or TransferKind.PAPERS), other.title == one.title, other.department_id == one.department_id,
        other.customer_id.is_not_distinct_from(one.customer_id),
    )  # fmt: skip
    wanted = select(other.a_due_on).where(*same, other.state == TransferState.CANCELLED, other.a_due_on.is_not(None), other.id != (one.id or 0))
    return list(session.connection().execute(wanted).scalars())


def _of_b(session: Session, one: ArchiveTransfer) -> date:
    """K3.12: B's days from today; once he had it, no later than after A's own term, which only consent moves (K3.13)."""
    fresh = _term(session, one, ArchiveRule.TRANSFER_B_DAYS, today(session))
    if one.b_due_on is None or one.a_due_on is None:
        return fresh
    return min(fresh, max(one.b_due_on, _term(session, one, ArchiveRule.TRANSFER_B_DAYS, one.a_due_on)))


def _not_filed(session: Session, unit: int) -> None:
    units, entry, one = columns_of("archive_unit"), columns_of("custody_entry"), columns_of("volume_list")
    read = session.connection().execute
    kind = read(select(units.kind).where(units.id == unit)).scalar()
    known = read(select(one.id).where(one.volume_id == unit, one.transfer_id.is_(None))).first()
    if kind != UnitKind.VOLUME or known or read(select(entry.id).where(entry.unit_id == unit).limit(1)).first():
        raise Invalid(NOT_A_VOLUME, fields={"volume": NOT_A_VOLUME}, clause="K3.14")


def _in_person(session: Session, one: ArchiveTransfer, role: str) -> None:
    """Nobody signs for another, whatever rights he has; the system plays for nobody."""
    person: Person | None = authority_of(session).person
    wanted = getattr(one, f"{role}_id")
    if person is not None and person.person_id != wanted:
        staff = columns_of("employee")
        who = session.connection().execute(select(staff.name).where(staff.id == wanted)).scalar()
        raise Refused(ONLY, role=_ROLES[role], who=who, clause="K3.5")


def _by_a(session: Session, one: ArchiveTransfer) -> None:
    _in_person(session, one, "a")


def _by_b(session: Session, one: ArchiveTransfer) -> None:
    _in_person(session, one, "b")


def _by_archivist(session: Session, one: ArchiveTransfer) -> None:
    _in_person(session, one, "archivist")


def something_to_hand_over(session: Session, one: ArchiveTransfer) -> None:
    """Papers have a frozen list, certificates are entered (K3.6, K3.19)."""
    if one.kind == TransferKind.PAPERS:
        if frozen_list(session, one.id) is None:
            raise Refused(NO_LIST, clause="K3.6")
    elif not items_of(session, one.id):
        raise Refused(NO_ITEMS, clause="K3.19")


def nothing_missing(session: Session, one: ArchiveTransfer, states: tuple[str, ...] = ("open", "supplied")) -> None:
    """K3.9: what is missing blocks the hand-over."""
    row = columns_of("transfer_supplement")
    count = len(session.connection().execute(select(row.id).where(row.transfer_id == one.id, row.state.in_(states))).all())
    if count:
        raise Refused(MISSING_PAPERS, count=count, clause="K3.9")


def nothing_open(session: Session, one: ArchiveTransfer) -> None:
    """A hands over again once all is supplied; B verifies it then."""
    nothing_missing(session, one, ("open",))


def signed_by_a(session: Session, one: ArchiveTransfer) -> None:
    """K3.8: B signs what A has signed."""
    require_unchanged(session, one, Signer.A)


def signed_by_both(session: Session, one: ArchiveTransfer) -> None:
    """K3.14: the archivist signs what A and B have signed."""
    require_unchanged(session, one, Signer.A, Signer.B)


def all_confirmed(_session: Session, one: ArchiveTransfer, values: dict[str, Any]) -> None:
    """K3.8: complete, authorised and coded, each said by B."""
    for key in ("complete", "authorised", "coded"):
        if not values.get(key):
            sentence = NOT_CHECKED.format(what=one.register.fields[key].label)
            raise Invalid(sentence, fields={key: sentence}, clause="K3.8")


def something_asked(_session: Session, one: ArchiveTransfer) -> None:
    """K3.13: more time is decided on when somebody has asked for it."""
    if one.longer_until_on is None:
        raise Refused(NOTHING_ASKED, clause="K3.13")


def not_who_asked(session: Session, one: ArchiveTransfer) -> None:
    """K3.13: an authorised approver, who is neither who asked nor A or B."""
    person: Person | None = authority_of(session).person
    if person is not None and person.person_id in (one.longer_asked_by_id, one.a_id, one.b_id):
        raise Refused(ASKED_HIMSELF, clause="K3.13")


def by_a_or_b(session: Session, one: ArchiveTransfer) -> None:
    """Whose term it is asks for more."""
    _in_person(session, one, "b" if one.state == TransferState.WITH_B else "a")


def a_later_day(session: Session, one: ArchiveTransfer, values: dict[str, Any]) -> None:
    """More time is more."""
    until = values.get("longer_until_on")
    due = one.due_on
    if until is None or due is None or not due < until <= due + timedelta(days=366) or not working_calendar(session).is_working_day(until):
        sentence = LATER.format(day=due.isoformat() if due else "—")
        raise Invalid(sentence, fields={"longer_until_on": sentence}, clause="K3.13")


def transfer_moved(session: Session, one: ArchiveTransfer, move: Move) -> None:
    """Signatures, terms, and at the end the filing."""
    match move.name:
        case "hand_to_b":
            one.round += 1
            one.b_due_on = one.due_on = _of_b(session, one)
            one.longer_until_on = None
            one.content = digest_of(session, one)
            session.flush()  # what is signed is stored first
            sign(session, one, Signer.A, one.a_id)
        case "hand_in":
            if not any(row.role == Signer.B for row in signatures(session, one.id, one.content)):
                sign(session, one, Signer.B, one.b_id)  # what came back from the archivist unchanged he has signed already
            one.due_on = one.longer_until_on = None
        case "accept":
            one.items_counted, one.pages_counted = measure(session, one)
            sign(session, one, Signer.ARCHIVIST, one.archivist_id)
            file_transfer(session, one)
        case "return_to_b":
            one.back_because = _with_differences(session, one)
            one.b_due_on = one.due_on = _of_b(session, one)
        case "return_to_a" | "send_back":
            one.due_on = one.a_due_on  # going back and forth makes no term longer: only consent does (K3.13)
        case "grant_longer":
            name = "b_due_on" if one.state == TransferState.WITH_B else "a_due_on"
            setattr(one, name, one.longer_until_on)
            one.due_on, one.longer_until_on = one.longer_until_on, None
        case "refuse_longer":
            one.longer_until_on = None
        case "cancel_transfer":
            one.due_on = None


def _with_differences(session: Session, one: ArchiveTransfer) -> str:
    """Why it goes back to B, and the list of what differs: he reads it where he works."""
    said = [one.back_because or "", *(sentence.zh for sentence in differences(lines(session, one)))]
    return "\n".join(part for part in said if part)[:MOST_SAID]


def item_entered(session: Session, item: TransferItem) -> set[str]:
    """At every save: what was signed over stays as it is, and nothing is moved away from it; raises Invalid."""
    before = get_history(item, "transfer_id").deleted or ()
    if not _still_sorted(session, item.transfer_id, *before):
        raise Invalid(SIGNED_STAYS, fields={"certificate_no": SIGNED_STAYS}, clause="K3.19")
    return set()


def item_removed(session: Session, item: TransferItem) -> None:
    """Before a certificate is struck off: it was not signed over yet; raises Refused."""
    if not _still_sorted(session, item.transfer_id):
        raise Refused(SIGNED_STAYS, clause="K3.19")


def _still_sorted(session: Session, *transfers: int | None) -> bool:
    if authority_of(session).is_system:
        return True
    one = columns_of("archive_transfer")
    known = select(one.state).where(one.id.in_([key for key in transfers if key is not None]))
    return all(state in OPEN_TO_CHANGE for state in session.connection().execute(known).scalars())


_KEY = "archive_transfer"
GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    (_KEY, "hand_to_b"): (_by_a, something_to_hand_over, nothing_open),
    (_KEY, "hand_in"): (_by_b, signed_by_a, nothing_missing),
    (_KEY, "accept"): (_by_archivist, signed_by_both, nothing_missing, all_ticked),
    (_KEY, "return_to_a"): (_by_b,),
    (_KEY, "send_back"): (_by_archivist,),
    (_KEY, "return_to_b"): (_by_archivist,),
    (_KEY, "ask_longer"): (by_a_or_b,),
    (_KEY, "grant_longer"): (something_asked, not_who_asked),
    (_KEY, "refuse_longer"): (something_asked, not_who_asked),
    (_KEY, "cancel_transfer"): (_by_a,),
}
CHOICES: dict[tuple[str, str], tuple[Any, ...]] = {
    (_KEY, "hand_in"): (all_confirmed,),
    (_KEY, "accept"): (right_place,),
    (_KEY, "ask_longer"): (a_later_day,),
}
