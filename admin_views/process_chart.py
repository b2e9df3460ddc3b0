"""流程图 — the chart of a filed process, drawn from its steps: who answers for each, and where a no leads back to (R4.2)."""

from dataclasses import dataclass

from sqlalchemy import select

from admin_views.cards import Panel
from admin_views.screen import Screen
from domain.access import Action, Channel, Level
from models.base import Record
from models.filings.process_node import ProcessNode
from models.register import registers
from operations.labels import labels
from web.extensions import db

LEFT, WIDTH, HEIGHT, GAP, ASIDE = 20, 420, 64, 40, 26
"""In the units of the drawing: a box, the way to the next one, and between two ways back."""
SHOWN = ("line_no", "title", "responsible", "action", "decision", "back_to")
LONGEST = 24


@dataclass(frozen=True, slots=True)
class Box:
    """One step: where it stands and what is written in it."""

    top: int
    head: str
    who: str
    what: str
    last: bool

@dataclass(frozen=True, slots=True)
class WayBack:
    """The line from a decision back to an earlier step."""

    path: str
    label: str
    label_left: int
    label_top: int
    tip_top: int


@dataclass(frozen=True, slots=True)
class ChartCard:
    """The drawing: its size, its boxes from above, its ways back."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    back: tuple[WayBack, ...]
    left: int = LEFT
    box_width: int = WIDTH
    box_height: int = HEIGHT
    gap: int = GAP


def chart_panel(screen: Screen, record: Record) -> Panel | None:
    """The chart, for whoever may see the steps and everything in them; None without steps."""
    register = registers["process_node"]
    levels = screen.plan.levels(register.key, Channel.DETAILS)
    if not screen.plan.may(register.key, Action.VIEW) or any(levels.get(register.fields[key].stable_key, Level.HIDDEN) < Level.READ for key in SHOWN):
        return None
    session = db.session()
    nodes = session.scalars(select(ProcessNode).where(ProcessNode.filing_id == record.id).order_by(ProcessNode.line_no)).all()
    if not nodes:
        return None
    names = labels(session, "employee", {node.responsible_id for node in nodes})
    tops = {node.line_no: GAP // 2 + place * (HEIGHT + GAP) for place, node in enumerate(nodes)}
    boxes = tuple(
        Box(tops[node.line_no], f"{node.line_no} {node.title}", names.get(node.responsible_id, "—"), _short(node.action), node is nodes[-1]) for node in nodes
    )
    goes_back = [node for node in nodes if node.back_to in tops]
    back = tuple(_way_back(place, tops[node.line_no], tops[node.back_to or 0], node.decision or "") for place, node in enumerate(goes_back))
    width = LEFT + WIDTH + (len(back) + 1) * ASIDE + (120 if back else 0)
    return Panel("filings/chart.html", ChartCard(width, len(nodes) * (HEIGHT + GAP), boxes, back))


def _way_back(place: int, start: int, end: int, label: str) -> WayBack:
    right, aside = LEFT + WIDTH, LEFT + WIDTH + (place + 1) * ASIDE
    low, high = start + HEIGHT * 2 // 3, end + HEIGHT // 3
    return WayBack(f"M{right} {low}H{aside}V{high}H{right + 6}", _short(label), aside + 6, (low + high) // 2, high)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
