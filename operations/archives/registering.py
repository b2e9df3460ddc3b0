"""Entering units: the unified number, which a certificate shares with its volume, and where it belongs (K3.16, K3.20, K3.21)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.attributes import get_history

from domain.custody import AccountKind, UnitKind
from domain.errors import Invalid
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.archives.account import KINDS, ArchiveAccount
from models.archives.case_class import Secrecy
from models.archives.certificate import CERTIFICATE_KINDS, Certificate
from models.archives.number_void import NumberVoid
from models.archives.unit import ArchiveUnit
from models.base import columns_of
from models.fence import authority_of
from models.upkeep import count_up
from operations.archives.lists import pages_kept

PATTERN = "{year}{word}第{no:03d}号"
"""As in K3.21: 20xx鸿借字第001号."""
HOMES = {UnitKind.VOLUME: AccountKind.SHELF, UnitKind.CERTIFICATE: AccountKind.SAFE}
BY_HAND = frozenset({AccountKind.SHELF, AccountKind.SAFE, AccountKind.DESK, AccountKind.TRANSIT, AccountKind.EXTERNAL})
COVER = "涉密档案"
"""What stands in place of a confidential title."""
WRONG_HOME = Term(
    "{unit}应放「{wanted}」，所选位置是「{kind}」，请另选。",
    "A {unit} belongs in a {wanted}; the chosen place is a {kind}.",
)
NUMBER_STAYS = Term(
    "档号 {number} 已编定，字号不能再改；编错请作废后重新登记。",
    "{number} has been given and keeps its word; void it and enter it anew.",
)
KIND_STAYS = Term("位置的类别不能改；请停用后另建。", "The kind of a place never changes; retire it and add another.")
KERNELS = Term(
    "「{kind}」由系统按出入库自动建立，请选架位、保险柜、柜台、移交途中或外部机构。",
    "“{kind}” is opened by the ledger; choose a shelf, safe, desk, transit or authority.",
)
NEVER_GIVEN = Term("这个序号还没有编出（现编到 {last} 号），不用作废。", "That number was never given (the last is {last}); there is nothing to void.")
FILED_ALREADY = Term("该档号的档案已经入库，不能作废；差错请两人办理红字冲销。", "What bears this number was filed; two people reverse an error instead.")
IS_CERTIFICATE = Term("所选是权证，权证须登记在案卷名下。", "That is a certificate; enter certificates under a volume.")
CHECKED = ("certificate_no", "kind", "copies", "right_holder", "issuer")
CHECKED_STAYS = Term(
    "权证已清点入柜，登记的内容不能再改；确有错误的，在盘点或发还时按实物处理，并另行登记。",
    "It was checked into the safe, so what was entered of it stays; a mistake is settled by a stocktake or a release, and entered anew.",
)
VOLUME_STAYS = Term(
    "权证的档号就是案卷的档号，不能改换案卷；登记错误请两人冲销后重新登记。",
    "A certificate bears the number of its volume and cannot change to another.",
)


def unit_entered(session: Session, unit: ArchiveUnit) -> set[str]:
    """At every save: a new unit gets its number; raises Invalid for a place it does not belong to (K3.20)."""
    pages_kept(session, unit)
    apart = _put_apart(unit)
    if unit.home_id is not None:
        _fits(session, unit.home_id, UnitKind(unit.kind or UnitKind.VOLUME), "home")
    if unit.number is not None:
        if unit.id is not None and get_history(unit, "word_id").deleted:
            _invalid("word", NUMBER_STAYS.format(number=unit.number), "K3.16")
        return apart
    if unit.word_id is None or object_session(unit) is None:  # a row of a file that is only looked at takes no number
        return apart
    for column, value in _next_number(session, unit.word_id).items():
        setattr(unit, column, value)
    return {"number", "kind"} | apart


def units_numbered(session: Session, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Give rows of a file that are stored now their numbers, in their order (K3.16); the columns that were filled."""
    for row in rows:
        row |= _next_number(session, row["word_id"])
    return {"number", "kind"}


def _next_number(session: Session, word_id: int) -> dict[str, Any]:
    word = columns_of("number_word")
    written = session.connection().execute(select(word.word).where(word.id == word_id)).scalar_one()
    year = session.info["clock"]().astimezone(OFFICE_ZONE).year
    no = count_up(session.connection(), f"archive:{word_id}", year)
    return {"kind": UnitKind.VOLUME, "part_no": 0, "year": year, "no": no, "number": PATTERN.format(year=year, word=written, no=no)}


def _put_apart(unit: ArchiveUnit) -> set[str]:
    """K10.22: a confidential title is kept in a field of its own, and whatever names the unit says only that it is confidential."""
    if unit.secrecy != Secrecy.CONFIDENTIAL:
        if unit.full_title:
            unit.title, unit.full_title = (unit.full_title if unit.title == COVER else unit.title), None
    elif unit.title and unit.title != COVER:
        unit.full_title, unit.title = unit.title, COVER
    return {"title", "full_title"}


