"""Codes of the kernel as people say them: registers and actions where a journal keeps their names."""

from domain.access import Action
from domain.terms import Term
from models.register import registers

_SAID = {
    "load": Term("装入数据", "Load data"),
    "import": Term("导入", "Import"),
    "undo_import": Term("撤销导入", "Undo an import"),
    "check_doors": Term("权限自查", "Check of the doors"),
    "reveal": Term("查看明文", "Reveal"),
    "sign_in": Term("登录", "Sign in"),
    "sign_in_failed": Term("登录失败", "Failed sign-in"),
    "sign_in_elsewhere": Term("同一代码在两处登录", "One code signed in at two places"),
    "login_password_failed": Term("登录密码不对", "Wrong login password"),
    "operation_password_failed": Term("操作口令不对", "Wrong operation password"),
    "operation_password_set": Term("设置操作口令", "Operation password set"),
    "operation_password_cleared": Term("清除操作口令", "Operation password cleared"),
    "receipt_issued": Term("发查询码", "Receipt code given out"),
    "survey_issued": Term("发评价链接", "Link for the opinion given out"),
    "view_as": Term("以他人视角查看", "View as"),
    "view_as_end": Term("结束他人视角", "End of view as"),
    "view_as_refused": Term("他人视角下被拒绝", "Refused while viewing as"),
}


def register_title(key: str) -> Term:
    """The title of a register; the key itself when there is none of that name (any more)."""
    return registers[key].title if key in registers else Term(key, key)


def action_title(name: str) -> Term:
    """What somebody did: an action, a step of a workflow or an act of the kernel; the name itself when nobody knows it."""
    if name in _SAID:
        return _SAID[name]
    if name in list(Action):
        return Action(name).title
    for register in registers.values():
        if register.workflow and name in register.workflow.by_name:
            return register.workflow.by_name[name].label
        if name in register.acts:
            return register.acts[name]
    return Term(name, name)
