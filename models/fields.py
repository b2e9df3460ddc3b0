"""The words with which a register declares its fields: label, English, clearance and mask stand beside the column."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from domain.access import Clearance
from domain.errors import Misdeclared
from domain.kinds import POINTERS, Kind
from domain.masking import Mask
from domain.numbering import Series
from domain.rules import RuleCode
from domain.terms import Term

Member = TypeVar("Member", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Within:
    """A term that is computed, never typed: so long after another field of the record as a rule says (see operations.declared_terms)."""

    start: str
    """The field it is counted from: a moment where the rule is in hours, else a day or a moment."""
    rule: RuleCode
    done: str = ""
    """The field that is filled once it is kept; without one it runs until the workflow ends."""
    told: tuple[str, ...] = ()
    """Person fields of those who are told when it draws near and when it is over."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a field is; :class:`models.base.Record` turns it into columns."""

    kind: Kind
    label: Term
    key: str = ""
    """The attribute's name, filled in by the register."""
    help: Term | None = None
    clause: str = ""
    clearance: Clearance = Clearance.OPEN
    mask: Mask = Mask.FULL
    required: bool = False
    expected: bool = False
    """Asked of whoever enters a record, in the form or from a file, and not to be emptied there; the kernel may not know it.

    With ``needed_when``, only then.
    """
    unique: bool = False
    length: int = 200
    default: Any = None
    choices: type[StrEnum] | None = None
    titles: Mapping[str, Term] = field(default_factory=dict)
    tones: Mapping[str, str] = field(default_factory=dict)
    growing: bool = False
    """A list that grows with the program: the database keeps the words, and only the program knows which there are."""
    target: str = ""
    """The register a reference points to."""
    directory: bool = False
    """Whoever may write it into a new record finds every record of the target by name and number (see operations.directory),
    and reads the name on records of his own."""
    series: Series | None = None
    pinyin: bool = False
    """Also found by pinyin and initials."""
    company: bool = False
    """The name of a company: two that differ in script, width or endings are taken for likely duplicates (see models.company_names)."""
    surname: bool = False
    """The name of a person: its first character is read as a surname."""
    system: bool = False
    """Set by moves and the kernel only; in no form and no import."""
    differs_from: str = ""
    deadline: bool = False
    """A moment by which something must be done, empty once it is: lists and pages show when it draws near and when it is past."""
    apart: bool = False
    """A person who must not be one of those the record is about (see Register.recused)."""
    indexed: bool | None = None
    """Whether a list can be sorted by it: None lets kind and list decide, a journal that only grows says False."""
    loops: bool = False
    """Part of a circle of tables (departments have heads, people have departments): the key is added after both."""
    minimum: int | None = None
    maximum: int | None = None
    """Asked where a value is read, not of the database: what is too much changes sooner than what is too little."""
    past: bool = False
    """A day or moment that cannot lie in the future: what is noted has happened."""
    now: bool = False
    """A new record starts with today or with this moment, because it is entered as it happens."""
    not_before: str = ""
    """The day or moment of the same record that it cannot precede."""
    needed_when: tuple[str, tuple[Any, ...]] | None = None
    """A choice or yes/no of the same record and the values with which this field must be filled."""
    months: int = 0
    """A day that stands for so many months: 1 for its month, 3 for its quarter."""
    plain: bool = False
    """A decimal number that is no amount of money: points, shares; shown without the sign."""
    within: Within | None = None
    """A term the kernel computes; the field is ``system``."""
    runs: tuple[StrEnum, ...] = ()
    """States of the record in which this day, which somebody has set, is a term that still runs."""
    says: Callable[[str], Term] | None = None
    """How a code is said: a text that holds a name of the kernel is shown in words."""
    check: Callable[[str], str] | None = None
    """Normalises a text or raises Invalid."""
    example: str = ""
    """A value that ``check`` takes, where not every text is one."""
    generation: int = 1
    """Raise it when a field is dropped and another of the same name comes: old grants must not pass on."""

    @property
    def stable_key(self) -> str:
        """How rules name this field."""
        return self.key if self.generation == 1 else f"{self.key}~{self.generation}"

    @property
    def column(self) -> str:
        """The mapped attribute that holds the value (the foreign key of a reference)."""
        return f"{self.key}_id" if self.kind in POINTERS else self.key

    def named(self, key: str) -> "Field":
        """This field under its attribute's name."""
        return replace(self, key=key)


def _field(kind: Kind, zh: str, en: str, **more: Any) -> Any:
    if more.get("within") is not None:
        more["system"] = True
    return Field(kind, Term(zh, en), **more)


def text(zh: str, en: str, **more: Any) -> Any:
    """One line of text, ``length`` characters at most."""
    return _field(Kind.TEXT, zh, en, **more)


