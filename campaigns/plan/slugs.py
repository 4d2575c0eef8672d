"""Names of campaigns in addresses: small Latin letters, figures and hyphens."""

import re
from collections.abc import Container
from itertools import count

FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 60
# Words that addresses under /campaigns/ already use.
RESERVED = frozenset({"new", "copy"})

_NUMBERED = re.compile(r"(-(?:(?:19|20)\d\d|\d{1,3}))+$")

_LATIN = {
    **dict(zip("абвгдезийклмнопрстуфыэієґ", "abvgdeziyklmnoprstufyeieg", strict=True)),
    "ё": "yo",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
    "ї": "yi",
    "'": "",
    "’": "",
}


def is_fit(slug: str) -> bool:
    """Whether the word may stand in an address."""
    return len(slug) <= LONGEST and slug not in RESERVED and FORM.fullmatch(slug) is not None


def slug_of(title: str) -> str:
    """A word for the address made of a title; empty where the title has nothing for it."""
    latin = "".join(_LATIN.get(letter, letter) for letter in title.casefold())
    words = re.findall(r"[a-z0-9]+", latin)
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        slug = longer
    return f"{slug}-1" if slug in RESERVED else slug


def base_of(slug: str) -> str:
    """The word without the year or the number at its end."""
    return _NUMBERED.sub("", slug) or slug


def free(slug: str, year: int, taken: Container[str]) -> str:
    """A word for the address of a copy: the same with the year, and a number where that is taken."""
    ending = f"-{year}"
    start = base_of(slug)[: LONGEST - len(ending) - 4].strip("-")
    numbered = (f"{start}{ending}-{number}" for number in count(2))
    return f"{start}{ending}" if f"{start}{ending}" not in taken else next(one for one in numbered if one not in taken)
