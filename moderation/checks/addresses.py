"""Home addresses: street, house and flat. A house without a flat says where a thing is, unless somebody lives there."""

import re

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding
from moderation.checks.letters import lowered
from moderation.checks.nearness import few, words

CODE = "personal.address"
EXPLANATION = _l("This looks like a home address. Everyone will know where somebody lives.")

_FLAT = words(
    *(
        rf"{word}(?!\w)[ .№#\u00a0]{{0,3}}+\d{{1,4}}[a-zа-яі]?(?![\w%]|[.,]\d)(?!\s?(?:кв\.?\s?м|м[²2.]|sq|per|%))"
        for word in ("кв(?:артир[аеуі])?", "kv", "flat", "apt", "apartment")
    )
)
_HOUSE = (
    r"(?:(?:дом|д|буд(?:инок)?|house|d)(?!\w)[.]?[ ]?)?№?[ ]?\d{1,4}(?:[ ]?-?[а-яіa-z](?!\w))?(?:/\d{1,4}[а-яіa-z]?)?(?!\w)"
    r"(?:[, ]{1,3}(?:корп(?:ус)?|к|стр|секция|секція|под(?:ъезд)?|під[’']їзд)(?!\w)[. ]{0,2}\d{1,3})?"
)
_KIND = (
    r"(?:ул(?:иц[аеуы])?|вул(?:иц[яіюі])?|пр(?:осп(?:ект\w?)?|-т|-кт)?|пер(?:еул(?:ок|ке))?|пров(?:улок|улку)?|бул(?:ьвар\w?)?|б-р"
    r"|шоссе|шосе|наб(?:ережн\w{2})?|пл(?:ощад[ьи]|ощ[аі])?|тракт|проезд\w?|проїзд\w?|туп(?:ик)?|аллея|алея|мкр(?:н)?|м-н"
    r"|микрорайон\w?|мікрорайон\w?|ul|vul|prosp|per)"
)
_NAMED = r"(?-i:(?:\d{1,3}[ -](?:\w{1,3}[ ])?)?[\w’'ʼ.-]{2,25}(?:[ ][\w’'ʼ.-]{2,25}){0,2})"
_STREET = re.compile(rf"(?<!\w){_KIND}(?!\w)[. ]{{1,2}}{_NAMED}[, ]{{1,3}}{_HOUSE}", re.IGNORECASE)
_BEHIND_STREET = re.compile(_STREET.pattern + r"[, ]{0,3}$", re.IGNORECASE)
_BEHIND_NAME = re.compile(
    rf"(?<![\w.])(?-i:[А-ЯЁІЇЄҐ][\w’'ʼ-]{{3,25}})(?:[ ](?-i:[А-ЯЁІЇЄҐ])[\w’'ʼ-]{{2,25}})?[, ]{{1,3}}{_HOUSE}[, ]{{0,3}}$",
    re.IGNORECASE,
)
_ENGLISH = r"(?:[A-Z][\w'-]{1,25}[ ]){1,3}(?:Street|St|Avenue|Ave|Lane|Road|Rd|Boulevard|Blvd|Drive|Square|Court|Way|Close|Terrace)(?!\w)"
_BEHIND_ENGLISH = re.compile(
    rf"(?<!\w)(?:\d{{1,4}}[a-zA-Z]?[ ]{_ENGLISH}|{_ENGLISH}[., ]{{1,3}}\d{{1,4}}[a-zA-Z]?)[., ]{{0,3}}$"
)
_AHEAD = re.compile(rf"[, ]{{1,3}}(?:{_HOUSE}[ ])?{_ENGLISH}")
_HYPHENED = re.compile(
    rf"(?<!\w){_KIND}(?!\w)[. ]{{1,2}}{_NAMED}[, ]{{1,3}}\d{{1,4}}[а-яі]?-\d{{1,4}}(?![\w-])", re.IGNORECASE
)
# Who says "the residents of the house" names many people and none.
_LIVES = words(
    *(rf"жив{ending}(?!\w)" for ending in ("у", "[уеё]м", "[её]т?", "емо")),
    r"прожива(?:ю|ем|ет|ємо|є)(?!\w)",
    r"прописан[аы]?(?!\w)",
    r"зарегистрирован[аы]?(?!\w)",
    r"мешка(?:ю|ємо|є)(?!\w)",
    r"мо\w{1,3} прожив\w{2,4}(?!\w)",
    r"мо[йяюєїеё]\w{0,2} адрес",
    r"домашн\w{2,3} адрес",
    "i live",
    "we live",
    "lives",
    "my address",
    "home address",
)
_WINDOW, _BEHIND_LIVES = 90, 40


def find(text: str) -> list[Finding]:
    """Home addresses of a text."""
    low = lowered(text)
    found = [place for flat in few(_FLAT, low) if (place := _around(text, *flat.span()))]
    marked = [Finding(CODE, 0.8, start, end, EXPLANATION) for start, end in found]
    for lives in few(_LIVES, low):
        for score, pattern in ((0.8, _HYPHENED), (0.5, _STREET)):
            street = pattern.search(text, lives.end(), lives.end() + _WINDOW)
            if street and street.start() <= lives.end() + _BEHIND_LIVES:
                marked.append(Finding(CODE, score, street.start(), street.end(), EXPLANATION))
    return marked


def _around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The address that a flat at this place belongs to."""
    begin = max(0, start - _WINDOW)
    before = text[begin:start]
    if before.rstrip(" ,.")[-1:].isalnum():
        for pattern in (_BEHIND_STREET, _BEHIND_NAME, _BEHIND_ENGLISH):
            if found := pattern.search(before):
                return begin + found.start(), end
    ahead = _AHEAD.match(text, end)
    return (start, ahead.end()) if ahead else None
