"""证据 — what was collected for a complaint and what its check has shown; without any, nobody finds a fault (Y6.4, K4.11)."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.masking import Mask
from domain.terms import Term
from models import fields
from models.base import Record
from models.complaints.complaint import Complaint
from models.complaints.words import FINDINGS, Finding
from models.organisation.employee import Employee
from models.register import Register


class ComplaintEvidence(Record):
    """One piece of evidence: a report, a record, a photograph, a statement."""

    register = Register(
        title=Term("投诉证据", "Evidence"),
        area=Area.COMPLAINTS,
        rank=20,
        minor=True,
        clauses=("Y6.4", "K4.5", "K4.11"),
        label="title",
        list=("complaint", "title", "collected_on", "finding", "original", "kept_at"),
        search=("title",),
        newest="collected_on",
        parent="complaint",
    )

    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    title: Mapped[str] = fields.text("证据名称", "Evidence", length=120, required=True)
    collected_on: Mapped[date] = fields.day("取得日期", "Collected on", required=True)
    finding: Mapped[Finding] = fields.choice("核实结论", "Finding", FINDINGS, required=True, clause="K4.11")
    verified: Mapped[str | None] = fields.long_text("核实经过", "How it was verified", length=2000, clause="K4.16")
    original: Mapped[bool] = fields.yes_no("留存原件", "Original kept", clause="K4.5")
    kept_at: Mapped[str | None] = fields.text("原件存放处", "Where the original is", length=120, clause="K4.5", needed_when=("original", (True,)))
    keeper_id: Mapped[int | None]
    keeper: Mapped[Employee | None] = fields.person("原件保管人", "Keeper of the original", clause="K4.5", needed_when=("original", (True,)))
    brought_by: Mapped[str | None] = fields.text(
        "原件提供人", "Who brought the original", length=60, clearance=Clearance.PERSONAL, mask=Mask.NAME, clause="K4.5",
        help=Term("凭《证据清单和原件保管收据》收回原件。", "The printed receipt of originals is his."),
    )  # fmt: skip
    returned_on: Mapped[date | None] = fields.day(
        "原件退还日期", "Original handed back on", past=True, not_before="collected_on", clause="K4.5",
        help=Term("投诉了结后才能退还。", "Only once the complaint is over."),
    )  # fmt: skip
    returned_to: Mapped[str | None] = fields.text(
        "原件领回人", "Handed back to", length=60, clearance=Clearance.PERSONAL, mask=Mask.NAME, clause="K4.5",
    )  # fmt: skip
    witness_id: Mapped[int | None]
    witness: Mapped[Employee | None] = fields.person(
        "证人", "Witness", clause="K4.11",
        help=Term("采信其证言的员工；证人不提出意见，也不作决定。", "An employee relied on: he neither gives the opinion nor decides."),
    )  # fmt: skip
    entered_by_id: Mapped[int | None]
    entered_by: Mapped[Employee | None] = fields.person("登记人", "Entered by", system=True)
    verify_again: Mapped[bool] = fields.yes_no(
        "须重新核实", "To be verified again", system=True, clause="K4.7",
        help=Term("登记人后来应当回避；由他人填写「核实经过」后解除。", "Who entered it had to keep away later; another one's check clears it."),
    )  # fmt: skip
