"""What a move says of its actor and of the records that must be there first: refused with its clause (see domain.workflow.Move)."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.attributes import get_history

from domain.errors import DomainError, Invalid, Refused
from domain.kinds import Kind
from domain.terms import Term
from domain.workflow import Move
from models.base import Record, columns_of
from models.fence import authority_of
from models.organisation.appointment import POSTS, Post
from models.register import Register, registers
from operations.office_clock import today
from permissions.actor import Person

OWN_WORK = Term("「{move}」不能由「{label}」本人办理，请由其他人办理。", "“{move}” is not for the {label} of this record; somebody else takes it.")
NOT_NAMED = Term("「{move}」只能由「{label}」办理。", "“{move}” is only for the {label} of this record.")
NOT_HIS_POST = Term("「{move}」由{posts}办理。", "“{move}” is for the {posts}.")
OF_DEPARTMENT = Term("「{department}」的{post}", "{post} of “{department}”")
SETTLED = Term(
    "已提交、审批或登记结果的内容不能修改；有误的请退回、作废，或另行登记。", "What was handed in or decided stays; have it returned or void, or enter another."
)
CORRECTED = Term("登记以后不再修改；有误的请提出「{order}」。", "What was registered stays; to have it corrected enter one of “{order}”.")
MISSING_RECORDS = Term(
    "不能「{move}」：还没有「{register}」。请先登记至少 {count} 条。", "“{move}” needs {count} of “{register}” first; enter them."
)


def declared_refusal(session: Session, record: Record, move: Move) -> DomainError | None:
    """Why the actor cannot take ``move`` by what it declares, or None; the system is held only to the records that must be there."""
    person: Person | None = authority_of(session).person
    if person is not None and (refusal := _by_person(session, record, move, person)):
        return Refused(refusal, clause=move.clause)
    for key, count in move.needs_records:
        if _named_by(session, record, key) < count:
            return Refused(MISSING_RECORDS, move=move.label, register=registers[key].title, count=count, clause=move.clause)
    return None


def is_settled(record: Record) -> bool:
    """Whether nobody changes anything of ``record`` as it stands."""
    return not record.register.fixed and bool(fixed_fields(record))


def fixed_fields(record: Record) -> frozenset[str]:
    """What nobody changes of ``record`` once it is no draft: all its fields, or those its register names and that are filled."""
    register = record.register
    if not register.draft_only or record.id is None or _is_draft(record):
        return frozenset()
    if not register.fixed:
        return frozenset(register.fields)
    return frozenset(key for key in register.fixed if _stored(record, key) is not None)


def _is_draft(record: Record) -> bool:
    register = record.register
    if register.at_once or register.workflow is None:
        return False
    return getattr(record, register.state_field) in (None, register.workflow.start, *register.draft_states)


def require_unfixed(session: Session, record: Record) -> None:
    """Nobody but the kernel changes what is fixed; asked before the change is stored, raises Invalid with the clause of its register."""
    if authority_of(session).person is None:
        return
    if is_settled(record):
        raise Invalid(SETTLED, clause=record.register.draft_only)
    changed = [key for key in fixed_fields(record) if get_history(record, record.register.fields[key].column).has_changes()]
    if changed:
        sentence = why_settled(record.register)
        raise Invalid(sentence, clause=record.register.draft_only, fields=dict.fromkeys(changed, sentence))


def why_settled(register: Register) -> Term:
    """What whoever changes a field that stays is told: where it is corrected, if anywhere."""
    order = registers.get(register.corrected_by)
    return CORRECTED.format(order=order.title) if order else SETTLED


def _stored(record: Record, key: str) -> Any:
    column = record.register.fields[key].column
    history = get_history(record, column)
    if not history.added:
        return history.deleted[0] if history.deleted else getattr(record, column)
    if history.deleted:
        return history.deleted[0]
    # What was never loaded has no history; the database knows.
    session, table = object_session(record), record.__table__
    assert session is not None
    return session.connection().execute(select(table.c[column]).where(table.c.id == record.id)).scalar()


def _by_person(session: Session, record: Record, move: Move, person: Person) -> Term | None:
    fields = record.register.fields
    for key in move.apart_from:
        if person.person_id in people_in(record, key):
            return OWN_WORK.format(move=move.label, label=fields[key].label)
    if move.only_for:
        named = {one for key in move.only_for for one in people_in(record, key)}
        if not named & {person.person_id, *(one.person_id for one in person.standing_in)}:
            return NOT_NAMED.format(move=move.label, label=_or([fields[key].label for key in move.only_for]))
    if move.posts and not _holds(session, record, move, person):
        return NOT_HIS_POST.format(move=move.label, posts=_or([_said(record.register, post, key) for post, key in move.posts]))
    return None


def people_in(record: Record, key: str) -> frozenset[int]:
    """The persons that stand in a field of one person or of several."""
    spec = record.register.fields[key]
    if spec.kind is Kind.REFERENCES:
        return frozenset(one.id for one in getattr(record, key))
    held = getattr(record, spec.column)
    return frozenset() if held is None else frozenset((held,))


def _holds(session: Session, record: Record, move: Move, person: Person) -> bool:
    """Whether he holds one of the posts, and not only in the place of somebody who has to keep apart."""
    posts = person.posts
    for key in move.apart_from:
        for one in people_in(record, key):
            posts &= person.posts_without(one)
    for post, key in move.posts:
        department = getattr(record, record.register.fields[key].column) if key else None
        if post == Post.DEPUTY_GENERAL_MANAGER and key:
            if any(name == post for name, _ in posts) and department in led_by(session, person):
                return True
        elif any(name == post and (not key or place == department) for name, place in posts):
            return True
    return False


def led_by(session: Session, person: Person) -> frozenset[int]:
    """The departments that he, or somebody he stands in for, is in charge of today as a deputy general manager (K3.23)."""
    charge, day = columns_of("charge"), today(session)
    who = [person.person_id, *(one.person_id for one in person.standing_in)]
    running = select(charge.department_id).where(
        charge.deputy_id.in_(who), charge.from_on <= day, or_(charge.until_on.is_(None), charge.until_on >= day)
    )
    return frozenset(session.connection().execute(running).scalars())


def _named_by(session: Session, record: Record, key: str) -> int:
    """How many records of a register point to this one. Below the fence: only their number is told."""
    other = registers[key]
    pointer = next(spec for spec in other.fields.values() if spec.target == record.register.key)
    columns = columns_of(key)
    counted = select(func.count()).select_from(columns.id.table).where(columns[pointer.column] == record.id)
    return int(session.connection().execute(counted).scalar_one())


def waits_for(model: Any, register: Register, move: Move, reader: Person) -> ColumnElement[bool]:
    """The rows whose ``move`` waits for the reader by what it declares, for the inbox; a guard may still say no."""
    fields, me = register.fields, [reader.person_id, *(one.person_id for one in reader.standing_in)]
    tests: list[ColumnElement[bool]] = []
    for key in move.apart_from:
        if fields[key].kind is not Kind.REFERENCES:
            column = getattr(model, fields[key].column)
            tests.append(or_(column.is_(None), column.not_in(me)))
    named = [getattr(model, fields[key].column).in_(me) for key in move.only_for if fields[key].kind is not Kind.REFERENCES]
    if named:
        tests.append(or_(*named))
    if move.posts:
        tests.append(or_(false(), *_places(model, register, move, reader)))
    return and_(*tests) if tests else ~false()


def _places(model: Any, register: Register, move: Move, reader: Person) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for post, key in move.posts:
        held = sorted({place or 0 for name, place in reader.posts if name == post})
        if not held:
            continue
        if post == Post.DEPUTY_GENERAL_MANAGER and key:
            charge = columns_of("charge")
            led = select(charge.department_id).where(charge.deputy_id.in_([reader.person_id, *(one.person_id for one in reader.standing_in)]))
            found.append(getattr(model, register.fields[key].column).in_(led))
        else:
            found.append(getattr(model, register.fields[key].column).in_(held) if key else ~false())
    return found


def _said(register: Register, post: Any, key: str) -> Term:
    title = POSTS[Post(post)]
    return OF_DEPARTMENT.format(department=register.fields[key].label, post=title) if key else title


def _or(terms: list[Term]) -> Term:
    return Term("或".join(one.zh for one in terms), " or ".join(one.en for one in terms))
