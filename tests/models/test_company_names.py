"""Y1.2: names are compared without script, width, case and the usual endings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.company_names import ENDINGS, core


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("揚州華興（集團）有限公司", "扬州华兴公司"),
        ("ＡＢＣ 科技股份有限公司", "abc科技有限责任公司"),
        ("臺灣積體電路", "台湾积体电路"),
        ("杭州·乐清商行", "杭州乐清商行"),
    ],
)
def test_one_company_written_in_two_ways_has_one_core(one: str, other: str) -> None:
    assert core(one) == core(other)


def test_what_differs_stays_apart_and_nothing_becomes_empty() -> None:
    assert core("扬州华兴公司") != core("扬州华星公司")
    assert core("乾隆酒业") == "乾隆酒业", "干 and 乾 are two characters, told apart by their word"
    assert core("有限公司") == "有限公司"
    assert core("") is None
    assert core(None) is None


@given(st.text("扬州华兴甲乙ABC１２", min_size=1, max_size=12), st.sampled_from(ENDINGS))
def test_an_ending_more_changes_nothing(name: str, ending: str) -> None:
    assert core(name + ending) == core(name)
    assert core(core(name)) == core(name)
