"""Signing in and out, and that a copied cookie is worth nothing afterwards."""

from tests.client import PageClient
from tests.conftest import Panel


def test_a_stranger_is_sent_to_sign_in(panel: Panel) -> None:
    response = PageClient(panel.app).get("/customers/customer/", status=303)
    assert response.headers["Location"].startswith("/sign-in")


def test_a_copied_cookie_is_dead_after_sign_out(panel: Panel) -> None:
    browser, thief = panel.as_("clerk"), PageClient(panel.app)
    cookie = browser.http.get_cookie("taizhang")
    assert cookie is not None
    thief.http.set_cookie("taizhang", cookie.value)
    thief.get("/customers/customer/")
    browser.post("/sign-out")
    thief.get("/customers/customer/", status=303)
