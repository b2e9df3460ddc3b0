"""The sentences of an explanation: how a role, a rule, a cap or a row scope bears on one field."""

from collections.abc import Iterable

from domain.access import Channel, Level, Scope
from domain.terms import Term
from models.fields import Field
from models.register import Register
from permissions.explaining import Step, Why
from permissions.grants import AreaRight, Rights

VERDICTS = {
    Level.HIDDEN: Term("{who}在「{channel}」中看不到{register}的「{field}」。", "{who} does not see “{field}” of {register} in “{channel}”."),
    Level.MASKED: Term(
        "{who}在「{channel}」中只能看到脱敏的{register}「{field}」。", "{who} sees “{field}” of {register} masked in “{channel}”."
    ),
    Level.READ: Term("{who}在「{channel}」中可以看到{register}的「{field}」。", "{who} sees “{field}” of {register} in “{channel}”."),
    Level.WRITE: Term(
        "{who}在「{channel}」中可以看到并填写{register}的「{field}」。", "{who} sees and writes “{field}” of {register} in “{channel}”."
    ),
}
ORACLE_VERDICTS = {
    Level.HIDDEN: Term("{who}不能对{register}的「{field}」做「{channel}」。", "{who} may not use “{channel}” on “{field}” of {register}."),
    Level.READ: Term("{who}可以对{register}的「{field}」做「{channel}」。", "{who} may use “{channel}” on “{field}” of {register}."),
}
REASONS = {
    Why.CHANNEL_RULE: Term("该角色对这个字段在「{channel}」另有规定：{level}", "the role has a rule for this field in “{channel}”: {level}"),
    Why.FIELD_RULE: Term("该角色对这个字段另有规定：{level}", "the role has a rule for this field: {level}"),
    Why.WRITES: Term("字段密级「{clearance}」，该角色可写到「{writes}」：{level}", "the field is {clearance}, the role writes up to {writes}: {level}"),
    Why.READS: Term("字段密级「{clearance}」，该角色可读到「{reads}」：{level}", "the field is {clearance}, the role reads up to {reads}: {level}"),
    Why.ABOVE: Term(
        "字段密级「{clearance}」，比该角色可读的「{reads}」高一级：{level}",
        "the field is {clearance}, just above what the role reads ({reads}): {level}",
    ),
    Why.BEYOND: Term(
        "字段密级「{clearance}」，远高于该角色可读的「{reads}」：{level}",
        "the field is {clearance}, far above what the role reads ({reads}): {level}",
    ),
    Why.NO_AREA: Term("该角色在「{area}」没有密级：{level}", "the role has no clearance in {area}: {level}"),
    Why.BOUND: Term("「{channel}」不多于「{met}」：{level}", "“{channel}” never shows more than “{met}”: {level}"),
    Why.READ_ONLY: Term("「{channel}」只能看不能写：{level}", "nothing is written through “{channel}”: {level}"),
    Why.SYSTEM: Term("这个字段由程序填写：{level}", "the field is written by the program: {level}"),
    Why.CAP: Term("字段上限（压过所有角色）：{level}", "the cap above all roles: {level}"),
    Why.ORACLE: Term("看不到原值就不能用它筛选、排序和搜索：{level}", "who may not read a value may not ask about it: {level}"),
}
BY_ROLE = Term(
    "角色{role}（{how}）可以{action}{register}，范围：{rows}。{steps}。",
    "Role {role} ({how}) may {action} {register}, rows: {rows}. {steps}.",
)
NOT_THIS_ROW = Term(
    "角色{role}（{how}）可以{action}{register}，但范围只有：{rows}；这条记录不在其中，或没有这条记录。",
    "Role {role} ({how}) may {action} {register}, but only {rows}; this record is not among them, or does not exist.",
)
WITHOUT = Term("以下角色不允许{action}{register}：{roles}。", "These roles do not allow to {action} {register}: {roles}.")
NO_ROLE = Term("他没有任何角色允许{action}{register}（现有角色：{roles}）。", "No role of his allows to {action} {register} (he holds {roles}).")
NO_ROW = Term("这条记录不在他可以{action}的范围内。", "This record is not among those he may {action}.")
NOT_EVERYWHERE = Term(
    "有的行他看不到这个字段；「{channel}」对所有行一起回答，会泄露那些行的值，所以不能用。",
    "On some rows he may not read the field; “{channel}” answers about all rows at once, so it is not possible.",
)
CANNOT_SIGN_IN = Term("{who}现在不能登录：操作代码停用、到期，或本人已离职。", "{who} cannot sign in: the account is off or has ended, or he has left.")
AREA_OFF = Term("本公司没有启用「{area}」。", "The area {area} is switched off in this company.")
POLICY = Term(
    "现行权限方案：第 {number} 版「{title}」，{at}发布，起草人：{author}，复核人：{reviewer}。",
    "The policy in force: version {number} “{title}”, published {at}, author {author}, reviewer {reviewer}.",
)
NO_VERSION = Term("现行权限方案还没有发布过版本。", "No version of the policy has been published yet.")
NOBODY = Term("无", "none")
BY_SYSTEM = Term("系统（初始设置）", "the system (set-up)")


def reason(step: Step, register: Register, spec: Field, channel: Channel, rights: Rights) -> Term:
    """One step in words."""
    area = rights.areas.get(register.area, rights.areas.get(None))
    return REASONS[step.why].format(
        level=step.level.title, clearance=spec.clearance.title, area=register.area.title, channel=channel.title,
        met=step.channel.title if step.channel else NOBODY, **_limits(area),
    )  # fmt: skip


def _limits(area: AreaRight | None) -> dict[str, Term]:
    reads = area.reads.title if area else NOBODY
    return {"reads": reads, "writes": area.writes.title if area and area.writes is not None else NOBODY}


def joined(terms: Iterable[Term], zh: str = "、", en: str = ", ") -> Term:
    """Several words as one."""
    several = list(terms)
    return Term(zh.join(term.zh for term in several), en.join(term.en for term in several)) if several else NOBODY


def rows(scopes: Iterable[Scope]) -> Term:
    """Row scopes, widest first."""
    wanted = set(scopes)
    return joined(scope.title for scope in reversed(Scope) if scope in wanted)
