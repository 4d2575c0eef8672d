"""What is meant to be known: hotlines, and the phones and mailboxes that offices publish."""

from collections.abc import Callable, Iterable

from campaigns.contributions.findings import Finding
from moderation.checks.nearness import Places, words

# Free calls of Russia and Ukraine; the short numbers (112, 102, 103, 1551) are no phones of people to begin with.
PUBLISHED: frozenset[str] = frozenset()
HOTLINES = ("8800", "7800", "800", "0800", "380800", "0900", "1800")

_OFFICE = words(
    *"при[её]мн приймальн регистратур реєстратур диспетчер администраци адміністраці справочн довідков дежурн чергов аварийн".split(),
    *"аварійн поликлиник поліклінік канцеляри канцелярі управлени управлінн департамент мфц цнап жэк жек рда".split(),
    *"reception dispatch hotline helpline office administration registry".split(),
    r"горяч\w\w лини",
    r"гаряч\w ліні",
    r"контакт\w{0,4}-?\s?центр",
    "кол+-?центр",
    "call cent",
)
_MINE = words(
    *(
        rf"{word}(?!\w)"
        for word in ("мо[йяюёеєїи]\\w{0,2}", "мне", "мені", "мен[яе]", "мам\\w", "my", "me", "mum['’]?s")
    ),
    *(rf"{word}(?!\w)" for word in ("домашн\\w{1,3}", "сотов\\w{1,3}", "сосед\\w{0,2}", "сусід\\w{0,2}")),
)
_BEFORE_OFFICE, _BEFORE_MINE = 50, 25


def without_offices(low: str, found: list[Finding], is_mobile: Callable[[str], bool]) -> list[Finding]:
    """The phones of a text in small letters without hotlines and without those named as an office's, unless they are mobile."""
    kept = [one for one in found if not _is_hotline(low[one.start : one.end])]
    if not kept:
        return kept
    offices, mine = Places(_OFFICE, low), Places(_MINE, low)
    return [
        one
        for one in kept
        if is_mobile(low[one.start : one.end])
        or not offices.near(one.start, one.end, before=_BEFORE_OFFICE)
        or mine.near(one.start, one.end, before=_BEFORE_MINE)
    ]


def without_published(text: str, found: Iterable[Finding], published: frozenset[str]) -> list[Finding]:
    """The findings without phones and mailboxes that were published; see `key` for how these are written."""
    return [one for one in found if not published or key(text[one.start : one.end]) not in published]


def key(contact: str) -> str:
    """A phone or a mailbox so that two ways of writing one are equal: the last ten digits, or small letters."""
    return contact.lower() if "@" in contact else _digits(contact)[-10:]


def _is_hotline(written: str) -> bool:
    return len(_digits(written)) >= 10 and _digits(written).startswith(HOTLINES)


def _digits(written: str) -> str:
    return "".join(letter for letter in written if letter.isdigit())
