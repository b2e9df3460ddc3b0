"""The numbers of computers and data: how often copies are made, how fresh one must be, how long a password and a medium last."""

from domain.rules.rule import (
    CHARACTERS,
    DAYS,
    HOURS,
    MINUTES,
    MONTHS,
    TIMES,
    WORKING_DAYS,
    YEARS,
    YES_OR_NO,
    Rule,
    RuleCode,
)
from domain.terms import Term


class ItRule(RuleCode):
    """What K5 and K10 say of computers, and where they are silent, the house."""

    BACKUP_DAYS = "backup_days", Rule(Term("至少多久备份一次", "A backup at least every"), "K10.6", 1, DAYS, 1, 31, suggested=True)
    OFF_SITE_DAYS = "off_site_days", Rule(Term("至少多久异地备份一次", "An off-site copy at least every"), "K5.21", 7, DAYS, 1, 92, suggested=True)
    DRILL_DAYS = "drill_days", Rule(Term("至少多久演练恢复一次", "A drill of restoring at least every"), "K5.24", 92, DAYS, 1, 366, suggested=True)
    FRESH_MINUTES = (
        "fresh_minutes",
        Rule(Term("恢复、清理前的备份须在多久以内", "A copy taken before such work is no older than"), "K5.24", 60, MINUTES, 5, 1440, suggested=True),
    )
    MEDIUM_YEARS = "medium_years", Rule(Term("介质使用多久须转存", "Media are copied anew after"), "K5.26", 5, YEARS, 1, 100, suggested=True)
    MEDIUM_NEAR_DAYS = "medium_near_days", Rule(Term("转存提前提醒", "Reminder before that"), "K5.26", 30, DAYS, 1, 366, suggested=True)
    PASSWORD_PACK = (
        "password_pack",
        Rule(
            Term("密码按现行安全建议（长、不定期更改；0 为按本制度）", "Passwords by today's advice: long, not changed by the calendar"),
            "K5.15", 0, YES_OR_NO, 0, 1, suggested=True,
        ),
    )  # fmt: skip
    PASSWORD_LENGTH = "password_length", Rule(Term("密码最短长度", "A password's least length"), "K5.15", 10, CHARACTERS, 8, 64, suggested=True)
    PASSPHRASE_LENGTH = (
        "passphrase_length",
        Rule(Term("按现行安全建议时的密码最短长度", "The least length by today's advice"), "K5.15", 15, CHARACTERS, 12, 64, suggested=True),
    )
    PASSWORD_MONTHS = (
        "password_months",
        Rule(Term("密码至少多久更改一次（0 为不按期）", "A password changed at least every (0: never by the calendar)"), "K5.16", 1, MONTHS, 0, 12),
    )
    PASSWORD_HISTORY = "password_history", Rule(Term("不得重复使用最近几个旧密码", "Old passwords not used again"), "K5.16", 6, TIMES, 0, 12, suggested=True)
    ONE_PLACE = (
        "one_place",
        Rule(Term("另处登录时结束先前的登录", "Signing in elsewhere ends the earlier session"), "K5.12", 0, YES_OR_NO, 0, 1, suggested=True),
    )
    OPERATION_PASSWORD = (
        "operation_password",
        Rule(Term("敏感操作须输入操作口令", "Sensitive steps ask for the operation password"), "K5.14", 1, YES_OR_NO, 0, 1),
    )
    CODE_DAYS = (
        "code_days",
        Rule(Term("离岗、调动后注销代码（0 为当日）", "A code ends after its holder leaves or moves (0: that day)"), "K5.13", 0, DAYS, 0, 30, suggested=True),
    )
    RESEAL_HOURS = "reseal_hours", Rule(Term("密码信封开启后更换封存", "A password changed and sealed anew within"), "K5.18", 4, HOURS, 1, 72, suggested=True)
    FINDING_DAYS = "it_finding_days", Rule(Term("信息安全违规整改时限", "IT findings put right within"), "K5.38", 3, WORKING_DAYS, 1, 60, suggested=True)
    VIRUS_DAYS = "virus_days", Rule(Term("病毒检查周期", "Checks for viruses every"), "K5.30", 7, DAYS, 1, 92, suggested=True)
    FIRE_DAYS = "fire_days", Rule(Term("消防设备检查周期", "Fire equipment checked every"), "K5.39", 30, DAYS, 1, 366, suggested=True)
    AIR_DAYS = "air_days", Rule(Term("空调测试周期", "Air conditioning tested every"), "K5.42", 92, DAYS, 1, 366, suggested=True)
    UPS_DAYS = "ups_days", Rule(Term("不间断电源充放电周期（每年一至二次）", "UPS discharged every (once or twice a year)"), "K5.43", 182, DAYS, 182, 366)
    MAINTENANCE_DAYS = "maintenance_days", Rule(Term("设备维护周期", "Equipment maintained every"), "K5.36", 92, DAYS, 1, 366, suggested=True)
    ENVIRONMENT_DAYS = "environment_days", Rule(Term("机房环境记录周期", "Air and voltage of the room read every"), "K5.41", 1, DAYS, 1, 31, suggested=True)
