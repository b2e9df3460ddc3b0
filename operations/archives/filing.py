"""What the acceptance of a transfer files: papers on a shelf under their number, certificates in an opened safe (K3.14–K3.16, K3.18)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.custody import AccountKind, Reason
from domain.errors import Invalid, Refused
from domain.terms import Term
from models.archives.transfer import ArchiveTransfer, TransferKind
from models.archives.unit import ArchiveUnit
from models.archives.volume_list import VolumeList
from models.base import columns_of
from models.fence import acting
from models.register import registers
from operations import records
from operations.archives.ledger import Movement, record
from operations.archives.signing import frozen_list, items_of
from operations.behalf import on_behalf

HOMES = {TransferKind.PAPERS: AccountKind.SHELF, TransferKind.CERTIFICATES: AccountKind.SAFE}
WRONG_PLACE = {
    TransferKind.PAPERS: Term("项目档案放架位，请选架位。", "Papers belong on a shelf; choose one."),
    TransferKind.CERTIFICATES: Term("权证放保险柜，请选保险柜，并先由两人开柜。", "Certificates belong in a safe; choose one that two have opened."),
}
NO_SHELF = Term("还没有登记架位，请先在存放位置中登记。", "There is no shelf yet; add one under places.")


def right_place(session: Session, one: ArchiveTransfer, values: dict[str, Any]) -> None:
    """Papers go on a shelf, certificates into a safe (K3.20)."""
    account = columns_of("archive_account")
    kind = session.connection().execute(select(account.kind).where(account.id == values.get("place"))).scalar()
    if kind != HOMES[one.kind]:
        sentence = WRONG_PLACE[one.kind]
        raise Invalid(sentence, fields={"place": sentence}, clause="K3.20")


def file_transfer(session: Session, one: ArchiveTransfer) -> None:
    """Give the number, enter what is filed, and write the journal with the transfer's number as its document."""
    assert one.place_id is not None
    with acting(session, on_behalf(session, f"移交归档：{one.number}")):
        volume = _volume(session, one)
        one.volume_id = volume.id
        units = _certificates(session, one, volume) if one.kind == TransferKind.CERTIFICATES else [_papers(session, one, volume)]
        session.flush()
    record(session, one.archivist_id, [Movement(unit, one.place_id, Reason.FILE, one.number) for unit in sorted(units)])


def _volume(session: Session, one: ArchiveTransfer) -> ArchiveUnit:
    """The volume of the project, with its number; of certificates that come first, the volume they will lie beside (K3.21)."""
    if one.volume_id is not None:
        return session.get_one(ArchiveUnit, one.volume_id)
    values = {
        "word": one.word_id, "title": one.title, "department": one.department_id, "customer": one.customer_id,
        "home": one.place_id if one.kind == TransferKind.PAPERS else _some_shelf(session),
    }  # fmt: skip
    made: ArchiveUnit = records.create(session, registers["archive_unit"], values)
    return made


def _papers(session: Session, one: ArchiveTransfer, volume: ArchiveUnit) -> int:
    for written in session.scalars(select(VolumeList).where(VolumeList.transfer_id == one.id, VolumeList.volume_id.is_(None))).all():
        written.volume_id = volume.id
    found = frozen_list(session, one.id)
    assert one.place_id is not None
    volume.home_id, volume.pages = one.place_id, found.total_pages
    return volume.id


def _certificates(session: Session, one: ArchiveTransfer, volume: ArchiveUnit) -> list[int]:
    made = [
        records.create(session, registers["certificate"], {**row._asdict(), "volume": volume.id, "home": one.place_id}) for row in items_of(session, one.id)
    ]
    return [certificate.unit_id for certificate in made]


def _some_shelf(session: Session) -> int:
    account = columns_of("archive_account")
    wanted = select(account.id).where(account.kind == AccountKind.SHELF, account.active).order_by(account.id).limit(1)
    found = session.connection().execute(wanted).scalar()
    if found is None:
        raise Refused(NO_SHELF, clause="K3.20")
    return int(found)
