"""Search over Chinese names by pairs of characters, plus pinyin and initials; the same answer on both databases."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, column, false, func, literal_column, or_, select, table
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from models.base import Record

# Surnames that pypinyin reads by their common meaning.
_SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "盖": "ge", "朴": "piao", "区": "ou", "任": "ren", "华": "hua",
    "尉": "yu", "乐": "yue", "翟": "zhai", "洗": "xian", "召": "shao", "缪": "miao", "宓": "mi", "逄": "pang", "覃": "qin", "员": "yun",
    "隗": "kui", "种": "chong", "折": "she", "秘": "bi", "繁": "po", "黑": "he", "盛": "sheng", "应": "ying",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[a-z0-9]+")
_CJK = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]+")
INITIALS_KEPT = 6
PINYIN_KEPT = 10


def shadow(value: str | None, *, person: bool = False) -> str | None:
    """What the hidden pinyin column holds: ``hzwl|hang zhou wu lian``; None for a text without Chinese."""
    if not value or not _CJK.search(value):
        return None
    syllables = [part for run in _CJK.findall(value) for part in _syllables(run)]
    if person and value[0] in _SURNAMES:
        syllables[0] = _SURNAMES[value[0]]
    return f"{''.join(part[0] for part in syllables)}|{' '.join(syllables)}"


def _syllables(run: str) -> list[str]:
    # The longest word first, as pypinyin cuts too; reading each word only once makes a name twenty times faster.
    words, lengths = _words()
    start = 0
    found: list[str] = []
    while start < len(run):
        for length in lengths.get(run[start], ()):
            if run[start : start + length] in words:
                break
        else:
            length = 1
        found += _reading(run[start : start + length])
        start += length
    return found


@lru_cache(maxsize=1)
def _words() -> tuple[Container[str], dict[str, tuple[int, ...]]]:
    """All words pypinyin knows, and first character → the lengths of the words that begin with it, longest first."""
    # Not at the top: its words take 55 MB, and a worker that only exports never needs one.
    from pypinyin.constants import PHRASES_DICT

    lengths: dict[str, set[int]] = defaultdict(set)
    for word in PHRASES_DICT:
        lengths[word[0]].add(len(word))
    return PHRASES_DICT, {first: tuple(sorted(several, reverse=True)) for first, several in lengths.items()}


@lru_cache(maxsize=65_536)
def _reading(word: str) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin

    return tuple(part for part in lazy_pinyin(word, style=Style.NORMAL, errors="ignore") if part.isascii())


def grams(*values: str | None) -> str:
    """The search words of a row, space-separated: pairs of characters, and pinyin from each syllable on.

    A shadow value (with ``|``) gives ``1hzwl`` words for initials and ``2hangzhou`` words for pinyin.
    """
    words: set[str] = set()
    for value in values:
        if not value:
            continue
        initials, bar, spelled = value.partition("|")
        if bar and spelled and initials.isascii() and len(initials) == spelled.count(" ") + 1:
            words.update(_pinyin_words(initials, spelled.split(" ")))
        else:
            # This runs for every row written, hence map in place of a loop.
            for run in _WORD.findall(value.lower()):
                words.update(map(add, run, run[1:]))
                # So that a single character is found wherever it stands: pairs cover all but the last of a run.
                words.add(run[-1])
    return " ".join(sorted(words))


def _pairs(value: str) -> Iterable[str]:
    for run in _WORD.findall(value.lower()):
        yield from (run[start : start + 2] for start in range(len(run) - 1))


def _pinyin_words(initials: str, syllables: Sequence[str]) -> Iterable[str]:
    spelled = "".join(syllables)
    starts = [0, *accumulate(map(len, syllables))]
    for position, start in enumerate(starts[:-1]):
        end = min(start + PINYIN_KEPT, starts[min(position + PINYIN_KEPT, len(syllables))])
        yield "1" + initials[position : position + INITIALS_KEPT]
        yield "2" + spelled[start:end]


def words_of(query: str) -> tuple[list[str], str]:
    """(pairs that must all occur, Latin run that may be pinyin or empty) of what the reader typed."""
    lowered = query.lower()
    pairs = [pair for run in _WORD.findall(lowered) if len(run) > 1 for pair in dict.fromkeys(_pairs(run))]
    compact = lowered.replace(" ", "").replace("'", "")
    return pairs, compact if _LATIN.fullmatch(compact) and not compact.isdigit() else ""


def _singles(query: str) -> list[str]:
    """The characters of a query that holds no two beside each other; each begins a pair or ends a run in the index."""
    return list(dict.fromkeys(run for run in _WORD.findall(query.lower()) if len(run) == 1))


def index_name(model: type[Record]) -> str:
    """The name of the search index of a register."""
    return f"{model.__tablename__}_search"


def indexed_columns(model: type[Record]) -> tuple[str, ...]:
    """The columns whose words are in the index: the searchable fields and the pinyin beside them."""
    keys = [key for key in model.register.search if key in model.register.fields]
    return (*keys, *(model.shadows[key] for key in keys if key in model.shadows))


def recheck(model: type[Record], query: str, keys: Iterable[str]) -> ColumnElement[bool]:
    """``query`` really occurs in one of ``keys``, the fields this reader may search: the index alone never decides."""
    tests: list[ColumnElement[bool]] = []
    pairs_query = query.strip()
    latin = words_of(query)[1]
    for key in keys:
        attribute: InstrumentedAttribute[Any] = getattr(model, key)
        tests.append(contains(attribute, pairs_query))
        if latin and key in model.shadows:
            spelled = getattr(model, model.shadows[key])
            tests.append(contains(spelled, latin) | contains(func.replace(spelled, " ", ""), latin))
    return or_(*tests) if tests else false()


def contains(attribute: Any, query: str) -> ColumnElement[bool]:
    """``attribute`` contains ``query`` as typed, whatever the case."""
    pattern = "%" + query.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    value = attribute
    if query.lower() != query.upper():  # folding costs a call a row, and Chinese has no case
        value = func.lower(attribute) if query.isascii() else _folded(attribute)
    return value.like(pattern, escape="\\")


class _folded(FunctionElement[str]):  # noqa: N801  # it reads as the SQL function it is
    """lower() for every script: SQLite's own knows A to Z only, and full-width letters are common in company names."""

    type = String()
    inherit_cache = True


