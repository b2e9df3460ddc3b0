"""Mounts one Flask-Admin view per register, and the pages that are not a register."""

from typing import NoReturn

from flask import Flask, abort
from flask_admin import Admin, BaseView
from flask_admin.theme import Bootstrap4Theme

from admin_views import frame
from admin_views.archive_book import ArchiveBookView
from admin_views.archive_days import ArchiveDaysView
from admin_views.base import RegisterView
from admin_views.calendar_trial import ComplaintTrialView, LimitTrialView
from admin_views.calendar_year import CalendarView
from admin_views.complaint_duplicates import DuplicatesView
from admin_views.complaint_statistics import ComplaintStatisticsView
from admin_views.digital_view import DigitalView
from admin_views.emergencies import EmergencyView
from admin_views.executive_loans import ExecutiveLoansView
from admin_views.explain import ExplainView
from admin_views.health_page import HealthView
from admin_views.home import HomeView
from admin_views.importing import ImportingView
from admin_views.jobs import JobsView
from admin_views.labels import LabelsView
from admin_views.leavers import LeaversView
from admin_views.ledger_desk import LedgerDeskView
from admin_views.letters import LettersView
from admin_views.notices import NoticesView
from admin_views.papers import PapersView
from admin_views.piece_sheet import PieceSheetView
from admin_views.poster import PosterView
from admin_views.printing import PrintingView
from admin_views.proving import ProvingView
from admin_views.record_prints import RecordPrintsView
from admin_views.rules_page import RulesView
from admin_views.safes import SafesView
from admin_views.scan_desk import ScanDeskView
from admin_views.stocktake_count import StocktakeCountView
from admin_views.stocktake_results import StocktakeResultsView
from admin_views.studio import StudioView
from admin_views.timeline_page import TimelineView
from admin_views.transfer_ticks import TransferTicksView
from admin_views.unusual_page import UnusualView
from admin_views.viewing import ViewingView
from admin_views.volumes import VolumesView
from models.register import registers


def mount(app: Flask) -> Admin:
    """Add all views to ``app``; the stock assets of Flask-Admin are not served (its select2 has a known hole)."""
    admin = Admin(app, name="台账", index_view=HomeView(endpoint="admin", url="/"), theme=Bootstrap4Theme())
    for register in registers.values():
        admin.add_view(RegisterView(register))
    for view in _pages():
        admin.add_view(view)
    frame.init_app(app)
    for endpoint in [name for name in app.view_functions if name.endswith(".static")]:
        app.view_functions[endpoint] = _nothing_here
    return admin


def _pages() -> list[BaseView]:
    return [
        ImportingView(endpoint="importing", url="/import"),
        JobsView(endpoint="jobs", url="/jobs"),
        HealthView(endpoint="health_page", url="/governance/health"),
        NoticesView(endpoint="notices", url="/notices"),
        CalendarView(endpoint="calendar", url="/governance/calendar"),
        LimitTrialView(endpoint="limit_trial", url="/customers/limit-trial"),
        ComplaintTrialView(endpoint="complaint_trial", url="/complaints/limit-trial"),
        RulesView(endpoint="rules", url="/governance/rules"),
        PrintingView(endpoint="printing", url="/complaints/print"),
        DuplicatesView(endpoint="duplicates", url="/complaints/duplicates"),
        TimelineView("complaint", "/complaints/timeline"),
        TimelineView("customer", "/customers/timeline"),
        LettersView(endpoint="letters", url="/complaints/letters"),
        PosterView(endpoint="poster", url="/complaints/poster"),
        ComplaintStatisticsView(endpoint="complaint_statistics", url="/complaints/statistics"),
        VolumesView(endpoint="volumes", url="/complaints/volumes"),
        LedgerDeskView(endpoint="ledger_desk", url="/archives/desk"),
        LabelsView(endpoint="labels", url="/archives/labels"),
        RecordPrintsView(endpoint="record_prints", url="/archives/print"),
        DigitalView(endpoint="digital_view", url="/lending/view"),
        ScanDeskView(endpoint="scan_desk", url="/lending/scan"),
        ExecutiveLoansView(endpoint="executive_loans", url="/lending/executives"),
        LeaversView(endpoint="leavers", url="/lending/leavers"),
        StocktakeCountView(endpoint="stocktake_count", url="/archives/stocktake-count"),
        StocktakeResultsView(endpoint="stocktake_results", url="/archives/stocktake-results"),
        SafesView(endpoint="safes", url="/archives/safes"),
        ArchiveBookView(endpoint="archive_book", url="/archives/book"),
        ArchiveDaysView(endpoint="archive_days", url="/archives/days"),
        PieceSheetView(endpoint="piece_sheet", url="/archives/lists"),
        TransferTicksView(endpoint="transfer_ticks", url="/archives/ticks"),
        StudioView(endpoint="studio", url="/access/studio"),
        PapersView(endpoint="papers", url="/access/papers"),
        ExplainView(endpoint="explain", url="/access/explain"),
        ProvingView(endpoint="proving", url="/access/doors"),
        UnusualView(endpoint="unusual", url="/access/unusual"),
        ViewingView(endpoint="viewing", url="/view-as"),
        EmergencyView(endpoint="emergency", url="/emergency"),
    ]


def _nothing_here(**_path: str) -> NoReturn:
    abort(404)
