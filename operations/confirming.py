"""The operation password, the second of the two: asked again before the few steps that cannot be taken back lightly (K5.14)."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.rules import ItRule
from domain.terms import Term
from domain.workflow import Move
from models import audit
from models.access.account import Account, Credential, SignInAttempt
from models.fence import acting, authority_of
from operations.password_rules import check_password
from operations.passwords import NO_SUCH_CODE, hashed, verify
from operations.rule_numbers import rule
from operations.sign_in import FAILURES_PER_CODE, code_subject, count_failure, is_locked
from permissions.actor import System

ASKS = "asks the operation password"
"""Key of ``session.info``: somebody sits before the panel, so it can be asked; programs have nobody to ask."""
PROVED = "operation password proved"
CLAUSE = "K5.14"

NONE_SET = Term(
    "「{move}」须输入操作口令，您还没有设置。请先在「我的会话与密码」设置操作口令，再回来办理。",
    "“{move}” asks for your operation password and you have none. Set one under “My sessions and password” and come back.",
)
NOT_GIVEN = Term("「{move}」须输入操作口令。请输入后再办理。", "“{move}” asks for your operation password. Enter it and try again.")
WRONG = Term("操作口令不对，什么都没有办理。请重新输入；忘记的请系统管理员清除后重新设置。",
             "The operation password is wrong; nothing was done. Try again, or ask the administrator to clear it.")  # fmt: skip
LOCKED = Term("操作口令多次输错，暂停使用。请 15 分钟后再试。", "Too many wrong operation passwords. Try again in 15 minutes.")
LOGIN_LOCKED = Term("登录密码多次输错，暂停使用。请 15 分钟后再试。", "Too many wrong login passwords. Try again in 15 minutes.")
WRONG_LOGIN = Term("登录密码不对。", "The login password is wrong.")
SAME_AS_LOGIN = Term("操作口令不能与登录密码相同。", "The operation password must differ from the login password.")


def is_asked(session: Session, move: Move) -> bool:
    """Whether ``move`` asks its actor for the operation password today: a sensitive one, taken by somebody at the panel."""
    return move.sensitive and bool(session.info.get(ASKS)) and not authority_of(session).is_system and rule(session, ItRule.OPERATION_PASSWORD) > 0


def has_one(session: Session) -> bool:
    """Whether the actor has set an operation password."""
    credential = _own(session)
    return credential is not None and credential.operation_hash is not None


def require_proved(session: Session, move: Move) -> None:
    """Refuse a sensitive step whose actor has not just proved who he is; raises Refused."""
    if is_asked(session, move) and not session.info.pop(PROVED, False):
        raise Refused(NOT_GIVEN if has_one(session) else NONE_SET, move=move.label, clause=CLAUSE)


def prove(session: Session, move: Move, secret: str) -> Term | None:
    """Take the operation password for the one step that follows; the sentence to show where it is refused.

    The caller commits when it is, before anything else: wrong tries are counted as those of signing in.
    """
    session.info.pop(PROVED, None)
    if not is_asked(session, move):
        return None
    now, account = session.info["clock"](), authority_of(session).person.account_id
    subject = f"operation:{account}"
    credential = _own(session)
    if credential is None or credential.operation_hash is None:
        return NONE_SET.format(move=move.label)
    if not secret:
        return NOT_GIVEN.format(move=move.label)
    with acting(session, System("核对操作口令", acting_for=account)):
        locked, matches = is_locked(session, subject, now), verify(credential.operation_hash, secret)
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
        check_password(session, account, new)
        credential.operation_hash = hashed(new)
        session.flush()
        audit.note(session, authority_of(session), "operation_password_set", "account", account.id)


def clear_operation_password(session: Session, code: str) -> None:
    """Take a forgotten operation password away; nobody sets one for somebody else. ``session`` acts for the system; raises Invalid."""
    account = session.scalar(select(Account).where(Account.code == code))
    credential = session.get(Credential, account.id) if account else None
    if account is None or credential is None:
        raise Invalid(NO_SUCH_CODE, code=code[:40], clause=CLAUSE)
    credential.operation_hash = None
    session.flush()
    audit.note(session, authority_of(session), "operation_password_cleared", "account", account.id)


def _own(session: Session) -> Credential | None:
    account = authority_of(session).person.account_id
    with acting(session, System("核对操作口令", acting_for=account)):
        return session.get(Credential, account)
