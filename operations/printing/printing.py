"""Printing a form of a case: offered, refused with a reason, prepared, recorded with its digest, and checked afterwards."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.errors import NOT_ALLOWED_TODO, Conflict, Invalid, Missing, Refused
from domain.terms import Term
from models import audit
from models.base import Record
from models.complaints.complaint import Complaint
from models.complaints.printed_form import PrintedForm
from models.fence import ROWS_REFUSED, acting, authority_of, bits_of
from models.governance.setting import Setting, SettingName
from models.organisation.employee import Employee
from operations.complaints.recusal import require_impartial
from operations.printing import paper
from operations.printing.catalogue import FORMS
from operations.printing.content import Doc, filled
from operations.printing.forms import Form
from operations.records import find, require
from permissions.actor import System

NO_SUCH_FORM = Term("没有编号为「{code}」的表单。", "There is no form “{code}”.")
NOT_YET = Term("《{form}》要在「{step}」之后才能打印。", "“{form}” can be printed only after {step}.")
CHANGED = Term("打印之后，案件内容已有变化，这一份不再是现在的内容。请重新打印。", "The case has changed since this was printed. Print it again.")
TOO_SHORT = Term(
    "校验码至少要有 12 位（0–9、A–F），请照打印件右下角输入，或扫描二维码。",
    "A content code has at least 12 characters (0–9, A–F): type it as printed, or scan the QR.",
)
PRINT = Term("打印", "print")


@dataclass(frozen=True, slots=True)
class Offer:
    """A form of a case, and why it cannot be printed yet."""

    form: Form
    refusal: Term | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of one print with a certain digest."""

    form: str
    title: Term
    number: str
    complaint_id: int
    printed_by: str
    printed_at: Any
    current: bool


def offers(session: Session, case: Complaint) -> tuple[Offer, ...]:
    """The forms of ``case`` in the order of their numbers; none for whom may not print it."""
    if not authority_of(session).may("complaint", Action.PRINT) or not bits_of(session, case, Action.PRINT):
        return ()
    return tuple(Offer(form, _not_yet(case, form)) for form in sorted(FORMS.values(), key=lambda form: form.code))


def form_of(code: str) -> Form:
    """The form with this number; raises Missing."""
    if code not in FORMS:
        raise Missing(NO_SUCH_FORM, code=code[:10])
    return FORMS[code]


def prepare(session: Session, case: Complaint, code: str, locale: str) -> Doc:
    """The form filled for whoever acts; raises Missing, or Refused (right, recusal, too early) with the clause."""
    form = form_of(code)
    require(session, Complaint.register, Action.PRINT)
    if not bits_of(session, case, Action.PRINT):
        raise Refused(ROWS_REFUSED, register=Complaint.register.title, action=PRINT, todo=NOT_ALLOWED_TODO)
    person = authority_of(session).person
    if person is not None:
        require_impartial(session, case, person.person_id)
    early = _not_yet(case, form)
    if early is not None:
        raise Refused(early, clause=form.clauses[0])
    return filled(session, case, form, locale)


def record_print(session: Session, case: Complaint, code: str, locale: str) -> PrintedForm:
    """Note who printed what, with the digest of the content as he sees it; the paper follows from the note."""
    doc = prepare(session, case, code, locale)
    who = authority_of(session)
    digest = paper.digest_of(doc)
    with acting(session, System("打印", acting_for=who.account_id)):
        row = PrintedForm(
            complaint_id=case.id, form=code, printed_at=session.info["clock"](), printed_by_id=who.person.person_id if who.person else None,
            digest=digest, locale=locale, whole=_whole(session, case, code, locale),
        )  # fmt: skip
        session.add(row)
    audit.note(session, who, Action.PRINT, "complaint", case.id, form=code, digest=digest)
    return row


def printed_doc(session: Session, row: PrintedForm) -> Doc:
    """What the print ``row`` holds, made again; raises Conflict when the case has changed since, Missing when it is not his."""
    case = find(session, Complaint.register, row.complaint_id)
    doc = prepare(session, case, row.form, row.locale)
    if paper.digest_of(doc) != row.digest:
        raise Conflict(CHANGED, clause=FORMS[row.form].clauses[0])
    return doc


def verify(session: Session, typed: str) -> list[Verdict]:
    """The prints whose digest begins with what was typed, among the cases the reader sees; raises Invalid for no digest."""
    wanted = digest_typed(typed)
    require(session, PrintedForm.register, Action.VIEW)
    rows = session.scalars(select(PrintedForm).where(PrintedForm.digest.startswith(wanted)).order_by(PrintedForm.id.desc()).limit(20)).all()
    return [_verdict(session, row) for row in rows]


def digest_typed(typed: str) -> str:
    """The beginning of a digest as it was typed or scanned, in small letters; raises Invalid when it is none."""
    wanted = re.sub(r"[\s\-–—]", "", typed).lower()
    if not re.fullmatch(r"[0-9a-f]{12,64}", wanted):
        raise Invalid(TOO_SHORT, fields={"code": TOO_SHORT})
    return wanted


def _verdict(session: Session, row: PrintedForm) -> Verdict:
    with acting(session, System("is a print still what the case says?")):
        case = session.get_one(Complaint, row.complaint_id)
        form = FORMS.get(row.form)
        current = form is not None and _whole(session, case, row.form, row.locale) == row.whole
        by = session.scalar(select(Employee.name).where(Employee.id == row.printed_by_id)) or ""
        return Verdict(row.form, form.title if form else Term(row.form, row.form), case.number, case.id, by, row.printed_at, current)


def company_name(session: Session) -> str:
    """The company's name as set; empty when nobody has set it."""
    with acting(session, System("the letterhead")):
        return session.scalar(select(Setting.value).where(Setting.name == SettingName.COMPANY_NAME)) or ""


def _whole(session: Session, case: Record, code: str, locale: str) -> str:
    with acting(session, System("a digest of the whole form")):
        return paper.digest_of(filled(session, case, FORMS[code], locale))


def _not_yet(case: Complaint, form: Form) -> Term | None:
    if not form.filled or getattr(case, case.register.fields[form.filled].column) not in (None, ""):
        return None
    return NOT_YET.format(form=form.title, step=form.after or form.title)
