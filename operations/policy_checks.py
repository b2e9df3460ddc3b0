"""Whether a policy may be published at all, said in sentences, and putting changes of one policy on top of another."""

from collections.abc import Iterable
from typing import Any

from domain.errors import Invalid
from domain.terms import Term
from operations.rights import catalogue
from permissions.document import Change, Document, as_plain, from_plain
from permissions.document_checks import problems

MOST_PROBLEMS = 20
WRONG = Term("权限方案有 {count} 处问题：{first}", "The policy has {count} problems: {first}")


def check(document: Document) -> None:
    """Raise Invalid naming what is wrong with a document by itself: names, cycles, useless rights."""
    check_plain(as_plain(document))


def check_plain(plain: Any) -> Document:
    """The document of a plain form; raises Invalid with every sentence about what is wrong (at most twenty)."""
    found = problems(plain, catalogue())
    if found:
        each = {" › ".join(problem.place): problem.sentence for problem in found[:MOST_PROBLEMS]}
        raise Invalid(WRONG, count=len(found), first=found[0].sentence, fields=each)
    return from_plain(plain)


def with_changes(document: Document, wanted: Iterable[Change]) -> Document:
    """``document`` with each place of ``wanted`` as its ``after`` says; groups that become empty go."""
    plain = as_plain(document)
    for one in wanted:
        inner: Any = plain
        trail = []
        for part in one.place[:-1]:
            trail.append((inner, part))
            inner = inner.setdefault(part, {})
        if one.after is None:
            inner.pop(one.place[-1], None)
            for outer, part in reversed(trail[2:]):  # a role keeps its parts, and the policy its three groups
                if outer[part] == {}:
                    del outer[part]
            if one.place[0] == "roles" and not plain["roles"].get(one.place[1], {}).get("title"):
                plain["roles"].pop(one.place[1], None)
        else:
            inner[one.place[-1]] = one.after
    return check_plain(plain)
