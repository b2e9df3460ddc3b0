"""What a text to a customer must not say yet: commitments and amounts before the decision (K4.17), boasts and pressure ever (K8.9), apologies (K8.15)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.terms import Term


class Said(StrEnum):
    """What sort of words were found."""

    COMMITMENT = "commitment"
    AMOUNT = "amount"
    APOLOGY = "apology"
    BOAST = "boast"
    PRESSURE = "pressure"


SAID = {
    Said.COMMITMENT: Term("承诺用语", "a commitment"),
    Said.AMOUNT: Term("金额或折扣", "an amount"),
    Said.APOLOGY: Term("道歉用语", "an apology"),
    Said.BOAST: Term("夸大的承诺", "an exaggerated promise"),
    Said.PRESSURE: Term("以机关名义或后果施压", "pressure in the name of authorities"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Words found in a text, as they stand there, from ``start`` on (characters from 0)."""

    words: str
    start: int
    said: Said


_NUMBER = r"[0-9０-９〇零一二三四五六七八九十百千万亿两几数半壹贰叁肆伍陆柒捌玖拾佰仟]"
_UNIT = r"(?:万元|亿元|元|圆|万块|块钱|块(?=[，。；！？,;!?的、)）]|$)|角钱|毛钱|人民币|rmb|cny|%(?!vol|酒)|‰|折|倍|个点|个百分点)"
_AMOUNTS = re.compile(
    rf"(?:[¥￥$]|rmb|人民币)[0-9][0-9,.]*{_UNIT}?"
    rf"|(?<!第)(?!一块(?!钱)){_NUMBER}(?:{_NUMBER}|[,.])*(?:多|余|来)?{_UNIT}(?!件|素|月|旦|宝|器|气)"
    rf"|(?!千万|万){_NUMBER}+万(?!一|分)|百分之{_NUMBER}+|(?:全|半)额(?:退|赔|返|补)?|假一[赔罚]{_NUMBER}+|翻倍|半价",
    re.IGNORECASE,
)
_COMMITMENTS = re.compile(
    r"赔偿|赔付|赔款|赔钱|赔您|包赔|补偿|退款|退钱|退费|退您|退给您|返还|返现|返利"
    r"|保证(?!金|书|期)|担保|承诺|答应|许诺|包退|包换|包您|包满意|负责到底|负全责|全部责任"
    r"|一定(?!程度|的|时间|时期|期限|数量|范围|比例|条件|影响|难度|差异)|肯定(?!的)|必定|绝对(?!值)|百分百|百分之百|必将|务必(?:会|为|给|让|使)"
    r"|免单|免费(?:退|换|更换|维修|修|补|送|赠|上门|提供|调换)|减免|代金券|优惠券|抵扣|打折|赠送|送您"
    r"|(?:会|将|给您|为您|帮您|予以|同意|可以|马上|立即|全部)(?:办理|安排|作|做)?(?:退货|换货|退换|更换|调换|重新发货|补发)",
)
_APOLOGIES = re.compile(r"抱歉|道歉|对不起|对不住|致歉|歉意|歉疚|赔礼|赔不是|不好意思|请罪|谢罪|sorry|apolog", re.IGNORECASE)

_CERTAIN = (
    r"保证(?!金|书|期)|担保|承诺|答应|许诺|包退|包换|包您|包满意|负责到底"
    r"|一定(?!程度|的|时间|时期|期限|数量|范围|比例|条件|影响|难度|差异)|肯定(?!的)|必定|绝对(?!值)|百分百|百分之百|必将"
)
_BOASTS = re.compile(rf"{_CERTAIN}|万无一失|永不|永远不会|最低价|最优惠|全市第一|全国第一|零风险|无任何风险")
_AUTHORITY = r"(?:政府|公安|派出所|法院|检察院|税务|市场监管|监管部门|主管部门|有关部门|上级机关|权威机构|律师)"
_PRESSURE = re.compile(
    rf"(?:以|借|用){_AUTHORITY}[^，。；！？,;!?\n]{{0,4}}名义|{_AUTHORITY}[^，。；！？,;!?\n]{{0,4}}(?:会|将|要)(?:找|约谈|追究|处理|处罚|传唤)(?:您|你)"
    rf"|(?:否则|不然|如不|若不|再闹|再投诉)[^。；！？;!?\n]{{0,16}}(?:报警|起诉|追究|拉黑|黑名单|征信|停止服务|停办|不再办理)"
    rf"|{_AUTHORITY}(?:已经|都|也)?(?:要求|规定|认定)(?:您|你)必须|后果自负"
)

