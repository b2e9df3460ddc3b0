"""What the base roles may do with the sales life of a customer: business departments keep it, 市场推广部 plans and urges, heads approve."""

from domain.access import Action, Clearance, Scope
from domain.areas import Area
from domain.terms import Term
from models.access.role import RoleKind
from operations.declaring_roles import ALL, KEEP, LOOK, BaseRole, Clears, May

LOG = ("deal", "customer_touch", "programme_guest", "visit_item", "customer_arrangement")
SALES = (*LOG, "customer_rating", "customer_visit", "customer_care", "customer_handover", "datum_origin")
"""All that goes with a customer."""
PROGRAMME = ("customer_programme",)
EXPENSE = ("customer_expense",)
ITEM = ("discuss_item", "refer_item", "solve_item", "take_up_item")
CARE = ("do_care", "skip_care")
OWN = (Scope.OWN,)
FIGURES = ("care_assessment",)


def _works(scopes: tuple[Scope, ...]) -> tuple[May, ...]:
    """What is done for customers of these rows."""
    return (
        May(SALES, KEEP, scopes),
        May(("customer_visit",), ("report_visit",), scopes),
        May(("visit_item",), ITEM, scopes),
        May(("customer_care",), CARE, scopes),
        May(("datum_origin",), ("withdraw_consent",), scopes),
        May(("customer_arrangement",), ("end_terms",), scopes),
        May(("customer_handover",), ("tell_customer", "meet_customer"), scopes),
        May(PROGRAMME, (Action.VIEW, Action.PRINT), ALL),
        May(EXPENSE, (*KEEP, "submit_claim"), OWN),
    )


READS = (May(SALES, (Action.VIEW,), (Scope.DEPARTMENT,)),)
KEEPS_DATA = (
    May((*LOG, "customer_visit", "customer_care", "datum_origin"), KEEP, (Scope.DEPARTMENT,)),
    May(("deal",), (Action.IMPORT,), (Scope.DEPARTMENT,)),
    May(("customer_rating", "customer_handover"), LOOK, (Scope.DEPARTMENT,)),
    May(PROGRAMME, (Action.VIEW, Action.PRINT), ALL),
    May(EXPENSE, (*KEEP, "submit_claim"), OWN),
)
"""Y2.4: whoever enters for his department."""
SELLS = _works((Scope.OWN, Scope.ASSIGNED))
LEADS = (
    *_works((Scope.SUBTREE,)),
    May((*LOG, "customer_visit", "customer_care"), (Action.DELETE,), (Scope.SUBTREE,)),
    May(("customer_handover",), (Action.IMPORT,), (Scope.SUBTREE,)),  # all customers of one who leaves, from one file
    May(("customer_visit",), ("cancel_visit",), (Scope.SUBTREE,)),
    May(("customer_arrangement",), ("approve_terms", "reject_terms"), (Scope.SUBTREE,)),
    May(PROGRAMME, (*KEEP, "approve_programme", "finish_programme", "cancel_programme"), (Scope.SUBTREE,)),
    May(EXPENSE, (*LOOK, "approve_claim", "return_claim"), (Scope.SUBTREE,)),
    May(FIGURES, LOOK, (Scope.SUBTREE,)),
)
SUPERVISES = (
    May(PROGRAMME, ("approve_programme", "cancel_programme"), ALL),
    May(("customer_arrangement",), ("approve_terms", "reject_terms"), ALL),
    May(EXPENSE, ("approve_claim", "return_claim"), ALL),
    May(FIGURES, LOOK, ALL),
)
PROMOTES = (
    May((*PROGRAMME, "programme_guest", "customer_rating", "customer_touch"), KEEP, ALL),
    May(PROGRAMME, ("finish_programme", "cancel_programme"), OWN),
    May(("deal", "customer_visit", "visit_item", "customer_care", "customer_arrangement", "customer_handover"), (Action.VIEW,), ALL),
    May(("registration",), ("urge",), ALL),
    May(FIGURES, LOOK, ALL),
)
"""市场推广部: assesses potential customers, plans campaigns and upkeep, urges who is late (A4.1, K7.14, K7.18)."""
PAYS = (May(EXPENSE, (*LOOK, "reimburse_claim"), ALL),)
REGION_READER = BaseRole(
    "region_reader", Term("片区查阅", "Region reader"),
    Term("查看员工档案中「负责地区」的客户及往来，不论由哪个部门维护，个人信息脱敏(Y1.1)。",
         "Views the customers of the regions entered for him, whichever department keeps them, personal data masked."),
    (Clears((Area.CUSTOMERS,), Clearance.INTERNAL),),
    (May(("customer", "contact", "major_event", "correspondence", *SALES), (Action.VIEW,), (Scope.REGION,)),),
    kind=RoleKind.BASE,
)  # fmt: skip
