"""Mounts one Flask-Admin view per register, and the pages that are not a register."""

from typing import NoReturn

from flask import Flask, abort
from flask_admin import Admin
from flask_admin.theme import Bootstrap4Theme

from admin_views import frame
from admin_views.base import RegisterView
from admin_views.home import HomeView
from admin_views.pages import pages
from models.register import registers


def mount(app: Flask) -> Admin:
    """Add all views to ``app``; the stock assets of Flask-Admin are not served (its select2 has a known hole)."""
    admin = Admin(app, name="台账", index_view=HomeView(endpoint="admin", url="/"), theme=Bootstrap4Theme())
    for register in registers.values():
        admin.add_view(RegisterView(register))
    for view in pages():
        admin.add_view(view)
    frame.init_app(app)
    for endpoint in [name for name in app.view_functions if name.endswith(".static")]:
        app.view_functions[endpoint] = _nothing_here
    return admin


def _nothing_here(**_path: str) -> NoReturn:
    abort(404)
