"""The check of the doors as a background job, for the page with one button."""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from domain.terms import Term
from domain.values import OFFICE_ZONE
from doors.checking import check, policy_and_people
from doors.proof import Proof, as_csv
from models.governance.job import Job, JobKind
from models.register import registers
from operations.job_running import Runner
from operations.job_signs import folder
from operations.jobs import Outcome, Progress
from operations.records import require

HELD = Term(
    "没有发现泄漏：{registers} 个登记簿 × {fields} 个字段 × {people} 组角色，试探 {attempts} 次，用时 {seconds} 秒。",
    "Nothing leaks: {registers} registers × {fields} fields × {people} sets of roles, {attempts} attempts, {seconds} seconds.",
)
LEAKED = Term(
    "发现 {leaks} 处泄漏：{registers} 个登记簿 × {fields} 个字段 × {people} 组角色，试探 {attempts} 次。请下载结果，并告诉系统管理员。",
    "{leaks} leaks: {registers} registers × {fields} fields × {people} sets of roles, {attempts} attempts. "
    "Download the result and tell the system administrator.",
)

NOTHING_SEEN = Term(
    "没有一个角色看得到任何内容，这次自查什么也证明不了。请先给角色授予查看权限。",
    "No role sees anything at all, so this check proves nothing. Grant a role the right to view first.",
)


def prove(session: Session, job: Job, progress: Progress, data_dir: Path) -> Outcome:
    """Check the policy in force; raises Refused when whoever asked may not any more."""
    require(session, registers["policy_draft"], "prove")
    document, people = policy_and_people(session)
    proof = check(document, people, progress)
    path = folder(data_dir) / f"{job.id}.csv"
    path.write_text(as_csv(proof, str(job.params.get("locale", "zh"))), encoding="utf-8", newline="")
    today = session.info["clock"]().astimezone(OFFICE_ZONE)
    return Outcome(
        sentence_of(proof),
        {"attempts": proof.attempts, "leaks": len(proof.leaks), "roles": proof.people},
        path,
        f"权限自查_{today:%Y%m%d_%H%M}.csv",
        facts={"registers": len(registers), "fields": proof.fields},
    )


def sentence_of(proof: Proof) -> Term:
    """What the page says of a check."""
    if not proof.granted:
        return NOTHING_SEEN
    return (HELD if proof.holds else LEAKED).format(
        registers=len(registers), fields=proof.fields, people=proof.people, attempts=f"{proof.attempts:,}",
        leaks=len(proof.leaks), seconds=round(proof.seconds),
    )  # fmt: skip


RUNNERS: Mapping[JobKind, Runner] = {JobKind.CHECK_DOORS: Runner(prove, reading=True)}
