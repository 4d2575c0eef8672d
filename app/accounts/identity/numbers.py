"""The number by which somebody signs in who has no e-mail: nine digits, the last of which finds slips of the pen."""

import secrets

from app.accounts import emails

PREFIX = "number:"
DIGITS = 9


def new_key() -> str:
    """A number that nobody has been given, as it stands in the place of an address: no address has a colon and no @."""
    digits = f"{secrets.randbelow(9 * 10 ** (DIGITS - 2)) + 10 ** (DIGITS - 2)}"
    return f"{PREFIX}{digits}{_check(digits)}"


def key_of(typed: str) -> str:
    """What tells whose sign-in this is: of an e-mail address, or of a number however it is divided."""
    digits = "".join(sign for sign in typed if sign not in " -‐‑–—№\t")
    is_number = digits.isascii() and digits.isdigit() and len(digits) == DIGITS
    return f"{PREFIX}{digits}" if is_number else emails.key_of(typed)


def shown(email_key: str) -> str:
    """The number as people read it, 123-456-789; empty where somebody signs in with an address."""
    digits = email_key.removeprefix(PREFIX)
    if digits == email_key:
        return ""
    return "-".join(digits[place : place + 3] for place in range(0, len(digits), 3))


def has_slip(typed: str) -> bool:
    """Whether this is a number that cannot be anybody's: a digit is wrong, or two have changed places."""
    key = key_of(typed)
    digits = key.removeprefix(PREFIX)
    return digits != key and _check(digits[:-1]) != digits[-1]


def _check(digits: str) -> str:
    # Luhn's formula.
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-sum(number - 9 if number > 9 else number for number in doubled) % 10)
