"""Which steps wait for somebody, and for whom: those that say so themselves, and those whose reader only a condition tells."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from domain.workflow import Move
from models.archives.transfer import ArchiveTransfer
from models.archives.volume_list import ListState, VolumeList
from models.base import columns_of
from models.customers.customer import Customer
from models.lending.slip import LoanMode
from models.organisation.appointment import Post
from models.organisation.charge import Charge
from models.register import Register, registers
from operations.declared_guards import waits_for
from permissions.actor import Person


@dataclass(frozen=True, slots=True)
class Waits:
    """A step that somebody must take: everybody who may take it, or only the one ``mine`` names; ``when`` narrows it."""

    move: str
    mine: str = ""
    when: Callable[[Any, Person], ColumnElement[bool]] | None = field(default=None)
    """(the model, the reader) → the rows it is about."""


def _not_his_own(model: Any, reader: Person) -> ColumnElement[bool]:
    """K4.8: who investigated or wrote the opinion does not decide."""
    return and_(*(or_(column.is_(None), column != reader.person_id) for column in (model.handler_id, model.opinion_by_id)))


def _not(column: Any, reader: Person) -> ColumnElement[bool]:
    """K5.8: whose own work it is does not authorise or verify it."""
    return or_(column.is_(None), column != reader.person_id)


def _asked(model: Any, reader: Person) -> ColumnElement[bool]:
    """T3.2: somebody waits for more time, and another grants it."""
    return and_(model.extension_asked_by_id.is_not(None), model.extension_granted_by_id.is_(None), model.extension_asked_by_id != reader.person_id)


def _called_by_another(model: Any, reader: Person) -> ColumnElement[bool]:
    return or_(model.handler_id.is_(None), model.handler_id != reader.person_id)


def _his_to_decide(model: Any, reader: Person) -> ColumnElement[bool]:
    """K7.8, K7.9: by post, as the guard of the decision asks it; nobody's own request, nor that of one he stands in for."""
    apart = {reader.person_id, *(one.person_id for one in reader.standing_in)}
    not_his_own = model.applicant_id.not_in(sorted(apart))
    posts = {post for post, _ in reader.posts}
    if Post.GENERAL_MANAGER.value in posts:
        return not_his_own
    manages = sorted({place for post, place in reader.posts if post == Post.DEPARTMENT_MANAGER.value and place is not None})
    customers: Any = Customer.__table__
    own = select(customers.c.id).where(customers.c.department_id == model.department_id)
    return and_(not_his_own, model.department_id.in_(manages), model.customer_id.in_(own))


def _either_keeper(model: Any, reader: Person) -> ColumnElement[bool]:
    """K3.20: one of the two who opened the safe shuts it."""
    return or_(model.opener_id == reader.person_id, model.second_id == reader.person_id)


def _appraised_by_another(model: Any, reader: Person) -> ColumnElement[bool]:
    """T4.4: proposing, appraising and approving take three people."""
    return and_(_not(model.proposer_id, reader), _not(model.appraised_by_id, reader))


def _of_the_kept_department(model: Any, reader: Person) -> ColumnElement[bool]:
    """K10.3: the archivist whom a department has named files for it."""
    keeps = sorted({place for post, place in reader.posts if post == Post.DEPARTMENT_ARCHIVIST.value and place is not None})
    kept: ColumnElement[bool] = model.department_id.in_(keeps)
    return kept


def _took_no_part(model: Any, reader: Person) -> ColumnElement[bool]:
    """K10.5: approved by somebody who neither opened nor counted nor reconciled it, nor stands in for one who did."""
    apart = sorted({reader.person_id, *(one.person_id for one in reader.standing_in)})
    scan, result = columns_of("stocktake_scan"), columns_of("stocktake_result")
    counted = select(scan.id).where(scan.stocktake_id == model.id, scan.scanned_by_id.in_(apart)).exists()
    settled = select(result.id).where(result.stocktake_id == model.id, result.settled_by_id.in_(apart)).exists()
    return and_(model.opener_id.not_in(apart), or_(model.reconciled_by_id.is_(None), model.reconciled_by_id.not_in(apart)), ~counted, ~settled)


