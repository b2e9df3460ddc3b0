"""Following one's own complaint with its code: what has happened, messages both ways, taking back, objecting, judging."""

from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from domain.errors import Invalid, Missing, Refused
from domain.terms import Term
from domain.values import write_moment
from models.complaints.complaint import Complaint
from models.complaints.message import LONGEST, Direction, Purpose
from models.complaints.stages import Stage
from models.complaints.words import SATISFACTIONS
from operations.complaints import receipts, surveys
from operations.complaints.public_messages import withdraw as take_back
from operations.complaints.public_messages import write_in
from operations.complaints.tracking import Progress, mark_read, progress
from web.context import now
from web.extensions import db
from web.i18n import say
from web.public import CASE, STAYS, blueprint, contact, counted_address, echo, key, show

# One sentence for a wrong code, an ended one and too many tries: it confirms nothing.
NO_CASE = Term(
    "查询码不对，或暂时不能查询。请对照回执核对；多次不对时请 15 分钟后再试，或拨打投诉电话。",
    "The code is wrong, or following is not possible now. Compare it with your receipt; after several wrong tries wait 15 minutes, or call us.",
)
TYPE_THE_CODE = Term("请先输入查询码。", "Please type your receipt code first.")
PURPOSES = {one.value: one for one in (Purpose.MESSAGE, Purpose.MATERIAL, Purpose.OBJECTION)}


@blueprint.route("/track", methods=["GET", "POST"])
def track() -> ResponseReturnValue:
    """Type the code, or find it typed when the picture on the receipt was followed; opening is a click of one's own."""
    typed = (request.form if request.method == "POST" else request.args).get("code", "")[:200]
    if request.method == "GET":
        return show("public/track.html", code=echo(typed), error="", channels=contact())
    found = receipts.check(db.session(), key(), typed, counted_address())
    if found is None:
        db.session.commit()  # wrong tries are counted although the answer is a refusal
        return show("public/track.html", 422, code=echo(typed), error=say(NO_CASE), channels=contact())
    session[CASE] = {"digest": found, "until": (now() + STAYS).timestamp()}
    mark_read(db.session(), _case_id(), Direction.OUT)
    return redirect(url_for("public.case"), 303)


def _case_id() -> int:
    """The case this browser has opened with a code that still holds; raises Missing."""
    kept: Any = session.get(CASE)
    if not kept or now() > datetime.fromtimestamp(kept["until"], UTC):
        raise Missing(TYPE_THE_CODE)
    found = receipts.case_of(db.session(), kept["digest"])
    if found is None:
        raise Missing(TYPE_THE_CODE)
    return found


@blueprint.get("/case")
def case() -> ResponseReturnValue:
    """Where the complaint stands."""
    try:
        found = progress(db.session(), _case_id())
    except Missing:
        return redirect(url_for("public.track"), 303)
    return _page(found)


def _page(found: Progress, error: str = "", text: str = "", status: int = 200) -> ResponseReturnValue:
    kinds = {Purpose.MESSAGE: found.open, Purpose.MATERIAL: found.wanted, Purpose.OBJECTION: found.may_object}
    said = {Purpose.MESSAGE: _("留言"), Purpose.MATERIAL: _("补充材料"), Purpose.OBJECTION: _("对结果有异议")}
    chosen = request.form.get("purpose", "") or (Purpose.MATERIAL if found.wanted else Purpose.MESSAGE)
    return show(
        "public/case.html", status, number=found.number, state=say(found.state), term=_term(found),
        steps=[(say(step), write_moment(at)) for step, at in found.steps],
        words=[(say(label), text) for label, text in found.words],
        letters=[(one.ours, say(one.purpose) if one.purpose else "", one.text, write_moment(one.at), one.read) for one in found.letters],
        kinds=[(one.value, said[one], one == chosen) for one, open_ in kinds.items() if open_],
        may_withdraw=found.may_withdraw, may_judge=found.may_judge, wanted=found.wanted, error=error, text=echo(text), most=LONGEST,
        channels=contact(),
    )  # fmt: skip


def _term(found: Progress) -> str:
    if found.days_left is None:
        return ""
    if found.days_left < 0:
        return _("已超过期限 %(days)s 个工作日，我们会尽快办理。", days=-found.days_left)
    if found.days_left == 0:
        return _("当前期限：今天。")
    return _("当前期限还剩 %(days)s 个工作日。", days=found.days_left)


@blueprint.post("/case/write")
def write() -> ResponseReturnValue:
    """Send a message, further material or an objection."""
    case_id, text = _case_id(), request.form.get("text", "")
    purpose = PURPOSES.get(request.form.get("purpose", ""), Purpose.MESSAGE)
    objects = purpose is Purpose.OBJECTION
    try:
        write_in(db.session(), key(), case_id, text, purpose)
    except (Invalid, Refused) as error:  # what he wrote stays in its field
        db.session.rollback()
        return _page(progress(db.session(), case_id), say(error.sentence), text, 422 if isinstance(error, Invalid) else 409)
    again = objects and progress(db.session(), case_id).stage == Stage.ACCEPTED
    flash(_("异议已收到，您的投诉重新办理，由另外的人员经办。") if again else _("已发送。"), "success")
    return redirect(url_for("public.case"), 303)


@blueprint.route("/case/withdraw", methods=["GET", "POST"])
def withdraw() -> ResponseReturnValue:
    """Ask once more, then take the complaint back."""
    case_id = _case_id()
    if request.method == "GET":
        found = progress(db.session(), case_id)
        return show("public/withdraw.html", number=found.number, possible=found.may_withdraw)
    why = request.form.get("why", "").strip()[:500]
    if take_back(db.session(), key(), case_id, why):
        flash(_("投诉已撤回。"), "success")
    else:
        flash(_("撤回申请已收到，我们会尽快处理。"), "success")
    return redirect(url_for("public.case"), 303)


@blueprint.post("/leave")
def leave() -> ResponseReturnValue:
    """Forget the case on this device."""
    session.pop(CASE, None)
    flash(_("已退出查询。"), "success")
    return redirect(url_for("public.track"), 303)


# ---- how satisfied one is --------------------------------------------------------------------------------------------


@blueprint.post("/case/opinion")
def judge() -> ResponseReturnValue:
    """From the case to its link: a fresh one, because the one given out by us may be lost."""
    token = surveys.issue(db.session(), key(), db.session.get_one(Complaint, _case_id()))
    return redirect(url_for("public.opinion", token=token), 303)


@blueprint.route("/opinion/<token>", methods=["GET", "POST"])
def opinion(token: str) -> ResponseReturnValue:
    """Say how satisfied one is: the link works once, and the page tells nothing of the case."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            surveys.answer(db.session(), key(), token, request.form.get("choice", ""), request.form.get("says", ""))
            return redirect(url_for("public.thanks"), 303)
        except Invalid as error:
            db.session.rollback()
            errors = {name: say(sentence) for name, sentence in error.fields.items()}
    choices = [(one.value, say(SATISFACTIONS[one]), one.value == request.form.get("choice")) for one in surveys.ANSWERS]
    page = {"token_of_link": token, "choices": choices, "errors": errors, "says": echo(request.form.get("says", ""))}
    return show("public/opinion.html", 422 if errors else 200, **page)


@blueprint.get("/thanks")
def thanks() -> ResponseReturnValue:
    """The opinion has arrived."""
    return show("public/thanks.html")
