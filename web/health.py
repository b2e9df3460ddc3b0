"""/healthz: the process lives; /readyz: the database answers and its tables are those of this program."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from web.extensions import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> ResponseReturnValue:
    """The database answers and is migrated; says no more than that to strangers."""
    try:
        with db.engine.execution_options(reading=True).connect() as connection:
            connection.execute(text("SELECT version_num FROM alembic_version"))
    except Exception:  # whatever is wrong, the answer is the same: not ready
        return jsonify(status="not ready"), 503
    return jsonify(status="ok")
