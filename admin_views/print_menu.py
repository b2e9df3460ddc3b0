"""The menu of printed forms on the page of a record: those that can be printed now, and the way to all of them."""

from flask import url_for
from flask_babel import gettext as _

from admin_views.cards import Link
from admin_views.labels import label_links
from admin_views.record_prints import form_links
from models.base import Record
from models.complaints.complaint import Complaint
from models.complaints.report import ComplaintReport
from models.complaints.volume import ComplaintVolume
from operations.printing.printing import offers
from web.extensions import db
from web.i18n import say


def prints_of(record: Record) -> tuple[Link, ...]:
    """Links to the forms of ``record``; nothing for records without forms and readers who may not print."""
    if isinstance(record, ComplaintVolume) and record.file_id is not None:
        return (Link(_("整卷 PDF"), url_for("volumes.pdf", volume_id=record.id), "download"),)
    if isinstance(record, ComplaintReport):
        return (Link(_("PDF 和 Word"), url_for("complaint_statistics.report", report_id=record.id), "download"),)
    if not isinstance(record, Complaint):
        return (*form_links(record), *label_links(record.register.key, record.id))
    found = offers(db.session(), record)
    if not found:
        return ()
    ready = tuple(
        Link(f"{offer.form.code} {say(offer.form.title)}", url_for("printing.preview", code=offer.form.code, id=record.id))
        for offer in found
        if offer.refusal is None
    )
    return (*ready, Link(_("全部表单"), url_for("printing.index", id=record.id)))
