"""Form fields: one WTForms class that reads a kind's value, and a widget per kind; what was typed is never lost."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field, Form, HiddenField
from wtforms.validators import ValidationError
from wtforms.widgets import FileInput, TextArea, TextInput

from domain.errors import Invalid
from domain.kinds import POINTERS, Kind
from domain.values import OFFICE_ZONE, read_number
from models import checks
from models.fields import Field as Spec
from web.i18n import locale, say

Lookup = Callable[[Spec, Sequence[int]], dict[int, str]]
"""Labels of the chosen records, for those the reader may see."""


class KindField(Field):
    """A field of a register in a form; ``submitted`` is False when the request did not send it, so it stays unchanged."""

    def __init__(
        self,
        label: str = "",
        *,
        spec: Spec,
        lookup_url: str = "",
        labels: Lookup | None = None,
        offered: frozenset[str] | None = None,
        asked: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(label, description=say(spec.help), **more)
        self.spec = spec
        self.lookup_url = lookup_url
        self.labels = labels
        self.offered = offered
        self.submitted = False
        self.typed: list[str] | None = None
        self.taizhang_kind = "reference" if spec.kind in POINTERS and spec.kind is not Kind.ATTACHMENT else spec.kind.value
        self.taizhang_clause = spec.clause
        self.widget = _WIDGETS.get(spec.kind, _text_widget)
        # The browser's own "required" would stop a form before our sentence; the mark beside the label says it.
        self.asked = asked
        self.flags.required = asked or (spec.required and spec.kind is not Kind.YES_NO)  # yes or no is never empty

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was sent; a wrong value stays in the field with its sentence."""
        if not valuelist:
            return
        self.submitted, self.typed = True, valuelist
        try:
            self.data = self._read(valuelist)
        except Invalid as error:
            self.data = None
            raise ValueError(say(error.sentence)) from error

    def pre_validate(self, form: Any) -> None:
        """Ask for what the regulation wants from whoever types, though a record may exist without it."""
        if self.asked and not self.errors and self.data in (None, ""):
            raise ValidationError(say(checks.REQUIRED.format(label=self.spec.label)))

    def _read(self, sent: list[str]) -> Any:
        if self.spec.kind is Kind.REFERENCES:
            return [read_number(text) for text in sent if text.strip()]
        if self.spec.kind is Kind.ATTACHMENT:
            return self.object_data
        if self.spec.kind in POINTERS:
            if not sent[-1].strip():
                if self.spec.required:
                    raise Invalid(checks.REQUIRED, label=self.spec.label)
                return None
            return read_number(sent[-1])
        return checks.read(self.spec, sent[-1])

    def text(self) -> str:
        """What stands in the input: the text as typed, or the stored value in its input format."""
        if self.typed is not None:
            return self.typed[-1]
        return input_text(self.spec, self.data)


def input_text(spec: Spec, value: Any) -> str:
    """A stored value as its input wants it."""
    if value is None:
        return ""
    match spec.kind:
        case Kind.DAY:
            return str(value.isoformat())
        case Kind.MOMENT:
            return str(value.astimezone(OFFICE_ZONE).strftime("%Y-%m-%dT%H:%M"))
        case Kind.CHOICE:
            return str(getattr(value, "value", value))
        case _:
            return str(value)


def _text_widget(field: KindField, **more: Any) -> Markup:
    kinds = {Kind.DAY: "date", Kind.MOMENT: "datetime-local", Kind.PHONE: "tel", Kind.EMAIL: "email"}
    widget = TextInput(input_type=kinds.get(field.spec.kind, "text"))
    field._value = field.text  # what WTForms' own widgets ask for
    if field.spec.kind in (Kind.TEXT, Kind.PHONE, Kind.EMAIL, Kind.ID_CARD, Kind.CREDIT_CODE):
        more.setdefault("autocomplete", "off")
    more["required"] = False
    return widget(field, **more)


def _area_widget(field: KindField, **more: Any) -> Markup:
    field._value = field.text
    more.setdefault("rows", 4)
    more["required"] = False
    return TextArea()(field, **more)


