"""Texts in another language than the project's. Said to the moderator, never a reason to hold one: neighbours understand."""

import re
from collections.abc import Collection

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding

CODE = "language"
EXPLANATION = _l("This is written in another language than the project.")
KNOWN, FOREIGN = 0.3, 0.5

# Fewer letters than these may be a name, fewer words a title.
LEAST_LETTERS, LEAST_WORDS, LOOKED_AT = 20, 10, 4_000
_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC, _LATIN = re.compile("[\u0400-\u052f]"), re.compile("[a-z\u00c0-\u024f]", re.IGNORECASE)
_RUSSIAN, _UKRAINIAN = re.compile("[ыэъё]", re.IGNORECASE), re.compile("[іїєґ]", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:['’]\w+)?")

# Words no text of some length does without; those of both Slavic languages tell nothing.
_COMMON = {
    "ru": "и в не на что это как но с по для если или есть быть был уже нет их все чтобы очень только когда при было где",
    "uk": "і й та в у не на що це як але з по для якщо або є бути був вже немає їх все щоб дуже тільки коли при було де від",
    "en": "the of and to in is it that for on with are be this have not was as by from at or an we there will would should can",
}
_ALL = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_TELLING = {
    language: words - frozenset().union(*(other for code, other in _ALL.items() if code != language))
    for language, words in _ALL.items()
}


def find_in(text: str, languages: Collection[str]) -> list[Finding]:
    """One finding over the text where its language is known and none of these, or is none that is known here."""
    seen = seen_in(text)
    if seen is None or seen in languages:
        return []
    return [Finding(CODE, KNOWN if seen else FOREIGN, 0, len(text), EXPLANATION)]


def seen_in(text: str) -> str | None:
    """The code ru, uk or en; "" of another language; None where there are too few letters or they do not tell."""
    text = text[:LOOKED_AT]
    letters, cyrillic = len(_LETTER.findall(text)), len(_CYRILLIC.findall(text))
    latin = len(_LATIN.findall(text))
    if letters < LEAST_LETTERS:
        return None
    if max(cyrillic, latin) * 2 < letters:
        return ""
    words = [word.lower() for word in _WORD.findall(text)]
    return _slavic(text, words) if cyrillic >= latin else _latin(words)


def _slavic(text: str, words: list[str]) -> str | None:
    russian = len(_RUSSIAN.findall(text)) + sum(word in _TELLING["ru"] for word in words)
    ukrainian = len(_UKRAINIAN.findall(text)) + sum(word in _TELLING["uk"] for word in words)
    if russian == ukrainian:
        return None
    return "ru" if russian > ukrainian else "uk"


def _latin(words: list[str]) -> str | None:
    common = sum(word in _TELLING["en"] for word in words)
    if common * 12 >= len(words):
        return "en"
    return "" if len(words) >= LEAST_WORDS else None
