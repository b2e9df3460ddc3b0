"""Every page about a case that somebody reads is kept as an opening of it, once a day (K4.18)."""

from flask import request

from models.complaints.complaint import Complaint
from operations.complaints.readers import is_noted, note_opening
from web.aside import aside
from web.context import authority, now
from web.extensions import db


def note_opened(key: str, record: int) -> None:
    """After a page about a case was made: keep that its reader opened it today. Ends the transaction of the request, which only reads."""
    who = authority()
    if request.method == "GET" and key == Complaint.register.key and not is_noted(db.session(), record, who):
        aside("K4.18 who opened a case", lambda own: note_opening(own, record, who), now)
