"""A comment that proposes something becomes a draft idea of its author: theirs to send, to mend or to throw away."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.accounts.sessions import actor_of
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing, Reason
from campaigns.comments.models import Comment
from campaigns.contributions.models import PUBLIC, Contribution, Kind
from campaigns.ideas.domain import drafts
from campaigns.ideas.models import Idea
from campaigns.ideas.texts import IdeaText
from campaigns.plan import permissions as campaign_permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act as CampaignAct
from moderation import permissions
from moderation.domain.rows import locked_contribution
from moderation.events import DraftMade
from moderation.permissions import Act
from moderation.texts.words import first_words

NOT_PUBLIC = Reason("draft.not-public", _l("A draft is made only of a comment that everyone can read."))
NOBODY = Reason(
    "draft.nobody", _l("The author of this comment has no account here: there is nobody to give a draft to.")
)
TWICE = Reason("draft.twice", _l("A draft was made of this comment already: its author has been told."))


def not_now(reason: Reason) -> Reason:
    """Its author may not send ideas now."""
    return Reason("draft.not-now", _l("The author could not send an idea now: %(why)s"), {"why": str(reason)})


def make_draft(actor: Actor, comment_id: int, now: datetime) -> Idea:
    """A draft with the words of the comment is made for its author, once, who is told; the comment stays as it is.

    Raises Missing (no comment), NotAllowed, Conflict (not public, made already, or its author may not send ideas now).
    """
    contribution = locked_contribution(comment_id)
    if contribution.kind != Kind.COMMENT:
        raise Missing
    campaign_id, author_id = contribution.campaign_id, contribution.author_id
    permissions.require(actor, Act.MAKE_DRAFT, campaign_id=campaign_id, author_id=author_id)
    comment = db.session.get_one(Comment, comment_id, populate_existing=True)
    author = _author_of(contribution, comment, now)
    text = IdeaText(title=first_words(comment.body), proposal=comment.body)
    idea = drafts.save(author, campaign_id, text, now, secret=drafts.new_secret()).idea
    comment.draft_made_at = now
    chain.log(
        "comment.draft",
        now=now,
        actor_id=actor.id,
        thing="contribution",
        thing_id=comment_id,
        campaign_id=campaign_id,
    )
    events.announce(DraftMade(idea.id, comment_id))
    return idea


def _author_of(contribution: Contribution, comment: Comment, now: datetime) -> Actor:
    if contribution.state not in PUBLIC:
        raise Conflict(NOT_PUBLIC)
    if comment.draft_made_at is not None:
        raise Conflict(TWICE)
    account = db.session.get(Account, contribution.author_id) if contribution.author_id else None
    if account is None or account.ended_at is not None:
        raise Conflict(NOBODY)
    author, campaign = actor_of(account), db.session.get_one(Campaign, contribution.campaign_id)
    reason = campaign_permissions.refusal(author, CampaignAct.SUBMIT_IDEA, campaign, now, author_id=author.id)
    if reason:
        raise Conflict(not_now(reason))
    return author
