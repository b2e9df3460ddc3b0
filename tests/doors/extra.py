"""Accounts with rights that no base role has: exceptions per field and door, and two roles with different rows."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from domain.access import Action, Channel, Scope
from domain.areas import Area
from models.access.role import Role
from models.access.rules import ActionRule, AreaRule, ClearanceName, FieldRule, LevelName
from models.register import registers
from operations.passwords import set_password
from operations.records import create
from tests.company import PASSWORD, Company

LOOK = (Action.VIEW, Action.HISTORY, Action.EXPORT)
KEEP = (*LOOK, Action.CREATE, Action.EDIT, Action.DELETE, Action.IMPORT)
ARCHIVE = ("customer", "contact", "major_event", "correspondence", "registration", "registration_change")
HIDDEN, MASKED, READ, WRITE = LevelName


@dataclass(frozen=True, slots=True)
class Extra:
    """One role: clearances in the customers' area, actions on its registers, and exceptions (register, field, level, door)."""

    reads: ClearanceName
    writes: ClearanceName | None
    registers: tuple[str, ...]
    actions: tuple[str, ...]
    scopes: tuple[Scope, ...]
    but: tuple[tuple[str, str, LevelName, Channel | None], ...] = ()
    above: LevelName = HIDDEN


ROLES = {
    # Sees and writes everything except what names things, so that every label is a way to leak.
    "nameless": Extra(
        ClearanceName.SECRET, ClearanceName.SECRET, (*ARCHIVE, "employee", "department"), KEEP, (Scope.ALL,),
        (
            ("customer", "name", HIDDEN, None), ("customer", "number", MASKED, None), ("contact", "name", MASKED, None),
            ("correspondence", "subject", HIDDEN, None), ("correspondence", "scan", HIDDEN, None),
            ("major_event", "title", HIDDEN, None), ("employee", "name", HIDDEN, None), ("department", "name", MASKED, None),
            ("registration", "customer", HIDDEN, None), ("customer", "manager", HIDDEN, None),
            ("customer", "team", HIDDEN, None), ("registration_change", "applicant", MASKED, None),
        ),
    ),
    # One door open and the next one closed.
    "doorwise": Extra(
        ClearanceName.SECRET, ClearanceName.SECRET, ARCHIVE, KEEP, (Scope.ALL,),
        (
            ("customer", "contact_phone", HIDDEN, Channel.LIST), ("customer", "address", HIDDEN, Channel.EXPORT),
            ("customer", "contact_name", HIDDEN, Channel.HISTORY), ("customer", "annual_amount", HIDDEN, Channel.DETAILS),
            ("customer", "contact_email", READ, Channel.FORM), ("customer", "needs", HIDDEN, Channel.FORM),
            ("customer", "name", HIDDEN, Channel.SEARCH), ("customer", "opened_on", HIDDEN, Channel.SORT),
            ("customer", "verified_on", HIDDEN, Channel.FILTER), ("contact", "phone", MASKED, Channel.LIST),
            ("contact", "birthday_on", MASKED, Channel.HISTORY), ("customer", "credit_record", MASKED, Channel.EXPORT),
        ),
    ),
    # Two roles of one person: much on her own customers, little on all others.
    "mixed_own": Extra(
        ClearanceName.SECRET, ClearanceName.SECRET, ARCHIVE, (*LOOK, Action.EDIT, Action.CREATE), (Scope.OWN, Scope.ASSIGNED)
    ),
    "mixed_all": Extra(
        ClearanceName.OPEN, None, ARCHIVE, LOOK, (Scope.ALL,),
        (("customer", "name", MASKED, None), ("customer", "address", MASKED, None), ("contact", "name", HIDDEN, None)),
    ),
    # Keeps what lies in the places she answers for, whichever department it is of (Y1.1).
    "regional": Extra(ClearanceName.PERSONAL, ClearanceName.PERSONAL, ARCHIVE, KEEP, (Scope.REGION,)),
    # May take the steps of a filing, but not read what stands in it.
    "mover": Extra(
        ClearanceName.OPEN, None, ("registration", "registration_change"), (*LOOK, "file", "return", "resubmit"), (Scope.ALL,),
        (("registration", "opinion", HIDDEN, None), ("registration_change", "opinion", MASKED, None)),
    ),
}  # fmt: skip
PEOPLE = {"nameless": ("nameless",), "doorwise": ("doorwise",), "mixed": ("mixed_own", "mixed_all"), "mover": ("mover",), "regional": ("regional",)}


def hire(session: Session, company: Company) -> None:
    """Add these roles and one person for each line of PEOPLE to the company."""
    made = {code: _role(session, code, role) for code, role in ROLES.items()}
    for position, (code, roles) in enumerate(PEOPLE.items()):
        place = {"department": company.departments["south"]}
        person = create(session, registers["employee"], {"number": f"X{position}", "name": f"额外{position}", **place})
        account = create(session, registers["account"], {"code": code, "holder": person.id, "active": True})
        set_password(session, account, PASSWORD)
        company.employees[code], company.accounts[code] = person.id, account.id
        for role in roles:
            create(session, registers["role_grant"], {"role": made[role], "person": person.id, "reason": "test"})


def _role(session: Session, code: str, extra: Extra) -> int:
    role = Role(code=code, title=code)
    session.add(role)
    session.flush()
    for area in (Area.CUSTOMERS, Area.ORGANISATION):
        session.add(
            AreaRule(role_id=role.id, area=area, reads=extra.reads, writes=extra.writes, above=extra.above)
        )
    for register in extra.registers:
        for action in extra.actions:
            for scope in extra.scopes:
                session.add(ActionRule(role_id=role.id, register_key=register, action=str(action), scope=scope))
    for register, key, level, channel in extra.but:
        session.add(FieldRule(role_id=role.id, register_key=register, field_key=key, level=level, channel=channel))
    session.flush()
    return role.id


