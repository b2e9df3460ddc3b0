"""Everything that runs by the clock, and how often."""

from datetime import timedelta

from domain.terms import Term
from operations.archives import monthly
from operations.archives.classes_reminding import remind_of_classes
from operations.archives.monthly_reminding import remind_of_months
from operations.archives.stocktake_reminding import remind_of_stocktakes
from operations.attachments import sweep_unclaimed
from operations.calendar_reminding import remind_of_the_calendar
from operations.complaints import destruction, warnings
from operations.complaints.clock_runs import note_overdue
from operations.complaints.keeping_away import refresh
from operations.lending import reminding
from operations.lending.paper_reminding import remind_of_papers
from operations.lending.queue import lapse_unused
from operations.periodic import Rule, Task, in_one

TASKS: tuple[Task, ...] = (
    Task(
        "complaints", Term("投诉时限预警", "Warnings about complaints"), timedelta(minutes=5),
        (
            Rule("breaches", Term("记录逾期", "Breaches noted"), in_one(note_overdue)),
            Rule("terms", Term("期限将到和已逾期", "Terms near and over"), in_one(warnings.warn_of_terms)),
            Rule("unassigned", Term("久未分派", "Nobody assigned"), in_one(warnings.warn_of_unassigned)),
            Rule("no_progress", Term("久无进展", "No progress"), in_one(warnings.warn_of_no_progress)),
        ),
    ),
    Task(
        "lending", Term("借阅提醒", "Lending"), timedelta(hours=1),
        (
            Rule("remind", Term("到期提醒和催还", "Reminders and overdue loans"), in_one(reminding.remind)),
            Rule("expire", Term("未领取的批准过期", "Approvals nobody used"), in_one(reminding.expire)),
            Rule("papers", Term("临时借用到期提醒", "Papers of departments due"), in_one(remind_of_papers)),
            Rule("lapse", Term("预约保留期满", "Reservations not used"), in_one(lapse_unused)),
        ),
    ),
    Task(
        "monthly_filing", Term("按月归档", "Monthly filing"), timedelta(hours=6),
        (
            Rule("months", Term("生成上月归档事项", "Duties of the month that has ended"), in_one(monthly.begin_months)),
            Rule("classes", Term("案卷类目未编制提醒", "Departments without case classes"), in_one(remind_of_classes)),
            Rule("reminders", Term("归档期限提醒和催办", "Reminders of their terms"), in_one(remind_of_months)),
        ),
    ),
    Task(
        "volumes", Term("销毁卷宗文件", "Files of destroyed volumes"), timedelta(hours=1),
        (Rule("sweep", Term("删除已销毁卷宗的文件", "Files of destroyed volumes deleted"), in_one(destruction.sweep)),),
    ),
    Task(
        "recusal", Term("回避名单", "Who keeps away"), timedelta(days=1),
        (Rule("refresh", Term("按任职和规定重算", "Worked out anew as posts and rules begin and end"), in_one(refresh)),),
    ),
    Task(
        "files", Term("无主文件", "Files that no record names"), timedelta(days=1),
        (Rule("unclaimed", Term("删除三十天前的无主文件", "Those older than thirty days deleted"), in_one(sweep_unclaimed)),),
    ),
    Task(
        "stocktakes", Term("盘点提醒", "Stocktakes"), timedelta(days=1),
        (Rule("due", Term("久未盘点的架位", "Shelves not counted for long"), in_one(remind_of_stocktakes)),),
    ),
    Task(
        "calendar", Term("工作日历提醒", "Reminder of the calendar"), timedelta(days=1),
        (Rule("provisional", Term("暂估年份", "Provisional years"), in_one(remind_of_the_calendar)),),
    ),
)  # fmt: skip
