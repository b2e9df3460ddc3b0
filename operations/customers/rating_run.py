"""The periodic run: every customer that buys is scored anew from its deals, and its class follows (Y1.3, Y3.1, Y3.2)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from domain.customer_care import Score, Threshold
from domain.errors import Invalid
from domain.months import months_after, months_between
from domain.rules import CustomerRule as R
from models.base import columns_of
from models.customers.customer import CustomerClass
from models.customers.rating import RatingKind
from models.fence import acting
from operations.customers.classes import give_class, held, note_rating
from operations.offers import offered_now
from operations.office_clock import today
from operations.rule_numbers import rules
from permissions.actor import System

REASON = "按最近十二个月的交易评定"
LACKS = "评为重要客户，但档案资料或人员不全，待补齐后登记生效"


def rate_customers(session: Session) -> int:
    """Score every customer with deals; change those whose class no longer fits and note why; returns how many changed.

    A decision by hand holds for some months; a class the archive is not complete enough for is proposed and noted once.
    """
    numbers, done = rules(session), 0
    top = _top(session)
    decided = held(session)
    for row in session.connection().execute(_deals(months_after(today(session), -numbers[R.RATING_MONTHS]))).all():
        score = scored(numbers, row.amount or 0, row.deals or 0, months_between(row.first_on, today(session)))
        wanted = top if score.is_important else CustomerClass.GENERAL
        if row.customer_id in decided or row.customer_class in (wanted, CustomerClass.TARGET):
            continue
        done += _change(session, row, wanted, score)
    return done


def scored(numbers: Mapping[Any, int], amount: Any, deals: int, months: int) -> Score:
    """Y3.1: the three degrees by the numbers in force."""
    return Score(
        Threshold(numbers[R.AMOUNT_MIDDLE], numbers[R.AMOUNT_HIGH]).of(amount),
        Threshold(numbers[R.DEALS_MIDDLE], numbers[R.DEALS_HIGH]).of(deals),
        Threshold(numbers[R.LOYAL_MIDDLE], numbers[R.LOYAL_HIGH]).of(months),
    )


def _top(session: Session) -> CustomerClass:
    offered = offered_now(session, "customer", "customer_class")
    return CustomerClass.IMPORTANT if offered is None or CustomerClass.IMPORTANT in offered else CustomerClass.KEY


def _deals(since: date) -> Any:
    deal, customer = columns_of("deal"), columns_of("customer")
    lately = deal.dealt_on >= since
    return (
        select(
            deal.customer_id, customer.customer_class, func.min(deal.dealt_on).label("first_on"),
            func.sum(case((lately, deal.amount), else_=0)).label("amount"), func.sum(case((lately, 1), else_=0)).label("deals"),
        )
        .join(customer.id.table, customer.id == deal.customer_id)
        .group_by(deal.customer_id, customer.customer_class)
        .order_by(deal.customer_id)
    )  # fmt: skip


def _change(session: Session, row: Any, wanted: CustomerClass, score: Score) -> int:
    try:
        with session.begin_nested():
            give_class(session, row.customer_id, wanted)
    except Invalid:
        rating = columns_of("customer_rating")
        last = select(rating.to_class, rating.applied).where(rating.customer_id == row.customer_id).order_by(rating.id.desc()).limit(1)
        if session.connection().execute(last).first() == (wanted, False):
            return 0
        with acting(session, System("Y1.3 定期评定")):
            note_rating(session, row.customer_id, RatingKind.RUN, row.customer_class, wanted, LACKS, applied=False, score=score.words.zh)
        return 0
    with acting(session, System("Y1.3 定期评定")):
        note_rating(session, row.customer_id, RatingKind.RUN, row.customer_class, wanted, REASON, score=score.words.zh)
    return 1
