"""The base roles: what each may do, what none may do, and that a new start changes nothing IT has changed."""

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level, Scope
from domain.areas import Area
from models.access.role import Role
from models.access.rules import ActionRule
from models.engine import FencedSession
from models.fence import act
from models.register import registers
from operations.base_roles import BASE_ROLES, BUSINESS, ensure_base_roles
from operations.rights import catalogue, read_rights
from permissions.actor import System
from permissions.policy import Plan, compile_plan

READS = {Action.VIEW, Action.EXPORT, Action.PRINT, Action.HISTORY}
ADMINS = ("system_admin", "security_admin", "audit_admin")
CODES = tuple(role.code for role in BASE_ROLES)


@pytest.fixture(scope="module")
def plans(engine: Engine) -> dict[str, Plan]:
    """The plan of each base role alone, compiled from the stored rules."""
    with FencedSession(engine) as session:
        act(session, System("test"))
        ensure_base_roles(session)
        rights = read_rights(session)
        session.rollback()
    return {code: compile_plan(1, catalogue(), rights, [code], {}) for code in CODES}


def scopes(plan: Plan, register: str, action: str) -> set[Scope]:
    return {stratum.scope for stratum in plan.of(register, action)}


def test_writing_the_base_roles_twice_writes_them_once(session: Session) -> None:
    assert set(ensure_base_roles(session)) == set(CODES)
    rules = session.scalar(select(func.count()).select_from(ActionRule))
    assert ensure_base_roles(session) == ()
    assert session.scalar(select(func.count()).select_from(ActionRule)) == rules


def test_a_right_that_was_taken_away_does_not_come_back_at_the_next_start(session: Session) -> None:
    ensure_base_roles(session)
    clerk = session.scalars(select(Role).where(Role.code == "clerk")).one()
    rule = session.scalars(
        select(ActionRule).where(
            ActionRule.role_id == clerk.id, ActionRule.register_key == "customer", ActionRule.action == "export"
        )
    ).one()
    session.delete(rule)
    ensure_base_roles(session)
    assert not compile_plan(1, catalogue(), read_rights(session), ["clerk"], {}).may("customer", Action.EXPORT)


def test_the_roles_are_written_by_the_system_even_when_a_person_acts(session: Session) -> None:
    before = session.info["authority"]
    ensure_base_roles(session)
    assert session.info["authority"] is before
    assert isinstance(before, System)


def test_every_name_in_the_declarations_exists() -> None:
    known = catalogue()
    areas = {f"{area}.*" for area in Area}
    for role in BASE_ROLES:
        assert set(role.parents) <= set(CODES)
        for may in role.may:
            for register in may.registers:
                assert register in known or register in areas | {"*"}, (role.code, register)
                if register in known:
                    assert set(may.actions) <= known[register].actions, (role.code, register)
        for exception in role.exceptions:
            assert exception.field in registers[exception.register].fields


OWN_CLAIMS = ("service_trip", "parts_deal", "reward_claim", "attendance", "equipment_fault")
"""What everybody enters for himself."""
OWN_PAY = ("pay_line", "pay_step", "quarter_review", "wage")
"""What everybody may read of himself."""
ANSWERED_FOR = {("process_check", action) for action in (Action.VIEW, Action.PRINT, "correct_process")}
"""What everybody puts right where he is named."""
EVERYBODYS = {"archive_view_request", "complaint_hearing", "criticism", "performance_entry", "process_check", *OWN_CLAIMS, *OWN_PAY}
"""What everybody says in his own matter: he asks to view an archive, answers when he is complained of, objects to what counts against him."""


@pytest.mark.parametrize("code", CODES)
def test_no_role_may_do_everything(plans: dict[str, Plan], code: str) -> None:
    everything = {(key, action) for key, facts in catalogue().items() for action in facts.actions}
    assert set(plans[code].strata) < everything
    # Looking with another's eyes and taking a role in an emergency write no rule; whoever runs the company decides on
    # administrators that another asks for (K5.6).
    apart = {*READS, "view_as", "emergency", "authorise_admin", "refuse_admin"}
    writes = {(register, action) for register, action in plans[code].strata if action not in apart}
    areas = {registers[register].area for register, _ in writes}
    assert Area.ACCESS not in areas or all(
        register in EVERYBODYS for register, _ in writes if registers[register].area in BUSINESS
    )


@pytest.mark.parametrize("code", ADMINS)
def test_an_administrator_has_no_business_data(plans: dict[str, Plan], code: str) -> None:
    business = {(key, action) for key, action in plans[code].strata if registers[key].area in BUSINESS}
    own = {("archive_view_request", action) for action in (Action.VIEW, Action.PRINT, Action.CREATE, "withdraw")}
    own |= {("complaint_hearing", action) for action in (Action.VIEW, Action.PRINT, "answer", "object")}
    own |= {("criticism", action) for action in (Action.VIEW, Action.PRINT, "appeal")}
    own |= {("performance_entry", action) for action in (Action.VIEW, Action.PRINT, "object")}
    own |= {(key, action) for key in (*OWN_CLAIMS, *OWN_PAY) for action in (Action.VIEW, Action.PRINT)}
    own |= {(key, Action.CREATE) for key in OWN_CLAIMS}
    assert business == own | ANSWERED_FOR
    assert all(scopes(plans[code], *pair) == {Scope.ASSIGNED} for pair in ANSWERED_FOR)
    assert all(scopes(plans[code], *pair) == {Scope.OWN} for pair in own)
    assert not any(plans[code].may(register, Action.VIEW) for register in ("customer", "contact", "correspondence"))


