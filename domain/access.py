"""The words of who may see and do what: clearance, level, channel, action and row scope."""

from enum import IntEnum, StrEnum

from domain.terms import Term


class Clearance(IntEnum):
    """How sensitive a field is (A7.2: 商业秘密 and 个人隐私 are protected classes)."""

    OPEN = 0
    INTERNAL = 1
    PERSONAL = 2
    SECRET = 3

    @property
    def title(self) -> Term:
        """The label shown to IT."""
        return _CLEARANCES[self]


class Level(IntEnum):
    """What an actor may do with the value of a field."""

    HIDDEN = 0
    MASKED = 1
    READ = 2
    WRITE = 3

    @property
    def title(self) -> Term:
        """The label shown to IT."""
        return _LEVELS[self]


class Channel(StrEnum):
    """A door through which a value may leave or enter."""

    LIST = "list"
    DETAILS = "details"
    FORM = "form"
    FILTER = "filter"
    SORT = "sort"
    SEARCH = "search"
    GROUP = "group"
    EXPORT = "export"
    PRINT = "print"
    NOTIFY = "notify"
    API = "api"
    HISTORY = "history"

    @property
    def title(self) -> Term:  # type: ignore[override]  # a word of the business, not str.title()
        """The label shown to IT."""
        return _CHANNELS[self]


class Action(StrEnum):
    """What can be done with the records of a register, beside the moves of its workflow."""

    VIEW = "view"
    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"
    EXPORT = "export"
    IMPORT = "import"
    PRINT = "print"
    APPROVE = "approve"
    REVEAL = "reveal"
    HISTORY = "history"

    @property
    def title(self) -> Term:  # type: ignore[override]  # a word of the business, not str.title()
        """The label shown to IT."""
        return _ACTIONS[self]


class Scope(StrEnum):
    """Which rows of a register a grant reaches; several scopes are added up."""

    OWN = "own"
    ASSIGNED = "assigned"
    DEPARTMENT = "department"
    SUBTREE = "subtree"
    REGION = "region"
    ALL = "all"

    @property
    def title(self) -> Term:  # type: ignore[override]  # a word of the business, not str.title()
        """The label shown to IT."""
        return _SCOPES[self]


_CLEARANCES = {
    Clearance.OPEN: Term("公开", "Open"),
    Clearance.INTERNAL: Term("内部", "Internal"),
    Clearance.PERSONAL: Term("个人隐私", "Personal"),
    Clearance.SECRET: Term("商业秘密", "Trade secret"),
}
_LEVELS = {
    Level.HIDDEN: Term("隐藏", "Hidden"),
    Level.MASKED: Term("脱敏", "Masked"),
    Level.READ: Term("只读", "Read"),
    Level.WRITE: Term("可写", "Write"),
}
_CHANNELS = {
    Channel.LIST: Term("列表", "List"),
    Channel.DETAILS: Term("详情", "Details"),
    Channel.FORM: Term("表单", "Form"),
    Channel.FILTER: Term("筛选", "Filter"),
    Channel.SORT: Term("排序", "Sort"),
    Channel.SEARCH: Term("查找", "Search"),
    Channel.GROUP: Term("分组", "Group"),
    Channel.EXPORT: Term("导出", "Export"),
    Channel.PRINT: Term("打印", "Print"),
    Channel.NOTIFY: Term("通知", "Notify"),
    Channel.API: Term("接口", "Interface"),
    Channel.HISTORY: Term("历史", "History"),
}
_ACTIONS = {
    Action.VIEW: Term("查看", "View"),
    Action.CREATE: Term("新建", "Create"),
    Action.EDIT: Term("修改", "Edit"),
    Action.DELETE: Term("删除", "Delete"),
    Action.EXPORT: Term("导出", "Export"),
    Action.IMPORT: Term("导入", "Import"),
    Action.PRINT: Term("打印", "Print"),
    Action.APPROVE: Term("审批", "Approve"),
    Action.REVEAL: Term("显示原值", "Reveal"),
    Action.HISTORY: Term("查看历史", "History"),
}
_SCOPES = {
    Scope.OWN: Term("本人的", "Own"),
    Scope.ASSIGNED: Term("分派给本人的", "Assigned to me"),
    Scope.DEPARTMENT: Term("本部门的", "My department"),
    Scope.SUBTREE: Term("本部门及下级的", "My department and below"),
    Scope.REGION: Term("负责地区的", "My regions"),
    Scope.ALL: Term("全部", "All"),
}
