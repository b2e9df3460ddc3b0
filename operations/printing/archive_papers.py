"""The archive's own sheets: filled from its documents, noted in the log when printed, each with a code of its content (K3.4, K10.5)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.custody import REASONS, Reason
from domain.errors import Missing
from domain.terms import Term
from domain.values import write_day, write_moment
from models import audit
from models.archives.certificate import Certificate
from models.archives.certificate_release import CertificateRelease
from models.archives.day_close import DayClose
from models.archives.destruction_list import DestructionList
from models.archives.destruction_supervisor import DestructionSupervisor
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.fence import authority_of
from models.register import registers
from operations.archives import closing
from operations.archives.desk import code_of
from operations.archives.retention import kept
from operations.labels import labels
from operations.printing import paper
from operations.printing.content import Block, Doc
from operations.printing.printing import NO_SUCH_FORM
from operations.records import find, require

Sign = tuple[Term, str, str]
"""Who signs: the words, the name if the step has been taken, the day."""


def sheet(title: Term, code: str, clauses: Sequence[str], above: list[list[str]], blocks: list[Block], locale: str) -> Doc:
    """One A4 sheet of ours."""
    return {
        "code": code, "clauses": list(clauses), "title": title.say(locale), "plain": False, "landscape": False, "above": above, "blocks": blocks,
    }  # fmt: skip


def table(title: Term | None, heads: Sequence[Term], widths: Sequence[int], rows: list[list[str]], locale: str) -> Block:
    """A ruled table."""
    said = [head.say(locale) for head in heads]
    return {"kind": "table", "title": title.say(locale) if title else "", "heads": said, "widths": list(widths), "rows": rows}


def signs(cells: Sequence[Sign], locale: str) -> Block:
    """The cells at the bottom, to be signed by hand."""
    return {"kind": "signs", "title": "", "cells": [{"label": one.say(locale), "name": who, "date": on, "room": 0} for one, who, on in cells]}


def note(text: Term, locale: str) -> Block:
    """Small print."""
    return {"kind": "note", "text": text.say(locale)}


def name_of(session: Session, person: int | None) -> str:
    """An employee's name as the reader may see it."""
    return labels(session, "employee", [person]).get(person, "—") if person else ""


_ENTRY_HEADS = (
    Term("流水号", "Entry"), Term("档案", "Unit"), Term("事由", "Reason"), Term("从", "From"), Term("到", "To"), Term("凭证", "Document"), Term("经手", "By"),
)  # fmt: skip
_OPENING_HEADS = (
    Term("保险柜", "Safe"), Term("开柜两人", "Opened by"), Term("事由", "Purpose"), Term("开柜", "Opened"), Term("关柜", "Closed"),
    Term("超时原因", "Why late"),
)  # fmt: skip
_COUNT_HEADS = (Term("保险柜", "Safe"), Term("清点数", "Counted"), Term("账面数", "In the ledger"), Term("清点人", "Counted by"), Term("监点人", "Witness"))
ANCHOR = Term(
    "右上角二维码即末笔摘要。此后流水账若有改动，摘要必不相同；请两人签名后由档案室保存本单。",
    "The QR is the digest of the last entry. Were the ledger changed afterwards, its digest would be another: sign and keep this sheet.",
)


def day_close_doc(session: Session, close: DayClose, locale: str) -> Doc:
    """日结单: the entries and openings of the day, its counts, the digest of the last entry, two signatures."""
    day = close.closed_on
    entries = [
        [str(row.id), code_of(row.number, row.part_no), REASONS[Reason(row.reason)].say(locale), row.source, row.target, row.document, row.actor]
        for row in closing.entries_of(session, day)
    ]
    openings = [
        [row.safe, f"{row.opener}、{row.second}", row.purpose, write_moment(row.opened_at)[-5:], write_moment(row.closed_at)[-5:] if row.closed_at else "—",
         row.late_because or ""]
        for row in closing.openings_of(session, day)
    ]  # fmt: skip
    counts = [
        [labels(session, "archive_account", [safe]).get(safe, "—"), str(row.counted), str(row.expected),
         name_of(session, row.counter_id), name_of(session, row.witness_id)]
        for safe, row in closing.counts_of(session, day).items() if row is not None
    ]  # fmt: skip
    above = [
        [Term("日期", "Day").say(locale), write_day(day, locale)], [Term("流水账末号", "Last entry").say(locale), f"{close.entries:,}"],
        [Term("权证清点数", "Certificates counted").say(locale), f"{close.counted:,}"],
    ]  # fmt: skip
    blocks = [
        table(Term("当日出入库", "Entries of the day"), _ENTRY_HEADS, (2, 5, 3, 4, 4, 4, 3), entries, locale),
        table(Term("当日开柜", "Openings of safes"), _OPENING_HEADS, (4, 4, 5, 2, 2, 5), openings, locale),
        table(Term("保险柜清点", "Counts of safes"), _COUNT_HEADS, (5, 2, 2, 3, 3), counts, locale),
        {"kind": "essay", "title": Term("末笔摘要", "Digest of the last entry").say(locale), "text": close.head},
        note(ANCHOR, locale),
        signs(
            (
                (Term("清点人", "Counted by"), name_of(session, close.counter_id), write_day(day, locale)),
                (Term("监点人", "Witness"), name_of(session, close.witness_id), write_day(day, locale)),
            ),
            locale,
        ),
    ]  # fmt: skip
    return sheet(Term("档案日结单", "Day close"), "D01", ("K3.4", "K10.5"), above, blocks, locale)