def _slip_to_decide(model: Any, reader: Person) -> ColumnElement[bool]:
    """K3.23: the house's leaders, or the deputy in charge of the borrower's department; nobody's own."""
    apart = {reader.person_id, *(one.person_id for one in reader.standing_in)}
    not_his_own = model.borrower_id.not_in(sorted(apart))
    posts = {post for post, _ in reader.posts}
    if Post.GENERAL_MANAGER.value in posts:
        return not_his_own
    viewed = and_(model.mode == LoanMode.VIEW, _of_the_departments_own(model, reader))
    if Post.CHAIRMAN.value in posts:
        return and_(not_his_own, or_(model.mode == LoanMode.ORIGINAL, viewed))
    charge: Any = Charge.__table__
    led = model.department_id.in_(select(charge.c.department_id).where(charge.c.deputy_id.in_(sorted(apart))))
    return and_(not_his_own, or_(and_(model.mode == LoanMode.ORIGINAL, led), viewed))


def _of_the_departments_own(model: Any, reader: Person) -> ColumnElement[bool]:
    """K7.8: slips for files of the department the borrower works in, which the reader manages."""
    manages = sorted({place for post, place in reader.posts if post == Post.DEPARTMENT_MANAGER.value and place is not None})
    link, unit = columns_of("borrowing_slip_units"), columns_of("archive_unit")
    others = select(unit.id).join(link.target_id.table, link.target_id == unit.id)
    return and_(model.department_id.in_(manages), ~others.where(link.record_id == model.id, unit.department_id != model.department_id).exists())


def _more_time_asked(model: Any, reader: Person) -> ColumnElement[bool]:
    """K3.13: neither who asked nor A or B of the transfer."""
    others = and_(*(_not(column, reader) for column in (model.longer_asked_by_id, model.a_id, model.b_id)))
    return and_(model.longer_until_on.is_not(None), others)


def _of_his_transfer(column: str) -> Callable[[Any, Person], ColumnElement[bool]]:
    """Of the transfers of which the reader is A, or B."""

    def when(model: Any, reader: Person) -> ColumnElement[bool]:
        transfer: Any = ArchiveTransfer.__table__
        own: ColumnElement[bool] = model.transfer_id.in_(select(transfer.c.id).where(transfer.c[column] == reader.person_id))
        return own

    return when


def _takes_away(model: Any, reader: Person) -> ColumnElement[bool]:
    """K3.7: of the edition before, which three have signed, this draft of another has fewer pieces or pages, and nobody has seconded that."""
    piece: Any = columns_of("volume_piece").id.table
    before, was, line, now = VolumeList.__table__.alias("before"), piece.alias("was"), piece.alias("line"), piece.alias("now")
    transfer: Any = ArchiveTransfer.__table__

    def of(lines: Any, edition: Any, counted: Any) -> Any:
        same = [lines.c[name].is_not_distinct_from(line.c[name]) for name in ("part", "title", "document_no")]
        counted_so = select(func.coalesce(counted(lines), 0)).where(lines.c.volume_list_id == edition, *same)
        return counted_so.correlate(line, before, model.__table__).scalar_subquery()

    def less(counted: Any) -> ColumnElement[bool]:
        fewer: ColumnElement[bool] = of(was, before.c.id, counted) > of(now, model.id, counted)
        return fewer

    signed = select(transfer.c.id).where(transfer.c.volume_id == model.volume_id, transfer.c.kind == "papers", transfer.c.state == "accepted")
    taken = (
        select(line.c.id)
        .join(before, before.c.id == line.c.volume_list_id)
        .where(before.c.volume_id == model.volume_id, before.c.edition == model.edition - 1, before.c.state == ListState.FROZEN)
        .where(or_(less(lambda lines: func.sum(lines.c.pages)), less(lambda lines: func.count())))
    )
    return and_(_not(model.prepared_by_id, reader), model.seconded_by_id.is_(None), signed.exists(), taken.exists())


