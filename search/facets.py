"""By what the found can be narrowed, and how people call it in their queries."""

from enum import StrEnum


class Facet(StrEnum):
    """By what the found can be narrowed. A document has any number of values of each."""

    KIND = "kind"
    CAMPAIGN = "campaign"
    TRACK = "track"
    STATUS = "status"
    TERRITORY = "territory"
    SERVICE = "service"
    LANGUAGE = "language"


# In English, Russian and Ukrainian, and what people call them besides.
NAMES: dict[Facet, tuple[str, ...]] = {
    Facet.KIND: ("kind", "вид"),
    Facet.CAMPAIGN: ("project", "проект", "проєкт", "campaign", "кампания", "кампанія"),
    Facet.TRACK: ("track", "направление", "тема", "напрям"),
    Facet.STATUS: ("status", "статус", "стан"),
    Facet.TERRITORY: ("place", "территория", "место", "територія", "місце"),
    Facet.SERVICE: ("service", "сервис", "услуга", "сервіс", "послуга"),
    Facet.LANGUAGE: ("language", "язык", "мова"),
}
TITLE_NAMES = ("title", "заголовок", "назва")
DATE_NAMES = ("date", "дата")