@compiles(_folded)
def _folded_everywhere(element: _folded, compiler: SQLCompiler, **more: Any) -> str:
    return f"lower({compiler.process(element.clauses, **more)})"


@compiles(_folded, "sqlite")
def _folded_on_sqlite(element: _folded, compiler: SQLCompiler, **more: Any) -> str:
    return f"taizhang_lower({compiler.process(element.clauses, **more)})"


def fts_query(query: str) -> str | None:
    """The FTS5 expression for ``query``; None when it is too short for the index."""
    pairs, latin = words_of(query)
    alternatives = []
    if pairs:
        alternatives.append(" AND ".join(f'"{pair}"' for pair in pairs))
    elif singles := _singles(query):
        alternatives.append(" AND ".join(f'"{single}"*' for single in singles))
    if len(latin) > 1:
        alternatives.append(f'"1{latin[:INITIALS_KEPT]}"*')
        alternatives.append(f'"2{latin[:PINYIN_KEPT]}"*')
    return " OR ".join(f"({part})" for part in alternatives) or None


def ts_query(query: str) -> str | None:
    """The PostgreSQL tsquery for ``query``; None when it is too short for the index."""
    pairs, latin = words_of(query)
    alternatives = []
    if pairs:
        alternatives.append(" & ".join(f"'{pair}'" for pair in pairs))
    elif singles := _singles(query):
        alternatives.append(" & ".join(f"'{single}':*" for single in singles))
    if len(latin) > 1:
        alternatives.append(f"'1{latin[:INITIALS_KEPT]}':*")
        alternatives.append(f"'2{latin[:PINYIN_KEPT]}':*")
    return " | ".join(f"({part})" for part in alternatives) or None


def fts_table(model: type[Record]) -> Any:
    """The FTS5 table beside a register's table (SQLite)."""
    name = index_name(model)
    return table(name, column("rowid"))


def fts_match(model: type[Record], query: str) -> ColumnElement[bool]:
    """``query`` (see :func:`fts_query`) matches the row of the FTS5 table (SQLite)."""
    return literal_column(index_name(model)).op("MATCH")(query)


def candidates(model: type[Record], query: str, dialect: str) -> ColumnElement[bool] | None:
    """Rows the index proposes for ``query``, to be rechecked; None when the index cannot help."""
    if not model.register.search:
        return None  # a register that declares no search has no index
    if dialect == "sqlite":
        expression = fts_query(query)
        if expression is None:
            return None
        found = fts_table(model)
        return model.id.in_(select(found.c.rowid).where(fts_match(model, expression)))
    expression = ts_query(query)
    if expression is None:
        return None
    columns = ", ".join(f"{model.__tablename__}.{name}" for name in indexed_columns(model))
    # The expression must read exactly as in CREATE INDEX, or PostgreSQL does not see that it fits.
    return literal_column(f"taizhang_grams(ARRAY[{columns}]::text[])").op("@@")(cast(expression, TSQUERY))


def condition(model: type[Record], query: str, keys: Iterable[str], dialect: str) -> ColumnElement[bool]:
    """Rows in which ``query`` occurs in one of the fields ``keys``, through the index where it can help."""
    exact = recheck(model, query, keys)
    proposed = candidates(model, query, dialect)
    return exact if proposed is None else and_(proposed, exact)