_FILING = (Waits("file"), Waits("resubmit"))
WAITING: dict[str, tuple[Waits, ...]] = {
    "complaint": (
        Waits("register"), Waits("accept"), Waits("assign"), Waits("sign_for", "handler"),
        Waits("grant_extension", when=_asked), Waits("submit", "handler"), Waits("propose"),
        Waits("decide", when=lambda model, reader: and_(model.major.is_(False), _not_his_own(model, reader))),
        Waits("refer", when=lambda model, _reader: model.major.is_(True)),
        Waits("resolve", when=_not_his_own), Waits("inform"), Waits("finish", "handler"), Waits("answer"),
        Waits("call", when=_called_by_another),
        Waits("close", when=lambda model, _reader: or_(model.satisfaction.is_(None), model.satisfaction != "dissatisfied")),
        Waits("reopen", when=lambda model, _reader: model.satisfaction == "dissatisfied"),
        Waits("archive"),
    ),
    "spot_check": (Waits("verify", "checker"), Waits("appoint", when=lambda model, _reader: model.checker_id.is_(None))),
    "correction_order": (
        Waits("authorise", when=lambda model, reader: _not(model.issued_by_id, reader)), Waits("carry_out"),
        Waits("verify", when=lambda model, reader: _not(model.carried_by_id, reader)),
    ),
    "archive_transfer": (
        Waits("grant_longer", when=_more_time_asked), Waits("accept", "archivist"), Waits("hand_in", "b"), Waits("hand_to_b", "a"),
    ),
    "volume_list": (Waits("second_list", when=_takes_away),),
    "transfer_supplement": (Waits("supply_item", when=_of_his_transfer("a_id")), Waits("verify_item", when=_of_his_transfer("b_id"))),
    "monthly_filing": (
        Waits("hand_over_month", when=_of_the_kept_department), Waits("receive_month", when=lambda model, reader: _not(model.handed_by_id, reader)),
    ),
    "borrowing_slip": (Waits("approve", when=_slip_to_decide), Waits("check_out")),
    "loan_line": (Waits("check_return"),),
    "safe_session": (Waits("confirm_open", "second"), Waits("close_safe", when=_either_keeper)),
    "safe_count": (Waits("confirm_count", "witness"),),
    "day_signing": (Waits("sign_day", "witness"),),
    "destruction_list": (
        Waits("appraise", when=_appraised_by_another), Waits("approve", when=_appraised_by_another),
        Waits("count_units", when=lambda model, reader: _not(model.approved_by_id, reader)), Waits("execute", "executor"),
    ),
    "destruction_supervisor": (Waits("sign_destruction", "supervisor"),),
    "stocktake": (
        Waits("approve", when=_took_no_part), Waits("begin_count", "opener"), Waits("end_count", "opener"), Waits("reconcile", "opener"),
    ),
    "certificate_release": (Waits("approve", when=lambda model, reader: _not(model.asker_id, reader)), Waits("release")),
    "registration": _FILING,
    "registration_change": _FILING,
    "archive_view_request": (Waits("approve", when=_his_to_decide),),
}  # fmt: skip
"""Whose move is next, in the order in which they are told when a record waits for two of them."""


def waiting() -> dict[str, tuple[Waits, ...]]:
    """Every step that waits for somebody: those named here, and those that say so themselves."""
    return _declared() | WAITING


def _declared() -> dict[str, tuple[Waits, ...]]:
    """The steps that say themselves whom they wait for (domain.workflow.Move.waits)."""
    flows = [(register, register.workflow.moves) for register in registers.values() if register.workflow]
    named = {register.key: tuple(_declared_step(register, move) for move in moves if move.waits) for register, moves in flows}
    return {key: steps for key, steps in named.items() if steps}


def _declared_step(register: Register, move: Move) -> Waits:
    return Waits(move.name, when=lambda model, reader: waits_for(model, register, move, reader))
