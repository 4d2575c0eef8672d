"""What stands in this installation that the demonstration did not bring: nobody could bring it again."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, inspect, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Account
from app.demo.cast import REGIONS
from app.demo.loading import STORIES
from app.demo.people import ELSEWHERE, OFFICES, RESIDENTS
from app.offices.models import CalendarDay, Competence, Office
from app.outreach.models import Unwanted
from app.site.models import SitePicture
from app.territories.models import Territory
from campaigns.plan.models import Campaign
from campaigns.services.models import Service

NAMED = 3


@dataclass(frozen=True)
class Kind:
    """Things that stand on their own. `name` tells them apart, `is_foreign` those that the demonstration did not bring."""

    word: str
    name: InstrumentedAttribute[str]
    is_foreign: Callable[[], ColumnElement[bool]]


def _other_than(name: InstrumentedAttribute[str], names: Iterable[str]) -> ColumnElement[bool]:
    return name.not_in(sorted(set(names)))


def _offered(field: str) -> Iterator[str]:
    return (getattr(service, field) for story in STORIES for service in story.services)


def _answering() -> Iterator[str]:
    return (story.after.office for story in STORIES if story.after)


def _slugs() -> list[str]:
    return [story.slug for story in STORIES]


def _places() -> set[str]:
    return {place for people in RESIDENTS.values() for _, _, place in people} | set(REGIONS.values())


# Every other table belongs to one of these: what a person wrote, to their account and to a campaign.
KINDS = (
    Kind("campaign", Campaign.slug, lambda: or_(_other_than(Campaign.slug, _slugs()), not_(Campaign.is_demo))),
    Kind("account", Account.email, lambda: not_(Account.is_demo)),
    Kind(
        "department",
        Office.name,
        lambda: _other_than(Office.name, {*OFFICES.values(), *_offered("office"), *_answering()}),
    ),
    Kind(
        "entry of the address book",
        Competence.name,
        lambda: _other_than(Competence.name, [one[0] for one in ELSEWHERE]),
    ),
    Kind("service", Service.name, lambda: _other_than(Service.name, _offered("name"))),
    Kind("place", Territory.name, lambda: _other_than(Territory.name, _places())),
    Kind("day of the working calendar", CalendarDay.name, lambda: CalendarDay.day.is_not(None)),
    Kind("logo", SitePicture.media_type, lambda: SitePicture.digest.is_not(None)),
    Kind("wish for no invitations", Unwanted.print, lambda: Unwanted.since.is_not(None)),
)


def foreign(connection: Connection) -> list[str]:
    """What the demonstration did not bring, some words a kind; nothing where all of it can be brought again."""
    tables = set(inspect(connection).get_table_names())
    return [told for kind in KINDS if kind.name.class_.__tablename__ in tables and (told := _told(connection, kind))]


def _told(connection: Connection, kind: Kind) -> str:
    names = list(connection.scalars(select(kind.name).where(kind.is_foreign()).order_by(kind.name)))
    return f"{kind.word} {_listed(names)}" if names else ""


def _listed(names: Collection[str]) -> str:
    some = ", ".join(f"“{name}”" for name in list(names)[:NAMED])
    return f"{some} and {len(names) - NAMED} more" if len(names) > NAMED else some
