"""The same content as a Word file, for whoever has to go on writing in it; drawn from the blocks that typst draws."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from operations.printing.glyphs import all_printable
from operations.printing.paper import short

BODY, HEADS = "宋体", "黑体"
CODE_WORDS = {"zh": "内容校验码", "en": "Content code"}
SMALL, USUAL, TITLE = Pt(8), Pt(10.5), Pt(18)
MANY = 12
"""So many columns need the small letters."""


def docx(docs: Sequence[Mapping[str, Any]], *, company: str, printed: str, locale: str, digest: str) -> bytes:
    """One Word file of ``docs``, with the content's code in the footer and who printed it."""
    file = Document()
    _letters(file.styles["Normal"], BODY, USUAL)
    _page(file.sections[0], landscape=any(doc["landscape"] for doc in docs))
    footer = file.sections[0].footer.paragraphs[0]
    footer.text = f"{printed}　　{CODE_WORDS.get(locale, CODE_WORDS['zh'])} {short(digest)}"
    _sized(footer, SMALL)
    for doc in all_printable(list(docs)):
        head = file.add_paragraph(f"{company}\n{doc['title']}")
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _sized(head, TITLE, HEADS)
        file.add_paragraph("　　".join(f"{label}：{value}" for label, value in doc["above"]))
        for block in doc["blocks"]:
            _draw(file, block)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _page(section: Any, *, landscape: bool) -> None:
    width, height = Cm(21), Cm(29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if landscape else (width, height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.8)


def _draw(file: Any, block: Mapping[str, Any]) -> None:
    if block.get("title"):
        _sized(file.add_paragraph(block["title"]), USUAL, HEADS)
    match block["kind"]:
        case "table":
            _table(file, block)
        case "signs":
            file.add_paragraph("　　　　".join(f"{one['label']}：{one['name'] or '____________'}" for one in block["cells"]))
        case _:
            for line in str(block.get("text", "")).split("\n"):
                file.add_paragraph(line)


def _table(file: Any, block: Mapping[str, Any]) -> None:
    heads, rows = block["heads"], block["rows"]
    table = file.add_table(rows=1, cols=len(heads), style="Table Grid")
    size = SMALL if len(heads) > MANY else Pt(9)
    for row, words in zip([table.rows[0], *(table.add_row() for _ in rows)], [heads, *rows], strict=True):
        for cell, text in zip(row.cells, words, strict=False):
            cell.text = text
            _sized(cell.paragraphs[0], size, HEADS if words is heads else BODY)
    # Word repeats the row of heads on every page a long table goes on to.
    table.rows[0]._tr.get_or_add_trPr().append(table.rows[0]._tr.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    file.add_paragraph()


def _sized(paragraph: Any, size: Any, name: str = BODY) -> None:
    for run in paragraph.runs:
        _letters(run, name, size)


def _letters(styled: Any, name: str, size: Any) -> None:
    """Chinese letters have a font of their own in Word, which python-docx does not set."""
    styled.font.name, styled.font.size = name, size
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