_CUSTOMER = r"(?:您|你|客户|顾客|贵方|贵司|贵公司|来信|来电|来函|投诉人|消费者|投诉中|投诉里)"
_OURSELVES = re.compile(r"我们|我司|我公司|本公司|我方|公司将|公司会|公司愿|公司同意")
_TOLD_BY_HIM = re.compile(
    rf"{_CUSTOMER}[^，。；！？,;!?\n]*?(?:要求|反映|提出|申请|主张|希望|诉称|所述|述称|称|认为|投诉|询问|咨询|提到|提及|诉求|意见|说|支付|付款|花费|购买)"
    r"|(?:关于|有关|是否|能否|可否)[^，。；！？,;!?\n]*$"
)
"""The customer's own words told back to him; asking whether is no promise either."""
_QUOTED_FROM_HIM = re.compile(rf"(?:{_CUSTOMER}|关于|有关)[^。；！？;!?\n]*[:：]?\s*$")
_DENIED = re.compile(
    r"(?:不|不能|无法|不得|不会|没有|未|尚未|并非|不可|暂不|难以|不作|不做|未作|未能|无权)(?:再|向您|给您|予以|作出|作任何|任何|作|做)?"
    r"(?:承诺|保证|答应|同意)?$"
)
_MEASURED = re.compile(r"(?:酒精度|度数|浓度|湿度|含量|纯度|酒精含量)[为是约达]?$")
_ASKED_OF_HIM = re.compile(r"(?:请|请您|烦请|敬请|劳驾|麻烦您)[^，。；！？,;!?\n]{0,4}$")
_SENTENCE_END = "，。；！？,;!?\n"
_INVISIBLE = frozenset(" \t\r\u3000\u00a0\u200b\u200c\u200d\u2060\ufeff")


def held_back(text: str) -> tuple[Finding, ...]:
    """The commitments and amounts in ``text``, in their order: nothing of it goes to a customer before the decision (K4.17).

    Full-width characters, and spaces between the characters of a word, make no difference. What only tells the customer's own
    words back to him (您要求赔偿…, 您反映：「…」), denies (不能承诺) or asks of him (请您保证) is none.
    """
    return _found(text, ((_COMMITMENTS, Said.COMMITMENT), (_AMOUNTS, Said.AMOUNT)))


def apologies(text: str) -> tuple[Finding, ...]:
    """The words of apology in ``text``: they are for our own fault only (K8.15)."""
    return _found(text, ((_APOLOGIES, Said.APOLOGY),))


def boasts(text: str) -> tuple[Finding, ...]:
    """The exaggerated promises in ``text``: certainty nobody can give, and superlatives (K8.9)."""
    return _found(text, ((_BOASTS, Said.BOAST),))


def pressure(text: str) -> tuple[Finding, ...]:
    """Where ``text`` puts pressure on a customer, in the name of an authority or by threatening (K8.9)."""
    return _found(text, ((_PRESSURE, Said.PRESSURE),))


def _found(text: str, kinds: tuple[tuple[re.Pattern[str], Said], ...]) -> tuple[Finding, ...]:
    plain, places = _squeezed(text)
    quoted = tuple(_quoted_from_him(plain))
    found: list[Finding] = []
    for pattern, said in kinds:
        for match in pattern.finditer(plain):
            if any(start <= match.start() and match.end() <= end for start, end in quoted) or _harmless(plain, match.start()):
                continue
            start, end = places[match.start()], places[match.end() - 1] + 1
            found.append(Finding(text[start:end], start, said))
    return tuple(sorted(found, key=lambda one: (one.start, one.said)))


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without what one does not see, half-width, and for each character where it stood."""
    kept = [(_half_width(mark), place) for place, mark in enumerate(text) if mark not in _INVISIBLE]
    return "".join(mark for mark, _ in kept), [place for _, place in kept]


def _half_width(mark: str) -> str:
    """One character for one; Chinese punctuation keeps its width, because it ends a sentence either way."""
    return chr(ord(mark) - 0xFEE0) if "！" <= mark <= "～" else mark


def _harmless(plain: str, start: int) -> bool:
    before = plain[_clause_start(plain, start) : start]
    if _DENIED.search(before) or _MEASURED.search(before) or _ASKED_OF_HIM.search(before):
        return True
    told = _TOLD_BY_HIM.search(before)
    return told is not None and not _OURSELVES.search(before, told.start())


def _clause_start(plain: str, start: int) -> int:
    return max((plain.rfind(mark, 0, start) for mark in _SENTENCE_END), default=-1) + 1


def _quoted_from_him(plain: str) -> Iterator[tuple[int, int]]:
    """Where the customer is quoted: inside “…”, 「…」 or 『…』 after he was named in the same sentence."""
    depth, start = 0, 0
    for place, mark in enumerate(plain):
        if mark in "“「『":
            depth += 1
            if depth == 1:
                start = place
        elif mark in "”」』" and depth:
            depth -= 1
            if not depth and _QUOTED_FROM_HIM.search(plain[_line_start(plain, start) : start]):
                yield start, place + 1


def _line_start(plain: str, start: int) -> int:
    return max((plain.rfind(mark, 0, start) for mark in "。；！？;!?\n"), default=-1) + 1
