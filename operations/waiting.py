"""待我办理: what waits for whom. Per register, the steps that somebody must take next, with whose they are; sorted by their term."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.kinds import POINTERS, TEXTS, Kind
from domain.workflow import Move
from models.archives.transfer import ArchiveTransfer
from models.base import columns_of
from models.criteria import condition_for
from models.customers.customer import Customer
from models.fence import authority_of
from models.lending.slip import LoanMode
from models.organisation.appointment import Post
from models.organisation.charge import Charge
from models.register import Register, registers
from operations.declared_guards import waits_for
from operations.labels import labels
from permissions.actor import Authority, Person

MOST = 50
"""So many lines are shown per register."""


@dataclass(frozen=True, slots=True)
class Waits:
    """A step that somebody must take: everybody who may take it, or only the one ``mine`` names; ``when`` narrows it."""

    move: str
    mine: str = ""
    when: Callable[[Any, Person], ColumnElement[bool]] | None = field(default=None)
    """(the model, the reader) → the rows it is about."""


def _not_his_own(model: Any, reader: Person) -> ColumnElement[bool]:
    """K4.8: who investigated or wrote the opinion does not decide."""
    return and_(*(or_(column.is_(None), column != reader.person_id) for column in (model.handler_id, model.opinion_by_id)))


def _not(column: Any, reader: Person) -> ColumnElement[bool]:
    """K5.8: whose own work it is does not authorise or verify it."""
    return or_(column.is_(None), column != reader.person_id)


def _asked(model: Any, reader: Person) -> ColumnElement[bool]:
    """T3.2: somebody waits for more time, and another grants it."""
    return and_(model.extension_asked_by_id.is_not(None), model.extension_granted_by_id.is_(None), model.extension_asked_by_id != reader.person_id)


def _called_by_another(model: Any, reader: Person) -> ColumnElement[bool]:
    return or_(model.handler_id.is_(None), model.handler_id != reader.person_id)


def _his_to_decide(model: Any, reader: Person) -> ColumnElement[bool]:
    """K7.8, K7.9: by post, as the guard of the decision asks it; nobody's own request, nor that of one he stands in for."""
    apart = {reader.person_id, *(one.person_id for one in reader.standing_in)}
    not_his_own = model.applicant_id.not_in(sorted(apart))
    posts = {post for post, _ in reader.posts}
    if Post.GENERAL_MANAGER.value in posts:
        return not_his_own
    manages = sorted({place for post, place in reader.posts if post == Post.DEPARTMENT_MANAGER.value and place is not None})
    customers: Any = Customer.__table__
    own = select(customers.c.id).where(customers.c.department_id == model.department_id)
    return and_(not_his_own, model.department_id.in_(manages), model.customer_id.in_(own))


def _either_keeper(model: Any, reader: Person) -> ColumnElement[bool]:
    """K3.20: one of the two who opened the safe shuts it."""
    return or_(model.opener_id == reader.person_id, model.second_id == reader.person_id)


def _appraised_by_another(model: Any, reader: Person) -> ColumnElement[bool]:
    """T4.4: proposing, appraising and approving take three people."""
    return and_(_not(model.proposer_id, reader), _not(model.appraised_by_id, reader))


def _of_the_kept_department(model: Any, reader: Person) -> ColumnElement[bool]:
    """K10.3: the archivist whom a department has named files for it."""
    keeps = sorted({place for post, place in reader.posts if post == Post.DEPARTMENT_ARCHIVIST.value and place is not None})
    kept: ColumnElement[bool] = model.department_id.in_(keeps)
    return kept


def _took_no_part(model: Any, reader: Person) -> ColumnElement[bool]:
    """K10.5: approved by somebody who neither opened nor counted nor reconciled it, nor stands in for one who did."""
    apart = sorted({reader.person_id, *(one.person_id for one in reader.standing_in)})
    scan, result = columns_of("stocktake_scan"), columns_of("stocktake_result")
    counted = select(scan.id).where(scan.stocktake_id == model.id, scan.scanned_by_id.in_(apart)).exists()
    settled = select(result.id).where(result.stocktake_id == model.id, result.settled_by_id.in_(apart)).exists()
    return and_(model.opener_id.not_in(apart), or_(model.reconciled_by_id.is_(None), model.reconciled_by_id.not_in(apart)), ~counted, ~settled)


def _slip_to_decide(model: Any, reader: Person) -> ColumnElement[bool]:
    """K3.23: the house's leaders, or the deputy in charge of the borrower's department; nobody's own."""
    apart = {reader.person_id, *(one.person_id for one in reader.standing_in)}
    not_his_own = model.borrower_id.not_in(sorted(apart))
    posts = {post for post, _ in reader.posts}
    if Post.GENERAL_MANAGER.value in posts:
        return not_his_own
    viewed = and_(model.mode == LoanMode.VIEW, _of_the_departments_own(model, reader))
    if Post.CHAIRMAN.value in posts:
        return and_(not_his_own, or_(model.mode == LoanMode.ORIGINAL, viewed))
    charge: Any = Charge.__table__
    led = model.department_id.in_(select(charge.c.department_id).where(charge.c.deputy_id.in_(sorted(apart))))
    return and_(not_his_own, or_(and_(model.mode == LoanMode.ORIGINAL, led), viewed))


