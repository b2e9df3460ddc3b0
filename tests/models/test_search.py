"""Search: what is stored is found by any part of it, by pinyin and by initials, with the same answer on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import search
from models.base import Record
from models.engine import FencedSession
from models.fence import act
from models.register import registers
from permissions.actor import System
from tests.database import new_database
from tests.factories import make

CUSTOMERS = (
    "杭州物联科技有限公司",
    "杭州西湖酒业",
    "扬州物流",
    "宁波A1食品贸易",
    "重庆长江实业",
    "Siemens (China) Ltd",
    "3M中国有限公司",
    "百分之50%折扣店",
    "下_划_线公司",
    "反\\斜杠公司",
    "笑脸😀咖啡",
    "ＡＢＣ全角贸易",
    "O'Neill 贸易",
    "a b c 集团",
    "杭",
    "Émile 香水",
    "中国·上海",
)
PEOPLE = ("曾国强", "单小明", "仇英", "解缙", "王曾", "张单", "欧阳修", "吕布", "查良镛")


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database with the customers and people above."""
    with new_database(tmp_path_factory.mktemp("search")) as engine:
        with FencedSession(engine) as session:
            act(session, System("test"))
            for name in CUSTOMERS:
                make(session, "customer", name=name)
            for name in PEOPLE:
                make(session, "employee", name=name)
            session.commit()
        yield engine


def matching(session: Session, model: type[Record], typed: str, key: str = "name") -> set[str]:
    condition = search.condition(model, typed, [key], session.get_bind().dialect.name)
    return set(session.scalars(select(getattr(model, key)).where(condition)))


def customers(engine: Engine, typed: str) -> set[str]:
    with FencedSession(engine) as session:
        act(session, System("test"))
        return matching(session, registers["customer"].model, typed)


def people(engine: Engine, typed: str) -> set[str]:
    with FencedSession(engine) as session:
        act(session, System("test"))
        return matching(session, registers["employee"].model, typed)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("物联", {"杭州物联科技有限公司"}),
        ("杭州", {"杭州物联科技有限公司", "杭州西湖酒业"}),
        ("物", {"杭州物联科技有限公司", "扬州物流"}),
        ("杭", {"杭州物联科技有限公司", "杭州西湖酒业", "杭"}),
        ("司公", set()),
        ("州物", {"杭州物联科技有限公司", "扬州物流"}),
        ("科技有限公司", {"杭州物联科技有限公司"}),
        ("hzwl", {"杭州物联科技有限公司"}),
        ("wlkj", {"杭州物联科技有限公司"}),
        ("hangzhou", {"杭州物联科技有限公司", "杭州西湖酒业", "杭"} - {"杭"}),
        ("HangZhou", {"杭州物联科技有限公司", "杭州西湖酒业"}),
        ("hang zhou", {"杭州物联科技有限公司", "杭州西湖酒业"}),
        ("wulian", {"杭州物联科技有限公司"}),
        ("yzwl", {"扬州物流"}),
        ("chongqing", {"重庆长江实业"}),
        ("cqcj", {"重庆长江实业"}),
        ("zhongqing", set()),
        ("A1", {"宁波A1食品贸易"}),
        ("a1食", {"宁波A1食品贸易"}),
        ("siemens", {"Siemens (China) Ltd"}),
        ("(china)", {"Siemens (China) Ltd"}),
        ("3m", {"3M中国有限公司"}),
        ("%", {"百分之50%折扣店"}),
        ("50%", {"百分之50%折扣店"}),
        ("_", {"下_划_线公司"}),
        ("_划", {"下_划_线公司"}),
        ("\\", {"反\\斜杠公司"}),
        ("\\斜", {"反\\斜杠公司"}),
        ("😀", {"笑脸😀咖啡"}),
        ("脸😀咖", {"笑脸😀咖啡"}),
        ("ＡＢＣ", {"ＡＢＣ全角贸易"}),
        ("ａｂｃ", {"ＡＢＣ全角贸易"}),
        ("o'neill", {"O'Neill 贸易"}),
        ("a b", {"a b c 集团"}),
        ("émile", {"Émile 香水"}),
        ("ÉMILE", {"Émile 香水"}),
        ("国·上", {"中国·上海"}),
        ("'; DROP TABLE customer", set()),
        ('"', set()),
        ("*", set()),
        ("物联 西湖", set()),
    ],
)
def test_a_customer_is_found(stored: Engine, typed: str, names: set[str]) -> None:
    assert customers(stored, typed) == names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("zengguoqiang", {"曾国强"}),
        ("zgq", {"曾国强"}),
        ("shan", {"单小明"}),
        ("sxm", {"单小明"}),
        ("qiuying", {"仇英"}),
        ("xiejin", {"解缙"}),
        ("zhaliangyong", {"查良镛"}),
        ("ceng", {"王曾"}),
        ("dan", {"张单"}),
        ("ouyang", {"欧阳修"}),
        ("lv", {"吕布"}),
        ("lvbu", {"吕布"}),
    ],
)
def test_a_person_is_found_by_how_the_surname_is_read(stored: Engine, typed: str, names: set[str]) -> None:
    assert people(stored, typed) == names


