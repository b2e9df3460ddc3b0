"""Printed forms: each with its title, number, clause and pages; masked as on the screen; recorded, and checked by their code."""

import io
import json
import re
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.access import Action, Clearance, Level, Scope
from domain.errors import Conflict, Invalid, Missing, Refused
from domain.terms import Term
from models.complaints.complaint import Complaint
from models.complaints.printed_form import PrintedForm
from models.complaints.stages import Stage
from models.fence import act, acting
from models.governance.audit_entry import AuditEntry
from models.register import registers
from operations.printing import paper, printing
from operations.printing.catalogue import FORMS
from operations.printing.content import filled
from operations.printing.forms import Cells, Table
from operations.printing.glyphs import printable
from permissions.actor import System
from permissions.grants import ANY, AreaRight, Rights
from tests.factories import holding, make, person
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, a_measure, a_meeting, an_office, at_stage
from tests.operations.print_scenes import LETTERHEAD, a_full_case, pages_of

BY = "打印：王芳 2026-09-18 10:00"


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def printed(doc: dict, digest: str = "") -> bytes:
    return paper.pdf([doc], company=LETTERHEAD, printed=BY, locale="zh", digest=digest or paper.digest_of(doc))


def drawn_with_boxes(pdf: bytes) -> bool:
    """Whether some font of the PDF draws its glyph 0, the empty box for what it lacks."""
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return "\ufffd" in text or "\x00" in text


def test_every_form_names_fields_registers_and_clauses_that_exist() -> None:
    assert list(FORMS) == sorted(FORMS)
    for form in FORMS.values():
        assert set(form.keys) <= set(Complaint.register.fields), form.code
        assert not form.filled or form.filled in Complaint.register.fields
        for part in form.parts:
            if isinstance(part, Table):
                assert set(part.keys) <= set(registers[part.register].fields)
            if isinstance(part, Cells):
                assert part.keys


def test_every_form_prints_its_title_number_clause_pages_and_the_values_of_the_case(session: Session, office: Office) -> None:
    """T2.6, K4.5: T6.2, T6.3, K4.4: with company, number, clause, page x of y and the code of its content; no letter is missing."""
    _office, case = a_full_case(session, office, facts="开瓶后有异味，瓶底有沉淀。", findings="低温析出，不影响饮用。")
    for code, form in FORMS.items():
        doc = filled(session, case, form, "zh")
        pdf = printed(doc)
        pages = pages_of(pdf)
        for said in (form.title.zh, case.number, LETTERHEAD, f"{code}依据{form.clauses[0]}"):
            assert said in pages[0], code
        for number, page in enumerate(pages, 1):
            for said in (f"第{number}页共{len(pages)}页", paper.short(paper.digest_of(doc)), "王芳"):
                assert said in page, code
        for key in {"facts", "findings", "title"} & set(form.keys):
            assert getattr(case, key) in "".join(pages), code
        assert not drawn_with_boxes(pdf), code
        first = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
        assert sorted((round(first.width), round(first.height))) == [595, 842]
        assert (first.width > first.height) is form.landscape


def test_the_same_form_in_english(session: Session, office: Office) -> None:
    _office, case = a_full_case(session, office)
    doc = filled(session, case, FORMS["P01"], "en")
    text = "".join(pages_of(paper.pdf([doc], company="X", printed="", locale="en", digest=paper.digest_of(doc))))
    assert "Registerformofcomplaints" in text
    assert "Page1of" in text


def test_a_form_is_refused_before_its_step_is_taken(session: Session, office: Office) -> None:
    """T6.2, Y6.3: no slip about something that has not happened; the sentence says which step is missing."""
    case = a_case(session, office)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    with pytest.raises(Refused) as refused:
        printing.prepare(session, case, "P08", "zh")
    assert "分派" in refused.value.sentence.zh
    assert refused.value.clause == "K4.6"
    assert printing.prepare(session, case, "P02", "zh")["code"] == "P02"
    refusals = {one.form.code: one.refusal for one in printing.offers(session, case)}
    assert refusals["P02"] is None
    assert refusals["P17"] is not None
    at_stage(session, case, Stage.ASSIGNED, assigned_at=FRIDAY)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    assert printing.prepare(session, case, "P08", "zh")["code"] == "P08"


