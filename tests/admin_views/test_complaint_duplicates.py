"""可能重复 on the page of a case and in the form of a new one: a hint with the way to the merge, never a refusal (T2.3, K4.4)."""

import re

from sqlalchemy import update

from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from tests.conftest import Panel
from tests.factories import make

FORM = {
    "channel": "phone", "complainant": "欧阳晓", "phone": "13355557777", "address": "解放路8号", "title": "酒瓶渗漏",
    "facts": "纸箱底部渗湿，三瓶酒瓶口渗漏。", "demanded": "换货",
}  # fmt: skip
PAGE = "/complaints/complaint/"
ASK = "/complaints/duplicates/"


def test_who_enters_a_case_that_may_be_there_already_is_told_and_led_to_the_merge(panel: Panel) -> None:
    """K4.4: each number in the register once."""
    with panel.system() as session:
        first = make(session, "complaint", **FORM)
        session.execute(update(Complaint).where(Complaint.id == first.id).values(stage=Stage.ACCEPTED))
        key, number = first.id, first.number
    officer = panel.as_("complaint")
    assert f'data-likely="{ASK}"' in officer.get(f"{PAGE}new/").text
    created = officer.post(f"{PAGE}new/", FORM)
    page = officer.get(created.location).text
    assert "可能与 1 件投诉重复" in page
    assert 'id="duplicates"' in page
    assert "同一电话" in page
    assert "并入该件" not in page, "before it is registered nothing is merged"
    mine = int(created.location.rpartition("=")[2])
    officer.post(f"{PAGE}move/register/?id={mine}", {"version": "1"})
    link = re.search(r'class="btn" href="([^"]*move/merge[^"]*)">并入该件', officer.get(created.location).text)
    assert link
    path = link[1].replace("&amp;", "&")
    assert f'value="{key}"' in officer.get(path).text, "the other is chosen already"
    officer.post(path, {"version": "2", "merged_into": str(key)})
    merged = officer.get(created.location).text
    assert "已并案" in merged
    assert number in merged
    assert 'id="duplicates"' not in merged


def test_the_form_asks_while_it_is_typed_and_only_who_may_enter_complaints_is_answered(panel: Panel) -> None:
    with panel.system() as session:
        number = make(session, "complaint", **FORM | {"phone": "13355558888"}).number
    officer = panel.as_("complaint")
    found = officer.post(ASK, {"phone": "133-5555-8888"}, status=200, page=f"{PAGE}new/").json or []
    assert [(number in one["said"], one["why"]) for one in found] == [(True, "同一电话")]
    assert officer.post(ASK, {"phone": "133", "customer": "x", "title": " "}, status=200, page=f"{PAGE}new/").json == []
    panel.as_("staff").post(ASK, {"phone": "13355558888"}, status=403, page="/me/")


def test_minor_registers_are_folded_away_where_the_menu_is_long(panel: Panel) -> None:
    """Reached from the case and in the second list; who sees only a few entries sees them at once."""
    officer, staff = panel.as_("complaint").get("/").text, panel.as_("staff").get("/").text
    group = officer[officer.index('data-area="投诉'):]
    first, _, folded = group[: group.index("</details></li>")].partition('<details class="more">')
    assert 'data-key="complaint"' in first
    assert 'data-key="complaint_clock"' not in first
    assert 'data-key="complaint_clock"' in folded
    assert first.count("data-key=") < 13
    few = staff[staff.index('data-area="投诉'):]
    assert 'class="more"' not in few.split("</details>")[0]
    assert 'data-key="complaint_hearing"' in staff