@pytest.mark.parametrize(
    "typed",
    [*(name[1:4] for name in CUSTOMERS if not name[1:4].strip().isascii()), "1", "中", "有限公司", " ", "  杭州  "],
)
def test_the_index_proposes_every_row_that_really_matches(stored: Engine, typed: str) -> None:
    """With and without the index the answer is the same (but for pinyin, which counts from a syllable on)."""
    model = registers["customer"].model
    with FencedSession(stored) as session:
        act(session, System("test"))
        whole = set(session.scalars(select(model.name).where(search.recheck(model, typed, ["name"]))))  # type: ignore[attr-defined]
        assert matching(session, model, typed) == whole


# Letters of several scripts, digits, punctuation of both widths, symbols and emoji.
ALPHABET = st.one_of(
    st.sampled_from("杭州物联科技有限公司中国人民银行一二三〇々"),
    st.sampled_from("abcXYZ019"),
    st.sampled_from("ＡｂＣ１２éÉüÜßñЖжΩω"),
    st.sampled_from(" -_.,()（）、。·%\\'\"*:|&!^~@#²½№①㈱™°"),
    st.sampled_from("😀👍🏽é한국ひカ"),
)
NAMES = st.text(ALPHABET, min_size=1, max_size=14).filter(lambda name: name.strip() and not name.isspace())


@pytest.fixture(scope="module")
def growing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session that only adds."""
    with new_database(Path(tmp_path_factory.mktemp("growing"))) as engine, FencedSession(engine) as session:
        act(session, System("test"))
        make(session, "department")
        yield session
        session.rollback()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, data=st.data())
def test_any_part_of_a_stored_name_finds_it(growing: Session, name: str, data: st.DataObject) -> None:
    record = make(growing, "customer", name=name)
    start = data.draw(st.integers(0, len(record.name) - 1))
    end = data.draw(st.integers(start + 1, len(record.name)))
    part = record.name[start:end]
    if not part.strip():
        return
    for typed in {part, part.upper(), part.lower()}:
        if typed.lower() == part.lower() and len(typed) == len(part):
            assert record.name in matching(growing, type(record), typed), typed


@pytest.mark.parametrize(("typed", "found"), [("新名", True), ("旧名", False), ("xinming", True), ("jiuming", False)])
def test_a_changed_name_is_found_by_the_new_one_only(session: Session, typed: str, found: bool) -> None:
    record = make(session, "customer", name="旧名公司")
    record.name = "新名公司"
    session.flush()
    assert ("新名公司" in matching(session, type(record), typed)) is found


def test_a_deleted_record_is_not_found(session: Session) -> None:
    record = make(session, "customer", name="将删公司")
    session.delete(record)
    session.flush()
    assert matching(session, type(record), "将删") == set()


def test_a_field_the_reader_may_not_search_decides_nothing(session: Session) -> None:
    record = make(session, "customer", name="甲公司", contact_name="秘密联系人", contact_phone="13900001111")
    model = type(record)
    dialect = session.get_bind().dialect.name
    hidden = select(model).where(search.condition(model, "秘密联系人", ["name"], dialect))
    assert session.scalars(hidden).all() == []
    assert session.scalars(select(model).where(search.condition(model, "1390000", ["name"], dialect))).all() == []
    assert session.scalars(select(model).where(search.condition(model, "甲公司", [], dialect))).all() == []
