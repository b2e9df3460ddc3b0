"""Freezing a pack: the figures of a period as they stand at its cut-off become a report, in words everybody reads (T5.1, A6.3)."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from domain.report_periods import Period
from models.complaints.report import ComplaintReport
from models.fence import acting
from operations.complaints.statistics.cards import Pack
from operations.complaints.statistics.pack import a_pack
from operations.records import create, update
from permissions.actor import System

BETWEEN = " | "
"""What stands between two cells of a frozen table."""


def freeze(session: Session, period: Period) -> ComplaintReport:
    """Make the report of ``period`` in the actor's name, with the figures of what he may view; raises Refused without the right."""
    report: ComplaintReport = create(session, ComplaintReport.register, {})
    pack = a_pack(session, period)
    now: datetime = session.info["clock"]()
    frozen = {
        "period": period.code, "first_on": period.first, "last_on": period.last, "cut_off_at": now,
        "figures": "\n".join(_written(pack)),
    }  # fmt: skip
    with acting(session, System("T5.1: 冻结截止时的数字")):
        update(session, report, frozen)
    return report


def _written(pack: Pack) -> Iterator[str]:
    yield f"{pack.period.title.zh}：接到 {pack.total:,} 件（截至 {pack.cut_off}）"
    for rate in pack.rates:
        yield f"{rate.title.zh}（{rate.clause}）：{rate.share}，{rate.part:,} / {rate.whole:,}"
    for table in pack.tables:
        yield ""
        yield f"{table.title.zh}（{table.clause}）"
        yield BETWEEN.join((table.first.zh, *(head.zh for head in table.heads)))
        for line in table.lines:
            yield BETWEEN.join((line.title.zh, *(cell.shown for cell in line.cells)))
