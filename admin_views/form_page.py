"""The form of a record as a card, and what was sent with it; two people on one record are told, and nothing is lost."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from wtforms import Form

from admin_views.cards import Conflict, FormPage, Item, Section
from admin_views.inputs import KindField, Lookup, form_for, input_text
from admin_views.record_items import items_of, title_of
from admin_views.screen import Screen
from domain.access import Action, Channel, Level, Scope
from domain.errors import Invalid, citing
from domain.kinds import POINTERS, Kind
from models.audit import plain
from models.base import Record
from models.fence import bits_of
from models.fields import Field
from models.register import Register
from operations.attachments import keep
from operations.declared_terms import needed_hint
from operations.expecting import expected
from operations.histories import history
from operations.incentives.entering import OF_ITS_PERSON
from operations.labels import labels, labels_beside
from operations.offers import offered
from operations.office_clock import today
from web.context import authority, now, plans
from web.extensions import db
from web.i18n import comma, locale, say
from web.uploads import chosen_file

IN_HIS_OWN_NAME = frozenset({("borrowing_slip", "borrower"), ("equipment_fault", "reporter"), ("process_filing", "writer")})
"""Fields of a new record that nearly everybody fills with his own name; who may enter only his own needs no such line."""
LIKELY = {
    "complaint": ("duplicates.index", "phone customer title facts"),
    "customer": ("customer_likely.index", "name credit_code contact_phone"),
}
"""By register: who answers, while a new record is typed, which others may be about the same, and the fields he is told."""


def build_form(
    screen: Screen, specs: tuple[Field, ...], record: Record | None, *, blank: Collection[str] = (), suggested: Mapping[str, Any] | None = None
) -> Form:
    """The form for ``specs``, filled from the request, or from ``record``, or from the address (``?customer=7``).

    ``blank``: fields to be filled in by somebody who may not read what they hold. ``suggested``: for those that hold nothing.
    """
    endpoint = screen.register.key
    kind = screen.kept(
        ("form", locale(), request.script_root, "old" if record is not None else "new", *(spec.key for spec in specs)),
        lambda: form_for(
            specs,
            lookup_url=lambda spec: url_for(f"{endpoint}.lookup", key=spec.key) if spec.target else "",
            versioned=record is not None,
        ),
    )
    data = {spec.key: _stored(record, spec) for spec in specs if spec.key not in blank} if record is not None else _preset(screen, specs)
    data |= {key: value for key, value in (suggested or {}).items() if data.get(key) is None}
    if record is not None:
        # A request that does not say which version it has read must not pass for one that has read the newest.
        data["version"] = "" if request.method == "POST" else str(record.version)
    form = kind(request.form if request.method == "POST" else None, data=data)
    names = _labels_of(screen.register, record, specs)
    for field in form:
        if isinstance(field, KindField):
            asked = field.spec.key not in blank and _asked(screen.register, form, record, field.spec)
            if field.spec.apart and record is not None:
                field.lookup_url += f"?of={record.id}"
            hint = needed_hint(screen.register, field.spec)
            if hint is not None:
                field.description = " ".join(filter(None, (field.description, say(hint))))
            follows = _follows(screen.register, form, record, field.spec)
            field.equip(labels=names, offered=offered(plans().settings, endpoint, field.spec.key), asked=asked, follows=follows)
    return form


def _asked(register: Register, form: Form, record: Record | None, spec: Field) -> bool:
    def stored(key: str) -> Any:
        return _stored(record, register.fields[key]) if record is not None else register.fields[key].default

    return expected(spec, lambda key: form[key].data if key in form else stored(key), stored if record is not None else None)


def _follows(register: Register, form: Form, record: Record | None, spec: Field) -> tuple[str, str] | None:
    """The choice in this form that decides whether ``spec`` of a new record is needed."""
    if record is not None or not spec.expected or spec.needed_when is None:
        return None
    other, wanted = spec.needed_when
    return (form[other].id, " ".join(wanted)) if other in form and register.fields[other].kind is Kind.CHOICE else None


def _labels_of(register: Register, record: Record | None, specs: tuple[Field, ...]) -> Lookup:
    """The labels of the records a form names: those the stored record points to are all read when the first is asked for."""
    stored = record.id if record is not None else 0  # now: when the form is drawn, the record may have been rolled back
    known: dict[tuple[str, int], str | None] = {}

    def look_up(spec: Field, ids: Sequence[int]) -> dict[int, str]:
        if stored and not known:
            known.update(labels_beside(db.session(), register, stored, specs))
        if all((spec.target, key) in known for key in ids):
            return {key: label for key in ids if (label := known[spec.target, key]) is not None}
        return labels(db.session(), spec.target, ids)

    return look_up


def _stored(record: Record, spec: Field) -> Any:
    if spec.kind is Kind.REFERENCES:
        return [item.id for item in getattr(record, spec.key)]
    return getattr(record, spec.column)


def chosen_before(specs: Sequence[Field]) -> dict[str, int]:
    """The records that the address names for these fields (``?merged_into=7``), chosen on the page one comes from."""
    given = {spec.key: request.args.get(spec.key, "") for spec in specs if spec.kind in POINTERS}
    return {key: int(text) for key, text in given.items() if text.isdecimal() and len(text) < 19}


def _preset(screen: Screen, specs: tuple[Field, ...]) -> dict[str, Any]:
    preset: dict[str, Any] = dict(chosen_before(specs))
    register, person = screen.register, authority().person
    only_own = all(stratum.scope is Scope.OWN for stratum in screen.plan.of(register.key, Action.CREATE))
    for spec in specs:
        if spec.key in preset:
            continue
        if spec.default is not None:
            preset[spec.key] = spec.default
        elif spec.now:
            preset[spec.key] = today(db.session()) if spec.kind is Kind.DAY else now().replace(second=0, microsecond=0)
        elif spec.key == register.department and person.department_id and not (register.key in OF_ITS_PERSON and not only_own):
            preset[spec.key] = person.department_id
        elif (only_own and spec.key == register.owner) or (register.key, spec.key) in IN_HIS_OWN_NAME:
            preset[spec.key] = person.person_id
    return preset


def sent_values(form: Form) -> dict[str, Any]:
    """Field → value of what the request sent; a field that was not sent is not changed; uploads are stored."""
    values: dict[str, Any] = {}
    for field in form:
        if not isinstance(field, KindField):
            continue
        if field.spec.kind is Kind.ATTACHMENT:
            upload = chosen_file(field.name)
            if upload is not None:
                values[field.spec.key] = keep(db.session(), upload.data_dir, upload.name, upload.stream).id
        elif field.submitted:
            values[field.spec.key] = field.data
    return values


def show_errors(form: Form, error: Invalid) -> None:
    """Put the sentences of a refusal at their fields; what belongs to no field goes to the top."""
    placed = False
    for key, sentence in error.told.items():
        if key in form:
            form[key].errors = [*form[key].errors, say(sentence)]
            placed = True
    if not placed:
        form.form_errors.append(say(citing(error.sentence, error.clause)))


def form_page(screen: Screen, form: Form, record: Record | None, *, conflicts: tuple[Conflict, ...] = ()) -> FormPage:
    """The card around a form for a new or an existing record."""
    register = screen.register
    endpoint = register.key
    fields = {field.name for field in form if isinstance(field, KindField)}
    bits = _bits_in_view(screen, record) if record is not None else -1
    heading = _("新建%(what)s", what=say(register.title)) if record is None else title_of(screen, record, bits)
    asked, fields_asked = LIKELY.get(endpoint, ("", "")) if record is None else ("", "")
    read_only: tuple[Item, ...] = ()
    if record is not None:
        levels = screen.plan.levels(register.key, Channel.FORM, bits=bits)
        rest = tuple(
            key
            for key, spec in register.fields.items()
            if key not in fields and levels.get(spec.stable_key, Level.HIDDEN) >= Level.MASKED
        )
        read_only = items_of(screen, record, bits, rest)
    return FormPage(
        title=heading if record is None else _("修改 %(what)s", what=heading),
        register_title=say(register.title),
        list_url=url_for(f"{endpoint}.index_view"),
        back_url=url_for(f"{endpoint}.details_view", id=record.id) if record is not None else url_for(f"{endpoint}.index_view"),
        sections=_sections(screen, fields),
        creating=record is None,
        conflicts=conflicts,
        conflict_by=_last_actor(record) if conflicts and record is not None else "",
        read_only=read_only,
        clauses=register.clauses,
        likely_url=url_for(asked) if asked else "",
        likely_fields=fields_asked,
    )


def _bits_in_view(screen: Screen, record: Record) -> int:
    """In which strata of what the reader sees a record lies that was just read through the fence: if there is one, in that."""
    alone = len(screen.plan.of(screen.register.key, Action.VIEW)) == 1
    return 1 if alone else bits_of(db.session(), record, Action.VIEW)


def _sections(screen: Screen, fields: set[str]) -> tuple[Section, ...]:
    register = screen.register
    named = {key for _title, keys in register.sections for key in keys}
    groups = [(say(title), keys) for title, keys in register.sections]
    groups.append((_("其他") if named else "", tuple(key for key in register.fields if key not in named)))
    sections = [Section(title, fields=tuple(key for key in keys if key in fields)) for title, keys in groups]
    return tuple(section for section in sections if section.fields)


def conflicts_of(form: Form, record: Record, before: Mapping[str, Any]) -> tuple[Conflict, ...]:
    """The fields in which what was sent differs from what somebody else stored meanwhile.

    ``before`` holds what those fields had been when the form was read: what was sent back unchanged gives way.
    """
    found = []
    for field in form:
        if not isinstance(field, KindField) or not field.submitted or field.spec.kind is Kind.ATTACHMENT:
            continue
        theirs = _stored(record, field.spec)
        if field.data != theirs:
            mine, key = _words(field.spec, field.data), field.spec.key
            untouched = key in before and _plain(field.data) == before[key]
            given_way = untouched or request.form.get(f"take.{key}") == "theirs"
            found.append(Conflict(field.name, say(field.spec.label), mine, _words(field.spec, theirs), given_way))
    return tuple(found)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else plain(value)


def _words(spec: Field, value: Any) -> str:
    if spec.target and value:
        ids = value if isinstance(value, list) else [value]
        return comma().join(labels(db.session(), spec.target, ids).values())
    if spec.kind is Kind.CHOICE and value is not None:
        return spec.titles[value.value].say(locale())
    return input_text(spec, value)


def resolved(form: Form, values: dict[str, Any]) -> dict[str, Any]:
    """``values`` without the fields for which the reader chose what the other had stored."""
    return {key: value for key, value in values.items() if request.form.get(f"take.{key}") != "theirs"}


def _last_actor(record: Record) -> str:
    past = history(db.session(), record)
    return past[0].who if past else ""
