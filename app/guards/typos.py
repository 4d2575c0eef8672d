"""Slips in e-mail addresses: a letter too many, a Cyrillic one among Latin ones, the other layout of the keyboard.

What comes out is a suggestion and nothing else: people have mailboxes with stranger names than we know.
"""

from itertools import pairwise

# Where most letters of this country and its neighbours go.
KNOWN = (
    *("gmail.com", "mail.ru", "yandex.ru", "ukr.net", "i.ua", "ya.ru", "bk.ru", "list.ru", "inbox.ru", "internet.ru"),
    *("rambler.ru", "meta.ua", "bigmir.net", "email.ua", "outlook.com", "hotmail.com", "live.com", "yahoo.com"),
    *(
        "icloud.com",
        "me.com",
        "proton.me",
        "protonmail.com",
        "yandex.com",
        "yandex.ua",
        "yandex.by",
        "tut.by",
        "mail.com",
    ),
)
# Nearly the same, and right.
RIGHT = frozenset(
    {
        "email.com",
        "gmx.com",
        "ymail.com",
        "mail.ua",
        "mail.by",
        "mail.kz",
        "mail.de",
        "inbox.com",
        "inbox.lv",
        "lenta.ru",
    }
    | {
        "yandex.kz",
        "live.ru",
        "mail.bg",
        "mail.ee",
        "hotmail.ru",
        "outlook.de",
        "gmx.de",
        "gmx.net",
        "mac.com",
        "my.com",
    }
    | {
        "vk.com",
        "ok.ru",
        "me.ua",
        "ex.ua",
        "ua.fm",
        "hey.com",
        "aol.com",
        "pm.me",
        "list.com",
        "fmail.com",
        "qmail.com",
    }
)
# Of a short name nearly everything is a slip of another.
LEAST_TO_LIKEN, LONG = 7, 9
OTHER_ENDINGS = {
    "gmail.ru": "gmail.com",
    "gmail.ua": "gmail.com",
    "gmail.com.ua": "gmail.com",
    "icloud.ru": "icloud.com",
}

LOOK_ALIKES = str.maketrans("асеорхукмтнвіјѕԛԁӏАВСЕНІЈКМОРЅТХУ", "aceopxykmthbijsqdlABCEHIJKMOPSTXY")
RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбюґ"
KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
LAYOUTS = [
    str.maketrans(letters + letters.upper() + '"', KEYS + KEYS.upper() + "@") for letters in (RUSSIAN, UKRAINIAN)
]


def suggestion(address: str) -> str | None:
    """The address that was probably meant; None where this one looks right or nobody can tell."""
    typed = address.strip()
    for guess in _guesses(typed):
        if guess.casefold() != typed.casefold():
            return guess
    return None


def _guesses(typed: str) -> list[str]:
    """What may have been meant, the likeliest first; the address itself where it looks right."""
    if not typed.isascii():
        return [*_of_layout(typed), *_of_look_alikes(typed)]
    whole = _repaired(typed)
    return [whole] if whole else []


def _of_layout(typed: str) -> list[str]:
    """The same keys with the Latin layout on, where they make an address of a known house."""
    found = []
    for layout in LAYOUTS:
        name, at, domain = typed.translate(layout).rpartition("@")
        if at and name.isascii() and domain.casefold() in KNOWN:
            found.append(f"{name.casefold()}@{domain.casefold()}")
    return found


def _of_look_alikes(typed: str) -> list[str]:
    """The same in Latin letters, where letters of both alphabets are mixed. A name all in Cyrillic is a name."""
    name, at, domain = typed.rpartition("@")
    plain_name = name.translate(LOOK_ALIKES) if _is_mixed(name) or _is_mixed(domain) else name
    plain_domain = domain.translate(LOOK_ALIKES)
    plain = f"{plain_name}@{plain_domain}"
    if not at or not plain.isascii() or plain == typed:
        return []
    return [_repaired(plain) or plain] if _is_mixed(name + domain) or plain_domain in KNOWN else []


def _is_mixed(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return any(letter.isascii() for letter in letters) and not all(letter.isascii() for letter in letters)


def _repaired(typed: str) -> str | None:
    """With another domain where this one is a slip of a known one."""
    name, at, domain = typed.replace(" ", "").rpartition("@")
    plain = domain.casefold().replace(",", ".").replace("..", ".").strip(".")
    if not (name and at and plain):
        return None
    meant = plain if plain in KNOWN or plain in RIGHT else OTHER_ENDINGS.get(plain) or _likest(plain)
    return f"{name}@{meant}" if meant else None


def _likest(domain: str) -> str | None:
    if len(domain) < LEAST_TO_LIKEN:
        return None
    near = [(distance(domain, known), known) for known in KNOWN if len(known) >= LEAST_TO_LIKEN]
    steps, likest = min(near)
    return likest if steps <= (2 if len(likest) >= LONG else 1) else None


def distance(one: str, other: str) -> int:
    """How many letters are to be put in, left out, changed or swapped with their neighbours."""
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before_that, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                steps = min(steps, before_that[j - 2] + 1)
            row.append(steps)
    return row[-1]


def skeleton(name: str) -> str:
    """What many names of one script have in common: letters as they are, figures alike, however many."""
    shape = "".join("9" if letter.isdigit() else letter for letter in name.casefold())
    return shape[:1] + "".join(letter for last, letter in pairwise(shape) if not letter == last == "9")
