"""公司设置 — the choices a company makes where the regulations differ, and which areas are switched off."""

from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.register import Register


class SettingName(StrEnum):
    """What can be set."""

    CUSTOMER_CLASSES = "customer_classes"
    AREAS_OFF = "areas_off"
    COMPANY_NAME = "company_name"
    COMPLAINT_PROFILE = "complaint_profile"


NAMES = {
    SettingName.CUSTOMER_CLASSES: Term("客户类别口径", "Customer classes"),
    SettingName.AREAS_OFF: Term("停用的业务", "Areas switched off"),
    SettingName.COMPANY_NAME: Term("公司名称", "Company name"),
    SettingName.COMPLAINT_PROFILE: Term("投诉处理制度", "Regulations for complaints"),
}


class Setting(Record):
    """One choice; several values are separated by commas."""

    register = Register(
        title=Term("公司设置", "Settings"),
        area=Area.GOVERNANCE,
        steers_access=True,
        clauses=("K7.1", "Y3.1"),
        list=("name", "value", "note"),
        import_key="name",
    )

    name: Mapped[SettingName] = fields.choice("设置项", "Name", NAMES, required=True, unique=True, growing=True)
    value: Mapped[str] = fields.text("取值", "Value", required=True)
    note: Mapped[str | None] = fields.text(
        "说明",
        "Note",
        help=Term(
            "客户类别口径填 K7.1（目标/一般/重点/潜在）或 Y3.1（重要/一般/潜在）；停用的业务填业务代码，逗号分隔；投诉处理制度填 T2、K4、K6 或 Y。",
            "Customer classes: K7.1 or Y3.1; areas: codes separated by commas; complaints: T2, K4, K6 or Y.",
        ),
    )
