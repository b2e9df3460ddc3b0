"""权限说明 — why somebody does not see a field, who can read one, and whether duties are separated; with the way to each cell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _

from admin_views.gated import GatedView
from domain.access import Action, Channel, Level
from domain.errors import Invalid
from domain.terms import Term
from domain.values import clean_text, read_number, write_moment
from models.fields import Field
from models.register import Register, registers
from operations.explaining import Cell, accounts_like, why
from operations.explaining_readers import Way, readers
from operations.separating import lint
from web.extensions import db
from web.i18n import say

NO_SUCH_PERSON = Term(
    "没有操作代码、姓名或工号是「{typed}」的人。请核对后重填。", "Nobody has the code, name or staff number “{typed}”. Check and try again."
)
SEVERAL = Term("「{typed}」有多人，请填操作代码：{codes}。", "Several people are called “{typed}”; enter one of the codes {codes}.")
NO_SUCH_FIELD = Term("请在列表里选一个字段。", "Choose a field from the list.")
NO_RECORD_NUMBER = Term("记录序号是一个整数，可不填。", "The record's number is a whole number, or empty.")
TONES = {Level.HIDDEN: "stopped", Level.MASKED: "soon", Level.READ: "done", Level.WRITE: "done"}


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step of an answer."""

    sentence: str
    url: str
    decides: bool


@dataclass(frozen=True, slots=True)
class WayCard:
    """One path of a reader."""

    title: str
    how: str
    rows: str
    since: str
    granted_by: str
    url: str


@dataclass(frozen=True, slots=True)
class ReaderCard:
    """Somebody who can read the field."""

    name: str
    department: str
    level: str
    tone: str
    ways: tuple[WayCard, ...]


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """What a question is answered with; only the part that was asked for is filled."""

    heading: str
    tone: str = ""
    note: str = ""
    steps: tuple[StepCard, ...] = ()
    readers: tuple[ReaderCard, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionCard:
    """One line of a choice."""

    value: str
    label: str
    chosen: bool


class ExplainView(GatedView):
    """Three questions on one page; nothing here changes anything."""

    REGISTER = "policy_version"
    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW}
    """Of the register of policy versions: the security administrator and those who audit."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The questions, and the answer to the one that was asked."""
        errors: dict[str, str] = {}
        answer = None
        asked = ASKED.get(request.args.get("ask", ""))
        if asked is not None:
            try:
                answer = asked()
            except Invalid as error:
                errors = {key: say(sentence) for key, sentence in error.told.items()}
        page = {name: clean_text(request.args.get(name, ""))[:100] for name in ("ask", "user", "record")}
        html = self.render(
            "access/explain.html", nav_key="explain", answer=answer, errors=errors, typed=page, fields=_fields(), channels=_channels()
        )
        return make_response(html, 422 if errors else 200)


def _why() -> AnswerCard:
    typed = clean_text(request.args.get("user", ""))[:60]
    found = accounts_like(db.session(), typed)
    if len(found) != 1:
        codes = "、".join(account.code for account, _name in found)
        sentence = (SEVERAL if found else NO_SUCH_PERSON).format(typed=typed, codes=codes)
        raise Invalid(sentence, fields={"user": sentence})
    register, spec = _field()
    answer = why(db.session(), found[0][0], register, spec, _channel(), _record())
    steps = tuple(StepCard(say(one.sentence), _url(one.cell), one.decides) for one in answer.steps)
    return AnswerCard(say(answer.verdict), TONES[answer.level], steps=steps)


def _who() -> AnswerCard:
    register, spec = _field()
    found = readers(db.session(), register, spec, _channel())
    cards = tuple(
        ReaderCard(one.name, one.department, say(one.level.title), TONES[one.level], tuple(_way(way) for way in one.ways))
        for one in found.readers
    )
    heading = _(
        "%(count)s 人能读%(register)s的「%(field)s」", count=len(cards), register=say(register.title), field=say(spec.label)
    )
    return AnswerCard(heading, note=say(found.policy), readers=cards)


def _way(way: Way) -> WayCard:
    since = write_moment(way.since) if way.since else "—"
    return WayCard(say(way.role), say(way.how), say(way.rows), since, say(way.granted_by), _url(way.cell))


def _lint() -> AnswerCard:
    found = lint(db.session())
    conflicts = sum(not one.is_warning for one in found)
    heading = _("职责分离：冲突 %(conflicts)s 处，提示 %(warnings)s 处", conflicts=conflicts, warnings=len(found) - conflicts)
    steps = tuple(StepCard(say(one.sentence), "", not one.is_warning) for one in found)
    return AnswerCard(heading, "late" if conflicts else "done", steps=steps)


ASKED: dict[str, Callable[[], AnswerCard]] = {"why": _why, "who": _who, "lint": _lint}


def _field() -> tuple[Register, Field]:
    key, _dot, name = request.args.get("field", "").partition(".")
    register = registers.get(key)
    if register is None or name not in register.fields:
        raise Invalid(NO_SUCH_FIELD, fields={"field": NO_SUCH_FIELD})
    return register, register.fields[name]


def _channel() -> Channel:
    value = request.args.get("channel", "")
    return Channel(value) if value in list(Channel) else Channel.DETAILS


def _record() -> int | None:
    typed = clean_text(request.args.get("record", ""))
    try:
        return read_number(typed) if typed else None
    except Invalid as error:
        raise Invalid(NO_RECORD_NUMBER, fields={"record": NO_RECORD_NUMBER}) from error


def _fields() -> list[tuple[str, list[OptionCard]]]:
    chosen = request.args.get("field", "customer.contact_phone")
    return [
        (
            say(register.title),
            [
                # With the register: a closed choice does not show the heading of its group.
                OptionCard(f"{key}.{name}", f"{say(register.title)} · {say(spec.label)}", f"{key}.{name}" == chosen)
                for name, spec in register.fields.items()
            ],
        )
        for key, register in registers.items()
    ]


def _channels() -> list[OptionCard]:
    chosen = _channel()
    return [OptionCard(channel.value, say(channel.title), channel is chosen) for channel in Channel]


def _url(cell: Cell | None) -> str:
    if cell is None or not cell.role:
        return ""
    return url_for("studio.now", role=cell.role, register=cell.register, field=cell.field, _anchor=f"field-{cell.field}")