def long_text(zh: str, en: str, **more: Any) -> Any:
    """Several lines; 20,000 characters at most unless ``length`` says otherwise."""
    return _field(Kind.LONG_TEXT, zh, en, **{"length": 20_000, **more})


def choice(
    zh: str, en: str, titles: Mapping[Member, Term], *, tones: Mapping[Member, str] | None = None, **more: Any
) -> Any:
    """One of a closed list; ``titles`` names every member of one StrEnum, ``tones`` says what each means."""
    (choices,) = {type(member) for member in titles}
    if set(titles) != set(choices):
        raise Misdeclared(f"{en}: every member of {choices.__name__} needs its title")
    return _field(
        Kind.CHOICE,
        zh,
        en,
        choices=choices,
        titles={member.value: title for member, title in titles.items()},
        tones={member.value: tone for member, tone in (tones or {}).items()},
        **more,
    )


def day(zh: str, en: str, **more: Any) -> Any:
    """A calendar day; by convention the attribute ends in _on."""
    return _field(Kind.DAY, zh, en, **more)


def month(zh: str, en: str, **more: Any) -> Any:
    """A month, kept as its first day and shown without it."""
    return day(zh, en, **{"months": 1, **more})


def quarter(zh: str, en: str, **more: Any) -> Any:
    """A quarter, kept as its first day and shown without it."""
    return day(zh, en, **{"months": 3, **more})


def moment(zh: str, en: str, **more: Any) -> Any:
    """A point in time; by convention the attribute ends in _at."""
    return _field(Kind.MOMENT, zh, en, **more)


def money(zh: str, en: str, **more: Any) -> Any:
    """An amount in yuan (Decimal, two decimals)."""
    return _field(Kind.MONEY, zh, en, **more)


def decimal(zh: str, en: str, **more: Any) -> Any:
    """A number with two decimals that is no amount of money, such as points."""
    return _field(Kind.MONEY, zh, en, **{"plain": True, **more})


def number(zh: str, en: str, **more: Any) -> Any:
    """A whole number."""
    return _field(Kind.NUMBER, zh, en, **more)


def yes_no(zh: str, en: str, **more: Any) -> Any:
    """Yes or no; no unless ``default`` says otherwise."""
    return _field(Kind.YES_NO, zh, en, **{"required": True, "default": False, **more})


def person(zh: str, en: str, **more: Any) -> Any:
    """An employee."""
    return _field(Kind.PERSON, zh, en, **{"target": "employee", **more})


def department(zh: str, en: str, **more: Any) -> Any:
    """A department."""
    return _field(Kind.DEPARTMENT, zh, en, **{"target": "department", **more})


def reference(zh: str, en: str, target: str, **more: Any) -> Any:
    """A record of the register ``target``, chosen by look-up; among all of them, by name and number, with ``directory``."""
    return _field(Kind.REFERENCE, zh, en, target=target, **more)


def references(zh: str, en: str, target: str, **more: Any) -> Any:
    """Any number of records of the register ``target``."""
    return _field(Kind.REFERENCES, zh, en, target=target, **more)


def attachment(zh: str, en: str, **more: Any) -> Any:
    """An uploaded file."""
    return _field(Kind.ATTACHMENT, zh, en, **{"target": "attachment", **more})


def phone(zh: str, en: str, **more: Any) -> Any:
    """A telephone number: mobile, landline, 400 or a short service number."""
    return _field(
        Kind.PHONE, zh, en, **{"length": 30, "clearance": Clearance.PERSONAL, "mask": Mask.PHONE, **more}
    )


def email(zh: str, en: str, **more: Any) -> Any:
    """An e-mail address."""
    return _field(
        Kind.EMAIL, zh, en, **{"length": 254, "clearance": Clearance.PERSONAL, "mask": Mask.EMAIL, **more}
    )


def id_card(zh: str, en: str, **more: Any) -> Any:
    """A resident identity number with its check digit."""
    return _field(
        Kind.ID_CARD, zh, en, **{"length": 18, "clearance": Clearance.PERSONAL, "mask": Mask.ID_CARD, **more}
    )


def credit_code(zh: str, en: str, **more: Any) -> Any:
    """统一社会信用代码 with its check digit."""
    return _field(Kind.CREDIT_CODE, zh, en, **{"length": 18, "mask": Mask.CODE, **more})


def division(zh: str, en: str, **more: Any) -> Any:
    """A province, city, county or town; the first half of an address, the rest is a text beside it."""
    return _field(Kind.DIVISION, zh, en, **{"target": "division", **more})


def serial(zh: str, en: str, series: Series, **more: Any) -> Any:
    """A number given by the kernel from ``series`` when the record is created, unique and never changed."""
    return _field(Kind.SERIAL, zh, en, series=series, length=60, unique=True, system=True, required=True, **more)
