"""A code as it is printed, typed and kept: 80 random bits, of which only a salted hash stays. Standard library and spelling only."""

import hashlib
import secrets

from campaigns.rounds.ledger.spelling import ALPHABET, CODE_LENGTH, GROUP

LENGTH = 16
_FOLDED = str.maketrans("OIL", "011")


def new() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spell(code: str) -> str:
    """The code in groups, as people read it: `ABCD-EFGH-JKMN-PQRS`."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read(typed: str) -> str | None:
    """The code, however it was typed: small letters, without groups, with letters that are mistaken for digits. None where it
    can be none."""
    letters = _letters(typed)
    return letters if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else None


def is_receipt(typed: str) -> bool:
    """Whether it looks like what a voter got for a vote that was cast."""
    return len(_letters(typed)) == CODE_LENGTH


def digest(salt: str, code: str) -> str:
    """What is kept of a code: the SHA-256 of the sheet's salt and the code, in hex. So long a code needs no slower one."""
    return hashlib.sha256(f"veche code:{salt}:{code}".encode()).hexdigest()


def _letters(typed: str) -> str:
    return "".join(letter for letter in typed.upper().translate(_FOLDED) if letter.isalnum())