def certificate_entered(session: Session, certificate: Certificate) -> set[str]:
    """At every save: a new certificate becomes a unit under the number of its volume (K3.21); raises Invalid."""
    if certificate.home_id is not None:
        _fits(session, certificate.home_id, UnitKind.CERTIFICATE, "home")
    if certificate.unit_id is not None:
        if get_history(certificate, "volume_id").deleted:
            _invalid("volume", VOLUME_STAYS, "K3.21")
        _signed_over(session, certificate)
        return set()
    if (
        certificate.volume_id is not None
        and certificate.home_id is not None
        and certificate.kind
        and certificate.certificate_no
    ):
        volume = _volume_of(session, certificate.volume_id)
        if object_session(certificate) is not None:  # for a row of a file that is only looked at nothing is filed
            certificate.unit_id = _unit_of(session, certificate, volume)
    return {"unit"}


def _signed_over(session: Session, certificate: Certificate) -> None:
    """K3.19: what three have checked stays as it was once the certificate lies in a safe, whoever would write it anew."""
    changed = [key for key in CHECKED if get_history(certificate, key).has_changes()]
    if not changed or authority_of(session).is_system:
        return
    entry = columns_of("custody_entry")
    if session.connection().execute(select(entry.id).where(entry.unit_id == certificate.unit_id).limit(1)).first():
        raise Invalid(CHECKED_STAYS, fields=dict.fromkeys(changed, CHECKED_STAYS), clause="K3.19")


def certificates_filed(session: Session, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Make a unit for each row of a file that is stored now (K3.21); the column that was filled."""
    for row in rows:
        row["unit_id"] = _unit_of(session, Certificate(**row), _volume_of(session, row["volume_id"]))
    return {"unit_id"}


def _volume_of(session: Session, key: int) -> Any:
    # Held while its certificates are counted, so that two of them never get the same part.
    unit = columns_of("archive_unit")
    volume = session.connection().execute(select(unit.id.table).where(unit.id == key).with_for_update()).one()
    if volume.kind != UnitKind.VOLUME:
        _invalid("volume", IS_CERTIFICATE, "K3.21")
    return volume


def _unit_of(session: Session, certificate: Certificate, volume: Any) -> int:
    connection, unit, now = session.connection(), columns_of("archive_unit"), session.info["clock"]()
    last = connection.execute(
        select(func.max(unit.part_no)).where(
            unit.word_id == volume.word_id, unit.year == volume.year, unit.no == volume.no
        )
    )
    called, secret = f"{CERTIFICATE_KINDS[certificate.kind].zh} {certificate.certificate_no}"[:200], volume.secrecy == Secrecy.CONFIDENTIAL
    values = {
        "number": volume.number, "kind": UnitKind.CERTIFICATE, "word_id": volume.word_id, "year": volume.year, "no": volume.no,
        "part_no": last.scalar_one() + 1, "title": COVER if secret else called, "full_title": called if secret else None,
        "department_id": volume.department_id, "customer_id": volume.customer_id, "secrecy": volume.secrecy, "home_id": certificate.home_id,
        "volume_id": volume.id, "version": 1, "created_at": now, "updated_at": now,
    }  # fmt: skip
    made = connection.execute(insert(ArchiveUnit.__table__).values(**values))
    return int(made.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted, so it has a key


def void_entered(session: Session, void: NumberVoid) -> set[str]:
    """At every save by a person: only a number that was given is made void, and only while nothing under it was filed (K3.16)."""
    if None in (void.word_id, void.year, void.no) or authority_of(session).is_system:
        return set()
    series, unit, entry = (columns_of(name) for name in ("number_series", "archive_unit", "custody_entry"))
    read = session.connection().execute
    last = read(select(series.last_no).where(series.word == f"archive:{void.word_id}", series.year == void.year)).scalar() or 0
    if void.no > last:
        _invalid("no", NEVER_GIVEN.format(last=last), "K3.16")
    filed = select(entry.id).join(unit.id.table, unit.id == entry.unit_id)
    if read(filed.where(unit.word_id == void.word_id, unit.year == void.year, unit.no == void.no).limit(1)).first():
        _invalid("no", FILED_ALREADY, "K3.16")
    return set()


def account_entered(session: Session, account: ArchiveAccount) -> set[str]:
    """At every save by a person: a place is one of those people make, and stays of its kind; raises Invalid."""
    if authority_of(session).is_system:
        return set()
    if account.id is not None and get_history(account, "kind").deleted:
        _invalid("kind", KIND_STAYS, "K3.4")
    if account.id is None and account.kind is not None and account.kind not in BY_HAND:
        _invalid("kind", KERNELS.format(kind=KINDS[account.kind]), "K3.4")
    return set()


def _fits(session: Session, account: int, unit: UnitKind, field: str) -> None:
    place = columns_of("archive_account")
    kind = session.connection().execute(select(place.kind).where(place.id == account)).scalar()
    if kind is not None and kind != HOMES[unit]:
        said: dict[str, Any] = {
            "unit": Term("案卷", "volume") if unit is UnitKind.VOLUME else Term("权证", "certificate")
        }
        _invalid(field, WRONG_HOME.format(**said, wanted=KINDS[HOMES[unit]], kind=KINDS[AccountKind(kind)]), "K3.20")


def _invalid(field: str, sentence: Term, clause: str) -> None:
    raise Invalid(sentence, fields={field: sentence}, clause=clause)
