"""The roles that keep archives (K3.3, K3.4, K10.3)."""

from domain.access import Action, Clearance, Level, Scope
from domain.areas import Area
from domain.terms import Term
from models.access.role import RoleKind
from operations.customers.base_roles import PAYS
from operations.declaring_roles import ALL, KEEP, LOOK, BaseRole, Clears, Except, May
from operations.incentives.base_roles import ACCOUNTS

OPEN, INTERNAL = Clearance.OPEN, Clearance.INTERNAL
FILES = (Area.ARCHIVES, Area.LENDING, Area.DOCUMENTS)
FILE_ROOMS = tuple(f"{area}.*" for area in FILES)

BORROWER = BaseRole(
    "borrower", Term("借阅人", "Borrower"),
    Term("查看本部门档案目录，填写本人的出借单(K3.23)。", "Sees the department's catalogue of archives and fills slips of his own."),
    (Clears((Area.ARCHIVES, Area.LENDING), OPEN, OPEN, Level.HIDDEN),),
    (
        May(("archive_unit",), (Action.VIEW,), (Scope.DEPARTMENT,)),
        May(("borrowing_slip",), (Action.VIEW, Action.PRINT, Action.CREATE, Action.EDIT, "submit", "revise", "withdraw"), (Scope.OWN,)),
        May(("loan_line",), (Action.VIEW, Action.PRINT), (Scope.OWN,)),
        May(("view_grant",), (Action.VIEW,), (Scope.OWN,)),
        May(("loan_reservation",), (Action.VIEW, Action.PRINT, Action.CREATE, "withdraw"), (Scope.OWN,)),
        May(("travel_paper",), (Action.VIEW, Action.PRINT, Action.CREATE, Action.EDIT, "withdraw"), (Scope.OWN,)),
        May(("temporary_loan",), (Action.VIEW, Action.PRINT), (Scope.OWN,)),
    ),
    kind=RoleKind.BASE,
)  # fmt: skip
KEEPS_A_SAFE = (
    May(("safe_session",), (Action.VIEW, Action.CREATE, "confirm_open", "close_safe", "call_off"), (Scope.OWN, Scope.ASSIGNED)),
    May(("safe_count",), (Action.VIEW, "count_safe", "confirm_count", "reject_count"), (Scope.OWN, Scope.ASSIGNED)),
    May(("count_difference",), (Action.VIEW, "explain"), (Scope.OWN, Scope.ASSIGNED)),
    May(("day_signing",), (Action.VIEW, "sign_day", "call_off"), (Scope.OWN, Scope.ASSIGNED)),
)
"""What comes with a key or a code: openings, counts and closes one takes part in."""

