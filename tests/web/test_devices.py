"""What a signed-in person is told of his devices, and at an address that is nowhere."""

import pytest

from tests.client import PASSWORD, PageClient
from tests.conftest import Panel

_EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0"
_PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0"


@pytest.mark.parametrize(("agent", "named"), [(_EDGE, "Edge · Windows"), (_PHONE, "微信 · 安卓"), ("", "其他设备"), ("curl/8", "其他设备")])
def test_a_device_is_called_by_browser_and_system(panel: Panel, agent: str, named: str) -> None:
    client = PageClient(panel.app)
    client.http.environ_base["HTTP_USER_AGENT"] = agent
    client.sign_in("clerk", PASSWORD)
    text = client.get("/me/").text
    assert named in text
    assert "Mozilla" not in text


def test_an_address_that_is_nowhere_keeps_the_frame_of_whoever_is_signed_in(panel: Panel) -> None:
    assert "回首页" in panel.as_("clerk").get("/nowhere", status=404).text
    assert "去登录" in PageClient(panel.app).get("/nowhere", status=404).text
