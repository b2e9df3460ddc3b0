"""The same list in vanilla Flask-Admin on the same file: a ModelView with the same columns, relations joined eagerly."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData, create_engine
from sqlalchemy.ext.automap import automap_base

COLUMNS = ("number", "name", "customer_class", "department.name", "manager.name", "contact_name", "contact_phone", "annual_amount", "opened_on")


def vanilla_list(file: str) -> Callable[[], object]:
    """A function that fetches the first page."""
    app = Flask("vanilla")
    app.config.update(SQLALCHEMY_DATABASE_URI=f"sqlite:///{file}", SECRET_KEY="bench", TESTING=True)  # noqa: S106  # serves nobody
    metadata = MetaData()
    engine = create_engine(f"sqlite:///{file}")
    metadata.reflect(engine, only=["customer", "department", "employee"])
    db = SQLAlchemy(metadata=metadata)
    db.init_app(app)
    base: Any = automap_base(metadata=metadata)

    def name(_base: Any, _local: Any, _remote: Any, constraint: Any) -> str:
        return str(next(iter(constraint.columns)).name).removesuffix("_id")

    def names(_base: Any, local: Any, _remote: Any, constraint: Any) -> str:
        return f"{local.__name__}_{next(iter(constraint.columns)).name}_back"

    base.prepare(name_for_scalar_relationship=name, name_for_collection_relationship=names)

    class View(ModelView):  # type: ignore[misc]  # Flask-Admin has no py.typed
        column_list = COLUMNS
        column_select_related_list = ("department", "manager")
        column_default_sort = ("id", True)
        column_sortable_list = ("number",)
        page_size = 50
        can_create = can_edit = False

        def scaffold_form(self) -> Any:
            return self.form_base_class

    Admin(app, url="/vanilla").add_view(View(base.classes.customer, db, endpoint="customer"))
    client = app.test_client()

    def fetch() -> object:
        response = client.get("/vanilla/customer/")
        if response.status_code != 200:
            raise SystemExit(f"bench: vanilla answered {response.status_code}")
        return response.data

    return fetch
