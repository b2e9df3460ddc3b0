"""A major complaint under the hand: its meeting is called, sits, votes and resolves, and the case takes over the resolution."""

from collections.abc import Callable

from playwright.sync_api import expect

from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from tests.browser.conftest import Site
from tests.browser.test_complaints import CASES, fill, step
from tests.browser.visitor import Visitor
from tests.factories import make

Visit = Callable[..., Visitor]
MEETINGS, VOTES = "/complaints/complaint_meeting/", "/complaints/meeting_vote/"


def several(visitor: Visitor, key: str, *names: str) -> None:
    """Choose several people in a field."""
    for name in names:
        fill(visitor, **{key: name})


def save(visitor: Visitor) -> None:
    """Press the button of a form."""
    visitor.click(visitor.page.get_by_role("button", name="保存", exact=True))


def a_major_case(site: Site) -> int:
    with site.panel.system() as session:
        people = site.panel.company.employees
        case = make(session, "complaint", title="饮用后就医", facts="饮用后就医。", channel="phone", respondents=[people["auditor"]])
        case.stage, case.major, case.opinion, case.opinion_by_id = Stage.MEETING, True, "赔付并通报", people["complaint"]
        case.handler_id, case.department_id = people["head"], site.panel.company.departments["north"]
        session.flush()
        assert isinstance(case, Complaint)
        return case.id


def test_from_the_call_to_the_notice(site: Site, visit: Visit) -> None:
    case = a_major_case(site)
    officer, boss, accused = visit("complaint"), visit("boss"), visit("auditor")
    officer.go(f"{CASES}details/?id={case}")
    expect(officer.page.locator(".denied-list")).to_contain_text("会议还没有形成决议")
    officer.go(f"{MEETINGS}new/?complaint={case}")
    fill(officer, kind="合伙人会议", planned_at="2026-01-06T10:00", agenda="是否赔付，是否通报")
    several(officer, "members", "吴总", "郑雅", "冯强", "卫东")
    save(officer)
    meeting = officer.id_here()
    expect(officer.page.locator("main")).to_contain_text("回避人员")

    officer.click(officer.page.get_by_role("link", name="到会登记", exact=True))
    several(officer, "present", "吴总")
    fill(officer, chair="吴总", secretary="冯强")
    officer.click(officer.page.get_by_role("button", name="到会登记", exact=True), 422)
    expect(officer.page.locator("main")).to_contain_text("应到 3 人（已除去回避人员），实到 1 人")
    several(officer, "present", "冯强")
    officer.click(officer.page.get_by_role("button", name="到会登记", exact=True))
    expect(officer.page.locator("h1 .badges")).to_contain_text("已到会")
    boss.go(f"{MEETINGS}details/?id={meeting}")
    expect(boss.page.locator(".denied-list")).to_contain_text("还没有「吴总、冯强」的表决记录")
    accused.go(f"{MEETINGS}details/?id={meeting}", status=404)

    for name in ("吴总", "冯强"):
        officer.go(f"{VOTES}new/?meeting={meeting}")
        fill(officer, member=name, vote="同意")
        save(officer)
    officer.go(f"{MEETINGS}details/?id={meeting}")
    officer.click(officer.page.get_by_role("link", name="形成决议", exact=True))
    fill(officer, minutes="一致同意。", decision="全额赔付并通报。", notify="通报")
    officer.click(officer.page.get_by_role("button", name="形成决议", exact=True))
    expect(officer.page.locator("h1 .badges")).to_contain_text("已形成决议")
    _taken_over(officer, case)


def _taken_over(officer: Visitor, case: int) -> None:
    """The case has the resolution, and the notice it asks for is sent."""
    step(officer, case, "记录会议决定")
    expect(officer.page.locator("main")).to_contain_text("全额赔付并通报。")
    officer.click(officer.page.get_by_role("link", name="主管部门", exact=True))
    officer.click(officer.page.get_by_role("link", name="修改", exact=True))
    fill(officer, sent_on="2026-01-07", document_no="〔2026〕1号")
    save(officer)
    expect(officer.page.locator("main")).to_contain_text("〔2026〕1号")
