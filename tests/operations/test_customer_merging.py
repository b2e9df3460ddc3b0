"""Two accounts of one customer become one, and are parted again: nothing either of them held is lost (Y1.2)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Level, Scope
from domain.errors import DomainError, Invalid, Refused
from models.customers.contact import Contact
from models.customers.customer import Customer
from models.customers.customer_merge import CustomerMerge, Merged
from models.customers.registration import Registration
from models.fence import act
from operations.customers.likely import SAME_CODE, SAME_NAME, SAME_PHONE, SAME_SOUND, likely
from operations.customers.merging import merge, preview
from operations.histories import history
from operations.moves import perform
from permissions.actor import System
from tests.company import PROOF
from tests.conftest import Panel
from tests.factories import credit_code, make
from tests.models.scenes import Town, a_town, may

NOW = datetime(2026, 6, 10, 2, tzinfo=UTC)


@pytest.fixture
def town(session: Session) -> Town:
    made = a_town(session)
    act(session, System("test"), clock=lambda: NOW)
    return made


def a_pair(session: Session, town: Town) -> tuple[Customer, Customer]:
    """Two accounts of 王's, the second with a contact and two registrations."""
    kept = make(session, "customer", name="扬州江都泵业有限公司", department=town.north, manager=town.wang, contact_phone="13800001111", annual_amount=None)
    other = make(
        session, "customer", name="扬州江都泵业", department=town.north, manager=town.wang, team=[town.li], contact_phone="13800002222", needs="离心泵"
    )
    make(session, "contact", customer=other.id)
    for _ in range(2):
        make(session, "registration", customer=other.id, applicant=town.wang)
    return kept, other


def stored(session: Session, key: int) -> dict[str, Any]:
    one = session.get_one(Customer, key)
    session.refresh(one)
    values = {spec.key: getattr(one, spec.column) for spec in one.register.fields.values() if spec.key != "team"}
    return values | {"team": sorted(person.id for person in one.team)}


def names(session: Session, model: Any) -> list[int]:
    return list(session.scalars(select(model.customer_id).order_by(model.id)))


def test_records_move_empty_fields_are_filled_and_chosen_ones_replaced(session: Session, town: Town) -> None:
    """Y1.2: and both histories stay."""
    kept, other = a_pair(session, town)
    key, gone, number = kept.id, other.id, other.number
    act(session, town.wang_with(may(Scope.ALL)), clock=lambda: NOW)
    shown = preview(session, key, gone)
    assert {register.key: count for register, count in shown.moving} == {"contact": 1, "registration": 2}
    assert "contact_phone" in {one.field.key for one in shown.pairs if one.choosable}
    made = merge(session, key, gone, {"contact_phone": "other", "name": "kept"}, "营业执照相同")
    assert session.get(Customer, gone) is None
    assert (names(session, Contact), names(session, Registration)) == ([key], [key, key])
    after = stored(session, key)
    assert (after["contact_phone"], after["needs"], after["name"], after["team"]) == ("13800002222", "离心泵", "扬州江都泵业有限公司", [town.li])
    assert (made.absorbed_number, made.moved_count, made.merged_by_id, made.state) == (number, 3, town.wang, Merged.MERGED)
    moved = session.scalars(select(Contact)).one()
    assert [one.action for one in history(session, moved)] == ["edit", "create"], "what moved says so in its history"


def test_undoing_gives_back_both_accounts_as_they_were(session: Session, town: Town) -> None:
    """Y1.2: what somebody has changed or moved on since stays as he left it."""
    kept, other = a_pair(session, town)
    key, gone = kept.id, other.id
    before = stored(session, key), stored(session, gone)
    act(session, town.wang_with(may(Scope.ALL)), clock=lambda: NOW)
    made = merge(session, key, gone, {"contact_phone": "other"}, "同一客户")
    moved_on = session.scalars(select(Registration).order_by(Registration.id.desc()).limit(1)).one()
    moved_on.customer_id = town.of_wang
    session.get_one(Customer, key).needs = "离心泵和阀门"
    session.flush()
    perform(session, made, "undo_merge", {"undone_because": "是两家公司"})
    assert made.state is Merged.UNDONE
    assert stored(session, gone) == before[1]
    assert stored(session, key) == before[0] | {"needs": "离心泵和阀门"}
    assert (names(session, Contact), sorted(names(session, Registration))) == ([gone], sorted([gone, town.of_wang]))
    with pytest.raises(DomainError):
        perform(session, made, "undo_merge", {"undone_because": "再撤一次"})


def test_a_merging_into_a_merged_account_is_parted_in_order(session: Session, town: Town) -> None:
    first, second = a_pair(session, town)
    third = make(session, "customer", name="江都泵业总公司", department=town.north, manager=town.wang)
    act(session, System("test"), clock=lambda: NOW)
    inner = merge(session, second.id, third.id, {}, "同一客户")
    outer = merge(session, first.id, second.id, {}, "同一客户")
    assert inner.kept_id == first.id
    perform(session, outer, "undo_merge", {"undone_because": "有误"})
    session.refresh(inner)
    assert inner.kept_id == second.id
    perform(session, inner, "undo_merge", {"undone_because": "有误"})
    assert session.get(Customer, third.id) is not None


