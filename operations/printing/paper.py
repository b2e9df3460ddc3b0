"""From content to paper: JSON in, PDF or pictures of its pages out; nothing people typed is ever part of a program."""

import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import segno
import typst

from domain.terms import Term
from operations.printing.glyphs import all_printable, font_folder

TEMPLATES = Path(__file__).parents[2] / "templates" / "print"
SHORT = 12
"""So many characters of a digest are printed for people; the QR holds all of it."""
MARK = Term("预览", "PREVIEW")
_WORDS = {
    "clause": Term("依据", "Clause"),
    "page": Term("第 {x} 页 共 {y} 页", "Page {x} of {y}"),
    "digest": Term("内容校验码", "Content code"),
    "nothing": Term("（无）", "(none)"),
    "signature": Term("签名：", "Signature:"),
    "blank_date": Term("　　年　　月　　日", "____-__-__"),
}
_PAGE = re.compile(rb"/Type */Page\b(?!s)")
_one_at_a_time = Lock()


def digest_of(content: Any) -> str:
    """SHA-256 of the canonical JSON of what is printed: the same content has the same digest, whoever prints it when."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def short(digest: str) -> str:
    """The digest as people read it out: 1A2B-3C4D-5E6F."""
    text = digest[:SHORT].upper()
    return "-".join(text[at : at + 4] for at in range(0, SHORT, 4))


def pdf(docs: Sequence[Mapping[str, Any]], *, company: str, printed: str, locale: str, digest: str = "") -> bytes:
    """One PDF of ``docs``; with ``digest`` as QR on each, without it as a preview that says so."""
    found = compiled(_data(docs, company, printed, locale, digest), "pdf", None)
    assert isinstance(found, bytes)
    return found


def pictures(docs: Sequence[Mapping[str, Any]], *, company: str, printed: str, locale: str, dots: int = 110) -> list[bytes]:
    """The pages as PNG, ``dots`` to the inch, marked as a preview: for the screen."""
    found = compiled(_data(docs, company, printed, locale, ""), "png", dots)
    return [found] if isinstance(found, bytes) else list(found)


def pages_in(data: bytes) -> int:
    """How many pages a PDF of ours has: its page objects, which typst does not compress away."""
    return len(_PAGE.findall(data))


def _data(docs: Sequence[Mapping[str, Any]], company: str, printed: str, locale: str, digest: str) -> str:
    drawn = [{**doc, "short": short(digest) if digest else "—"} for doc in docs]
    found = {
        "company": company, "printed": printed, "mark": "" if digest else MARK.say(locale), "title": docs[0]["title"],
        "docs": drawn, "words": {key: term.say(locale) for key, term in _WORDS.items()},
    }  # fmt: skip
    return json.dumps({**all_printable(found), "qr": _qr(digest) if digest else ""}, ensure_ascii=False)


@lru_cache(maxsize=64)
def _qr(digest: str) -> str:
    """The digest as a drawing; in capitals, which need a smaller code."""
    file = io.BytesIO()
    segno.make(digest.upper(), error="m").save(file, kind="svg", border=0, xmldecl=False, svgns=True)
    return file.getvalue().decode()


@lru_cache(maxsize=4)
def _compiler(sheet: str) -> typst.Compiler:
    """The fonts are read once a process; no system font, no package from a network."""
    return typst.Compiler(
        TEMPLATES / sheet, root=TEMPLATES, font_paths=[font_folder()], ignore_system_fonts=True,
        package_path=TEMPLATES / "none", package_cache_path=TEMPLATES / "none",
    )  # fmt: skip


def compiled(data: str, kind: Literal["pdf", "png"], dots: int | None, sheet: str = "main.typ") -> bytes | list[bytes]:
    """The file, or its pages, that the template ``sheet`` makes of ``data``."""
    with _one_at_a_time:  # one compiler, one set of inputs: a second thread waits its turn
        found = _compiler(sheet).compile(format=kind, ppi=dots, sys_inputs={"data": data}, timestamp=0)
    assert found is not None, "nothing was compiled to a file"
    return found
