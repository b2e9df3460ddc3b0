"""The same addresses in every application of a test run: what werkzeug compiles of them is kept for the next one."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_kept: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}
_compile = Rule._compile_builder


def keep_builders() -> None:
    """Compile each of some 2,600 rules once for a process and not for each of its panels, which takes a second each time.

    The function depends on nothing but the parts of the rule and its defaults; whose rule it is, it is told when it is called.
    """

    def compiled(self: Any, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (self.rule, tuple(self._trace), repr(self.defaults), append_unknown)
        if key not in _kept:
            _kept[key] = _compile(self, append_unknown)
        return _kept[key]

    Rule._compile_builder = compiled  # type: ignore[method-assign]
