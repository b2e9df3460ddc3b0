"""The same list in vanilla Flask-Admin on the same file: a ModelView with the same columns, relations joined eagerly."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData, create_engine
from sqlalchemy.orm import DeclarativeBase, relationship

from permissions.actor import System

COLUMNS = ("number", "name", "customer_class", "department.name", "manager.name", "contact_name", "contact_phone", "annual_amount", "opened_on")


def vanilla_list(file: str) -> Callable[[], object]:
    """A function that fetches the first page."""
    app = Flask("vanilla")
    app.config.update(SQLALCHEMY_DATABASE_URI=f"sqlite:///{file}", SECRET_KEY="bench", TESTING=True)  # noqa: S106  # serves nobody
    Babel(app)  # installed but not initialised it would make every Flask-Admin page an error
    metadata = MetaData()
    engine = create_engine(f"sqlite:///{file}")
    metadata.reflect(engine, only=["customer", "department", "employee", "division"])
    # The fence listens to every session of the process; for the system it lets everything pass at once.
    db = SQLAlchemy(metadata=metadata, session_options={"info": {"authority": System("bench: vanilla")}})
    db.init_app(app)
    tables = metadata.tables

    class Base(DeclarativeBase):
        pass

    Base.metadata = metadata

    class Department(Base):
        __table__ = tables["department"]

    class Employee(Base):
        __table__ = tables["employee"]

    class Customer(Base):
        __table__ = tables["customer"]
        department = relationship(Department, foreign_keys=[tables["customer"].c.department_id])
        manager = relationship(Employee, foreign_keys=[tables["customer"].c.manager_id])

    class View(ModelView):  # type: ignore[misc]  # Flask-Admin has no py.typed
        column_list = COLUMNS
        column_select_related_list = (Customer.department, Customer.manager)
        column_default_sort = ("id", True)
        column_sortable_list = ("number",)
        page_size = 50
        can_create = can_edit = False

        def scaffold_form(self) -> Any:
            return self.form_base_class

    Admin(app, url="/vanilla").add_view(View(Customer, db, endpoint="customer"))
    client = app.test_client()

    def fetch() -> object:
        response = client.get("/vanilla/customer/")
        if response.status_code != 200:
            raise SystemExit(f"bench: vanilla answered {response.status_code}")
        return response.data

    return fetch
