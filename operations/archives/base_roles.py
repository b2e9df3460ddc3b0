"""The roles that keep archives (K3.3, K3.4, K10.3)."""

from domain.access import Action, Clearance, Level, Scope
from domain.areas import Area
from domain.terms import Term
from operations.declaring_roles import BaseRole, Clears, May

INTERNAL = Clearance.INTERNAL
ALL = (Scope.ALL,)
LOOK: tuple[str, ...] = (Action.VIEW, Action.EXPORT, Action.PRINT, Action.HISTORY)
KEEP = (*LOOK, Action.CREATE, Action.EDIT)
FILES = (Area.ARCHIVES, Area.LENDING, Area.DOCUMENTS)
FILE_ROOMS = tuple(f"{area}.*" for area in FILES)

ARCHIVE_ROLES: tuple[BaseRole, ...] = (
    BaseRole(
        "archivist", Term("档案管理员", "Archivist"),
        Term("保管档案，登记往来函件(K3.3、K7.11)；个人信息脱敏。", "Keeps archives and letters; personal data masked."),
        (Clears((Area.CUSTOMERS, *FILES), INTERNAL, INTERNAL), Clears((Area.COMPLAINTS,), INTERNAL, None, Level.HIDDEN)),
        (
            # Of complaints only the volumes: numbers, days and terms, not what anybody complained of (K4.20).
            May(("complaint_volume",), (Action.VIEW, Action.PRINT, Action.HISTORY, "propose_destruction", "freeze", "thaw"), ALL),
            May((*FILE_ROOMS, "correspondence"), KEEP, ALL),
            May(("archive_unit",), ("move_unit",), ALL),
            May(("borrowing_slip",), ("check_out", "expire", "settle_slip"), ALL),
            May(("loan_line",), ("hand_back", "check_return", "note_shortage", "supply", "declare_lost", "find_again", "void"), ALL),
            May(("day_close",), ("close_day",), ALL),
            May(("safe_session",), ("confirm_open", "close_safe", "call_off"), (Scope.OWN, Scope.ASSIGNED)),
            May(("customer", "contact", "major_event", "registration", "registration_change", "archive_view_request"), LOOK, ALL),
        ),
    ),
)  # fmt: skip
