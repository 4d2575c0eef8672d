"""A light touch: a moderator mends a small thing in a text without returning it. Its supports, its place and its author stay.

No more words of the title change than in a small edit of its author; what else is mended are choices. The history of a public text
says that moderators did it. The log names what was mended and both choices, never words: words may have to go one day.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.differences import words_changed
from app.foundation.errors import Conflict, Invalid, NotAllowed, Reason
from campaigns.contributions import states
from campaigns.contributions.domain import versions
from campaigns.contributions.models import PUBLIC, Contribution, Kind, State, Weight
from campaigns.contributions.rewriting import only
from campaigns.discussion.models import Topic, TopicText
from campaigns.discussion.texts import TopicWords
from campaigns.ideas.domain import choices, edits
from campaigns.ideas.domain.edits import MOST_TITLE_WORDS
from campaigns.ideas.domain.rows import text_of
from campaigns.ideas.models import Idea
from campaigns.ideas.queries import files, history, names
from campaigns.ideas.queries.authors import author_of
from campaigns.ideas.texts import IdeaText
from campaigns.news.models import NewsItem
from campaigns.news.texts import NewsText
from moderation import conflicts, permissions
from moderation.domain.decisions import CHANGED
from moderation.domain.rows import locked_contribution
from moderation.permissions import Act
from moderation.texts.wording import rewrite

MENDABLE = PUBLIC | {State.SUBMITTED}
CHOICES: dict[Kind, tuple[str, ...]] = {
    Kind.IDEA: ("track_id", "territory_id", "service_id"),
    Kind.TOPIC: ("service_id",),
    Kind.NEWS: (),
}

NOT_MENDABLE = Reason("mend.not-mendable", _l("Nothing of this text is mended as it stands now."))
NO_TITLE = Reason("mend.no-title", _l("A title cannot be empty."))
TOO_MUCH = Reason(
    "mend.too-much",
    _l(
        "This is more than a slip: at most %(title)s words of the title are mended for its author, and all that was changed "
        "since people supported the text counts. Return it and say what to change."
    ),
    {"title": MOST_TITLE_WORDS},
)
SAME = Reason("mend.same", _l("Nothing is changed yet."))


@dataclass(frozen=True)
class Mending:
    """A title and choices as they should be; choices that a kind of text does not have are passed over."""

    title: str
    track_id: int | None = None
    territory_id: int | None = None
    service_id: int | None = None


def refusal(actor: Actor, contribution: Contribution) -> Reason | None:
    """Why the actor may not mend the text, or None where they may."""
    author_id = author_of(actor, contribution)
    reason = permissions.refusal(actor, Act.DECIDE, campaign_id=contribution.campaign_id, author_id=author_id)
    if reason is None and conflicts.is_connected(actor, contribution):
        return conflicts.CONNECTED
    return reason


def current(contribution: Contribution) -> Mending | None:
    """What of the text may be mended, as it stands; None for kinds of text of which nothing is."""
    if contribution.kind not in CHOICES or contribution.state not in MENDABLE:
        return None
    row = _row(contribution)
    return Mending(row.title, **{name: getattr(row, name) for name in CHOICES[contribution.kind]})


def mend(actor: Actor, contribution_id: int, mended: Mending, version: int, now: datetime) -> Contribution:
    """The small thing is mended, told and logged.

    Raises Missing, NotAllowed, Conflict (the text is another than that of `version`, or nothing of it is mended), Invalid (too
    much for a slip, nothing changed, a choice that is none).
    """
    contribution = locked_contribution(contribution_id)
    reason = refusal(actor, contribution)
    if reason:
        raise NotAllowed(reason)
    before = current(contribution)
    if before is None:
        raise Conflict(NOT_MENDABLE)
    if contribution.version != version:
        raise Conflict(CHANGED)
    after = replace(before, title=mended.title, **{name: getattr(mended, name) for name in CHOICES[contribution.kind]})
    if not after.title:
        raise Invalid(NO_TITLE)
    if after == before:
        raise Invalid(SAME)
    {Kind.IDEA: _mend_idea, Kind.TOPIC: _mend_topic, Kind.NEWS: _mend_news}[contribution.kind](
        contribution, after, actor, now
    )
    states.mended(contribution, now)
    _log(contribution, before, after, actor, now)
    return contribution


def _row(contribution: Contribution) -> Idea | Topic | NewsItem:
    if contribution.kind == Kind.IDEA:
        return db.session.get_one(Idea, contribution.id, populate_existing=True)
    if contribution.kind == Kind.TOPIC:
        return db.session.get_one(Topic, contribution.id, populate_existing=True)
    return db.session.get_one(NewsItem, contribution.id, populate_existing=True)


def _mend_idea(contribution: Contribution, mended: Mending, actor: Actor, now: datetime) -> None:
    idea = db.session.get_one(Idea, contribution.id)
    before = text_of(idea)
    after = replace(before, **_values(mended))
    choices.check(idea.campaign_id, after, before)
    # A tenth of a short text is not even one word: for a slip the bound of the title alone holds.
    if edits.compare(before, after, history.supported_words(idea.id)).title_words > MOST_TITLE_WORDS:
        raise Invalid(TOO_MUCH)
    if contribution.state in PUBLIC:
        listed = files.told(files.of_idea(idea.id))
        old, new = (text.prose | names.of_choices(text) | listed for text in (before, after))
        versions.keep(contribution, old, new, Weight.MENDED, actor=actor, now=now)
    rewrite(contribution, only("title", before.title, after.title))
    idea.track_id, idea.territory_id, idea.service_id = after.track_id, after.territory_id, after.service_id
    db.session.flush()


def _mend_topic(contribution: Contribution, mended: Mending, actor: Actor, now: datetime) -> None:
    topic = db.session.get_one(Topic, contribution.id)
    others = db.session.scalars(select(TopicText).where(TopicText.topic_id == topic.id)).all()
    before = TopicWords.of(topic, others)
    _require_slip(before.own.title, mended.title)
    choices.check(topic.campaign_id, IdeaText(service_id=mended.service_id), IdeaText(service_id=topic.service_id))
    after = replace(before, own=replace(before.own, title=mended.title), service_id=mended.service_id)
    if contribution.state in PUBLIC and before.fields != after.fields:
        versions.keep(contribution, before.fields, after.fields, Weight.MENDED, actor=actor, now=now)
    rewrite(contribution, only("title", before.own.title, after.own.title))
    topic.service_id = mended.service_id
    db.session.flush()


def _mend_news(contribution: Contribution, mended: Mending, actor: Actor, now: datetime) -> None:
    before = NewsText.of(db.session.get_one(NewsItem, contribution.id))
    _require_slip(before.title, mended.title)
    after = replace(before, title=mended.title)
    if contribution.state in PUBLIC:
        versions.keep(contribution, before.prose, after.prose, Weight.MENDED, actor=actor, now=now)
    rewrite(contribution, only("title", before.title, after.title))


def _require_slip(before: str, after: str) -> None:
    if words_changed(before, after)[0] > MOST_TITLE_WORDS:
        raise Invalid(TOO_MUCH)


def _values(mended: Mending) -> dict[str, Any]:
    return {
        "title": mended.title,
        "track_id": mended.track_id,
        "territory_id": mended.territory_id,
        "service_id": mended.service_id,
    }


def _log(contribution: Contribution, before: Mending, after: Mending, actor: Actor, now: datetime) -> None:
    was, becomes = _values(before), _values(after)
    mended = [name for name, value in was.items() if becomes[name] != value]
    chosen = [name for name in mended if name != "title"]
    chain.log(
        "text.mend",
        now=now,
        actor_id=actor.id,
        thing="contribution",
        thing_id=contribution.id,
        campaign_id=contribution.campaign_id,
        version=contribution.version,
        mended=",".join(mended),
        **{f"{name}_before": was[name] for name in chosen},
        **{f"{name}_after": becomes[name] for name in chosen},
    )
