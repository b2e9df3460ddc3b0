"""Which pages there are besides those of the registers: each with its endpoint and address, by area."""

from flask_admin import BaseView

from admin_views.archive_book import ArchiveBookView
from admin_views.archive_days import ArchiveDaysView
from admin_views.calendar_trial import ComplaintTrialView, LimitTrialView
from admin_views.calendar_year import CalendarView
from admin_views.case_readers import CaseReadersView
from admin_views.clauses_page import ClausesView
from admin_views.complaint_duplicates import DuplicatesView
from admin_views.complaint_statistics import ComplaintStatisticsView
from admin_views.customer_likely import CustomerLikelyView
from admin_views.customer_merge import CustomerMergeView
from admin_views.customer_quality import CustomerQualityView
from admin_views.digital_view import DigitalView
from admin_views.emergencies import EmergencyView
from admin_views.executive_loans import ExecutiveLoansView
from admin_views.explain import ExplainView
from admin_views.flow_chart import FlowsView
from admin_views.health_page import HealthView
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
from admin_views.return_ticks import ReturnTicksView
from admin_views.rules_page import RulesView
from admin_views.safes import SafesView
from admin_views.scan_desk import ScanDeskView
from admin_views.stocktake_count import StocktakeCountView
from admin_views.stocktake_results import StocktakeResultsView
from admin_views.studio import StudioView
from admin_views.tax_sheet import TaxSheetView
from admin_views.timeline_page import TimelineView
from admin_views.transfer_ticks import TransferTicksView
from admin_views.unusual_page import UnusualView
from admin_views.viewing import ViewingView
from admin_views.volumes import VolumesView

Page = tuple[type[BaseView], str, str]
GENERAL: tuple[Page, ...] = (
    (ImportingView, "importing", "/import"),
    (JobsView, "jobs", "/jobs"),
    (NoticesView, "notices", "/notices"),
)
CUSTOMERS: tuple[Page, ...] = (
    (LimitTrialView, "limit_trial", "/customers/limit-trial"),
    (CustomerMergeView, "customer_merging", "/customers/merging"),
    (CustomerQualityView, "customer_quality", "/customers/quality"),
)
COMPLAINTS: tuple[Page, ...] = (
    (ComplaintTrialView, "complaint_trial", "/complaints/limit-trial"),
    (PrintingView, "printing", "/complaints/print"),
    (DuplicatesView, "duplicates", "/complaints/duplicates"),
    (CustomerLikelyView, "customer_likely", "/customers/likely"),
    (LettersView, "letters", "/complaints/letters"),
    (CaseReadersView, "complaint_readers", "/complaints/readers"),
    (PosterView, "poster", "/complaints/poster"),
    (ComplaintStatisticsView, "complaint_statistics", "/complaints/statistics"),
    (VolumesView, "volumes", "/complaints/volumes"),
)
ARCHIVES: tuple[Page, ...] = (
    (LedgerDeskView, "ledger_desk", "/archives/desk"),
    (LabelsView, "labels", "/archives/labels"),
    (RecordPrintsView, "record_prints", "/archives/print"),
    (StocktakeCountView, "stocktake_count", "/archives/stocktake-count"),
    (StocktakeResultsView, "stocktake_results", "/archives/stocktake-results"),
    (SafesView, "safes", "/archives/safes"),
    (ArchiveBookView, "archive_book", "/archives/book"),
    (ArchiveDaysView, "archive_days", "/archives/days"),
    (PieceSheetView, "piece_sheet", "/archives/lists"),
    (TransferTicksView, "transfer_ticks", "/archives/ticks"),
)
LENDING: tuple[Page, ...] = (
    (DigitalView, "digital_view", "/lending/view"),
    (ScanDeskView, "scan_desk", "/lending/scan"),
    (ExecutiveLoansView, "executive_loans", "/lending/executives"),
    (LeaversView, "leavers", "/lending/leavers"),
    (ReturnTicksView, "return_ticks", "/lending/return-check"),
)
INCENTIVES: tuple[Page, ...] = ((TaxSheetView, "tax_sheet", "/incentives/taxes"),)
GOVERNANCE: tuple[Page, ...] = (
    (HealthView, "health_page", "/governance/health"),
    (CalendarView, "calendar", "/governance/calendar"),
    (RulesView, "rules", "/governance/rules"),
    (ClausesView, "clauses", "/governance/clauses"),
    (FlowsView, "flows", "/governance/flows"),
)
ACCESS: tuple[Page, ...] = (
    (StudioView, "studio", "/access/studio"),
    (PapersView, "papers", "/access/papers"),
    (ExplainView, "explain", "/access/explain"),
    (ProvingView, "proving", "/access/doors"),
    (UnusualView, "unusual", "/access/unusual"),
    (ViewingView, "viewing", "/view-as"),
    (EmergencyView, "emergency", "/emergency"),
)


def pages() -> list[BaseView]:
    """A view for each page."""
    named = (*GENERAL, *CUSTOMERS, *COMPLAINTS, *ARCHIVES, *LENDING, *INCENTIVES, *GOVERNANCE, *ACCESS)
    views = [view(endpoint=endpoint, url=address) for view, endpoint, address in named]
    return [*views, TimelineView("complaint", "/complaints/timeline"), TimelineView("customer", "/customers/timeline")]
