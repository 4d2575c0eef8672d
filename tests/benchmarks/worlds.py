"""Rows in plenty, put in past the verbs: how they came is not what is measured. The same each time."""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

from sqlalchemy import func, insert, select, update

from app.accounts.models import Account
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Channel, Contribution, Kind, State
from campaigns.ideas.models import RING, Idea, Support
from campaigns.plan.models import Campaign
from tests.factories.campaigns import make_track
from tests.support.real import FOLDER

APPEALS = FOLDER / "ideas" / "kyiv_1551" / "appeals.jsonl.gz"
VOCABULARY = (
    "ремонт дорога двор парк школа библиотека поликлиника врач очередь автобус остановка свет фонарь снег лёд тротуар "
    "площадка ребёнок пенсионер справка портал запись приём талон вода тепло подъезд лифт мусор контейнер дерево лавка "
    "велосипед стоянка переход светофор знак шум ночь утро сделать поставить убрать открыть продлить заменить проверить "
    "построить провести сообщить показать добавить рядом далеко быстро долго удобно безопасно в на для по у через чтобы"
).split()
LONGEST = 250


def texts(count: int) -> list[str]:
    """Messages of residents: real ones where they are at hand, else made of a few words."""
    if APPEALS.exists():
        with gzip.open(APPEALS, "rt", encoding="utf-8") as file:
            found = [" ".join(json.loads(line)["text"].split())[:LONGEST] for line in islice(file, count)]
        return list(islice(cycle([text for text in found if text]), count))
    chance = random.Random(7)
    return [" ".join(chance.choices(VOCABULARY, k=chance.randint(15, 45))).capitalize() + "." for _ in range(count)]


def add_people(count: int) -> list[int]:
    """People with confirmed addresses; their ids."""
    first, now = (db.session.scalar(select(func.max(Account.id))) or 0) + 1, clock.now()
    rows = [
        {
            "id": number,
            "email": f"person{number}@example.org",
            "email_key": f"person{number}@example.org",
            "email_confirmed_at": now,
            "password_hash": "",
            "given_name": "Анна",
            "family_name": "Кравец",
            "language": "ru",
            "created_at": now,
        }
        for number in range(first, first + count)
    ]
    with step():
        db.session.execute(insert(Account), rows)
    return [row["id"] for row in rows]


def add_ideas(campaign: Campaign, count: int, people: Sequence[int]) -> list[int]:
    """Published ideas of these people, in four directions; their ids."""
    tracks = [make_track(campaign, name).id for name in ("Дороги", "Дворы", "Здоровье", "Школы")]
    first = (db.session.scalar(select(func.max(Contribution.id))) or 0) + 1
    written = texts(count)
    chance, began = random.Random(count), clock.now() - timedelta(days=9)
    common, ideas = [], []
    for place in range(count):
        at = began + timedelta(minutes=2 * place)
        common.append(_common(first + place, campaign.id, people[place % len(people)], at))
        ideas.append(
            {
                "id": first + place,
                "campaign_id": campaign.id,
                "number": place + 1,
                "ring": chance.randrange(RING),
                "title": written[place][:90],
                "problem": written[place],
                "track_id": tracks[place % len(tracks)],
            }
        )
    with step():
        db.session.execute(insert(Contribution), common)
        db.session.execute(insert(Idea), ideas)
    return [idea["id"] for idea in ideas]


def _common(id: int, campaign_id: int, author_id: int, at: datetime) -> dict[str, Any]:
    times = dict.fromkeys(("created_at", "changed_at", "submitted_at", "published_at"), at)
    return {
        "id": id,
        "kind": Kind.IDEA,
        "campaign_id": campaign_id,
        "author_id": author_id,
        "channel": Channel.SITE,
        "state": State.PUBLISHED,
        "language": "ru",
        **times,
    }


def pairs(ideas: Sequence[int], people: Sequence[int], count: int) -> Iterator[tuple[int, int]]:
    """So many different pairs of idea and person, some ideas liked more than others."""
    chance, seen = random.Random(len(ideas)), set[tuple[int, int]]()
    liking = [min(chance.paretovariate(1.6), 25) for _ in ideas]
    while len(seen) < count:
        for pair in zip(chance.choices(ideas, liking, k=count), chance.choices(people, k=count), strict=True):
            if pair not in seen and len(seen) < count:
                seen.add(pair)
                yield pair


def add_supports(ideas: Sequence[int], people: Sequence[int], count: int) -> None:
    """So many supports of these ideas, whose ids follow each other, counters included."""
    now = clock.now()
    rows = [{"idea_id": idea, "account_id": person, "since": now} for idea, person in pairs(ideas, people, count)]
    with step():
        db.session.execute(insert(Support), rows)
        of_idea = select(func.count()).where(Support.idea_id == Idea.id).scalar_subquery()
        change = update(Idea).where(Idea.id.between(ideas[0], ideas[-1]))
        db.session.execute(change.values(supports=of_idea, support_total=of_idea))
