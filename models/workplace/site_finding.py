"""现场检查 — what is found on the spot: order, cleanliness, conduct and attitude, and when it was put right (K1, K8.7, K8.8)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.rules.workplace import WorkplaceRule
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.fields import Within
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class FindingKind(StrEnum):
    """What was looked at: seven S, three without and five clean, violations, attitude and guidance."""

    SORT = "sort"
    SET_IN_ORDER = "set_in_order"
    SWEEP = "sweep"
    CLEAN = "clean"
    DISCIPLINE = "discipline"
    SAFETY = "safety"
    SAVING = "saving"
    RUBBISH = "rubbish"
    DUST = "dust"
    DIRT = "dirt"
    WALLS = "walls"
    DESKS = "desks"
    DOORS = "doors"
    FLOOR = "floor"
    EQUIPMENT = "equipment"
    ATTITUDE = "attitude"
    GUIDANCE = "guidance"
    CHATTING = "chatting"
    NOISE = "noise"
    DESK_ITEMS = "desk_items"
    GIFTS = "gifts"
    PLACEMENT = "placement"
    WASTE = "waste"
    QUARREL = "quarrel"
    HARM = "harm"
    UNRELATED = "unrelated"
    GUESTS = "guests"
    LONG_CALL = "long_call"
    GAMES = "games"
    SHIRKING = "shirking"
    MADE_HARD = "made_hard"
    BENEFITS = "benefits"


_K = FindingKind
KINDS: dict[FindingKind, tuple[str, Term]] = {
    _K.SORT: ("K1.1", Term("7S：整理", "Seiri")),
    _K.SET_IN_ORDER: ("K1.1", Term("7S：整顿", "Seiton")),
    _K.SWEEP: ("K1.1", Term("7S：清扫", "Seiso")),
    _K.CLEAN: ("K1.1", Term("7S：清洁", "Seiketsu")),
    _K.DISCIPLINE: ("K1.1", Term("7S：素养", "Shitsuke")),
    _K.SAFETY: ("K1.1", Term("7S：安全", "Safety")),
    _K.SAVING: ("K1.1", Term("7S：节约", "Saving")),
    _K.RUBBISH: ("K1.5", Term("三无：垃圾", "Rubbish")),
    _K.DUST: ("K1.5", Term("三无：尘土", "Dust")),
    _K.DIRT: ("K1.5", Term("三无：污垢", "Dirt")),
    _K.WALLS: ("K1.5", Term("五净：墙面", "Walls")),
    _K.DESKS: ("K1.5", Term("五净：台面", "Desks")),
    _K.DOORS: ("K1.5", Term("五净：门窗", "Doors and windows")),
    _K.FLOOR: ("K1.5", Term("五净：地板", "Floor")),
    _K.EQUIPMENT: ("K1.5", Term("五净：设备", "Equipment")),
    _K.ATTITUDE: ("K1.2", Term("服务态度（接待、接听电话）", "Attitude (reception, telephone)")),
    _K.GUIDANCE: ("K1.3", Term("组长或督导员未及时指导、指导不到位", "A leader who did not guide")),
    _K.CHATTING: ("K1.4", Term("聚拢闲聊", "Chatting")),
    _K.NOISE: ("K1.4", Term("大声喧哗", "Loud noise")),
    _K.DESK_ITEMS: ("K1.7", Term("桌面有香烟、零食等无关物品", "Cigarettes or snacks on the desk")),
    _K.GIFTS: ("K1.7", Term("有未送出的礼品", "Gifts not delivered")),
    _K.PLACEMENT: ("K1.8", Term("物品未按要求摆放", "Things not in their place")),
    _K.WASTE: ("K1.11", Term("浪费水、电、纸", "Water, power or paper wasted")),
    _K.QUARREL: ("K8.7", Term("与客户争吵", "A quarrel with a customer")),
    _K.HARM: ("K8.7", Term("做有损公司利益的事", "Harm to the company")),
    _K.UNRELATED: ("K8.8", Term("做与工作无关的事", "Unrelated matters")),
    _K.GUESTS: ("K8.8", Term("私自会客", "Private guests")),
    _K.LONG_CALL: ("K8.8", Term("私人电话超时", "A private call too long")),
    _K.GAMES: ("K8.8", Term("信息台、游戏、无关网站", "Information lines, games, web sites")),
    _K.SHIRKING: ("K6.7", Term("推诿责任", "Shirking")),
    _K.MADE_HARD: ("K6.7", Term("为难住户、客户", "Making life hard for residents or customers")),
    _K.BENEFITS: ("K6.7", Term("索取好处", "Seeking benefits")),
}
"""Each with its clause."""
LEADERS = frozenset(kind for kind, (clause, _) in KINDS.items() if clause in ("K1.1", "K1.5"))
"""What the leader answers for, who supervises the place (K1.6)."""

PERSONAL = tuple(sorted(set(KINDS) - LEADERS - {_K.GUIDANCE, _K.WASTE}))
"""What somebody answers for who is named at once; of waste it may only turn out later (K1.11)."""


class FindingState(StrEnum):
    """Whether it was put right."""

    OPEN = "open"
    CORRECTED = "corrected"


class SiteFinding(Record):
    """One finding; it goes into the performance ledger of the person, or of the leader who answers for the place."""

    register = Register(
        title=Term("现场检查和违规", "Findings on the spot"),
        area=Area.WORKPLACE,
        rank=10,
        clauses=("K1.1", "K1.2", "K1.3", "K1.4", "K1.5", "K1.6", "K1.7", "K1.11", "K6.7", "K8.7", "K8.8"),
        label="description",
        list=("found_on", "kind", "clause", "description", "person", "leader", "observer", "state", "due_on"),
        search=("description", "place"),
        newest="found_on",
        owner="observer",
        department="department",
        assigned=("leader", "person"),
        kept=True,
        draft_only="K1.2",
        at_once=True,
        fixed=("kind", "found_on", "person", "leader", "description", "minutes", "points"),
        workflow=Workflow(
            "state",
            FindingState.OPEN,
            (
                Move(
                    "correct",
                    FindingState.OPEN,
                    FindingState.CORRECTED,
                    Term("已纠正", "Put right"),
                    "K1.2",
                    needs=("corrected_how",),
                    stamps=("corrected_on",),
                    waits=True,
                ),
            ),
        ),
    )

    kind: Mapped[FindingKind] = fields.choice(
        "检查项目", "Kind", {kind: title for kind, (_, title) in KINDS.items()}, required=True, growing=True
    )
    clause: Mapped[str | None] = fields.text("条款", "Clause", length=20, system=True, indexed=False)
    found_on: Mapped[date] = fields.day("发现日期", "Found on", now=True, required=True, past=True)
    place: Mapped[str | None] = fields.text("地点", "Place", length=100)
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("部门", "Department")
    person_id: Mapped[int | None]
    person: Mapped[Employee | None] = fields.person("当事人", "Person concerned", needed_when=("kind", PERSONAL), clause="K1.7")
    leader_id: Mapped[int | None]
    leader: Mapped[Employee | None] = fields.person(
        "负责的组长", "Leader who answers for it", needed_when=("kind", (_K.ATTITUDE, _K.GUIDANCE, *sorted(LEADERS))), clause="K1.6"
    )
    observer_id: Mapped[int | None]
    observer: Mapped[Employee | None] = fields.person("检查人", "Observer", clause="K1.2")
    description: Mapped[str] = fields.text("情况", "What was found", required=True)
    minutes: Mapped[int | None] = fields.number(
        "通话分钟",
        "Minutes of the call",
        minimum=0,
        indexed=False,
        needed_when=("kind", (_K.LONG_CALL,)),
        clause="K8.8",
    )
    points: Mapped[Decimal | None] = fields.decimal(
        "扣分", "Points off", minimum=0, indexed=False, help=Term("空着按制度参数。", "Empty: what the rule says.")
    )
    state: Mapped[FindingState] = fields.choice(
        "状态",
        "State",
        {FindingState.OPEN: Term("待纠正", "Open"), FindingState.CORRECTED: Term("已纠正", "Put right")},
        required=True,
        default=FindingState.OPEN,
        system=True,
        tones={FindingState.OPEN: "soon", FindingState.CORRECTED: "done"},
    )
    due_on: Mapped[date | None] = fields.day(
        "纠正期限",
        "Put right by",
        clause="K1.2",
        within=Within("found_on", WorkplaceRule.CORRECT_DAYS, done="corrected_on", told=("leader",)),
    )
    corrected_on: Mapped[date | None] = fields.day("纠正日期", "Put right on", system=True, clause="K1.2")
    corrected_how: Mapped[str | None] = fields.long_text("纠正情况", "How", length=1000, system=True)
