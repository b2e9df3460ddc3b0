"""The figures of one month, person by person, each with what went in and the rules it rests on (K2, K8.16–K8.20)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, func, select, union_all

from domain import pay
from domain.months import last_month_of_quarter, months_after, quarter_start
from domain.rules.incentives import IncentiveRule as R
from models.base import columns_of
from models.filings.process_check import Outcome
from models.incentives.incentive_scheme import Payer
from models.incentives.parts_deal import DealState
from models.incentives.pay_month import PayState
from models.incentives.pay_step import Figure
from models.incentives.performance_entry import EntryState
from models.incentives.reward_claim import ClaimState, RewardKind
from operations.incentives.lateness import settle_lateness
from operations.incentives.performance import stands
from operations.incentives.points import settle_points
from operations.incentives.quality import reward_quality, take_back_quality
from operations.incentives.quarters import award_quarter
from operations.incentives.sheets import Month, Step
from operations.office_clock import today
from operations.rule_numbers import rules

BONUS = frozenset({Figure.POINTS, Figure.QUARTER, Figure.PARTS, Figure.QUALITY})
"""What a bad result of the department cuts (R6.2)."""


def figures_of(month: Month) -> None:
    """Fill ``month`` with the steps of everybody who has a wage or something to be paid."""
    numbers = rules(month.session, month.last)
    wages, blamed = _wages(month), _blamed(month)
    for person, wage in wages.items():
        probation = _probation(wage, blamed.get(person, 0)) if wage.probation_on and not wage.passed_on else ""
        month.steps[person].append(Step(Figure.BASE, f"自 {wage.from_on} 起基本工资 {wage.base_wage} 元{probation}", pay.cents(wage.base_wage)))
    groups = {who: wage.group for who, wage in wages.items()}
    settle_points(month, groups)
    if month.first == last_month_of_quarter(month.first):
        award_quarter(month, numbers, groups)
    _parts(month, numbers)
    _claims(month)
    if month.first.month in (6, 12):
        reward_quality(month, numbers)
    take_back_quality(month)
    settle_lateness(month, {person: wage.base_wage for person, wage in wages.items()})
    _fines(month)
    _departments(month, numbers)


def _wages(month: Month) -> dict[int, Any]:
    """The wage in force at the end of the month, of those who still work here."""
    c, people = columns_of("wage"), columns_of("employee")
    rows = month.rows(
        select(c.person_id, c.group, c.base_wage, c.from_on, c.probation_on, c.probation_until_on, c.passed_on)
        .join(people.id.table, people.id == c.person_id)
        .where(c.from_on <= month.last, people.left_on.is_(None) | (people.left_on >= month.first))
        .order_by(c.from_on, c.id)
    )
    return {row.person_id: row for row in rows}


def _blamed(month: Month) -> dict[int, int]:
    """K8.16: how many complaints of the month each person answers for, by what stands in the ledger."""
    e, sheet = columns_of("performance_entry"), columns_of("criticism")
    wanted = (
        select(e.person_id, func.count(sheet.complaint_id.distinct()).label("complaints"))
        .join(sheet.id.table, (e.register_key == "criticism") & (e.record_id == sheet.id))
        .where(e.happened_on.between(month.first, month.last), stands(today(month.session)))
        .group_by(e.person_id)
    )
    return {row.person_id: row.complaints for row in month.rows(wanted)}


def _probation(wage: Any, complaints: int) -> str:
    """K8.16: without complaints the base wage is paid in full; a complaint is fined beside it (K8.17)."""
    so = f"本月被投诉 {complaints} 次，按扣罚单另行扣罚" if complaints else "本月无投诉，全额发放"
    return f"，试用期至 {wage.probation_until_on}，{so}"


def _parts(month: Month, numbers: Mapping[Any, int]) -> None:
    """K2.10–K2.12: what has been approved and is due in the month in which this pay is paid out: March is paid in April.

    What is approved after its month waits for the next of the four.
    """
    c, paid_out = columns_of("parts_deal"), months_after(month.first, numbers[R.SALARY_AFTER])
    if paid_out != quarter_start(paid_out):
        return
    for row in month.rows(select(c.id.table).where(c.state == DealState.APPROVED, c.paid_in_id.is_(None), c.payout_on <= paid_out).order_by(c.id)):
        text = (
            f"{row.number}：{row.amount} × {row.rate}% = {row.commission}，个人 {row.person_share}，部门 {row.team_share}；"
            f"毛利 {row.margin}%，全额回款 {row.received_on}"
        )
        used = month.said(numbers, R.LOW_RATE, R.HIGH_RATE, R.PERSON_SHARE)
        month.steps[row.seller_id].append(Step(Figure.PARTS, text, row.person_share, used, Payer.SALES_COMPANY))
        month.team_share += row.team_share
        month.used.append(("parts_deal", "paid_in_id", row.id))


def _claims(month: Month) -> None:
    c, s = columns_of("reward_claim"), columns_of("incentive_scheme")
    due = select(c.id.table, s.name.label("scheme_name"), s.payer).join(s.id.table, s.id == c.scheme_id, isouter=True)
    for row in month.rows(due.where(c.state == ClaimState.APPROVED, c.paid_in_id.is_(None), c.happened_on <= month.last).order_by(c.id)):
        other = row.kind == RewardKind.OTHER_SCHEME
        text = f"{row.happened_on} {row.reason}" + (f"（{row.scheme_name}）" if row.scheme_name else "")
        step = Step(Figure.EXTERNAL if other else Figure.REWARD, text, row.amount, payer=Payer(row.payer) if row.payer else Payer.COMPANY)
        month.steps[row.person_id].append(step)
        month.used.append(("reward_claim", "paid_in_id", row.id))


def _fines(month: Month) -> None:
    """Fines and amounts of the ledger that nobody can object to any more, each once (K1.13, K2.18, K2.19, K8.17).

    One that was paid in a closed month and no longer stands, as its trip is void or its sheet revoked, is given back once.
    """
    c, m = columns_of("performance_entry"), columns_of("pay_month")
    wanted = select(c.id.table).where(c.amount != 0, c.paid_in_id.is_(None), c.happened_on <= month.last, stands(today(month.session))).order_by(c.id)
    for row in month.rows(wanted):
        month.steps[row.person_id].append(Step(Figure.FINE, f"{row.happened_on} {row.item}（{row.clause}），申诉截止 {row.object_until_on}", row.amount))
        month.used.append(("performance_entry", "paid_in_id", row.id))
    gone = (
        select(c.id.table, m.month_on)
        .join(m.id.table, m.id == c.paid_in_id)
        .where(m.state == PayState.CLOSED, c.state == EntryState.REVOKED, c.amount != 0, c.given_back_in_id.is_(None))
    )
    for row in month.rows(gone.order_by(c.id)):
        text = f"{row.happened_on} {row.item}（{row.clause}）已撤销，退回 {row.month_on:%Y-%m} 工资中的 {row.amount}"
        month.steps[row.person_id].append(Step(Figure.FINE, text, -row.amount))
        month.used.append(("performance_entry", "given_back_in_id", row.id))


def _departments(month: Month, numbers: Mapping[Any, int]) -> None:
    """R6.2: where inspections and checks of its processes fall short in the month, the bonus of a department's head and people is cut."""
    least, cut = numbers[R.DEPARTMENT_LEAST], numbers[R.DEPARTMENT_CUT]
    people, scores = columns_of("employee"), union_all(_inspected(month), _kept_to_processes(month)).subquery()
    low = (
        select(people.id, func.avg(scores.c.score).label("score"))
        .join(scores, scores.c.department_id == people.department_id)
        .group_by(people.id)
        .having(func.avg(scores.c.score) < least)
    )
    for person, score in month.rows(low):
        bonus = sum((step.result for step in month.steps.get(person, ()) if step.figure in BONUS), pay.NOTHING)
        if bonus > 0:
            result = -pay.percent_of(bonus, cut)
            text = f"部门考核平均 {float(score):.1f} 分，低于 {least} 分：奖金 {bonus} × {cut}% = {result}"
            month.steps[person].append(Step(Figure.DEPARTMENT, text, result, month.said(numbers, R.DEPARTMENT_LEAST, R.DEPARTMENT_CUT)))


def _inspected(month: Month) -> Any:
    """Each inspection of the month is a score of its department (A10.1)."""
    c = columns_of("governance_inspection")
    return select(c.department_id, (c.score * 1.0).label("score")).where(c.inspected_on.between(month.first, month.last))


def _kept_to_processes(month: Month) -> Any:
    """The checks of its processes in the month are one score more: how many of a hundred found the process kept to (R4.6, R6.2)."""
    check, process = columns_of("process_check"), columns_of("process_filing")
    kept = func.avg(case((check.outcome == Outcome.KEPT, 100.0), else_=0.0)).label("score")
    of_its_department = select(process.department_id, kept).join(check.id.table, check.filing_id == process.id)
    return of_its_department.where(check.checked_on.between(month.first, month.last)).group_by(process.department_id)
