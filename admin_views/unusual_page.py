"""The page of unusual looks at masked values, for those who read the whole journal of them."""

from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose

from domain import revealing as limits
from domain.access import Action
from domain.errors import missing
from domain.terms import Term
from models.access.reveal import Reveal
from operations.unusual_reveals import unusual_reveals
from web.extensions import db
from web.i18n import say

RULES = Term(
    "列出最近 {days} 天内：超过 {most} 次的；多于 {few} 次且超过本人前 {weeks} 周平均 {times} 倍的；"
    "在工作时间（工作日 {opens}–{closes}）以外的；查看其他部门记录的。",
    "The last {days} days: more than {most}; more than {few} and over {times} times the own mean of the {weeks} weeks before; "
    "outside working hours (working days {opens}–{closes}); records of other departments.",
)


@dataclass(frozen=True, slots=True)
class UnusualRow:
    """One person and why."""

    name: str
    department: str
    count: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnusualPage:
    """Everything ``unusual.html`` draws."""

    register_title: str
    list_url: str
    rules: str
    rows: tuple[UnusualRow, ...]


class UnusualView(BaseView):
    """One page; the journal itself is a register."""

    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW}
    """Of the register ``reveal``; the operation checks it."""

    def _handle_view(self, name: str, **kwargs: object) -> None:
        if name not in self.ACTIONS:
            raise missing()

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The list of the last seven days."""
        rows = tuple(
            UnusualRow(one.name, one.department or "—", f"{one.count:,}", tuple(say(why) for why in one.why))
            for one in unusual_reveals(db.session())
        )
        page = UnusualPage(say(Reveal.register.title), url_for("reveal.index_view"), say(_rules()), rows)
        return self.render("unusual.html", page=page, nav_key="reveal")


def _rules() -> Term:
    return RULES.format(
        days=limits.WEEK.days, most=limits.USUAL_AT_MOST, few=limits.NEVER_UNUSUAL, weeks=limits.WEEKS_COMPARED,
        times=limits.TIMES_THE_MEAN, opens=f"{limits.OPENS:%H:%M}", closes=f"{limits.CLOSES:%H:%M}",
    )  # fmt: skip
