"""抽查验证 — a closed case looked at again by somebody who had no part in it: customer called, form compared with evidence (T4.3)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.complaints.complaint import Complaint
from models.complaints.spot_check_draw import SpotCheckDraw
from models.governance.attachment import Attachment
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class CheckState(StrEnum):
    """Whether the result is there."""

    WAITING = "waiting"
    CHECKED = "checked"


class Verdict(StrEnum):
    """What the check found: a failed one says that the case was closed without being done (虚假办结)."""

    PASSED = "passed"
    FAILED = "failed"


class Drawn(StrEnum):
    """By chance, or because every such case is checked."""

    SAMPLE = "sample"
    WHOLE = "whole"


class Heard(StrEnum):
    """What the customer says to what is on file."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNREACHED = "unreached"


_S = CheckState


class SpotCheck(Record):
    """《抽查验证记录》: one check of one round of one case; made by the draw alone."""

    register = Register(
        title=Term("抽查验证", "Spot-checks"),
        area=Area.COMPLAINTS,
        rank=63,
        clauses=("T4.3", "K2.19"),
        label="number",
        list=("number", "complaint", "department", "reason", "checker", "due_at", "state", "verdict"),
        filters=("state", "verdict", "reason", "due_at", "drawn_at", "checked_at", "department", "checker", "draw", "round"),
        newest="drawn_at",
        parent="complaint",
        beside=("draw",),
        workflow=Workflow(
            "state",
            _S.WAITING,
            (
                Move(
                    "verify", _S.WAITING, _S.CHECKED, Term("抽查验证", "Check"), "T4.3",
                    needs=("heard", "finding", "proof", "verdict"), stamps=("checked_at", "checked_by"), offers=("proof_file",),
                ),
                Move(
                    "appoint", _S.WAITING, _S.WAITING, Term("指派抽查人", "Appoint the checker"), "T4.3", needs=("checker",), stays=True,
                ),
            ),
        ),
        read_only=True,
    )  # fmt: skip

    number: Mapped[str] = fields.serial("编号", "Number", Series("spot_check", "查〔{year}〕{no:03d}"), clause="T4.3")
    complaint_id: Mapped[int]
    complaint: Mapped[Complaint] = fields.reference("投诉", "Complaint", "complaint", required=True)
    draw_id: Mapped[int]
    draw: Mapped[SpotCheckDraw] = fields.reference("抽查计划", "Drawn in", "spot_check_draw", required=True)
    reason: Mapped[Drawn] = fields.choice(
        "抽查原因", "Why", {Drawn.SAMPLE: Term("抽中", "Drawn"), Drawn.WHOLE: Term("全查", "All are checked")},
        required=True, default=Drawn.SAMPLE, system=True,
    )  # fmt: skip
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("经办部门", "Department in charge", system=True)
    round: Mapped[int] = fields.number("轮次", "Round", required=True, default=1, minimum=1, system=True, clause="K4.22")
    checker_id: Mapped[int | None]
    checker: Mapped[Employee | None] = fields.person(
        "抽查人", "Checker", system=True, apart=True, clause="T4.3",
        help=Term("不得是经办人、批准人或其上级，也不得是应当回避的人。", "Not the handler, who approved, their superiors, nor who keeps away."),
    )  # fmt: skip
    drawn_at: Mapped[datetime] = fields.moment("抽取时间", "Drawn at", required=True)
    due_at: Mapped[datetime | None] = fields.moment(
        "抽查期限", "Check due", system=True, deadline=True, clause="T4.3", help=Term("有结果后为空。", "Empty once there is a result.")
    )
    state: Mapped[CheckState] = fields.choice(
        "状态", "State", {_S.WAITING: Term("待查", "Waiting"), _S.CHECKED: Term("已查", "Checked")},
        tones={_S.WAITING: "soon", _S.CHECKED: "done"}, required=True, default=_S.WAITING, system=True,
    )  # fmt: skip
    heard: Mapped[Heard | None] = fields.choice(
        "客户说法", "The customer says", {
            Heard.AGREES: Term("与登记相符", "As on file"), Heard.DIFFERS: Term("与登记不符", "Otherwise than on file"),
            Heard.UNREACHED: Term("未联系上", "Not reached"),
        },
        tones={Heard.AGREES: "done", Heard.DIFFERS: "late", Heard.UNREACHED: "calm"}, system=True, clause="T4.3",
    )  # fmt: skip
    finding: Mapped[str | None] = fields.long_text(
        "抽查情况", "What was found", length=4000, system=True, clause="T4.3",
        help=Term("登记的结果与证据、客户说法是否一致，逐项写明。", "Whether the result on file agrees with the evidence and with what the customer says."),
    )  # fmt: skip
    proof: Mapped[str | None] = fields.long_text("抽查证据", "Evidence of it", length=2000, system=True, clause="T4.3")
    proof_file: Mapped[Attachment | None] = fields.attachment("证据附件", "Evidence as a file", system=True)
    verdict: Mapped[Verdict | None] = fields.choice(
        "结论", "Verdict", {Verdict.PASSED: Term("合格", "Passed"), Verdict.FAILED: Term("不合格", "Failed")},
        tones={Verdict.PASSED: "done", Verdict.FAILED: "late"}, system=True, clause="K2.19",
        help=Term("不合格的按虚假办结计，重新办理，另换经办人。", "A failed one counts as closed without being done; another handles it anew."),
    )  # fmt: skip
    checked_at: Mapped[datetime | None] = fields.moment("抽查时间", "Checked at", system=True)
    checked_by: Mapped[Employee | None] = fields.person("验证人", "Verified by", system=True)
