"""The digest of a round and the final report of a regional campaign: each job of the worker, in a process of its own.

Titles and texts are real ones where these are at hand. What is measured is wall-clock: a person waits for it.
"""

import csv
import json
import multiprocessing
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import Account
from app.config import load
from app.digests import jobs, made
from app.digests.files import words_of
from app.digests.models import Form, ReportDraft, Snapshot
from app.factory import create_app
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.territories.models import Territory
from campaigns.answers.models import OwedAnswer
from campaigns.comments.models import Comment
from campaigns.ideas.models import Idea
from campaigns.plan import days
from campaigns.plan.models import Campaign
from tests.benchmarks.copies import QUIET, copy
from tests.benchmarks.measures import table
from tests.factories import large, plenty
from tests.factories.large import Place, Size
from tests.factories.people import make_office
from tests.factories.rounds import freeze, make_round, publish
from tests.support.real import FOLDER

PETITIONS = FOLDER / "ideas" / "kyiv_petitions" / "petitions.csv"
FEEDBACK = FOLDER / "comments" / "ru_resident_feedback" / "comments.csv"
PLACES, OWED = 22, 200
MUNICIPAL = Size(
    people=500,
    services=20,
    topics=10,
    problems=20,
    ideas=300,
    in_idea=(40, 4),
    in_topic=(60, 4),
    elsewhere=(250, 5, 1),
    supports=5_000,
    waiting=5,
    authors=200,
)
REGIONAL = Size(
    people=15_000,
    services=166,
    topics=60,
    problems=100,
    ideas=3_000,
    in_idea=(100, 4),
    in_topic=(500, 4),
    elsewhere=(2_700, 5, 1),
    supports=100_000,
    waiting=30,
    authors=5_000,
)
SIZES = {"municipal": MUNICIPAL, "regional": REGIONAL}
# What is asked for: seconds for all files of a digest, megabytes of the worker, milliseconds of a step, bytes of the page.
MOST_SECONDS = {"municipal": 5, "regional": 60}


class Watch:
    """The place of writers with a clock: how long it was held at most, in seconds; and the processor's time when the job began."""

    def __init__(self, lock: Any) -> None:
        self._lock, self._since, self.longest, self.processor = lock, 0.0, 0.0, 0.0

    def acquire(self) -> None:
        """Waits for the place."""
        self._lock.acquire()
        self._since = time.perf_counter()

    def release(self) -> None:
        """Gives it up."""
        if self._since:
            self.longest, self._since = max(self.longest, time.perf_counter() - self._since), 0.0
        self._lock.release()


def run(names: Sequence[str] = tuple(SIZES)) -> None:
    """Prints what digests of both sizes cost."""
    for name in names:
        _measure(name, SIZES[name])


def _measure(name: str, size: Size) -> None:
    with copy() as app:
        settings = app.extensions["veche.settings"]
        with app.app_context():
            place = place_of(name, size)
            round_ = make_round(db.session.get_one(Campaign, place.campaign_id))
            result = publish(freeze(round_))
            asked = {"result": result.id, "campaign": place.campaign_id}
            db.session.remove()
        lines = []
        for about, job in (("digest of the round", _round), ("final report", _report)):
            found = in_a_worker(job, str(settings.VECHE_INSTANCE), settings.REDIS_URL, asked)
            lines.append((about, *found["seconds"].values(), sum(found["seconds"].values()), *_beside(found)))
            with app.app_context():
                page = app.test_client().get(f"/digests/{found['id']}")
            lines[-1] = (*lines[-1], len(page.data) / 1000)
        head = (
            "",
            "snapshot s",
            *(f"{form.value} s" for form in Form),
            "in all s",
            "CPU s",
            "longest step ms",
            "RSS MB",
            "page KB",
        )
        title = f"{size.ideas:,} ideas, {size.comments:,} comments, {size.supports:,} supports: at most {MOST_SECONDS[name]} s"
        table(title, head, lines)


def _beside(found: dict[str, Any]) -> tuple[float, float, float]:
    return found["processor"], found["longest"] * 1000, found["memory"]


