"""What a reader may see of a record on paper: what is masked on its page is masked here, what is hidden is left out."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.kinds import POINTERS, Kind
from domain.masking import masked
from models.base import Record
from models.fence import authority_of, bits_of
from models.fields import Field
from operations.directory import own_name
from operations.labels import labels, labels_beside
from operations.projection import label_level
from operations.wording import in_words

Words = Mapping[str, str]
"""Field → its value in words; a field its reader may not see is absent."""


def words_of(session: Session, record: Record, keys: Iterable[str], locale: str) -> dict[str, str]:
    """The fields ``keys`` of ``record`` in words, as far as whoever acts may print them; the system reads all."""
    register, authority = record.register, authority_of(session)
    specs = [register.fields[key] for key in keys if key in register.fields]
    levels = _levels(session, record, specs)
    shown = [spec for spec in specs if levels[spec.key] > Level.HIDDEN]
    pointers = [spec for spec in shown if spec.kind in POINTERS and spec.kind is not Kind.ATTACHMENT]
    names = labels_beside(session, register, record.id, pointers) if pointers else {}
    found = {}
    for spec in shown:
        level = levels[spec.key]
        if spec.target and not authority.is_system:
            level = min(level, label_level(authority.plan, spec))
        found[spec.key] = _said(session, record, spec, level, names, locale)
    return found


def _levels(session: Session, record: Record, specs: Iterable[Field]) -> dict[str, Level]:
    authority = authority_of(session)
    if authority.is_system:
        return {spec.key: Level.READ for spec in specs}
    found = authority.plan.levels(record.register.key, Channel.PRINT, bits=bits_of(session, record, Action.VIEW))
    return {spec.key: found.get(spec.stable_key, Level.HIDDEN) for spec in specs}


def _said(session: Session, record: Record, spec: Field, level: Level, names: Mapping[Any, Any], locale: str) -> str:
    if level is Level.HIDDEN:
        return ""
    text = _in_words(session, record, spec, names, locale)
    return masked(text, spec.mask) if level is Level.MASKED else text


def _in_words(session: Session, record: Record, spec: Field, names: Mapping[Any, Any], locale: str) -> str:
    if spec.kind is Kind.REFERENCES:
        ids = [one.id for one in getattr(record, spec.key)]
        called = labels(session, spec.target, ids)
        return "、".join(called[key] for key in ids if key in called)
    value = getattr(record, spec.column)
    if value is None or spec.kind is Kind.ATTACHMENT:
        return ""
    if spec.kind in POINTERS:
        return str(names.get((spec.target, value)) or own_name(session, record, spec))
    return in_words(spec, value, locale)
