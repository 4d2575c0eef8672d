"""What the installation is called, who answers for it, which languages it offers: as set in the browser, else in the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from babel.numbers import format_decimal
from flask import current_app
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from app.config import Settings


@dataclass(frozen=True)
class Chosen:
    """What holds now. `residents` are the words for residents by language: for 1, for few, for many, for all of them.

    `colour` is the main colour as #rrggbb, `logo` the name of the picture beside the name, `logo_width` how wide that is when it is
    32 dots high; empty where the platform's own hold.
    """

    name: str
    organiser: str
    contacts: str
    languages: tuple[str, ...]
    default_language: str
    colour: str = ""
    logo: str = ""
    logo_width: int = 32
    residents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: int = 0


def usual(settings: Settings) -> Chosen:
    """What the environment says."""
    return Chosen(
        settings.SITE_NAME,
        settings.SITE_ORGANISER,
        settings.SITE_CONTACTS,
        settings.LANGUAGES,
        settings.DEFAULT_LANGUAGE,
    )


def chosen() -> Chosen:
    """What holds for this copy now."""
    settings: Settings = current_app.extensions["veche.settings"]
    keeper = current_app.extensions.get("veche.site")
    present: Chosen = keeper.chosen(settings) if keeper else usual(settings)
    return present


def name(language: str = "") -> str:
    """The name its operator has given; else the platform's own, in the language or in that of the present page."""
    given = chosen().name
    if given:
        return given
    if not language:
        return str(_("Veche"))
    with force_locale(language):
        return str(_("Veche"))


def a_resident() -> str:
    """Somebody whose name is not shown, by the operator's own word for residents where there is one."""
    words = _own_words()
    return words[0][:1].upper() + words[0][1:] if words else str(_("A participant"))


def all_residents() -> str:
    """The operator's own word for all residents, at the beginning of a sentence; empty where there is none."""
    words = _own_words()
    return words[-1][:1].upper() + words[-1][1:] if words else ""


def of_residents() -> str:
    """The operator's own word for residents as it stands after five, empty where there is none.

    In Russian and Ukrainian that is also the form of whom somebody asks and of whose something is.
    """
    words = _own_words()
    return words[-2] if words else ""


def counted_residents(count: int) -> str:
    """So many residents in the operator's own words, after the rule of plurals of the language; empty where there are none."""
    words = _own_words()
    if not words:
        return ""
    locale = get_locale()
    form = {"one": 0, "few": 1, "many": 2}.get(locale.plural_form(count), 1)
    return f"{format_decimal(count, locale=locale)}\u00a0{words[min(form, len(words) - 2)]}"


def _own_words() -> tuple[str, ...]:
    return chosen().residents.get(str(get_locale()), ())
