"""Volumes and certificates from a file: they are numbered when they are stored, and a confidential title is put apart there too."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from models.archives.certificate import CERTIFICATE_KINDS, Certificate
from models.archives.unit import ArchiveUnit
from tests.factories import make
from tests.operations.import_scenes import Office, a_csv, an_office

KIND = next(iter(CERTIFICATE_KINDS.values())).zh
HEADERS = ("题名", "字号", "归档部门", "常设位置", "密级")


@pytest.fixture
def office(own_engine: Engine, tmp_path: Path) -> Office:
    made = an_office(own_engine, tmp_path)
    with made.system() as session:
        make(session, "number_word", word="客字")
        make(session, "archive_account", name="一号架", kind="shelf")
        make(session, "archive_account", name="一号柜", kind="safe")
        session.commit()
    return made


def volumes(*titles: str, secrecy: str = "内部") -> bytes:
    return a_csv(HEADERS, *((title, "客字", "销售部", "一号架", secrecy) for title in titles))


def test_volumes_of_a_file_are_numbered_one_after_the_other(office: Office) -> None:
    """K3.16: 一卷一号 — looking at a file first takes none away."""
    content = volumes("甲卷", "乙卷", "甲卷")
    assert office.dry(content, register="archive_unit").counts["created"] == 3
    _, outcome = office.run(content, register="archive_unit")
    assert outcome.counts["created"] == 3
    assert [no for (no,) in office.all(ArchiveUnit, "no")] == [1, 2, 3]
    assert len({number for (number,) in office.all(ArchiveUnit, "number")}) == 3


def test_a_confidential_title_of_a_file_is_put_apart(office: Office) -> None:
    """K10.22"""
    office.run(volumes("并购方案", secrecy="机密"), register="archive_unit")
    [(title, full)] = office.all(ArchiveUnit, "title", "full_title")
    assert "并购" not in title
    assert full == "并购方案"


def test_a_certificate_that_is_refused_leaves_no_unit(office: Office) -> None:
    """K3.21"""
    office.run(volumes("甲卷"), register="archive_unit")
    headers = ("所属案卷", "种类", "权证号", "权利人", "保险柜")
    [(number,)] = office.all(ArchiveUnit, "number")
    good, bad = (number, KIND, "浙(2026)第1号", "杭州某公司", "一号柜"), (number, KIND, "浙(2026)第2号", "", "一号柜")
    office.run(a_csv(headers, good, bad), register="certificate")
    assert len(office.all(ArchiveUnit, "id")) == 1
    _, outcome = office.run(a_csv(headers, good), register="certificate")
    assert outcome.counts["created"] == 1
    [unit] = office.all(Certificate, "unit_id")
    assert unit == office.all(ArchiveUnit, "id")[-1]
