"""What the regulations ask of the pages of a customer: what a form insists on, what a page shows and what it hides."""

import re

import pytest

from domain.values import read_day
from models.register import registers
from operations.records import create
from tests.company import WHAT_A_FORM_ASKS, WHAT_Y2_1_ASKS
from tests.conftest import Panel

LIST = "/customers/customer/"
A_CUSTOMER = {"name": "嘉善木业有限公司", "customer_class": "general", "customer_type": "enterprise", **WHAT_A_FORM_ASKS}


@pytest.mark.parametrize("missing", ["name", *WHAT_Y2_1_ASKS])
def test_the_form_of_a_new_customer_insists_on_the_five_fields(panel: Panel, missing: str) -> None:
    """Y2.1: 客户名称, 联系人姓名, 联系方式, 地址, 经营范围."""
    page = panel.as_("clerk").post(f"{LIST}new/", {**A_CUSTOMER, missing: ""}, status=422)
    label = registers["customer"].fields[missing].label.zh
    assert f"请填写「{label}」" in page.text
    unsent = {key: value for key, value in A_CUSTOMER.items() if key != missing}
    panel.as_("clerk").post(f"{LIST}new/", unsent, status=422)


@pytest.mark.parametrize("missing", ["company_kind", "governing_body"])
def test_an_enterprise_names_its_ownership_and_whom_it_is_under(panel: Panel, missing: str) -> None:
    """K7.3: asked of enterprises, with 「无」 where there is no 主管单位; a private person has neither; who becomes an enterprise is asked."""
    clerk = panel.as_("clerk")
    page = clerk.post(f"{LIST}new/", {**A_CUSTOMER, missing: ""}, status=422)
    assert f"请填写「{registers['customer'].fields[missing].label.zh}」" in page.text
    neither = {key: value for key, value in A_CUSTOMER.items() if key not in ("company_kind", "governing_body")}
    made = clerk.post(f"{LIST}new/", {**neither, "name": f"方圆{missing}", "customer_type": "personal"})
    path = f"{LIST}edit/?id={made.location.rpartition('=')[2]}"
    clerk.post(path, {"version": "1", "customer_type": "enterprise", "company_kind": "private", "governing_body": "无", missing: ""}, status=422)
    clerk.post(path, {"version": "1", "customer_type": "enterprise", "company_kind": "private", "governing_body": "无"})


def test_what_is_known_cannot_be_emptied_and_what_never_was_keeps_nobody_from_correcting(panel: Panel) -> None:
    """Y2.1, for a customer that came from a list without telephone numbers."""
    place = panel.company.departments["north"]
    values = {"name": "名录来的客户", "customer_class": "general", "department": place, "contact_name": "方圆"}
    with panel.system() as session:
        key = create(session, registers["customer"], values).id
    head, path = panel.as_("head"), f"{LIST}edit/?id={key}"
    head.post(path, {"version": "1", "contact_name": "", "contact_phone": ""}, status=422)
    head.post(path, {"version": "1", "contact_name": "方正", "contact_phone": "", "address": "", "business_scope": ""})


def test_the_archive_of_a_private_person_lacks_no_line_of_business(panel: Panel) -> None:
    """A3.1, Y2.1."""
    values = {"name": "郑欣", "customer_class": "general", "department": panel.company.departments["north"]}
    with panel.system() as session:
        person, firm = (create(session, registers["customer"], {**values, "customer_type": kind}).id for kind in ("personal", "enterprise"))
    lacks = [panel.as_("head").get(f"{LIST}details/?id={key}").text.split("档案还缺：")[1].split("。")[0] for key in (person, firm)]
    assert ["基本信息" in one for one in lacks] == [False, True]


def test_the_page_says_how_complete_an_archive_is_and_what_it_lacks(panel: Panel) -> None:
    """A3.1: basics, contact, needs, service history, feedback."""
    client = panel.as_("head")
    created = client.post(f"{LIST}new/", A_CUSTOMER)
    assert "档案 2/5" in client.get(created.location).text
    assert "档案还缺：业务需求、服务记录、反馈记录。" in client.get(created.location).text
    key = int(created.location.rpartition("=")[2])
    with panel.system() as session:
        create(session, registers["major_event"], {"customer": key, "side": "between", "happened_on": read_day("2026-03-02"), "title": "签约"})
        letter = {"customer": key, "exchanged_on": read_day("2026-03-02"), "direction": "in", "means": "letter", "subject": "意见"}
        create(session, registers["correspondence"], letter)
    client.post(f"{LIST}edit/?id={key}", {"version": "1", "needs": "木门"})
    page = client.get(f"{LIST}details/?id={key}").text
    assert "档案 5/5" in page
    assert "档案还缺" not in page


