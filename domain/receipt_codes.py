"""Codes for people without an account: easy to read aloud, too many to guess, and kept as a keyed digest only."""

import hashlib
import hmac
import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 marks, five bits each; without 0, O, 1 and I, which a customer copies wrong from paper."""
LENGTH = 16
"""80 bits: a thousand million tries find none of a million codes with a chance of one in a thousand million."""
GROUP = 4
LONGEST = 200
"""Of what is typed, this much is looked at."""


def new_code() -> str:
    """A fresh receipt code, without the dashes it is shown with."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """``code`` as it is printed: XXXX-XXXX-XXXX-XXXX."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def typed(text: str) -> str:
    """What somebody typed, as a code: small and full-width letters, spaces and dashes make no difference."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).upper()
    return "".join(mark for mark in plain if mark.isalnum())


def new_token() -> str:
    """A fresh token for a link that is used once; nobody types it."""
    return secrets.token_urlsafe(24)


def digest(key: bytes, purpose: str, code: str) -> str:
    """What the database keeps of a code: without ``key``, which is not in it, the digest tells nobody whether a guess is right."""
    return hmac.new(key, f"{purpose}:{code}".encode(errors="replace"), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two digests are equal, in a time that does not depend on where they differ."""
    return hmac.compare_digest(one, other)
