"""How complete an archive is, on the page of its record: counted over what this reader sees there, so it tells nothing new."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from admin_views.presenting import badge
from admin_views.screen import Screen
from domain.access import Channel, Level
from domain.completeness import completeness
from domain.terms import Term
from models.base import Record
from web.i18n import comma, say

SCORE = Term("档案 {held}/{wanted}", "Archive {held}/{wanted}")
LACKS = Term("档案还缺：{what}。", "The archive still lacks: {what}.")


@dataclass(frozen=True, slots=True)
class ArchiveScore:
    """The badge beside the heading and the sentence below it; both empty where no archive is kept."""

    badges: tuple[Markup, ...] = ()
    lacks: str = ""


def score_of(screen: Screen, record: Record, bits: int, kept: Mapping[str, bool]) -> ArchiveScore:
    """The score of ``record`` over the blocks of which its reader sees every field (A3.1).

    ``kept``: the registers whose records are on the page, and whether there are any.
    """
    levels = screen.plan.levels(screen.register.key, Channel.DETAILS, bits=bits)
    fields = screen.register.fields
    seen = tuple(
        block
        for block in screen.register.archive
        if all(levels.get(fields[key].stable_key, Level.HIDDEN) > Level.HIDDEN for key in block.fields)
        and all(key in kept for key in block.registers)
    )
    if not seen:
        return ArchiveScore()
    asked = {key for block in seen for key in block.fields if not _is_spared(record, key, levels)}
    filled = {key for block in seen for key in block.fields if key not in asked or getattr(record, fields[key].column) not in (None, "")}
    score = completeness(seen, filled, {key for key, any_there in kept.items() if any_there})
    shown = badge(say(SCORE.format(held=score.held, wanted=score.wanted)), "done" if score.is_complete else "soon")
    lacks = "" if score.is_complete else say(LACKS).format(what=comma().join(say(title) for title in score.missing))
    return ArchiveScore((shown,), lacks)


def _is_spared(record: Record, key: str, levels: Mapping[str, Level]) -> bool:
    """Whether a field is not asked of such a record, as far as the reader sees why: a private person has no line of business."""
    fields = record.register.fields
    if (needed := fields[key].needed_when) is None or levels.get(fields[needed[0]].stable_key, Level.HIDDEN) == Level.HIDDEN:
        return False
    return getattr(record, fields[needed[0]].column) not in needed[1]
