"""The staff side of the public pages: letters, new codes, links for the opinion; and that nothing internal gets out."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.kinds import TEXTS, Kind
from domain.rules import ComplaintRule
from models.complaints.complaint import Complaint
from models.complaints.message import ComplaintMessage
from models.complaints.stages import STAGES, Stage
from models.complaints.survey_link import SurveyLink
from models.governance.audit_entry import AuditEntry
from models.register import registers
from operations.complaints.tracking import SAID, WORDS_FOR_HIM
from operations.records import create
from tests.client import PageClient
from tests.conftest import Panel
from tests.factories import make
from tests.laws.source import ROOT
from tests.web.test_public import Clock, complain, fill, follow, post, stranger, the_case

LETTERS = "/complaints/letters/"


@pytest.fixture
def clock(own_panel: Panel) -> Clock:
    return Clock(own_panel)


def put(panel: Panel, case_id: int, **columns: Any) -> None:
    """The case as given, past all moves."""
    with panel.system() as session:
        session.execute(update(Complaint.__table__).where(Complaint.__table__.c.id == case_id).values(**columns))


def texts(panel: Panel) -> list[tuple[str, str]]:
    with panel.system() as session:
        rows = session.execute(select(ComplaintMessage.direction, ComplaintMessage.text).order_by(ComplaintMessage.id))
        return [(direction.value, text) for direction, text in rows]


def given(client: PageClient, path: str) -> str:
    """Press a button that gives something out, and read the link on the page it leads to."""
    answer = client.post(path)
    page = client.get(answer.headers["Location"]).text
    found = re.search(r'<p class="long"><code>http://localhost(/public/[^<]+)</code>', page)
    assert found
    assert client.get(answer.headers["Location"], 303).headers["Location"].startswith(LETTERS), "shown once"
    return found.group(1).replace("&amp;", "&")


# ---- letters ---------------------------------------------------------------------------------------------------------


def test_letters_go_both_ways_and_say_who_has_read_what(own_panel: Panel, clock: Clock) -> None:
    customer, officer = stranger(own_panel), own_panel.as_("complaint")
    code = complain(customer, clock)
    case = the_case(own_panel)
    follow(customer, code)
    post(customer, "/public/case/write", {"text": "什么时候答复？", "purpose": "message"}, page="/public/case")
    details = officer.get(f"/complaints/complaint/details/?id={case.id}").text
    assert "看信和回复" in details
    assert "什么时候答复？" in details, "in the list of messages"
    page = f"{LETTERS}?id={case.id}"
    assert officer.get(page).text.count(">未读<") == 1
    officer.post(page, {"text": "正在核实，请您保留酒瓶。"})
    assert texts(own_panel) == [("in", "什么时候答复？"), ("out", "正在核实，请您保留酒瓶。")]
    shown = customer.get("/public/case").text
    assert "正在核实，请您保留酒瓶。" in shown
    assert "已读" in shown
    assert officer.get(page).text.count(">未读<") == 1, "ours; his is read by the answer"
    follow(customer, code)
    assert ">未读<" not in officer.get(page).text
    with own_panel.system() as session:
        actors = session.scalars(select(AuditEntry.actor).where(AuditEntry.register_key == "complaint_message")).all()
    assert actors[0] == "公众"
    assert actors[1].endswith("(complaint)")


def test_nothing_is_promised_in_a_letter_before_the_decision(own_panel: Panel, clock: Clock) -> None:
    complain(stranger(own_panel), clock)
    case = the_case(own_panel)
    officer, page = own_panel.as_("complaint"), f"{LETTERS}?id={case.id}"
    answer = officer.post(page, {"text": "我们一定全额退款500元。"}, 422)
    assert "作出决定前不得向客户承诺" in answer.text
    assert "我们一定全额退款500元。" in answer.text
    assert texts(own_panel) == []
    put(own_panel, case.id, stage=Stage.DECIDED, responsibility="company")
    officer.post(page, {"text": "我们全额退款500元。"})
    assert texts(own_panel) == [("out", "我们全额退款500元。")]


def test_whoever_keeps_away_or_has_no_part_gets_no_letter(own_panel: Panel, clock: Clock) -> None:
    customer = stranger(own_panel)
    follow(customer, complain(customer, clock))
    post(customer, "/public/case/write", {"text": "我要知道进度zq"}, page="/public/case")
    case = the_case(own_panel)
    page = f"{LETTERS}?id={case.id}"
    assert "我要知道进度zq" in own_panel.as_("complaint").get("/complaints/complaint_message/").text
    own_panel.as_("clerk").get(page, 403)
    own_panel.as_("boss").get(page, 403)  # he decides and does not correspond
    own_panel.as_("complaint").get(page)
    with own_panel.system() as session:
        session.get_one(Complaint, case.id).respondents = [
            session.get_one(registers["employee"].model, own_panel.company.employees["complaint"])
        ]
    officer = own_panel.as_("complaint")
    officer.get(page, 404)
    officer.post(page, {"text": "x"}, 404)
    for path in ("seen", "code", "survey"):
        officer.post(f"{LETTERS}{path}?id={case.id}", status=404)
    assert "我要知道进度zq" not in officer.get("/complaints/complaint_message/").text


def test_a_new_code_ends_the_old_one_and_is_in_the_log(own_panel: Panel, clock: Clock) -> None:
    customer = stranger(own_panel)
    old = complain(customer, clock)
    case = the_case(own_panel)
    follow(customer, old)
    link = given(own_panel.as_("complaint"), f"{LETTERS}code?id={case.id}")
    customer.get("/public/case", 303)  # the browser that was open with the old one is closed too
    follow(customer, old, 422)
    follow(stranger(own_panel), link.partition("code=")[2])
    with own_panel.system() as session:
        found = session.execute(select(AuditEntry.actor).where(AuditEntry.action == "receipt_issued").order_by(AuditEntry.id)).scalars().all()
    assert found[0] == "公众"
    assert found[1].endswith("(complaint)")


# ---- how satisfied one is --------------------------------------------------------------------------------------------


def answered(panel: Panel, clock: Clock) -> Complaint:
    """A case whose answer is out."""
    complain(stranger(panel), clock)
    case = the_case(panel)
    put(panel, case.id, stage=Stage.ANSWERED, answered_at=clock.now, answer="已更换同批产品。")
    return case


def judge(client: PageClient, link: str, status: int = 303, **said: str) -> Any:
    return post(client, link, {"choice": "satisfied", "says": "处理及时 𠮷", **said}, status)


def test_a_link_for_the_opinion_fills_the_case_once(own_panel: Panel, clock: Clock) -> None:
    """T4.2, Y6.8, K4.21: opinion and satisfaction of the customer, in his own words."""
    case = answered(own_panel, clock)
    link = given(own_panel.as_("complaint"), f"{LETTERS}survey?id={case.id}")
    customer = stranger(own_panel)
    assert "您对处理结果满意吗" in customer.get(link).text
    assert judge(customer, link, 422, choice="unreached").text.count("请选择是否满意。") == 1
    assert "最多 2000 个字" in judge(customer, link, 422, says="长" * 2001).text
    judge(customer, link)
    done = the_case(own_panel)
    assert (done.stage, done.satisfaction, done.customer_says) == (Stage.CALLED, "satisfied", "处理及时 𠮷")
    assert done.called_at is not None
    assert "可能已经用过" in judge(customer, link, 404).text
    with own_panel.system() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.register_key == "complaint").order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.actor, entry.actor_id) == ("公众", None)


def test_unknown_expired_and_replaced_links_are_answered_alike(own_panel: Panel, clock: Clock) -> None:
    case = answered(own_panel, clock)
    officer = own_panel.as_("complaint")
    first = given(officer, f"{LETTERS}survey?id={case.id}")
    second = given(officer, f"{LETTERS}survey?id={case.id}")
    pages = {judge(stranger(own_panel), link, 404).text for link in (first, "/public/opinion/none")}
    clock.pass_(days=ComplaintRule.SURVEY_DAYS.rule.default, seconds=1)
    pages.add(judge(stranger(own_panel), second, 404).text)
    assert len({re.sub(r'value="[^"]*"|/public/opinion/[^"]+', "", page) for page in pages}) == 1
    assert the_case(own_panel).stage == Stage.ANSWERED


def test_no_link_before_the_answer_nor_after_the_call(own_panel: Panel, clock: Clock) -> None:
    complain(stranger(own_panel), clock)
    case = the_case(own_panel)
    officer = own_panel.as_("complaint")
    officer.post(f"{LETTERS}survey?id={case.id}", status=409)
    put(own_panel, case.id, stage=Stage.ANSWERED, answered_at=clock.now)
    link = given(officer, f"{LETTERS}survey?id={case.id}")
    put(own_panel, case.id, stage=Stage.CALLED, satisfaction="dissatisfied")
    judge(stranger(own_panel), link, 409)
    assert the_case(own_panel).satisfaction == "dissatisfied"
    with own_panel.system() as session:  # refused, so not used up
        assert session.scalars(select(SurveyLink.used_at)).all() == [None]


def test_from_his_case_the_complainant_judges_and_objects(own_panel: Panel, clock: Clock) -> None:
    customer = stranger(own_panel)
    code = complain(customer, clock)
    put(own_panel, the_case(own_panel).id, stage=Stage.ANSWERED, answered_at=clock.now, answer="已更换同批产品。")
    follow(customer, code)
    page = customer.get("/public/case").text
    assert "已更换同批产品。" in page
    link = post(customer, "/public/case/opinion", {}, page="/public/case").headers["Location"]
    judge(customer, link, choice="dissatisfied")
    assert the_case(own_panel).satisfaction == "dissatisfied"
    post(customer, "/public/case/write", {"text": "只换了一瓶。", "purpose": "objection"}, page="/public/case")
    page = customer.get("/public/case").text
    assert "异议已收到，您的投诉重新办理" in page
    assert "已受理，正在安排承办" in page
    assert (the_case(own_panel).stage, the_case(own_panel).round) == (Stage.ACCEPTED, 2)


POSTING = """
import sys
from pathlib import Path
from app import create_app
from tests.web.test_public import post
from tests.client import PageClient
from web.settings import Settings
folder, url, link = sys.argv[1:]
app = create_app(Settings(Path(folder), url, "k" * 64, 0, production=False), TESTING=True)
client = PageClient(app)
page = client.http.get(link)
from tests.client import token_of
data = {"choice": "satisfied", "says": "x", "csrf_token": token_of(page)}
print("ready", flush=True)
sys.stdin.readline()
print(client.http.post(link, data=data).status_code, flush=True)
"""


def test_of_several_processes_that_use_one_link_at_once_one_succeeds(own_panel: Panel, clock: Clock) -> None:
    own_panel.app.config.pop("CLOCK")
    clock.now = datetime.now(UTC) - timedelta(minutes=1)
    own_panel.app.config["CLOCK"] = lambda: clock.now
    case = answered(own_panel, clock)
    link = given(own_panel.as_("complaint"), f"{LETTERS}survey?id={case.id}")
    settings = own_panel.settings
    command = [sys.executable, "-c", POSTING, str(settings.data_dir), settings.database_url, link]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own words
        for _n in range(4)
    ]
    pipes = [(one.stdin, one.stdout) for one in running]
    for _stdin, stdout in pipes:
        assert stdout is not None
        while stdout.readline().strip() != "ready":
            pass
    for stdin, _stdout in pipes:
        assert stdin is not None
        stdin.write("\n")
        stdin.flush()
    answers = [one.communicate(timeout=120)[0].split()[-1] for one in running]
    assert sorted(answers) == ["303", "404", "404", "404"]
    with own_panel.system() as session:
        changes = session.scalars(select(AuditEntry.changes).where(AuditEntry.register_key == "complaint")).all()
    assert len([one for one in changes if "satisfaction" in one]) == 1


# ---- nothing internal gets out ---------------------------------------------------------------------------------------


def canaries(panel: Panel, case_id: int) -> list[str]:
    """Fill every text of the case that is not meant for the complainant, and all around it, with something of its own."""
    public = {key for key, _label, _stages in WORDS_FOR_HIM} | {"number"}
    found: list[str] = []
    columns: dict[str, Any] = {}
    for key, spec in Complaint.register.fields.items():
        if spec.kind in TEXTS and key not in public:
            columns[key] = f"zq{key}vk"[: spec.length]
        elif spec.kind is Kind.PHONE:
            columns[key] = "16000099887"
    found += columns.values()
    with panel.system() as session:
        people = {key: make(session, "employee", name=f"人{key}zqvk") for key, spec in Complaint.register.fields.items() if spec.kind is Kind.PERSON}
        department = make(session, "department", name="部门zqvk", code="ZQVK")
        other = make(session, "complaint", title="别件zqvk", facts="别件内容zqvk")
        other_number = other.number
        make(session, "complaint_evidence", complaint=case_id, title="证据zqvk")
        columns |= {f"{key}_id": one.id for key, one in people.items()} | {"department_id": department.id}
        found += ["zqvk", "ZQVK", other_number, *(one.name for one in people.values())]
    put(panel, case_id, **columns)
    return found


def test_no_public_page_shows_anything_internal_at_any_stage(own_panel: Panel, clock: Clock) -> None:
    customer = stranger(own_panel)
    code = complain(customer, clock)
    case = the_case(own_panel)
    secrets = canaries(own_panel, case.id)
    put(own_panel, case.id, answered_at=clock.now, accepted_at=clock.now, confirmation="确认话", refusal="不受理话", answer="答复话")
    follow(customer, code)
    pages = ("/public/", "/public/track", "/public/case", "/public/case/withdraw", "/public/thanks", "/public/opinion/x")
    words: dict[str, set[str]] = {"确认话": set(), "不受理话": set(), "答复话": set()}
    for stage in Stage:
        put(own_panel, case.id, stage=stage)
        for path in pages:
            text = customer.get(path).text
            assert [one for one in secrets if str(one) in text] == [], f"{path} at {stage}"
            for word, stages in words.items():
                if word in text:
                    stages.add(stage)
        assert STAGES[stage].zh not in customer.get("/public/case").text or STAGES[stage].zh == SAID[stage].zh
    assert words["不受理话"] == {Stage.REFUSED}
    assert words["答复话"] == {Stage.ANSWERED, Stage.CALLED, Stage.CLOSED, Stage.ARCHIVED, Stage.SETTLED}


def test_every_stage_has_words_for_the_complainant() -> None:
    assert set(SAID) == set(Stage)


def test_published_channels_stand_on_the_page_and_the_poster_and_others_do_not(own_panel: Panel, clock: Clock) -> None:
    """T2.1, K6.1, Y6.1: hotline, mail and address are published."""
    with own_panel.system() as session:
        for reached, published in (("400-820-8820", True), ("内部专线8001", False)):
            create(session, registers["complaint_channel"], {"way": "hotline", "reached": reached, "published": published})
    page = stranger(own_panel).get("/public/").text
    poster = own_panel.as_("complaint").get("/complaints/poster/").text
    for text in (page, poster):
        assert "400-820-8820" in text
        assert "内部专线8001" not in text
    assert "data:image/svg+xml" in poster
    stranger(own_panel).get("/complaints/poster/", 303)


def test_a_signed_in_browser_is_a_stranger_on_the_public_pages(own_panel: Panel, clock: Clock) -> None:
    officer = own_panel.as_("complaint")
    page = officer.get("/public/").text
    assert "data-key" not in page
    assert "/sign-out" not in page
    fill(officer, clock)
    with own_panel.system() as session:
        assert session.get_one(Complaint, the_case(own_panel).id).recorder_id is None  # type: ignore[attr-defined]
