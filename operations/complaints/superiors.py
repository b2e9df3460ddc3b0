"""The direct superiors of people: the head of the department, of the one above for a head himself, and who is named."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.base import columns_of
from models.organisation.appointment import Post
from operations.office_clock import today


def superiors_of(session: Session, people: Collection[int]) -> dict[int, set[int]]:
    """Person → his direct superiors: the nearest head above him, and whom his own record names."""
    staff = columns_of("employee")
    read = session.connection().execute
    rows = read(select(staff.id, staff.department_id, staff.superior_id).where(staff.id.in_(people))).all()
    tree = _Tree(session)
    return {
        key: (tree.heads_above(key, department) | ({superior} if superior else set())) - {key}
        for key, department, superior in rows
    }


class _Tree:
    """Departments with their heads: those the register of departments names, and those appointed."""

    def __init__(self, session: Session) -> None:
        place, held = columns_of("department"), columns_of("appointment")
        read = session.connection().execute
        self._above: dict[int, int | None] = {}
        self._heads: dict[int, set[int]] = defaultdict(set)
        for key, above, manager in read(select(place.id, place.above_id, place.manager_id)):
            self._above[key] = above
            if manager:
                self._heads[key].add(manager)
        # Who is appointed from a later day on keeps away already: he would decide about his own people soon.
        running = or_(held.until_on.is_(None), held.until_on >= today(session))
        appointed = select(held.department_id, held.holder_id).where(
            held.post == Post.DEPARTMENT_MANAGER, held.department_id.is_not(None), running
        )
        for department, holder in read(appointed):
            self._heads[department].add(holder)

    def heads_above(self, person: int, department: int | None) -> set[int]:
        """The heads of the nearest department, going up, that has any and is not headed by ``person`` himself."""
        seen: set[int] = set()
        while department is not None and department not in seen:
            seen.add(department)
            heads = self._heads.get(department, set())
            if heads and person not in heads:
                return set(heads)
            department = self._above.get(department)
        return set()
