"""Refusals become pages: a status, a sentence with its clause, what to do next, and a reference number; never a traceback."""


import structlog
from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from domain.errors import Busy, Conflict, DomainError, Invalid, Missing, Refused, TooOften
from web.extensions import db
from web.i18n import say
from web.logs import places
from web.panel import GO_BACK, NOT_NOW, TooMuch, is_busy

log = structlog.get_logger()
_STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (TooMuch, 413), (Refused, 403), (Missing, 404), (Conflict, 409), (Invalid, 422), (TooOften, 429), (Busy, 503), (DomainError, 400),
)  # fmt: skip


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(DomainError, domain_error)
    app.register_error_handler(CSRFError, _stale_page)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(Exception, _unexpected)


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal."""
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def domain_error(error: DomainError) -> Response:
    """A refusal as a page."""
    status = status_of(error)
    if status == 422 and request.method == "GET":
        status = 400
    if status in (403, 429):
        log.warning("refused" if status == 403 else "too often", endpoint=request.endpoint, clause=error.clause)
    response = page(status, say(error.sentence), clause=error.clause, todo=say(error.todo))
    if status in (429, 503):
        response.headers["Retry-After"] = "60" if status == 429 else "5"
    return response


def page(status: int, sentence: str, *, clause: str = "", todo: str = "") -> Response:
    """The error page, or JSON for a script."""
    db.session.rollback()
    g.went_wrong = True  # the frame must not ask a database that may be what went wrong
    reference = g.get("request_id", "-")
    if request.accept_mimetypes.best == "application/json" or request.args.get("format") == "json":
        return _with(jsonify(error=sentence, clause=clause, reference=reference), status)
    html = render_template(
        "error.html", status=status, heading=heading(status), sentence=sentence, clause=clause, todo=todo, reference=reference
    )
    return _with(make_response(html), status)


def _with(response: Response, status: int) -> Response:
    response.status_code = status
    return response


def heading(status: int) -> str:
    """A few words for a status."""
    return {
        400: _("地址或内容有误"),
        403: _("没有权限"),
        404: _("找不到"),
        405: _("不支持的操作"),
        409: _("已有变化"),
        413: _("内容太大"),
        422: _("内容需要修改"),
        429: _("请求太频繁"),
        503: _("请稍后再试"),
    }.get(status, _("出现问题") if status >= 500 else _("无法完成"))


def _stale_page(_error: CSRFError) -> Response:
    return page(400, _("页面已过期，没有保存。"), todo=_("请返回上一页，刷新后再提交一次。"))


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    sentence = {
        400: _("请求的格式不对。"),
        404: _("没有这个页面，或您无权查看。"),
        405: _("这个地址不支持这种操作。"),
        413: _("提交的内容太大，什么都没有保存。"),
        415: _("不支持这种内容。"),
    }.get(status, _("请求没有完成。"))
    response = page(status, sentence, todo=say(GO_BACK) if status == 413 else "")
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _busy(error: OperationalError) -> Response:
    if not is_busy(error):
        return _unexpected(error)
    log.warning("database_busy", endpoint=request.endpoint, kind=type(error.orig).__name__)
    return domain_error(Busy(NOT_NOW))


def _unexpected(error: Exception) -> Response:
    # Not its message: that of a database holds a whole row, that of a failed conversion the value.
    log.error("unexpected", endpoint=request.endpoint, kind=type(error).__name__, at=places(error))
    if current_app.config.get("PROPAGATE_UNEXPECTED"):
        raise error
    return page(500, _("程序出现问题，没有保存。"), todo=_("请把编号告诉系统管理员。"))
