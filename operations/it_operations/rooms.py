"""Repairs, visits to the machine room and sealed passwords: what must be so before a step, and what follows (K5.17–K5.35)."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.terms import Term
from domain.workflow import Move
from models.base import columns_of
from models.fence import acting, authority_of
from models.it_operations.backup import Proved
from models.it_operations.equipment_repair import EquipmentRepair
from models.it_operations.password_envelope import PasswordEnvelope, Sealed
from operations.office_clock import today
from permissions.actor import System

COPY_FIRST = Term(
    "含数据的设备送修、报废前，须先备份并核验数据。", "Equipment that holds data is backed up, and the copy proved, before it leaves or is scrapped."
)
WIPE_FIRST = Term("含数据的设备送修、报废前，须删除其中数据。", "Equipment that holds data is wiped before it leaves or is scrapped.")
BY_THE_OTHER = Term("两人掌管的密码，由申请人以外的另一人开启。", "What two hold is opened by another than who asked.")
ANOTHER_SETTER = Term("新密码须由保管人以外的指定人员设置。", "The new password is set by somebody other than its keeper.")


def _without_our_data(session: Session, repair: EquipmentRepair, values: Mapping[str, Any]) -> None:
    """K5.27, K5.29: backed up, then deleted, before it is out of our hands."""
    leaves = repair.kind == "sent_out" or "waste" in values
    if not repair.has_data or not leaves:
        return
    clause = "K5.29" if "waste" in values else "K5.27"
    one = columns_of("backup")
    copy = values.get("copy") or repair.copy_id
    proved = session.connection().execute(select(one.proved).where(one.id == copy)).scalar()
    if proved != Proved.SOUND:
        raise Invalid(COPY_FIRST, fields={"copy": COPY_FIRST}, clause=clause)
    if not (values.get("wiped") or repair.wiped):
        raise Invalid(WIPE_FIRST, fields={"wiped": WIPE_FIRST}, clause=clause)


def _next_setter(_session: Session, envelope: PasswordEnvelope, values: Mapping[str, Any]) -> None:
    if values.get("next_setter") == envelope.keeper_id:
        raise Invalid(ANOTHER_SETTER, fields={"next_setter": ANOTHER_SETTER}, clause="K5.17")


def _opened_by_two(session: Session, envelope: PasswordEnvelope) -> None:
    """K5.19: what two keep, one of the two does not open by himself; another asked for it."""
    person = authority_of(session).person
    if person is not None and envelope.second_id is not None and person.person_id == envelope.asked_by_id:
        raise Refused(BY_THE_OTHER, clause="K5.19")



def envelope_moved(session: Session, envelope: PasswordEnvelope, move: Move) -> None:
    """K5.18: the password was changed; the new one lies in a new envelope, registered in the same breath."""
    if move.name != "reseal":
        return
    with acting(session, System("K5.18：更换后重新封存")):
        session.add(
            PasswordEnvelope(
                system=envelope.system, department_id=envelope.department_id, kind=envelope.kind, setter_id=envelope.next_setter_id,
                second_id=envelope.second_id if envelope.second_id != envelope.next_setter_id else envelope.setter_id,
                keeper_id=envelope.keeper_id, seal=envelope.next_seal, sealed_on=today(session), state=Sealed.SEALED,
            )
        )  # fmt: skip
        session.flush()


GUARDS: dict[tuple[str, str], tuple[Callable[..., None], ...]] = {("password_envelope", "open_envelope"): (_opened_by_two,)}
CHOICES: dict[tuple[str, str], tuple[Callable[..., None], ...]] = {
    ("equipment_repair", "begin_repair"): (_without_our_data,),
    ("equipment_repair", "ask_scrap"): (_without_our_data,),
    ("password_envelope", "reseal"): (_next_setter,),
}
