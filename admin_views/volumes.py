"""卷宗管理 — the chain of a year checked, volumes whose time is over, the file of a volume, and the lists that go with them."""

import io
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _

from admin_views.gated import GatedView
from domain.access import Action
from domain.errors import missing
from domain.values import OFFICE_ZONE, read_day, read_number, write_day, write_moment
from models.complaints.complaint import Complaint
from models.complaints.volume import STAGES, ComplaintVolume, VolumeStage
from operations.complaints.volumes import check_chain, opened
from operations.printing.lists import LISTS, over_on, print_list
from operations.printing.printing import company_name
from operations.records import find, require
from web.context import authority, now
from web.extensions import db
from web.i18n import locale, say
from web.jobs import data_dir


@dataclass(frozen=True, slots=True)
class OverRow:
    """A volume whose time is over."""

    number: str
    url: str
    until: str
    stage: str
    held: bool


class VolumesView(GatedView):
    """The pages under /complaints/volumes/."""

    ACTIONS: ClassVar[dict[str, str]] = {
        "index": "complaint_volume: view", "pdf": "complaint_volume: view", "paper": "complaint_volume: print",
    }  # fmt: skip
    """Exposed method → register and action it needs; the register of complaints itself asks for its own."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The chain of a year, and what waits for its review."""
        today = now().astimezone(OFFICE_ZONE).date()
        year = read_number(request.args.get("year") or str(today.year))
        if not 2000 <= year <= 9000:
            raise missing()
        check = check_chain(db.session(), data_dir(), year)
        over = tuple(
            OverRow(
                one.number, url_for("complaint_volume.details_view", id=one.id), write_day(one.keep_until, locale()) if one.keep_until else "—",
                say(STAGES[VolumeStage(one.stage)]), one.held_at is not None,
            )
            for one in over_on(db.session(), today)
        )  # fmt: skip
        codes = [code for code in LISTS if authority().may("complaint" if code == "P05" else "complaint_volume", Action.PRINT)]
        html: ResponseReturnValue = self.render(
            "printing/volumes.html", nav_key="volumes", year=year, count=check.count, over=over, lists=[(code, say(LISTS[code])) for code in codes],
            faults=[(fault.number, say(fault.what)) for fault in check.faults], since=date(today.year, 1, 1).isoformat(), until=today.isoformat(),
            list_url=url_for("complaint_volume.index_view"), register_title=say(ComplaintVolume.register.title),
        )  # fmt: skip
        return html

    @expose("/<int:volume_id>.pdf")
    def pdf(self, volume_id: int) -> ResponseReturnValue:
        """The bound volume, for who reads all of it."""
        volume = find(db.session(), ComplaintVolume.register, volume_id)
        row, data = opened(db.session(), volume, data_dir())
        return send_file(io.BytesIO(data), mimetype=row.media_type, as_attachment=True, download_name=row.name, etag=False)

    @expose("/print", methods=("POST",))
    def paper(self) -> ResponseReturnValue:
        """A list of some days as PDF; the print is noted."""
        code = request.form.get("code", "")
        if code == "P05":
            require(db.session(), Complaint.register, Action.PRINT)
        since, until = (read_day(request.form.get(name, "")) for name in ("since", "until"))
        by = _("打印：%(who)s %(at)s", who=authority().person.name, at=write_moment(now()))
        data = print_list(db.session(), code, since, until, locale(), company=company_name(db.session()), printed=by)
        return send_file(io.BytesIO(data), mimetype="application/pdf", as_attachment=True, download_name=f"{code} {since} {until}.pdf", etag=False)
