"""In which language a text is written, told by its letters."""

import re

_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_RUSSIAN = re.compile("[ыэёъ]", re.IGNORECASE)
_CYRILLIC = re.compile("[а-яіїєґё]", re.IGNORECASE)
_LATIN = re.compile("[a-z]", re.IGNORECASE)


def language_of(text: str, usual: str) -> str:
    """The code ru, uk or en; `usual` where the letters do not tell: text of figures, or Cyrillic that could be either."""
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if not cyrillic and not latin:
        return usual
    if latin > cyrillic:
        return "en"
    ukrainian, russian = len(_UKRAINIAN.findall(text)), len(_RUSSIAN.findall(text))
    if ukrainian == russian:
        return usual if usual in {"ru", "uk"} else "ru"
    return "uk" if ukrainian > russian else "ru"
