"""Suggestions are asked for, made by a job, dismissed, and brought back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import canonical, outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing
from campaigns.plan.models import Campaign
from search.themes import permissions, reasons
from search.themes.grouping import Suggestion
from search.themes.models import DismissedTheme, ThemeSearch

# A job that has said nothing for so long is asked for again.
SILENT = timedelta(minutes=10)
KEY = 16


def ask(actor: Actor, campaign: Campaign, now: datetime) -> None:
    """Asks for suggestions; a job makes them. Twice is once. Raises NotAllowed."""
    permissions.require_keeper(actor, campaign.id)
    search = _locked(campaign.id)
    if search is None:
        search = ThemeSearch(campaign_id=campaign.id)
        db.session.add(search)
    if search.asked_at is not None and now - search.asked_at < SILENT:
        return
    search.asked_at, search.asked_by, search.done = now, actor.id, 0
    db.session.flush()
    outbox.ask_once("themes.suggest", campaign_id=campaign.id)


def progress(campaign_id: int, done: int) -> None:
    """Keeps how far the job is, in percent. Inside a write."""
    search = _locked(campaign_id)
    if search is not None and search.asked_at is not None:
        search.done = done
        db.session.flush()


def keep(campaign_id: int, found: Sequence[Suggestion], looked_at: int, grounds: str, now: datetime) -> None:
    """Keeps what was found in the place of what was found before. Inside a write."""
    search = _locked(campaign_id)
    if search is None:
        return
    search.found = [_row(one) for one in found]
    search.looked_at, search.grounds, search.made_at = looked_at, grounds, now
    search.asked_at, search.done = None, 0
    db.session.flush()
    _log("theme.suggest", campaign_id, None, now, found=len(found), ideas=looked_at)


def dismiss(actor: Actor, campaign: Campaign, key: str, now: datetime) -> None:
    """Nobody sees this suggestion again, nor one with most of its ideas. Raises NotAllowed, and Conflict where it is there no more."""
    permissions.require_keeper(actor, campaign.id)
    search = _locked(campaign.id)
    ideas = next((one["ideas"] for one in search.found if one["key"] == key), None) if search else None
    if ideas is None:
        raise Conflict(reasons.MADE_ANEW)
    if any(set(ideas) == set(one) for one in _dismissed(campaign.id)):
        return
    db.session.add(DismissedTheme(campaign_id=campaign.id, ideas=ideas, dismissed_at=now, dismissed_by=actor.id))
    db.session.flush()
    _log("theme.dismiss", campaign.id, actor.id, now, ideas=len(ideas))


def bring_back(actor: Actor, campaign: Campaign, dismissed_id: int, now: datetime) -> None:
    """What was dismissed may be suggested again. Twice is once. Raises NotAllowed, and Missing for what another campaign dismissed."""
    permissions.require_keeper(actor, campaign.id)
    dismissed = db.session.get(DismissedTheme, dismissed_id, with_for_update=True)
    if dismissed is None:
        return
    if dismissed.campaign_id != campaign.id:
        raise Missing
    db.session.delete(dismissed)
    db.session.flush()
    _log("theme.bring-back", campaign.id, actor.id, now, ideas=len(dismissed.ideas))


def forget_words_of(campaign_id: int, idea_id: int) -> None:
    """The words that suggestions with this idea were told by go: they may stand nowhere else any more. Inside a write."""
    search = _locked(campaign_id)
    if search is None or not any(idea_id in one["ideas"] for one in search.found):
        return
    search.found = [{**one, "words": []} if idea_id in one["ideas"] else one for one in search.found]
    db.session.flush()


def _row(one: Suggestion) -> dict[str, Any]:
    key = canonical.fingerprint(sorted(one.ids))[:KEY]
    return {"key": key, "words": list(one.words), "ideas": list(one.ids), "tight": one.tight}


def _dismissed(campaign_id: int) -> Sequence[list[int]]:
    return db.session.scalars(select(DismissedTheme.ideas).where(DismissedTheme.campaign_id == campaign_id)).all()


def _locked(campaign_id: int) -> ThemeSearch | None:
    return db.session.get(ThemeSearch, campaign_id, with_for_update=True, populate_existing=True)


def _log(act: str, campaign_id: int, actor_id: int | None, now: datetime, **details: int) -> None:
    chain.log(
        act,
        now=now,
        actor_id=actor_id,
        thing="campaign",
        thing_id=campaign_id,
        campaign_id=campaign_id,
        **details,
    )
