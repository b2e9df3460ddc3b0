"""审议表决 — what each member says to the decision: the secretary records it, the member may confirm it (K4.12)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.meetings import Vote
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.complaints.meeting import ComplaintMeeting
from models.organisation.employee import Employee
from models.register import Register


class VoteStage(StrEnum):
    """Whether the member himself has said that it is right."""

    RECORDED = "recorded"
    CONFIRMED = "confirmed"


VOTES = {Vote.FOR: Term("同意", "For"), Vote.AGAINST: Term("反对", "Against"), Vote.ABSTAIN: Term("弃权", "Abstains")}
VOTE_TONES = {Vote.FOR: "done", Vote.AGAINST: "late", Vote.ABSTAIN: "calm"}
STAGES = {VoteStage.RECORDED: Term("已记录", "Recorded"), VoteStage.CONFIRMED: Term("本人已确认", "Confirmed")}
TONES = {VoteStage.RECORDED: "soon", VoteStage.CONFIRMED: "done"}
WORKFLOW = Workflow(
    "stage",
    VoteStage.RECORDED,
    (Move("confirm", VoteStage.RECORDED, VoteStage.CONFIRMED, Term("确认本人表决", "Confirm the own vote"), "K4.12", stamps=("confirmed_at",)),),
)


class MeetingVote(Record):
    """One member's vote in one meeting; there is no second one."""

    register = Register(
        title=Term("审议表决", "Votes"),
        area=Area.COMPLAINTS,
        rank=42,
        minor=True,
        clauses=("K4.12", "K4.7"),
        label="member",
        list=("meeting", "member", "vote", "said", "stage"),
        parent="meeting",
        workflow=WORKFLOW,
    )
    __table_args__ = (UniqueConstraint("meeting_id", "member_id"),)

    meeting_id: Mapped[int]
    meeting: Mapped[ComplaintMeeting] = fields.reference("会议", "Meeting", "complaint_meeting", required=True)
    member_id: Mapped[int]
    member: Mapped[Employee] = fields.person("表决人", "Member", required=True, apart=True)
    vote: Mapped[Vote] = fields.choice("表决", "Vote", VOTES, tones=VOTE_TONES, required=True, clause="K4.12")
    said: Mapped[str | None] = fields.text("发言要点", "What he said", length=400)
    stage: Mapped[VoteStage] = fields.choice("状态", "Stage", STAGES, tones=TONES, required=True, default=VoteStage.RECORDED, system=True)
    confirmed_at: Mapped[datetime | None] = fields.moment("确认时间", "Confirmed at", system=True)
