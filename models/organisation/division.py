"""行政区划 — provinces, cities, counties and towns by their official code, filled from a package at set-up."""

from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.register import Register


class DivisionLevel(StrEnum):
    """The four levels of administration."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"


class Division(Record):
    """One place; ``path`` spells it out from the province down, for look-ups."""

    register = Register(
        title=Term("行政区划", "Divisions"),
        area=Area.ORGANISATION,
        rank=90,
        label="path",
        sub="code",
        list=("code", "name", "level", "path"),
        search=("path", "code"),
        import_key="code",
    )

    code: Mapped[str] = fields.text("代码", "Code", length=12, required=True, unique=True)
    name: Mapped[str] = fields.text("名称", "Name", length=60, required=True)
    level: Mapped[DivisionLevel] = fields.choice(
        "级别",
        "Level",
        {
            DivisionLevel.PROVINCE: Term("省级", "Province"),
            DivisionLevel.CITY: Term("地级", "City"),
            DivisionLevel.COUNTY: Term("县级", "County"),
            DivisionLevel.TOWN: Term("乡级", "Town"),
        },
        required=True,
    )
    above: Mapped["Division | None"] = fields.reference("上级", "Above", "division")
    path: Mapped[str] = fields.text("全称", "Full name", length=200, required=True, pinyin=True)
