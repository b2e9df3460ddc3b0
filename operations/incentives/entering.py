"""What follows from the fields of claims, sales, trips, sign-ins and wages, and what they must be (K2.8–K2.18, K8.20)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid, Refused
from domain.months import last_month_of_quarter, months_after, quarter_start
from domain.pay import NOTHING, commission, parts_rate, payout_month, split
from domain.rules.incentives import IncentiveRule
from domain.terms import Term
from domain.values import OFFICE_ZONE, write_day
from domain.workflow import Move
from models.base import columns_of
from models.fence import authority_of
from models.incentives.attendance import Attendance
from models.incentives.parts_deal import PartsDeal
from models.incentives.pay_month import PayState
from models.incentives.performance_entry import EntryState
from models.incentives.quarter_review import QuarterReview
from models.incentives.reward_claim import RewardClaim, RewardKind
from models.incentives.service_trip import PERSONAL, ServiceTrip, Signature, TripKind, TripState
from operations.incentives.performance import enter, settle
from operations.incentives.quality import folded
from operations.office_clock import today
from operations.rule_numbers import rule, rules
from operations.working_days import working_calendar

OUT_OF_RANGE = Term("奖励金额应在 {least} 到 {most} 元之间。", "The reward must be between {least} and {most} yuan.")
NO_PRINCIPLE = Term(
    "报价不符合提成原则：元器件毛利至少 {margin}%，服务费至少 {fee} 元/人天。",
    "The quotation does not meet the principle: a margin of {margin}% and {fee} yuan a man-day at least.",
)
NOT_PAID = Term("尚未全额回款（已回款 {received}，应收 {amount}），不能计提。", "Not fully paid yet: {received} of {amount}; no commission.")
NO_DAY = Term("请填写全额回款日期。", "Fill in the day it was fully paid.")
FIRST_OF_OTHER = Term("原项目必须是另一条记录。", "The first service must be another record.")
THERE_ALREADY = Term(
    "同一人 {day} 在「{project}」的这项工作已有记录，一次出差只记一次。确是另一项工作的，请写明不同的项目或工作内容。",
    "This work of the same person at {project} on {day} stands already: a trip counts once. For other work name another project or kind.",
)
IS_REPEAT = Term(
    "「{project}」调试通电不满 {months} 个月，再去属二次服务：请选「二次服务」，填写原项目和原因。",
    "{project} was powered on less than {months} months before: this is a second service; choose it, and name the first one and why.",
)
OF_WHICH = Term("二次服务须填写原项目和原因。", "A second service names the first one and why.")
NO_OTHER_SCHEME = Term(
    "按其他制度奖励的，请选填有「参照的其他制度」的激励项目；表扬信和降本的奖励按本制度的金额。",
    "A reward by another scheme names a scheme with its document; letters of praise and savings are rewarded within the bounds here.",
)
NO_LETTER = Term(
    "奖励申请没有附上表扬信（或邮件）。请先在「凭据」中上传，再核查。", "The letter of praise is missing; add it to the evidence first, then verify."
)
UNSIGNED = Term("{project}：服务记录单未经客户签收", "{project}: the service record was not signed")
ACCIDENT = Term("{project}：发生安全事故", "{project}: an accident")
AGAIN = Term("{project}：因个人原因二次服务，工作系数不计", "{project}: second service for a personal cause, its points are not counted")
OF_ITS_PERSON = {"reward_claim": "person", "quarter_review": "person", "service_trip": "person", "parts_deal": "seller"}
"""Whose department such a record is of when it names none: an office enters it for many departments."""
WAIVED_FOR = ("person_id", "project", "finished_on")
QUARTER_SIGNED = Term(
    "{month} 的工资已经核实，季度奖按当时的评分计算。要改评分，请先在「工资月份」中退回该月；已关账的不能再改。",
    "The pay of {month} has been verified with the scores of that time. Have that month returned first; once it is closed they stay.",
)
OWN_SCORE = Term("不能给自己评分，请由其他人登记。", "Nobody scores himself; somebody else enters it.")
NOT_OF_ONESELF = Term(
    "本人签到以系统时间为准；补签、更正和外勤或请假说明请由管理考勤的人员登记。",
    "One's own sign-in is by the clock of the system; corrections and excuses are entered by who keeps the attendance.",
)
DEAL_KEYS = ("rate", "commission", "person_share", "team_share", "payout_on")


def claim_entered(session: Session, claim: RewardClaim) -> set[str]:
    """K2.14, K2.15: within the bounds, unless another scheme says how much."""
    if claim.kind != RewardKind.OTHER_SCHEME and claim.amount is not None and authority_of(session).person is not None:
        numbers = rules(session, claim.happened_on)
        least, most = numbers[IncentiveRule.REWARD_LEAST], numbers[IncentiveRule.REWARD_MOST]
        if not least <= claim.amount <= most:
            sentence = OUT_OF_RANGE.format(least=least, most=most)
            raise Invalid(sentence, fields={"amount": sentence}, clause="K2.14")
    if claim.kind == RewardKind.OTHER_SCHEME and authority_of(session).person is not None:
        c = columns_of("incentive_scheme")
        if not session.connection().execute(select(c.external_document).where(c.id == claim.scheme_id)).scalar():
            raise Invalid(NO_OTHER_SCHEME, fields={"scheme": NO_OTHER_SCHEME}, clause="K2.15")
    return _of_its_person(session, claim)


def deal_entered(session: Session, deal: PartsDeal) -> set[str]:
    """K2.8–K2.12: rate, commission, both shares and the month of payment follow from margin, fee and what was received."""
    placed = _of_its_person(session, deal)
    if None in (deal.amount, deal.margin, deal.day_fee, deal.sold_on):
        return placed
    numbers = rules(session, deal.sold_on)
    received = deal.received or NOTHING
    deal.rate = parts_rate(
        deal.margin, deal.day_fee, numbers[IncentiveRule.DAY_FEE],
        (numbers[IncentiveRule.LOW_MARGIN], numbers[IncentiveRule.LOW_RATE]), (numbers[IncentiveRule.HIGH_MARGIN], numbers[IncentiveRule.HIGH_RATE]),
    )  # fmt: skip
    deal.commission = commission(deal.amount, received, deal.rate)
    deal.person_share, deal.team_share = split(deal.commission, numbers[IncentiveRule.PERSON_SHARE])
    deal.payout_on = payout_month(deal.received_on) if deal.received_on and deal.commission else None
    return placed | set(DEAL_KEYS)


def _may_be_summarised(session: Session, deal: PartsDeal) -> None:
    """K2.8: the principle is met and all of it has been paid."""
    if not deal.rate:
        numbers = rules(session, deal.sold_on)
        raise Refused(NO_PRINCIPLE, margin=numbers[IncentiveRule.LOW_MARGIN], fee=numbers[IncentiveRule.DAY_FEE], clause="K2.8")
    if deal.received < deal.amount:
        raise Refused(NOT_PAID, received=deal.received, amount=deal.amount, clause="K2.8")
    if deal.received_on is None:
        raise Refused(NO_DAY, clause="K2.12")


def _letter_is_there(_session: Session, claim: RewardClaim) -> None:
    """K2.14: a letter of praise is rewarded, so it is there before anybody verifies it."""
    if claim.kind == RewardKind.COMMENDATION and claim.evidence_id is None:
        raise Refused(NO_LETTER, clause="K2.14")


def trip_entered(session: Session, trip: ServiceTrip) -> set[str]:
    """A trip is its person's until it is verified; a second service is not its own first; who waived a signature did so for one service."""
    if trip.id is not None and trip.repeat_of_id == trip.id:
        raise Invalid(FIRST_OF_OTHER, fields={"repeat_of": FIRST_OF_OTHER}, clause="K2.17")
    missing = [key for key, value in (("repeat_of", trip.repeat_of_id), ("repeat_cause", trip.repeat_cause)) if value is None]
    if trip.kind == TripKind.REPEAT and missing and authority_of(session).person is not None:
        raise Invalid(OF_WHICH, fields=dict.fromkeys(missing, OF_WHICH), clause="K2.17")
    if authority_of(session).person is not None:
        _once(session, trip)
        _no_second_service_as_ordinary(session, trip)
    return _of_its_person(session, trip) | _still_waived(trip)


