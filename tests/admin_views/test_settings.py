"""What a company sets holds at the next request: areas that are off, the classes it uses, its name."""

import re

from models.governance.setting import Setting, SettingName
from models.register import registers
from operations.records import create
from tests.company import WHAT_A_FORM_ASKS
from tests.conftest import Panel


def _set(panel: Panel, name: SettingName, value: str) -> None:
    with panel.system() as session:
        create(session, registers["setting"], {"name": name, "value": value})


def test_an_area_that_is_off_is_gone_for_everybody_at_the_next_request(own_panel: Panel) -> None:
    boss = own_panel.as_("boss")
    boss.get("/customers/customer/")
    _set(own_panel, SettingName.AREAS_OFF, "customers")
    assert boss.get("/customers/customer/", status=403)
    assert "/customers/customer/" not in boss.get("/").text


def test_organisation_and_access_cannot_be_switched_off(own_panel: Panel) -> None:
    _set(own_panel, SettingName.AREAS_OFF, "organisation,access")
    own_panel.as_("boss").get("/organisation/employee/")
    own_panel.as_("security").get("/access/role/")


def test_the_classes_offered_follow_the_regulation_the_company_chose(own_panel: Panel) -> None:
    clerk = own_panel.as_("clerk")
    assert "目标" in clerk.get("/customers/customer/new/").text
    _set(own_panel, SettingName.CUSTOMER_CLASSES, "Y3.1")
    form = clerk.get("/customers/customer/new/").text
    assert "重要" in form
    assert "目标" not in re.sub(r'title="[^"]*"', "", form), "what a clause names is told to everybody"
    values = {"name": "嘉兴新立食品有限公司", "customer_class": "target", "customer_type": "enterprise", **WHAT_A_FORM_ASKS}
    refused = clerk.post("/customers/customer/new/", values, status=422)
    assert "本公司不使用「目标」这一客户类别" in refused.text
    clerk.post("/customers/customer/new/", {**values, "customer_class": "potential"})
    # Y2.2: what an important customer needs, a clerk may not write.
    told = clerk.post("/customers/customer/new/", {**values, "customer_class": "important"}, status=422)
    assert "您不能写这一项" in told.text


def test_the_company_s_name_stands_on_every_page(own_panel: Panel) -> None:
    _set(own_panel, SettingName.COMPANY_NAME, "湖州文房四宝公司")
    assert "湖州文房四宝公司" in own_panel.as_("staff").get("/").text


def test_a_setting_exists_once(own_panel: Panel) -> None:
    _set(own_panel, SettingName.COMPANY_NAME, "甲公司")
    page = own_panel.as_("it").post("/governance/setting/new/", {"name": "company_name", "value": "乙公司"}, status=422)
    assert "不能用这个值" in page.text
    with own_panel.system() as session:
        assert session.query(Setting).count() == 1
