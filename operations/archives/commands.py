"""A command is carried out once, however often its form is sent or its scanner bounces (design 6)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.archives.archive_command import ArchiveCommand
from models.fence import authority_of

LONGEST_KEY = 64


def once(session: Session, key: str, do: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], bool]:
    """What ``do`` returns (plain JSON), and whether it was done just now; a second call with the key only tells the first result.

    The key counts per account, so nobody learns or takes another's. Key and command are stored together or not at all.
    """
    connection, actor = session.connection(), authority_of(session).account_id
    own = f"{actor or 0}:{key[:LONGEST_KEY]}"
    table = ArchiveCommand.__table__
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    taken = dialect.insert(table).values(key=own, actor_id=actor, done_at=session.info["clock"](), result={})
    if connection.execute(taken.on_conflict_do_nothing().returning(table.c.key)).first() is None:
        known = connection.execute(select(table.c.result).where(table.c.key == own)).scalar_one()
        return dict(known), False
    result = do()
    connection.execute(update(table).where(table.c.key == own).values(result=result))
    return result, True
