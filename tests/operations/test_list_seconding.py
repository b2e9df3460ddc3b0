"""A later edition of a list three have signed (K3.7)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Refused
from models.archives.volume_piece import VolumePiece
from models.register import registers
from operations import records
from operations.moves import perform
from operations.waiting import tasks
from tests.operations.transfer_scenes import Project, a_project


@pytest.fixture
def project(session: Session) -> Project:
    return a_project(session)


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
    with project.by(project.b):
        assert "volume_list" not in {one.register.key for one in tasks(session)}
    with project.by(archivist):
        perform(session, more, "freeze_list", {})  # adding takes nothing away
        less = records.create(session, registers["volume_list"], {"volume": one.volume_id})
        contract = session.scalars(select(VolumePiece).where(VolumePiece.volume_list_id == less.id, VolumePiece.title == "借款合同")).one()
        records.update(session, contract, {"pages": 11})

    def refused(who: int, move: str) -> str:
        with pytest.raises(Refused) as found, session.begin_nested():
            project.take(less, who, move)
        session.expire_all()
        return found.value.clause

    def waits_for(who: int) -> bool:
        with project.by(who):
            return ("volume_list", less.id, "second_list") in {(one.register.key, one.record_id, one.move.name) for one in tasks(session)}

    assert refused(archivist, "freeze_list") == "K3.7"
    assert refused(archivist, "second_list") == "K3.7"  # he prepared it
    assert (waits_for(project.b), waits_for(archivist)) == (True, False)
    project.take(less, project.b, "second_list")
    assert not waits_for(project.b)
    with project.by(archivist):
        session.delete(session.scalars(select(VolumePiece).where(VolumePiece.volume_list_id == less.id, VolumePiece.title == added.title)).one())
        session.flush()
    assert refused(archivist, "freeze_list") == "K3.7"  # changed since
    project.take(less, project.b, "second_list")
    assert refused(project.b, "freeze_list") == "K3.6"
    project.take(less, archivist, "freeze_list")
    assert (less.state, less.total_pages, less.seconded_by_id, less.frozen_by_id) == ("frozen", 11, project.b, archivist)
    assert not project.breaches()
