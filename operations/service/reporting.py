"""Reports fall due by the duties of people; what the registers can count is counted when one is submitted (K8.5, K8.21, A6.3)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from domain.calendar import WorkingCalendar
from domain.rules.service import ServiceRule
from domain.values import OFFICE_ZONE
from domain.workflow import Move
from models.base import columns_of
from models.service.report_duty import KINDS, PERIODS, Every, ReportDuty, ReportKind
from models.service.service_channel import Working
from models.service.words import FEEDBACK_KINDS
from models.service.work_report import Reported, WorkReport
from operations.declared_terms import terms_computed
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.working_days import working_calendar

KEYS = ("figures",)
MOST_DAYS = 10
"""Days that a pause of the clock has left out are made up for, so many at most."""


def begin_reports(session: Session) -> int:
    """Make the reports of the days and periods that have ended, one per duty; returns how many are new."""
    day, made = today(session), 0
    calendar = working_calendar(session)
    later = rule(session, ServiceRule.PERIOD_REPORT_DAYS)
    duties = session.scalars(select(ReportDuty).where(ReportDuty.from_on <= day).order_by(ReportDuty.id)).all()
    for duty in duties:
        there = set(session.scalars(select(WorkReport.for_on).where(WorkReport.duty_id == duty.id)))
        for begins, ends in periods(calendar, duty.every, day):
            if ends in there or ends < duty.from_on or (duty.until_on is not None and ends > duty.until_on):
                continue
            ready = ends if duty.every == Every.DAY else calendar.add_working_days(ends, later)
            report = WorkReport(
                name=f"{KINDS[duty.kind].zh} {ends.isoformat()}（{PERIODS[duty.every].zh}）", duty_id=duty.id, author_id=duty.author_id,
                reader_id=duty.reader_id, kind=duty.kind, from_on=begins, for_on=ends, ready_on=ready, state=Reported.DUE,
            )  # fmt: skip
            terms_computed(session, report)
            session.add(report)
            made += 1
    session.flush()
    return made


def periods(calendar: WorkingCalendar, every: Every, day: date) -> Iterator[tuple[date, date]]:
    """First and last day of each period that has ended by ``day``: the last working days, the last week, month or quarter."""
    if every == Every.DAY:
        for back in range(MOST_DAYS):
            if calendar.is_working_day(one := day - timedelta(days=back)):
                yield one, one
        return
    if every == Every.WEEK:
        ends = day - timedelta(days=day.isoweekday())
        yield ends - timedelta(days=6), ends
        return
    months = 1 if every == Every.MONTH else 3
    ends = date(day.year, day.month - (day.month - 1) % months, 1) - timedelta(days=1)
    yield date(ends.year, ends.month - months + 1, 1), ends


def report_moved(session: Session, report: WorkReport, move: Move) -> None:
    """When it is submitted: what the registers hold of the period, so that nobody counts by hand."""
    if move.name == "submit_report":
        report.figures = "，".join(f"{name} {count}" for name, count in figures(session, report))


def figures(session: Session, report: WorkReport) -> list[tuple[str, int]]:
    """What there is to count for the kind of the report, each with its name; read below the fence, as numbers only."""
    contact, request, said, channel, question = (columns_of(key) for key in (
        "contact_log", "service_request", "feedback", "service_channel", "common_question"))  # fmt: skip
    begins, ends = (datetime.combine(one, time(), OFFICE_ZONE) for one in (report.from_on, report.for_on + timedelta(days=1)))

    def count(column: Any, *conditions: ColumnElement[bool]) -> int:
        return int(session.connection().execute(select(func.count(column)).where(*conditions)).scalar_one())

    def within(column: Any) -> ColumnElement[bool]:
        inside: ColumnElement[bool] = (column >= begins) & (column < ends)
        return inside

    if report.kind == ReportKind.FEEDBACK:
        days = said.recorded_on.between(report.from_on, report.for_on)
        return [(title.zh, count(said.id, days, said.kind == kind)) for kind, title in FEEDBACK_KINDS.items()]
    if report.kind == ReportKind.QUESTIONS:
        return [("新增常见问题", count(question.id, within(question.created_at))), ("咨询工单", count(request.id, within(request.received_at)))]
    if report.kind == ReportKind.CHANNELS:
        incident = columns_of("service_incident")
        return [("异常事件", count(incident.id, within(incident.found_at))), ("非正常渠道", count(channel.id, channel.working != Working.NORMAL))]
    return [
        ("联系", count(contact.id, contact.agent_id == report.author_id, within(contact.happened_at))),
        ("接待工单", count(request.id, request.recorder_id == report.author_id, within(request.received_at))),
        ("答复工单", count(request.id, request.answered_by_id == report.author_id, within(request.answered_at))),
    ]