def _once(session: Session, trip: ServiceTrip) -> None:
    """K2.3: the same work of the same person on the same day is one trip, however its project is spelt."""
    c = columns_of("service_trip")
    same = (c.person_id == trip.person_id) & (c.finished_on == trip.finished_on) & (c.kind == trip.kind)
    if _others_at(session, trip, same):
        sentence = THERE_ALREADY.format(day=write_day(trip.finished_on), project=trip.project)
        raise Invalid(sentence, fields={"project": sentence}, clause="K2.3")


def _no_second_service_as_ordinary(session: Session, trip: ServiceTrip) -> None:
    """K2.16: who goes again within the months after a project was powered on says so, as that decides about its reward."""
    if trip.kind != TripKind.SERVICE or trip.finished_on is None:
        return
    months, c = rule(session, IncentiveRule.QUALITY_MONTHS, trip.finished_on), columns_of("service_trip")
    if any(trip.finished_on < months_after(day, months) for day in _others_at(session, trip, c.powered_on < trip.finished_on)):
        sentence = IS_REPEAT.format(project=trip.project, months=months)
        raise Invalid(sentence, fields={"kind": sentence}, clause="K2.16")


def _still_no_second_service(session: Session, trip: ServiceTrip) -> None:
    """K2.16: asked again before it counts, as the first one may have been powered on in the books since this one was entered."""
    try:
        _no_second_service_as_ordinary(session, trip)
    except Invalid as error:
        raise Refused(error.sentence, clause=error.clause) from None


