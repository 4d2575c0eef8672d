"""The way of a piece of news: written, changed, taken back by those who speak for the campaign."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Reason
from campaigns.contributions import states
from campaigns.contributions.domain import versions
from campaigns.contributions.languages import language_of
from campaigns.contributions.models import PUBLIC, Contribution, Kind, State, Weight
from campaigns.contributions.slots import are_held
from campaigns.news.models import NewsItem
from campaigns.news.texts import NewsText
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

NOT_WHOLE = Reason("news-not-whole", _l("News needs a title and a text."))
HELD = Reason(
    "news-held",
    _l(
        "Something in it looks like what may not be public, personal data perhaps. Everyone would read it at once: write it otherwise."
    ),
)
MENDABLE = frozenset({State.SUBMITTED, State.RETURNED, *PUBLIC})


def post(actor: Actor, campaign: Campaign, text: NewsText, now: datetime) -> NewsItem:
    """Tells the followers of a launched campaign. Public at once, unless a check holds it: then a moderator reads it first.

    Raises NotAllowed or Invalid (a part is missing).
    """
    permissions.require(actor, Act.POST_NEWS, campaign, now)
    if campaign.launched_at is None:
        raise NotAllowed(permissions.NOT_LAUNCHED)
    _require_whole(text)
    contribution = Contribution(
        kind=Kind.NEWS,
        campaign_id=campaign.id,
        author_id=actor.id,
        byline=campaign.organiser if actor.id is None else "",
        state=State.DRAFT,
        language=language_of(f"{text.title} {text.body}", campaign.language),
        created_at=now,
        changed_at=now,
    )
    db.session.add(contribution)
    db.session.flush()
    item = NewsItem(contribution=contribution, campaign_id=campaign.id, title=text.title, body=text.body)
    db.session.add(item)
    db.session.flush()
    _log("news.post", actor, item, now)
    _send(contribution, text, now)
    return item


def edit(actor: Actor, news_id: int, text: NewsText, now: datetime) -> NewsItem:
    """Changes the words. What everyone has read keeps its history; what was returned is sent to be checked once more.

    Raises NotAllowed, Missing, Invalid (a part is missing, or a check holds what would be public at once) or Conflict (it is
    public no more).
    """
    item = _locked(news_id)
    contribution = item.contribution
    permissions.require(actor, Act.POST_NEWS, contribution.campaign, now)
    if contribution.state not in MENDABLE:
        raise Conflict(states.MOVED_ON)
    _require_whole(text)
    before = NewsText.of(item)
    if before == text and contribution.state != State.RETURNED:
        return item
    if contribution.state in PUBLIC:
        if are_held(text.prose.values(), contribution.campaign_id):
            raise Invalid(HELD)
        versions.keep(contribution, before.prose, text.prose, Weight.MATERIAL, actor=actor, now=now)
    item.title, item.body = text.title, text.body
    contribution.language = language_of(f"{text.title} {text.body}", contribution.campaign.language)
    if contribution.state == State.RETURNED:
        states.submit(contribution, now)
    else:
        states.changed(contribution, now)
    _log("news.edit", actor, item, now)
    return item


def withdraw(actor: Actor, news_id: int, now: datetime) -> NewsItem:
    """Takes the news back. Raises NotAllowed, Missing or Conflict (it is public no more)."""
    item = _locked(news_id)
    permissions.require(actor, Act.POST_NEWS, item.contribution.campaign, now)
    states.withdraw(item.contribution, now)
    _log("news.withdraw", actor, item, now)
    return item


def _send(contribution: Contribution, text: NewsText, now: datetime) -> None:
    if are_held(text.prose.values(), contribution.campaign_id):
        states.submit(contribution, now)
        return
    contribution.submitted_at = now
    states.publish(contribution, now)


def _require_whole(text: NewsText) -> None:
    if not (text.title and text.body):
        raise Invalid(NOT_WHOLE)


def _locked(news_id: int) -> NewsItem:
    item = db.session.scalar(
        select(NewsItem)
        .join(NewsItem.contribution)
        .join(Contribution.campaign)
        .where(NewsItem.id == news_id)
        .options(contains_eager(NewsItem.contribution).contains_eager(Contribution.campaign))
        .with_for_update(of=Contribution)
        .execution_options(populate_existing=True)
    )
    if item is None:
        raise Missing
    # Whoever held the lock before may have changed these words: only the locked row itself is read anew by the wait.
    db.session.refresh(item, ["title", "body"])
    return item


def _log(act: str, actor: Actor, item: NewsItem, now: datetime) -> None:
    chain.log(act, now=now, actor_id=actor.id, thing="news", thing_id=item.id, campaign_id=item.campaign_id)