def in_a_worker(job: Callable[..., None], folder: str, queue: str, asked: dict[str, int]) -> dict[str, Any]:
    """What the job tells from a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=job, args=(theirs, folder, queue, asked))
    process.start()
    theirs.close()
    try:
        found: dict[str, Any] = json.loads(ours.recv())
    finally:
        process.join()
    return found


@contextmanager
def worker(folder: str, queue: str) -> Iterator[tuple[Flask, Watch]]:
    """The application as a worker has it, with its place of writers watched."""
    app = create_app(load({}, VECHE_INSTANCE=folder, REDIS_URL=queue, **QUIET))
    watch = Watch(app.extensions["veche.write_lock"])
    app.extensions["veche.write_lock"] = watch
    with app.app_context():
        yield app, watch


def _round(told: Any, folder: str, queue: str, asked: dict[str, int]) -> None:
    with worker(folder, queue) as (_app, watch):
        began, watch.processor = time.perf_counter(), time.process_time()
        jobs.take(asked["result"])
        snapshot = db.session.scalars(select(Snapshot).where(Snapshot.result_id == asked["result"])).one()
        told.send(_files(snapshot.id, time.perf_counter() - began, watch))


def _report(told: Any, folder: str, queue: str, asked: dict[str, int]) -> None:
    with worker(folder, queue) as (_app, watch):
        written = {
            "foreword": "Спасибо.\n\nВот что вышло.",
            "approval": [{"post": "Директор", "name": "А. Б. Иванова"}],
        }
        with step():
            db.session.add(
                ReportDraft(campaign_id=asked["campaign"], changed_at=clock.now(), freezing_version=0, **written)
            )
        began, watch.processor = time.perf_counter(), time.process_time()
        jobs.freeze_report(asked["campaign"])
        snapshot = db.session.scalars(select(Snapshot).order_by(Snapshot.id.desc()).limit(1)).one()
        told.send(_files(snapshot.id, time.perf_counter() - began, watch))


def _files(id: int, taken: float, watch: Watch) -> str:
    seconds = {"snapshot": taken}
    for form in Form:
        began = time.perf_counter()
        if not made.make(id, form):
            raise RuntimeError(f"{form} was there already")
        seconds[form.value] = time.perf_counter() - began
    snapshot = db.session.get_one(Snapshot, id)
    if not words_of(snapshot):
        raise RuntimeError("a digest without words")
    spent = time.process_time() - watch.processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return json.dumps({"id": id, "seconds": seconds, "longest": watch.longest, "processor": spent, "memory": memory})


def place_of(name: str, size: Size) -> Place:
    """The campaign, with real words where they are at hand, homes of people, and answers that are owed."""
    place = large.make_large(name, size)
    _speak(place)
    _settle(place)
    _owe(place)
    return place


def _speak(place: Place) -> None:
    titles, texts, said = _titles(len(place.ideas)), plenty.texts(len(place.ideas)), _said()
    rows = [
        {"id": id, "title": title, "problem": text} for id, title, text in zip(place.ideas, titles, texts, strict=True)
    ]
    comments = db.session.scalars(select(Comment.id).where(Comment.campaign_id == place.campaign_id)).all()
    with step():
        db.session.execute(update(Idea), rows)
        db.session.execute(
            update(Comment), [{"id": id, "body": body} for id, body in zip(comments, cycle(said), strict=False)]
        )


def _titles(count: int) -> list[str]:
    if not PETITIONS.exists():
        return [text[:90] for text in plenty.made_texts(count)]
    with PETITIONS.open(encoding="utf-8", newline="") as file:
        found = [row["title"] for row in csv.DictReader(file)]
    return list(islice(cycle(found), count))


def _said() -> list[str]:
    if not FEEDBACK.exists():
        return plenty.made_texts(100)
    with FEEDBACK.open(encoding="utf-8", newline="") as file:
        return [row["comment"] for row in csv.DictReader(file) if row["comment"]]


def _settle(place: Place) -> None:
    """People live in places of one region: few in most, many in some, nobody in the last two; some do not say where."""
    with step():
        region = Territory(name=f"Край {place.slug}")
        db.session.add(region)
        db.session.flush()
        towns = [Territory(name=f"{place.slug} {number}", parent_id=region.id) for number in range(PLACES)]
        db.session.add_all(towns)
        db.session.flush()
        db.session.get_one(Campaign, place.campaign_id).territory_id = region.id
        homes = [None, *(town.id for town in towns[:-2])]
    chance = random.Random(5)
    chosen = chance.choices(homes, [3 * PLACES / (at + 1) for at in range(len(homes))], k=len(place.people))
    with step():
        db.session.execute(
            update(Account),
            [{"id": id, "territory_id": home} for id, home in zip(place.people, chosen, strict=True)],
        )
        db.session.execute(
            update(Idea), [{"id": id, "territory_id": homes[1 + id % (len(homes) - 1)]} for id in place.ideas]
        )


def _owe(place: Place) -> None:
    offices = [make_office(f"Ведомство {place.slug} {number}").id for number in range(12)]
    zone, now = db.session.get_one(Campaign, place.campaign_id).time_zone, clock.now()
    rows = []
    for at, id in enumerate(place.ideas[: min(OWED, len(place.ideas) // 5)]):
        due_on = days.local(now, zone).date() + (at % 40 - 10) * days.ONE_DAY
        due = {"due_on": due_on, "first_due_on": due_on, "due_at": days.end_of(due_on, zone), "asked_at": now}
        rows.append({"campaign_id": place.campaign_id, "idea_id": id, "office_id": offices[at % 12], **due})
    plenty.put(OwedAnswer, rows)
