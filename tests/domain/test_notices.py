"""Notices as the State Council has worded them over the years; and pieces that are refused by name."""

from datetime import date

import pytest

from domain.errors import Invalid
from domain.notices import LONGEST, read_notice
from domain.office_days import DayKind

OF_2026 = """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作，遇有重大突发事件，要按规定及时报告并妥善处置。
国务院办公厅
2025年11月4日
"""


def read(text: str, year: int) -> str:
    """The days of a text in short: 10-01 休, 10-10 班."""
    marks = {DayKind.HOLIDAY: "休", DayKind.WORKING: "班"}
    return " ".join(f"{day:%m-%d}{marks[found.kind]}" for day, found in read_notice(text, year).days)


def test_a_whole_notice_is_read_and_names_its_year() -> None:
    notice = read_notice(OF_2026, source="国办发明电〔2025〕7号")
    assert (notice.year, notice.missing) == (2026, ())
    days = dict(notice.days)
    assert len([one for one in days.values() if one.kind is DayKind.HOLIDAY]) == 33
    worked = [day for day, one in days.items() if one.kind is DayKind.WORKING]
    assert [f"{day:%m-%d}" for day in worked] == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    assert days[date(2026, 10, 10)].name == "国庆节调休"
    assert days[date(2026, 10, 1)].source == "国办发明电〔2025〕7号"
    assert len(notice.left_out) == 8, "greeting, heading and signature rule no day, and are shown as left out"


@pytest.mark.parametrize(
    ("text", "year", "days"),
    [
        (
            "国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（周日）、10月10日（周六）上班。", 2020,
            "09-27班 10-01休 10-02休 10-03休 10-04休 10-05休 10-06休 10-07休 10-08休 10-10班",
        ),
        ("元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班", 2026, "01-01休 01-02休 01-03休 01-04班"),
        ("元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。", 2019, "12-29班 12-30休 12-31休 01-01休"),
        ("一、元旦：1月1日放假1天。", 2014, "01-01休"),
        ("清明节：4月5日放假，4月6日（星期一）补休。", 2015, "04-05休 04-06休"),
        ("清明节:4月5日放假,与周末连休.".replace(".", "。"), 2019, "04-05休"),
        ("端午节：6月9日—11日放假调休；６月１２日（星期日）上班", 2016, "06-09休 06-10休 06-11休 06-12班"),
        ("劳动节：5月1日 至 5月3日 放假，\n中秋节：9月15日放假", 2026, "05-01休 05-02休 05-03休 09-15休"),
        ("中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日：9月3日至5日放假调休，共3天。9月6日（星期日）上班。", 2015, "09-03休 09-04休 09-05休 09-06班"),
    ],
)  # fmt: skip
def test_the_usual_wordings_are_understood(text: str, year: int, days: str) -> None:
    assert read(text, year) == days


def test_advice_is_left_out_and_said() -> None:
    notice = read_notice("春节：2月10日至17日放假调休，共8天。鼓励各单位安排职工在除夕（2月9日）休息。", 2024)
    assert date(2024, 2, 9) not in dict(notice.days)
    assert notice.left_out == ("鼓励各单位安排职工在除夕(2月9日)休息",)
    assert notice.missing == ("元旦", "清明", "劳动", "端午", "中秋", "国庆")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("春节：延长至2月2日", "延长至2月2日"),
        ("国庆节：10月1日（周五）放假", "10月1日(周五)"),
        ("国庆节：10月1日至8日放假，共7天", "共7天"),
        ("国庆节：10月1日至8日", "10月1日至8日"),
        ("元旦：1月1日至2日放假1天", "放假1天"),
        ("国庆节：放假三天", "放假三天"),
        ("国庆节：10月1日放假，大家开心", "大家开心"),
        ("国庆节：10月32日放假", "10月32日"),
        ("国庆节：10月8日至1日放假", "10月8日至1日"),
        ("元旦：12月30日至1月1日放假", "12月30日至1月1日"),
        ("国庆节：1日放假", "1日"),
        ("国庆节：2029年10月1日放假", "2029年10月1日"),
        ("10月1日放假。国庆节：10月2日放假", "10月1日放假"),
        ("公司周年庆放假", "公司周年庆放假"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, named: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_notice(text, 2026)
    assert f"「{named}」" in refused.value.sentence.zh


@pytest.mark.parametrize(
    ("text", "year", "said"),
    [
        ("", 2026, "请粘贴"),
        ("   \n", 2026, "请粘贴"),
        ("各位同事好", 2026, "没有找到任何节日"),
        ("国庆节：10月1日放假", None, "请填写年度"),
        (OF_2026, 2027, "通知写的是 2026 年，填的年度是 2027 年"),
        ("国庆节：10月1日放假，10月1日上班", 2026, "既写了放假又写了上班"),
        ("节" * (LONGEST + 1), 2026, "通知太长"),
    ],
)
def test_what_contradicts_itself_or_says_nothing_is_refused(text: str, year: int | None, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_notice(text, year)
    assert said in refused.value.sentence.zh
