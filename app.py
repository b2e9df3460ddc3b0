"""create_app(): plugs the rooms together; holds no rule."""

import os
from pathlib import Path

from flask import Flask

from admin_views.mounting import mount
from doors import command as doors_command
from doors import job as doors_job
from models import all as all_models
from models.engine import prepare
from operations.outbox import LINK
from web import (
    account,
    cli,
    context,
    errors,
    headers,
    health,
    i18n,
    jobs,
    language,
    logs,
    public_case,
    sign_in,
    viewing,
)
from web.extensions import babel, csrf, db, login_manager, migrate
from web.i18n import babel_locale
from web.panel import BODY_LIMIT, Panel, limit_body, refuse_nameless
from web.settings import Settings

HERE = Path(__file__).parent
YEAR = 365 * 24 * 3600


def create_app(settings: Settings | None = None, **config: object) -> Flask:
    """A ready application for any WSGI server; ``config`` overrides what follows from the settings."""
    settings = settings or Settings.from_environment()
    registers = all_models.load()
    app = Panel(__name__, static_folder=str(HERE / "static"), template_folder=str(HERE / "templates"))
    app.config.update(_config(settings))
    app.config.update(config)
    logs.configure(quiet=bool(app.config.get("TESTING")))
    app.before_request(limit_body)
    headers.init_app(app)
    # No context processor: a page that says the database is held must not ask it who is reading.
    login_manager.init_app(app, add_context_processor=False)
    context.init_app(app)
    viewing.init_app(app)
    app.before_request(refuse_nameless)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
        if settings.mail is not None:
            db.engine.update_execution_options(**{LINK: settings.public_url})
    csrf.init_app(app)
    babel.init_app(app, locale_selector=babel_locale)
    i18n.install(app)
    migrate.init_app(app, db, directory=app.config["MIGRATIONS"])
    errors.init_app(app)
    for module in (health, sign_in, account, language, public_case):
        app.register_blueprint(module.blueprint)
    jobs.init_app(app, doors_job.RUNNERS)
    mount(app)
    cli.init_app(app)
    doors_command.init_app(app)
    app.extensions["taizhang_registers"] = registers
    return app


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True} if settings.database_url.startswith("postgresql") else {},
        "DATA_DIR": str(settings.data_dir),
        "MAIL_POST": settings.mail,
        "MIGRATIONS": str(HERE / "migrations"),
        "MAX_CONTENT_LENGTH": 2 * BODY_LIMIT,
        "MAX_FORM_MEMORY_SIZE": BODY_LIMIT,
        "MAX_FORM_PARTS": 1_000,
        "SESSION_COOKIE_NAME": "__Host-taizhang" if settings.production else "taizhang",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.production,
        "SEND_FILE_MAX_AGE_DEFAULT": YEAR,
        "WTF_CSRF_TIME_LIMIT": None,  # the token lives as long as its session
        "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
        "BABEL_TRANSLATION_DIRECTORIES": str(HERE / "translations"),
    }


if __name__ == "__main__":  # python app.py: the same as flask --app app serve
    os.environ.setdefault("FLASK_APP", "app")
    create_app().cli(args=["serve"])
