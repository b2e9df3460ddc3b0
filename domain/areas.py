"""The business areas in menu order; each can be switched off for a company."""

from enum import StrEnum

from domain.terms import Term


class Area(StrEnum):
    """A part of the business with its own menu group and clearance per role."""

    CUSTOMERS = "customers"
    COMPLAINTS = "complaints"
    SERVICE = "service"
    ARCHIVES = "archives"
    LENDING = "lending"
    DOCUMENTS = "documents"
    FILINGS = "filings"
    INCENTIVES = "incentives"
    IT_OPERATIONS = "it_operations"
    WORKPLACE = "workplace"
    GOVERNANCE = "governance"
    ORGANISATION = "organisation"
    ACCESS = "access"

    @property
    def title(self) -> Term:  # type: ignore[override]  # a word of the business, not str.title()
        """The menu label."""
        return _TITLES[self][0]

    @property
    def icon(self) -> str:
        """Name of the symbol in the icon sprite."""
        return _TITLES[self][1]


# Without organisation and access nobody could sign in, so these two are never switched off.
ALWAYS_ON = frozenset({Area.ORGANISATION, Area.ACCESS})

_TITLES: dict[Area, tuple[Term, str]] = {
    Area.CUSTOMERS: (Term("客户", "Customers"), "users"),
    Area.COMPLAINTS: (Term("投诉", "Complaints"), "messages"),
    Area.SERVICE: (Term("服务", "Service"), "phone"),
    Area.ARCHIVES: (Term("档案", "Archives"), "archive"),
    Area.LENDING: (Term("借阅", "Lending"), "book"),
    Area.DOCUMENTS: (Term("文件", "Documents"), "files"),
    Area.FILINGS: (Term("流程报备", "Process filings"), "clipboard-list"),
    Area.INCENTIVES: (Term("激励", "Incentives"), "report-money"),
    Area.IT_OPERATIONS: (Term("信息运维", "IT operations"), "server"),
    Area.WORKPLACE: (Term("现场", "Workplace"), "briefcase"),
    Area.GOVERNANCE: (Term("制度", "Governance"), "gavel"),
    Area.ORGANISATION: (Term("组织", "Organisation"), "sitemap"),
    Area.ACCESS: (Term("权限", "Access"), "shield-lock"),
}
