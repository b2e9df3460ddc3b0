"""The shape of a rule that the database itself keeps (see models.archives.guarding)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """A row is refused when ``refused_if`` holds; ``name`` is what the error says, SQL is common to both databases.

    ``OFFICE_DAY(x)`` stands for the day in Asia/Shanghai of the moment ``x``.
    """

    table: str
    verb: str
    name: str
    refused_if: str
