"""Rows in plenty, put in past the verbs: how they came is not what is measured. The same each time, counters included."""

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
from app.offices.calendar import calendar
from campaigns.comments.models import Comment, Reaction, Stand, StandTaken, Thread, Voice
from campaigns.contributions.models import Channel, Contribution, Kind, State
from campaigns.ideas.models import RING, Idea, Support
from campaigns.plan.models import Campaign, Track
from moderation.models import Case, CaseRule, Risk
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
    return made_texts(count)


def made_texts(count: int) -> list[str]:
    """Texts made of a few words."""
    chance = random.Random(7)
    return [" ".join(chance.choices(VOCABULARY, k=chance.randint(15, 45))).capitalize() + "." for _ in range(count)]


def put(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """The rows, whose keys are known, in a step of their own."""
    with step():
        if rows:
            db.session.execute(insert(model), rows)


def put_new(model: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Rows to which the database gives ids, in a step of their own; the ids in the order of the rows."""
    query = insert(model).returning(model.id, sort_by_parameter_order=True)
    with step():
        return list(db.session.scalars(query, rows)) if rows else []


def add_people(count: int) -> list[int]:
    """People with confirmed addresses; their ids."""
    first, now = (db.session.scalar(select(func.max(Account.id))) or 0) + 1, clock.now()
    rows = [
        {
            "email": f"one-of-many{number}@example.org",
            "email_key": f"one-of-many{number}@example.org",
            "email_confirmed_at": now,
            "password_hash": "",
            "given_name": "Анна",
            "family_name": "Кравец",
            "language": "ru",
            "created_at": now,
        }
        for number in range(first, first + count)
    ]
    return put_new(Account, rows)


def add_common(
    campaign: Campaign,
    kind: Kind,
    times: Sequence[datetime],
    people: Sequence[int],
    state: State = State.PUBLISHED,
) -> list[int]:
    """The common rows of texts that these people wrote in turn, one at each of the times; their ids."""
    rows = [
        {
            "kind": kind,
            "campaign_id": campaign.id,
            "author_id": people[place % len(people)],
            "channel": Channel.SITE,
            "state": state,
            "language": "ru",
            "created_at": at,
            "changed_at": at,
            "submitted_at": at,
            "published_at": at if state == State.PUBLISHED else None,
        }
        for place, at in enumerate(times)
    ]
    return put_new(Contribution, rows)


def add_ideas(
    campaign: Campaign,
    count: int,
    people: Sequence[int],
    written: Sequence[str] = (),
    state: State = State.PUBLISHED,
    first: int = 1,
) -> list[int]:
    """Ideas of these people, in four directions, numbered from the first; their ids."""
    tracks = _tracks(campaign)
    began = clock.now() - timedelta(days=9)
    ids = add_common(campaign, Kind.IDEA, [began + timedelta(minutes=2 * n) for n in range(count)], people, state)
    chance, written = random.Random(count), written or texts(count)
    rows = [
        {
            "id": id,
            "campaign_id": campaign.id,
            "number": place + first,
            "ring": chance.randrange(RING),
            "title": written[place][:90],
            "problem": written[place],
            "track_id": tracks[place % len(tracks)],
        }
        for place, id in enumerate(ids)
    ]
    put(Idea, rows)
    return ids


def add_cases(campaign: Campaign, ids: Sequence[int]) -> list[int]:
    """Open cases about these texts, opened a minute apart within nine days, of each risk in turn; their ids."""
    began, days = clock.now() - timedelta(days=9), calendar()
    opened = [began + timedelta(minutes=number) for number in range(len(ids))]
    rows = [
        {
            "contribution_id": id,
            "campaign_id": campaign.id,
            "risk": place % len(Risk),
            "found": int(place % len(Risk) > 0),
            "held": place % len(Risk) > 1,
            "reports": int(place % len(Risk) > 2),
            "opened_at": opened[place],
            "due_at": days.due(opened[place], campaign.time_zone),
            "checked_version": 1,
        }
        for place, id in enumerate(ids)
    ]
    found = put_new(Case, rows)
    put(CaseRule, [{"case_id": id, "code": "links"} for place, id in enumerate(found) if place % len(Risk)])
    return found


def _tracks(campaign: Campaign) -> Sequence[int]:
    known = db.session.scalars(select(Track.id).where(Track.campaign_id == campaign.id).order_by(Track.id)).all()
    return known or [make_track(campaign, name).id for name in ("Дороги", "Дворы", "Здоровье", "Школы")]


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
    """So many supports of these ideas, whose ids follow each other."""
    now = clock.now()
    found = pairs(ideas, people, count)
    put(Support, [{"idea_id": idea, "account_id": person, "since": now} for idea, person in found])
    of_idea = select(func.count()).where(Support.idea_id == Idea.id).scalar_subquery()
    change = update(Idea).where(Idea.id.between(ideas[0], ideas[-1]))
    with step():
        db.session.execute(change.values(supports=of_idea, support_total=of_idea))


def add_threads(campaign: Campaign, threads: Sequence[tuple[int, int, int]], people: Sequence[int]) -> list[int]:
    """Comments under texts, as (id of the text, comments at the top, answers to each); their ids, thread by thread.

    They were said a second apart, every fourth answers an answer, every fifth was found useful.
    """
    places = [(host, place, size) for host, roots, size in threads for _ in range(roots) for place in range(size + 1)]
    began = clock.now() - timedelta(days=5)
    times = [began + timedelta(seconds=number) for number in range(len(places))]
    ids = add_common(campaign, Kind.COMMENT, times, people)
    words = made_texts(100)
    rows, found_useful = list[dict[str, Any]](), list[dict[str, Any]]()
    for number, (id, (host, place, size), at) in enumerate(zip(ids, places, times, strict=True)):
        useful = 3 if number % 50 == 0 else int(number % 5 == 0)
        found_useful += [{"comment_id": id, "account_id": one, "since": at} for one in people[:useful]]
        root = None if place == 0 else ids[number - place]
        rows.append(
            {
                "id": id,
                "campaign_id": campaign.id,
                "thread_id": host,
                "parent_id": root if place % 4 else ids[number - 1] if place else None,
                "root_id": root,
                "body": words[number % len(words)],
                "voice": Voice.RESIDENT,
                "said_at": at,
                "useful": min(useful, len(people)),
                "replies": 0 if place else size,
                "is_counted": True,
            }
        )
    counted = {host: roots * (size + 1) for host, roots, size in threads}
    put(Thread, [{"id": host, "campaign_id": campaign.id, "comments": said} for host, said in counted.items()])
    put(Comment, rows)
    put(Reaction, found_useful)
    of_thread = select(Thread.comments).where(Thread.id == Idea.id).scalar_subquery()
    with step():
        db.session.execute(update(Idea).where(Idea.id.in_(select(Thread.id))).values(comments=of_thread))
    return ids


def add_stands(thread_id: int, people: Sequence[int]) -> None:
    """These people take stands in a thread, in turn for, against and unsure."""
    taken = [(person, list(Stand)[place % 3]) for place, person in enumerate(people)]
    now = clock.now()
    rows = [{"thread_id": thread_id, "account_id": one, "stand": stand, "since": now} for one, stand in taken]
    put(StandTaken, rows)
    counts = {f"stands_{stand}": sum(one == stand for _, one in taken) for stand in Stand}
    with step():
        db.session.execute(update(Thread).where(Thread.id == thread_id).values(**counts))
