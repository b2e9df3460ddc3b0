"""The kinds a field can be of; how a kind is stored, typed and shown is decided once per kind, in each room."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of value a field holds."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    DAY = "day"
    MOMENT = "moment"
    MONEY = "money"
    NUMBER = "number"
    YES_NO = "yes_no"
    PERSON = "person"
    DEPARTMENT = "department"
    REFERENCE = "reference"
    REFERENCES = "references"
    ATTACHMENT = "attachment"
    PHONE = "phone"
    EMAIL = "email"
    ID_CARD = "id_card"
    CREDIT_CODE = "credit_code"
    DIVISION = "division"
    SERIAL = "serial"


# Kinds that are kept as a foreign key in a column named <key>_id.
POINTERS = frozenset({Kind.PERSON, Kind.DEPARTMENT, Kind.REFERENCE, Kind.ATTACHMENT, Kind.DIVISION})
# Kinds kept as text, so that codes with leading zeros and long digits survive.
TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.PHONE, Kind.EMAIL, Kind.ID_CARD, Kind.CREDIT_CODE, Kind.SERIAL})
ORDERED = frozenset({Kind.DAY, Kind.MOMENT, Kind.MONEY, Kind.NUMBER})
# What belongs to one person and is asked for as a whole, never by its beginning.
NUMBERS = frozenset({Kind.PHONE, Kind.EMAIL, Kind.ID_CARD})
