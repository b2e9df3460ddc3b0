"""Who tries which registers: where two people may do just the same, one of them goes. `python -m doors` sends everybody everywhere."""

from collections.abc import Mapping

from domain.access import Action, Level
from doors.expecting import Reader
from models.register import Register, registers
from permissions.policy import Plan, Stratum


def shares(readers: Mapping[str, Reader]) -> dict[str, tuple[str, ...]]:
    """Account → the registers on which nobody before may and names the same as he does."""
    seen: set[object] = set()
    found: dict[str, tuple[str, ...]] = {}
    for code, reader in readers.items():
        views = {key: (key, view(reader.authority.plan, register)) for key, register in registers.items()}
        found[code] = tuple(key for key, one in views.items() if one not in seen)
        seen.update(views.values())
    return found


def view(plan: Plan, register: Register) -> tuple[object, ...]:
    """What a plan allows on a register: every action with its rows and levels, and how much it shows of what the register names."""
    own = tuple((action, _strata(plan.of(key, action))) for key, action in sorted(plan.strata) if key == register.key)
    return own, tuple((target, _strata(plan.of(target, Action.VIEW), _label(target))) for target in sorted(_targets(register)))


def _targets(register: Register) -> set[str]:
    return {spec.target for spec in register.fields.values() if spec.target}


def _label(key: str) -> str:
    return registers[key].fields[registers[key].label].stable_key


def _strata(strata: tuple[Stratum, ...], only: str = "") -> tuple[object, ...]:
    return tuple((one.scope, one.whose, *(_levels(levels, only) for _, levels in sorted(one.levels.items()))) for one in strata)


def _levels(levels: Mapping[str, Level], only: str) -> tuple[object, ...]:
    return tuple(sorted((key, level) for key, level in levels.items() if not only or key == only))
