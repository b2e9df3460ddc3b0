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
from models.it_operations.password_envelope import PasswordEnvelope, PasswordKind, Sealed
from operations.declared_terms import day_of
from operations.office_clock import today
from operations.staff import Staff
from permissions.actor import System

COPY_FIRST = Term(
    "含数据的设备送修、报废前，须先备份并核验数据。", "Equipment that holds data is backed up, and the copy proved, before it leaves or is scrapped."
)
OF_ANOTHER = Term("备份「{name}」是「{equipment}」的备份，不是这台设备的。", "The backup “{name}” is of “{equipment}” and not of this device.")
OF_NOTHING = Term(
    "备份「{name}」没有写明是哪台设备的备份；含有这台设备数据的，请先在备份登记填写「备份的设备」。",
    "The backup “{name}” does not say which equipment it copies; where it holds this device's data, fill in its “Equipment copied” first.",
)
BEFORE_ASKED = Term(
    "备份「{name}」（{day}）早于申请日期，不含设备上现有的数据；请重新备份并核验。",
    "The backup “{name}” ({day}) is older than the request; make another and have it verified.",
)
WIPE_FIRST = Term("含数据的设备送修、报废前，须删除其中数据。", "Equipment that holds data is wiped before it leaves or is scrapped.")
BY_THE_OTHER = Term("两人掌管的密码，由申请人以外的另一人开启。", "What two hold is opened by another than who asked.")
TWO_HOLDERS = Term("共同掌管人须与保管人不同：两人各自掌管。", "The second holder is another than the keeper: two hold it.")
ANOTHER_SETTER = Term("新密码须由保管人以外的指定人员设置。", "The new password is set by somebody other than its keeper.")
MAINTAINS = Term(
    "「{who}」参与系统维护（持有执行数据处置的权限），不能设置密码；请另行指定。",
    "{who} maintains systems and may carry out orders about data; name another to set the password.",
)
SECOND_TOO = Term("维护用户密码由两人以上掌管，请指定「接替的共同掌管人」。", "The password of a maintenance user is kept by two; name the next second holder.")


def _without_our_data(session: Session, repair: EquipmentRepair, values: Mapping[str, Any]) -> None:
    """K5.27, K5.29: backed up, then deleted, before it is out of our hands."""
    leaves = repair.kind == "sent_out" or "waste" in values
    if not repair.has_data or not leaves:
        return
    clause = "K5.29" if "waste" in values else "K5.27"
    one = columns_of("backup")
    copy = values.get("copy") or repair.copy_id
    found = session.connection().execute(select(one.name, one.proved, one.taken_at, one.equipment).where(one.id == copy)).first()
    if found is None or found.proved != Proved.SOUND:
        problem = COPY_FIRST
    elif not (found.equipment or "").strip():
        problem = OF_NOTHING.format(name=found.name)
    elif found.equipment.strip() != repair.equipment.strip():
        problem = OF_ANOTHER.format(name=found.name, equipment=found.equipment)
    elif (day := day_of(found.taken_at)) < repair.asked_on:
        problem = BEFORE_ASKED.format(name=found.name, day=day.isoformat())
    else:
        problem = None
    if problem is not None:
        raise Invalid(problem, fields={"copy": problem}, clause=clause)
    if not (values.get("wiped") or repair.wiped):
        raise Invalid(WIPE_FIRST, fields={"wiped": WIPE_FIRST}, clause=clause)


def envelope_entered(session: Session, envelope: PasswordEnvelope) -> set[str]:
    """At every save: who sets a password does not maintain the system, and two that hold it are two; raises Invalid."""
    if envelope.id is None and authority_of(session).person is not None:
        if envelope.second_id is not None and envelope.second_id == envelope.keeper_id:
            raise Invalid(TWO_HOLDERS, fields={"second": TWO_HOLDERS}, clause="K5.19")
        _outside_maintenance(session, envelope.setter_id, "setter")
    return set()


def _outside_maintenance(session: Session, person: int | None, field: str) -> None:
    with acting(session, System("K5.17：谁参与系统维护")):
        able = Staff(session).with_right("data_order", "carry_out_order")
    if person in able:
        staff = columns_of("employee")
        sentence = MAINTAINS.format(who=session.connection().execute(select(staff.name).where(staff.id == person)).scalar_one())
        raise Invalid(sentence, fields={field: sentence}, clause="K5.17")


def _next_setter(session: Session, envelope: PasswordEnvelope, values: Mapping[str, Any]) -> None:
    if values.get("next_setter") == values.get("next_keeper", envelope.keeper_id):
        raise Invalid(ANOTHER_SETTER, fields={"next_setter": ANOTHER_SETTER}, clause="K5.17")
    _outside_maintenance(session, values.get("next_setter"), "next_setter")


def _next_second(_session: Session, envelope: PasswordEnvelope, values: Mapping[str, Any]) -> None:
    if envelope.kind == PasswordKind.MAINTENANCE and values.get("next_second") is None:
        raise Invalid(SECOND_TOO, fields={"next_second": SECOND_TOO}, clause="K5.19")
    if values.get("next_second") is not None and values.get("next_second") == values.get("next_keeper"):
        raise Invalid(TWO_HOLDERS, fields={"next_second": TWO_HOLDERS}, clause="K5.19")


def _opened_by_two(session: Session, envelope: PasswordEnvelope) -> None:
    """K5.19: what two keep, one of the two does not open by himself; another asked for it."""
    person = authority_of(session).person
    if person is not None and envelope.second_id is not None and person.person_id == envelope.asked_by_id:
        raise Refused(BY_THE_OTHER, clause="K5.19")



def envelope_moved(session: Session, envelope: PasswordEnvelope, move: Move) -> None:
    """K5.18, K5.20: the password was changed; the new one lies in a new envelope, with those who go on, registered in the same breath."""
    keeper: int | None = envelope.keeper_id
    if move.name == "reseal":
        second = envelope.second_id if envelope.second_id != envelope.next_setter_id else envelope.setter_id
    elif move.name == "succeed":
        keeper, second = envelope.next_keeper_id, envelope.next_second_id
    else:
        return
    with acting(session, System("K5.18：更换后重新封存")):
        session.add(
            PasswordEnvelope(
                system=envelope.system, department_id=envelope.department_id, kind=envelope.kind, setter_id=envelope.next_setter_id,
                second_id=second, keeper_id=keeper, seal=envelope.next_seal, sealed_on=today(session), state=Sealed.SEALED,
            )
        )  # fmt: skip
        session.flush()


GUARDS: dict[tuple[str, str], tuple[Callable[..., None], ...]] = {("password_envelope", "open_envelope"): (_opened_by_two,)}
CHOICES: dict[tuple[str, str], tuple[Callable[..., None], ...]] = {
    ("equipment_repair", "begin_repair"): (_without_our_data,),
    ("equipment_repair", "ask_scrap"): (_without_our_data,),
    ("password_envelope", "reseal"): (_next_setter,),
    ("password_envelope", "succeed"): (_next_setter, _next_second),
}
