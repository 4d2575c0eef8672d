"""The open data of a municipal and of a regional campaign, made by a worker in a process of its own. Wall-clock: somebody waits for it."""

import json
import resource
import time
from collections.abc import Sequence
from typing import Any

from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.opendata import keeping
from app.opendata.models import OpenPack
from campaigns.plan.models import Campaign
from tests.benchmarks.copies import copy
from tests.benchmarks.digests import SIZES, in_a_worker, place_of, worker
from tests.benchmarks.measures import table
from tests.factories.rounds import freeze, make_round, publish


def run(names: Sequence[str] = tuple(SIZES)) -> None:
    """Prints what the open data of campaigns of these sizes cost."""
    lines = []
    for name in names:
        with copy() as app:
            settings = app.extensions["veche.settings"]
            with app.app_context():
                place = place_of(name, SIZES[name])
                publish(freeze(make_round(db.session.get_one(Campaign, place.campaign_id))))
                with step():
                    db.session.add(OpenPack(campaign_id=place.campaign_id))
                db.session.remove()
            asked = {"campaign": place.campaign_id}
            found = in_a_worker(_make, str(settings.VECHE_INSTANCE), settings.REDIS_URL, asked)
            page = app.test_client().get(f"/campaigns/{place.slug}/data")
            size = SIZES[name]
            lines.append((name, size.ideas, size.supports, *found.values(), len(page.data) / 1000))
    head = (
        "",
        "ideas",
        "supports",
        "made s",
        "unchanged s",
        "longest step ms",
        "RSS MB",
        "zip KB",
        "xlsx KB",
        "json KB",
        "page KB",
    )
    table("open data of a campaign: all files, and a look at them when nothing has changed", head, lines)


def _make(told: Any, folder: str, queue: str, asked: dict[str, int]) -> None:
    with worker(folder, queue) as (_app, watch):
        seconds = []
        for wanted in (True, False):
            began = time.perf_counter()
            if keeping.make(asked["campaign"], clock.now()) is not wanted:
                raise RuntimeError("open data were not made once")
            seconds.append(time.perf_counter() - began)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        pack = db.session.get_one(OpenPack, asked["campaign"])
        sizes = {form: about["size"] / 1000 for form, about in pack.files.items()}
        found = {"made": seconds[0], "unchanged": seconds[1], "longest": watch.longest * 1000, "memory": memory}
        told.send(json.dumps({**found, **{form: sizes[form] for form in ("csv", "xlsx", "json")}}))
