"""The promise of the house: a new register is one small file and a generated migration, and nothing else is edited."""

from pathlib import Path

from tests.house.copying import copy_of_the_house, files, run

REGISTER = '''"""机房出入登记 — who entered the server room, with whom and why."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class ServerRoomEntry(Record):
    """One visit of the server room, by two persons at least."""

    register = Register(
        title=Term("机房出入登记", "Server-room entries"), area=Area.IT_OPERATIONS, clauses=("K5.32",), label="purpose",
        list=("entered_at", "visitor", "companion", "purpose"), search=("purpose",), newest="entered_at",
    )

    entered_at: Mapped[datetime] = fields.moment("进入时间", "Entered at", required=True)
    visitor: Mapped[Employee] = fields.person("进入人", "Visitor", required=True)
    companion: Mapped[Employee] = fields.person("陪同人", "Companion", required=True, differs_from="visitor")
    purpose: Mapped[str] = fields.text("事由", "Purpose", length=400, required=True, pinyin=True)
'''


def test_a_new_register_is_one_file_and_a_generated_migration(tmp_path: Path) -> None:
    house, data = copy_of_the_house(tmp_path), tmp_path / "data"
    run(house, data, "-m", "flask", "--app", "app", "migrate")
    before = files(house)

    room = house / "models" / "it_operations"
    room.mkdir(exist_ok=True)
    (room / "__init__.py").touch()  # only the first register of an area makes its folder a package
    (room / "server_room_entry.py").write_text(REGISTER)
    run(house, data, "-m", "flask", "--app", "app", "db", "migrate", "-m", "server room entries")
    said = run(house, data, "-m", "tests.house.using_the_register")

    assert said.splitlines()[-1] == "used", said
    after = files(house)
    new = sorted(set(after) - set(before))
    migrations = [name for name in new if name.startswith("migrations/versions/")]
    assert len(migrations) == 1
    assert set(new) <= {*migrations, "models/it_operations/__init__.py", "models/it_operations/server_room_entry.py"}
    assert {name for name in before if before[name] != after.get(name)} == set(), "something else had to be edited"
    migration = after[migrations[0]].decode()
    assert "create_table" in migration
    assert "drop_" not in migration.split("def downgrade")[0], "the migration is about the new register only"


def test_the_declaration_of_a_register_is_about_fifteen_lines() -> None:
    body = REGISTER.split("class ", 1)[1].splitlines()
    assert len([line for line in body if line.strip()]) <= 15
