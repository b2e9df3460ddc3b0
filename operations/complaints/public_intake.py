"""A complaint from the public form: an ordinary case, received online, with the code by which its sender follows it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from domain.errors import Conflict, Invalid, TooOften
from domain.rules import PublicRule
from domain.terms import Term
from domain.values import OFFICE_ZONE, write_day
from models import checks
from models.complaints.complaint import Complaint
from models.complaints.words import Channel
from models.fields import Field, day, text
from operations.complaints import public_counts, receipts
from operations.records import CHECK_FIELDS, create
from operations.rules import rules

MOST_TEXT = 5000
TITLE = 40
_KNOWN = Complaint.register.fields
FIELDS: dict[str, Field] = {
    "facts": replace(_KNOWN["facts"], label=Term("发生了什么", "What happened"), length=MOST_TEXT),
    "demanded": replace(_KNOWN["demanded"], label=Term("您希望怎样解决", "What you would like us to do"), required=True),
    "product": text("产品或服务", "Product or service", length=100).named("product"),
    "happened_on": day("发生日期", "When it happened").named("happened_on"),
    "complainant": replace(_KNOWN["complainant"], label=Term("您的姓名", "Your name"), required=True),
    "phone": replace(_KNOWN["phone"], label=Term("联系电话", "Telephone"), required=True),
    "address": replace(_KNOWN["address"], label=Term("联系地址", "Address"), required=True),
}
"""What the public form asks, each read by the rules of its kind (K8.10, T2.3)."""
WHO = ("complainant", "phone", "address")
"""Not asked of whoever stays anonymous."""
NOT_YET = Term("发生日期不能晚于今天。", "It cannot have happened later than today.")
SENT_ALREADY = Term(
    "这份投诉已经提交过，不用再交。请用上次得到的查询码查看进度。", "This complaint was sent already. Follow it with the receipt code you were given."
)
SHOWN_ALREADY = Term(
    "查询码只显示一次，已经显示过了。如果没有记下，请拨打投诉电话，由我们重新发一个。",
    "The receipt code is shown once, and that was before. If you did not note it, call us for another one.",
)
ENOUGH_FROM_HERE = Term(
    "今天从您这里提交的投诉已达 {most} 件。内容还在表中，请明天再提交，或拨打投诉电话。",
    "{most} complaints came from your address today. What you typed is still here; send it tomorrow, or call us.",
)
ENOUGH_TODAY = Term(
    "今天网上投诉过多，暂时不能提交。内容还在表中，请稍后再试，或拨打投诉电话。",
    "Too many complaints came online today. What you typed is still here; try again later, or call us.",
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Where a form comes from: the address, as far as it is counted, and the mark of the form it was sent with."""

    address: str
    form: str


def read(typed: Mapping[str, str], today: date) -> dict[str, Any]:
    """The values of the form; raises Invalid with a sentence for every field that needs another look."""
    anonymous = bool(typed.get("anonymous"))
    values: dict[str, Any] = {"anonymous": anonymous}
    problems: dict[str, Term] = {}
    for key, spec in FIELDS.items():
        if anonymous and key in WHO:
            continue
        try:
            values[key] = checks.read(spec, typed.get(key, ""))
        except Invalid as error:
            problems[key] = error.sentence
    if (values.get("happened_on") or today) > today:
        problems["happened_on"] = NOT_YET
    if problems:
        raise Invalid(CHECK_FIELDS, count=len(problems), fields=problems, clause="K8.10")
    return values


def complain(session: Session, key: bytes, typed: Mapping[str, str], sender: Sender) -> tuple[Complaint, str]:
    """Enter the complaint and give out its code; the session works for an outsider.

    Raises Invalid for what was typed, TooOften over the day's limits, Conflict when the same form comes twice.
    """
    now: datetime = session.info["clock"]()
    values = read(typed, now.astimezone(OFFICE_ZONE).date())
    public_counts.forget_old(session)
    if public_counts.count(session, public_counts.subject("form", key, sender.form), public_counts.DAY) > 1:
        raise Conflict(SENT_ALREADY)
    limits = rules(session)
    for about, code, sentence in (
        (sender.address, PublicRule.PUBLIC_PER_DAY, ENOUGH_FROM_HERE), (public_counts.EVERYBODY, PublicRule.PUBLIC_PER_DAY_ALL, ENOUGH_TODAY)
    ):  # fmt: skip
        if public_counts.count(session, public_counts.subject("sent", key, about), public_counts.DAY) > limits[code]:
            raise TooOften(sentence, most=limits[code])
    case = enter(session, values)
    return case, receipts.issue(session, key, case)


def enter(session: Session, values: Mapping[str, Any]) -> Complaint:
    """The case of what was read, received online and complained of nobody yet; ``session`` works for an outsider."""
    made: Complaint = create(session, Complaint.register, _case(values))
    return made


def _case(values: Mapping[str, Any]) -> dict[str, Any]:
    facts: str = values["facts"]
    first = facts.split("\n", 1)[0].strip()
    about = [
        f"{FIELDS[key].label.zh}：{write_day(values[key]) if key == 'happened_on' else values[key]}"
        for key in ("product", "happened_on")
        if values.get(key)
    ]
    return {
        "channel": Channel.ONLINE,
        "title": first if len(first) <= TITLE else f"{first[: TITLE - 1]}…",
        "facts": "\n".join([facts, *about]),
        "demanded": values["demanded"],
        "anonymous": values["anonymous"],
        **{key: values.get(key) for key in WHO},
    }
