"""A word has two languages, and its gaps are filled in each."""

from domain.access import Action, Channel, Clearance, Level, Scope
from domain.areas import ALWAYS_ON, Area
from domain.errors import Conflict, Invalid, Missing, missing
from domain.terms import Term


def test_a_term_is_said_in_the_readers_language() -> None:
    term = Term("客户", "Customers")
    assert (term.say("zh"), term.say("zh_Hans_CN"), term.say("en"), term.say("fr")) == ("客户", "客户", "Customers", "Customers")


def test_a_term_within_a_term_is_said_in_the_same_language() -> None:
    filled = Term("没有「{what}」", "no {what}").format(what=Term("客户", "customer"))
    assert filled == Term("没有「客户」", "no customer")


def test_what_was_typed_may_look_like_a_gap() -> None:
    assert Term("「{text}」", "“{text}”").format(text="{0}{x}") == Term("「{0}{x}」", "“{0}{x}”")


def test_a_refusal_carries_its_sentence_clause_and_fields() -> None:
    refused = Invalid(Term("有 {count} 处", "{count} places"), count=2, clause="K7.6", fields={"name": Term("空", "empty")})
    assert (refused.sentence.zh, refused.clause, refused.fields["name"].en) == ("有 2 处", "K7.6", "empty")
    assert str(Conflict(Term("慢", "late"))) == "late"


def test_what_is_hidden_and_what_does_not_exist_are_refused_alike() -> None:
    assert isinstance(missing(), Missing)
    assert missing().sentence == missing().sentence
    assert missing().todo is None


def test_every_word_of_rights_has_a_title() -> None:
    for kind in (Action, Channel, Clearance, Level, Scope, Area):
        titles = [member.title for member in kind]
        assert len({title.zh for title in titles}) == len({title.en for title in titles}) == len(list(kind))


def test_organisation_and_access_are_never_switched_off() -> None:
    assert {Area.ORGANISATION, Area.ACCESS} == ALWAYS_ON
    assert all(area.icon for area in Area)
