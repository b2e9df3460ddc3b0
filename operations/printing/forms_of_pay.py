"""P50: the derivation of somebody's pay of one month, figure by figure (K2.21, K2.22)."""

from domain.terms import Term
from operations.printing.forms import Cells, Form, Note, Sign, Signs, Table

DERIVATION = Form(
    "P50", Term("工资推算单", "Derivation of pay"), ("K2.22", "K2.21"),
    (
        Cells(("person", "department", "gross", "tax", "net"), tall=0),
        Table("pay_step", ("figure", "inputs", "rules", "result", "payer"), Term("计算依据", "How it was computed"), (3, 7, 7, 3, 3)),
        Note(Term("各项结果之和即为应发；对某项有异议的，请持本单向人力资源部提出。", "The results add up to the gross. Bring this sheet if you object.")),
        Signs((Sign(Term("员工", "Employee")), Sign(Term("财务", "Finance")), Sign(Term("人力资源", "Personnel")))),
    ),
    register="pay_line", above=("name", "state"),
)  # fmt: skip
