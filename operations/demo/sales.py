"""The demo company looks after its customers: deals, contacts, visits, care, terms, claims and events of the last weeks (A4, Y3, Y5, K7)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.values import OFFICE_ZONE
from models.base import columns_of
from models.bulk import insert_rows
from models.customers.customer import Customer, CustomerClass
from models.customers.deal import Deal, DealKind
from models.customers.touch import CustomerTouch, ReceptionGrade, TouchChannel
from models.customers.visit import CustomerVisit, VisitState
from models.register import registers
from operations import moves, records
from operations.customers.care_figures import assess_care
from operations.customers.caring import plan_care
from operations.customers.contacts import IMPORTANT, recount
from operations.customers.rating_run import rate_customers
from operations.customers.visiting import plan_visits
from operations.demo.company import Company
from operations.demo.people import pick
from operations.demo.stage import Stage, acting_at, set_stage
from permissions.actor import Authority

BUYERS, VISITED = 50, 6
GOODS = ("年度供货订单", "设备维护服务", "样品采购", "季度补货订单", "技术服务合同", "包装材料订单")
TALKS = ("电话回访使用情况", "了解下季度需求", "发送新品资料", "协调交货时间", "来厂参观", "参加产品推介会")
REPORTS = ("使用正常，下季度用量预计增加，十月再访。", "对价格有异议，已转商务部门答复。", "拟试用新品，约定下周送样。")
CHANNELS = (TouchChannel.PHONE, TouchChannel.PHONE, TouchChannel.MAIL, TouchChannel.MESSAGE, TouchChannel.RECEPTION, TouchChannel.CAMPAIGN)
SAID = {"usage": "使用正常，未发现质量问题。", "opinions": "希望缩短交货周期。", "suggestions": "建议提供小包装。"}
ASSESSED = (("b", "年需求约二百万元，现有供应商合同明年到期。"), ("c", "需求不稳定，可持续跟进。"))


def fill_sales(session: Session, company: Company, today: date) -> None:
    """Write what was bought and said in bulk, then let people act with their own rights; the system must act."""
    draw = Random(f"sales:{today}")  # noqa: S311  # a made-up company, not secrets
    wanted = select(Customer).where(Customer.generated, Customer.customer_class != CustomerClass.POTENTIAL)
    buyers: Sequence[Any] = session.scalars(wanted.order_by(Customer.id).limit(BUYERS)).all()
    insert_rows(session, Deal, list(_deals(buyers, draw, today)))
    insert_rows(session, CustomerTouch, list(_touches(buyers, draw, today)))
    recount(session, [one.id for one in buyers])
    plan_visits(session)
    plan_care(session)
    rate_customers(session)
    assess_care(session)
    stage = set_stage(session, draw)
    _Play(session, stage, company, today).all()


def _deals(buyers: Sequence[Any], draw: Random, today: date) -> Iterator[dict[str, Any]]:
    for buyer in buyers:
        for _ in range(1 + int(draw.random() * 5)):
            yield {
                "customer_id": buyer.id, "dealt_on": today - timedelta(days=int(draw.random() * 700)), "kind": pick(draw, tuple(DealKind)),
                "subject": pick(draw, GOODS), "amount": Decimal(int(draw.random() * 60_000) + 500), "handler_id": buyer.manager_id,
                "feedback": "希望增加规格。" if draw.random() < 0.3 else None,
            }  # fmt: skip


def _touches(buyers: Sequence[Any], draw: Random, today: date) -> Iterator[dict[str, Any]]:
    for buyer in buyers:
        for _ in range(int(draw.random() * 3)):
            place = int(draw.random() * len(TALKS))
            received = CHANNELS[place] is TouchChannel.RECEPTION
            grade = ReceptionGrade.VIP if buyer.customer_class in IMPORTANT else ReceptionGrade.USUAL
            yield {
                "customer_id": buyer.id, "touched_on": today - timedelta(days=int(draw.random() * 120)), "channel": CHANNELS[place],
                "subject": TALKS[place], "grade": grade if received else None, "person_id": buyer.manager_id,
                "needs_changed": "下季度用量预计增加。" if draw.random() < 0.3 else None, "support_given": "已提供样品和报价。",
                "report": REPORTS[place % len(REPORTS)] if buyer.customer_class in IMPORTANT else None,
            }  # fmt: skip


class _Play:
    """What some people have done in the last days."""

    def __init__(self, session: Session, stage: Stage, company: Company, today: date) -> None:
        self._session, self._stage, self._company, self._today = session, stage, company, today

    def all(self) -> None:
        """Everybody's part."""
        mine = self._customers_of(self._stage.people["manager01"])
        if len(mine) < VISITED:
            return
        self._visits(mine)
        self._terms(mine)
        self._claims(mine)
        self._events(mine)
        self._assessments()

    def _customers_of(self, who: Authority) -> list[int]:
        customer = columns_of("customer")
        wanted = select(customer.id).where(customer.manager_id == who.person.person_id, customer.generated).order_by(customer.id)
        return list(self._session.connection().execute(wanted).scalars())

    def _at(self, who: str, days_ago: int) -> Any:
        moment = datetime.combine(self._today - timedelta(days=days_ago), time(10), OFFICE_ZONE)
        return acting_at(self._session, self._stage.people[who], moment)

    def _enter(self, who: str, days_ago: int, key: str, **values: Any) -> Any:
        with self._at(who, days_ago):
            return records.create(self._session, registers[key], values)

    def _step(self, who: str, days_ago: int, record: Any, name: str, **values: Any) -> None:
        with self._at(who, days_ago):
            moves.perform(self._session, record, name, values)

    def _visits(self, mine: list[int]) -> None:
        wanted = select(CustomerVisit).where(CustomerVisit.customer_id.in_(mine), CustomerVisit.state == VisitState.PLANNED)
        person = self._stage.person("manager01").person_id
        planned = self._session.scalars(wanted.where(CustomerVisit.visitor_id == person).order_by(CustomerVisit.id)).all()
        for visit in planned[:VISITED]:
            self._step("manager01", 1, visit, "report_visit", visited_on=self._today - timedelta(days=1), **SAID)
        for visit in planned[:2]:
            values = {"customer": visit.customer_id, "visit": visit.id, "kind": "suggestion", "subject": "提供小包装", "content": "便于门店陈列。"}
            item = self._enter("manager01", 1, "visit_item", **values)
        if planned:
            self._step("manager01", 1, item, "discuss_item", discussion="生产部可安排试产。")

    def _terms(self, mine: list[int]) -> None:
        year = {"valid_from": self._today, "valid_until": self._today + timedelta(days=365)}
        terms = self._enter("manager01", 3, "customer_arrangement", customer=mine[0], kind="terms", title="年度订单九五折", details="满五十万元执行。", **year)
        self._step("head01", 2, terms, "approve_terms")
        self._enter("manager01", 2, "customer_arrangement", customer=mine[1], kind="preference", title="偏好周二上午送货")
        self._enter("manager01", 2, "customer_arrangement", customer=mine[2], kind="opportunity", title="新厂房投产，拟合作供货")
        self._enter("manager01", 1, "customer_care", customer=mine[0], kind="gift", occasion="新厂落成", due_on=self._today + timedelta(days=5))

    def _claims(self, mine: list[int]) -> None:
        person = self._stage.person("manager01").person_id
        for place, (kind, purpose) in enumerate((("entertainment", "接待来访"), ("gift", "开业花篮"))):
            given = {"customer": mine[place], "kind": kind, "purpose": purpose, "amount": Decimal(320 + 80 * place), "applicant": person}
            claim = self._enter("manager01", 3, "customer_expense", spent_on=self._today - timedelta(days=4), **given)
            self._step("manager01", 3, claim, "submit_claim")
        self._step("head01", 2, claim, "approve_claim")

    def _events(self, mine: list[int]) -> None:
        planner = self._stage.person("filing01")
        for title, kind, ahead in (("老客户答谢会", "appreciation", 30), ("秋季新品推介会", "campaign", -20)):
            begins = self._today + timedelta(days=ahead)
            values = {"title": title, "kind": kind, "from_on": begins, "goal": "邀请重点客户，介绍新品并听取意见。", "department": planner.department_id}
            event = self._enter("filing01", 25, "customer_programme", names_due_on=self._today + timedelta(days=10), owner=planner.person_id, **values)
            self._step("boss01", 24, event, "approve_programme")
            for customer in mine[:3]:
                self._enter("manager01", 5, "programme_guest", programme=event.id, customer=customer, guest="采购负责人")
        self._step("filing01", 1, event, "finish_programme", result="到会客户三家，意向订单两笔。")

    def _assessments(self) -> None:
        wanted = select(Customer.id).where(Customer.customer_class == CustomerClass.POTENTIAL).order_by(Customer.id).limit(len(ASSESSED))
        for customer, (worth, findings) in zip(self._session.scalars(wanted).all(), ASSESSED, strict=False):
            self._enter("filing01", 2, "customer_rating", customer=customer, kind="potential", worth=worth, reason=findings)
