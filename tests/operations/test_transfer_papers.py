"""The transfer list in three copies, the list in the volume, and the check of what was printed (K3.6, K3.7, K3.19)."""

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.orm import Session

from domain.errors import Refused
from models.archives import guarding
from models.register import registers
from operations import records
from operations.printing.record_forms import print_record, printed_records
from operations.printing.transfer_sheets import NOT_SIGNED, OF_PAPERS
from tests.operations.transfer_scenes import Project, a_project


@pytest.fixture
def project(session: Session) -> Project:
    return a_project(session)


def on_paper(data: bytes) -> list[str]:
    """What stands on each page."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


def paper(project: Project, record: Any, code: str) -> list[str]:
    with project.by(project.b):
        return on_paper(print_record(project.session, record, code, "zh", company="鸿达", printed=""))


def holds(project: Project, digest: str | None) -> list[bool]:
    with project.by(project.b):
        return [found.current for found in printed_records(project.session, (digest or "")[:12])]


def test_three_copies_know_their_number_and_bear_what_was_signed(project: Project) -> None:
    """K3.7, K3.19: printed once A has signed; the check of prints says whether the content is still what was signed."""
    one = project.transfer()
    project.listed(one)
    with pytest.raises(Refused) as early:
        paper(project, one, "P31")
    assert early.value.sentence is NOT_SIGNED
    project.handed_in(one)
    with pytest.raises(Refused) as other:
        paper(project, one, "P32")
    assert other.value.sentence is OF_PAPERS
    pages = paper(project, one, "P31")
    for number, (page, whose) in enumerate(zip(pages, ("A角留存", "B角留存", "随卷归档"), strict=True), 1):
        assert f"第{number}份共3份{whose}" in page
        assert "第1页共1页" in page
        assert "借款合同1–12" in page.replace("2025-09-26", "")
        assert "合计1件，12页" in page
        assert one.content in page
    assert holds(project, one.content) == [True]
    project.accepted(one)
    assert holds(project, one.content) == [True], "a signature more changes nothing of what was signed"
    certificates = project.transfer(kind="certificates")
    with project.by(project.a):
        values = {"transfer": certificates.id, "kind": "other_right", "certificate_no": "浙他字 88", "right_holder": "王某", "copies": 2}
        records.create(project.session, registers["transfer_item"], values)
    project.take(certificates, project.a, "hand_to_b")
    assert all("浙他字88" in page and "合计1种，2份" in page for page in paper(project, certificates, "P32"))


def test_the_list_in_a_volume_bears_the_digest_of_its_edition(project: Project) -> None:
    """K3.6: a forged line makes the check of prints say that the paper is no longer what the list says."""
    written = project.listed(project.transfer())
    (listed,) = paper(project, written, "P33")
    assert "卷内目录" in listed
    assert written.content in listed
    assert holds(project, written.content) == [True]
    guarding.lift(project.session.connection())
    project.session.connection().execute(text("UPDATE volume_piece SET title = '换了一份' WHERE volume_list_id = :id"), {"id": written.id})
    project.session.expire_all()
    assert holds(project, written.content) == [False], "what the paper says is no longer what the list says"