def test_the_score_counts_only_what_its_reader_sees(panel: Panel) -> None:
    """A3.1 under A7.1: who may not read letters learns nothing about them from a number."""
    page = panel.as_("filing").get(f"{LIST}details/?id={panel.company.customers[0]}").text
    wanted = re.search(r"档案 \d/(\d)", page)
    assert wanted
    assert wanted.group(1) == "4"
    assert "反馈记录" not in re.sub(r'title="[^"]*"', "", page), "what a clause demands is told to everybody"


def test_a_clerk_sees_telephone_numbers_masked_on_every_page(panel: Panel) -> None:
    """A7.1, Y2.7: need to know; the file of an export is looked at in tests/browser and tests/doors."""
    clerk, key = panel.as_("clerk"), panel.company.customers[0]
    for path in (LIST, f"{LIST}details/?id={key}", f"{LIST}edit/?id={key}"):
        assert "13700010000" not in clerk.get(path).text
    assert "137****0000" in clerk.get(f"{LIST}details/?id={key}").text
    assert "13700010000" in panel.as_("boss").get(f"{LIST}details/?id={key}").text


def test_every_export_leaves_a_line_in_the_log(panel: Panel) -> None:
    """A7.1: who took customers along, and how many."""
    panel.as_("boss").post(f"{LIST}export/csv/", {"q": "杭州物联"})
    lines = panel.as_("audit").get("/governance/audit_entry/?size=20").text.split("<tr ")[1:]
    (line,) = [line for line in lines if "(boss)" in line and ">导出</td>" in line]
    assert ">客户</td>" in line


@pytest.mark.parametrize(
    ("code", "may", "may_not"),
    [
        ("filing", "/customers/registration/", f"{LIST}new/"),
        ("clerk", f"{LIST}new/", "/access/account/"),
        ("manager", f"{LIST}new/", "/governance/audit_entry/"),
        ("complaint", "/customers/correspondence/new/", f"{LIST}new/"),
        ("archivist", "/customers/correspondence/new/", f"{LIST}new/"),
    ],
)
def test_the_departments_share_the_work_as_the_regulation_says(panel: Panel, code: str, may: str, may_not: str) -> None:
    """A12.1: upkeep of relations, service and feedback, and information are different people's work."""
    client = panel.as_(code)
    client.get(may)
    client.get(may_not, status=403)


def test_who_needs_no_customers_sees_none(panel: Panel) -> None:
    """Y2.7, K5.7: employees without such work and the administrators are refused."""
    for code in ("staff", "it", "security", "audit"):
        panel.as_(code).get(LIST, status=403)


def test_customers_not_verified_lately_can_be_listed(panel: Panel) -> None:
    """A3.2: the day of the last verification is kept and narrows the list; a review cycle is not yet a parameter."""
    place = panel.company.departments["north"]
    with panel.system() as session:
        for name, day in (("久未核实", "2020-05-01"), ("刚刚核实", "2026-05-01")):
            values = {"name": name, "customer_class": "general", "department": place, "verified_on": read_day(day)}
            create(session, registers["customer"], values)
    page = panel.as_("head").get(f"{LIST}?f.verified_on.to=2020-12-31").text
    assert "久未核实" in page
    assert "刚刚核实" not in page


def test_the_quality_of_customer_data_is_a_page_and_a_file(panel: Panel) -> None:
    """Y1.2: for whoever sees customers; the file for whoever may export them."""
    head = panel.as_("head")
    page = head.get("/customers/quality/")
    assert (page.status_code, "完整率" in page.text, "合计" in page.text) == (200, True, True)
    file = head.get("/customers/quality/file")
    assert file.status_code in (200, 403)
    assert file.status_code == 403 or file.text.startswith("\ufeff全部,客户数")
