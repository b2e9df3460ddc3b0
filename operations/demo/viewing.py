"""Two volumes of the demo company are scanned: one viewing is granted, one waits for the department's head."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.values import OFFICE_ZONE
from models.archives.unit import ArchiveUnit
from models.lending.slip import LoanMode
from models.register import registers
from operations.attachments import keep
from operations.demo.stage import Stage, acting_at
from operations.moves import perform
from operations.printing import paper
from operations.records import create

PURPOSES = ("核对合同金额", "答复客户来电")


def play_viewing(session: Session, stage: Stage, today: date) -> None:
    """Scan, ask and grant; nothing where the session knows no folder for files."""
    folder: Any = session.info.get("data_dir")
    if folder is None:
        return
    viewer = stage.person("clerk01")
    own = select(ArchiveUnit).where(ArchiveUnit.department_id == viewer.department_id, ArchiveUnit.part_no == 0).order_by(ArchiveUnit.id.desc()).limit(2)
    morning = datetime.combine(today - timedelta(days=1), time(9), OFFICE_ZONE)
    for place, unit in enumerate(session.scalars(own).all()):
        with acting_at(session, stage.people["archive01"], morning):
            file = keep(session, folder, f"{unit.number}.pdf", BytesIO(_scan(unit))).id
            create(session, registers["digital_copy"], {"unit": unit.id, "file": file, "remark": "彩色扫描"})
        with acting_at(session, stage.people["clerk01"], morning + timedelta(hours=1)):
            values = {
                "borrower": viewer.person_id, "department": viewer.department_id, "units": [unit.id], "reason": PURPOSES[place], "mode": LoanMode.VIEW,
                "due_on": stage.calendar.add_working_days(today, 2),
            }  # fmt: skip
            slip = create(session, registers["borrowing_slip"], values)
            perform(session, slip, "submit", {})
        if place == 0:
            with acting_at(session, stage.people["boss01"], morning + timedelta(hours=2)):
                perform(session, slip, "approve", {"opinion": "同意，限两日内查看。"})


def _scan(unit: ArchiveUnit) -> bytes:
    """Something to look at: a made-up paper with the title of the volume."""
    blocks = [{"kind": "essay", "title": "", "text": f"{unit.title}\n（示例扫描件，内容为虚构。）"}]
    doc = {"code": "", "clauses": [], "title": "示例文件", "plain": False, "landscape": False, "above": [["档号", unit.number]], "blocks": blocks}
    return paper.pdf([doc, doc], company="", printed="", locale="zh", digest="0" * 64)
