"""Which column is which field: guessed from labels, keys, pinyin and memory, then decided by the clerk."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.kinds import POINTERS, TEXTS, Kind
from domain.terms import Term
from models.fence import acting, authority_of
from models.fields import Field
from models.governance.job import ImportMapping
from models.register import Register
from models.search import shadow
from operations.spreadsheet import header_word
from permissions.actor import System

NEAR = 0.74
SHORTEST_NEAR = 2
NOT_KEYS = POINTERS | {Kind.REFERENCES, Kind.LONG_TEXT, Kind.MONEY, Kind.MOMENT, Kind.YES_NO}


class OnBad(StrEnum):
    """What happens to a file with refused rows."""

    ALL = "all"
    SKIP = "skip"


class Certainty(StrEnum):
    """How a column was matched."""

    REMEMBERED = "remembered"
    SAME = "same"
    PINYIN = "pinyin"
    NEAR = "near"

    @property
    def title(self) -> Term:  # type: ignore[override]  # a word of the business, not str.title()
        """How the guess was made, in a few words."""
        return _CERTAINTIES[self]


_CERTAINTIES = {
    Certainty.REMEMBERED: Term("上次的对应", "as last time"),
    Certainty.SAME: Term("标题相同", "same header"),
    Certainty.PINYIN: Term("标题是拼音", "header in pinyin"),
    Certainty.NEAR: Term("标题相近，请核对", "similar header, please check"),
}


@dataclass(frozen=True, slots=True)
class Matching:
    """Everything the clerk decides before an import."""

    columns: Mapping[str, int]
    """Field → column, counted from 0."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Field → text typed once for all rows; also stands in for an empty cell of a matched column."""
    key: str = ""
    """The field by which an existing record is found; empty: every row is new."""
    on_bad: OnBad = OnBad.ALL
    clear_blanks: bool = False
    """An empty cell empties the field of an existing record; otherwise it leaves the field alone."""

    def as_json(self) -> dict[str, Any]:
        """For job parameters."""
        return {
            "columns": dict(self.columns),
            "constants": dict(self.constants),
            "key": self.key,
            "on_bad": self.on_bad.value,
            "clear_blanks": self.clear_blanks,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Matching":
        """What :meth:`as_json` kept."""
        return cls(kept["columns"], kept["constants"], kept["key"], OnBad(kept["on_bad"]), kept["clear_blanks"])


@dataclass(frozen=True, slots=True)
class Guess:
    """A proposal: the matching, and how each column was recognised."""

    matching: Matching
    certainty: Mapping[int, Certainty]
    remembered: bool = False


def words_of(register: Register) -> dict[str, tuple[str, Certainty]]:
    """Every word a header may be → (field, how certain that is); a word two fields share is left out."""
    found: dict[str, tuple[str, Certainty]] = {}
    twice: set[str] = set()
    for certainty in (Certainty.SAME, Certainty.PINYIN):
        for key, spec in register.fields.items():
            for word in _spellings(spec, certainty):
                if word in found and found[word][0] != key and found[word][1] is certainty:
                    twice.add(word)
                found.setdefault(word, (key, certainty))
    return {word: where for word, where in found.items() if word not in twice}


def _spellings(spec: Field, certainty: Certainty) -> set[str]:
    if certainty is Certainty.SAME:
        return {header_word(name) for name in (spec.label.zh, spec.label.en, spec.key, spec.column)} - {""}
    spelled = shadow(spec.label.zh) or "|"
    initials, _, full = spelled.partition("|")
    # Two initials are too often something else (kh, mc, id).
    return {word for word in (full.replace(" ", ""), initials if len(initials) > 2 else "") if word}


def guess(session: Session, register: Register, headers: Sequence[str]) -> Guess:
    """What each of ``headers`` probably is: as the account decided last time for the same headers, else by its words.

    A column is guessed even where the actor may not write the field: it must be refused by name, not overlooked.
    """
    words = words_of(register)
    plain = [header_word(header) for header in headers]
    chosen: dict[str, int] = {}
    certainty: dict[int, Certainty] = {}
    remembered = _recall(session, register, headers)
    if remembered is not None:
        return Guess(remembered, dict.fromkeys(remembered.columns.values(), Certainty.REMEMBERED), True)
    for wanted in (Certainty.SAME, Certainty.PINYIN):
        for place, word in enumerate(plain):
            key, how = words.get(word, ("", Certainty.NEAR))
            if key and how is wanted and key not in chosen and place not in certainty:
                chosen[key], certainty[place] = place, how
    for _score, place, key in sorted(_near(plain, words), key=lambda found: (-found[0], found[1])):
        if key not in chosen and place not in certainty:
            chosen[key], certainty[place] = place, Certainty.NEAR
    return Guess(Matching(chosen, key=_usual_key(session, register, chosen)), certainty)


def _near(plain: Sequence[str], words: Mapping[str, tuple[str, Certainty]]) -> list[tuple[float, int, str]]:
    found = []
    labels = [(word, key) for word, (key, how) in words.items() if how is Certainty.SAME]
    for place, header in enumerate(plain):
        # What is a field's own name is not "similar" to another's when the first is taken.
        if len(header) < SHORTEST_NEAR or header in words:
            continue
        for word, key in labels:
            score = SequenceMatcher(None, header, word, autojunk=False).ratio()
            if len(word) >= SHORTEST_NEAR and (word in header or header in word):
                score = max(score, NEAR + 0.2 * min(len(word), len(header)) / max(len(word), len(header)))
            if score >= NEAR:
                found.append((score, place, key))
    return found


def _usual_key(session: Session, register: Register, chosen: Mapping[str, int]) -> str:
    able = keyable(session, register)
    unique = [key for key in able if register.fields[key].unique]
    # A number given by the kernel can only have come from one of our own exports, and can be nothing but the key.
    numbers = [key for key in unique if register.fields[key].system]
    return next((key for key in (*numbers, register.import_key, *unique) if key in able and key in chosen), "")


def keyable(session: Session, register: Register) -> tuple[str, ...]:
    """The fields by which this actor may find existing records: those he may filter by, so that it tells him nothing new."""
    authority = authority_of(session)
    return tuple(
        key
        for key, spec in register.fields.items()
        if spec.kind not in NOT_KEYS
        and (spec.unique or key == register.import_key or spec.kind in TEXTS)
        and (authority.is_system or authority.plan.everywhere(register.key, spec.stable_key, Channel.FILTER))
    )


def writable(session: Session, register: Register, action: str) -> frozenset[str]:
    """The fields this actor may fill by ``action`` (create: on every row he may create; edit: on some rows)."""
    authority = authority_of(session)
    usable = {
        key: spec for key, spec in register.fields.items() if spec.kind is not Kind.ATTACHMENT and not spec.system
    }
    if register.read_only or not authority.may(register.key, action):
        return frozenset()
    if authority.is_system:
        return frozenset(usable)
    levels = [stratum.levels[Channel.FORM] for stratum in authority.strata(register.key, action)]
    # New rows of all scopes are written together, so the field must be writable in every stratum (see models.bulk).
    enough = all if action == Action.CREATE else any
    return frozenset(
        key
        for key, spec in usable.items()
        if enough(level.get(spec.stable_key, Level.HIDDEN) >= Level.WRITE for level in levels)
    )


# ---- memory --------------------------------------------------------------------------------------------------------


def _signature(headers: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(header_word(header) for header in headers).encode()).hexdigest()


def remember(session: Session, register: Register, headers: Sequence[str], matching: Matching) -> None:
    """Keep how this account matched a file with these headers."""
    account = authority_of(session).account_id
    if account is None:
        return
    with acting(session, System("import: remember the columns")):
        place = (account, register.key, _signature(headers))
        kept = session.get(ImportMapping, place)
        if kept is None:
            session.add(
                ImportMapping(
                    account_id=place[0], register_key=place[1], signature=place[2], mapping=matching.as_json()
                )
            )
        else:
            kept.mapping = matching.as_json()


def _recall(session: Session, register: Register, headers: Sequence[str]) -> Matching | None:
    account = authority_of(session).account_id
    if account is None:
        return None
    with acting(session, System("import: recall the columns")):
        kept = session.scalar(
            select(ImportMapping.mapping).where(
                ImportMapping.account_id == account,
                ImportMapping.register_key == register.key,
                ImportMapping.signature == _signature(headers),
            )
        )
    if kept is None:
        return None
    found = Matching.from_json(kept)
    # A field may have gone since then.
    return replace(
        found,
        columns={key: place for key, place in found.columns.items() if key in register.fields and place < len(headers)},
        constants={key: text for key, text in found.constants.items() if key in register.fields},
        key=found.key if found.key in found.columns and found.key in keyable(session, register) else "",
    )
