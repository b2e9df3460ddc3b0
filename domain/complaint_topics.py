"""What complaints are about and what customers want, told by simple words; one text may be about several things (T5.1, T5.2)."""

from dataclasses import dataclass

from domain.terms import Term


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter and the words that betray it."""

    key: str
    title: Term
    words: tuple[str, ...]


TOPICS = (
    Topic("taste", Term("口感、味道", "Taste and smell"), ("口感", "味道", "异味", "难吃", "酒")),
    Topic("packaging", Term("包装、破损、渗漏", "Packaging and damage"), ("包装", "破损", "渗漏", "发霉", "箱")),
    Topic("delivery", Term("送货、快递", "Delivery"), ("送货", "快递", "发货", "收到", "物流")),
    Topic("price", Term("价格、收费", "Price and charges"), ("价格", "收费", "贵", "便宜", "发票")),
    Topic("service", Term("服务、态度", "Service and manner"), ("服务", "态度", "客服", "前台", "售后")),
    Topic("room", Term("房间、酒店、设施", "Rooms and facilities"), ("房间", "酒店", "早餐", "设施", "卫生间")),
    Topic("device", Term("机器、屏幕、电池", "Devices"), ("机器", "屏幕", "电池", "键盘", "散热", "驱动")),
    Topic("book", Term("图书、内容", "Books"), ("书", "内容", "作者", "翻译")),
)
WANTS = (
    Topic("return", Term("退货退款", "Money back"), ("退货", "退款")),
    Topic("exchange", Term("更换", "Exchange"), ("更换", "换货")),
    Topic("compensation", Term("赔偿", "Compensation"), ("赔偿", "补偿")),
    Topic("apology", Term("道歉", "Apology"), ("道歉", "致歉")),
    Topic("cause", Term("查明原因", "The cause found"), ("查明", "原因", "复检", "检验")),
    Topic("explanation", Term("解释说明", "An explanation"), ("解释", "说明", "答复")),
)
