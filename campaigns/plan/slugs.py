"""Names of campaigns in addresses: small Latin letters, figures and hyphens."""

import re

FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 60
# Words that addresses under /campaigns/ already use.
RESERVED = frozenset({"new"})

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
