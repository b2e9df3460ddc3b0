"""册内清单录入 — the pieces of a list on one sheet, typed down the columns; a frozen list reads the same (K3.6, K3.10)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose
from flask_babel import gettext as _

from admin_views.cards import Panel
from admin_views.inputs import input_text
from admin_views.screen import Screen
from domain.errors import Invalid, missing
from domain.values import read_number
from models.archives.volume_list import VolumeList
from models.archives.volume_piece import PARTS, Part, VolumePiece
from models.base import Record
from operations.archives.lists import contract_numbers
from operations.archives.piece_sheet import FIELDS, MOST, Line, may_write, save, shown
from operations.records import find, require
from web.extensions import db
from web.i18n import say

BLANK = 10
"""Empty lines at the end of a sheet that is being written."""


@dataclass(frozen=True, slots=True)
class Cells:
    """One line of the sheet as it stands in the form, with a sentence for each cell that is wrong."""

    key: int
    number: str
    typed: dict[str, str]
    errors: dict[str, str]
    removed: bool = False
    contract: str = ""


@dataclass(frozen=True, slots=True)
class ListCard:
    """What an edition holds, part by part: how many pieces, how many pages; and the way to the sheet."""

    parts: tuple[tuple[str, int, int], ...]
    count: int
    pages: int
    url: str
    writing: bool


def list_panel(_screen: Screen, record: Record) -> Panel | None:
    """The panel of a list."""
    assert isinstance(record, VolumeList)
    session = db.session()
    pieces = shown(session, record)
    found = {part: [piece.pages for piece in pieces if piece.part == part] for part in Part}
    parts = tuple((say(PARTS[part]), len(pages), sum(pages)) for part, pages in found.items())
    url = url_for("piece_sheet.index", id=record.id)
    return Panel("archives/list.html", ListCard(parts, len(pieces), sum(piece.pages for piece in pieces), url, may_write(session, record)))


class PieceSheetView(BaseView):
    """One sheet a list."""

    ACTIONS: ClassVar[dict[str, str]] = {"index": "view"}
    """Exposed method → the action it needs on the register of lists; saving asks for what each line needs besides."""

    def _handle_view(self, name: str, **kwargs: Any) -> None:
        if name not in self.ACTIONS:
            raise missing()
        require(db.session(), VolumeList.register, self.ACTIONS[name])
        require(db.session(), VolumePiece.register, self.ACTIONS[name])

    def is_visible(self) -> bool:
        """Not in Flask-Admin's menu: a list leads to its sheet."""
        return False

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """The sheet; what was typed stays in it when a cell is refused."""
        list_id = read_number(request.args.get("id", ""))
        one = find(db.session(), VolumeList.register, list_id)
        if request.method == "GET":
            return self._page(one, _stored(one), {})
        lines = _sent()
        try:
            count = save(db.session(), one, lines)
        except Invalid as error:
            db.session().rollback()
            one = find(db.session(), VolumeList.register, list_id)
            errors = {name: say(sentence) for name, sentence in error.told.items()} or {"": say(error.sentence)}
            return self._page(one, _again(lines, errors), errors)
        flash(_("已保存 %(count)s 行。", count=count), "success")
        more = request.form.get("then") == "more"
        target = url_for(".index", id=one.id) if more else url_for("volume_list.details_view", id=one.id)
        return redirect(target, 303)

    def _page(self, one: VolumeList, rows: list[Cells], errors: dict[str, str]) -> ResponseReturnValue:
        writing = may_write(db.session(), one)
        if writing and not errors:
            last = rows[-1].typed["part"] if rows else str(Part.APPROVAL)
            rows = [*rows, *(Cells(0, "", dict.fromkeys(FIELDS, "") | {"part": last, "annex": "0"}, {}) for _blank in range(BLANK))]
        specs = VolumePiece.register.fields
        html = self.render(
            "archives/sheet.html", nav_key="volume_list", rows=rows, fields=[(name, say(specs[name].label)) for name in FIELDS], errors=errors,
            parts=[(str(part), say(title)) for part, title in PARTS.items()], name=one.name or "", writing=writing,
            url_save=url_for(".index", id=one.id), url_list=url_for("volume_list.index_view"), url_one=url_for("volume_list.details_view", id=one.id),
            list_title=say(VolumeList.register.title),
            pages=sum(int(row.typed["pages"]) for row in rows if row.typed["pages"].isdecimal()),
        )  # fmt: skip
        return make_response(html, 422 if errors else 200)


def _stored(one: VolumeList) -> list[Cells]:
    numbers = contract_numbers(db.session(), one.id)
    return [Cells(piece.id, str(piece.line_no), _typed(piece), {}, contract=numbers.get(piece.id, "")) for piece in shown(db.session(), one)]


def _typed(piece: VolumePiece) -> dict[str, str]:
    specs = VolumePiece.register.fields
    return {name: input_text(specs[name], getattr(piece, name)) for name in FIELDS} | {"annex": "1" if piece.annex else "0"}


def _sent() -> list[Line]:
    form = request.form
    keys = form.getlist("key")
    columns = {name: form.getlist(name) for name in FIELDS}
    removed = set(form.getlist("remove"))
    return [
        Line(
            int(key) if key.isdecimal() and len(key) < 19 else 0,
            {name: column[place] if place < len(column) else "" for name, column in columns.items()},
            key in removed and key != "0",
        )
        for place, key in enumerate(keys[: MOST + BLANK])
    ]


def _again(lines: list[Line], errors: dict[str, str]) -> list[Cells]:
    return [
        Cells(
            line.key, str(place + 1) if line.key else "", {name: line.typed.get(name, "") for name in FIELDS},
            {name: errors[f"{place}.{name}"] for name in FIELDS if f"{place}.{name}" in errors}, line.removed,
        )
        for place, line in enumerate(lines)
    ]  # fmt: skip
