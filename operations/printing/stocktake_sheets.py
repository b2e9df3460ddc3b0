"""盘点表 and 盘点报告: what one takes along to the shelves says nothing of what should be there; what was found comes afterwards (K10.5)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.stocktaking import DIFFERENT, VERDICTS
from domain.terms import Term
from domain.values import write_moment
from models.archives.stocktake import Stocktake
from models.archives.stocktake_result import StocktakeResult
from models.base import columns_of
from models.fence import authority_of
from operations.archives.stocktake_reading import scans_of, to_visit
from operations.archives.stocktake_results import counts
from operations.printing.content import Block
from operations.printing.reading import words_of
from operations.printing.sheet_parts import Signed, name_of, signs, table

PLACES = Term("盘点位置", "Places")
_PLACE_HEADS = (
    Term("位置码", "Code"), Term("位置", "Place"), Term("实盘件数", "Counted"), Term("盘点人", "Counted by"), Term("时间", "Time"), Term("备注", "Remark"),
)  # fmt: skip
VERDICT = Term("结论汇总", "Verdicts")
_COUNT_HEADS = (Term("结论", "Verdict"), Term("件数", "Units"))
TOTAL = Term("合计（应有或见到）", "Total, expected or seen")
_HEADS = (
    Term("序号", "No."), Term("标签码", "Label"), Term("结论", "Verdict"), Term("冻结时应在", "Expected"), Term("实见位置", "Seen"),
    Term("期间流水", "Entries"), Term("说明", "Explanation"), Term("处理", "Settled"),
)  # fmt: skip
COUNTER = Term("盘点人", "Counted by")
_KEYS = ("code", "verdict", "expected", "seen", "moved", "explanation", "disposition")


def places_to_count(session: Session, taken: Stocktake, locale: str) -> list[Block]:
    """Every place to visit with empty cells; nothing of what lies there."""
    account = columns_of("archive_account")
    rows = session.connection().execute(select(account.code, account.name).where(account.id.in_(to_visit(session, taken))).order_by(account.code))
    return [table(PLACES, _PLACE_HEADS, (3, 5, 2, 3, 3, 4), [[row.code, row.name, "", "", "", ""] for row in rows], locale)]


def results_found(session: Session, taken: Stocktake, locale: str) -> list[Block]:
    """How many of each verdict, then every difference with what was said and done about it, as far as the reader may see it."""
    if not authority_of(session).may("stocktake_result", Action.VIEW):
        return []
    found = counts(session, taken)
    summed = [[title.say(locale), f"{found[verdict]:,}"] for verdict, title in VERDICTS.items() if verdict in found]
    wanted = select(StocktakeResult).where(StocktakeResult.stocktake_id == taken.id, StocktakeResult.verdict.in_(DIFFERENT))
    rows = []
    for place, one in enumerate(session.scalars(wanted.order_by(StocktakeResult.id)), 1):
        words = words_of(session, one, _KEYS, locale)
        rows.append([str(place), *(words.get(key, "") or "—" for key in _KEYS)])
    title = Term(f"差异：共 {len(rows):,} 条", f"Differences: {len(rows):,}")
    return [
        table(VERDICT, _COUNT_HEADS, (6, 2), [*summed, [TOTAL.say(locale), f"{sum(found.values()):,}"]], locale),
        table(title, _HEADS, (1, 4, 3, 3, 3, 2, 4, 3), rows, locale),
    ]


def counters_of(session: Session, taken: Stocktake, locale: str) -> list[Block]:
    """A cell for each who counted, with the day of the first scan."""
    first: dict[int, Any] = {}
    for one in scans_of(session.connection(), taken.id):
        first.setdefault(one.scanned_by_id, one.scanned_at)
    cells: list[Signed] = [(COUNTER, name_of(session, who), write_moment(at).split(" ")[0]) for who, at in first.items()]
    return [signs(cells or [(COUNTER, "", "")], locale)]
