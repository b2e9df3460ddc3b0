"""What the page of a record shows beside its fields: each topic makes a card and names the template that draws it."""

from collections.abc import Callable

from admin_views.cards import Panel
from admin_views.case_readers import readers_panel
from admin_views.complaint_clocks import clocks_panel
from admin_views.complaint_duplicates import duplicates_panel
from admin_views.custody import certificate_panel, custody_panel, held_panel
from admin_views.digital_view import view_panel
from admin_views.letters import letters_panel
from admin_views.logged import logged_changes
from admin_views.opening_checks import opening_panel
from admin_views.piece_sheet import list_panel
from admin_views.process_chart import chart_panel
from admin_views.return_ticks import return_panel
from admin_views.screen import Screen
from admin_views.signatures import signatures_panel
from admin_views.slip_card import slip_panel, slip_step
from admin_views.spot_draws import repeat_panel
from admin_views.stocktake_results import difference_step, ways_panel
from admin_views.tax_sheet import tax_panel
from admin_views.timeline_page import timeline_panel
from models.base import Record

PANELS: dict[str, tuple[Callable[[Screen, Record], Panel | None], ...]] = {
    "archive_account": (held_panel,),
    "archive_transfer": (signatures_panel,),
    "archive_unit": (custody_panel,),
    "audit_entry": (logged_changes,),
    "borrowing_slip": (slip_panel,),
    "certificate": (certificate_panel,),
    "loan_line": (return_panel,),
    "opening_ledger": (opening_panel,),
    "pay_month": (tax_panel,),
    "process_filing": (chart_panel,),
    "view_grant": (view_panel,),
    "spot_check_draw": (repeat_panel,),
    "complaint": (duplicates_panel, clocks_panel, letters_panel, timeline_panel, readers_panel),
    "customer": (timeline_panel,),
    "stocktake": (ways_panel,),
    "volume_list": (list_panel,),
}
"""By register, in the order of the page; None: nothing to show to this reader."""


def panels_of(screen: Screen, record: Record) -> tuple[Panel, ...]:
    """The panels of a record that its reader is known to see."""
    made = (make(screen, record) for make in PANELS.get(screen.register.key, ()))
    return tuple(panel for panel in made if panel is not None)


STEP_PANELS: dict[str, tuple[Callable[[Screen, Record], Panel | None], ...]] = {
    "borrowing_slip": (slip_step,),
    "stocktake_result": (difference_step,),
}
"""By register: what the page of a step shows, so that one decides without going back."""


def step_panels(screen: Screen, record: Record) -> tuple[Panel, ...]:
    """The panels of a record on the page of a step."""
    made = (make(screen, record) for make in STEP_PANELS.get(screen.register.key, ()))
    return tuple(panel for panel in made if panel is not None)
