"""In which order a company of canaries is built: each register after those it points to."""

from models.register import registers

FIRST = ("department", "division", "employee", "role", "customer", "attachment", "number_word", "archive_account", "case_class", "archive_unit")
"""What most others point to."""


def parents() -> set[str]:
    """Registers on whose records others hang."""
    return {register.fields[register.parent].target for register in registers.values() if register.parent}


def in_order() -> list[str]:
    """The registers, each after those it points to; one that points in a circle comes where the circle is entered."""
    order: dict[str, None] = {}
    entered: set[str] = set()

    def enter(key: str) -> None:
        if key in entered:
            return
        entered.add(key)
        for spec in registers[key].fields.values():
            if spec.target and not (spec.loops and not spec.required):
                enter(spec.target)
        order[key] = None

    for key in (*FIRST, *registers):
        enter(key)
    return [key for key in order if key != "audit_entry"]
