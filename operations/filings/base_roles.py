"""The roles of filed processes (R5): every department writes its own and answers for it; one department files and watches."""

from domain.access import Action, Clearance, Level, Scope
from domain.areas import Area
from domain.terms import Term
from operations.declaring_roles import ALL, KEEP, LOOK, BaseRole, Clears, May

INTERNAL = Clearance.INTERNAL
PROCESSES = ("process_filing", "process_node", "process_check")
KEEPS_TO = May(("process_filing", "process_node"), (Action.VIEW, Action.PRINT), ALL)
"""R4.5: whoever handles requests or cases sees by which process they run; it goes with ``READS_THEM``."""
READS_THEM = Clears((Area.FILINGS,), Clearance.OPEN, above=Level.HIDDEN)
CORRECTS = May(("process_check",), (Action.VIEW, Action.PRINT, "correct_process"), (Scope.ASSIGNED,))
"""R4.6: whoever answers for what deviates notes how he put it right, whatever his department."""
GROUP = May(("process_supervisor", "process_duty"), LOOK, ALL)
FILING_ROLES: tuple[BaseRole, ...] = (
    BaseRole(
        "process_writer", Term("流程编制人", "Process writer"),
        Term("编制、提交本部门流程，登记本人责任的纠正(R4.1、R4.2、R5.1–R5.3)。", "Writes the department's processes, notes corrections."),
        (Clears((Area.FILINGS,), INTERNAL, INTERNAL),),
        (
            May(PROCESSES, LOOK, (Scope.DEPARTMENT,)), GROUP,
            May(("process_filing", "process_node"), (Action.CREATE, Action.EDIT), (Scope.DEPARTMENT,)),
            May(("process_node",), (Action.DELETE,), (Scope.DEPARTMENT,)),
            May(("process_filing",), ("submit_process", "give_up_process", "put_in_force"), (Scope.DEPARTMENT,)),
            May(("process_check",), ("correct_process",), (Scope.DEPARTMENT,)),
        ),
    ),
    BaseRole(
        "process_head", Term("流程责任部门负责人", "Head answering for processes"),
        Term("审核本部门流程，对其合规和有效负责(R4.3、R5.5)。", "Audits the department's processes and answers for them."),
        (Clears((Area.FILINGS,), INTERNAL, INTERNAL),),
        (
            May(PROCESSES, LOOK, (Scope.SUBTREE,)), GROUP,
            May(("process_filing",), ("audit_process", "return_process", "put_in_force"), (Scope.SUBTREE,)),
            May(("process_check",), ("correct_process",), (Scope.SUBTREE,)),
        ),
    ),
    BaseRole(
        "process_manager", Term("客户服务流程管理员", "Process manager"),
        Term("受理报备、给编号，监控执行(R4.4、R4.6、R5.4)。", "Files processes under a number and watches how they are kept to."),
        (Clears((Area.FILINGS,), INTERNAL, INTERNAL),),
        (
            May((*PROCESSES, "process_supervisor", "process_duty"), KEEP, ALL),
            May(("process_filing",), ("file_process", "return_process", "put_in_force", "replace_process"), ALL),
            May(("process_check",), ("confirm_correction", "close_check", "correct_process"), ALL),
        ),
    ),
)  # fmt: skip
