"""流程报备 — a process of customer service, in six parts and its steps: audited by its head, filed under a number, implemented, replaced (R2.1–R4.5)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.appointment import Post
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class ProcessKind(StrEnum):
    """What is filed (R2.1)."""

    CUSTOMER_FACTS = "customer_facts"
    COMPLAINTS = "complaints"
    CONTRACTS = "contracts"
    AFTER_SALES = "after_sales"
    RELATIONS = "relations"
    OTHER = "other"


class FilingStage(StrEnum):
    """Where a process stands."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    AUDITED = "audited"
    FILED = "filed"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    GIVEN_UP = "given_up"


PROCESS_KINDS = {
    ProcessKind.CUSTOMER_FACTS: Term("客户基本信息", "Basic data of customers"),
    ProcessKind.COMPLAINTS: Term("客户咨询与投诉处理流程", "Inquiries and complaints"),
    ProcessKind.CONTRACTS: Term("销售合同签订与履行流程", "Sales contracts"),
    ProcessKind.AFTER_SALES: Term("售后服务流程", "After-sales service"),
    ProcessKind.RELATIONS: Term("客户关系维护与拓展流程", "Customer relations"),
    ProcessKind.OTHER: Term("其他", "Other"),
}
STAGES = {
    FilingStage.DRAFTED: Term("编制中", "Being written"),
    FilingStage.SUBMITTED: Term("待部门审核", "To be audited"),
    FilingStage.AUDITED: Term("待报备", "To be filed"),
    FilingStage.FILED: Term("已报备·待实施", "Filed"),
    FilingStage.IN_FORCE: Term("实施中", "In force"),
    FilingStage.REPLACED: Term("已被新版替代", "Replaced"),
    FilingStage.GIVEN_UP: Term("不再报备", "Given up"),
}
_S = FilingStage


class ProcessFiling(Record):
    """One edition of one process."""

    register = Register(
        title=Term("流程报备", "Process filings"),
        area=Area.FILINGS,
        rank=10,
        kept=True,
        clauses=("R1.1", "R2.1", "R3.1", "R3.2", "R3.3", "R3.4", "R3.5", "R3.6", "R4.1", "R4.2", "R4.3", "R4.4", "R4.5"),
        label="title",
        sub="number",
        list=("title", "kind", "department", "edition", "stage", "number", "in_force_at"),
        search=("title", "number", "overview"),
        newest="in_force_at",
        department="department",
        owner="writer",
        draft_only="R4.5",
        workflow=Workflow(
            "stage",
            _S.DRAFTED,
            (
                Move("submit_process", _S.DRAFTED, _S.SUBMITTED, Term("提交审核", "Submit"), "R4.2", needs_records=(("process_node", 2),),
                     stamps=("submitted_at",), only_for=("writer",)),
                Move("audit_process", _S.SUBMITTED, _S.AUDITED, Term("审核通过", "Pass the audit"), "R4.3", needs=("audit",),
                     stamps=("audited_by", "audited_at"), apart_from=("writer",), posts=((Post.DEPARTMENT_MANAGER, "department"),), waits=True),
                Move("return_process", _S.SUBMITTED, _S.DRAFTED, Term("退回修改", "Return"), "R4.3", needs=("returned_because",), also=(_S.AUDITED,),
                     apart_from=("writer",)),
                Move("file_process", _S.AUDITED, _S.FILED, Term("准予报备", "File"), "R4.4", stamps=("filed_by", "filed_at"),
                     apart_from=("writer", "audited_by"), waits=True),
                Move("put_in_force", _S.FILED, _S.IN_FORCE, Term("开始实施", "Put in force"), "R4.5", needs=("put_in_force",),
                     stamps=("in_force_at",), waits=True),
                Move("replace_process", _S.IN_FORCE, _S.REPLACED, Term("停止实施", "End"), "R4.5", needs=("ended_because",),
                     destructive=True),
                Move("give_up_process", _S.DRAFTED, _S.GIVEN_UP, Term("不再报备", "Give up"), "R4.1", needs=("ended_because",),
                     destructive=True),
            ),
        ),
    )  # fmt: skip
    __table_args__ = (CheckConstraint("stage NOT IN ('filed', 'in_force', 'replaced') OR number IS NOT NULL", name="filed_has_a_number"),)

    title: Mapped[str] = fields.text("流程名称", "Process", length=120, required=True)
    kind: Mapped[ProcessKind] = fields.choice("报备种类", "Kind", PROCESS_KINDS, required=True, clause="R2.1")
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("责任部门", "Department", required=True, clause="R5.5")
    writer_id: Mapped[int]
    writer: Mapped[Employee] = fields.person("编制人", "Written by", required=True, clause="R4.1")
    edition: Mapped[int] = fields.number("版次", "Edition", system=True, indexed=False, minimum=1, default=1)
    replaces_id: Mapped[int | None]
    replaces: Mapped["ProcessFiling | None"] = fields.reference("替代的版本", "Replaces", "process_filing", clause="R4.5")
    overview: Mapped[str] = fields.long_text("概述", "Overview", length=4000, required=True, clause="R3.1")
    place_and_people: Mapped[str] = fields.long_text("时间、地点、涉及人员", "When, where, who", length=2000, required=True, clause="R3.2")
    steps: Mapped[str] = fields.long_text("具体流程及操作步骤", "Steps in detail", length=8000, required=True, clause="R3.3")
    laws: Mapped[str] = fields.long_text("相关法律法规、政策要求", "Laws and policies", length=4000, required=True, clause="R3.4")
    risks: Mapped[str] = fields.long_text("风险评估及应对措施", "Risks and answers", length=4000, required=True, clause="R3.5")
    expected: Mapped[str] = fields.long_text("预期效果及评估标准", "Expected effect and its measure", length=4000, required=True, clause="R3.6")
    stage: Mapped[FilingStage] = fields.choice(
        "状态", "State", STAGES, required=True, default=_S.DRAFTED, system=True, growing=True,
        tones={_S.DRAFTED: "soon", _S.SUBMITTED: "soon", _S.AUDITED: "soon", _S.FILED: "calm", _S.IN_FORCE: "done", _S.REPLACED: "stopped",
               _S.GIVEN_UP: "stopped"},
    )  # fmt: skip
    submitted_at: Mapped[datetime | None] = fields.moment("提交时间", "Submitted at", system=True, indexed=False)
    audit: Mapped[str | None] = fields.long_text("合规性、可行性审核意见", "Audit: compliant and feasible", length=2000, system=True, clause="R4.3")
    audited_by_id: Mapped[int | None]
    audited_by: Mapped[Employee | None] = fields.person("审核人", "Audited by", system=True, clause="R4.3")
    audited_at: Mapped[datetime | None] = fields.moment("审核时间", "Audited at", system=True, indexed=False)
    returned_because: Mapped[str | None] = fields.text("退回原因", "Why returned", system=True)
    number: Mapped[str | None] = fields.text("报备编号", "Filing number", length=40, system=True, clause="R4.4")
    filed_by_id: Mapped[int | None]
    filed_by: Mapped[Employee | None] = fields.person("报备受理人", "Filed by", system=True, clause="R4.4")
    filed_at: Mapped[datetime | None] = fields.moment("报备时间", "Filed at", system=True)
    put_in_force: Mapped[str | None] = fields.text("实施安排", "How it is put in force", system=True, clause="R4.5")
    in_force_at: Mapped[datetime | None] = fields.moment("实施时间", "In force since", system=True)
    ended_because: Mapped[str | None] = fields.text("停止原因", "Why ended", system=True)
