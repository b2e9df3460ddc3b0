"""Creating, changing and deleting one record: the same steps whoever asks, form, workflow or demo."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from domain.access import Action
from domain.errors import NOT_ALLOWED, NOT_ALLOWED_TODO, Conflict, DomainError, Invalid, Refused, missing
from domain.kinds import POINTERS, Kind
from domain.terms import Term
from models.base import Record
from models.fence import ROWS_REFUSED, WORDS, authority_of, letting
from models.fields import Field
from models.register import Register, registers
from operations import directory
from operations.confirming import require_proved
from operations.declared_guards import SETTLED, fixed_fields, require_unfixed
from operations.declared_terms import declared_problems, terms_computed
from operations.separated_records import require_apart
from operations.separating import kept_apart
from operations.upkeep import ENTERED, REMOVED, UPKEEP
from operations.wording import title_of_action

CHANGED_MEANWHILE = Term("保存前，这条记录已被他人修改。请核对后再保存。", "Somebody else changed this record before you saved.")
VALUE_TAKEN = Term("「{label}」不能用这个值，请换一个。", "“{label}” cannot take this value; choose another.")
KEPT = Term(
    "「{register}」的记录不删除：登记有误的请作废、冲销或在备注中说明。",
    "Records of {register} are never deleted: make an error void, reverse it, or remark on it.",
)
STILL_NAMED = Term(
    "不能删除：还有其他记录指向它。请先处理那些记录，或改为停用。",
    "It cannot be deleted: other records point to it. Deal with them first, or set it inactive.",
)
MUST_DIFFER = Term("「{label}」和「{other}」不能是同一个。", "“{label}” and “{other}” must differ.")
NO_SUCH_TARGET = Term("「{label}」里选的记录不存在，或您无权查看。", "What you chose for “{label}” does not exist, or you may not see it.")
BREAKS_A_RULE = Term("这些内容违反了登记规则，未保存。", "This breaks a rule of the register and was not saved.")
CHOOSE_SOME = Term("请选择 1 到 {most} 条记录。", "Choose 1 to {most} records.")
CHECK_FIELDS = Term("有 {count} 处需要修改。", "{count} fields need correction.")


def require(session: Session, register: Register, action: str) -> None:
    """Refuse unless the actor may take ``action`` on some rows of ``register``; raises Refused."""
    if not authority_of(session).may(register.key, action):
        raise Refused(NOT_ALLOWED, action=title_of_action(register, action), register=register.title, todo=NOT_ALLOWED_TODO)


def out_of_reach(register: Register, action: Action) -> Refused:
    """The refusal for a record one may see but not change."""
    return Refused(ROWS_REFUSED, register=register.title, action=WORDS[action], todo=NOT_ALLOWED_TODO)


AFTERWARDS: list[Callable[[Session], None]] = []
"""What follows from what was stored and needs steps of its own (see operations.moves): done in the same transaction."""


def find(session: Session, register: Register, key: int) -> Any:
    """The record with id ``key`` among those the actor may see; raises Missing for all others alike."""
    require(session, register, Action.VIEW)
    record = session.scalar(select(register.model).where(register.model.id == key))
    if record is None:
        raise missing()
    return record


def create(session: Session, register: Register, values: Mapping[str, Any]) -> Any:
    """A new record of ``values`` (field → value, id or list of ids), flushed; owner and department default to the actor's.

    Raises Refused, or Invalid with a sentence per field.
    """
    require(session, register, Action.CREATE)
    require_proved(session, register.sensitive)
    with kept_apart(session, register):
        return _create(session, register, values)


def _create(session: Session, register: Register, values: Mapping[str, Any]) -> Any:
    record = register.model()
    assign(session, register, record, values)
    given = _default_place(session, register, record)
    _check(session, register, record)
    session.add(record)
    with letting(session, record, {*given, *_kept_up(register, record, session)}):
        flush_for(session, register)
    if begins := ENTERED.get(register.key):
        begins(session, [record.id])
    return record


def update(session: Session, record: Record, values: Mapping[str, Any], *, version: int | None = None) -> Any:
    """Change ``record``; with ``version``, only if nobody saved it since that version was read.

    Raises Conflict, Refused, or Invalid with a sentence per field.
    """
    if version is not None and version != record.version:
        raise Conflict(CHANGED_MEANWHILE)
    require_apart(session, record, Action.EDIT)
    require_proved(session, record.register.sensitive)
    with kept_apart(session, record.register):
        assign(session, record.register, record, values)
        require_unfixed(session, record)
        _check(session, record.register, record)
        with letting(session, record, _kept_up(record.register, record, session)):
            flush_for(session, record.register)
    return record


def delete(session: Session, record: Record, *, version: int | None = None) -> None:
    """Delete ``record``; raises Conflict when it has changed or is still pointed to, Refused without the right."""
    if version is not None and version != record.version:
        raise Conflict(CHANGED_MEANWHILE)
    require_apart(session, record, Action.DELETE)
    register = record.register
    if register.kept:
        raise Refused(KEPT, register=register.title, clause=next(iter(register.clauses), ""))
    if fixed_fields(record) and authority_of(session).person is not None:
        raise Refused(SETTLED, clause=register.draft_only)
    if register.key in REMOVED:
        REMOVED[register.key](session, record)
    for spec in register.fields.values():
        if spec.kind is Kind.REFERENCES:
            getattr(record, spec.key)  # loaded so that the audit can name what was linked
    session.delete(record)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(STILL_NAMED) from error


def assign(session: Session, register: Register, record: Record, values: Mapping[str, Any]) -> None:
    """Set ``values`` (field → value, id or list of ids) without flushing; raises Invalid with a sentence per field."""
    problems: dict[str, Term] = {}
    with session.no_autoflush:  # else looking up a reference would store, check and audit half of the change
        for key, value in values.items():
            spec = register.fields[key]
            try:
                _assign(session, record, spec, value)
            except Invalid as error:
                problems[key] = error.sentence
    if problems:
        raise Invalid(CHECK_FIELDS, count=len(problems), fields=problems)


def _assign(session: Session, record: Record, spec: Field, value: Any) -> None:
    if spec.kind is Kind.REFERENCES:
        _assign_many(session, record, spec, value or ())
    elif spec.kind in POINTERS:
        _assign_one(session, record, spec, value)
    elif getattr(record, spec.key) != value:
        setattr(record, spec.key, value)


def _assign_one(session: Session, record: Record, spec: Field, value: int | None) -> None:
    if getattr(record, spec.column) == value:
        return
    if value is not None and not _visible(session, spec, [value]) and not directory.exists(session, spec, value):
        raise Invalid(NO_SUCH_TARGET, label=spec.label)
    setattr(record, spec.column, value)


def _assign_many(session: Session, record: Record, spec: Field, ids: Sequence[int]) -> None:
    wanted = list(dict.fromkeys(ids))
    current = list(getattr(record, spec.key))
    if [item.id for item in current] == sorted(wanted):
        return
    found = _visible(session, spec, wanted)
    if len(found) != len(wanted):
        raise Invalid(NO_SUCH_TARGET, label=spec.label)
    setattr(record, spec.key, found)


def _visible(session: Session, spec: Field, ids: Sequence[int]) -> list[Any]:
    model = registers[spec.target].model
    return list(session.scalars(select(model).where(model.id.in_(ids)).order_by(model.id))) if ids else []


def _default_place(session: Session, register: Register, record: Record) -> set[str]:
    person = authority_of(session).person
    given: set[str] = set()
    places = ((register.owner, "person_id"), (register.department, "department_id"))
    for key, standing in places:
        if person is None or not key or key == "id":
            continue
        column = register.fields[key].column
        if getattr(record, column) is None and getattr(person, standing):
            setattr(record, column, getattr(person, standing))
            given.add(key)
    return given


def _kept_up(register: Register, record: Record, session: Session) -> set[str]:
    hook = UPKEEP.get(register.key)
    if hook is None and not register.timed:
        return set()
    with session.no_autoflush:  # else the first question of a hook would store the change whose history the next one asks for
        kept = hook(session, record) if hook is not None else set()
        return kept | terms_computed(session, record)


def check_declared(session: Session, record: Record) -> dict[str, Term]:
    """Field → sentence for what the declarations of its register refuse in ``record`` as it stands."""
    fields = record.register.fields
    return declared_problems(session, record.register, lambda key: getattr(record, fields[key].column))


def _check(session: Session, register: Register, record: Record) -> None:
    problems = check_declared(session, record)
    for key, spec in register.fields.items():
        if spec.kind is Kind.REFERENCES or spec.system:
            continue
        value = getattr(record, spec.column)
        if value is None and spec.required and spec.default is None:
            problems[key] = Term("请填写「{label}」。", "“{label}” is required.").format(label=spec.label)
        elif spec.differs_from and value is not None:
            other = register.fields[spec.differs_from]
            if value == getattr(record, other.column):
                problems[key] = MUST_DIFFER.format(label=spec.label, other=other.label)
    if problems:
        raise Invalid(CHECK_FIELDS, count=len(problems), fields=problems)


def flush_for(session: Session, register: Register) -> None:
    """Flush; a change lost to somebody else is a Conflict, a broken constraint Invalid at its field."""
    try:
        session.flush()
    except StaleDataError as error:
        raise Conflict(CHANGED_MEANWHILE) from error
    except IntegrityError as error:
        raise explained(register, error) from error
    for one in AFTERWARDS:
        one(session)


def explained(register: Register, error: IntegrityError) -> DomainError:
    """A broken constraint as a sentence at the field it names; the database's own words never reach anybody."""
    text = str(error.orig)
    match = re.search(rf"uq_{register.key}_(\w+)|UNIQUE constraint failed: {register.key}\.(\w+)", text)
    name = next((part for part in match.groups() if part), "") if match else ""
    for key, spec in register.fields.items():
        if name in (key, spec.column) or f"ck_{register.key}_{key}_" in text:
            sentence = VALUE_TAKEN.format(label=spec.label)
            return Invalid(CHECK_FIELDS, count=1, fields={key: sentence})
    return Invalid(BREAKS_A_RULE)
