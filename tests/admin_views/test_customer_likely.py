"""可能重复 while a new account is typed: by name in any script, credit code and telephone, only what the reader may filter by (Y1.2)."""

from tests.conftest import Panel
from tests.factories import make

NEW = "/customers/customer/new/"
ASK = "/customers/likely/"


def test_the_form_of_a_new_account_names_those_that_may_be_the_same(panel: Panel) -> None:
    """Y1.2."""
    with panel.system() as session:
        north = panel.company.departments["north"]
        number = make(session, "customer", name="江都华清（集团）有限公司", department=north, contact_phone="13866667777").number
    head = panel.as_("head")
    page = head.get(NEW).text
    assert f'data-likely="{ASK}"' in page
    assert 'data-fields="name credit_code contact_phone"' in page

    def asked(**typed: str) -> list[tuple[bool, str]]:
        return [(number in one["said"], one["why"]) for one in head.post(ASK, typed, status=200, page=NEW).json or []]

    assert asked(name="江都華清公司") == [(True, "名称相同（不计繁简、全半角、括号和「有限公司」等字样）")]
    assert asked(name="江都别家", contact_phone="138-6666-7777") == [(True, "联系电话相同")]
    assert asked(name="江都别家") == asked(contact_phone="138") == asked() == []


def test_only_who_may_enter_accounts_is_answered(panel: Panel) -> None:
    panel.as_("staff").post(ASK, {"name": "江都华清"}, status=403, page="/me/")
