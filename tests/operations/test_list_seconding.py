"""A later edition of a list three have signed (K3.7)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Refused
from models.archives.volume_list import VolumeList
from models.archives.volume_piece import VolumePiece
from models.register import registers
from operations import records
from operations.moves import perform
from operations.waiting import tasks
from tests.operations.transfer_scenes import Project, a_project


@pytest.fixture
def project(session: Session) -> Project:
    return a_project(session)


def refusal(project: Project, edition: VolumeList, who: int, move: str) -> str:
    """The clause by which the step is refused to that person; nothing of it stays."""
    with pytest.raises(Refused) as found, project.session.begin_nested():
        project.take(edition, who, move)
    project.session.expire_all()
    return found.value.clause


def waiting_for(project: Project, who: int) -> set[int]:
    """The ids of the lists that person is to second."""
    with project.by(who):
        return {one.record_id for one in tasks(project.session) if (one.register.key, one.move.name) == ("volume_list", "second_list")}


def test_what_three_have_signed_is_taken_off_by_two_only(project: Project) -> None:
    """K3.7: a later edition that drops a paper or pages is seconded by another, anew after each change, and frozen by a third hand."""
    session, archivist = project.session, project.store.archivist
    one = project.accepted(project.handed_in())
    with project.by(archivist):
        more = records.create(session, registers["volume_list"], {"volume": one.volume_id})
        kept = {"volume_list": more.id, "part": "survey", "title": "调查报告", "pages": 5}
        added = records.create(session, registers["volume_piece"], kept)
        with pytest.raises(Refused) as needless:
            perform(session, more, "second_list", {})
        assert needless.value.clause == "K3.7"
        session.flush()
    assert not waiting_for(project, project.b)
    with project.by(archivist):
        perform(session, more, "freeze_list", {})  # adding takes nothing away
        less = records.create(session, registers["volume_list"], {"volume": one.volume_id})
        contract = session.scalars(select(VolumePiece).where(VolumePiece.volume_list_id == less.id, VolumePiece.title == "借款合同")).one()
        records.update(session, contract, {"pages": 11})

    assert refusal(project, less, archivist, "freeze_list") == "K3.7"
    assert refusal(project, less, archivist, "second_list") == "K3.7"  # he prepared it
    assert (waiting_for(project, project.b), waiting_for(project, archivist)) == ({less.id}, set())
    project.take(less, project.b, "second_list")
    assert not waiting_for(project, project.b)
    with project.by(archivist):
        session.delete(session.scalars(select(VolumePiece).where(VolumePiece.volume_list_id == less.id, VolumePiece.title == added.title)).one())
        session.flush()
    assert refusal(project, less, archivist, "freeze_list") == "K3.7"  # changed since
    project.take(less, project.b, "second_list")
    assert refusal(project, less, project.b, "freeze_list") == "K3.6"
    project.take(less, archivist, "freeze_list")
    assert (less.state, less.total_pages, less.seconded_by_id, less.frozen_by_id) == ("frozen", 11, project.b, archivist)
    assert not project.breaches()
