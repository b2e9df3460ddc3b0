"""What lists say so that nobody has to guess: lines in their order, months as months, which version holds, where records come from."""

import re
from datetime import date, timedelta

from operations.office_clock import today
from tests.conftest import Panel
from tests.factories import make


def _rows(page: str, title: str) -> str:
    start = page.index(f">{title}</h2>")
    return page[start : page.index("</table>", start)]


def test_the_lines_of_a_sheet_stand_in_their_order_and_all_lists_begin_with_the_newest(panel: Panel) -> None:
    """R4.2: the steps of a process from the first to the last, as its chart shows them."""
    with panel.system() as session:
        process = make(session, "process_filing", title="逐步走的流程").id
        for no in (2, 3, 1, 6, 5, 4):
            make(session, "process_node", filing=process, line_no=no, title=f"第{no}步")
    boss = panel.as_("boss")
    steps = [f">第{no}步<" for no in range(1, 7)]
    shown = _rows(boss.get(f"/filings/process_filing/details/?id={process}").text, "流程节点")
    assert [shown.index(step) for step in steps] == sorted(shown.index(step) for step in steps)
    narrowed = boss.get(f"/filings/process_node/?f.filing.is={process}").text
    assert [narrowed.index(step) for step in steps] == sorted(narrowed.index(step) for step in steps)
    whole = boss.get("/filings/process_node/").text
    assert whole.index(steps[5]) < whole.index(steps[0])


def test_a_month_is_shown_as_a_month(panel: Panel) -> None:
    """K2.21: not as its first day, in the list, on its page and in either language."""
    with panel.system() as session:
        month = make(session, "pay_month", name="一月工资", month_on=date(2021, 9, 1)).id
    for path in ("/incentives/pay_month/", f"/incentives/pay_month/details/?id={month}"):
        page = panel.as_("boss").get(path).text
        assert "2021年9月" in page
        assert "2021-09-01" not in page


def test_a_quarter_is_shown_as_a_quarter(panel: Panel) -> None:
    """K2.5."""
    with panel.system() as session:
        review = make(session, "quarter_review", quarter_on=date(2021, 7, 1)).id
    for path in ("/incentives/quarter_review/", f"/incentives/quarter_review/details/?id={review}"):
        page = panel.as_("boss").get(path).text
        assert "2021年第3季度" in page
        assert "2021年7月" not in page


def test_a_line_of_the_ledger_leads_to_what_it_comes_from(panel: Panel) -> None:
    """K1.13: whoever is charged reads why, where he may; who may not open it reads its number."""
    with panel.system() as session:
        check = make(session, "quality_check")
        about, number = check.id, check.number
        mine = {"person": panel.company.employees["staff"], "register_key": "quality_check", "record_id": about}
        line = make(session, "performance_entry", **mine, item="打断客户", clause="K8.14").id
    path, link = f"/incentives/performance_entry/details/?id={line}", f'<a href="/service/quality_check/details/?id={about}">{number}</a>'
    assert link in panel.as_("boss").get(path).text
    page = panel.as_("staff").get(path)
    assert page.status_code == 200
    assert link not in page.text
    assert number not in page.text


def test_of_two_published_versions_the_pages_say_which_is_in_force(panel: Panel) -> None:
    """A11.1: the old one holds until the day of the new one; a draft is neither."""
    with panel.system() as session:
        regulation = make(session, "regulation", code="K99", name="两版制度").id
        later = today(session) + timedelta(days=30)
        kept = {"regulation": regulation, "state": "published"}
        old = make(session, "regulation_version", **kept, edition="一", name="两版一", effective_on=today(session)).id
        new = make(session, "regulation_version", **kept, edition="二", name="两版二", effective_on=later).id
        make(session, "regulation_version", regulation=regulation, edition="三", name="两版三", state="draft")
    boss = panel.as_("boss")
    for path in (f"/governance/regulation_version/?f.regulation.is={regulation}", f"/governance/regulation/details/?id={regulation}"):
        page = boss.get(path).text
        assert ">效力</th>" in page or ">效力<" in page
        assert page.count("待生效") == 1
        assert page.count("在用</span>") == 1
    assert "待生效" in boss.get(f"/governance/regulation_version/details/?id={new}").text
    assert "待生效" not in boss.get(f"/governance/regulation_version/details/?id={old}").text


def test_an_empty_list_says_where_its_records_come_from(panel: Panel) -> None:
    """Y1.2: for whoever may go there; nobody is sent to a page he may not open."""
    merges, sentence = "/customers/customer_merge/", "记录在「客户查重与合并」中产生。"
    page = panel.as_("head").get(merges).text
    assert sentence in page
    assert "/customers/merging/" in page[page.index(sentence) :]
    assert sentence not in panel.as_("head").get(f"{merges}?q=没有这个").text
    assert sentence not in panel.as_("boss").get(merges).text


def test_points_are_typed_without_the_sign_of_money(panel: Panel) -> None:
    """K2.3: a coefficient of work is no amount."""
    page = panel.as_("boss").get("/incentives/service_trip/new/").text
    assert "工作系数（点）" in page
    assert "¥" not in page
    assert "¥" in panel.as_("boss").get("/incentives/parts_deal/new/").text


def test_a_term_that_is_over_is_called_so_on_the_page_too(panel: Panel) -> None:
    """K7.6: as in the list, until it is kept."""
    with panel.system() as session:
        since = {"contacted_on": date(2026, 1, 5), "applicant": panel.company.employees["manager"], "customer": panel.company.customers[0]}
        late = make(session, "registration", **since)
        kept = make(session, "registration", **since, state="filed", filed_on=date(2026, 1, 7))
        due, both = str(late.due_on), (late.id, kept.id)
    pages = [panel.as_("filing").get(f"/customers/registration/details/?id={key}").text for key in both]
    assert [bool(re.search(rf"{due} \(.\) 逾期", page)) for page in pages] == [True, False]


def test_a_loan_that_is_late_is_called_so_until_it_is_back(panel: Panel) -> None:
    """K3.25: in the ledger of loans and on its page."""
    with panel.system() as session:
        due = today(session) - timedelta(days=30)
        late, back = (make(session, "loan_line", due_on=due, state=state).id for state in ("out", "handed_back"))
    boss = panel.as_("boss")
    pages = [boss.get(f"/lending/loan_line/details/?id={key}").text for key in (late, back)]
    assert [bool(re.search(rf"{due} \(.\) 逾期", page)) for page in pages] == [True, False]
    assert len(re.findall(rf"{due} \(.\) 逾期", boss.get("/lending/loan_line/").text)) == 1
