"""权证发还 — an original goes back to its owner once the loan is settled, against a receipt; the archive destroys none (K3.4, K3.20)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.certificate import Certificate
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class ReleaseState(StrEnum):
    """How far a release has come."""

    ASKED = "asked"
    APPROVED = "approved"
    RELEASED = "released"
    CANCELLED = "cancelled"


RELEASE_STATES = {
    ReleaseState.ASKED: Term("待批准", "To be approved"),
    ReleaseState.APPROVED: Term("已批准·待领取", "Approved"),
    ReleaseState.RELEASED: Term("已发还", "Released"),
    ReleaseState.CANCELLED: Term("已取消", "Cancelled"),
}
_S = ReleaseState


class CertificateRelease(Record):
    """One certificate, asked for with the proof of settlement, approved by another, handed over from the open safe."""

    register = Register(
        title=Term("权证发还", "Certificate releases"),
        area=Area.ARCHIVES,
        rank=22,
        clauses=("K3.4", "K3.20"),
        kept=True,
        label="number",
        list=("number", "certificate", "settlement", "settled_on", "state", "receiver", "released_at"),
        filters=("state", "certificate", "settled_on"),
        search=("number", "settlement"),
        owner="asker",
        draft_only="K3.20",
        workflow=Workflow(
            "state",
            ReleaseState.ASKED,
            (
                Move("approve", _S.ASKED, _S.APPROVED, Term("同意发还", "Approve"), "K3.4", needs=("opinion",), stamps=("approved_by", "approved_at")),
                Move("release", _S.APPROVED, _S.RELEASED, Term("发还并出具收据", "Release"), "K3.20", needs=("receiver", "proof"),
                     stamps=("released_by", "released_at")),
                Move("cancel_release", _S.ASKED, _S.CANCELLED, Term("取消", "Cancel"), "K3.4", needs=("cancelled_because",),
                     also=(_S.APPROVED,), destructive=True),
            ),
        ),
    )  # fmt: skip

    number: Mapped[str] = fields.serial("收据号", "Receipt", Series("certificate_release", "权证发还〔{year}〕{no:03d}号"), clause="K3.20")
    certificate_id: Mapped[int]
    certificate: Mapped[Certificate] = fields.reference("权证", "Certificate", "certificate", required=True)
    settlement: Mapped[str] = fields.text("结清凭证", "Proof of settlement", required=True)
    settled_on: Mapped[date] = fields.day("结清日期", "Settled on", required=True)
    asker_id: Mapped[int]
    asker: Mapped[Employee] = fields.person("申请人", "Asked by", required=True)
    state: Mapped[ReleaseState] = fields.choice("状态", "State", RELEASE_STATES, required=True, default=ReleaseState.ASKED, system=True)
    opinion: Mapped[str | None] = fields.long_text("批准意见", "Opinion", length=1000, system=True)
    approved_by_id: Mapped[int | None]
    approved_by: Mapped[Employee | None] = fields.person("批准人", "Approved by", system=True)
    approved_at: Mapped[datetime | None] = fields.moment("批准时间", "Approved at", system=True, indexed=False)
    receiver: Mapped[str | None] = fields.text("领取人", "Received by", length=80, system=True, indexed=False)
    proof: Mapped[str | None] = fields.text("身份核对", "How he proved it", length=120, system=True, indexed=False)
    released_by_id: Mapped[int | None]
    released_by: Mapped[Employee | None] = fields.person("经办人", "Handed over by", system=True)
    released_at: Mapped[datetime | None] = fields.moment("发还时间", "Released at", system=True, indexed=False)
    cancelled_because: Mapped[str | None] = fields.text("取消原因", "Why cancelled", length=400, system=True, indexed=False)
