"""What the panel consists of, for machines: registers, fields, clearances, moves, routes and the access each declares."""

from typing import Any

from flask import Flask

from models.register import Register, registers
from web.access import PUBLIC, PUBLIC_PREFIXES, SIGNED_IN


def description(app: Flask) -> dict[str, Any]:
    """Everything a law, a script or a newcomer wants to know."""
    return {
        "registers": [_register(register) for register in registers.values()],
        "routes": [
            {
                "endpoint": rule.endpoint,
                "address": rule.rule,
                "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
                "access": access_of(app, rule.endpoint),
            }
            for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        ],
    }


def access_of(app: Flask, endpoint: str) -> str:
    """``public``, ``signed in``, ``customer: view`` …, ``closed`` (404 for all), or ``undeclared``, which a law refuses."""
    if endpoint in PUBLIC or endpoint.endswith(PUBLIC_PREFIXES):
        return "public"
    if endpoint in SIGNED_IN:
        return "signed in"
    name, _, method = endpoint.partition(".")
    view = next((view for view in app.extensions["admin"][0]._views if view.endpoint == name), None)
    if method in getattr(view, "OPEN", ()):
        return "signed in"
    action = getattr(view, "ACTIONS", {}).get(method)
    if action is None:
        return "undeclared" if _is_ours(view, method) else "closed"
    return f"{name}: {action}" if action else f"{name}: by field or move"


def _is_ours(view: Any, method: str) -> bool:
    """Whether we wrote the method; what a view only inherits from Flask-Admin is answered with 404."""
    # Flask-Admin's metaclass copies inherited methods into our class, but each still knows where it was written.
    return not getattr(getattr(type(view), method, None), "__module__", "").startswith("flask_admin")


def routes_table(app: Flask) -> str:
    """Address, methods and access of every route, tab-separated; what is the same for all registers is said once."""
    rows = {("address", "methods", "access")}
    for route in description(app)["routes"]:
        address, access = route["address"], route["access"]
        register = registers.get(route["endpoint"].partition(".")[0])
        if register is not None:
            address = address.replace(f"/{register.area}/{register.key}/", "/<area>/<register>/")
            access = access.replace(f"{register.key}:", "<register>:")
        rows.add((address, " ".join(route["methods"]), access))
    return "".join("\t".join(row) + "\n" for row in sorted(rows, key=lambda row: (row[0] != "address", row)))


def _register(register: Register) -> dict[str, Any]:
    return {
        "key": register.key,
        "title": {"zh": register.title.zh, "en": register.title.en},
        "area": register.area.value,
        "clauses": list(register.clauses),
        "fields": [
            {
                "key": spec.stable_key,
                "kind": spec.kind.value,
                "label": {"zh": spec.label.zh, "en": spec.label.en},
                "clearance": spec.clearance.name.lower(),
                "mask": spec.mask.value,
                "required": spec.required,
                "target": spec.target,
                "clause": spec.clause,
            }
            for spec in register.fields.values()
        ],
        "moves": [
            {"name": move.name, "from": ",".join(state.value for state in move.sources), "to": move.target.value, "clause": move.clause}
            for move in (register.workflow.moves if register.workflow else ())
        ],
    }
