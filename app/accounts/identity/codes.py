"""Printed codes: twelve digits in groups of four, easy to read aloud and to type on any keyboard."""

import secrets

DIGITS = 12


def new() -> str:
    """A code that nobody can guess."""
    return "".join(str(secrets.randbelow(10)) for _place in range(DIGITS))


def read(typed: str) -> str | None:
    """The code as it was made, however it was typed; None where it cannot be one."""
    digits = "".join(sign for sign in typed if not sign.isspace() and sign not in "-‐‑–—.")
    is_code = digits.isascii() and digits.isdigit() and len(digits) == DIGITS
    return digits if is_code else None


def shown(code: str) -> str:
    """The code as people read it: 1234 5678 9012."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))
