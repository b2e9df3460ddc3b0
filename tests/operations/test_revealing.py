"""A masked value is shown to who may and says why, for as long and as often as the limits say, and never without its row."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Clearance, Level, Scope
from domain.areas import Area
from domain.errors import Invalid, Missing, Refused, TooOften
from domain.revealing import PER, SEARCHED_AT_MOST, SHOWN_AT_MOST, SHOWN_FOR
from models.access.reveal import Reveal, RevealKind
from models.customers.customer import Customer
from models.fence import READ_ONLY, act, acting
from models.governance.audit_entry import AuditEntry
from models.register import registers
from operations.exact_search import asks_exactly, search_exactly
from operations.records import find
from operations.revealing import Revealed, reveal, revealable
from permissions.actor import Authority, Person, System
from permissions.grants import AreaRight, Rights
from tests.factories import holding, id_card, make
from tests.models.scenes import Town, a_town

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)  # a Friday in Shanghai
CUSTOMER = registers["customer"]
PHONE = "13800001234"
WHY = "客户来电，核对身份"
LOOKS = AreaRight(Clearance.INTERNAL, None, Level.MASKED)


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(session: Session) -> Clock:
    made = Clock()
    act(session, System("test"), clock=made)
    return made


@pytest.fixture
def town(session: Session, clock: Clock) -> Town:
    return a_town(session)


def role(name: str = "eye", scope: Scope = Scope.DEPARTMENT, *actions: str, area: AreaRight = LOOKS, **more: Level) -> Rights:
    """A role that sees customers of ``scope`` masked and may take ``actions`` there; ``more`` states levels of fields."""
    allowed = {("customer", action): frozenset({scope}) for action in actions or (Action.VIEW, Action.REVEAL)}
    return Rights(name, {Area.CUSTOMERS: area}, allowed, {("customer", key, None): level for key, level in more.items()})


def somebody(session: Session, town: Town, *roles: Rights) -> Authority:
    """A real employee of the northern department with an account, holding ``roles``."""
    account = make(session, "account", holder=town.wang, active=True)
    return holding(*roles, who=Person(account.id, town.wang, "w1", "王", town.north, "北区", frozenset({town.north})))


def a_customer(session: Session, town: Town, *, south: bool = False, **values: object) -> int:
    return int(make(session, "customer", **{"department": town.south if south else town.north, "contact_phone": PHONE, **values}).id)


def show(session: Session, who: Authority, key: int, name: str = "contact_phone", reason: str = WHY) -> Revealed:
    with acting(session, who):
        return reveal(session, CUSTOMER, find(session, CUSTOMER, key), name, reason)


def kept(session: Session) -> list[Reveal]:
    return list(session.scalars(select(Reveal).order_by(Reveal.id)))


# ---- one value -----------------------------------------------------------------------------------------------------


def test_a_masked_value_is_shown_for_a_reason_and_leaves_its_row(session: Session, town: Town) -> None:
    """A7.1: need to know, and a log; Y2.7: only authorised people view."""
    who, customer = somebody(session, town, role()), a_customer(session, town)
    shown = show(session, who, customer)
    assert (shown.value, shown.until - shown.at) == (PHONE, SHOWN_FOR)
    (row,) = kept(session)
    assert (row.person_id, row.account_id, row.kind) == (town.wang, who.account_id, RevealKind.SHOWN)
    assert (row.register_key, row.field_key, row.record_id) == ("customer", "contact_phone", customer)
    assert (row.register_title, row.field_title) == ("客户", "联系电话")
    assert (row.reason, row.seen_at, row.until_at) == (WHY, NOON, NOON + SHOWN_FOR)


def test_the_log_names_the_real_actor_and_holds_no_value(session: Session, town: Town) -> None:
    who, customer = somebody(session, town, role()), a_customer(session, town)
    before = session.scalar(select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1)) or 0
    show(session, who, customer)
    entries = session.scalars(select(AuditEntry).where(AuditEntry.id > before)).all()
    assert {(one.action, one.register_key) for one in entries} == {("create", "reveal"), ("reveal", "customer")}
    assert {(one.actor, one.actor_id, one.reason) for one in entries} == {(who.label, who.account_id, WHY)}
    assert all(PHONE not in str(one.changes) for one in entries)


def test_the_row_can_neither_be_changed_nor_deleted(session: Session, town: Town) -> None:
    show(session, somebody(session, town, role()), a_customer(session, town))
    for statement in ("UPDATE reveal SET reason = 'x'", "DELETE FROM reveal"):
        with pytest.raises(DatabaseError, match="append-only"), session.begin_nested():
            session.connection().execute(text(statement))


@pytest.mark.parametrize("reason", ["", "   ", "看一下", "x" * 201])
def test_without_a_reason_nothing_is_shown(session: Session, town: Town, reason: str) -> None:
    who, customer = somebody(session, town, role()), a_customer(session, town)
    with pytest.raises(Invalid) as refusal:
        show(session, who, customer, reason=reason)
    assert "reason" in refusal.value.fields
    assert kept(session) == []


def test_without_the_right_it_is_refused(session: Session, town: Town) -> None:
    who, customer = somebody(session, town, role("looks", Scope.DEPARTMENT, Action.VIEW)), a_customer(session, town)
    with pytest.raises(Refused):
        show(session, who, customer)


def test_a_hidden_field_a_readable_one_and_one_that_is_not_there_look_alike(session: Session, town: Town) -> None:
    who, customer = somebody(session, town, role(contact_phone=Level.HIDDEN)), a_customer(session, town, credit_record="差")
    sentences = set()
    for name in ("contact_phone", "credit_record", "name", "manager", "team", "no_such_field", "id"):
        with pytest.raises(Missing) as refusal:
            show(session, who, customer, name)
        sentences.add(refusal.value.sentence)
    assert len(sentences) == 1


def test_an_empty_value_has_nothing_to_show(session: Session, town: Town) -> None:
    who, customer = somebody(session, town, role()), a_customer(session, town, contact_phone=None)
    with pytest.raises(Missing):
        show(session, who, customer)


def test_the_right_reaches_no_further_than_its_rows(session: Session, town: Town) -> None:
    everywhere, here = role("looks", Scope.ALL, Action.VIEW), role("eye", Scope.DEPARTMENT)
    who = somebody(session, town, everywhere, here)
    assert show(session, who, a_customer(session, town)).value == PHONE
    with pytest.raises(Missing):
        show(session, who, a_customer(session, town, south=True))


def test_the_right_of_one_role_shows_no_field_of_another(session: Session, town: Town) -> None:
    looks = role("looks", Scope.ALL, Action.VIEW)
    blind = role("blind", Scope.ALL, Action.REVEAL, area=AreaRight(Clearance.OPEN, None, Level.HIDDEN))
    who, customer = somebody(session, town, looks, blind), a_customer(session, town)
    with pytest.raises(Missing):
        show(session, who, customer)


def test_the_eye_stands_just_where_the_operation_agrees(session: Session, town: Town) -> None:
    who, customer = somebody(session, town, role(address=Level.HIDDEN)), a_customer(session, town, address="人民路1号", contact_name="欧")
    with acting(session, who):
        record = find(session, CUSTOMER, customer)
        offered = revealable(session, record)
    assert offered == {"contact_phone", "contact_name"}
    for key in CUSTOMER.fields:
        if key in offered:
            show(session, who, customer, key)
        else:
            with pytest.raises(Missing):
                show(session, who, customer, key)


def test_so_many_an_hour_and_no_more(session: Session, town: Town, clock: Clock) -> None:
    who, customer = somebody(session, town, role()), a_customer(session, town)
    for _ in range(SHOWN_AT_MOST):
        show(session, who, customer)
        clock.now += timedelta(seconds=1)
    with pytest.raises(TooOften) as refusal:
        show(session, who, customer)
    assert str(SHOWN_AT_MOST) in refusal.value.sentence.zh
    assert len(kept(session)) == SHOWN_AT_MOST
    clock.now = NOON + PER
    assert show(session, who, customer).value == PHONE
    with pytest.raises(TooOften):  # the one a second later is still within the hour
        show(session, who, customer)


def test_a_page_that_is_only_viewed_shows_nothing(session: Session, town: Town) -> None:
    who, customer = somebody(session, town, role()), a_customer(session, town)
    with acting(session, who):
        record = find(session, CUSTOMER, customer)
        session.info["reading"] = True
        with pytest.raises(Refused) as refusal:
            reveal(session, CUSTOMER, record, "contact_phone", WHY)
        session.info["reading"] = False
    assert refusal.value.sentence == READ_ONLY


# ---- by the whole number -------------------------------------------------------------------------------------------


def search(session: Session, who: Authority, typed: str) -> list[int]:
    with acting(session, who):
        return [key for one in search_exactly(session, who, [CUSTOMER, registers["contact"]], typed) for key in one.ids]


@pytest.mark.parametrize("typed", [PHONE, "138 0000 1234", "+86 138-0000-1234", "１３８００００１２３４"])
def test_a_whole_number_finds_its_record_however_it_is_written(session: Session, town: Town, typed: str) -> None:
    who, customer = somebody(session, town, role()), a_customer(session, town)
    assert search(session, who, typed) == [customer]


@pytest.mark.parametrize("typed", [PHONE[:-1], PHONE[:7], PHONE[:5], "1234", "138", "", "%", PHONE + "5", "10086", "客户"])
def test_a_part_of_a_number_finds_nothing_and_leaves_nothing(session: Session, town: Town, typed: str) -> None:
    who = somebody(session, town, role())
    a_customer(session, town)
    assert search(session, who, typed) == []
    assert kept(session) == []


def test_mail_and_identity_numbers_are_found_too(session: Session, town: Town) -> None:
    number = id_card("33010619900101123")
    area = AreaRight(Clearance.PERSONAL, None, Level.MASKED)
    allowed = {(key, action): frozenset({Scope.DEPARTMENT}) for key in ("customer", "contact") for action in (Action.VIEW, Action.REVEAL)}
    who = somebody(session, town, Rights("eye", {Area.CUSTOMERS: area}, allowed))
    contact = make(session, "contact", customer=a_customer(session, town), id_card=number).id
    assert search(session, who, number.lower()) == [contact]
    masked = somebody_else(session, town, role())
    mailed = a_customer(session, town, contact_email="ou@example.cn")
    assert search(session, masked, "ou@example.cn") == [mailed]


def somebody_else(session: Session, town: Town, *roles: Rights) -> Authority:
    person = make(session, "employee", department=town.north)
    account = make(session, "account", holder=person.id, active=True)
    return holding(*roles, who=Person(account.id, person.id, "p2", "李", town.north, "北区", frozenset({town.north})))


def test_a_search_is_kept_with_the_last_four_and_never_the_number(session: Session, town: Town) -> None:
    who, customer = somebody(session, town, role()), a_customer(session, town)
    search(session, who, PHONE)
    search(session, who, "13999998888")
    hit, miss = kept(session)
    assert (hit.kind, hit.record_id, hit.field_key, hit.until_at) == (RevealKind.SEARCHED, customer, "contact_phone", None)
    assert "1234" in hit.reason
    assert (miss.record_id, "8888" in miss.reason) == (None, True)
    said = [str([getattr(row, key) for key in ("reason", "field_key", "register_key")]) for row in kept(session)]
    said += [f"{one.reason} {one.changes}" for one in session.scalars(select(AuditEntry).where(AuditEntry.register_key == "reveal"))]
    assert not [text for text in said if PHONE in text or "13999998888" in text]


def test_without_the_right_a_number_finds_nothing_and_nothing_is_kept(session: Session, town: Town) -> None:
    who = somebody(session, town, role("looks", Scope.DEPARTMENT, Action.VIEW))
    a_customer(session, town)
    assert asks_exactly(who, registers.values(), PHONE) == []
    assert search(session, who, PHONE) == []
    assert kept(session) == []


def test_a_hidden_number_and_a_row_out_of_reach_are_not_found(session: Session, town: Town) -> None:
    hidden = somebody(session, town, role(contact_phone=Level.HIDDEN))
    a_customer(session, town)
    assert search(session, hidden, PHONE) == []
    here = somebody_else(session, town, role("looks", Scope.ALL, Action.VIEW), role("eye", Scope.DEPARTMENT))
    a_customer(session, town, south=True, contact_phone="13700009999")
    assert search(session, here, "13700009999") == []


def test_a_row_where_the_field_is_hidden_is_not_found_though_others_show_it(session: Session, town: Town) -> None:
    hides = role("hides", Scope.ALL, Action.VIEW, Action.REVEAL, contact_phone=Level.HIDDEN)
    who = somebody(session, town, role(), hides)
    near, far = a_customer(session, town), a_customer(session, town, south=True)
    assert {near, far} == set(session.scalars(select(Customer.id).where(Customer.contact_phone == PHONE)))
    assert search(session, who, PHONE) == [near]


def test_who_reads_a_number_anyway_searches_as_always_and_unwatched(session: Session, town: Town) -> None:
    who = somebody(session, town, role(contact_phone=Level.READ))
    plan = who.plan
    assert plan.level("customer", "contact_phone", Channel.DETAILS) is Level.READ
    assert asks_exactly(who, [CUSTOMER], PHONE) == []


def test_so_many_numbers_an_hour_misses_included(session: Session, town: Town, clock: Clock) -> None:
    who = somebody(session, town, role())
    a_customer(session, town)
    for number in range(SEARCHED_AT_MOST):
        search(session, who, f"1390000{number:04d}")
    with pytest.raises(TooOften):
        search(session, who, PHONE)
    clock.now += PER
    assert len(search(session, who, PHONE)) == 1