_SELECT = Markup('<select id="{}" name="{}"{}>{}</select>')
_OPTION = Markup('<option value="{}"{}>{}</option>')
_SELECTED = Markup(" selected")


def _options(field: KindField, pairs: Iterable[tuple[str, str]], chosen: str, more: dict[str, Any]) -> Markup:
    drawn = Markup("").join(_OPTION.format(value, _SELECTED if value == chosen else "", label) for value, label in pairs)
    return _SELECT.format(field.id, field.name, _attributes(more), drawn)


def _select_widget(field: KindField, **more: Any) -> Markup:
    chosen, spec = field.text(), field.spec
    offered = field.offered if field.offered is not None else frozenset(spec.titles)
    pairs = [(value, title.say(locale())) for value, title in spec.titles.items() if value in offered or value == chosen]
    if not (spec.required and chosen):
        pairs.insert(0, ("", ""))
    return _options(field, pairs, chosen, more)


def _yes_no_widget(field: KindField, **more: Any) -> Markup:
    return _options(field, (("1", _("是")), ("0", _("否"))), "1" if field.data else "0", {**more, "class": "form-select"})


_HIDDEN = Markup('<input type="hidden" id="{}" name="{}" value="{}">')
_VISIBLE = Markup('<input type="text" id="{}-text" value="{}" autocomplete="off" data-lookup="{}" data-lookup-for="{}"{}>')
_SEVERAL = Markup('<input type="hidden" name="{}" value="{}" data-label="{}">')
_NONE = Markup('<input type="hidden" name="{}" value="">')
_MANY = Markup('<input type="text" id="{}-text" autocomplete="off" data-lookup="{}" data-lookup-many="{}"{}>')


def _attributes(more: dict[str, Any]) -> Markup:
    return Markup("").join(Markup(' {}="{}"').format(key, value) for key, value in more.items() if value not in (None, False))


def _lookup_widget(field: KindField, **more: Any) -> Markup:
    key = field.text()
    label = ""
    if key.isdecimal() and len(key) < 19 and field.labels:
        label = field.labels(field.spec, [int(key)]).get(int(key), "")
    return _HIDDEN.format(field.id, field.name, key) + _VISIBLE.format(
        field.id, label, field.lookup_url, field.id, _attributes(more)
    )


def _lookups_widget(field: KindField, **more: Any) -> Markup:
    ids = [key for key in (field.data or []) if isinstance(key, int)]
    labels = field.labels(field.spec, ids) if field.labels and ids else {}
    chosen = Markup("").join(_SEVERAL.format(field.name, key, labels[key]) for key in ids if key in labels)
    # The empty value says "none chosen", which is not the same as "not sent".
    return (
        _NONE.format(field.name) + chosen + _MANY.format(field.id, field.lookup_url, field.name, _attributes(more))
    )


def _file_widget(field: KindField, **more: Any) -> Markup:
    field._value = lambda: ""
    more["required"] = False
    return FileInput()(field, **more)


_WIDGETS: dict[Kind, Callable[..., Markup]] = {
    Kind.LONG_TEXT: _area_widget,
    Kind.CHOICE: _select_widget,
    Kind.YES_NO: _yes_no_widget,
    Kind.REFERENCES: _lookups_widget,
    Kind.ATTACHMENT: _file_widget,
    **dict.fromkeys((Kind.PERSON, Kind.DEPARTMENT, Kind.REFERENCE, Kind.DIVISION), _lookup_widget),
}


def form_for(
    specs: Iterable[Spec],
    *,
    lookup_url: Callable[[Spec], str],
    labels: Lookup,
    offered: Callable[[Spec], frozenset[str] | None],
    asked: Callable[[Spec], bool],
    versioned: bool = False,
) -> type[Form]:
    """A WTForms form class of just these fields, with the row version when an existing record is edited."""
    members: dict[str, Any] = {"version": HiddenField()} if versioned else {}
    for spec in specs:
        members[spec.key] = KindField(
            say(spec.label),
            id=f"field-{spec.key}",  # a field may well be called like a part of the page (main, side)
            spec=spec,
            lookup_url=lookup_url(spec),
            labels=labels,
            offered=offered(spec),
            asked=asked(spec),
        )
    return type("RegisterForm", (Form,), members)