def _others_at(session: Session, trip: ServiceTrip, those: Any) -> list[Any]:
    """The days on which those of the other trips to its project powered it on, however the project is spelt."""
    c = columns_of("service_trip")
    found = select(c.project, c.powered_on).where(those, c.state != TripState.VOID, c.id != (trip.id or 0))
    return [row.powered_on for row in session.connection().execute(found) if folded(row.project) == folded(trip.project or "")]


def _still_waived(trip: ServiceTrip) -> set[str]:
    """K2.18: consent to a missing signature holds for the person, project and day it was given for."""
    if trip.waived_by_id is None or not any(get_history(trip, key).deleted for key in WAIVED_FOR):
        return set()
    trip.waived_by_id = trip.waived_because = None
    return {"waived_by", "waived_because"}


def review_entered(session: Session, review: QuarterReview) -> set[str]:
    """K2.5: nobody scores himself; who scored last is kept, and the day is the first of its quarter."""
    person = authority_of(session).person
    if person is not None and person.person_id == review.person_id:
        raise Invalid(OWN_SCORE, fields={"person": OWN_SCORE}, clause="K2.5")
    if review.quarter_on is not None:
        review.quarter_on = quarter_start(review.quarter_on)
    if person is not None and (review.id is None or get_history(review, "score").has_changes()):
        review.scored_by_id = person.person_id
    review.department_id = None  # not that of who scores
    return _of_its_person(session, review) | {"quarter_on", "scored_by", "department"}


def _month_is_unsigned(session: Session, review: QuarterReview) -> None:
    """K2.5: a score comes and goes while nobody has signed the month that pays the award of its quarter, its last one."""
    month, c = last_month_of_quarter(review.quarter_on), columns_of("pay_month")
    state = session.connection().execute(select(c.state).where(c.month_on == month)).scalar()
    if state not in (None, PayState.OPEN, PayState.COLLECTED):
        raise Refused(QUARTER_SIGNED, month=f"{month:%Y-%m}", clause="K2.5")


def review_moved(_session: Session, review: QuarterReview, move: Move) -> None:
    """Returned: nobody has confirmed it."""
    if move.name == "return_review":
        review.confirmed_by_id = None


