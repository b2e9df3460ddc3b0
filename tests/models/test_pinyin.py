"""The quick reading of names gives what pypinyin gives, for thousands of real words."""

import re
from random import Random

from pypinyin import Style, lazy_pinyin

from models.search import shadow
from operations.package_files import package_lines


def slowly(name: str) -> str:
    syllables = [part for part in lazy_pinyin(name, style=Style.NORMAL, errors="ignore") if part.isascii()]
    return f"{''.join(part[0] for part in syllables)}|{' '.join(syllables)}"


def test_names_are_read_as_pypinyin_reads_them() -> None:
    draw = Random(7)
    brands = [brand for brand in package_lines("companynameparser", "brand.txt") if re.fullmatch("[一-鿿]+", brand)]
    trades = [trade for trade in package_lines("companynameparser", "trade.txt") if re.fullmatch("[一-鿿]+", trade)]
    cities = ("重庆", "长沙", "厦门", "朝阳", "乐山", "大埔", "六安")
    names = [draw.choice(cities) + draw.choice(brands) + draw.choice(trades) + "有限公司" for _ in range(4_000)]
    assert [name for name in names if shadow(name) != slowly(name)] == []


def test_words_of_several_readings_are_read_in_their_word() -> None:
    assert shadow("重庆重型机械") == "cqzxjx|chong qing zhong xing ji xie"
    assert shadow("长沙银行") == "csyh|chang sha yin hang"


def test_a_surname_is_read_as_a_surname() -> None:
    assert shadow("单晓明", person=True) == "sxm|shan xiao ming"
    assert shadow("单晓明") == slowly("单晓明")


def test_what_is_not_chinese_has_no_reading() -> None:
    assert shadow("ABC 123") is None
    assert shadow("") is None
    assert shadow("A杭州B") == "hz|hang zhou"
