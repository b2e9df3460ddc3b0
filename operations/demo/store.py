"""The archive room of the demo company: shelves, a safe with its keepers, classes, volumes and certificates, and how they were filed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.custody import AccountKind, Reason
from domain.values import OFFICE_ZONE
from models.archives.certificate import CertificateKind
from models.archives.safe_role import Half
from models.archives.safe_session import SafeState
from models.archives.unit import ArchiveUnit
from models.customers.customer import Customer
from models.organisation.employee import Employee
from models.register import registers
from operations.archives.ledger import Movement, account_of, record
from operations.demo.company import Company
from operations.demo.disposition import play_disposition
from operations.demo.loans import Deed, play_loans
from operations.demo.safe_days import play_safe_days
from operations.demo.stocktakes import play_stocktakes
from operations.demo.transfers import play_transfers
from operations.demo.volume_contents import write_lists
from operations.records import create

VOLUMES, CERTIFIED = 36, 9
WORDS = (("鸿借字", "借款业务"), ("鸿保字", "担保业务"), ("鸿综字", "综合文书"))
CLASSES = (("1", "借款项目档案", 120), ("2", "合同与协议", 120), ("3", "会议与制度", None))
PERIODS = (("10", "十年", 120), ("YJ", "永久", None), ("1", "一年", 12))
ISSUERS = ("不动产登记中心", "市场监督管理局", "车辆管理所")


def fill_store(session: Session, company: Company, draw: Random, today: date) -> None:
    """Build the archive room and file its units over the past two months; the system must act."""
    _, archivist, keeper = company.people["ARC"]
    places = _places(session, company)
    words = [_make(session, "number_word", word=word, title=title) for word, title in WORDS]
    periods = {months: _make(session, "retention_period", code=code, title=title, months=months, ground="档案管理制度").id for code, title, months in PERIODS}
    classes = [
        _make(session, "case_class", year=today.year, department=company.departments["GMO"], clause_no=no, title=title, retention=periods[months])
        for no, title, months in CLASSES
    ]
    for holder, half in ((archivist, Half.KEY), (keeper, Half.CODE)):
        _make(session, "safe_role", safe=places["BX-01"], holder=holder, half=half, from_on=date(today.year, 1, 1))
    customers = session.scalars(select(Customer).order_by(Customer.id).limit(VOLUMES)).all()
    for place, customer in enumerate(customers):
        at = datetime.combine(today - timedelta(days=60 - place), time(10, draw.randrange(60)), OFFICE_ZONE)
        shelf = places[f"A-0{1 + place % 4}"]
        with _at(session, at):
            volume = _make(
                session, "archive_unit", word=words[place % 2].id, title=f"{customer.name}借款项目档案"[:200], case_class=classes[0].id,
                department=customer.department_id, customer=customer.id, pages=20 + draw.randrange(180), home=shelf,
            )  # fmt: skip
            record(session, archivist, [Movement(volume.id, shelf, Reason.FILE, f"移交清单 {place + 1}")])
            if place % (VOLUMES // CERTIFIED) == 0:
                _certificate(session, draw, volume, places["BX-01"], (archivist, keeper))
    _old_ledger(session, company, draw, today)
    write_lists(session, draw, today)
    play_safe_days(session, draw, today)
    play_loans(session, draw, today, [*_lost_and_found(session, archivist, places, today), *play_transfers(session, draw, today)])
    play_disposition(session, draw, today)
    play_stocktakes(session, draw, today)


def _places(session: Session, company: Company) -> dict[str, int]:
    room = _make(session, "archive_account", code="ROOM", name="档案室", kind=AccountKind.DESK).id
    made = {"ROOM": room}
    for code, name, kind in (
        ("A-01", "A 架一层", AccountKind.SHELF), ("A-02", "A 架二层", AccountKind.SHELF), ("A-03", "A 架三层", AccountKind.SHELF),
        ("A-04", "A 架四层", AccountKind.SHELF), ("BX-01", "权证保险柜", AccountKind.SAFE), ("DESK", "档案室柜台", AccountKind.DESK),
        ("TRANSIT", "移交途中", AccountKind.TRANSIT), ("COURT", "人民法院", AccountKind.EXTERNAL), ("REG", "不动产登记中心", AccountKind.EXTERNAL),
    ):  # fmt: skip
        inside = {"above": room} if kind in (AccountKind.SHELF, AccountKind.SAFE, AccountKind.DESK) else {}
        made[code] = _make(session, "archive_account", code=code, name=name, kind=kind, **inside).id
    return made


def _certificate(session: Session, draw: Random, volume: Any, safe: int, keepers: tuple[int, int]) -> None:
    """A certificate filed the same day (K3.18), the safe opened for it by both keepers and shut again."""
    certificate = _make(
        session, "certificate", certificate_no=f"权证第{draw.randrange(10_000, 99_999)}号", kind=draw.choice(list(CertificateKind)), volume=volume.id,
        right_holder=volume.title.removesuffix("借款项目档案")[:120], issuer=draw.choice(ISSUERS), home=safe,
    )  # fmt: skip
    opening = _make(session, "safe_session", safe=safe, opener=keepers[0], second=keepers[1], purpose="权证入柜")
    opening.state, opening.opened_at = SafeState.OPEN, session.info["clock"]()
    session.flush()
    record(session, keepers[1], [Movement(certificate.unit_id, safe, Reason.FILE, "权证移交清单", witness=keepers[0])])
    opening.state, opening.closed_at, opening.closed_by_id = SafeState.CLOSED, session.info["clock"](), keepers[0]
    session.flush()


def _old_ledger(session: Session, company: Company, draw: Random, today: date) -> None:
    """A ledger kept on paper until now, read in and not yet without contradictions."""
    year = today.year - 1
    opening = _make(session, "opening_ledger", source=f"{year} 年手工台账.xlsx", as_of_on=today, department=company.departments["GMO"]).id
    somebody = session.scalars(select(Employee.name).order_by(Employee.id.desc()).limit(1)).one()
    for place, (number, where, holder, out) in enumerate(
        (
            (f"{year}鸿综字第001号", "A-01", "", ""), (f"{year}年鸿综字第２号", "A 架一层", somebody, f"{year}年11月5日"),
            (f"鸿综字[{year}]4号", "A-02", "", ""), (f"{year}鸿综字第004号", "A-02", "人民法院", ""), (f"{year}鸿综字第005号", "三楼铁柜", "", ""),
            (f"{year}鸿综字第006号", "A-02", "下落不明", ""),
        ), 1,
    ):  # fmt: skip
        _make(
            session, "opening_line", opening=opening, line_no=place, written_number=number, title=f"{year} 年综合文书第 {place} 册", place=where,
            holder=holder or None, borrowed=out or None, written_pages=str(20 + draw.randrange(60)),
        )  # fmt: skip


def _lost_and_found(session: Session, archivist: int, places: dict[str, int], today: date) -> list[Deed]:
    """One volume is with the court, one was missing for a day."""
    first, second = session.scalars(select(ArchiveUnit.id).where(ArchiveUnit.part_no == 0).order_by(ArchiveUnit.id).limit(2))
    gone = account_of(session, AccountKind.MISSING)
    steps = (
        (9, first, places["COURT"], Reason.SEND_OUT, "法院调卷函"), (8, second, gone, Reason.MISS, "盘点报告"),
        (7, second, places["DESK"], Reason.FIND, "盘点报告"), (6, second, places["A-02"], Reason.SHELVE, "盘点报告"),
    )  # fmt: skip

    def deed(at: datetime, movement: Movement) -> Deed:
        def move() -> None:
            with _at(session, at):
                record(session, archivist, [movement])

        return at, move

    moments = [datetime.combine(today - timedelta(days=days), time(15), OFFICE_ZONE) for days, *_ in steps]
    return [deed(at, Movement(key, to, reason, said)) for at, (_, key, to, reason, said) in zip(moments, steps, strict=True)]


def _make(session: Session, register: str, **values: Any) -> Any:
    return create(session, registers[register], values)


@contextmanager
def _at(session: Session, moment: datetime) -> Iterator[None]:
    before = session.info["clock"]
    session.info["clock"] = lambda: moment
    try:
        yield
    finally:
        session.info["clock"] = before