def test_an_incomplete_form_lists_what_is_missing_and_is_not_final(session: Session, office: Office) -> None:
    """T6.2: 登记表 and 处理单; whoever stays anonymous has no name, a refused case no handler, and neither is missing then."""
    case = at_stage(session, a_case(session, office, demanded=None), Stage.REGISTERED, registered_at=FRIDAY)
    lacks = filled(session, case, FORMS["P01"], "zh")
    assert lacks["title"] == "客户抱怨投诉登记表（未填全，非定稿）"
    assert "本表尚缺：客户要求、投诉类别、严重程度、受理时间、确认答复、经办部门。" in lacks["blocks"][0]["text"]
    assert "非定稿" in "".join(pages_of(printed(lacks)))
    at_stage(session, case, Stage.REFUSED, refusal="不属本公司", demanded="无", anonymous=True, complainant=None, phone=None, address=None)
    assert filled(session, case, FORMS["P01"], "zh")["title"] == "客户抱怨投诉登记表"
    slip = filled(session, at_stage(session, case, Stage.DECIDED, decided_at=FRIDAY, decision="换货", remedy="exchange"), FORMS["P14"], "en")
    assert "not final" in slip["title"]
    assert "Result" in slip["blocks"][0]["text"]
    assert "Decision" not in slip["blocks"][0]["text"]
    whole = {"findings": "属实", "cause": "碰撞", "responsibility": "company", "told": "换货", "told_at": FRIDAY, "result": "已换", "finished_at": FRIDAY,
             "handler_id": office.handler}  # fmt: skip
    assert filled(session, at_stage(session, case, Stage.FINISHED, **whole), FORMS["P14"], "zh")["title"] == "客户投诉处理单"


def test_what_the_reader_sees_masked_is_printed_masked_and_what_is_hidden_is_left_out(session: Session, office: Office) -> None:
    """K4.18: on paper stands what stands on the page of the case, and no more."""
    _office, case = a_full_case(session, office)
    handler = Rights(
        "handler", {None: AreaRight(Clearance.INTERNAL, Clearance.INTERNAL, Level.MASKED)},
        {(ANY, ANY): frozenset({Scope.ALL})},
        {("complaint", "customer_says", None): Level.HIDDEN},
    )  # fmt: skip
    act(session, office.as_(office.handler, handler), clock=lambda: FRIDAY)
    text = "".join(pages_of(printed(printing.prepare(session, case, "P18", "zh"))))
    assert "137****2345" in text
    assert case.phone not in text
    assert "欧**" in text
    assert "欧阳晓" not in text
    assert "客户意见" not in text
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    assert case.phone in "".join(pages_of(printed(printing.prepare(session, case, "P18", "zh"))))


def test_who_is_complained_of_prints_nothing(session: Session, office: Office) -> None:
    """K4.7: even somebody who holds the record and every right is refused."""
    _office, case = a_full_case(session, office)
    act(session, office.as_(office.accused), clock=lambda: FRIDAY)
    assert printing.offers(session, case) == ()
    with pytest.raises(Refused):
        printing.prepare(session, case, "P01", "zh")


def test_who_may_look_but_not_print_is_refused(session: Session, office: Office) -> None:
    _office, case = a_full_case(session, office)
    looker = Rights("looker", {None: AreaRight(Clearance.SECRET, None, Level.HIDDEN)}, {("complaint", Action.VIEW): frozenset({Scope.ALL})})
    act(session, holding(looker, who=person(office.officer)), clock=lambda: FRIDAY)
    assert printing.offers(session, case) == ()
    with pytest.raises(Refused):
        printing.prepare(session, case, "P01", "zh")


def test_there_is_no_form_that_is_not_declared(session: Session, office: Office) -> None:
    case = a_case(session, office)
    with pytest.raises(Missing):
        printing.prepare(session, case, "P99", "zh")


# ---- strange content ------------------------------------------------------------------------------------------------------


def test_markup_is_text(session: Session, office: Office) -> None:
    facts = '<script>alert(1)</script> #panic("x") $x$ *a* _b_ `c` \\ // /* [d] @e #include "main.typ"'
    _office, case = a_full_case(session, office, facts=facts)
    text = "".join(pages_of(printed(filled(session, case, FORMS["P01"], "zh"))))
    assert "".join(facts.split()) in text


def test_rare_characters_and_emoji_are_shown_or_named(session: Session, office: Office) -> None:
    _office, case = a_full_case(session, office, facts="𠮷野家㐂寿司😀，姓㐂。", title="王𠮷投诉")
    text = "".join(pages_of(printed(filled(session, case, FORMS["P01"], "zh"))))
    assert "〔U+20BB7〕野家㐂寿司〔U+1F600〕" in text
    assert "王〔U+20BB7〕投诉" in text
    assert printable("a👨\u200d👩\u200d👧b\ufe0f") == "a〔U+1F468〕〔U+1F469〕〔U+1F467〕b"
    assert printable("第一行\n第二行\t制表") == "第一行\n第二行\t制表"


def test_a_megabyte_of_text_runs_over_many_pages(session: Session, office: Office) -> None:
    facts = "开瓶后有异味，难闻得很。\n" * 30_000
    _office, case = a_full_case(session, office, facts=facts)
    pages = PdfReader(io.BytesIO(printed(filled(session, case, FORMS["P01"], "zh")))).pages
    assert len(pages) > 100
    assert f"共{len(pages)}页" in "".join(pages[-1].extract_text().split())