def _of_its_person(session: Session, record: Any) -> set[str]:
    """K2.21: without a department of its own it is seen where its person works; below the fence, the answer goes into the record."""
    person = getattr(record, f"{OF_ITS_PERSON[record.register.key]}_id")
    if record.department_id is not None or person is None:
        return set()
    c = columns_of("employee")
    record.department_id = session.connection().execute(select(c.department_id).where(c.id == person)).scalar()
    return {"department"}


def trip_moved(session: Session, trip: ServiceTrip, move: Move) -> None:
    """Verified: accidents, missing signatures and second services by one's own fault are noted against the person; void: no more."""
    if move.name == "void_trip":
        settle(session, trip, EntryState.REVOKED)
    if move.name != "verify_trip":
        return
    about: dict[str, Any] = {"person_id": trip.person_id, "on": trip.finished_on, "record": trip}
    if trip.accident:
        lost = rule(session, IncentiveRule.ACCIDENT_POINTS, trip.finished_on)
        enter(session, **about, clause="K2.4", item=ACCIDENT.format(project=trip.project).zh, points=-lost)
    if trip.signature == Signature.UNSIGNED and trip.waived_by_id is None:
        fine = rule(session, IncentiveRule.UNSIGNED_FINE, trip.finished_on)
        enter(session, **about, clause="K2.18", item=UNSIGNED.format(project=trip.project).zh, amount=-fine)
    if own_fault(trip):
        enter(session, **{**about, "person_id": _at_fault(session, trip)}, clause="K2.17", item=AGAIN.format(project=trip.project).zh, points=-trip.coefficient)


def _at_fault(session: Session, trip: ServiceTrip) -> int:
    """K2.17: who did the first service so that somebody, perhaps another, had to go again."""
    c = columns_of("service_trip")
    return int(session.connection().execute(select(c.person_id).where(c.id == trip.repeat_of_id)).scalar() or trip.person_id)


def own_fault(trip: ServiceTrip) -> bool:
    """K2.17: a second service that the person has caused."""
    return trip.kind == TripKind.REPEAT and trip.repeat_cause in PERSONAL


def signed_in(session: Session, sign: Attendance) -> set[str]:
    """K8.6, K8.20: the day of the sign-in, and late when the first hours of a working day had begun.

    Who signs in himself does so by the clock of the system; what is put right afterwards, and an excuse, another enters.
    """
    person = authority_of(session).person
    if person is not None and person.person_id in (sign.person_id, *get_history(sign, "person_id").deleted):
        _by_the_clock(session, sign)
    if sign.signed_in_at is None:
        return set()
    at: datetime = sign.signed_in_at.astimezone(OFFICE_ZONE)
    sign.day_on = at.date()
    periods = working_calendar(session).periods_of(sign.day_on)
    sign.late = bool(periods) and at.hour * 60 + at.minute > periods[0].opens and not sign.excuse
    return {"signed_in_at", "day_on", "late"}


def _by_the_clock(session: Session, sign: Attendance) -> None:
    """K8.20: nobody says of himself when he came or why it does not count; of an earlier day, as in a file, another enters it."""
    changed = [key for key in ("excuse", *(("signed_in_at", "person_id") if sign.id else ())) if any(get_history(sign, key).added)]
    if sign.id is None and sign.signed_in_at is not None and sign.signed_in_at.astimezone(OFFICE_ZONE).date() != today(session):
        changed.append("signed_in_at")
    if changed:
        raise Invalid(NOT_OF_ONESELF, fields={changed[0].removesuffix("_id"): NOT_OF_ONESELF}, clause="K8.20")
    if sign.id is None:
        sign.signed_in_at = session.info["clock"]()


UPKEEP: dict[str, Any] = {
    "attendance": signed_in, "parts_deal": deal_entered, "quarter_review": review_entered, "reward_claim": claim_entered, "service_trip": trip_entered,
}  # fmt: skip
GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("service_trip", "verify_trip"): (_still_no_second_service,),
    ("parts_deal", "summarise"): (_may_be_summarised,), ("reward_claim", "verify_claim"): (_letter_is_there,),
    **{("quarter_review", name): (_month_is_unsigned,) for name in ("confirm_review", "return_review")},
}  # fmt: skip
