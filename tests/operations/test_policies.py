"""The policy in force as a document: read, written, versioned, and the chain of versions."""

import pytest
from sqlalchemy import Engine, select, text

from domain.access import Channel, Level, Scope
from models.access.policy import PolicyText, PolicyVersion
from models.access.rules import ActionRule, FieldRule
from models.engine import FencedSession
from models.fence import act
from models.governance.audit_entry import AuditEntry
from operations import policies
from operations.base_roles import ensure_base_roles
from operations.rights import catalogue, policy_version
from permissions.actor import System
from permissions.document import Cap, as_plain, changes, digest
from permissions.document_checks import problems
from permissions.separation import Apart, ApartKind


@pytest.fixture
def session(own_engine: Engine) -> FencedSession:
    session = FencedSession(own_engine)
    act(session, System("test"))
    ensure_base_roles(session)
    session.commit()
    return session


def publish(session: FencedSession, document: policies.Document, title: str = "改") -> PolicyVersion:
    return policies.bring_into_force(session, document, title=title, author=None, reviewer=None)


def test_the_base_roles_are_a_sound_policy_with_a_first_version(session: FencedSession) -> None:
    document = policies.in_force(session)
    assert [one.sentence.zh for one in problems(as_plain(document), catalogue())] == []
    version = policies.latest(session)
    assert version is not None
    assert (version.number, version.content, version.before) == (1, digest(document), None)
    ensure_base_roles(session)
    policies.publish_as_it_is(session)
    assert len(policies.versions(session)) == 1


def test_what_is_brought_into_force_is_what_the_rules_say(session: FencedSession) -> None:
    before = policies.in_force(session)
    clerk = before.roles["clerk"].rights
    after = before.with_role(
        "clerk", title="业务员",
        actions={**clerk.actions, ("customer", "view"): frozenset({Scope.OWN, Scope.ASSIGNED})},
        fields={("customer", "contact_phone", Channel.EXPORT): Level.HIDDEN},
    )  # fmt: skip
    cap = {("customer", "bank_account", None): Cap(Level.MASKED, "账号不外传")}
    apart = {"x": Apart("x", "录入与审批", ApartKind.STATIC, "", frozenset({"clerk"}), frozenset({"auditor"}), "互相监督")}
    after = policies.Document(after.roles, cap, apart)
    raised = policy_version(session)
    version = publish(session, after)
    session.commit()
    assert policies.in_force(session) == after
    assert policy_version(session) > raised
    assert (version.number, policies.document_of(session, version.content)) == (2, after)
    publish(session, before)
    assert policies.in_force(session) == before
    assert policies.broken_links(session) == []


def test_only_what_differs_is_written(session: FencedSession) -> None:
    before = policies.in_force(session)
    rules = set(session.scalars(select(ActionRule.id)))
    last = session.scalars(select(AuditEntry.id).order_by(AuditEntry.id.desc())).first() or 0
    publish(session, before.with_role("clerk", fields={("customer", "contact_phone", None): Level.HIDDEN}))
    assert set(session.scalars(select(ActionRule.id))) == rules
    entries = session.scalars(select(AuditEntry).where(AuditEntry.id > last))
    assert [(entry.register_key, entry.action) for entry in entries] == [("field_rule", "create"), ("policy_version", "create")]
    assert len(list(session.scalars(select(FieldRule).where(FieldRule.field_key == "contact_phone")))) == 1


def test_a_role_comes_and_goes_with_all_it_states(session: FencedSession) -> None:
    before = policies.in_force(session)
    clerk = before.roles["clerk"]
    rights = policies.RoleText("新角色", "business", type(clerk.rights)("fresh", clerk.rights.areas, clerk.rights.actions, {}, frozenset({"clerk"})))
    publish(session, policies.Document({**before.roles, "fresh": rights}, before.caps, before.aparts))
    assert policies.in_force(session).roles["fresh"] == rights
    publish(session, before)
    assert policies.in_force(session) == before


def test_an_exchanged_version_is_noticed(session: FencedSession) -> None:
    before = policies.in_force(session)
    publish(session, before.with_role("clerk", title="业务员"))
    publish(session, before)
    session.commit()
    assert policies.broken_links(session) == []
    first, second = (session.get_one(PolicyText, version.content) for version in reversed(policies.versions(session)[1:]))
    second.document = first.document
    session.commit()
    assert policies.broken_links(session) == [2]


def test_a_published_version_cannot_be_changed(session: FencedSession) -> None:
    with pytest.raises(Exception, match=r"append|journal|changed|只"):
        session.connection().execute(text("UPDATE policy_version SET title = 'x'"))
    session.rollback()
    assert changes(policies.in_force(session), policies.in_force(session)) == ()
