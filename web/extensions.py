"""The extensions, created once and bound to an application in app.py."""

from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from flask_wtf import CSRFProtect

from models.base import Base
from models.engine import ReadingOrWriting


class WebSession(ReadingOrWriting, Session):
    """Flask-SQLAlchemy's session, which also knows whether it reads or writes."""


# One metadata for both worlds: models know nothing of Flask, and nothing is declared twice.
db = SQLAlchemy(metadata=Base.metadata, session_options={"class_": WebSession})
csrf = CSRFProtect()
babel = Babel()
login_manager = LoginManager()
migrate = Migrate(render_as_batch=True, compare_type=True)
