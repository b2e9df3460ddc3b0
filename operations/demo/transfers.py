"""Transfers of the demo company: one filed, one of which a page is missing, one with B who misses a paper, one late that asks for more time."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.custody import AccountKind
from domain.values import OFFICE_ZONE
from models.archives.account import ArchiveAccount
from models.archives.number_word import NumberWord
from models.archives.volume_piece import Part
from models.register import registers
from operations import moves, records
from operations.archives.tick_sheet import Typed
from operations.archives.ticking import save
from operations.demo.loans import Deed
from operations.demo.stage import Stage, acting_at, set_stage

A, B, ARCHIVIST = "manager01", "clerk01", "archive01"
CHECKED = {"complete": True, "authorised": True, "coded": True}
STORIES = (("宁波镇海港机配件借款项目", 12, 4), ("绍兴柯桥纺织借款项目", 5, 3), ("湖州南浔木业借款项目", 4, 2), ("金华武义五金借款项目", 9, 1))
"""Project, how many working days ago it was paid out, and how far its papers have come."""
PAPERS = ((Part.APPROVAL, "立项审批表", 3), (Part.CONTRACTS, "借款合同", 14), (Part.SURVEY, "项目调查报告", 22), (Part.CUSTOMER, "营业执照复印件", 1))


def play_transfers(session: Session, draw: Random, today: date) -> list[Deed]:
    """Take the steps of each story but the filing, which comes back to be done in order of time; the system must act."""
    stage = set_stage(session, draw)
    word = session.scalars(select(NumberWord.id).order_by(NumberWord.id).limit(1)).one()
    shelf = session.scalars(select(ArchiveAccount.id).where(ArchiveAccount.kind == AccountKind.SHELF).order_by(ArchiveAccount.id).limit(1)).one()
    return [
        deed for title, days, far in STORIES for deed in _story(session, stage, (title, word, shelf), stage.working_days(days)[0], far)
    ]


def _story(session: Session, stage: Stage, what: tuple[str, int, int], paid: date, far: int) -> list[Deed]:
    title, word, shelf = what
    person = {code: stage.person(code).person_id for code in (A, B, ARCHIVIST)}
    hours = iter(range(30))
    begin = datetime.combine(paid, time(10), OFFICE_ZONE)

    def by(code: str) -> Any:
        return acting_at(session, stage.people[code], begin + timedelta(hours=next(hours) / 2))

    values = {"title": title, "word": word, "a": person[A], "b": person[B], "archivist": person[ARCHIVIST], "paid_on": paid}
    with by(A):
        one = records.create(session, registers["archive_transfer"], {**values, "department": stage.person(A).department_id})
        written = records.create(session, registers["volume_list"], {"transfer": one.id})
        for part, paper, pages in PAPERS:
            records.create(session, registers["volume_piece"], {"volume_list": written.id, "part": part, "title": paper, "pages": pages, "annex": False})
        moves.perform(session, written, "freeze_list", {})
        if far == 1:
            later = stage.calendar.add_working_days(one.due_on, 12)
            moves.perform(session, one, "ask_longer", {"longer_until_on": later, "longer_because": "抵押登记回执尚未取得"})
            return []
        moves.perform(session, one, "hand_to_b", {})
    with by(B):
        if far == 2:
            records.create(session, registers["transfer_supplement"], {"transfer": one.id, "item": "借款合同缺法定代表人签字"})
            return []
        moves.perform(session, one, "hand_in", CHECKED)
    at = begin + timedelta(hours=6)

    def accept() -> None:
        with acting_at(session, stage.people[ARCHIVIST], at):
            save(session, one, [Typed(no, agrees=True, counted="", remark="") for no in range(1, len(PAPERS) + 1)])
            moves.perform(session, one, "accept", {"place": shelf})

    if far == 3:
        with acting_at(session, stage.people[ARCHIVIST], at):
            half = [Typed(1, agrees=True, counted="", remark=""), Typed(2, agrees=False, counted=str(PAPERS[1][2] - 1), remark="缺末页")]
            save(session, one, half)
    return [(at, accept)] if far > 3 else []
