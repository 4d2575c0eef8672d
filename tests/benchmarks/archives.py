"""A regional campaign written down as an archive and taken in by an empty installation, each in a process of its own."""

import json
import resource
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.archives import giving, taking
from app.foundation import clock
from app.foundation.db import db
from campaigns.plan.models import Campaign
from campaigns.rounds.queries.rounds import of_campaign
from tests.benchmarks.copies import copy
from tests.benchmarks.digests import SIZES, in_a_worker, place_of, worker
from tests.benchmarks.measures import table
from tests.factories.rounds import freeze, make_round, publish


def run(names: Sequence[str] = tuple(SIZES)) -> None:
    """Prints what an archive of either size costs on both sides."""
    lines = []
    for name in names:
        with copy() as source, source.app_context():
            place = place_of(name, SIZES[name])
            publish(freeze(make_round(db.session.get_one(Campaign, place.campaign_id))))
            db.session.remove()
            there = source.extensions["veche.settings"]
            path = Path(there.VECHE_INSTANCE) / "archive.zip"
            given = in_a_worker(_give, str(there.VECHE_INSTANCE), there.REDIS_URL, {"slug": name, "path": str(path)})
            with copy() as target:
                here = target.extensions["veche.settings"]
                taken = in_a_worker(_take, str(here.VECHE_INSTANCE), here.REDIS_URL, {"slug": name, "path": str(path)})
            told = (given["seconds"], given["memory"], path.stat().st_size / 1e6)
            lines.append((name, *told, taken["seconds"], taken["memory"], taken["longest"] * 1000))
    head = ("", "export s", "RSS MB", "file MB", "import s", "RSS MB", "longest step ms")
    table("Archives, an import with its trial", head, lines)


def _give(told: Any, folder: str, queue: str, asked: dict[str, str]) -> None:
    with worker(folder, queue):
        began = time.perf_counter()
        giving.give(asked["slug"], Path(asked["path"]))
        told.send(json.dumps({"seconds": time.perf_counter() - began, "memory": _memory()}))


def _take(told: Any, folder: str, queue: str, asked: dict[str, str]) -> None:
    with worker(folder, queue) as (_app, watch):
        began = time.perf_counter()
        taken = taking.take(Path(asked["path"]), clock.now())
        seconds = time.perf_counter() - began
        if not of_campaign(1) or taken.is_known:
            raise RuntimeError("nothing came in")
        told.send(json.dumps({"seconds": seconds, "memory": _memory(), "longest": watch.longest}))


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
