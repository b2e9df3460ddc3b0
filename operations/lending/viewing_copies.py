"""电子调阅: who may look at a scan and until when; each page opened is kept, and none is shown without name and minute (K7.8, K7.9)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused, missing
from domain.terms import Term
from domain.values import write_moment
from models.archives.digital_copy import DigitalCopy
from models.fence import acting, authority_of
from models.governance.attachment import Attachment
from models.lending.page_access import PageAccess
from models.lending.view_grant import ViewGrant, ViewState
from operations.attachments import stored_file
from operations.lending.viewings import viewing_of
from operations.printing.glyphs import font_folder
from operations.records import find
from permissions.actor import Person, System

SHOWN_FOR = timedelta(minutes=10)
"""How long the picture of an opened page may be fetched; after that it is opened, and kept, again."""
MOST_PAGES = 4_096
DOTS = 110
TEMPLATE = Path(__file__).parents[2] / "templates" / "print" / "page.typ"
OVER = Term("调阅已于 {at} 截止，请另填查阅的出借单。", "The viewing ended at {at}; fill another slip to view.")
NOT_APPROVED = Term("所依据的查阅出借单不再有效，请另填一单。", "The slip it rests on holds no more; fill another.")
NO_COPY = Term("这件档案还没有电子副本，请在档案室查阅，或先扫描登记。", "There is no scan of this unit yet: view it at the archive, or have it scanned.")
NOT_GRANTED = Term("不能调阅，现为「{state}」。", "It cannot be viewed: it is “{state}”.")
NO_SUCH_PAGE = Term("没有第 {page} 页，共 {count} 页。", "There is no page {page} of {count}.")
DAMAGED = Term("扫描件打不开，请档案管理员重新扫描登记。", "The scan cannot be opened; have it scanned again.")


@dataclass(frozen=True, slots=True)
class Opened:
    """A scan somebody may look at now."""

    grant: ViewGrant
    copy: DigitalCopy
    path: Path
    pages: int


# ---- looking -------------------------------------------------------------------------------------------------------------


def opened(session: Session, data_dir: Path, grant_id: int) -> Opened:
    """The scan of a grant in force of whoever acts; raises Missing for another's, Refused when it does not run."""
    grant: ViewGrant = find(session, ViewGrant.register, grant_id)
    person: Person | None = authority_of(session).person
    if person is None or grant.viewer_id != person.person_id:
        raise missing()
    if grant.state is not ViewState.GRANTED or grant.until_at is None:
        state = ViewGrant.register.fields["state"].titles[grant.state.value]
        raise Refused(NOT_GRANTED, state=state, clause="K7.8")
    if grant.until_at < session.info["clock"]():
        raise Refused(OVER, at=write_moment(grant.until_at), clause="K7.8")
    if viewing_of(session, grant.unit_id, grant.viewer_id) is None:
        raise Refused(NOT_APPROVED, clause="K7.8")
    with acting(session, System("K7.8: the newest scan of a granted unit")):
        newest = select(DigitalCopy).where(DigitalCopy.unit_id == grant.unit_id, DigitalCopy.file_id.is_not(None))
        copy = session.scalar(newest.order_by(DigitalCopy.edition.desc()).limit(1))
        row = session.get(Attachment, copy.file_id) if copy is not None else None
    if copy is None or row is None:
        raise Refused(NO_COPY, clause="K7.8")
    path = stored_file(session, data_dir, row.id)[1]
    return Opened(grant, copy, path, pages_of(path))


def open_page(session: Session, data_dir: Path, grant_id: int, page: int) -> int:
    """Keep that a page is opened now, and return the number under which its picture is fetched."""
    found, who = opened(session, data_dir, grant_id), authority_of(session)
    if not 1 <= page <= found.pages:
        raise Refused(NO_SUCH_PAGE, page=page, count=found.pages, clause="K7.8")
    values = {
        "grant_id": found.grant.id, "copy_id": found.copy.id, "page": page, "opened_at": session.info["clock"](),
        "account_id": who.account_id or 0, "address": who.address[:60],
    }  # fmt: skip
    made = session.connection().execute(insert(PageAccess.__table__).values(**values))
    return int(made.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted, so it has a key


def access_of(session: Session, grant_id: int, access_id: int) -> tuple[int, datetime] | None:
    """(page, moment) of an opened page of this grant, while its picture may be fetched."""
    c, since = PageAccess.__table__.c, session.info["clock"]() - SHOWN_FOR
    row = session.connection().execute(select(c.page, c.opened_at).where(c.id == access_id, c.grant_id == grant_id, c.opened_at >= since)).first()
    return (row.page, row.opened_at) if row else None


def picture(session: Session, data_dir: Path, grant_id: int, access_id: int) -> bytes:
    """The PNG of a page that was opened, with the viewer's name and the minute all over it; raises Missing or Refused."""
    found, access = opened(session, data_dir, grant_id), access_of(session, grant_id, access_id)
    if access is None:
        raise missing()
    person: Any = authority_of(session).person
    return draw(found.path, access[0], f"{person.name} {person.code} {write_moment(access[1])}")


def accesses(session: Session, grant_id: int, most: int) -> list[tuple[int, datetime]]:
    """(page, moment) of what was opened under a grant, the latest first."""
    c = PageAccess.__table__.c
    rows = session.connection().execute(select(c.page, c.opened_at).where(c.grant_id == grant_id).order_by(c.id.desc()).limit(most))
    return [(row.page, row.opened_at) for row in rows]


# ---- drawing -------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def pages_of(path: Path) -> int:
    """How many pages a PDF has, found by trying: a stored file never changes. Raises Invalid when it cannot be opened."""
    if not _has(path, 1):
        raise Invalid(DAMAGED, clause="K10.5")
    low, high = 1, 2
    while high <= MOST_PAGES and _has(path, high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _has(path, middle) else (low, middle)
    return low


def _has(path: Path, page: int) -> bool:
    try:
        _compiled(path, page, "", 4)
    except typst.TypstError:
        return False
    return True


def draw(path: Path, page: int, mark: str) -> bytes:
    """One page as PNG under its watermark."""
    return _compiled(path, page, mark, DOTS)


def _compiled(path: Path, page: int, mark: str, dots: int) -> bytes:
    compiler = typst.Compiler(  # type: ignore[misc]  # its stubs cannot tell a template of bytes
        TEMPLATE.read_bytes(), root=path.parent, font_paths=[font_folder()], ignore_system_fonts=True
    )
    found = compiler.compile(format="png", ppi=dots, sys_inputs={"file": f"/{path.name}", "page": str(page), "mark": mark})
    assert isinstance(found, bytes)
    return found