_UNIT_HEADS = (Term("序号", "No."), Term("档号", "Archive no."), Term("题名", "Title"), Term("页数", "Pages"), Term("保管至", "Kept until"))


def destruction_doc(session: Session, listed: DestructionList, locale: str) -> Doc:
    """销毁清册: what is destroyed and why, and the signature of everybody who takes part."""
    units = session.scalars(select(ArchiveUnit).join(DestructionList.units).where(DestructionList.id == listed.id).order_by(ArchiveUnit.id)).all()
    periods = kept(session.connection(), [one.id for one in units])
    rows = []
    for place, one in enumerate(units, 1):
        until = periods[one.id].until
        rows.append([str(place), code_of(one.number, one.part_no), one.title, str(one.pages or "—"), until.isoformat() if until else "—"])
    signed = session.scalars(select(DestructionSupervisor).where(DestructionSupervisor.destruction_id == listed.id).order_by(DestructionSupervisor.id)).all()
    above = [[listed.register.fields["number"].label.say(locale), listed.number], [Term("件数", "Count").say(locale), f"{len(units):,}"]]
    cells: list[Sign] = [
        (Term("提出人", "Proposed by"), name_of(session, listed.proposer_id), ""),
        (Term("鉴定人", "Appraised by"), name_of(session, listed.appraised_by_id), _on(listed.appraised_at)),
        (Term("批准人", "Approved by"), name_of(session, listed.approved_by_id), _on(listed.approved_at)),
        (Term("执行人", "Executor"), name_of(session, listed.executor_id), _on(listed.executed_at)),
        *((Term("监销人", "Supervisor"), name_of(session, one.supervisor_id), _on(one.signed_at)) for one in signed),
    ]
    if not signed:
        cells += [(Term("监销人", "Supervisor"), "", "")] * 2
    texts = (("reason", listed.reason), ("appraisal", listed.appraisal), ("opinion", listed.opinion))
    said = [{"kind": "wide", "cells": [listed.register.fields[key].label.say(locale), value or "", 8]} for key, value in texts]
    blocks = [{"kind": "cells", "title": "", "rows": said}, table(None, _UNIT_HEADS, (1, 5, 8, 2, 3), rows, locale), signs(cells, locale)]
    return sheet(Term("档案销毁清册", "List of destroyed archives"), "D02", ("T4.4",), above, blocks, locale)


def release_doc(session: Session, release: CertificateRelease, locale: str) -> Doc:
    """权证发还收据: what the owner gets back, and his signature for it."""
    certificate = session.get_one(Certificate, release.certificate_id)
    fields = Certificate.register.fields
    values = (
        (fields["certificate_no"].label, certificate.certificate_no), (fields["kind"].label, fields["kind"].titles[str(certificate.kind)].say(locale)),
        (fields["right_holder"].label, certificate.right_holder), (fields["copies"].label, str(certificate.copies)),
        (release.register.fields["settlement"].label, release.settlement), (release.register.fields["settled_on"].label, write_day(release.settled_on, locale)),
        (release.register.fields["receiver"].label, release.receiver or ""), (release.register.fields["proof"].label, release.proof or ""),
    )  # fmt: skip
    rows = [
        {"kind": "pair", "cells": [values[at][0].say(locale), values[at][1], values[at + 1][0].say(locale), values[at + 1][1]]}
        for at in range(0, len(values), 2)
    ]
    above = [[release.register.fields["number"].label.say(locale), release.number]]
    cells: list[Sign] = [
        (Term("经办人", "Handed over by"), name_of(session, release.released_by_id), _on(release.released_at)),
        (Term("批准人", "Approved by"), name_of(session, release.approved_by_id), _on(release.approved_at)),
        (Term("领取人（已核对身份，原件收讫）", "Received by (identity checked, original received)"), "", ""),
    ]
    blocks = [{"kind": "cells", "title": "", "rows": rows}, signs(cells, locale)]
    return sheet(Term("权证发还收据", "Receipt for a certificate"), "D03", ("K3.4", "K3.20"), above, blocks, locale)


def _on(moment: datetime | None) -> str:
    return write_moment(moment).split(" ")[0] if moment else ""


Filled = Callable[[Session, Any, str], Doc]
PAPERS: dict[str, tuple[Term, Filled]] = {
    "day_close": (Term("日结单", "Day close"), day_close_doc),
    "destruction_list": (Term("销毁清册", "Destruction list"), destruction_doc),
    "certificate_release": (Term("发还收据", "Receipt"), release_doc),
}
"""Register → what its sheet is called and how it is filled."""


def print_paper(session: Session, register: str, key: int, locale: str, *, company: str, printed: str) -> tuple[str, bytes]:
    """Title and PDF of the sheet of one record, noted in the log; raises Missing or Refused. The QR of a day is its anchor."""
    if register not in PAPERS:
        raise Missing(NO_SUCH_FORM, code=register[:20])
    require(session, registers[register], Action.PRINT)
    record: Record = find(session, registers[register], key)
    title, fill = PAPERS[register]
    doc = fill(session, record, locale)
    digest = record.head if isinstance(record, DayClose) else paper.digest_of(doc)
    who: Any = authority_of(session)
    audit.note(session, who, Action.PRINT, register, key, form=doc["code"], digest=digest)
    return title.say(locale), paper.pdf([doc], company=company, printed=printed, locale=locale, digest=digest)
