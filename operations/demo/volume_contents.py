"""What lies in some volumes of the demo company: lists in their four parts, frozen by the archivist; one is being written anew."""

from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.values import OFFICE_ZONE
from models.archives.unit import ArchiveUnit
from models.archives.volume_piece import Part
from models.register import registers
from operations import moves, records
from operations.demo.stage import acting_at, set_stage

LISTED = 8
PAPERS = (
    (Part.APPROVAL, "立项审批表", 3), (Part.APPROVAL, "评审会决议", 2), (Part.CONTRACTS, "借款合同", 14), (Part.CONTRACTS, "抵押合同", 11),
    (Part.CONTRACTS, "放款凭证", 2), (Part.SURVEY, "项目调查报告", 26), (Part.SURVEY, "现场照片", 6), (Part.CUSTOMER, "营业执照复印件", 1),
    (Part.CUSTOMER, "财务报表", 9),
)  # fmt: skip
NOT_COLLECTED = (Part.CUSTOMER, "客户留存合同副本", 12)
"""K3.11: what the customer did not collect is an annex."""


def write_lists(session: Session, draw: Random, today: date) -> None:
    """Lists of the first volumes, as of the day after they were filed; the system must act."""
    stage = set_stage(session, draw)
    volumes = session.scalars(select(ArchiveUnit.id).where(ArchiveUnit.part_no == 0).order_by(ArchiveUnit.id).limit(LISTED)).all()
    for place, volume in enumerate(volumes):
        at = datetime.combine(today - timedelta(days=30 - place), time(14, 30), OFFICE_ZONE)
        with acting_at(session, stage.people["archive01"], at):
            one = records.create(session, registers["volume_list"], {"volume": volume})
            for part, title, pages in PAPERS:
                values = {
                    "volume_list": one.id, "part": part, "title": title, "pages": pages + len(title) * (place + 1) % 4, "annex": False,
                    "dated_on": today - timedelta(days=45 + len(title) * (place + 7) % 60),
                }  # fmt: skip
                records.create(session, registers["volume_piece"], values)
            if place % 3 == 0:
                part, title, pages = NOT_COLLECTED
                records.create(session, registers["volume_piece"], {"volume_list": one.id, "part": part, "title": title, "pages": pages, "annex": True})
            moves.perform(session, one, "freeze_list", {})
    with acting_at(session, stage.people["archive01"], datetime.combine(today - timedelta(days=2), time(16), OFFICE_ZONE)):
        records.create(session, registers["volume_list"], {"volume": volumes[0]})
