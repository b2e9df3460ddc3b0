"""The numbers of the pages that anybody on the network may open."""

from domain.rules.rule import SECONDS, TIMES, Rule, RuleCode
from domain.terms import Term


class PublicRule(RuleCode):
    """How much comes in from the public before it is held back (Y6.1)."""

    PUBLIC_SECONDS = "public_seconds", Rule(Term("网上投诉最短填写时间", "An online complaint takes at least"), "Y6.1", 3, SECONDS, 0, 60, suggested=True)
    PUBLIC_PER_DAY = (
        "public_per_day",
        Rule(Term("同一地址每日网上投诉", "Online complaints a day from one address"), "Y6.1", 10, TIMES, 1, 10_000, suggested=True),
    )
    PUBLIC_PER_DAY_ALL = "public_per_day_all", Rule(Term("全部网上投诉每日", "Online complaints a day from everybody"), "Y6.1", 1_000, TIMES, 1, suggested=True)
    PUBLIC_MESSAGES = "public_messages", Rule(Term("同一投诉每日网上留言", "Messages a day about one complaint"), "Y6.1", 20, TIMES, 1, 10_000, suggested=True)
    PUBLIC_TRIES = (
        "public_tries",
        Rule(Term("同一地址一刻钟内查询码错误", "Wrong receipt codes in a quarter of an hour from one address"), "Y6.1", 20, TIMES, 1, 10_000, suggested=True),
    )
    PUBLIC_TRIES_ALL = (
        "public_tries_all",
        Rule(Term("全部地址一刻钟内查询码错误", "Wrong receipt codes in a quarter of an hour from everybody"), "Y6.1", 1_000, TIMES, 10, suggested=True),
    )