def _of_the_departments_own(model: Any, reader: Person) -> ColumnElement[bool]:
    """K7.8: slips for files of the department the borrower works in, which the reader manages."""
    manages = sorted({place for post, place in reader.posts if post == Post.DEPARTMENT_MANAGER.value and place is not None})
    link, unit = columns_of("borrowing_slip_units"), columns_of("archive_unit")
    others = select(unit.id).join(link.target_id.table, link.target_id == unit.id)
    return and_(model.department_id.in_(manages), ~others.where(link.record_id == model.id, unit.department_id != model.department_id).exists())


def _more_time_asked(model: Any, reader: Person) -> ColumnElement[bool]:
    """K3.13: neither who asked nor A or B of the transfer."""
    others = and_(*(_not(column, reader) for column in (model.longer_asked_by_id, model.a_id, model.b_id)))
    return and_(model.longer_until_on.is_not(None), others)


def _of_his_transfer(column: str) -> Callable[[Any, Person], ColumnElement[bool]]:
    """Of the transfers of which the reader is A, or B."""

    def when(model: Any, reader: Person) -> ColumnElement[bool]:
        transfer: Any = ArchiveTransfer.__table__
        own: ColumnElement[bool] = model.transfer_id.in_(select(transfer.c.id).where(transfer.c[column] == reader.person_id))
        return own

    return when


