"""Who acts: a person with his plan, or the system with a reason."""

from domain.access import Clearance, Scope
from domain.areas import Area
from permissions.actor import Authority, Person, System
from permissions.grants import AreaRight, FieldFacts, RegisterFacts, Rights
from permissions.policy import compile_plan

FACTS = RegisterFacts("customer", Area.CUSTOMERS, (FieldFacts("name", Clearance.OPEN),), frozenset({"view", "edit"}))
ROLE = Rights("r", {None: AreaRight(Clearance.OPEN)}, {("customer", "view"): frozenset({Scope.OWN})})


def test_a_person_is_named_in_the_audit_with_his_code() -> None:
    who = Authority(Person(7, 8, "wang", "王小芳"), compile_plan(1, {"customer": FACTS}, {"r": ROLE}, ["r"], {}))
    assert (who.label, who.account_id, who.is_system) == ("王小芳 (wang)", 7, False)
    assert who.may("customer", "view")
    assert not who.may("customer", "edit")
    assert [stratum.scope for stratum in who.strata("customer", "view")] == [Scope.OWN]


def test_the_system_is_not_narrowed_and_says_for_whom_it_works() -> None:
    system = System("why", acting_for=7)
    assert system.is_system
    assert system.person is None
    assert system.account_id == 7
    assert system.strata("customer", "view") == ()