def test_the_three_administrators_keep_out_of_each_others_registers(plans: dict[str, Plan]) -> None:
    kept = {code: {register for register, action in plans[code].strata if action == Action.EDIT} for code in ADMINS}
    assert kept == {"system_admin": {"account", "setting", "division"}, "security_admin": {"role_grant", "admin_authorisation"}, "audit_admin": set()}
    acts = {code: {action for register, action in plans[code].strata if register == "policy_draft"} for code in ADMINS}
    assert {"write", "review", "roll_back", "carry"} <= acts["security_admin"]
    assert acts["audit_admin"] & {"write", "review", "roll_back", "carry"} == {"review"}, "who reviews does not write"
    assert acts["system_admin"] == set()
    logs = {code: plans[code].may("audit_entry", Action.VIEW) for code in ADMINS}
    assert logs == {"system_admin": False, "security_admin": False, "audit_admin": True}


def test_the_auditor_reads_everything_and_writes_nothing(plans: dict[str, Plan]) -> None:
    auditor = plans["auditor"]
    assert all(scopes(auditor, key, Action.HISTORY) == {Scope.ALL} for key in registers)
    assert {action for _, action in auditor.strata} == READS | {"view_as"}
    assert auditor.level("customer", "annual_amount", Channel.DETAILS) is Level.READ
    assert auditor.level("customer", "contact_phone", Channel.DETAILS) is Level.MASKED
    assert auditor.level("customer", "credit_record", Channel.DETAILS) is Level.HIDDEN


@pytest.mark.parametrize("code", CODES)
def test_everyone_sees_the_labels_of_departments_people_and_places(plans: dict[str, Plan], code: str) -> None:
    for register in ("department", "employee", "division"):
        assert Scope.ALL in scopes(plans[code], register, Action.VIEW)
        assert plans[code].level(register, registers[register].label, Channel.LIST) >= Level.READ


def test_an_employee_sees_names_but_not_numbers_and_his_own_requests_only(plans: dict[str, Plan]) -> None:
    employee = plans["employee"]
    assert employee.level("employee", "name", Channel.LIST) is Level.READ
    assert employee.level("employee", "phone", Channel.LIST) is Level.MASKED
    assert employee.level("employee", "id_card", Channel.DETAILS) is Level.HIDDEN
    assert scopes(employee, "archive_view_request", Action.CREATE) == {Scope.OWN}
    assert not employee.may("customer", Action.VIEW)


def test_a_clerk_types_a_phone_number_once_and_never_sees_it_again(plans: dict[str, Plan]) -> None:
    clerk = plans["clerk"]
    assert scopes(clerk, "customer", Action.VIEW) == {Scope.DEPARTMENT}
    assert clerk.level("customer", "contact_phone", Channel.FORM, action=Action.CREATE) is Level.WRITE
    assert clerk.level("customer", "contact_phone", Channel.FORM, action=Action.EDIT) is Level.MASKED
    assert clerk.level("customer", "contact_phone", Channel.LIST) is Level.MASKED
    assert clerk.level("customer", "annual_amount", Channel.FORM, action=Action.EDIT) is Level.WRITE
    assert not clerk.everywhere("customer", "contact_phone", Channel.SEARCH)


def test_a_customer_manager_reads_personal_data_of_his_customers_only(plans: dict[str, Plan]) -> None:
    levels = {
        stratum.scope: stratum.levels[Channel.DETAILS]["contact_phone"]
        for stratum in plans["customer_manager"].of("customer", Action.VIEW)
    }
    assert levels == {Scope.DEPARTMENT: Level.MASKED, Scope.OWN: Level.READ, Scope.ASSIGNED: Level.READ}
    assert scopes(plans["customer_manager"], "customer", Action.EDIT) == {Scope.OWN, Scope.ASSIGNED}


def test_what_a_department_reports_another_one_files(plans: dict[str, Plan]) -> None:
    filing = {code for code in CODES if plans[code].may("registration", "file")}
    assert filing == {"filing_clerk"}
    assert not plans["filing_clerk"].may("registration", Action.CREATE)
    reporting = {code for code in CODES if plans[code].may("registration", "resubmit")}
    assert reporting == {"clerk", "customer_manager", "department_head"}


def test_requests_to_view_are_decided_by_heads_and_supervisors(plans: dict[str, Plan]) -> None:
    deciding = {code: scopes(plans[code], "archive_view_request", "reject") for code in CODES}
    assert {code: found for code, found in deciding.items() if found} == {
        "department_head": {Scope.SUBTREE},
        "supervisor": {Scope.ALL},
    }
    assert all(plans[code].may("archive_view_request", Action.APPROVE) for code in ("department_head", "supervisor"))


def test_a_supervisor_reads_all_and_changes_nothing(plans: dict[str, Plan]) -> None:
    supervisor = plans["supervisor"]
    assert supervisor.level("customer", "credit_record", Channel.DETAILS) is Level.READ
    assert not any(supervisor.may("customer", action) for action in (Action.CREATE, Action.EDIT, Action.DELETE))


def test_the_complaint_officer_sees_how_to_reach_a_customer_and_no_more(plans: dict[str, Plan]) -> None:
    officer = plans["complaint_officer"]
    assert officer.level("contact", "phone", Channel.DETAILS) is Level.READ
    assert officer.level("contact", "birthday_on", Channel.DETAILS) is Level.HIDDEN
    assert not officer.may("customer", Action.EDIT)
