"""A word of the business in both languages, so that a label is never without its translation."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Term:
    """A word or sentence in Chinese and English; ``{placeholders}`` are filled by :meth:`format`."""

    zh: str
    en: str

    def say(self, locale: str) -> str:
        """The word in ``locale`` (``zh…`` or anything else for English)."""
        return self.zh if locale.startswith("zh") else self.en

    def format(self, **data: Any) -> "Term":
        """The same sentence with its placeholders filled; a Term among the data is said in the same language."""
        return Term(
            self.zh.format(**{key: _said(value, "zh") for key, value in data.items()}),
            self.en.format(**{key: _said(value, "en") for key, value in data.items()}),
        )


def _said(value: Any, locale: str) -> Any:
    return value.say(locale) if isinstance(value, Term) else value
