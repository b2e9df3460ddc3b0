"""What goes to a customer: no promise before the decision, no apology for others' faults; each refused with its clause, and met."""

import pytest
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.promises import apologies, held_back
from models.complaints.stages import WORKFLOW, Stage
from operations.complaints.promising import MAY_PROMISE, OUTGOING, require_sayable
from operations.demo import complaints as demo
from tests.operations.complaint_scenes import Office, a_case, actor_of, an_office, at_stage, ready, take

PROMISE, APOLOGY = "我们一定给您退款１００元。", "对不起，我们向您致歉。"
TELLING = [(move, stage, key) for move in WORKFLOW.moves for stage in move.sources for key in sorted(OUTGOING & set(move.asked))]


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


@pytest.mark.parametrize(("move", "stage", "key"), TELLING, ids=[f"{one[0].name} {one[2]}" for one in TELLING])
def test_every_text_to_a_customer_is_held_back_before_the_decision(
    session: Session, office: Office, move: object, stage: Stage, key: str
) -> None:
    """K4.17; K8.11: who is unsure has the matter decided instead of answering."""
    case = ready(session, office, move, stage)  # type: ignore[arg-type]
    name, who = move.name, actor_of(office, move)  # type: ignore[attr-defined, arg-type]
    if stage in MAY_PROMISE:
        take(session, office, case, name, who, **{key: PROMISE})
        return
    with pytest.raises(Invalid) as refused:
        take(session, office, case, name, who, **{key: PROMISE})
    assert (refused.value.clause, list(refused.value.fields)) == ("K4.17", [key])
    assert "「退款」" in refused.value.sentence.zh
    assert "「１００元」" in refused.value.sentence.zh, "as it was typed"
    assert case.stage is stage
    take(session, office, case, name, who, **{key: "您要求退款的意见已记录，三个工作日内答复。"})


@pytest.mark.parametrize("fault", ["customer", "others", "nobody", None])
def test_there_is_no_apology_for_the_faults_of_others(session: Session, office: Office, fault: str | None) -> None:
    case = at_stage(session, a_case(session, office), Stage.FINISHED, responsibility=fault)
    with pytest.raises(Invalid) as refused:
        require_sayable(case, "answer", APOLOGY)
    assert (refused.value.clause, list(refused.value.fields)) == ("K8.15", ["answer"])
    assert "「对不起」「致歉」" in refused.value.sentence.zh


@pytest.mark.parametrize("fault", ["company", "employee"])
def test_an_apology_is_open_once_the_fault_is_ours(session: Session, office: Office, fault: str) -> None:
    case = at_stage(session, a_case(session, office), Stage.FINISHED, responsibility=fault)
    require_sayable(case, "answer", APOLOGY)


def test_no_customer_is_put_under_pressure_decided_or_not(session: Session, office: Office) -> None:
    """K8.9."""
    case = at_stage(session, a_case(session, office), Stage.DECIDED, decision="同意退款")
    with pytest.raises(Invalid) as refused:
        require_sayable(case, "told", "请您撤诉，否则停止服务。")
    assert (refused.value.clause, list(refused.value.fields)) == ("K8.9", ["told"])
    require_sayable(case, "told", "经研究同意退款，三天内到账。")


def test_a_new_round_holds_promises_back_again(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.INVESTIGATING, decision="同意退款", round=2)
    with pytest.raises(Invalid):
        require_sayable(case, "told", PROMISE)


def test_the_texts_of_the_demo_company_pass() -> None:
    told = [text for one in demo.TOLD for text in (f"您反映{one.title}，已受理，三个工作日内答复。", f"关于“{one.facts}”，现已转交核查。")]
    assert [text for text in told if held_back(text) or apologies(text)] == []
