"""Goes through every door of every register as one reader and notes what came out that should not have."""

from collections.abc import Iterable

from flask import Flask
from sqlalchemy.orm import Session

from domain.access import Action
from doors.canaries import PINYIN, Aviary
from doors.elsewhere import Elsewhere
from doors.expecting import Reader
from doors.files import Files
from doors.judging import NO_ROW, Tally
from doors.pages import Pages
from doors.questions import Questions
from models.engine import FencedSession
from models.fence import act
from models.register import Register, registers
from operations.rights import policy_version
from permissions.actor import System
from web.extensions import db


def readers_of(app: Flask, aviary: Aviary, codes: Iterable[str]) -> dict[str, Reader]:
    """A reader for each account."""
    with app.app_context(), FencedSession(db.engine) as session:
        act(session, System("doors: who reads?"))
        now = session.info["clock"]()
        store, version = app.extensions["taizhang_plans"], policy_version(session)
        found = {code: store.authority(session, aviary.company.accounts[code], version, now) for code in codes}
    return {code: Reader(code, authority, aviary) for code, authority in found.items() if authority}


class Walk(Questions, Pages, Files, Elsewhere):
    """One reader going through all doors of some registers."""

    other: Reader | None = None
    """Through whose eyes a reader with that right looks."""

    def go(self) -> Tally:
        """Try everything."""
        with self.app.app_context(), self.session() as session:
            for register in self.registers:
                self.at = register
                self.questions(session, register)
        for register in self.registers:
            self.at = register
            self.register_pages(register)
        self.at = None
        self.search_everywhere()
        self.other_pages()
        self.error_pages()
        self.other_eyes(self.other)
        return self.tally

    def questions(self, session: Session, register: Register) -> None:
        """What is asked below the pages."""
        if self.reader.authority.may(register.key, Action.VIEW):
            self.ask_filters(session, register)
            self.ask_order(session, register)
            self.ask_search(session, register)
        if any(spec.target == register.key for other in registers.values() for spec in other.fields.values()):
            self.ask_names(session, register)

    def register_pages(self, register: Register) -> None:
        """What is asked of the pages, by who may view the register and by who may not."""
        if self.reader.authority.may(register.key, Action.VIEW):
            self.list_pages(register)
            self.record_pages(register)
            self.exports(register)
        else:
            self.shut(register)
        self.look_up(register)
        self.create_pages(register)
        self.imports(register)

    def shut(self, register: Register) -> None:
        """A register that is not the reader's: every door is closed, whatever the id."""
        there = self.aviary.rows[register.key][0].id
        seen, none = (self.get("shut", self.path(register, "details/"), id=key) for key in (there, NO_ROW))
        self.alike("shut", seen, none, str(there), str(NO_ROW))
        answers = [seen, self.get("shut", self.path(register)), self.get("shut", self.path(register, "edit/"), id=there)]
        answers += [
            self.post("shut", self.path(register, rest), {"ids": there, "sure": "1"}) for rest in ("export/csv/", "action/delete")
        ]
        answers.append(self.post("shut", self.path(register, f"edit/?id={there}"), self.forged(register)))
        codes = {answer.status_code for answer in answers}
        self.expect("shut", codes <= {403, 404}, f"{register.key}: {codes}")

    def search_everywhere(self) -> None:
        """The search for everything, by the name of one record of each register; as a page and as JSON."""
        for register in self.registers[:: max(1, len(self.registers) // 4)]:
            row = self.aviary.rows[register.key][0]
            secret = row.now.get(register.label) or next(iter(row.now.values()), None)
            if secret is None:  # a record of references only
                continue
            text, self.at = min(secret.shown), register
            for more in ({}, {"format": "json"}):
                self.get("search everything", "/search/", self.reader.anywhere, said=text, q=text, **more)
        self.at = None
        answers = [self.get("search everything", "/search/", self.reader.anywhere, q=text) for text in (PINYIN,)]
        self.expect("search everything", answers[0].status_code == 200, "no answer")
