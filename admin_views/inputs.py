"""Form fields: one WTForms class that reads a kind's value, and a widget per kind; what was typed is never lost."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape as html_escape
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field, Form, HiddenField
from wtforms.validators import ValidationError

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
        **more: Any,
    ) -> None:
        super().__init__(label, description=say(spec.help), **more)
        self.spec = spec
        self.lookup_url = lookup_url
        self.labels: Lookup | None = None
        self.offered: frozenset[str] | None = None
        self.asked = False
        self.follows: tuple[str, str] | None = None
        """The input whose choice decides whether this one is needed, and the values for which it is; the mark follows it as one chooses."""
        self.submitted = False
        self.typed: list[str] | None = None
        self.taizhang_kind = "reference" if spec.kind in POINTERS and spec.kind is not Kind.ATTACHMENT else spec.kind.value
        self.taizhang_clause = spec.clause
        self.widget = _WIDGETS.get(spec.kind, _text_widget)
        self.equip()

    def equip(
        self, *, labels: Lookup | None = None, offered: frozenset[str] | None = None, asked: bool = False, follows: tuple[str, str] | None = None
    ) -> None:
        """Give the field of one request what depends on the record and its reader; the class of the form is shared."""
        self.labels, self.offered, self.asked, self.follows = labels, offered, asked, follows
        # The browser's own "required" would stop a form before our sentence; the mark beside the label says it.
        self.flags.required = asked or (self.spec.required and self.spec.kind is not Kind.YES_NO)  # yes or no is never empty

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


def _attributes(attributes: Mapping[str, Any]) -> str:
    """Attributes as they stand in a tag, each after a space; those without a value are left out.

    Not WTForms' own: a form has a hundred, and a Markup object for each made half of its time.
    """
    return "".join([
        f' {name}="{html_escape(str(value))}"' for name, value in attributes.items() if value is not None and value is not False
    ])  # fmt: skip


def _drawn(html: str) -> Markup:
    return Markup(html)  # noqa: S704  # of text from here and of attributes and texts escaped here


_UNAIDED = frozenset({Kind.TEXT, Kind.PHONE, Kind.EMAIL, Kind.ID_CARD, Kind.CREDIT_CODE})
_INPUT_TYPES = {Kind.DAY: "date", Kind.MOMENT: "datetime-local", Kind.PHONE: "tel", Kind.EMAIL: "email", Kind.ATTACHMENT: "file"}


def _text_widget(field: KindField, **more: Any) -> Markup:
    kind = field.spec.kind
    unaided = {"autocomplete": "off"} if kind in _UNAIDED else {}
    value = None if kind is Kind.ATTACHMENT else field.text()
    named = {"id": field.id, "name": field.name, "type": _INPUT_TYPES.get(kind, "text"), "value": value}
    return _drawn(f"<input{_attributes({**unaided, **more, **named})}>")


def _area_widget(field: KindField, **more: Any) -> Markup:
    # Browsers drop the first line end, so that one typed there is kept. No maxlength: it cuts what is pasted without a word,
    # so the page counts (data-most, static/js/form.js) and the server refuses with the whole text in its field.
    tag = _attributes({**more, "id": field.id, "name": field.name, "rows": 4, "data-most": field.spec.length})
    return _drawn(f"<textarea{tag}>\r\n{html_escape(field.text())}</textarea>")


def _options(field: KindField, pairs: Iterable[tuple[str, str]], chosen: str, more: dict[str, Any]) -> Markup:
    drawn = "".join([
        f'<option value="{html_escape(value)}"{" selected" if value == chosen else ""}>{html_escape(label)}</option>'
        for value, label in pairs
    ])  # fmt: skip
    return _drawn(f"<select{_attributes({'id': field.id, 'name': field.name, **more})}>{drawn}</select>")


def _select_widget(field: KindField, **more: Any) -> Markup:
    chosen, spec, language = field.text(), field.spec, locale()
    offered = field.offered if field.offered is not None else frozenset(spec.titles)
    pairs = [(value, title.say(language)) for value, title in spec.titles.items() if value in offered or value == chosen]
    if not (spec.required and chosen):
        pairs.insert(0, ("", ""))
    return _options(field, pairs, chosen, more)


def _yes_no_widget(field: KindField, **more: Any) -> Markup:
    return _options(field, (("1", _("是")), ("0", _("否"))), "1" if field.data else "0", {**more, "class": "form-select"})


def _hidden(name: str, value: object, **more: Any) -> str:
    return f"<input{_attributes({'type': 'hidden', **more, 'name': name, 'value': value})}>"


def _lookup_widget(field: KindField, **more: Any) -> Markup:
    key = field.text()
    label = ""
    if key.isdecimal() and len(key) < 19 and field.labels:
        label = field.labels(field.spec, [int(key)]).get(int(key), "")
    visible = {
        "type": "text", "id": f"{field.id}-text", "value": label, "autocomplete": "off",
        "data-lookup": field.lookup_url, "data-lookup-for": field.id,
    }  # fmt: skip
    return _drawn(f"{_hidden(field.name, key, id=field.id)}<input{_attributes({**visible, **more})}>")


def _lookups_widget(field: KindField, **more: Any) -> Markup:
    ids = [key for key in (field.data or []) if isinstance(key, int)]
    labels = field.labels(field.spec, ids) if field.labels and ids else {}
    chosen = "".join([_hidden(field.name, key, **{"data-label": labels[key]}) for key in ids if key in labels])
    visible = {
        "type": "text", "id": f"{field.id}-text", "autocomplete": "off",
        "data-lookup": field.lookup_url, "data-lookup-many": field.name,
    }  # fmt: skip
    # The empty value says "none chosen", which is not the same as "not sent".
    return _drawn(f"{_hidden(field.name, '')}{chosen}<input{_attributes({**visible, **more})}>")


_WIDGETS: dict[Kind, Callable[..., Markup]] = {
    Kind.LONG_TEXT: _area_widget,
    Kind.CHOICE: _select_widget,
    Kind.YES_NO: _yes_no_widget,
    Kind.REFERENCES: _lookups_widget,
    **dict.fromkeys((Kind.PERSON, Kind.DEPARTMENT, Kind.REFERENCE, Kind.DIVISION), _lookup_widget),
}


def form_for(specs: Iterable[Spec], *, lookup_url: Callable[[Spec], str], versioned: bool = False) -> type[Form]:
    """A WTForms form class of just these fields, with the row version when an existing record is edited.

    It knows the language but neither record nor reader, so it may be kept with the plan (see :meth:`KindField.equip`).
    """
    members: dict[str, Any] = {"version": HiddenField()} if versioned else {}
    for spec in specs:
        members[spec.key] = KindField(
            say(spec.label),
            id=f"field-{spec.key}",  # a field may well be called like a part of the page (main, side)
            spec=spec,
            lookup_url=lookup_url(spec),
        )
    return type("RegisterForm", (Form,), members)
