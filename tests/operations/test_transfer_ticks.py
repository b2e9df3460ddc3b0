"""The archivist counts a transfer line by line (K3.14)."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from models.register import registers
from operations import records
from operations.archives import ticking
from operations.archives.tick_sheet import Typed
from operations.moves import perform
from tests.operations.transfer_scenes import CHECKED, Project, S, a_project


@pytest.fixture
def project(session: Session) -> Project:
    return a_project(session)


def test_every_line_is_ticked_and_a_difference_stays_blocks_and_goes_back_to_b(project: Project) -> None:
    """K3.14: item by item; what differs is kept and blocks, B reads what differs, and a recount stands beside the first count."""
    session, one = project.session, project.transfer()
    with project.by(project.a):
        written = records.create(session, registers["volume_list"], {"transfer": one.id})
        for title, pages in (("借款合同", 12), ("抵押合同", 9)):
            records.create(session, registers["volume_piece"], {"volume_list": written.id, "part": "contracts", "title": title, "pages": pages})
        perform(session, written, "freeze_list", {})
    with pytest.raises(Refused, match=str(ticking.NOT_WITH_HIM.en)[:20]):
        project.ticked(one)
    project.handed_in(one)
    shelf = {"place": project.store.shelf}
    with pytest.raises(Refused) as unticked:
        project.take(one, project.store.archivist, "accept", **shelf)
    assert "还有 2 项" in unticked.value.sentence.zh
    with pytest.raises(Refused) as other, project.by(project.b):
        ticking.save(session, one, [Typed(1, True, "", "")])
    assert other.value.sentence is ticking.ONLY_HE
    for typed in (Typed(2, False, "八", ""), Typed(2, True, "8", ""), Typed(2, False, "-1", "")):
        with pytest.raises(Invalid) as wrong, project.by(project.store.archivist):
            ticking.save(session, one, [Typed(1, True, "", ""), typed])
        assert set(wrong.value.fields) == {"2.counted"}
    assert project.ticked(one, line_2="8") == 2
    assert project.ticked(one, line_2="8") == 0, "the same again adds nothing"
    with pytest.raises(Refused) as differs:
        project.take(one, project.store.archivist, "accept", **shelf)
    assert "第 2 项「抵押合同」：清单 9，实点 8" in differs.value.sentence.zh
    project.take(one, project.store.archivist, "return_to_b", back_because="请核清")
    assert (one.state, one.back_because) == (S.WITH_B, "请核清\n第 2 项「抵押合同」：清单 9，实点 8")
    assert one.due_on == one.b_due_on
    project.take(one, project.b, "hand_in", **CHECKED)
    assert project.ticked(one) == 1
    with pytest.raises(Invalid) as wrong_place:
        project.accepted(one, place=project.store.safe)
    assert set(wrong_place.value.fields) == {"place"}
    project.accepted(one)
    assert (one.items_counted, one.pages_counted) == (2, 21)
    kept = session.connection().execute(text("SELECT line_no, counted FROM transfer_tick ORDER BY id")).all()
    assert [tuple(row) for row in kept] == [(1, 12), (2, 8), (2, 9)]
    assert not project.breaches()
