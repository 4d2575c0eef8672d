"""Texts to search in: put into a copy past the verbs, found through the code of the page."""

import gzip
import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from app.foundation import clock
from campaigns.comments.models import Comment, Thread
from campaigns.contributions.models import Channel, Contribution, Kind, State
from campaigns.ideas.models import RING, Idea, Outcome
from search import engines
from search.engine import Shelf
from search.queries.documents import all_of
from tests.factories import plenty
from tests.factories.campaigns import make_campaign, make_idea, make_track
from tests.factories.people import make_territory
from tests.factories.services import make_service

CAMPAIGNS, TRACKS, TERRITORIES, SERVICES, OUTCOME_EVERY = 5, 6, 20, 15, 7
TITLE_LETTERS = 80
LANGUAGES = {"ru", "uk", "en"}


@dataclass(frozen=True)
class Text:
    """A text of a collection. One without a title is called by its first words, as no idea is without."""

    source_id: str
    title: str
    text: str
    language: str
    published_at: datetime | None = None

    @property
    def called(self) -> str:
        """Its title."""
        words = " ".join(self.text.split())
        return self.title or (words if len(words) <= TITLE_LETTERS else words[:TITLE_LETTERS].rpartition(" ")[0]) or "-"


def messages(count: int) -> list[Text]:
    """Real messages of residents about city services; none where they are absent."""
    if not plenty.APPEALS.exists():
        return []
    with closing(gzip.open(plenty.APPEALS, "rt", encoding="utf-8")) as file:
        rows = [json.loads(line) for line in islice(file, count)]
    return [
        Text(row["id"], "", row["text"], row["lang"], datetime.fromisoformat(row["created_at"]).replace(tzinfo=UTC))
        for row in rows
    ]


def put(texts: Sequence[Text]) -> None:
    """Makes public ideas of the texts, in campaigns with tracks, places and services."""
    campaigns = [make_campaign(f"campaign-{number}", title=f"Project {number}") for number in range(CAMPAIGNS)]
    tracks = [[make_track(one, f"Track {number}").id for number in range(TRACKS)] for one in campaigns]
    places = [make_territory(f"Place {number}").id for number in range(TERRITORIES)]
    services = [make_service(f"Service {number}").id for number in range(SERVICES)]
    people, now = plenty.add_people(50), clock.now()
    times = [text.published_at or now - timedelta(minutes=number) for number, text in enumerate(texts)]
    common = [
        _common(text, at, campaigns[number % CAMPAIGNS].id, people[number % len(people)])
        for number, (text, at) in enumerate(zip(texts, times, strict=True))
    ]
    ids = plenty.put_new(Contribution, common)
    outcomes = list(Outcome)
    rows = [
        {
            "id": id,
            "campaign_id": common[number]["campaign_id"],
            "number": number + 1,
            "ring": number * 7919 % RING,
            "title": text.called,
            "problem": text.text,
            "source_id": text.source_id,
            "track_id": tracks[number % CAMPAIGNS][number % TRACKS],
            "territory_id": places[number % TERRITORIES],
            "service_id": services[number % SERVICES] if number % 3 == 0 else None,
            "outcome": outcomes[number % len(outcomes)] if number % OUTCOME_EVERY == 0 else None,
        }
        for number, (id, text) in enumerate(zip(ids, texts, strict=True))
    ]
    plenty.put(Idea, rows)


def put_remarks(texts: Sequence[Text]) -> None:
    """Makes public comments of the texts, as what people write without a title is; all under one idea without words."""
    campaign, people, now = make_campaign("remarks"), plenty.add_people(50), clock.now()
    host = make_idea(campaign, title="-", problem="-", proposal="-")
    common = [
        {**_common(text, now, campaign.id, people[number % len(people)]), "kind": Kind.COMMENT}
        for number, text in enumerate(texts)
    ]
    ids = plenty.put_new(Contribution, common)
    plenty.put(Thread, [{"id": host.id, "campaign_id": campaign.id, "comments": len(texts)}])
    rows = [
        {
            "id": id,
            "campaign_id": campaign.id,
            "thread_id": host.id,
            "body": text.text,
            "said_at": now,
            "source_id": text.source_id,
        }
        for id, text in zip(ids, texts, strict=True)
    ]
    plenty.put(Comment, rows)


def _common(text: Text, at: datetime, campaign_id: int, author_id: int) -> dict[str, Any]:
    return {
        "kind": Kind.IDEA,
        "campaign_id": campaign_id,
        "author_id": author_id,
        "channel": Channel.SITE,
        "state": State.PUBLISHED,
        "language": text.language,
        "created_at": at,
        "changed_at": at,
        "submitted_at": at,
        "published_at": at,
    }


def index() -> None:
    """Builds the public shelf alone."""
    with engines.of(Shelf.PUBLIC).rebuild() as changes:
        for documents in all_of(Shelf.PUBLIC):
            changes.index(documents)
