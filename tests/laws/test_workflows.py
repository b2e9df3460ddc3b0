"""docs/workflows.md tells the workflows as they are."""

from tests.laws.source import ROOT
from web.describing_workflows import workflows_page

RENEW = "flask --app app describe --workflows > docs/workflows.md"


def test_the_page_of_workflows_is_true() -> None:
    kept = (ROOT / "docs" / "workflows.md").read_text(encoding="utf-8")
    assert kept == workflows_page(), f"docs/workflows.md is outdated; renew it and read the difference: {RENEW}"
