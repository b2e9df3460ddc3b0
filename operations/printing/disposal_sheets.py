"""What stands on a destruction list and on the receipt for a certificate beside their own fields (T4.4, K3.20)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.terms import Term
from domain.values import write_moment
from models.archives.certificate import Certificate
from models.archives.certificate_release import CertificateRelease
from models.archives.destruction_list import DestructionList
from models.archives.destruction_supervisor import DestructionSupervisor
from models.archives.unit import ArchiveUnit
from models.register import registers
from operations.archives.desk import code_of
from operations.archives.retention import kept
from operations.printing.content import Block, filled
from operations.printing.forms import Cells, Form
from operations.printing.reading import words_of
from operations.printing.sheet_parts import Signed, name_of, signs, table

UNITS = Term("销毁档案", "Units")
_HEADS = (Term("序号", "No."), Term("档号", "Archive no."), Term("题名", "Title"), Term("页数", "Pages"), Term("保管至", "Kept until"), Term("清点", "Count"))
SUPERVISOR = Term("监销人", "Supervisor")
_OF_CERTIFICATE = Form(
    "", UNITS, (), (Cells(("certificate_no", "kind", "right_holder", "issuer", "copies", "registered_on"), tall=0),), register="certificate", above=()
)


def destroyed_units(session: Session, listed: DestructionList, locale: str) -> list[Block]:
    """Every unit of the list, as far as its reader may see it."""
    units = session.scalars(select(ArchiveUnit).join(DestructionList.units).where(DestructionList.id == listed.id).order_by(ArchiveUnit.id)).all()
    periods = kept(session.connection(), [one.id for one in units])
    rows = []
    for place, one in enumerate(units, 1):
        words, until = words_of(session, one, ("title", "pages"), locale), periods[one.id].until
        rows.append([str(place), code_of(one.number, one.part_no), words.get("title", ""), words.get("pages", ""), until.isoformat() if until else "—", "□"])
    title = Term(f"销毁档案：共 {len(units):,} 件", f"Units: {len(units):,}")
    return [table(title, _HEADS, (2, 6, 9, 2, 4, 2), rows, locale)]


def supervisors_of(session: Session, listed: DestructionList, locale: str) -> list[Block]:
    """A cell for each supervisor, two empty ones before any is named."""
    wanted = select(DestructionSupervisor).where(DestructionSupervisor.destruction_id == listed.id).order_by(DestructionSupervisor.id)
    cells: list[Signed] = [(SUPERVISOR, name_of(session, one.supervisor_id), _on(one.signed_at)) for one in session.scalars(wanted)]
    return [signs(cells or [(SUPERVISOR, "", "")] * 2, locale)]


def released_certificate(session: Session, release: CertificateRelease, locale: str) -> list[Block]:
    """The certificate the owner gets back."""
    certificate = session.scalar(select(registers["certificate"].model).where(Certificate.id == release.certificate_id))
    return [] if certificate is None else list(filled(session, certificate, _OF_CERTIFICATE, locale)["blocks"])


def _on(moment: datetime | None) -> str:
    return write_moment(moment).split(" ")[0] if moment else ""
