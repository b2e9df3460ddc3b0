"""The clauses of the fourteen regulations: where each stands and what it demands, in one sentence of our own."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.terms import Term

REGULATIONS: Mapping[str, Term] = {
    "A": Term("客户管理制度（总制度）", "Customer management, general"),
    "Y": Term("扬州客户管理办法", "Customer management in Yangzhou"),
    "K1": Term("集团客户中心现场管理制度", "Order on the premises"),
    "K2": Term("客户服务激励管理制度", "Incentives of the service staff"),
    "K3": Term("客户档案管理实施细则", "Archives of customers"),
    "K4": Term("投诉及意见反馈处理制度", "Complaints and opinions (law firm)"),
    "K5": Term("计算机与信息系统管理制度", "Computers and information systems"),
    "K6": Term("住户投诉与回访制度", "Complaints of residents and visits (property)"),
    "K7": Term("客户管理与维护办法", "Keeping customers"),
    "K8": Term("客服人员工作与薪酬制度", "Work and pay of the service staff"),
    "K9": Term("客服部职责与岗位制度", "Duties of the service department"),
    "K10": Term("文书档案与归档制度", "Papers and their filing"),
    "R": Term("客户服务流程报备管理制度", "Filing of service processes"),
    "T": Term("客户投诉管理规定", "Handling of complaints"),
}
"""Code → what the regulation is called here, in the order of the list."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One line of a regulation."""

    code: str
    where: str
    """Its place in the text, as the text counts."""
    says: Term

    @property
    def regulation(self) -> str:
        """The code of its regulation."""
        return self.code.split(".")[0] if self.code[0] == "K" else self.code[0]


@cache
def clauses() -> Mapping[str, Clause]:
    """Every clause by code, in the order of the regulations; read once."""
    with Path(__file__).with_name("clauses.tsv").open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {line["clause"]: Clause(line["clause"], line["where"], Term(line["zh"], line["en"])) for line in lines}
