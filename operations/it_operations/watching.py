"""What lies too long around computers: no backup, none elsewhere, none tried out, a medium at the end of its life (K5.21, K5.24, K5.26, K10.6)."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.rules import ItRule
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.base import columns_of
from models.it_operations.backup import Backup, Proved
from models.it_operations.medium import Medium, MediumState
from operations.notices import notify_of_register
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.staff import Staff

NONE_YET = Term("从未", "never")
NO_BACKUP = Term("最近一份核验完好的备份：{last}，规定每 {days} 天至少一份。请备份。", "The newest verified backup: {last}; the rule is one every {days} days.")
NO_OFF_SITE = Term("最近一份异地备份：{last}，规定每 {days} 天至少一份。请复制到异地。", "The newest off-site copy: {last}; the rule is one every {days} days.")
NO_DRILL = Term("最近一次恢复演练：{last}，规定每 {days} 天至少一次。请演练。", "The last drill: {last}; the rule is one every {days} days.")
BROKEN = Term("备份「{name}」核验不通过，请另做备份并查明原因。", "The backup “{name}” is broken; make another and find out why.")
OLD_MEDIA = Term("{count} 件存储介质已到应转存日期（如「{name}」），请办理长期数据转存。", "{count} media, such as “{name}”, are to be copied anew.")


def watch_backups(session: Session) -> int:
    """Tell everybody who enters backups what is due, once a day; returns how many notices that made."""
    one, now, day = columns_of("backup"), session.info["clock"](), today(session)
    sound = one.proved == Proved.SOUND
    taken, elsewhere, tried = session.connection().execute(
        select(
            func.max(one.taken_at).filter(sound), func.max(one.taken_at).filter(sound, one.off_site),
            func.max(one.proved_at).filter(sound),
        )
    ).one()  # fmt: skip
    asked = ((taken, ItRule.BACKUP_DAYS, NO_BACKUP), (elsewhere, ItRule.OFF_SITE_DAYS, NO_OFF_SITE), (tried, ItRule.DRILL_DAYS, NO_DRILL))
    said = [
        (code.value, sentence.format(last=_day(last), days=rule(session, code)))
        for last, code, sentence in asked
        if last is None or last < now - timedelta(days=rule(session, code))
    ]
    newest = session.connection().execute(select(one.name, one.proved).order_by(one.taken_at.desc(), one.id.desc()).limit(1)).first()
    if newest is not None and newest.proved == Proved.BROKEN:
        said.append(("broken", BROKEN.format(name=newest.name)))
    return _tell(session, Backup, said, day.isoformat())


def watch_media(session: Session) -> int:
    """K5.26: media whose content is to be copied to another, once a month as long as there are any."""
    one, day = columns_of("medium"), today(session)
    near = day + timedelta(days=rule(session, ItRule.MEDIUM_NEAR_DAYS))
    due = session.connection().execute(
        select(one.name).where(one.state == MediumState.IN_USE, one.recopied_on.is_(None), one.renew_on <= near).order_by(one.renew_on, one.id)
    ).scalars().all()  # fmt: skip
    said = [("media", OLD_MEDIA.format(count=len(due), name=due[0]))] if due else []
    return _tell(session, Medium, said, f"{day:%Y-%m}")


def _day(last: datetime | None) -> Term:
    if last is None:
        return NONE_YET
    day = last.astimezone(OFFICE_ZONE).date().isoformat()
    return Term(day, day)


def _tell(session: Session, model: type[Backup] | type[Medium], said: list[tuple[str, Term]], once: str) -> int:
    if not said:
        return 0
    keepers = Staff(session).with_right(model.register.key, "create")
    return sum(
        notify_of_register(session, person, f"{model.register.key}.{code}", model.register, sentence, once=once)
        for person in keepers
        for code, sentence in said
    )