def test_what_is_not_his_is_neither_merged_nor_chosen(session: Session, town: Town) -> None:
    """Y1.2: the same account, no reason, rows out of reach, fields he may not write, a merging too long ago."""
    kept, other = a_pair(session, town)
    key, gone = kept.id, other.id
    act(session, town.wang_with(may(Scope.OWN)), clock=lambda: NOW)
    for wrong, reason, field in ((key, "同一", "other"), (gone, " ", "reason"), (gone, "长" * 201, "reason")):
        with pytest.raises(Invalid) as refused:
            merge(session, key, wrong, {}, reason)
        assert list(refused.value.fields) == [field]
    with pytest.raises(DomainError):
        merge(session, key, town.of_south, {}, "同一客户")
    act(session, town.wang_with(may(Scope.ALL, "view", "merge_customers")), clock=lambda: NOW)
    with pytest.raises(Refused):
        merge(session, key, gone, {}, "同一客户")
    act(session, town.wang_with(may(Scope.ALL, fields={("customer", "contact_phone", None): Level.READ})), clock=lambda: NOW)
    made = merge(session, key, gone, {"contact_phone": "other"}, "同一客户")
    assert stored(session, key)["contact_phone"] == "13800001111"
    act(session, town.wang_with(may(Scope.ALL)), clock=lambda: NOW + timedelta(days=31))
    with pytest.raises(Refused) as late:
        perform(session, made, "undo_merge", {"undone_because": "有误"})
    assert late.value.clause == "Y1.2"
    assert session.scalars(select(CustomerMerge)).one().state is Merged.MERGED


def test_accounts_that_may_be_the_same_are_found_by_what_the_reader_may_filter_by(session: Session, town: Town) -> None:
    """Y1.2: credit code, telephone, name without its endings, its sound; a masked number is not found out by trying."""
    code = credit_code("91330100000777001")
    for name, more in (
        ("扬州甲乙有限公司", {"credit_code": code}), ("另一名称厂", {"credit_code": code}), ("扬州丙丁（集团）有限公司", {}), ("扬州丙丁公司", {}),
        ("揚州丙丁有限責任公司", {}),
        ("华兴贸易行", {"contact_phone": "13800007777"}), ("花星茂仪行", {}), ("独此一家", {"contact_phone": "13800007777"}),
    ):  # fmt: skip
        make(session, "customer", name=name, department=town.north, manager=town.wang, **more)
    act(session, town.wang_with(may(Scope.OWN)), clock=lambda: NOW)
    found = {one.why: {name for _, _, name in one.members} for one in likely(session)}
    assert found[SAME_CODE] == {"扬州甲乙有限公司", "另一名称厂"}
    assert found[SAME_NAME] == {"扬州丙丁（集团）有限公司", "扬州丙丁公司", "揚州丙丁有限責任公司"}
    assert found[SAME_PHONE] == {"华兴贸易行", "独此一家"}
    assert found[SAME_SOUND] == {"华兴贸易行", "花星茂仪行"}
    masked = may(Scope.OWN, fields={("customer", "contact_phone", None): Level.MASKED})
    act(session, town.wang_with(masked), clock=lambda: NOW)
    assert SAME_PHONE not in {one.why for one in likely(session)}


def test_the_pages_show_both_side_by_side_and_merge_them(panel: Panel) -> None:
    head = panel.as_("head")
    with panel.system() as session:
        north = panel.company.departments["north"]
        kept = make(session, "customer", name="江都阀门有限公司", department=north, needs="阀门").id
        other = make(session, "customer", name="江都阀门厂", department=north, needs="闸阀").id
    pair = f"/customers/merging/pair?kept={kept}&other={other}"
    assert head.get("/customers/merging/").status_code == 200
    page = head.get(pair).text
    assert 'name="needs" value="other"' in page
    wrong = head.post(pair, {**PROOF, "needs": "other", "reason": ""}, status=422).text
    assert 'value="other" checked' in wrong, "what was chosen stays"
    assert 'value="other" checked' in head.post(pair, {"needs": "other", "reason": "同一家"}, status=403).text, "K5.14 loses nothing of it"
    assert f"details/?id={kept}" in head.post(pair, {**PROOF, "needs": "other", "reason": "同一家"}).headers["Location"]
    assert "闸阀" in head.get(f"/customers/customer/details/?id={kept}").text
    head.get(f"/customers/customer/details/?id={other}", status=404)
    assert "江都阀门厂" in head.get("/customers/customer_merge/").text
    panel.as_("clerk").get(pair, status=403)
