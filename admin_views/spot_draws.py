"""重做抽取 — on the page of a draw: the command with which anybody who has the panel's command line repeats it (T4.3)."""

import shlex
from dataclasses import dataclass

from admin_views.cards import Panel
from admin_views.screen import Screen
from domain.access import Channel, Level
from domain.report_periods import month_of
from models.base import Record
from models.complaints.spot_check_draw import SpotCheckDraw
from models.register import registers


@dataclass(frozen=True, slots=True)
class RepeatCard:
    """What to type, and what must come out again."""

    command: str
    digest: str


def repeat_panel(screen: Screen, record: Record) -> Panel | None:
    """For whoever may read month, seed and digest of the draw."""
    assert isinstance(record, SpotCheckDraw)
    register = registers["spot_check_draw"]
    wanted = ("month_on", "seed", "digest")
    levels = screen.plan.levels(register.key, Channel.DETAILS)
    if any(levels.get(register.fields[one].stable_key, Level.HIDDEN) < Level.READ for one in wanted):
        return None
    command = f"flask --app app complaints draw --month {month_of(record.month_on).code} --seed {shlex.quote(record.seed or '')}"
    return Panel("complaints/repeat.html", RepeatCard(command, record.digest or ""))
