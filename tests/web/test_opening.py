"""A fresh installation: the command line opens the first accounts, and their passwords must be changed at once."""

from tests.client import PageClient
from tests.conftest import Panel


def test_an_account_opened_on_the_server_must_change_its_password_first(own_panel: Panel) -> None:
    runner = own_panel.app.test_cli_runner()
    done = runner.invoke(args=["accounts", "open", "it09", "--name", "钱初", "--role", "system_admin"])
    assert done.exit_code == 0, done.output
    code, password = done.output.split()[-2:]
    client = PageClient(own_panel.app).sign_in(code, password)
    assert client.get("/access/account/", status=303).headers["Location"].endswith("/me/password")
    new = "Lantern-58-Harbour"
    client.post("/me/password", {"current": password, "new": new, "again": new}, page="/me/password")
    PageClient(own_panel.app).sign_in(code, new).get("/access/account/")


def test_a_code_that_is_taken_and_an_unknown_role_are_refused_with_a_sentence(own_panel: Panel) -> None:
    """K5.11: one person, one code."""
    runner = own_panel.app.test_cli_runner()
    taken = runner.invoke(args=["accounts", "open", "clerk", "--name", "钱初"])
    unknown = runner.invoke(args=["accounts", "open", "it10", "--name", "钱初", "--role", "king"])
    assert (taken.exit_code, unknown.exit_code) == (1, 1)
    assert "已被使用" in taken.output
    assert "没有「king」这个角色" in unknown.output
