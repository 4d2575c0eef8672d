"""Loads the demonstration: its stories are played through the same verbs that people use, at the story's time."""

import fcntl
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from flask import current_app
from sqlalchemy import exists, or_, select

from app.accounts.models import Account
from app.demo import cast, playing
from app.demo.buses import BUSES
from app.demo.cast import SignIn
from app.demo.clock import story_time
from app.demo.crossings import CROSSINGS
from app.demo.hromada import HROMADA
from app.demo.library import LIBRARY
from app.demo.playing import DAY
from app.demo.story import Stories
from app.demo.ugra import UGRA
from app.foundation import clock
from app.foundation.db import db
from campaigns.plan.models import Campaign
from search.domain import upkeep
from search.engine import Busy

# In the order in which they stand on pages: the last loaded is the first in lists.
STORIES: Stories = (LIBRARY, BUSES, HROMADA, CROSSINGS, UGRA)
FILE = "demo-sign-ins.json"
# The same while it is loaded: what is left where a load was cut off.
BEGUN = "demo-loading.json"
LONG_AGO = 90 * DAY


class CutOff(Exception):
    """An earlier load was cut off half-way; the text says what brings it whole."""

    def __init__(self) -> None:
        super().__init__(
            "the demonstration was cut off while it was loaded; `flask demo --refresh` loads it anew"
            if is_told_of()
            else f"parts of the demonstration are there, but no {FILE}; "
            "to have it whole, empty the instance folder (or the database) and start anew"
        )


class BeingLoaded(Exception):
    """Somebody else loads the demonstration at this moment."""


def sign_ins() -> list[SignIn]:
    """The sign-ins of the loaded demonstration; none where it is not loaded."""
    return _read(place() / FILE)


def is_told_of() -> bool:
    """Whether the instance folder says that a demonstration was loaded here, or begun."""
    return (place() / FILE).exists() or (place() / BEGUN).exists()


def kept_sign_ins() -> list[SignIn]:
    """The sign-ins of the demonstration that was loaded here, or begun."""
    return sign_ins() or _read(place() / BEGUN)


def load() -> list[SignIn]:
    """Loads the demonstration where it is not loaded yet. Raises CutOff where only half of it is there."""
    if sign_ins():
        return sign_ins()
    with alone(waits=True):
        if sign_ins():
            return sign_ins()
        if _has_begun():
            raise CutOff
        told = cast.sign_ins(kept_sign_ins())
        _write(place() / BEGUN, told)
        play(told)
        # Whoever looks for something first is to find it. Where somebody else is at the index, the marks do the same, later.
        with suppress(Busy):
            upkeep.rebuild()
        (place() / BEGUN).replace(place() / FILE)
    return list(told)


def play(told: Sequence[SignIn]) -> None:
    """Plays the stories, so that they are at their day now, with people who may sign in so."""
    present = clock.now()
    with story_time(present - LONG_AGO) as story_clock:
        troupes = cast.make(told, story_clock.now())
        for story in STORIES:
            playing.play(story, troupes[story.language], story_clock, present)


def keep(told: Sequence[SignIn]) -> None:
    """Writes down the sign-ins of what is loaded."""
    _write(place() / FILE, told)
    (place() / BEGUN).unlink(missing_ok=True)


@contextmanager
def alone(*, waits: bool) -> Iterator[None]:
    """The one place of who loads, freed by the kernel when its holder dies. Raises BeingLoaded where nobody waits for it."""
    with (place() / "demo.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except BlockingIOError:
            raise BeingLoaded from None
        yield


def place() -> Path:
    """The instance folder."""
    return Path(current_app.extensions["veche.settings"].VECHE_INSTANCE)


def _has_begun() -> bool:
    slugs = [story.slug for story in STORIES]
    people, stories = exists().where(Account.is_demo), exists().where(Campaign.slug.in_(slugs))
    return bool(db.session.scalar(select(or_(people, stories))))


def _read(path: Path) -> list[SignIn]:
    return [SignIn(**row) for row in json.loads(path.read_text("utf-8"))] if path.exists() else []


def _write(path: Path, told: Sequence[SignIn]) -> None:
    # In one piece or not at all: what people noted down hangs on it.
    new = path.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_text(json.dumps([asdict(sign_in) for sign_in in told], ensure_ascii=False, indent=1), "utf-8")
    new.replace(path)
