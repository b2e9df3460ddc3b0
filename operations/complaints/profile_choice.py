"""Choosing the regulations by which complaints are handled: a known one, and only where everybody could be complained of (K4.9)."""

from sqlalchemy.orm import Session

from domain.complaint_clocks import Profile
from domain.errors import Invalid
from domain.terms import Term
from models.fence import authority_of
from models.governance.setting import Setting, SettingName
from operations.complaints.substitution import require_somebody_for_everybody

NO_SUCH_PROFILE = Term("没有「{value}」这套制度，请填 T2、K4、K6 或 Y。", "There are no regulations “{value}”; enter T2, K4, K6 or Y.")


def setting_entered(session: Session, setting: Setting) -> set[str]:
    """At every save of a setting by a person; raises Invalid at its value."""
    if setting.name != SettingName.COMPLAINT_PROFILE or authority_of(session).is_system:
        return set()
    if setting.value not in set(Profile):
        sentence = NO_SUCH_PROFILE.format(value=setting.value[:20])
        raise Invalid(sentence, fields={"value": sentence}, clause="K4.9")
    require_somebody_for_everybody(session, "value")
    return set()