TRANSFEROR = BaseRole(
    "transferor", Term("移交经办人", "Transferor"),
    Term("作为项目 A 角、B 角整理和移交档案、权证(K3.5–K3.19)。", "Sorts and hands over papers and certificates as A or B of a project."),
    (Clears((Area.ARCHIVES,), OPEN, OPEN, Level.HIDDEN),),
    (
        May(("archive_transfer",), (*KEEP, "hand_to_b", "ask_longer", "cancel_transfer"), (Scope.OWN,)),
        May(("archive_transfer",), (*LOOK, "hand_in", "return_to_a", "ask_longer"), (Scope.ASSIGNED,)),
        May(("transfer_item",), (*KEEP, Action.DELETE), (Scope.OWN,)),
        May(("transfer_supplement",), (*LOOK, "supply_item"), (Scope.OWN,)),
        May(("transfer_supplement",), (*KEEP, "verify_item", "miss_again"), (Scope.ASSIGNED,)),
        May(("transfer_item",), LOOK, (Scope.ASSIGNED,)),
        May(("volume_list",), (*KEEP, "freeze_list"), (Scope.OWN,)),
        May(("volume_piece",), (*KEEP, Action.DELETE), (Scope.OWN,)),
        May(("volume_list", "volume_piece"), (Action.VIEW, Action.PRINT), (Scope.DEPARTMENT,)),
        May(("volume_list",), ("second_list",), (Scope.DEPARTMENT,)),
        May(("number_word",), (Action.VIEW,), ALL),
    ),
    kind=RoleKind.BASE,
)  # fmt: skip
LONGER = (*LOOK, "grant_longer", "refuse_longer")
ARCHIVE_ROLES: tuple[BaseRole, ...] = (
    BaseRole(
        "department_archivist", Term("部门档案员", "Department archivist"),
        Term("按月归档移交，登记临时借用，为外出资料签字(K10.9–K10.12)。", "Files each month, keeps temporary loans, signs for papers from outings."),
        (Clears((Area.ARCHIVES, Area.LENDING), INTERNAL, INTERNAL),),
        (
            May(("monthly_filing",), (*LOOK, "hand_over_month", "nothing_this_month"), (Scope.DEPARTMENT,)),
            May(("filing_line",), (*KEEP, Action.DELETE), (Scope.DEPARTMENT,)),
            May(("filing_scope",), (Action.VIEW,), ALL),
            May(("case_class",), KEEP, (Scope.DEPARTMENT,)),
            May(("temporary_loan",), (*KEEP, "take_back", "report_lost"), (Scope.DEPARTMENT,)),
            May(("travel_paper",), (*LOOK, "sign_papers"), (Scope.DEPARTMENT,)),
        ),
        parents=("employee", "borrower"),
        exceptions=tuple(Except(key, "full_title", Level.READ) for key in ("archive_unit", "filing_line")),  # K10.22: who keeps the papers
    ),
    BaseRole(
        "accountant", Term("会计", "Accountant"),
        Term("凭档案员签字办理外出报销(K10.9)。", "Reimburses outings once their papers are signed for."),
        (Clears((Area.LENDING, Area.INCENTIVES), INTERNAL), Clears((Area.CUSTOMERS,), OPEN, above=Level.HIDDEN)),
        (May(("travel_paper",), (*LOOK, "reimburse"), ALL), *PAYS, *ACCOUNTS),
    ),
    BaseRole(
        "safe_keeper", Term("保险柜掌管人", "Safe keeper"),
        Term("掌管保险柜钥匙或密码：两人开柜、清点、签认日结(K3.4、K3.20)。", "Holds the key or code of a safe: opens it with another, counts, signs the day."),
        (Clears((Area.ARCHIVES,), INTERNAL, INTERNAL),),
        (*KEEPS_A_SAFE, May(("archive_unit", "certificate", "archive_account", "safe_role", "day_close"), (Action.VIEW,), ALL)),
    ),
    BaseRole(
        "destruction_witness", Term("监销人", "Supervisor of destructions"),
        Term("在场监督档案销毁，用本人账号签认(T4.4)。", "Looks on while archives are destroyed and signs with an account of his own."),
        (Clears((Area.ARCHIVES,), INTERNAL),),
        (
            May(("destruction_list",), (Action.VIEW, Action.PRINT), (Scope.ASSIGNED,)),
            May(("destruction_supervisor",), (Action.VIEW, "sign_destruction"), (Scope.OWN,)),
            May(("archive_unit",), (Action.VIEW,), ALL),
        ),
    ),
    BaseRole(
        "stocktaker", Term("盘点员", "Stocktaker"),
        Term("盘点时扫码，看不到档案台账，盲盘用(K10.5)。", "Scans for stocktakes without seeing the ledger: a blind count is blind."),
        (Clears((Area.ARCHIVES,), INTERNAL),),
        (May(("stocktake",), (Action.VIEW, "count_stocktake"), ALL), May(("stocktake_scan",), (Action.VIEW,), (Scope.OWN,))),
    ),
    BaseRole(
        "archivist", Term("档案管理员", "Archivist"),
        Term("保管档案，登记往来函件(K3.3、K7.11)；个人信息脱敏。", "Keeps archives and letters; personal data masked."),
        (Clears((Area.CUSTOMERS, *FILES), INTERNAL, INTERNAL), Clears((Area.COMPLAINTS,), INTERNAL, None, Level.HIDDEN)),
        (
            # Of complaints only the volumes: numbers, days and terms, not what anybody complained of (K4.20).
            May(("complaint_volume",), (Action.VIEW, Action.PRINT, Action.HISTORY, "propose_destruction", "freeze", "thaw"), ALL),
            May((*FILE_ROOMS, "correspondence"), KEEP, ALL),
            May(("archive_unit",), ("move_unit", "see_book"), ALL),
            May(("volume_list",), ("freeze_list", "second_list"), ALL),
            May(("archive_transfer",), ("accept", "return_to_b", "send_back"), ALL),
            May(("volume_piece",), (Action.DELETE,), ALL),
            May(("monthly_filing",), ("receive_month", "return_month"), ALL),
            May(("borrowing_slip",), ("check_out", "expire", "settle_slip"), ALL),
            May(("view_grant",), ("end_view",), ALL),
            May(("loan_line",), ("hand_back", "check_return", "note_shortage", "supply", "part_back", "declare_lost", "find_again"), ALL),
            May(("loan_line",), ("void", "recall", "lend_directly", "see_leavers"), ALL),
            May(("loan_reservation",), ("lapse", "withdraw"), ALL),
            May(("temporary_loan",), ("take_back", "report_lost"), ALL),
            May(("travel_paper",), ("sign_papers",), ALL),
            May(("day_close",), ("close_day",), ALL),
            May(("opening_line",), (Action.IMPORT,), ALL),
            May(("opening_ledger",), ("sign_opening", "check_again", "book", "give_up"), ALL),
            May(("legal_hold",), ("release_hold",), ALL),
            May(("destruction_list",), ("appraise", "count_units", "execute", "cancel_destruction"), ALL),
            May(("certificate_release",), ("release", "cancel_release"), ALL),
            May(("stocktake",), ("count_stocktake", "begin_count", "end_count", "count_again", "reconcile", "cancel_stocktake"), ALL),
            May(("stocktake_result",), ("settle",), ALL),
            *KEEPS_A_SAFE,
            May(("customer", "contact", "major_event", "registration", "registration_change", "archive_view_request"), LOOK, ALL),
        ),
        exceptions=tuple(Except(key, "full_title", Level.READ) for key in ("archive_unit", "filing_line")),  # K10.22
    ),
)  # fmt: skip
