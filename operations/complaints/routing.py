"""Where a case goes by its class and who handles it there first: suggested with the clause, and another only with a reason (T2.11–T2.20, K4.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import null, select
from sqlalchemy.orm import Session

from domain.access import Channel
from domain.errors import Invalid
from domain.routing import USUAL, first_fit
from domain.terms import Term
from models.base import Base, columns_of
from models.complaints.complaint import Complaint
from models.complaints.complaint_route import ComplaintRoute
from models.complaints.words import Kind
from models.fence import authority_of
from models.organisation.department import Department
from models.organisation.employee import Employee
from operations.complaints.recusal import impartial
from operations.labels import labels

SUGGESTED = Term("建议分派给「{department}」：{why}。", "Suggested: “{department}”. {why}.")
NOBODY_THERE = Term("该部门负责人应当回避或就是您本人，请另选经办人。", "Its head keeps away or is yourself: choose another handler.")
SAY_WHY = Term(
    "按投诉类别应分派给「{department}」（{clause}）。另派其他部门或首选经办人以外的人，请填写「另派理由」。",
    "By its class it goes to “{department}” ({clause}). Say why it goes elsewhere, or to another than the usual handler.",
)

ABOUT_WHOM = Term(
    "服务、失职、态度类投诉请先填写「被投诉人」，使其回避；确实不明的，请写「被投诉人不明的说明」。",
    "Name those complained of, who then keep away, before accepting a complaint of conduct; if nobody knows, say why.",
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Ids of the department and of the handler, None when nobody there may; why, and the clause."""

    department: int
    name: str
    handler: int | None
    fixed: bool
    """The company has named this handler, so another needs a reason too."""
    clause: str
    why: Term


def suggest(session: Session, case: Complaint) -> Suggestion | None:
    """Where ``case`` goes; None without a class, or where the company has no such department."""
    if case.kind is None:
        return None
    usual, row = USUAL[case.kind.value], place_of(session, case.kind)
    if row is None:
        return None
    department, name, manager, handler, basis = row
    fit = _fit(session, case, [handler, manager, *_people(session, department)])
    chosen = first_fit([handler, manager], fit)
    who = authority_of(session)
    told = who.is_system or who.plan.everywhere(ComplaintRoute.register.key, "basis", Channel.DETAILS)
    why = Term(basis, basis) if basis and told else usual.why
    return Suggestion(department, name, chosen, handler is not None and chosen == handler, usual.clause, why)


def place_of(session: Session, kind: Kind) -> Any:
    """The department to which a class goes, its head, the usual handler and the basis; None where the company has no such department."""
    route, place = columns_of(ComplaintRoute.__tablename__), columns_of(Department.__tablename__)
    # Below the fence: everybody who assigns obeys the routes, whether he may leaf through them or not.
    return session.connection().execute(
        select(place.id, place.name, place.manager_id, route.handler_id, route.basis)
        .join(ComplaintRoute.__table__, route.department_id == place.id)
        .where(route.kind == kind)
        .order_by(route.id.desc())
        .limit(1)
    ).first() or _by_name(session, USUAL[kind.value].departments)


def prefilled(session: Session, case: Complaint) -> tuple[Mapping[str, Any], Term | None, str]:
    """For the page of assigning: values for the fields that are empty, the sentence that says why, and its clause."""
    found = suggest(session, case)
    if found is None:
        return {}, None, ""
    name = labels(session, Department.register.key, [found.department]).get(found.department)
    if not name:  # who may not read departments obeys the route, and is not told its name before he is refused
        return {}, None, ""
    said = SUGGESTED.format(department=name, why=found.why)
    if found.handler is None:
        said = Term(f"{said.zh}{NOBODY_THERE.zh}", f"{said.en} {NOBODY_THERE.en}")
    return {"department": found.department, "handler": found.handler}, said, found.clause


def _by_name(session: Session, names: tuple[str, ...]) -> Any:
    place = columns_of(Department.__tablename__)
    query = select(place.id, place.name, place.manager_id, null(), null()).where(place.name.in_(names), place.active)
    found = {row.name: row for row in session.connection().execute(query)}
    return next((found[name] for name in names if name in found), None)


def _people(session: Session, department: int) -> list[int]:
    person = columns_of(Employee.__tablename__)
    query = select(person.id).where(person.department_id == department, person.left_on.is_(None)).order_by(person.id)
    return list(session.connection().execute(query).scalars())


def _fit(session: Session, case: Complaint, people: list[int | None]) -> set[int]:
    """K4.6, K4.7: neither one who keeps away nor the one who assigns."""
    actor = authority_of(session).person
    known = {one for one in people if one is not None} - ({actor.person_id} if actor is not None else set())
    return impartial(session, case, known, handles=True)


def _elsewhere_with_a_reason(session: Session, case: Complaint, values: Mapping[str, Any]) -> None:
    found = suggest(session, case)
    if found is None or values.get("route_reason"):
        return
    if values["department"] != found.department or (found.fixed and values["handler"] != found.handler):
        sentence = SAY_WHY.format(department=found.name, clause=found.clause)
        raise Invalid(sentence, fields={"route_reason": sentence}, clause=found.clause)


def _about_somebody(session: Session, case: Complaint, values: Mapping[str, Any]) -> None:
    """K4.7: nobody keeps away who is not named, and the case might be given to the very person it is about."""
    if values["kind"] != Kind.CONDUCT or values.get("nobody_named"):
        return
    named = Base.metadata.tables["complaint_respondents"].c
    if session.connection().execute(select(named.target_id).where(named.record_id == case.id)).first() is None:
        raise Invalid(ABOUT_WHOM, fields={"nobody_named": ABOUT_WHOM}, clause="K4.7")


CHOICES = {"assign": (_elsewhere_with_a_reason,), "accept": (_about_somebody,)}
