"""Loads the demonstration: its stories are played through the same verbs that people use, at the story's time."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from app.demo import cast, playing
from app.demo.buses import BUSES
from app.demo.cast import SignIn
from app.demo.clock import StoryClock
from app.demo.crossings import CROSSINGS
from app.demo.hromada import HROMADA
from app.demo.library import LIBRARY
from app.demo.playing import DAY
from app.demo.ugra import UGRA
from app.foundation import clock
from app.foundation.db import db
from campaigns.plan.models import Campaign

# In the order in which they stand on pages: the last loaded is the first in lists.
STORIES = (LIBRARY, BUSES, HROMADA, CROSSINGS, UGRA)
FILE = "demo-sign-ins.json"
LONG_AGO = 90 * DAY


class CutOff(Exception):
    """An earlier load was cut off half-way."""


def sign_ins() -> list[SignIn]:
    """The sign-ins of the loaded demonstration; none where it is not loaded."""
    path = _file()
    return [SignIn(**row) for row in json.loads(path.read_text("utf-8"))] if path.exists() else []


def load() -> list[SignIn]:
    """Loads the demonstration where it is not loaded yet. Raises CutOff where only half of it is there."""
    if sign_ins():
        return sign_ins()
    if db.session.scalar(select(Campaign.id).where(Campaign.slug.in_([story.slug for story in STORIES]))):
        raise CutOff
    present = clock.now()
    with _story_time(present - LONG_AGO) as story_clock:
        people = cast.make(story_clock.now())
        for story in STORIES:
            playing.play(story, people.troupes[story.language], story_clock, present)
    path = _file()
    path.touch(mode=0o600)
    path.write_text(json.dumps([asdict(sign_in) for sign_in in people.sign_ins], ensure_ascii=False, indent=1), "utf-8")
    return list(people.sign_ins)


def _file() -> Path:
    return Path(current_app.extensions["veche.settings"].VECHE_INSTANCE) / FILE


@contextmanager
def _story_time(at: datetime) -> Iterator[StoryClock]:
    kept = current_app.extensions["veche.clock"]
    story_clock = current_app.extensions["veche.clock"] = StoryClock(at)
    try:
        yield story_clock
    finally:
        current_app.extensions["veche.clock"] = kept
