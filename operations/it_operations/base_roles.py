"""The roles around computers: who runs them, and what everybody may do there (K5)."""

from domain.access import Action, Clearance, Scope
from domain.areas import Area
from domain.terms import Term
from operations.declaring_roles import ALL, KEEP, BaseRole, Clears, May

INTERNAL = Clearance.INTERNAL
KEPT = ("backup", "medium", "medium_handover", "data_order", "it_check", "equipment_repair", "software_approval", "room_entry", "it_finding",
        "password_envelope")
IT_ROLES: tuple[BaseRole, ...] = (
    BaseRole(
        "it_operator", Term("运维人员", "IT operator"),
        Term("做备份、管介质、执行数据处置和定期检查(K5)；无业务数据。", "Makes backups, keeps media, carries out orders and checks; no business data."),
        (Clears((Area.IT_OPERATIONS,), INTERNAL, INTERNAL),),
        (
            May(KEPT, KEEP, ALL),
            May(("backup",), ("prove_by_hand", "find_broken"), ALL),
            May(("data_order",), ("carry_out_order", "verify_order"), ALL),
            May(("medium_handover",), ("receive_medium", "refuse_medium"), ALL),
            May(("it_check",), ("do_check",), ALL),
            May(("equipment_repair",), ("begin_repair", "accept_repair", "ask_scrap"), ALL),
            May(("software_approval",), ("remove_software",), ALL),
            May(("room_entry",), ("leave_room", "sign_entry", "countersign_entry"), ALL),
            May(("password_envelope",), ("ask_open", "open_envelope", "reseal"), ALL),
        ),
    ),
    BaseRole(
        "it_head", Term("信息部门负责人", "Head of IT"),
        Term("审核数据处置、送修和机房出入，验证结果(K5.3、K5.23、K5.33)。", "Endorses orders, repairs and visits, verifies what came of them."),
        (Clears((Area.IT_OPERATIONS,), INTERNAL, INTERNAL),),
        (
            May(KEPT, KEEP, ALL),
            May(("backup",), ("prove_by_hand", "find_broken"), ALL),
            May(("data_order",), ("endorse_order", "reject", "verify_order"), ALL),
            May(("it_check",), ("cancel_check",), ALL),
            May(("equipment_repair",), ("approve_repair", "refuse_repair", "scrap", "refuse_scrap"), ALL),
            May(("software_approval",), ("approve_software", "refuse_software"), ALL),
            May(("room_entry",), ("allow_entry", "refuse_entry", "sign_entry", "countersign_entry"), ALL),
            May(("password_envelope",), ("allow_open", "refuse_open", "succeed"), ALL),
        ),
    ),
    BaseRole(
        "it_participant", Term("信息事务参与人", "Takes part in IT"),
        Term("签收介质，申请软件，进出机房签字，保管密码信封(K5.17–K5.35)。", "Signs for media and visits, asks for software, keeps sealed passwords."),
        (Clears((Area.IT_OPERATIONS,), INTERNAL, INTERNAL),),
        (
            May(("medium_handover",), (Action.VIEW, Action.PRINT, "receive_medium", "refuse_medium"), (Scope.ASSIGNED,)),
            May(("room_entry",), (Action.VIEW, Action.PRINT, "sign_entry", "countersign_entry"), (Scope.ASSIGNED,)),
            May(("software_approval",), (Action.VIEW, Action.PRINT, Action.CREATE), (Scope.OWN,)),
            May(("password_envelope",), (Action.VIEW, Action.PRINT, "ask_open", "open_envelope", "reseal"), (Scope.ASSIGNED,)),
        ),
    ),
)  # fmt: skip
