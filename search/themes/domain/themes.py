"""Themes are named, reworded, filled with ideas, joined and dissolved. An idea is in one theme at most.

Whoever changes words says which version they saw; whoever moves an idea says where they saw it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from search.themes import permissions, reasons
from search.themes.models import Theme, ThemeIdea

MOST_THEMES = 60


def name(actor: Actor, campaign: Campaign, words: tuple[str, str], idea_ids: Collection[int], now: datetime) -> Theme:
    """A theme with this name and note and these ideas. Raises NotAllowed, and Conflict where the name is taken, one of the ideas is in
    another theme already, or there are too many themes."""
    permissions.require_keeper(actor, campaign.id)
    _one_at_a_time(campaign.id)
    _require_free(campaign.id, words[0])
    standing = select(func.count()).select_from(Theme).where(Theme.campaign_id == campaign.id, Theme.ended_at.is_(None))
    if (db.session.scalar(standing) or 0) >= MOST_THEMES:
        raise Conflict(reasons.TOO_MANY)
    ids = _public(campaign.id, idea_ids)
    if _themes_of(ids):
        raise Conflict(reasons.ELSEWHERE)
    theme = Theme(
        campaign_id=campaign.id,
        name=words[0],
        name_key=_key(words[0]),
        note=words[1],
        named_at=now,
        named_by=actor.id,
        changed_at=now,
        changed_by=actor.id,
    )
    db.session.add(theme)
    db.session.flush()
    _put(actor, theme, ids, now)
    _log("theme.name", theme, actor, now, ideas=len(ids))
    return theme


def reword(actor: Actor, theme_id: int, words: tuple[str, str], seen: int, now: datetime) -> Theme:
    """Another name and note over the version that the writer saw. Raises Missing, NotAllowed, Conflict."""
    theme = _locked(actor, theme_id)
    if theme.version != seen:
        raise Conflict(reasons.CHANGED)
    _one_at_a_time(theme.campaign_id)
    _require_free(theme.campaign_id, words[0], but=theme.id)
    theme.name, theme.name_key, theme.note = words[0], _key(words[0]), words[1]
    _touch(theme, actor, now)
    _log("theme.reword", theme, actor, now)
    return theme


def move(actor: Actor, theme_id: int, idea_ids: Collection[int], to_id: int | None, now: datetime) -> int:
    """Ideas go from a theme to another, or into none. Returns how many. Raises Missing, NotAllowed, and Conflict where one of them is
    there no more."""
    locked = {id: _locked(actor, id) for id in sorted({theme_id, to_id or theme_id})}
    theme, to = locked[theme_id], locked[to_id or theme_id]
    if to.campaign_id != theme.campaign_id:
        raise Missing
    ids = sorted(set(idea_ids))
    found = (
        select(func.count()).select_from(ThemeIdea).where(ThemeIdea.idea_id.in_(ids), ThemeIdea.theme_id == theme_id)
    )
    if db.session.scalar(found) != len(ids):
        raise Conflict(reasons.ELSEWHERE)
    if to_id is None:
        db.session.execute(delete(ThemeIdea).where(ThemeIdea.idea_id.in_(ids)))
    elif to_id != theme_id:
        put = {"theme_id": to_id, "put_at": now, "put_by": actor.id}
        db.session.execute(update(ThemeIdea).where(ThemeIdea.idea_id.in_(ids)).values(put))
    db.session.flush()
    _log("theme.move", theme, actor, now, ideas=len(ids), to=to_id or 0)
    return len(ids)


def put(actor: Actor, theme_id: int, number: int, now: datetime) -> None:
    """A published idea of the campaign, by its number, joins the theme. Twice is once.

    Raises Missing, NotAllowed, and Conflict where there is none or it is in another theme.
    """
    theme = _locked(actor, theme_id)
    _one_at_a_time(theme.campaign_id)
    of_number = select(Idea.id).where(Idea.campaign_id == theme.campaign_id, Idea.number == number)
    ids = _public(theme.campaign_id, db.session.scalars(of_number).all())
    if not ids:
        raise Conflict(reasons.NO_IDEA)
    there = _themes_of(ids)
    if there - {theme_id}:
        raise Conflict(reasons.THERE)
    if not there:
        _put(actor, theme, ids, now)
        _log("theme.put", theme, actor, now, idea=ids[0])


def join(actor: Actor, theme_id: int, into_id: int, seen: int, now: datetime) -> Theme:
    """All ideas of a theme go into another, and it ends. Raises Missing, NotAllowed, Conflict."""
    if theme_id == into_id:
        raise Conflict(reasons.SAME)
    locked = {id: _locked(actor, id) for id in sorted((theme_id, into_id))}
    theme, into = locked[theme_id], locked[into_id]
    if theme.campaign_id != into.campaign_id:
        raise Missing
    if theme.version != seen:
        raise Conflict(reasons.CHANGED)
    put = {"theme_id": into_id, "put_at": now, "put_by": actor.id}
    db.session.execute(update(ThemeIdea).where(ThemeIdea.theme_id == theme_id).values(put))
    theme.ended_at, theme.joined_to_id = now, into_id
    _touch(theme, actor, now)
    _log("theme.join", theme, actor, now, into=into_id)
    return into


def dissolve(actor: Actor, theme_id: int, seen: int, now: datetime) -> Theme:
    """A theme ends; its ideas are in none. Raises Missing, NotAllowed, Conflict."""
    theme = _locked(actor, theme_id)
    if theme.version != seen:
        raise Conflict(reasons.CHANGED)
    db.session.execute(delete(ThemeIdea).where(ThemeIdea.theme_id == theme_id))
    theme.ended_at = now
    _touch(theme, actor, now)
    _log("theme.dissolve", theme, actor, now)
    return theme


def follow_joined(idea_id: int, into_id: int) -> None:
    """An idea went on in another, which goes into its theme unless it has one. Inside a write."""
    own = db.session.get(ThemeIdea, idea_id)
    if own is not None and db.session.get(ThemeIdea, into_id) is None:
        db.session.add(ThemeIdea(idea_id=into_id, theme_id=own.theme_id, put_at=own.put_at, put_by=own.put_by))
        db.session.flush()


def _locked(actor: Actor, theme_id: int) -> Theme:
    theme = db.session.get(Theme, theme_id, with_for_update=True, populate_existing=True)
    if theme is None:
        raise Missing
    permissions.require_keeper(actor, theme.campaign_id)
    if theme.ended_at is not None:
        raise Conflict(reasons.ENDED)
    return theme


def _one_at_a_time(campaign_id: int) -> None:
    """Whoever names or fills themes of a campaign waits for the other: else the database would refuse one with all they wrote."""
    db.session.execute(select(Campaign.id).where(Campaign.id == campaign_id).with_for_update(key_share=True))


def _require_free(campaign_id: int, words: str, but: int = 0) -> None:
    taken = select(Theme.id).where(
        Theme.campaign_id == campaign_id, Theme.name_key == _key(words), Theme.ended_at.is_(None), Theme.id != but
    )
    if db.session.scalar(taken) is not None:
        raise Conflict(reasons.SAME_NAME)


def _key(words: str) -> str:
    return words.casefold().replace("ё", "е")


def _public(campaign_id: int, ids: Collection[int]) -> list[int]:
    """Those of the ideas that are published in the campaign."""
    query = select(Contribution.id).join(Idea, Idea.id == Contribution.id)
    known = (Idea.campaign_id == campaign_id, Contribution.state == State.PUBLISHED)
    return sorted(db.session.scalars(query.where(Idea.id.in_(sorted(set(ids))), *known)))


def _themes_of(ids: Sequence[int]) -> set[int]:
    return set(db.session.scalars(select(ThemeIdea.theme_id).where(ThemeIdea.idea_id.in_(ids))))


def _put(actor: Actor, theme: Theme, ids: Sequence[int], now: datetime) -> None:
    rows = [{"idea_id": id, "theme_id": theme.id, "put_at": now, "put_by": actor.id} for id in ids]
    if rows:
        db.session.execute(insert(ThemeIdea), rows)


def _touch(theme: Theme, actor: Actor, now: datetime) -> None:
    theme.version += 1
    theme.changed_at, theme.changed_by = now, actor.id
    db.session.flush()


def _log(act: str, theme: Theme, actor: Actor, now: datetime, **details: int) -> None:
    chain.log(
        act,
        now=now,
        actor_id=actor.id,
        thing="theme",
        thing_id=theme.id,
        campaign_id=theme.campaign_id,
        **details,
    )
