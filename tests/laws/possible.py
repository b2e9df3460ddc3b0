"""What must be true before a form of some registers is taken: put so past all moves, and put back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from domain.values import OFFICE_ZONE
from models.access.account import Account
from models.archives.transfer import ArchiveTransfer
from models.base import Base
from models.complaints.complaint import Complaint
from models.complaints.meeting import ComplaintMeeting, MeetingStage
from models.complaints.stages import Stage
from models.it_operations.medium import Medium
from models.organisation.employee import Employee
from models.upkeep import count_up
from tests.archive_scenes import a_store, filed
from tests.factories import make
from tests.laws.conftest import Office


@contextmanager
def as_it_is(_office: Office, _form: dict[str, Any]) -> Iterator[None]:
    """Nothing: the form of most registers is taken at any time."""
    yield


@contextmanager
def _before_the_meeting(office: Office, form: dict[str, Any]) -> Iterator[None]:
    _put(office, Complaint, form["complaint"], stage=Stage.MEETING)
    yield
    _put(office, Complaint, form["complaint"], stage=Stage.RECEIVED)


@contextmanager
def _case_is_over(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """The original that the form hands back is kept, and nothing is asked of it any more."""
    _put(office, Complaint, form["complaint"], stage=Stage.CLOSED)
    form["original"] = "1"
    yield
    _put(office, Complaint, form["complaint"], stage=Stage.RECEIVED)


@contextmanager
def _in_session(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """The keeper is the secretary, and a member who has not voted yet is there."""
    keeper = select(Account.holder_id).where(Account.code == "keeper").scalar_subquery()
    _put(office, ComplaintMeeting, form["meeting"], stage=MeetingStage.HELD, secretary_id=keeper)
    with office.panel.system() as session:
        member = make(session, "employee").id
        session.execute(insert(Base.metadata.tables["complaint_meeting_present"]).values(record_id=form["meeting"], target_id=member))
    form["member"] = str(member)
    yield
    _put(office, ComplaintMeeting, form["meeting"], stage=MeetingStage.PLANNED, secretary_id=None)


@contextmanager
def _complained_of(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """Who is heard is complained of in the case, which is not about the keeper."""
    link = Base.metadata.tables["complaint_respondents"]
    with office.panel.system() as session:
        person = make(session, "employee").id
        session.execute(insert(link).values(record_id=int(form["complaint"]), target_id=person))
    form["respondent"] = str(person)
    yield


@contextmanager
def _not_drawn_yet(_office: Office, form: dict[str, Any]) -> Iterator[None]:
    """A month that is over and of which there is no draw."""
    form["month_on"] = "2020-01-01"
    yield


@contextmanager
def _with_keepers(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """The two who open the safe keep one half each."""
    with office.panel.system() as session:
        form["opener"] = str(session.scalar(select(Account.holder_id).where(Account.code == "keeper")))
        form["second"] = str(make(session, "employee").id)
        for half, key in (("key", "opener"), ("code", "second")):
            make(session, "safe_role", safe=int(form["safe"]), holder=int(form[key]), half=half, from_on=date(2020, 1, 1), until_on=None)
    yield


@contextmanager
def _some_days(_office: Office, form: dict[str, Any]) -> Iterator[None]:
    """What is lent is due later."""
    form |= {"lent_on": "2026-03-02", "due_on": "2026-03-05"}
    yield


@contextmanager
def _next_wednesday(_office: Office, form: dict[str, Any]) -> Iterator[None]:
    """A loan ends on a working day not far away."""
    today = datetime.now(OFFICE_ZONE).date()
    form["due_on"] = (today + timedelta(days=7 + (2 - today.weekday()) % 7)).isoformat()
    yield


@contextmanager
def _somebody_new(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """Nobody waits twice, and a file is about somebody once."""
    with office.panel.system() as session:
        form["person"] = str(make(session, "employee").id)
    yield


@contextmanager
def _time_is_over(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """A volume on its shelf that has been kept long enough."""
    with office.panel.system() as session:
        unit = filed(session, a_store(session))
        period = make(session, "retention_period", months=1).id
        make(session, "unit_retention", unit=unit, retention=period, since_on=date(2020, 1, 1))
    form["units"] = ["", str(unit)]
    yield


@contextmanager
def _of_a_new_volume(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """Of a volume of which no list is being written."""
    with office.panel.system() as session:
        form["volume"], form["transfer"] = str(make(session, "archive_unit").id), ""
    yield


@contextmanager
def _given(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """Only a number that was given is made void, and only once."""
    with office.panel.system() as session:
        form["no"] = str(count_up(session.connection(), f"archive:{form['word']}", int(form["year"])))
    yield


@contextmanager
def _not_asked_for_yet(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """A certificate nobody has asked to release, settled long ago."""
    with office.panel.system() as session:
        form["certificate"] = str(make(session, "certificate").id)
    form["settled_on"] = "2020-01-01"
    yield


@contextmanager
def _with_an_archivist(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """Who takes it over was appointed."""
    with office.panel.system() as session:
        form["archivist"] = str(make(session, "employee").id)
        make(session, "appointment", holder=int(form["archivist"]), post="archivist", from_on=date(2020, 1, 2), until_on=None)
    yield


@contextmanager
def _as_b(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """The keeper is B of the transfer."""
    _put(office, ArchiveTransfer, form["transfer"], b_id=select(Account.holder_id).where(Account.code == "keeper").scalar_subquery())
    yield


@contextmanager
def _something_on_a_shelf(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """All shelves, with something on one of them."""
    with office.panel.system() as session:
        filed(session, a_store(session))
    form |= {"places": [""], "case_class": "", "year": ""}
    yield


@contextmanager
def _an_administrators_role(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """Other roles are granted without the general manager."""
    with office.panel.system() as session:
        form["role"] = str(make(session, "role", kind="admin").id)
        form["person"] = str(make(session, "employee").id)
    yield


def _another(key: str, value: str) -> Callable[[Office, dict[str, Any]], AbstractContextManager[None]]:
    """What is there once only together with other fields."""

    @contextmanager
    def changed(_office: Office, form: dict[str, Any]) -> Iterator[None]:
        form[key] = value
        yield

    return changed


@contextmanager
def _of_the_month(_office: Office, form: dict[str, Any]) -> Iterator[None]:
    """Without a day and a class: those of the canaries are of another year."""
    form.pop("dated_on", None)
    form.pop("case_class", None)
    yield


def _put(office: Office, model: Any, key: str, **values: Any) -> None:
    with office.panel.system() as session:
        session.execute(update(model).where(model.id == int(key)).values(**values))


@contextmanager
def _to_a_colleague(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """To another department a medium goes by an order only."""
    with office.panel.system() as session:
        keeper = session.get_one(Employee, session.get_one(Medium, int(form["medium"])).keeper_id)
        form["receiver"] = str(make(session, "employee", department=keeper.department_id).id)
    yield


@contextmanager
def _of_a_new_department(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """One that has not been checked yet that day."""
    with office.panel.system() as session:
        form["department"] = str(make(session, "department").id)
    yield


@contextmanager
def _not_registered_yet(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """A customer without a registration; a second one is there before the first is deleted, as its only one stays (K7.6)."""
    with office.panel.system() as session:
        form["customer"] = str(make(session, "customer").id)
    yield
    with office.panel.system() as session:
        make(session, "registration", customer=int(form["customer"]))


@contextmanager
def _of_the_recipient(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """Outside the company, under an agreement that the recipient has signed and whoever asks keeps (Y2.9)."""
    with office.panel.system() as session:
        agreement = make(session, "confidentiality_agreement", keeper=int(form["applicant"]) if form.get("applicant") else None)
        form |= {"recipient_is": "outside", "agreement": str(agreement.id), "recipient": agreement.party}
    yield


@contextmanager
def _of_a_process_in_force(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """Only what is in force can be kept to (R4.6)."""
    with office.panel.system() as session:
        form["filing"] = str(make(session, "process_filing", stage="in_force", number=f"流备{form['filing']}").id)
    yield


@contextmanager
def _to_another_manager(office: Office, form: dict[str, Any]) -> Iterator[None]:
    """Nobody takes over what he has (K7.13)."""
    with office.panel.system() as session:
        form["successor"] = str(make(session, "employee").id)
    yield


POSSIBLE: dict[str, Callable[[Office, dict[str, Any]], AbstractContextManager[None]]] = {
    "admin_authorisation": _an_administrators_role,
    "archive_transfer": _with_an_archivist,
    "borrowing_slip": _next_wednesday,
    "case_class": _another("clause_no", "9.9"),
    "certificate_release": _not_asked_for_yet,
    "customer_handover": _to_another_manager,
    "destruction_list": _time_is_over,
    "complaint_evidence": _case_is_over,
    "complaint_meeting": _before_the_meeting,
    "medium_handover": _to_a_colleague,
    "meeting_vote": _in_session,
    "complaint_hearing": _complained_of,
    "filing_line": _of_the_month,
    "loan_reservation": _somebody_new,
    "number_void": _given,
    "registration": _not_registered_yet,
    "reward_claim": _another("amount", "300"),
    "safe_session": _with_keepers,
    "sharing_request": _of_the_recipient,
    "spot_check_draw": _not_drawn_yet,
    "stocktake": _something_on_a_shelf,
    "temporary_loan": _some_days,
    "unit_subject": _somebody_new,
    "attendance": _somebody_new,
    "process_check": _of_a_process_in_force,
    "quarter_review": _somebody_new,
    "service_trip": _somebody_new,
    "training_attendance": _somebody_new,
    "daily_check": _of_a_new_department,
    "regulation_version": _another("edition", "2099"),
    "transfer_supplement": _as_b,
    "transfer_item": _another("certificate_no", "浙(2026)第9999号"),
    "volume_list": _of_a_new_volume,
    "volume_piece": _another("line_no", "9999"),
}
