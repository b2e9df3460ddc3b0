"""Run inside a copy of the house that has a register more: everything a register promises, through the real pages.

It is a program of its own because a register is found when Python starts.
"""

import io
import json
import re
from datetime import datetime

from openpyxl import load_workbook
from sqlalchemy import select

from app import create_app
from models.access.role import Role
from models.engine import FencedSession
from models.fence import act
from models.register import registers
from operations.base_roles import ensure_base_roles
from operations.records import create
from permissions.actor import System
from tests.client import PageClient
from tests.company import PROOF, build
from web.extensions import db

LIST = "/it_operations/server_room_entry/"


def main() -> None:
    """Migrate, give the IT people their rights as the security administrator would, and use the register."""
    app = create_app(TESTING=True)
    migrated = app.test_cli_runner().invoke(args=["migrate"])
    assert migrated.exit_code == 0, migrated.output
    with app.app_context(), FencedSession(db.engine) as session:
        act(session, System("test"))
        ensure_base_roles(session)
        company = build(session)
        it = company.employees["it"]
        session.commit()
    publish_a_role(PageClient(app).sign_in("security"), PageClient(app).sign_in("audit"))
    with app.app_context(), FencedSession(db.engine) as session:
        act(session, System("test"))
        role = session.scalars(select(Role.id).where(Role.code == "server_room")).one()
        create(session, registers["role_grant"], {"role": role, "person": it, "reason": "K5.32"})
        session.commit()
    use(PageClient(app).sign_in("it"), company.employees["clerk"], it)


def publish_a_role(security: PageClient, audit: PageClient) -> None:
    """A role for the new register, drafted by one and published by another."""
    studio = "/access/studio"
    key = int(security.post(f"{studio}/start", {"title": "机房管理", "reason": "K5.32"}).location.split("/")[-2])

    def seen() -> str:
        return re.search(r'data-seen="(\w+)"', security.get(f"{studio}/draft/{key}/").text).group(1)  # type: ignore[union-attr]

    security.post(f"{studio}/draft/{key}/shape", {"what": "new", "code": "server_room", "title": "机房管理", "seen": seen()})
    actions = {action: ["all"] for action in ("view", "create", "edit", "delete", "export", "import", "history")}
    areas = {"it_operations": {"reads": "internal", "writes": "internal", "above": "masked"}}
    cells = {"role": "server_room", "register": "server_room_entry", "actions": actions, "areas": areas}
    security.post(f"{studio}/draft/{key}/save", {"cells": json.dumps(cells), "seen": seen()}, status=200)
    security.post(f"{studio}/draft/{key}/submit", {"reason": "新登记簿"})
    audit.post(f"{studio}/draft/{key}/publish", {**PROOF, "seen": seen()})


def use(client: PageClient, visitor: int, companion: int) -> None:
    """Menu, list, form with a refused value, details, search, change, filter, export, deletion."""
    assert "机房出入登记" in client.get("/").text
    client.get(LIST)
    entry = {"entered_at": "2026-03-02T09:30", "visitor": str(visitor), "companion": str(visitor), "purpose": "更换硬盘"}
    refused = client.post(f"{LIST}new/", entry, status=422)
    assert "不能是同一个" in refused.text
    created = client.post(f"{LIST}new/", {**entry, "companion": str(companion)})
    key = int(re.search(r"id=(\d+)", created.location).group(1))  # type: ignore[union-attr]
    details = client.get(f"{LIST}details/?id={key}").text
    assert all(word in details for word in ("更换硬盘", "王小芳", "2026-03-02", "K5.32", "新建"))
    client.post(f"{LIST}edit/?id={key}", {**entry, "companion": str(companion), "purpose": "更换硬盘两块", "version": "1"})
    assert "更换硬盘两块" in client.get(f"{LIST}?q=ghyp").text
    assert "更换硬盘两块" in client.get(f"{LIST}?f.visitor.is={visitor}").text
    assert "更换硬盘" not in client.get(f"{LIST}?f.visitor.is={companion}").text
    assert "更换硬盘" in client.get("/search/?q=ghyp").text
    titles, row = export(client)
    assert titles == ["进入时间", "进入人", "陪同人", "事由"]
    assert row == [datetime(2026, 3, 2, 9, 30), "王小芳", "沈信", "更换硬盘两块"]  # noqa: DTZ001  # a cell of Excel knows no zone
    version = re.search(r'name="version" value="(\d+)"', client.get(f"{LIST}delete/?id={key}").text).group(1)  # type: ignore[union-attr]
    client.post(f"{LIST}delete/?id={key}", {"version": version})
    assert "<tr data-href" not in client.get(LIST).text
    print("used")  # noqa: T201  # for the test that has started this program


def export(client: PageClient) -> list[list[object]]:
    """The rows of an Excel file of the list."""
    job = client.post(f"{LIST}export/xlsx/")
    client.get(job.location)
    file = client.http.get(f"{job.location}file")
    assert file.status_code == 200, file.status
    lines = load_workbook(io.BytesIO(file.data)).worksheets[0].iter_rows(values_only=True)
    return [list(line) for line in lines]


if __name__ == "__main__":
    main()
