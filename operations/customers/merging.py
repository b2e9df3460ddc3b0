"""Two accounts of one customer become one, and what was done can be undone: nothing either of them held is lost (Y1.2, K7.2).

The account merged into the other is taken away only when nothing points to it any more; its values stay in the record of the merging.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.errors import Conflict, Invalid, Refused
from domain.kinds import Kind
from domain.rules import CustomerRule
from domain.terms import Term
from domain.values import shown
from domain.workflow import Move, Sensitive
from models.audit import plain
from models.customers.customer import Customer
from models.customers.customer_merge import CustomerMerge
from models.fence import acting, authority_of, bits_of
from models.fields import Field
from models.register import Register, registers
from operations.behalf import on_behalf
from operations.confirming import require_proved
from operations.records import find, require, update
from operations.rule_numbers import rule
from operations.undoing import revived

MERGE = "merge_customers"
MERGING = Sensitive(Term("合并客户", "Merge customers"))
ITSELF = Term("请选两个不同的客户。", "Choose two different customers.")
OUT_OF_REACH = Term("您不能合并「{name}」：不在您可以办理的范围内。", "You may not merge “{name}”.")
NO_REASON = Term("请写明为什么是同一客户，最多 200 字。", "Say why they are the same, 200 characters at most.")
TWICE = Term(
    "「{register}」里两个客户各有一条不能并存的记录，请先处理其中一条，再合并。",
    "Each has a record of {register} that cannot stand beside the other's; deal with one of them first.",
)
TOO_LATE = Term("合并已超过 {days} 天，不能撤销。请另行登记客户。", "It was merged more than {days} days ago and cannot be undone.")
NUMBER_TAKEN = Term("原客户编号或名称已被占用，不能撤销。", "Its number or name has been taken since; it cannot be undone.")
LONGEST = 200
NEVER = ("number", "generated")
"""What stays with each account: its number, and whether the demo made it up."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One field of both accounts: what each holds, and whether the actor chooses between them."""

    field: Field
    kept: Any
    other: Any
    choosable: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merging would do: the fields, how many records of which register move, and how many beside them the actor does not see."""

    kept: Customer
    other: Customer
    pairs: tuple[Pair, ...]
    moving: tuple[tuple[Register, int], ...]
    unseen: int


def preview(session: Session, kept_id: int, other_id: int) -> Preview:
    """Both accounts side by side; raises Missing, Invalid or Refused as :func:`merge` would."""
    kept, other = _both(session, kept_id, other_id)
    pairs = tuple(
        Pair(spec, _held(kept, spec), _held(other, spec), _choosable(session, kept, other, spec))
        for spec in Customer.register.fields.values()
        if spec.kind is not Kind.REFERENCES and spec.key not in NEVER
    )
    seen = tuple((register, count) for register, count in _counted(session, other.id) if count)
    with acting(session, on_behalf(session, "合并客户：清点相关记录")):
        whole = sum(count for _, count in _counted(session, other.id))
    return Preview(kept, other, pairs, seen, whole - sum(count for _, count in seen))


def merge(session: Session, kept_id: int, other_id: int, chosen: Mapping[str, str], reason: str) -> CustomerMerge:
    """Merge ``other`` into ``kept``: its records move, empty fields are filled, ``chosen`` (field → "other") replaces the rest.

    Raises Missing, Refused without the right to merge either, Invalid for the same account or no reason, Conflict where two
    records cannot stand beside each other.
    """
    if not 0 < len(shown(reason)) <= LONGEST:
        raise Invalid(NO_REASON, fields={"reason": NO_REASON}, clause="Y1.2")
    kept, other = _both(session, kept_id, other_id)
    require_proved(session, MERGING)
    changes = {
        spec.key: _held(other, spec)
        for spec in Customer.register.fields.values()
        if spec.kind is not Kind.REFERENCES and spec.key not in NEVER and _takes(session, kept, other, spec, chosen.get(spec.key, ""))
    }
    person = authority_of(session).person
    with acting(session, on_behalf(session, f"合并客户：{other.number} 并入 {kept.number}")):
        changed = {key: [plain(_held(kept, Customer.register.fields[key])), plain(value)] for key, value in changes.items()}
        team = sorted({one.id for one in (*kept.team, *other.team)})
        if team != sorted(one.id for one in kept.team):
            changed["team"] = [sorted(one.id for one in kept.team), team]
            changes["team"] = team
        before = {spec.key: _kept_value(other, spec) for spec in Customer.register.fields.values()}
        moved = _move(session, other.id, kept.id)
        _delete(session, other)
        if changes:
            update(session, kept, changes)
        made = CustomerMerge(
            kept_id=kept.id, absorbed_id=other_id, absorbed_number=before["number"], absorbed_name=before["name"], reason=reason.strip(),
            moved_count=sum(len(ids) for ids in moved.values()), merged_by_id=person.person_id if person else None,
            merged_at=session.info["clock"](), before=before, changed=changed, moved=moved,
        )  # fmt: skip
        session.add(made)
        session.flush()
    return made


def undoable(session: Session, made: CustomerMerge) -> None:
    """A merging is undone within so many days."""
    days = rule(session, CustomerRule.UNDO_MERGE_DAYS)
    if session.info["clock"]() > made.merged_at + timedelta(days=days):
        raise Refused(TOO_LATE, days=days, clause="Y1.2")


def undone(session: Session, made: CustomerMerge, _move_taken: Move) -> None:
    """The account is there again with what it held; its records go back where nobody has moved them on, and so do the fields it filled."""
    fields = Customer.register.fields
    with acting(session, on_behalf(session, f"撤销合并：{made.absorbed_number}")):
        again = Customer(id=made.absorbed_id)
        for key, value in made.before.items():
            spec = fields.get(key)
            if spec is not None and spec.kind is not Kind.REFERENCES:
                setattr(again, spec.column, revived(spec, value))
        session.add(again)
        try:
            session.flush()
        except IntegrityError as error:
            raise Conflict(NUMBER_TAKEN, clause="Y1.2") from error
        staff: Any = registers["employee"].model
        again.team = list(session.scalars(select(staff).where(staff.id.in_(made.before.get("team", [])))))
        for place, ids in made.moved.items():
            _point(session, place, ids, made.kept_id, again.id)
        _give_back(session, made)
        session.flush()


def _give_back(session: Session, made: CustomerMerge) -> None:
    kept = session.get_one(Customer, made.kept_id)
    fields = Customer.register.fields
    back = {
        key: old if fields[key].kind is Kind.REFERENCES else revived(fields[key], old)
        for key, (old, new) in made.changed.items()
        if key in fields and _kept_value(kept, fields[key]) == new
    }
    if back:
        update(session, kept, back)


def _both(session: Session, kept_id: int, other_id: int) -> tuple[Customer, Customer]:
    require(session, Customer.register, MERGE)
    kept, other = find(session, Customer.register, kept_id), find(session, Customer.register, other_id)
    if kept.id == other.id:
        raise Invalid(ITSELF, fields={"other": ITSELF}, clause="Y1.2")
    for one in (kept, other):
        if not bits_of(session, one, MERGE) or not bits_of(session, one, Action.EDIT):
            raise Refused(OUT_OF_REACH, name=one.number, clause="Y1.2")
    return kept, other


def _held(record: Customer, spec: Field) -> Any:
    return getattr(record, spec.column)


def _kept_value(record: Customer, spec: Field) -> Any:
    return sorted(one.id for one in record.team) if spec.kind is Kind.REFERENCES else plain(_held(record, spec))


def _choosable(session: Session, kept: Customer, other: Customer, spec: Field) -> bool:
    """Whether both hold something else, and the actor may write the field of either."""
    mine, its = _held(kept, spec), _held(other, spec)
    if mine is None or its is None or mine == its or spec.system:
        return False
    authority = authority_of(session)
    if authority.is_system:
        return True
    for one in (kept, other):
        levels = authority.plan.levels("customer", Channel.FORM, action=Action.EDIT, bits=bits_of(session, one, Action.EDIT))
        if levels.get(spec.stable_key, Level.HIDDEN) < Level.WRITE:
            return False
    return True


def _takes(session: Session, kept: Customer, other: Customer, spec: Field, choice: str) -> bool:
    """Whether the account that stays takes the value of the other: where it has none, or where that was chosen."""
    if _held(other, spec) is None:
        return False
    return _held(kept, spec) is None or (choice == "other" and _choosable(session, kept, other, spec))


def _pointers() -> Iterator[tuple[Register, Field]]:
    """Every field that names one customer, but that of the mergings themselves."""
    for register in registers.values():
        for spec in register.fields.values():
            if spec.target == "customer" and spec.kind is Kind.REFERENCE and register.key != "customer_merge":
                yield register, spec


def _counted(session: Session, customer: int) -> list[tuple[Register, int]]:
    found = []
    for register, spec in _pointers():
        if authority_of(session).may(register.key, Action.VIEW):
            model: Any = register.model
            found.append((register, int(session.scalar(select(func.count(model.id)).where(getattr(model, spec.column) == customer)) or 0)))
    return found


def _move(session: Session, source: int, target: int) -> dict[str, list[int]]:
    moved: dict[str, list[int]] = {}
    for register, spec in _pointers():
        model: Any = register.model
        ids = list(session.scalars(select(model.id).where(getattr(model, spec.column) == source).order_by(model.id)))
        if ids:
            moved[f"{register.key}.{spec.key}"] = ids
            _point(session, f"{register.key}.{spec.key}", ids, source, target)
    merges = session.scalars(select(CustomerMerge).where(CustomerMerge.kept_id == source)).all()
    if merges:  # what was merged into it before is told of the account that stays
        moved["customer_merge.kept"] = [one.id for one in merges]
        _point(session, "customer_merge.kept", moved["customer_merge.kept"], source, target)
    return moved


def _point(session: Session, place: str, ids: list[int], source: int, target: int) -> None:
    """Let the records that still name ``source`` name ``target``, each with its line in the log."""
    key, _, name = place.partition(".")
    register = registers[key]
    model: Any = register.model
    column = register.fields[name].column
    for record in session.scalars(select(model).where(model.id.in_(ids), getattr(model, column) == source).order_by(model.id)):
        setattr(record, column, target)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(TWICE, register=register.title, clause="Y1.2") from error


def _delete(session: Session, other: Customer) -> None:
    session.delete(other)
    session.flush()


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {("customer_merge", "undo_merge"): (undoable,)}