_FILING = (Waits("file"), Waits("resubmit"))
WAITING: dict[str, tuple[Waits, ...]] = {
    "complaint": (
        Waits("register"), Waits("accept"), Waits("assign"), Waits("sign_for", "handler"),
        Waits("grant_extension", when=_asked), Waits("submit", "handler"), Waits("propose"),
        Waits("decide", when=lambda model, reader: and_(model.major.is_(False), _not_his_own(model, reader))),
        Waits("refer", when=lambda model, _reader: model.major.is_(True)),
        Waits("resolve", when=_not_his_own), Waits("inform"), Waits("finish", "handler"), Waits("answer"),
        Waits("call", when=_called_by_another),
        Waits("close", when=lambda model, _reader: or_(model.satisfaction.is_(None), model.satisfaction != "dissatisfied")),
        Waits("reopen", when=lambda model, _reader: model.satisfaction == "dissatisfied"),
        Waits("archive"),
    ),
    "spot_check": (Waits("verify", "checker"), Waits("appoint", when=lambda model, _reader: model.checker_id.is_(None))),
    "correction_order": (
        Waits("authorise", when=lambda model, reader: _not(model.issued_by_id, reader)), Waits("carry_out"),
        Waits("verify", when=lambda model, reader: _not(model.carried_by_id, reader)),
    ),
    "archive_transfer": (
        Waits("grant_longer", when=_more_time_asked), Waits("accept", "archivist"), Waits("hand_in", "b"), Waits("hand_to_b", "a"),
    ),
    "transfer_supplement": (Waits("supply_item", when=_of_his_transfer("a_id")), Waits("verify_item", when=_of_his_transfer("b_id"))),
    "monthly_filing": (
        Waits("hand_over_month", when=_of_the_kept_department), Waits("receive_month", when=lambda model, reader: _not(model.handed_by_id, reader)),
    ),
    "borrowing_slip": (Waits("approve", when=_slip_to_decide), Waits("check_out")),
    "loan_line": (Waits("check_return"),),
    "safe_session": (Waits("confirm_open", "second"), Waits("close_safe", when=_either_keeper)),
    "safe_count": (Waits("confirm_count", "witness"),),
    "day_signing": (Waits("sign_day", "witness"),),
    "destruction_list": (
        Waits("appraise", when=_appraised_by_another), Waits("approve", when=_appraised_by_another),
        Waits("count_units", when=lambda model, reader: _not(model.approved_by_id, reader)), Waits("execute", "executor"),
    ),
    "destruction_supervisor": (Waits("sign_destruction", "supervisor"),),
    "stocktake": (
        Waits("approve", when=_took_no_part), Waits("begin_count", "opener"), Waits("end_count", "opener"), Waits("reconcile", "opener"),
    ),
    "certificate_release": (Waits("approve", when=lambda model, reader: _not(model.asker_id, reader)), Waits("release")),
    "registration": _FILING,
    "registration_change": _FILING,
    "archive_view_request": (Waits("approve", when=_his_to_decide),),
}  # fmt: skip
"""Whose move is next, in the order in which they are told when a record waits for two of them."""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the inbox."""

    register: Register
    record_id: int
    label: str
    sub: str
    move: Move
    due: datetime | date | None


def tasks(session: Session) -> tuple[Task, ...]:
    """What waits for the actor, the earliest term first, MOST of each register at the most; nothing for the system."""
    authority = authority_of(session)
    if authority.person is None:
        return ()
    found = [task for key, steps in waiting().items() if key in registers for task in _of(session, authority, registers[key], steps)]
    return tuple(sorted(found, key=lambda task: (task.due is None, str(task.due or ""), task.register.key, task.record_id)))


def waiting() -> dict[str, tuple[Waits, ...]]:
    """Every step that waits for somebody: those named here, and those that say so themselves."""
    return _declared() | WAITING


def _declared() -> dict[str, tuple[Waits, ...]]:
    """The steps that say themselves whom they wait for (domain.workflow.Move.waits)."""
    flows = [(register, register.workflow.moves) for register in registers.values() if register.workflow]
    named = {register.key: tuple(_declared_step(register, move) for move in moves if move.waits) for register, moves in flows}
    return {key: steps for key, steps in named.items() if steps}


def _declared_step(register: Register, move: Move) -> Waits:
    return Waits(move.name, when=lambda model, reader: waits_for(model, register, move, reader))


def _of(session: Session, authority: Authority, register: Register, steps: tuple[Waits, ...]) -> list[Task]:
    assert register.workflow is not None
    model: Any = register.model
    if not authority.may(register.key, Action.VIEW):
        return []
    open_steps = [one for one in steps if one.move in register.workflow.by_name and authority.may(register.key, one.move)]
    if not open_steps:
        return []
    tests = [_test(authority, register, one) for one in open_steps]
    shown = [key for key in (register.label, register.sub, _due_key(register)) if key and _readable(authority, register, key)]
    which = case(*((test, position) for position, test in enumerate(tests)), else_=-1)
    columns = [getattr(model, register.fields[key].column) for key in shown]
    rows = _rows(session, register, shown, select(model.id, which, *columns).where(or_(*tests)))
    names = _names(session, register, [dict(zip(shown, row[2:], strict=True)).get(register.label) for row in rows])
    return [_task(register, open_steps[row[1]].move, row, dict(zip(shown, row[2:], strict=True)), names) for row in rows]


def _rows(session: Session, register: Register, shown: list[str], found: Any) -> list[Any]:
    """The rows whose term ends first, then those without one, MOST together."""
    model: Any = register.model
    key = _due_key(register)
    if key not in shown:
        return list(session.execute(found.order_by(model.id).limit(MOST)))
    due = getattr(model, key)
    rows = list(session.execute(found.where(due.is_not(None)).order_by(due, model.id).limit(MOST)))
    if len(rows) < MOST:
        # Said so that no index on the term is used: of those whose term is empty, nearly all are closed long since.
        empty = case((due.is_(None), 1), else_=0) == 1
        rows += session.execute(found.where(empty).order_by(model.id).limit(MOST - len(rows)))
    return rows


def _test(authority: Authority, register: Register, one: Waits) -> ColumnElement[bool]:
    assert register.workflow is not None
    model: Any = register.model
    reader = authority.person
    parts = [getattr(model, register.workflow.state).in_(register.workflow.by_name[one.move].sources)]
    inside = condition_for(authority, register.model, one.move)
    if inside is not None:
        parts.append(inside)
    if one.mine:
        parts.append(getattr(model, register.fields[one.mine].column) == reader.person_id)
    if one.when is not None:
        parts.append(one.when(model, reader))
    return and_(*parts)


def _due_key(register: Register) -> str:
    deadline = next((key for key, spec in register.fields.items() if spec.deadline), "")
    return deadline or next((key for key, spec in register.fields.items() if key == "due_on" and spec.kind is Kind.DAY), "")


def _readable(authority: Authority, register: Register, key: str) -> bool:
    spec = register.fields[key]
    return authority.plan.everywhere(register.key, spec.stable_key, Channel.LIST) and (
        authority.plan.level(register.key, spec.stable_key, Channel.LIST) >= Level.READ
    )


def _names(session: Session, register: Register, keys: list[Any]) -> dict[Any, str]:
    spec = register.fields[register.label]
    return labels(session, spec.target, {key for key in keys if key}) if spec.kind in POINTERS else {}


def _task(register: Register, move: str, row: Any, values: dict[str, Any], names: dict[Any, str]) -> Task:
    assert register.workflow is not None
    spec = register.fields[register.label]
    label = values.get(register.label)
    label = names.get(label, "") if spec.kind in POINTERS else label
    sub = values.get(register.sub) if register.sub and register.fields[register.sub].kind in TEXTS else None
    due = values.get(_due_key(register))
    return Task(register, row[0], str(label or ""), str(sub or ""), register.workflow.by_name[move], due)
