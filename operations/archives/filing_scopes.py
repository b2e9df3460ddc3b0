"""The kinds of papers that the regulation says are filed: entered once into an empty register, then the company's (K10.7–K10.22)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.archives.filing_scope import FilingScope, KeptBy
from models.fence import acting
from permissions.actor import System


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of papers as the regulation names it."""

    code: str
    article: str
    title: str
    kept_by: KeptBy = KeptBy.DEPARTMENT
    confidential: bool = False


_OFFICE, _LEAD = KeptBy.OFFICE, KeptBy.LEAD
KINDS = (
    Kind("K10.7", "第二章第一节第一条", "公司缮印的公文", _OFFICE),
    Kind("K10.8", "第二章第一节第二条", "几个部门共同办理的文件资料", _LEAD),
    Kind("K10.13-1", "第五条", "重要会议资料（通知、报告、决议、总结、讲话、发言、简报、记录、纪要）", _OFFICE),
    Kind("K10.13-2", "第五条", "人事档案"),
    Kind("K10.13-3", "第五条", "工程图纸、技术资料"),
    Kind("K10.13-4", "第五条", "固定资产清单"),
    Kind("K10.14", "第六条", "上级机关来文（决定、决议、指示、命令、条例、规定、规划）", _OFFICE),
    Kind("K10.15-1", "第七条", "对外正式发文、与有关单位来往文书", _OFFICE),
    Kind("K10.15-2", "第八条", "请示与上级机关批复；主要工作活动的报告、总结", _OFFICE),
    Kind("K10.16", "第九条", "内部计划、总结、报告、请示、批复、统计报表、重要工作记录、工作简报"),
    Kind("K10.17", "第十条", "来人来访及信访工作资料"),
    Kind("K10.18", "第十一条", "与有关单位签订的合同、协议书"),
    Kind("K10.19", "第十二条", "任免文件；员工嘉奖、处分文件"),
    Kind("K10.20", "第十三条", "规章制度、实施细则、程序文件"),
    Kind("K10.21", "第十四条", "历史沿革、大事记、重要活动简报、照片、录音、录像"),
    Kind("K10.22", "第十五条", "保密制度规定范围内的资料", confidential=True),
)


def ensure_filing_scopes(session: Session) -> int:
    """Enter the kinds where there is none at all; returns how many. What a company has changed is left as it is."""
    with acting(session, System("归档范围 filing scope")):
        if session.scalar(select(FilingScope.id).limit(1)) is not None:
            return 0
        session.add_all(
            FilingScope(
                code=one.code,
                title=one.title,
                article=one.article,
                kept_by=one.kept_by,
                confidential=one.confidential,
                in_use=True,
            )
            for one in KINDS
        )
        session.flush()
    return len(KINDS)
