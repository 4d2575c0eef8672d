"""Full names with a patronymic: a weak sign. Officials and those whom streets are named after are left alone."""

import re
from collections.abc import Sequence
from dataclasses import replace

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import HOLD_FROM, Finding
from moderation.checks.letters import lowered
from moderation.checks.nearness import Places, few, words

CODE = "personal.name"
EXPLANATION = _l("This looks like the full name of a person. Ask yourself whether they would like to be named.")
WEAK = 0.4
# So far from a name other personal data are taken for that person's.
TOGETHER = 200

_UPPER = "A-ZА-ЯЁІЇЄҐ"
# Words in capitals alone are headlines: "ПРО БЕЗКОШТОВНІ" ends like a patronymic.
_WORD = rf"(?-i:[{_UPPER}][a-zа-яёіїєґ’'ʼ](?:[\w’'ʼ-]{{0,24}}[a-zа-яёіїєґ])?)"
_END = re.compile(r"(?:ич(?:а|у|ем|ом|ев[іи]|і|е)?|[вч]н(?:а|ы|и|е|і|у|ой|ою)|[iy]ch|vna|chna)(?!\w)")
_STEM = re.compile(
    r"(?:(?:[оеёєї]в|ль|льм|зьм|[кмт]|кит|ал|фом|лук)ич|(?:[оеёєїі]в|[ин]и)ч?н|[oeiy]v[iy]ch|[lm]ich|[oeiy]vna|nichna)\w{0,3}$"
)
_BEFORE = re.compile(rf"(?<![\w-])(?:({_WORD})[ ]+)?({_WORD})[ ]+({_WORD})$", re.IGNORECASE)
_AFTER = re.compile(rf"[ ]({_WORD})(?!\w)")
_NO_SURNAME = re.compile(
    r"(?:\w\w$|жела|молод|граф|княз|цар|поздрав|вітаю|хвал|благодар|подяк|уважаем|дорог|шановн|здравств|добр|спасиб|дяку|прош|пан[іоеу]?$|госпо|dear|mrs?$|thank|наш|мо[йяею]|ваш|т[её]т|дяд|баб"
    r"|дед|мам|пап|это|від$|от$|для$|у$|к$|с$|з$|и$|й$|та$|і$|а$|но$|я$|for|from|the$|regards|name|is$|in$|повагою|уважением)",
    re.IGNORECASE,
)
_OFFICIAL = words(
    *"глав[аеуы] мэр голов[аиуоі] министр міністр депутат директор начальник начальниц завед завід".split(),
    *"руководител керівник губернатор президент прокурор судь[яеи] судд секретар врач лікар учител".split(),
    *"вчител педагог председател замести заступни специалист спеціаліст инспектор інспектор чиновник".split(),
    *"сотрудни співробітни майор капитан капітан участков дільничн мастер майст дворни двірни слесар".split(),
    *"слюсар сантехн консьерж инженер інженер медсестр воспитател виховател тренер mayor minister".split(),
    *"deputy head director doctor teacher judge chief улиц вулиц площ проспект сквер музей книг роман".split(),
    *"поэт писател письменник композитор герой героя monument street".split(),
    r"мер(?!\w)",
    r"м[іе]ськ\w{2,4}",
    r"зам(?!\w)",
    r"им(?!\w)",
    r"ім(?!\w)",
    r"имен[иі](?!\w)",
    r"імен[іи](?!\w)",
    r"памят\w{1,4}",
    r"пам['’ʼ]ят\w{1,4}",
    r"ул(?!\w)",
    r"вул(?!\w)",
    r"named after",
)
_OFFICIAL_AFTER = re.compile(
    r"[ ,–—-]{1,3}(?:street|square|avenue|park|глав|мэр|депутат|директор|начальник|завед|завід|врач|лікар)",
    re.IGNORECASE,
)
_WINDOW, _BEFORE_OFFICE = 90, 45


def find(text: str) -> list[Finding]:
    """Full names of people in a text."""
    low = lowered(text)
    spans = [span for end in few(_END, low) if (span := _whole(text, end.end()))]
    if not spans:
        return []
    offices = Places(_OFFICIAL, low)
    return [
        Finding(CODE, WEAK, start, end, EXPLANATION)
        for start, end in spans
        if not offices.near(start, end, before=_BEFORE_OFFICE) and not _OFFICIAL_AFTER.match(low, end)
    ]


def with_company(found: Sequence[Finding]) -> list[Finding]:
    """The findings where a name that stands beside other personal data holds a text. Alone it never does."""
    others = [one for one in found if one.is_personal and one.code != CODE and one.score >= WEAK]
    return [
        replace(one, score=HOLD_FROM)
        if one.code == CODE and any(_gap(one, other) <= TOGETHER for other in others)
        else one
        for one in found
    ]


def _whole(text: str, end: int) -> tuple[int, int] | None:
    """The full name whose patronymic ends here: surname, name, patronymic, or the surname last."""
    begin = max(0, end - _WINDOW)
    before = _BEFORE.search(text[begin:end])
    if not before or not _STEM.search(before[3].lower()):
        return None
    if _OFFICIAL.match((before[1] or "").lower()) or _OFFICIAL.match(before[2].lower()):
        return None
    if before[1] and not _NO_SURNAME.match(before[1]) and not _NO_SURNAME.match(before[2]):
        return begin + before.start(1), end
    after = _AFTER.match(text, end)
    if after and not _NO_SURNAME.match(before[2]):
        return begin + before.start(2), after.end(1)
    return None


def _gap(one: Finding, other: Finding) -> int:
    return max(other.start - one.end, one.start - other.end, 0)
