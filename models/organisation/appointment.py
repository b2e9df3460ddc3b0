"""任职 — who holds which post from when until when; approvals ask for the post, not for a name."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class Post(StrEnum):
    """The posts that the regulations name."""

    CHAIRMAN = "chairman"
    GENERAL_MANAGER = "general_manager"
    DEPUTY_GENERAL_MANAGER = "deputy_general_manager"
    DEPARTMENT_MANAGER = "department_manager"
    ARCHIVIST = "archivist"
    CERTIFICATE_KEEPER = "certificate_keeper"
    DEPARTMENT_ARCHIVIST = "department_archivist"
    COMPLAINT_OFFICER = "complaint_officer"
    CUSTOMER_MANAGER = "customer_manager"


POSTS = {
    Post.CHAIRMAN: Term("董事长", "Chairman"),
    Post.GENERAL_MANAGER: Term("总经理", "General manager"),
    Post.DEPUTY_GENERAL_MANAGER: Term("副总经理", "Deputy general manager"),
    Post.DEPARTMENT_MANAGER: Term("部门经理", "Department manager"),
    Post.ARCHIVIST: Term("档案管理员", "Archivist"),
    Post.CERTIFICATE_KEEPER: Term("权证管理人员", "Certificate keeper"),
    Post.DEPARTMENT_ARCHIVIST: Term("部门档案员", "Department archivist"),
    Post.COMPLAINT_OFFICER: Term("投诉专门负责人", "Complaint officer"),
    Post.CUSTOMER_MANAGER: Term("客户经理", "Customer manager"),
}


class Appointment(Record):
    """One person in one post; open-ended while ``until_on`` is empty (K3.3: appointed by the general manager)."""

    register = Register(
        title=Term("任职", "Appointments"),
        area=Area.ORGANISATION,
        steers_access=True,
        clauses=("K3.3",),
        label="post",
        list=("holder", "post", "department", "from_on", "until_on", "document"),
        owner="holder",
        department="department",
        newest="from_on",
    )

    holder_id: Mapped[int]
    holder: Mapped[Employee] = fields.person("任职人", "Holder", required=True)
    post: Mapped[Post] = fields.choice("职务", "Post", POSTS, required=True)
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("部门", "Department")
    from_on: Mapped[date] = fields.day("任职日期", "From", required=True)
    until_on: Mapped[date | None] = fields.day("免职日期", "Until", help=Term("当日仍在任。", "Still in post on that day."))
    document: Mapped[str | None] = fields.text("任命文号", "Document no.", length=60, clause="K3.3")
    appointed_by_id: Mapped[int | None]
    appointed_by: Mapped[Employee | None] = fields.person(
        "任命人", "Appointed by", clause="K3.3", help=Term("档案管理员由总经理任命。", "The general manager appoints the archivist.")
    )