# ---- the note of a print and its check -----------------------------------------------------------------------------------


def test_a_print_is_noted_with_who_when_and_the_code(session: Session, office: Office) -> None:
    """T6.2, T6.3: who printed which form with which content stays known."""
    _office, case = a_full_case(session, office)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    row = printing.record_print(session, case, "P01", "zh")
    assert (row.form, row.printed_by_id, row.printed_at) == ("P01", office.officer, FRIDAY)
    assert row.digest == paper.digest_of(printing.prepare(session, case, "P01", "zh"))
    with acting(session, System("test")):
        entry = session.scalar(select(AuditEntry).where(AuditEntry.action == "print").order_by(AuditEntry.id.desc()))
        assert entry is not None
        assert (entry.register_key, entry.record_id, entry.changes["form"]) == ("complaint", case.id, [None, "P01"])


def test_a_code_says_whether_the_print_is_ours_and_still_true(session: Session, office: Office) -> None:
    _office, case = a_full_case(session, office)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    row = printing.record_print(session, case, "P14", "zh")
    for typed in (row.digest, row.digest.upper(), paper.short(row.digest), f" {paper.short(row.digest)} "):
        (found,) = printing.verify(session, typed)
        assert (found.form, found.number, found.current, found.printed_by) == ("P14", case.number, True, "专门负责人")
    assert printing.verify(session, "0" * 64) == []
    for typed in ("", "123", "zz" * 10, "1' OR 1=1 --"):
        with pytest.raises(Invalid):
            printing.verify(session, typed)
    with acting(session, System("test")):
        session.execute(update(Complaint).where(Complaint.id == case.id).values(decision="另作决定"))
        session.expire(case)
    (found,) = printing.verify(session, row.digest)
    assert not found.current
    with pytest.raises(Conflict):
        printing.printed_doc(session, row)


def test_a_change_elsewhere_leaves_a_print_true(session: Session, office: Office) -> None:
    _office, case = a_full_case(session, office)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    row = printing.record_print(session, case, "P15", "zh")
    with acting(session, System("test")):
        session.execute(update(Complaint).where(Complaint.id == case.id).values(answer="改了答复"))
        session.expire(case)
    assert printing.verify(session, row.digest)[0].current


def test_who_is_complained_of_learns_nothing_from_a_code(session: Session, office: Office) -> None:
    """K4.7: the code of a print of his own case is unknown to him."""
    _office, case = a_full_case(session, office)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    row = printing.record_print(session, case, "P01", "zh")
    act(session, office.as_(office.accused), clock=lambda: FRIDAY)
    assert printing.verify(session, row.digest) == []
    assert session.scalars(select(PrintedForm)).all() == []


def test_the_digest_does_not_depend_on_when_it_is_printed(session: Session, office: Office) -> None:
    _office, case = a_full_case(session, office)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    first = printing.record_print(session, case, "P01", "zh")
    act(session, office.as_(office.leader), clock=lambda: datetime(2026, 9, 20, tzinfo=UTC))
    assert printing.record_print(session, case, "P01", "zh").digest == first.digest


def test_a_preview_says_so_and_has_no_code(session: Session, office: Office) -> None:
    _office, case = a_full_case(session, office)
    doc = filled(session, case, FORMS["P01"], "zh")
    assert Term("预览", "PREVIEW") == paper.MARK
    pictures = paper.pictures([doc], company=LETTERHEAD, printed="预览", locale="zh")
    assert len(pictures) == 1
    assert pictures[0].startswith(b"\x89PNG")


def test_what_newer_registers_hold_is_printed_instead_of_blank_lines(session: Session, office: Office) -> None:
    """P09 K4.7 the declaration with its decision, P13 K4.12 the meeting, P14 Y6.5 the measures, P16 T2.17 the goods."""
    _office, case = a_full_case(session, office, major=True, return_grounds="mould", outbound_checked=True)
    who = make(session, "employee", name="申报人甲").id
    make(session, "recusal_declaration", complaint=case.id, person=who, reason="与当事人是同学")
    a_measure(session, office, case, content="更换同批两箱")
    at_stage(session, case, Stage.MEETING)
    meeting = a_meeting(session, office, case, carried=True)
    at_stage(session, case, Stage.CLOSED)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    wanted = {"P09": ("与当事人是同学", "申报人甲"), "P13": (meeting.number, "专门负责人", "领导"), "P14": ("更换同批两箱",), "P16": ("霉",)}
    for code, words in wanted.items():
        text = re.sub(r"\s+", "", json.dumps(printing.prepare(session, case, code, "zh")["blocks"], ensure_ascii=False))
        for word in words:
            assert re.sub(r"\s+", "", word) in text, (code, word)
