"""The page on which two accounts are merged (Y1.2)."""

from datetime import date

from models.register import registers
from operations.records import create
from tests.company import PROOF
from tests.conftest import Panel
from tests.factories import make


def test_what_cannot_be_merged_is_told_where_both_stand_side_by_side(panel: Panel) -> None:
    """Y1.2: with the sentence, both accounts and the way back; nothing has moved."""
    values = {"customer_class": "general", "department": panel.company.departments["north"]}
    with panel.system() as session:
        kept, other = (create(session, registers["customer"], {**values, "name": name}).id for name in ("并存甲公司", "并存乙公司"))
        for customer in (kept, other):
            make(session, "customer_visit", customer=customer, kind="regular", period_on=date(2026, 7, 1))
    page = panel.as_("head").post(f"/customers/merging/pair?kept={kept}&other={other}", {**PROOF, "reason": "同一家公司"}, status=409).text
    assert "两个客户各有一条不能并存的记录，请先处理其中一条，再合并。" in page
    for said in ("并存甲公司", "并存乙公司", 'value="同一家公司"', f"details/?id={kept}", f"details/?id={other}", 'href="/customers/merging/"'):
        assert said in page, said
    with panel.system() as session:
        assert session.get(registers["customer"].model, other) is not None
