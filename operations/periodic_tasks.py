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
from operations.customers import caring, visiting
from operations.customers.assessing import assess_last_month
from operations.customers.care_figures import assess_care
from operations.customers.classes import remind_of_assessments
from operations.customers.contacts import remind_of_contacts
from operations.customers.programmes import remind_of_forums
from operations.customers.rating_run import rate_customers
from operations.customers.registering import open_missing
from operations.declared_terms import remind_of_terms
from operations.governance import versions
from operations.incentives.months import begin_pay_months
from operations.it_operations import checks, watching
from operations.it_operations.codes import cancel_codes
from operations.lending import reminding
from operations.lending.paper_reminding import remind_of_papers
from operations.lending.queue import lapse_unused
from operations.periodic import Rule, Task, in_one
from operations.relations import evaluation_rounds
from operations.relations.sharing import expire_sharing
from operations.service.reporting import begin_reports
from operations.service.requests import remind_of_requests
from operations.workplace.findings import note_unguided, remind_of_checks

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
        "customers", Term("客户维护", "Upkeep of customers"), timedelta(days=1),
        (
            Rule("visits", Term("生成拜访计划", "Visits planned"), in_one(visiting.plan_visits)),
            Rule("care", Term("生成节日和生日关怀", "Care planned"), in_one(caring.plan_care)),
            Rule("visit_terms", Term("拜访期限提醒", "Visits near and over"), in_one(visiting.remind_of_visits)),
            Rule("completion", Term("上月拜访完成率", "Visits made last month"), in_one(visiting.tell_completion)),
            Rule("registrations", Term("补建客户备案", "Registrations of accounts without one"), in_one(open_missing)),
            Rule("assessed", Term("上月拜访和备案计入考核", "Visits and filings of last month assessed"), in_one(assess_last_month)),
            Rule("care_figures", Term("拜访和满意度计入考核", "Visits and satisfaction assessed"), in_one(assess_care)),
            Rule("contacts", Term("久未联系和核实的客户", "Customers not heard of or verified"), in_one(remind_of_contacts)),
            Rule("assessments", Term("应重新评估的潜在客户", "Potential customers to be assessed again"), in_one(remind_of_assessments)),
            Rule("evaluations", Term("生成客户关系评价", "Relation evaluations begun"), in_one(evaluation_rounds.begin_evaluations)),
            Rule("evaluation_terms", Term("客户关系评价期限提醒", "Evaluations near and over"), in_one(evaluation_rounds.remind_of_evaluations)),
            Rule("forums", Term("住户座谈会提醒", "Residents' forums"), in_one(remind_of_forums)),
        ),
    ),
    Task(
        "customer_classes", Term("客户定期评级", "Classes of customers"), timedelta(days=30),
        (Rule("rate", Term("按交易重新评定类别", "Classes by deals"), in_one(rate_customers)),),
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
        "service", Term("服务台", "Service desk"), timedelta(minutes=15),
        (
            Rule("reports", Term("生成到期的工作报告", "Reports that fall due"), in_one(begin_reports)),
            Rule("requests", Term("工单逾期提醒", "Requests past their term"), in_one(remind_of_requests)),
            Rule("sharing", Term("客户信息共享到期终止", "Sharing that has ended"), in_one(expire_sharing)),
        ),
    ),
    Task(
        "codes", Term("注销代码", "Codes to be cancelled"), timedelta(hours=1),
        (Rule("cancel", Term("离岗、调动人员的代码", "Codes of those who left or moved"), in_one(cancel_codes)),),
    ),
    Task(
        "terms", Term("各登记簿期限提醒", "Terms of the registers"), timedelta(hours=1),
        (Rule("declared", Term("期限将到和已过", "Terms near and over"), in_one(remind_of_terms)),),
    ),
    Task(
        "backups", Term("备份和介质提醒", "Backups and media"), timedelta(hours=6),
        (
            Rule("backups", Term("久未备份、未异地、未演练", "No backup, none elsewhere, no drill"), in_one(watching.watch_backups)),
            Rule("media", Term("应转存的介质", "Media to be copied anew"), in_one(watching.watch_media)),
            Rule("checks", Term("到期和逾期的定期检查", "Regular checks due and late"), in_one(checks.remind_of_checks)),
            Rule("kinds_of_checks", Term("没有安排的定期检查", "Regular checks nobody plans"), in_one(checks.tell_of_kinds_left_out)),
        ),
    ),
    Task(
        "calendar", Term("工作日历提醒", "Reminder of the calendar"), timedelta(days=1),
        (Rule("provisional", Term("暂估年份", "Provisional years"), in_one(remind_of_the_calendar)),),
    ),
    Task(
        "regulations", Term("制度版本", "Versions of regulations"), timedelta(hours=6),
        (
            Rule("replaced", Term("新版生效，旧版归档", "Versions replaced by one in force"), in_one(versions.archive_replaced)),
            Rule("joined", Term("通知新到人员阅知制度", "Who joined is asked to read"), in_one(versions.ask_who_joined)),
        ),
    ),
    Task(
        "pay", Term("工资月份", "Pay months"), timedelta(hours=12),
        (Rule("months", Term("生成上月工资", "The month that has ended"), in_one(begin_pay_months)),),
    ),
    Task(
        "daily_checks", Term("每日摆放检查提醒", "Daily checks"), timedelta(minutes=15),
        (Rule("missing", Term("未登记的部门", "Departments that have not checked"), in_one(remind_of_checks)),),
    ),
    Task(
        "site_findings", Term("服务态度纠正", "Attitude put right"), timedelta(hours=6),
        (Rule("unguided", Term("逾期未纠正，记入组长考核", "Overdue, counts against the leader"), in_one(note_unguided)),),
    ),
)  # fmt: skip
