"""What the public pages say of the company: its name, the published channels, and whether complaints are taken here at all."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.areas import Area
from domain.errors import Missing
from domain.terms import Term
from models.complaints.channel import ComplaintChannel
from models.governance.setting import SettingName
from operations.rights import areas_off, read_settings

NOT_HERE = Term("没有这个页面。", "There is no such page.")


def company_name(session: Session) -> str:
    """The name of the company; raises Missing where it does not use this panel for complaints."""
    settings = read_settings(session)
    if Area.COMPLAINTS in areas_off(settings):
        raise Missing(NOT_HERE)
    return settings.get(SettingName.COMPANY_NAME, "")


def channels(session: Session) -> Sequence[tuple[Term, str, str]]:
    """The published channels as (kind, number or address, hours): hotlines first (T2.1, K6.1)."""
    kept = ComplaintChannel
    titles = kept.register.fields["way"].titles
    found = session.execute(select(kept.way, kept.reached, kept.hours).where(kept.published).order_by(kept.id))
    rows = sorted(found, key=lambda row: list(titles).index(row.way.value))
    return [(titles[row.way.value], row.reached, row.hours or "") for row in rows]
