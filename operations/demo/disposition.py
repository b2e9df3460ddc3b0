"""What the demo company no longer keeps, may not touch, or gives back: a hold, a destruction waiting for approval, a release asked for."""

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.custody import AccountKind, UnitKind
from models.archives.certificate import Certificate
from models.archives.retention_period import RetentionPeriod
from models.archives.unit import ArchiveUnit
from models.register import registers
from operations import moves, records
from operations.archives.ledger import places
from operations.demo.stage import acting_at, set_stage


def play_disposition(session: Session, draw: Random, today: date) -> None:
    """The archivists take the first steps; approving is left to who leads."""
    stage = set_stage(session, draw)
    if not {"archive01", "archive02"} <= stage.people.keys():
        return
    volumes = list(session.scalars(select(ArchiveUnit.id).where(ArchiveUnit.kind == UnitKind.VOLUME).order_by(ArchiveUnit.id.desc()).limit(8)))
    certified = set(session.scalars(select(Certificate.volume_id)))
    at = places(session.connection(), volumes)
    free = [one for one in volumes if one not in certified and at[one].kind is AccountKind.SHELF]
    year = session.scalars(select(RetentionPeriod.id).where(RetentionPeriod.months == 12)).first()
    certificate = session.scalars(select(Certificate.id).order_by(Certificate.id)).first()
    if len(free) < 3 or year is None or certificate is None:
        return
    first, second = stage.people["archive01"], stage.people["archive02"]

    def new(register: str, **values: Any) -> Any:
        return records.create(session, registers[register], values)

    before = stage.now - timedelta(hours=3)
    with acting_at(session, first, before):
        for unit in free[:2]:
            new("unit_retention", unit=unit, retention=year, since_on=today - timedelta(days=430), ground="合同终止协议", decided_by=second.person.person_id)
        listed = new("destruction_list", reason="合同已终止，保管期满", units=free[:2])
        new("legal_hold", case_no="（2026）浙1002民初318号", reason="借款合同纠纷，法院要求保全", units=free[2:3], placed_on=today)
        new("certificate_release", certificate=certificate, settlement="贷款结清证明 17 号", settled_on=today - timedelta(days=1))
    with acting_at(session, second, before + timedelta(minutes=20)):
        moves.perform(session, listed, "appraise", {"appraisal": "期满，无继续保存价值，同意销毁。"})
