"""The application class: a request has one transaction, committed in one place and only when all went well."""

from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter

from domain.errors import Busy, Invalid
from domain.terms import Term
from web.extensions import db

NOT_NOW = Term(
    "数据库正忙或暂时不能写入，什么都没有保存。请稍后再试。",
    "The database is busy or cannot be written just now; nothing was saved. Please try again.",
)
TOO_MUCH = Term("提交的内容太大或字段太多，什么都没有保存。", "Too much was sent; nothing was saved.")
GO_BACK = Term(
    "请返回上一页，内容一般还在表里：把长的内容分成几份，或存成文件作为附件上传。",
    "Go back, what you typed is usually still in the form: split it, or attach it as a file.",
)
FIELDS_AT_ONCE = 2_000
BODY_LIMIT = 1_000_000
"""Bytes of an ordinary form; uploads raise it for their own request (see ``allow_upload``)."""
TYPED_LIMIT = 4_000_000
"""Bytes of a form into which people type long texts: over the length of its field a text comes back in its form, instead of being lost."""
TYPED_INTO = frozenset({"create_view", "edit_view", "move"})
"""Methods of views with such forms, beside ``TYPED_PAGES``."""
TYPED_PAGES = frozenset({"letters.index", "public.complain", "public.write", "public.opinion", "public.withdraw"})


class TooMuch(Invalid):
    """A body, field or number of fields over the limit."""


def is_busy(error: OperationalError) -> bool:
    """Whether the database is locked, full or gone for a while; anything else is a mistake of ours."""
    text = str(error.orig).lower()
    return error.connection_invalidated or any(
        sign in text for sign in ("locked", "busy", "disk", "full", "readonly", "connection", "i/o", "shutting down", "starting up")
    )


class RowNumber(IntegerConverter):
    """A number in an address: no longer than a database can hold, else the address does not exist."""

    regex = r"\d{1,18}"


class Panel(Flask):
    """Flask with the one commit."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.url_map.converters["int"] = RowNumber

    def dispatch_request(self) -> Response:
        """Run the view, then commit if it wrote and succeeded, or roll back."""
        if request.method == "POST" and sum(len(values) for _, values in request.form.lists()) > FIELDS_AT_ONCE:
            raise TooMuch(TOO_MUCH, todo=GO_BACK)
        try:
            response = self.make_response(super().dispatch_request())
            if request.method not in ("GET", "HEAD", "OPTIONS") and response.status_code < 400 and not g.get("keep_out"):
                db.session.commit()
            else:
                db.session.rollback()
        except OperationalError as error:
            db.session.rollback()
            if not is_busy(error):
                raise
            raise Busy(NOT_NOW) from error
        return response

    def make_response(self, rv: Any) -> Response:
        """As Flask's; here only to narrow the type."""
        return super().make_response(rv)


def refuse_nameless() -> None:
    """Refuse a form with a part that has no name, over which the check of the token would stumble."""
    if request.method == "POST" and None in request.form:
        raise BadRequest


def limit_body() -> None:
    """Refuse a large ordinary form before anything reads it; must be the first hook of a request.

    Werkzeug's limits for forms hold for multipart only, so an urlencoded body would slip past them.
    """
    limit = BODY_LIMIT
    if request.endpoint in TYPED_PAGES or (request.endpoint or "").rpartition(".")[2] in TYPED_INTO:
        limit = request.max_form_memory_size = TYPED_LIMIT
        request.max_content_length = 2 * TYPED_LIMIT
    if request.mimetype == "application/x-www-form-urlencoded" and (request.content_length or 0) > limit:
        raise TooMuch(TOO_MUCH, todo=GO_BACK)
