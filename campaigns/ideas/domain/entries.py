"""Ideas that somebody of the team enters for their author: told at a meeting, written on paper, said to an assistant.

The author has no account here and is named by a line of text. They agreed to be published, and how they did is kept.
"""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Invalid, Reason
from campaigns.contributions.models import Channel
from campaigns.ideas.domain import drafts, ideas
from campaigns.ideas.models import Entry, Idea
from campaigns.ideas.texts import IdeaText
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

CHANNELS = (Channel.MEETING, Channel.PAPER, Channel.TOLD)
NO_CHANNEL = Reason("entry-channel", _l("Choose how the idea reached you."))
NO_AUTHOR = Reason("entry-author", _l("Write the author's name as everyone will see it."))
NO_CONSENT = Reason("entry-consent", _l("Write how the author agreed: without that the idea cannot be published."))


@dataclass(frozen=True)
class Told:
    """How an idea came and from whom: the channel, the author's name as it is shown, how they agreed, and where it was."""

    channel: Channel
    author: str
    consent: str
    place: str = ""


def enter(actor: Actor, campaign_id: int, text: IdeaText, told: Told, now: datetime, *, secret: str) -> Idea:
    """Enters an idea for its author and sends it to be checked like any other. The same form sent twice makes one.

    Raises NotAllowed for whoever may not, and while ideas are not taken; Invalid where the author, or their agreement, is not
    named or the idea is not whole.
    """
    _check(told)
    campaign = db.session.get_one(Campaign, campaign_id)
    permissions.require(actor, Act.ENTER_IDEAS, campaign, now)
    permissions.require(actor, Act.SUBMIT_IDEA, campaign, now, author_id=actor.id)
    kept = drafts.save(actor, campaign_id, text, now, secret=secret)
    if kept.was_sent:
        return kept.idea
    idea, common = kept.idea, kept.idea.contribution
    common.author_id, common.byline, common.channel = None, told.author, told.channel
    entry = Entry(idea_id=idea.id, entered_by=actor.id, entered_at=now, consent=told.consent, place=told.place)
    db.session.add(entry)
    db.session.flush()
    ideas.submit(actor, idea.id, now)
    chain.log(
        "idea.enter",
        now=now,
        actor_id=actor.id,
        thing="idea",
        thing_id=idea.id,
        campaign_id=campaign_id,
        channel=told.channel.value,
    )
    return idea


def _check(told: Told) -> None:
    for is_missing, reason in (
        (told.channel not in CHANNELS, NO_CHANNEL),
        (not told.author, NO_AUTHOR),
        (not told.consent, NO_CONSENT),
    ):
        if is_missing:
            raise Invalid(reason)
