"""Every address has a declared access, the list of them is kept for people, and what we do not use is closed."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from models.register import registers
from tests.client import PageClient
from tests.conftest import Panel
from tests.laws.source import ROOT
from web.describing import access_of, routes_table

LIST = ROOT / "docs" / "routes.tsv"
RENEW = "flask --app app describe --routes > docs/routes.tsv"
WORDS = {"key": "x", "what": "delete", "export_type": "csv", "move_name": "x", "filename": "x.css", "register_key": "customer"}


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def address(app: Flask, rule: Rule) -> str:
    """The address of a rule with its gaps filled."""
    gaps = {name: WORDS.get(name, 1) for name in rule.arguments}
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, gaps, method=next(iter(rule.methods or ()))))


def test_every_route_says_who_may_use_it(panel: Panel) -> None:
    assert [rule.rule for rule in rules(panel.app) if access_of(panel.app, rule.endpoint) == "undeclared"] == []


def test_the_list_of_routes_and_accesses_is_true(panel: Panel) -> None:
    kept = LIST.read_text() if LIST.exists() else ""
    assert kept == routes_table(panel.app), f"docs/routes.tsv is outdated; renew it and read the difference: {RENEW}"


def test_every_register_has_the_same_routes(panel: Panel) -> None:
    named: dict[str, set[str]] = {key: set() for key in registers}
    for rule in rules(panel.app):
        key, _, method = rule.endpoint.partition(".")
        if key in named:
            named[key].add(method)
    assert len({frozenset(methods) for methods in named.values()}) == 1


def test_what_flask_admin_brings_and_we_do_not_use_is_not_there(panel: Panel) -> None:
    reader = panel.as_("head")
    closed = [rule for rule in rules(panel.app) if access_of(panel.app, rule.endpoint) == "closed"]
    assert {rule.endpoint.partition(".")[2] for rule in closed} == {"ajax_lookup", "ajax_update"}
    for rule in closed:
        if "GET" in (rule.methods or ()):
            reader.get(address(panel.app, rule), 404)
        else:
            reader.post(address(panel.app, rule), status=404)
    reader.get("/static/admin/vendor/select2/select2.js", 404)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_stranger_reaches_only_what_is_public(panel: Panel, method: str) -> None:
    stranger = PageClient(panel.app)
    panel.app.config["WTF_CSRF_ENABLED"] = False  # the question is who one is, not where the form came from
    try:
        for rule in rules(panel.app):
            if method not in (rule.methods or ()) or access_of(panel.app, rule.endpoint) == "public":
                continue
            answer = stranger.http.open(address(panel.app, rule), method=method)
            assert answer.status_code == 303, rule.rule
            assert answer.headers["Location"].startswith("/sign-in"), rule.rule
    finally:
        panel.app.config["WTF_CSRF_ENABLED"] = True


def test_a_form_without_its_token_is_refused_everywhere(panel: Panel) -> None:
    reader = panel.as_("head")
    for rule in rules(panel.app):
        if "POST" in (rule.methods or ()):
            assert reader.http.post(address(panel.app, rule)).status_code == 400, rule.rule
