"""Filed processes: written in editions, fixed once they are submitted, numbered when they are filed, one edition in force (R4)."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid, Refused
from domain.rules import FilingRule
from domain.terms import Term
from domain.values import OFFICE_ZONE
from domain.workflow import Move
from models.base import columns_of
from models.fence import acting, authority_of
from models.filings.process_check import Outcome, ProcessCheck, Watch
from models.filings.process_filing import FilingStage, ProcessFiling, ProcessKind
from models.filings.process_node import ProcessNode
from models.upkeep import count_up
from operations.behalf import on_behalf
from operations.filings.duties import by_its_department
from operations.incentives import performance
from operations.rule_numbers import rule

NUMBER = "客服流备〔{year}〕{no:03d}"
SERIES = "process_filing"
FIXED = Term("已提交的流程不能修改；请退回修改，或另编新版。", "What was submitted is not changed; have it returned, or write a new edition.")
NOT_IN_FORCE = Term("只能替代实施中的版本。", "Only an edition in force is replaced.")
REPLACED_BY = Term(
    "所替代的版本已由 {number} 替代。请退回，由编制人改选实施中的版本，再提交。",
    "What it replaces was replaced by {number}. Return it: its writer chooses the edition in force and submits it again.",
)
NO_SUCH_STEP = Term("「退回到序号」须是本节点之前的节点。", "One goes back to an earlier step.")
SAME_NUMBER = Term("两个节点的序号相同，请改正。", "Two steps have the same number; correct it.")
NOT_FILED = Term("只能检查已报备实施的流程。", "Only a process in force is checked.")
NOT_IN_THE_GROUP = Term("监督检查由流程监督小组成员进行，请先登记小组成员。", "The supervision group checks; enter its members first.")
DEVIATES = Term("有偏差或违反流程的，须纠正后办结。", "What deviates is corrected first.")
VIOLATED = Term("违反流程：{what}", "Against the process: {what}")
KEPT_IT = Term("执行到位的，直接办结。", "What was kept to is closed as it is.")


def process_entered(session: Session, process: ProcessFiling) -> set[str]:
    """At every save: a new edition follows one in force (R4.5); raises Invalid."""
    process.edition = 1
    if process.replaces_id is not None:
        one = columns_of("process_filing")
        old = session.connection().execute(select(one.stage, one.edition).where(one.id == process.replaces_id)).first()
        if old is not None:
            if get_history(process, "replaces_id").added and old.stage != FilingStage.IN_FORCE:
                raise Invalid(NOT_IN_FORCE, fields={"replaces": NOT_IN_FORCE}, clause="R4.5")
            process.edition = old.edition + 1
    return {"edition"}


def node_entered(session: Session, node: ProcessNode) -> set[str]:
    """At every save: the chart of a submitted process is fixed, and none of its steps moves to another one."""
    for filing in (node.filing_id, *get_history(node, "filing_id").deleted):
        _require_drafted(session, filing)
    return set()


def node_removed(session: Session, node: ProcessNode) -> None:
    """A step of a submitted process stays."""
    _require_drafted(session, node.filing_id)


def _require_drafted(session: Session, filing: int | None) -> None:
    stage = _stage(session, filing)
    if stage not in (None, FilingStage.DRAFTED):
        raise Invalid(FIXED, clause="R4.5")


def _stage(session: Session, filing: int | None) -> Any:
    one = columns_of("process_filing")
    return session.connection().execute(select(one.stage).where(one.id == filing)).scalar()


def check_entered(session: Session, check: ProcessCheck) -> set[str]:
    """At every save: a process in force is checked (R4.6), and what the group checks, one of the group has checked (R6.1)."""
    if authority_of(session).is_system:
        return set()
    if check.id is None and check.filing_id is not None and _stage(session, check.filing_id) not in (FilingStage.IN_FORCE, FilingStage.REPLACED):
        raise Invalid(NOT_FILED, fields={"filing": NOT_FILED}, clause="R4.6")
    if check.watch == Watch.SUPERVISION and check.checker_id is not None and check.checked_on is not None:
        one = columns_of("process_supervisor")
        until = one.until_on.is_(None) | (one.until_on >= check.checked_on)
        sits = select(one.id).where(one.member_id == check.checker_id, one.from_on <= check.checked_on, until)
        if session.connection().execute(sits).first() is None:
            raise Invalid(NOT_IN_THE_GROUP, fields={"checker": NOT_IN_THE_GROUP}, clause="R6.1")
    return set()


def in_force(session: Session, kind: ProcessKind, person: int | None = None) -> int | None:
    """R4.5: the edition a case of ``kind`` runs by that begins now: of the department of ``person``, else of any; the newest of several."""
    one, staff = columns_of("process_filing"), columns_of("employee")
    own = select(staff.department_id).where(staff.id == person).scalar_subquery()
    nearest = case((one.department_id == own, 0), else_=1)
    wanted = select(one.id).where(one.kind == kind, one.stage == FilingStage.IN_FORCE).order_by(nearest, one.in_force_at.desc(), one.id.desc())
    return session.connection().execute(wanted.limit(1)).scalar()


def process_moved(session: Session, process: ProcessFiling, move: Move) -> None:
    """Filed: it gets its number (R4.4). In force: the edition it replaces is over (R4.5)."""
    if move.name == "file_process":
        year = session.info["clock"]().astimezone(OFFICE_ZONE).year
        process.number = NUMBER.format(year=year, no=count_up(session.connection(), SERIES, year))
    if move.name == "put_in_force" and process.replaces_id is not None:
        one = columns_of("process_filing")
        over = update(one.id.table).where(one.id == process.replaces_id, one.stage == FilingStage.IN_FORCE)
        # Below the fence: whoever puts the new edition in force need not be allowed to end the old one.
        session.connection().execute(over.values(stage=FilingStage.REPLACED, ended_because=f"第 {process.edition} 版替代", version=one.version + 1))


def checks_noted(session: Session, ids: Sequence[int]) -> None:
    """R6.3: a violation stands in the ledger of whoever answers for it as soon as it was seen; he may object, not wait."""
    with acting(session, on_behalf(session, "R6.3 流程监控检查")):
        violations = select(ProcessCheck).where(ProcessCheck.id.in_(ids), ProcessCheck.outcome == Outcome.VIOLATION)
        for check in session.scalars(violations.where(ProcessCheck.responsible_id.is_not(None))):
            points, item = rule(session, FilingRule.VIOLATION_POINTS), VIOLATED.format(what=check.what).zh
            about: dict[str, Any] = {"person_id": check.responsible_id, "on": check.checked_on, "record": check, "found_by": check.checker_id}
            performance.enter(session, **about, clause="R6.3", item=item, points=-points)


def _goes_back(session: Session, process: ProcessFiling) -> None:
    """R4.2: a no leads back to an earlier step that is there."""
    one = columns_of("process_node")
    nodes = session.connection().execute(select(one.line_no, one.back_to).where(one.filing_id == process.id)).all()
    there = {node.line_no for node in nodes}
    if len(there) != len(nodes):
        raise Refused(SAME_NUMBER, clause="R4.2")
    if any(node.back_to is not None and (node.back_to >= node.line_no or node.back_to not in there) for node in nodes):
        raise Refused(NO_SUCH_STEP, clause="R4.2")


def _replaced_once(session: Session, process: ProcessFiling) -> None:
    """R4.5: of two drafts after the same edition one is filed, so that one edition of a process is in force."""
    one = columns_of("process_filing")
    after = select(one.number).where(
        one.replaces_id == process.replaces_id, one.id != process.id, one.number.is_not(None)
    )
    if process.replaces_id is not None and (number := session.connection().execute(after.order_by(one.id.desc())).scalar()) is not None:
        raise Refused(REPLACED_BY, number=number, clause="R4.5")


def _only_when_kept(_session: Session, check: ProcessCheck) -> None:
    if check.outcome != Outcome.KEPT:
        raise Refused(DEVIATES, clause="R4.6")


def _only_what_deviates(_session: Session, check: ProcessCheck) -> None:
    if check.outcome == Outcome.KEPT:
        raise Refused(KEPT_IT, clause="R6.1")


UPKEEP: dict[str, Callable[..., set[str]]] = {"process_check": check_entered, "process_filing": process_entered, "process_node": node_entered}
ENTERED: dict[str, Callable[[Session, Sequence[int]], None]] = {"process_check": checks_noted}
REMOVED: dict[str, Callable[..., None]] = {"process_node": node_removed}
GUARDS: dict[tuple[str, str], tuple[Callable[..., None], ...]] = {
    ("process_check", "close_check"): (_only_when_kept,),
    ("process_check", "correct_process"): (_only_what_deviates,),
    ("process_filing", "submit_process"): (by_its_department, _goes_back),
    ("process_filing", "file_process"): (_replaced_once,),
}
MOVED: dict[str, tuple[tuple[tuple[str, ...], Callable[[Any, Any, Any], None]], ...]] = {
    "process_filing": ((("number",), process_moved),),
}
