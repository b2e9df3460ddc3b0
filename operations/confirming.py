"""The operation password, the second of the two: asked again before the few steps that cannot be taken back lightly (K5.14, K5.16)."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.rules import ItRule
from domain.terms import Term
from domain.workflow import Move, Sensitive
from models import audit
from models.access.account import Account, Credential, SignInAttempt
from models.access.password_change import Changing
from models.fence import acting, authority_of
from operations.password_rules import check_password, password_rules
from operations.passwords import NO_SUCH_CODE, check_unused, note_operation_password, verify
from operations.rule_numbers import rule
from operations.sign_in import FAILURES_PER_CODE, code_subject, count_failure, is_due, is_locked
from permissions.actor import System

ASKS = "asks the operation password"
"""Key of ``session.info``: somebody sits before the panel, so it can be asked; programs have nobody to ask."""
PROVED = "operation password proved"
CLAUSE = "K5.14"

NONE_SET = Term(
    "「{move}」须输入操作口令，您还没有设置。请先在「我的会话与密码」设置操作口令，再回来办理。",
    "“{move}” asks for your operation password and you have none. Set one under “My sessions and password” and come back.",
)
OVERDUE = Term(
    "「{move}」须输入操作口令，您的操作口令已有 {months} 个月以上没有更改。请先在「我的会话与密码」更改操作口令，再回来办理。",
    "“{move}” asks for your operation password, which is more than {months} months old. Change it under “My sessions and password” and come back.",
)
SAME_AGAIN = Term("新口令不能与现用口令相同。", "The new one must differ from the present one.")
NOT_GIVEN = Term("「{move}」须输入操作口令。请输入后再办理。", "“{move}” asks for your operation password. Enter it and try again.")
WRONG = Term("操作口令不对，什么都没有办理。请重新输入；忘记的请系统管理员清除后重新设置。",
             "The operation password is wrong; nothing was done. Try again, or ask the administrator to clear it.")  # fmt: skip
LOCKED = Term("操作口令多次输错，暂停使用。请 15 分钟后再试。", "Too many wrong operation passwords. Try again in 15 minutes.")
LOGIN_LOCKED = Term("登录密码多次输错，暂停使用。请 15 分钟后再试。", "Too many wrong login passwords. Try again in 15 minutes.")
WRONG_LOGIN = Term("登录密码不对。", "The login password is wrong.")
SAME_AS_LOGIN = Term("操作口令不能与登录密码相同。", "The operation password must differ from the login password.")


Act = Move | Sensitive
"""What somebody is about to do: a step of a workflow, or an act that is none."""


def is_asked(session: Session, act: Act | None) -> bool:
    """Whether ``act`` asks its actor for the operation password today: a sensitive one, done by somebody at the panel."""
    if act is None or not act.sensitive or not session.info.get(ASKS):
        return False
    return not authority_of(session).is_system and rule(session, ItRule.OPERATION_PASSWORD) > 0


def why_not_ready(session: Session, act: Act) -> Term | None:
    """Why the actor has no operation password to give: none is set, or it is older than the rule allows (K5.16); None when he has one."""
    credential = _own(session)
    if credential is None or credential.operation_hash is None:
        return NONE_SET.format(move=act.label)
    if _is_overdue(session, credential):
        return OVERDUE.format(move=act.label, months=password_rules(session).months)
    return None


def _is_overdue(session: Session, credential: Credential) -> bool:
    return credential.operation_changed_at is not None and is_due(session, credential.operation_changed_at, session.info["clock"]())


def require_proved(session: Session, act: Act | None) -> None:
    """Refuse a sensitive act whose actor has not just proved who he is; raises Refused."""
    if act is not None and is_asked(session, act) and not session.info.pop(PROVED, False):
        raise Refused(why_not_ready(session, act) or NOT_GIVEN.format(move=act.label), clause=CLAUSE)


def prove(session: Session, act: Act | None, secret: str) -> Term | None:
    """Take the operation password for the one act that follows; the sentence to show where it is refused.

    The caller commits when it is, before anything else: wrong tries are counted as those of signing in.
    """
    session.info.pop(PROVED, None)
    if act is None or not is_asked(session, act):
        return None
    now, account = session.info["clock"](), authority_of(session).person.account_id
    subject = f"operation:{account}"
    if (missing := why_not_ready(session, act)) is not None:
        return missing
    if not secret:
        return NOT_GIVEN.format(move=act.label)
    with acting(session, System("核对操作口令", acting_for=account)):
        kept = session.get_one(Credential, account).operation_hash
        locked, matches = is_locked(session, subject, now), verify(kept, secret)
        if locked or not matches:
            count_failure(session, subject, FAILURES_PER_CODE, now)
    if locked or not matches:
        audit.note(session, authority_of(session), "operation_password_failed", "account", account)
        return LOCKED if locked else WRONG
    with acting(session, System("核对操作口令", acting_for=account)):
        session.execute(delete(SignInAttempt).where(SignInAttempt.subject == subject))
    session.info[PROVED] = True
    return None


def prove_login(session: Session, account: Account, secret: str) -> Term | None:
    """Whether the holder before the panel knows his login password; the sentence to show where not (K5.14, K5.16).

    Tries count together with those of signing in. ``session`` acts for the system; the caller commits a refusal before anything else.
    """
    now, subject = session.info["clock"](), code_subject(account.code)
    credential = session.get(Credential, account.id)
    locked, matches = is_locked(session, subject, now), verify(credential.password_hash if credential else None, secret)
    if matches and not locked:
        session.execute(delete(SignInAttempt).where(SignInAttempt.subject == subject))
        return None
    count_failure(session, subject, FAILURES_PER_CODE, now)
    audit.note(session, authority_of(session), "login_password_failed", "account", account.id)
    return LOGIN_LOCKED if locked else WRONG_LOGIN


def set_operation_password(session: Session, account: Account, login: str, new: str) -> None:
    """The holder sets or changes his own operation password, proving the login password; raises Invalid at the field that is wrong."""
    with acting(session, System("设置本人操作口令", acting_for=account.id)):
        credential = session.get(Credential, account.id)
        if credential is None or not verify(credential.password_hash, login):
            raise Invalid(WRONG_LOGIN, fields={"current": WRONG_LOGIN}, clause=CLAUSE)
        if new == login:
            raise Invalid(SAME_AS_LOGIN, fields={"new": SAME_AS_LOGIN}, clause=CLAUSE)
        if verify(credential.operation_hash, new):
            raise Invalid(SAME_AGAIN, fields={"new": SAME_AGAIN}, clause="K5.16")
        check_password(session, account, new)
        check_unused(session, account, new, operation=True)
        why = Changing.DUE if credential.operation_hash is not None and _is_overdue(session, credential) else Changing.OWN
        note_operation_password(session, account, credential, new, why)
        audit.note(session, authority_of(session), "operation_password_set", "account", account.id)


def clear_operation_password(session: Session, code: str) -> None:
    """Take a forgotten operation password away; nobody sets one for somebody else. ``session`` acts for the system; raises Invalid."""
    account = session.scalar(select(Account).where(Account.code == code))
    credential = session.get(Credential, account.id) if account else None
    if account is None or credential is None:
        raise Invalid(NO_SUCH_CODE, code=code[:40], clause=CLAUSE)
    note_operation_password(session, account, credential, None, Changing.GIVEN)
    audit.note(session, authority_of(session), "operation_password_cleared", "account", account.id)


def _own(session: Session) -> Credential | None:
    account = authority_of(session).person.account_id
    with acting(session, System("核对操作口令", acting_for=account)):
        return session.get(Credential, account)
