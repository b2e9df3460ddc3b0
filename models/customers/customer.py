"""客户 — the customer archive account (档案户头): who they are, how to reach them, who looks after them."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.completeness import Block
from domain.masking import Mask
from domain.numbering import Series
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.division import Division
from models.organisation.employee import Employee
from models.register import Register


class CustomerClass(StrEnum):
    """K7.1 names 目标/一般/重点/潜在, Y3.1 names 重要/一般/潜在: a company setting decides which are offered."""

    TARGET = "target"
    GENERAL = "general"
    KEY = "key"
    IMPORTANT = "important"
    POTENTIAL = "potential"


class CustomerType(StrEnum):
    """Y1.1: personal and enterprise customers."""

    ENTERPRISE = "enterprise"
    PERSONAL = "personal"


class CompanyKind(StrEnum):
    """K7.3: 企业性质."""

    STATE = "state"
    PRIVATE = "private"
    FOREIGN = "foreign"
    JOINT = "joint"
    PUBLIC_BODY = "public_body"
    OTHER = "other"


CLASSES = {
    CustomerClass.TARGET: Term("目标", "Target"),
    CustomerClass.GENERAL: Term("一般", "General"),
    CustomerClass.KEY: Term("重点", "Key"),
    CustomerClass.IMPORTANT: Term("重要", "Important"),
    CustomerClass.POTENTIAL: Term("潜在", "Potential"),
}
TYPES = {
    CustomerType.ENTERPRISE: Term("企业", "Enterprise"),
    CustomerType.PERSONAL: Term("个人", "Personal"),
}
COMPANY_KINDS = {
    CompanyKind.STATE: Term("国有", "State-owned"),
    CompanyKind.PRIVATE: Term("民营", "Private"),
    CompanyKind.FOREIGN: Term("外资", "Foreign"),
    CompanyKind.JOINT: Term("合资", "Joint venture"),
    CompanyKind.PUBLIC_BODY: Term("事业单位", "Public body"),
    CompanyKind.OTHER: Term("其他", "Other"),
}
OF_ENTERPRISES: dict[str, Any] = {"expected": True, "needed_when": ("customer_type", (CustomerType.ENTERPRISE,))}
"""Y2.1 and K7.3 ask it of enterprises; a private person has neither line of business nor ownership nor a governing body."""
NO_GOVERNING_BODY = "无"
"""What stands in 主管单位 where there is none: said, and not forgotten."""


class Customer(Record):
    """K7.2: every new customer gets an archive account; Y2.1 and K7.3 name the fields it must have."""

    register = Register(
        title=Term("客户", "Customers"),
        area=Area.CUSTOMERS,
        rank=10,
        clauses=("A3.1", "K7.2", "K7.3", "Y2.1"),
        sub="number",
        list=("number", "name", "customer_class", "department", "manager", "contact_name", "contact_phone", "annual_amount", "opened_on"),
        search=("name", "number", "contact_name", "contact_phone", "credit_code"),
        filters=(
            "customer_class", "customer_type", "company_kind", "department", "manager", "division",
            "annual_amount", "opened_on", "verified_on", "contact_due_on", "generated",
        ),
        sections=(
            (Term("基本信息", "Basics"), (
                "number", "name", "short_name", "customer_class", "customer_type", "company_kind", "governing_body",
                "credit_code", "stock_code", "listed_on", "business_scope",
            )),
            (Term("联系方式", "Contact"), ("contact_name", "contact_phone", "contact_email", "division", "address")),
            (Term("维护", "Upkeep"), (
                "department", "manager", "team", "opened_on", "verified_on", "verified_by", "contact_due_on", "source", "lawful_basis", "generated",
            )),
            (Term("业务与信用", "Business and credit"), ("needs", "annual_amount", "financial_state", "credit_record", "market_position")),
        ),
        archive=(
            Block(Term("基本信息", "Basics"), ("name", "customer_class", "business_scope")),
            Block(Term("联系方式", "Contact"), ("contact_name", "contact_phone", "address")),
            Block(Term("业务需求", "Needs"), ("needs",)),
            Block(Term("服务记录", "Service history"), registers=("major_event", "deal", "customer_touch", "customer_visit")),
            Block(Term("反馈记录", "Feedback"), registers=("correspondence", "visit_item")),
        ),
        import_key="name",
        owner="manager",
        department="department",
        region="division",
        assigned=("team",),
        acts={"merge_customers": Term("合并客户", "Merge customers")},
    )  # fmt: skip

    number: Mapped[str] = fields.serial("客户编号", "Number", Series("customer", "KH{year}{no:06d}"))
    name: Mapped[str] = fields.text("客户名称", "Name", length=120, required=True, pinyin=True, company=True, clause="Y2.1", mask=Mask.NAME)
    short_name: Mapped[str | None] = fields.text("简称", "Short name", length=60)
    customer_class: Mapped[CustomerClass] = fields.choice(
        "客户类别", "Class", CLASSES, required=True, clause="K7.1",
        tones={CustomerClass.KEY: "soon", CustomerClass.IMPORTANT: "soon", CustomerClass.GENERAL: "calm", CustomerClass.TARGET: "done"},
    )  # fmt: skip
    customer_type: Mapped[CustomerType] = fields.choice(
        "客户类型", "Type", TYPES, required=True, default=CustomerType.ENTERPRISE, clause="Y1.1"
    )
    company_kind: Mapped[CompanyKind | None] = fields.choice("企业性质", "Ownership", COMPANY_KINDS, clause="K7.3", **OF_ENTERPRISES)
    governing_body: Mapped[str | None] = fields.text(
        "主管单位", "Governing body", length=120, clause="K7.3", **OF_ENTERPRISES,
        help=Term("企业客户须填；没有主管单位的，请填「无」。", "Asked of enterprises; write “none” if there is none."),
    )  # fmt: skip
    credit_code: Mapped[str | None] = fields.credit_code(
        "统一社会信用代码", "Credit code", clearance=Clearance.INTERNAL
    )
    stock_code: Mapped[str | None] = fields.text("证券代码", "Stock code", length=12)
    listed_on: Mapped[date | None] = fields.day("上市日期", "Listed on")
    business_scope: Mapped[str | None] = fields.long_text("经营范围", "Business scope", clause="Y2.1", length=2000, **OF_ENTERPRISES)

    contact_name: Mapped[str | None] = fields.text(
        "联系人", "Contact", length=60, clearance=Clearance.PERSONAL, mask=Mask.NAME, clause="Y2.1", expected=True
    )
    contact_phone: Mapped[str | None] = fields.phone("联系电话", "Contact phone", clause="Y2.1", expected=True)
    contact_email: Mapped[str | None] = fields.email("联系邮箱", "Contact e-mail")
    division_id: Mapped[int | None]
    division: Mapped[Division | None] = fields.division("所在地区", "Division", clause="Y1.1")
    address: Mapped[str | None] = fields.text(
        "详细地址", "Address", length=200, clearance=Clearance.PERSONAL, mask=Mask.ADDRESS, clause="Y2.1", expected=True
    )

    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("所属部门", "Department", required=True)
    manager: Mapped[Employee | None] = fields.person("客户经理", "Account manager", clause="Y3.4")
    team: Mapped[list[Employee]] = fields.references("协同人员", "Team", "employee", clause="K7.12")
    opened_on: Mapped[date | None] = fields.day(
        "建档日期", "Opened on", clause="K7.2", help=Term("客户备案的期限自这一天起计算。", "The term of the registration runs from here.")
    )
    verified_on: Mapped[date | None] = fields.day("最近核实日期", "Verified on", past=True, clause="A3.2")
    verified_by_id: Mapped[int | None]
    verified_by: Mapped[Employee | None] = fields.person("核实人", "Verified by", system=True, clause="A3.2")
    contact_due_on: Mapped[date | None] = fields.day(
        "下次联系期限", "Heard of again by", system=True, clause="A4.4",
        help=Term("自最近一次联系或拜访起，按客户类别的周期计算。", "Counted from the last contact or visit, by class."),
    )  # fmt: skip
    source: Mapped[str | None] = fields.text("信息来源", "Source", length=120, clause="A3.3", expected=True)
    lawful_basis: Mapped[str | None] = fields.text("收集依据", "Lawful basis", length=120, clause="A3.3", expected=True)
    generated: Mapped[bool] = fields.yes_no(
        "演示数据", "Generated", system=True, help=Term("由演示程序组成的名称，不是真实客户。", "Composed by the demo, not a real customer.")
    )

    needs: Mapped[str | None] = fields.long_text("业务需求", "Needs", clause="A3.1", length=4000)
    annual_amount: Mapped[Decimal | None] = fields.money("年度交易额", "Annual amount", clearance=Clearance.INTERNAL, minimum=0)
    financial_state: Mapped[str | None] = fields.long_text(
        "财务状况", "Financial state", clearance=Clearance.SECRET, clause="Y2.2", length=4000
    )
    credit_record: Mapped[str | None] = fields.long_text(
        "信用记录", "Credit record", clearance=Clearance.SECRET, clause="Y2.2", length=4000
    )
    market_position: Mapped[str | None] = fields.text(
        "行业地位", "Market position", clearance=Clearance.INTERNAL, clause="Y2.2"
    )
