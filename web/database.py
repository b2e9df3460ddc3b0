"""Bringing the database to what this program needs: migrations first, then what Alembic cannot say."""

from flask import Flask
from flask_migrate import upgrade

from models import ddl
from models.register import registers
from web.extensions import db


def migrate_database(app: Flask) -> None:
    """Upgrade to the newest revision and renew search indexes and triggers; safe to run again."""
    with app.app_context():
        upgrade(directory=str(app.config["MIGRATIONS"]))
        with db.engine.begin() as connection:
            ddl.install(connection, registers)
