"""What was decided is not offered for change: no button, and no form behind its address."""

from sqlalchemy import update

from models.governance.governance_meeting import GovernanceMeeting, MeetingState
from tests.factories import make
from tests.laws.conftest import Office, office

__all__ = ["office"]


def test_a_settled_record_has_neither_button_nor_form(office: Office) -> None:
    with office.panel.system() as session:
        key = make(session, "governance_meeting").id
    details, edit = (f"/governance/governance_meeting/{page}/?id={key}" for page in ("details", "edit"))
    assert edit in office.client.get(details).text
    office.client.get(edit)
    with office.panel.system() as session:
        session.execute(update(GovernanceMeeting).where(GovernanceMeeting.id == key).values(state=MeetingState.HELD))
    assert edit not in office.client.get(details).text
    assert "A14.2" in office.client.get(edit, 403).text
