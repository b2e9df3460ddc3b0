"""期限 — the clocks of a complaint on its page: running, met or late, what is left, and day by day why it is due then."""

from dataclasses import dataclass

from admin_views.cards import Panel
from admin_views.screen import Screen
from domain.complaint_clocks import CLOCKS, TIMINGS, Profile, clock_title, kind_of
from domain.terms import Term
from domain.values import write_moment
from models.base import Record
from models.complaints.complaint import Complaint
from operations.complaints.clock_reading import ClockRead, State, read_clocks
from web.extensions import db
from web.i18n import say

STATES = {
    State.RUNNING: (Term("计时中", "running"), "calm"),
    State.LATE: (Term("已逾期", "late"), "late"),
    State.WAITING: (Term("等待材料", "waiting"), "stopped"),
    State.MET: (Term("按时", "in time"), "done"),
    State.MISSED: (Term("逾期办结", "too late"), "late"),
}


@dataclass(frozen=True, slots=True)
class ClockCard:
    """One clock in the reader's language; empty texts where there is nothing to say."""

    title: str
    clause: str
    round: int
    state: str
    tone: str
    started: str
    due: str
    by: str
    stopped: str
    left: str
    why: tuple[str, ...]


def clocks_panel(_screen: Screen, record: Record) -> Panel | None:
    """The panel of a complaint; None for whoever sees none of its clocks."""
    assert isinstance(record, Complaint)
    found = [one for one in read_clocks(db.session(), record) if kind_of(one.clock.code) in CLOCKS]  # others nobody can name
    profile = record.profile or Profile.T2
    return Panel("complaints/clocks.html", tuple(_card(one, profile) for one in found)) if found else None


def _card(one: ClockRead, profile: Profile) -> ClockCard:
    clock, (state, tone) = one.clock, STATES[one.state]
    timing = TIMINGS[profile].get(kind_of(clock.code))
    return ClockCard(
        say(clock_title(clock.code)), timing.clause if timing else "", clock.round, say(state), tone, write_moment(clock.started_at),
        write_moment(clock.due_at) if clock.due_at else "—", write_moment(one.by) if one.by else "",
        write_moment(clock.stopped_at) if clock.stopped_at else "", say(one.left) if one.left else "", tuple(say(line) for line in one.why),
    )  # fmt: skip
