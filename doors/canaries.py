"""Records whose every value is unlike any other, so that a value that leaks is recognised wherever it turns up."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session
from stdnum.cn import ric, uscc

from domain.kinds import POINTERS, TEXTS, Kind
from doors.canary_rows import Row, Secret
from doors.company import Company
from doors.ordering import in_order, parents
from models import audit
from models.archives import guarding
from models.base import Base
from models.ddl import JOURNALS
from models.fence import authority_of
from models.fields import Field
from models.governance.audit_entry import AuditEntry
from models.governance.setting import SettingName
from models.register import Register, registers
from operations.attachments import keep

# One look at a page finds everything that could be a canary; looking ahead skips what begins none, in a sixth of the time.
SHAPES = re.compile(
    r"(?=[0-9A-HJ-NPQRTUWXYz])"
    r"(?:zq\d{5}vk|[0-9]{17}[0-9X]|[0-9A-HJ-NPQRTUWXY]{18}|\d{4}-\d\d-\d\d|\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d{7,}(?:\.\d\d)?)"
)
CHINESE = "赣鑫"
"""Begins every text with pinyin, so that a search by pinyin can be tried."""
PINYIN = "ganxin"
ONE_ROW, WHOSE = {"setting"}, ("customer", "archive_view_request")
ABOUT = {"complaint": ("respondents", "complainant_employee")}  # whom a record is about: the kernel keeps them away (K4.7)
FIRST_DAY = date(1901, 1, 1)


class Aviary:
    """All canaries of a company."""

    def __init__(self, session: Session, company: Company, data_dir: Path) -> None:
        self.session, self.company, self.data_dir = session, company, data_dir
        # Who owns the rows of two cases; "mine" changes hands from walk to walk (doors.handing).
        self.owners = {"mine": company.employees["manager"], "mixed": company.employees["mixed"]}
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self._numbers = count(1)
        self._filled = 0
        self._build()
        self._origins = {
            text: f"{row.register}.{key} of the {row.case} row {row.id}"
            for row in self for values in (row.now, row.past) for key, secret in values.items() for text in secret.shown
        }  # fmt: skip
        self.all = frozenset(self._origins)
        self._carried: dict[str, frozenset[str]] = {}

    def __iter__(self) -> Iterator[Row]:
        return (row for several in self.rows.values() for row in several)

    def origin(self, text: str) -> str:
        """Where a canary lives."""
        return self._origins[text]

    def carried(self, register: Register) -> frozenset[str]:
        """The fields of a register whose value would be recognised if it leaked."""
        if register.key not in self._carried:
            rows = self.rows[register.key]
            named = {key for row in rows for key in (*row.now, *row.past, *(key for key in row.points if row.points[key]))}
            self._carried[register.key] = frozenset(named & register.fields.keys())
        return self._carried[register.key]

    # ---- values ------------------------------------------------------------------------------------------------------

    def value(self, spec: Field) -> tuple[Any, Secret] | None:
        """A new value for a field that is not a choice or a reference."""
        token = f"zq{(n := next(self._numbers)):05d}vk"
        match spec.kind:
            case Kind.PHONE:
                phone = f"160{n:08d}"
                return phone, Secret(phone, frozenset({phone}))
            case Kind.EMAIL:
                return f"{token}@example.cn", Secret(f"{token}@example.cn", frozenset({token}))
            case Kind.ID_CARD:
                body = f"310101{1960 + n % 30}0{1 + n % 9}1{n % 9}{n % 1000:03d}"
                number = body + ric.calc_check_digit(f"{body}0")  # it leaves out the last
                return number, Secret(number, frozenset({number}))
            case Kind.CREDIT_CODE:
                body = f"91310101MA{n:07d}"
                code = body + uscc.calc_check_digit(body)
                return code, Secret(code, frozenset({code}))
            case Kind.DAY:
                day = FIRST_DAY + timedelta(days=n)
                return day, Secret(day.isoformat(), frozenset({day.isoformat()}))
            case Kind.MOMENT:
                moment = datetime(1950, 1, 1, 4, tzinfo=UTC) + timedelta(days=n)  # when China had no summer time
                return moment, Secret(f"{moment:%Y-%m-%d} 12:00", frozenset({f"{moment:%Y-%m-%d}"}))
            case Kind.MONEY:
                amount = Decimal("730000000.37") + n * 1009
                return amount, Secret(str(amount), frozenset({str(amount), f"{amount:,.2f}"}))
            case Kind.NUMBER:
                count_ = 610_000_000 + n * 1013
                return count_, Secret(str(count_), frozenset({str(count_), f"{count_:,}"}))
            case kind if kind in TEXTS:
                text = CHINESE + token if spec.pinyin else token
                return text, Secret(text, frozenset({token}))
        return None

    # ---- records -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        guarding.lift(self.session.connection())
        for key in in_order():
            for case in self._cases(registers[key]):
                self._add(registers[key], case)
        for case in ("north", "south"):
            self._add_audit(case)
        self._give_regions()

    def _give_regions(self) -> None:
        """Whoever walks answers for one place of two (Y1.1); below the fence, as his number and name are no canaries either."""
        link, place = Base.metadata.tables["employee_regions"], self.rows["division"][1]
        people = [self.company.employees[code] for code in self.company.accounts if code in self.company.employees]
        if people:
            self.session.connection().execute(insert(link), [{"record_id": one, "target_id": place.id} for one in people])

    @staticmethod
    def _cases(register: Register) -> tuple[str, ...]:
        if register.key in ONE_ROW:
            return ("north",)
        if register.key in WHOSE or register.parent or register.key in parents():
            return ("north", "south", "mine", "team", "mixed")
        if register.owner not in ("", "id") and not register.fields[register.owner].unique:
            return ("north", "south", "mine")
        return ("north", "south")

    def _add(self, register: Register, case: str, **fixed: Row) -> Row:
        """A record with one value in each field, and then another in each, so that its history holds both."""
        row = Row(register.key, 0, case)
        given: dict[str, Any] = {}
        past: dict[str, Any] = {}
        for key, spec in register.fields.items():
            if key == register.recused:
                row.points[key] = tuple(one for name in ABOUT[register.key] for one in row.points.get(name, ()))
            elif key in fixed:
                given[spec.column], row.points[key] = fixed[key].id, (fixed[key],)
                row.owner = fixed[key].id if key == register.owner else row.owner
            elif spec.kind in POINTERS or spec.kind is Kind.REFERENCES:
                given[spec.column] = self._target(register, spec, case, row)
            elif spec.kind is Kind.CHOICE:
                given[spec.column] = self._choice(spec)
            elif (first := self.value(spec)) is not None and (second := self.value(spec)) is not None:
                (past[spec.column], row.past[key]), (given[spec.column], row.now[key]) = first, second
        if register.key == "attachment":
            return self._note(row, self._keep(row, given))
        if register.key in JOURNALS:  # what is never changed has no past
            past, row.past = {}, {}
        record = register.model(**{**given, **past})
        self.session.add(record)
        self.session.flush()
        for name in past:
            setattr(record, name, given[name])
        self.session.flush()
        return self._note(row, record.id)

    def _note(self, row: Row, key: int) -> Row:
        row.id = key
        register = registers[row.register]
        if register.owner == "id":
            row.owner = key
        if register.department == "id":
            row.department = key
        self.rows[row.register].append(row)
        return row

    def _keep(self, row: Row, given: dict[str, Any]) -> int:
        """An uploaded file, whose name and content are canaries too."""
        given["media_type"] = "text/plain"
        del row.now["media_type"]
        row.past = {}
        name = f"{given['name']}.txt"
        content = self.value(registers["customer"].fields["needs"])
        assert content is not None
        kept = keep(self.session, self.data_dir, name, io.BytesIO(content[0].encode()))
        kept.size = given["size"]
        setattr(kept, "uploader_id", given["uploader_id"])  # noqa: B010  # the column of a reference is not declared on every model
        self.session.flush()
        row.now["*content"] = content[1]
        return kept.id

    def _choice(self, spec: Field) -> Any:
        if spec.choices is SettingName:
            return SettingName.AREAS_OFF  # its value, a canary, names no area
        assert spec.choices is not None
        self._filled += 1
        if spec.required and spec.system:
            return next(iter(spec.choices))
        return list(spec.choices)[self._filled % len(spec.choices)]

    def _target(self, register: Register, spec: Field, case: str, row: Row) -> Any:
        """The record a reference points to: what decides the scope as the case says, otherwise one of its own."""
        company = self.company
        if spec.key == register.parent:
            row.above = self.rows[spec.target][[one.case for one in self.rows[spec.target]].index(case)]
            row.points[spec.key] = (row.above,)
            return row.above.id
        if spec.key == register.department:
            row.department = company.departments["north" if case == "north" else "south"]
            return row.department
        if spec.key == register.owner and case in self.owners:
            row.owner = self.owners[case]
            return row.owner
        if spec.key in ABOUT.get(register.key, ())[:1] and case == "south":  # everybody who walks is complained of in one case
            row.recused = frozenset(company.employees[code] for code in company.accounts if code in company.employees)
            return [self.session.get(registers[spec.target].model, key) for key in sorted(row.recused)]
        if (register.key, spec.key) == ("department", "above"):
            return company.departments[case]
        many = spec.kind is Kind.REFERENCES
        targets = self._dedicated(register, spec, case)
        row.points[spec.key] = targets
        ids = [one.id for one in targets]
        if spec.key == register.owner:
            row.owner = ids[0]
        if spec.key in register.assigned:
            me = [self.owners["mine"]] if case == "team" else []
            ids = [*ids, *me] if many else me or ids
            row.assigned = row.assigned | set(ids)
        return [self.session.get(registers[spec.target].model, key) for key in ids] if many else (ids[0] if ids else None)

    def _dedicated(self, register: Register, spec: Field, case: str) -> tuple[Row, ...]:
        if spec.target == "employee":
            return (self._somebody(),)
        if spec.target == register.key:
            return tuple(self.rows[spec.target][:1])  # one of its own would never end
        if spec.target == "attachment":
            return (self._add(registers["attachment"], "scan", uploader=self._somebody()),)
        several = [one for one in self.rows[spec.target] if one.case != "filler"]
        if register.key == "archive_view_request":  # of the other department
            several = [one for one in several if one.case == ("south" if case == "north" else "north")]
        place = len(self.rows[register.key]) + bool(spec.differs_from)  # another than the field it differs from points to
        return (several[place % len(several)],)

    def _somebody(self) -> Row:
        """A person whom nothing else names."""
        specs = registers["employee"].fields
        (number, told), (name, called) = (self.value(specs[key]) or (None, None) for key in ("number", "name"))
        place = self.company.departments["company"]
        person = registers["employee"].model(number=number, name=name, department_id=place)
        self.session.add(person)
        self.session.flush()
        assert told is not None
        assert called is not None
        return self._note(Row("employee", 0, "filler", place, now={"number": told, "name": called}), person.id)

    def _add_audit(self, case: str) -> None:
        row = Row("audit_entry", 0, case)
        entry = audit.row_of(self.session, authority_of(self.session), "x", None, "x", {})
        for key, spec in registers["audit_entry"].fields.items():
            found = self.value(spec)
            assert found is not None
            entry[key], row.now[key] = found
        self._note(row, self.session.connection().execute(insert(AuditEntry.__table__).values(**entry)).inserted_primary_key[0])  # type: ignore[index]

