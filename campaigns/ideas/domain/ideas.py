"""The way of an idea as its author walks it: sent, mended and sent again, taken back."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select, update

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed, Reason
from campaigns.contributions import states
from campaigns.contributions.languages import language_of
from campaigns.contributions.models import Contribution, State
from campaigns.contributions.slots import are_held
from campaigns.ideas.domain.drafts import KEPT_FOR, rewrite
from campaigns.ideas.domain.rows import own
from campaigns.ideas.domain.writers import written
from campaigns.ideas.models import Idea
from campaigns.ideas.queries import limits
from campaigns.ideas.queries.authors import writer_for
from campaigns.ideas.slots import SKIPS_QUEUE
from campaigns.ideas.texts import IdeaText
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

NOT_WHOLE = Reason("not-whole", _l("An idea needs a title, what is inconvenient now and what you propose."))
NO_REASON = Reason("no-reason", _l("Say in a few words why you take the idea back."))


def submit(actor: Actor, idea_id: int, now: datetime) -> Idea:
    """The author sends a draft. It waits for a check, or is published at once where the campaign checks afterwards and no
    check holds it.

    Raises NotAllowed where the window is shut or the person has sent as many as one may, Invalid where the idea is not whole,
    Conflict where it was sent already.
    """
    idea = written(actor, idea_id)
    if idea.contribution.state != State.DRAFT:
        raise Conflict(states.MOVED_ON)
    _send(actor, Act.SUBMIT_IDEA, idea, now)
    return idea


def revise_returned(actor: Actor, idea_id: int, text: IdeaText, now: datetime) -> Idea:
    """The author mends a returned idea and sends it again. The words are kept even where the window is shut by now.

    Raises what `submit` raises.
    """
    idea = rewrite(actor, idea_id, text, now)
    if idea.contribution.state != State.RETURNED:
        raise Conflict(states.MOVED_ON)
    _send(actor, Act.REVISE_IDEA, idea, now)
    return idea


def withdraw(actor: Actor, idea_id: int, why: str, now: datetime) -> Idea:
    """The author takes an idea back and says why. Its page is theirs and the staff's alone from then on."""
    if not why:
        raise Invalid(NO_REASON)
    idea = own(actor, idea_id)
    contribution = idea.contribution
    permissions.require(actor, Act.WITHDRAW_IDEA, contribution.campaign, now, author_id=contribution.author_id)
    if contribution.state == State.DRAFT:
        raise Conflict(states.MOVED_ON)
    idea.withdrawn_why = why
    states.withdraw(contribution, now)
    chain.log("idea.withdraw", now=now, actor_id=actor.id, thing="idea", thing_id=idea.id, campaign_id=idea.campaign_id)
    return idea


def _require_place(contribution: Contribution) -> None:
    """Raises NotAllowed where the author has as many ideas in the campaign as one person may send."""
    if contribution.author_id is None:
        return
    # Locked as the next number will be, so that of two ideas sent at once the second sees the first.
    held = select(Campaign.ideas_per_person).where(Campaign.id == contribution.campaign_id)
    most = db.session.scalars(held.with_for_update(key_share=True)).one()
    if most and limits.sent_by(contribution.author_id, contribution.campaign_id) >= most:
        raise NotAllowed(Reason("limit", limit_sentence(most)))


def limit_sentence(most: int) -> str:
    """How many ideas a person may send, said to one who has."""
    sentence = ngettext(
        "One person can send %(num)s idea to this project, and you have sent yours. This text stays a draft.",
        "One person can send %(num)s ideas to this project, and you have sent yours. This text stays a draft.",
        most,
    )
    return str(sentence)


def _send(actor: Actor, act: Act, idea: Idea, now: datetime) -> None:
    contribution = idea.contribution
    campaign = contribution.campaign
    permissions.require(actor, act, campaign, now, author_id=_sender(actor, act, idea))
    if act == Act.SUBMIT_IDEA:
        _require_place(contribution)
    text = IdeaText.of(idea)
    if not text.is_whole:
        raise Invalid(NOT_WHOLE)
    contribution.language = language_of(f"{text.title} {text.problem} {text.proposal}", campaign.language)
    if idea.number is None:
        idea.number = _next_number(campaign.id)
    # The form that was sent may be sent once more; until then it must find this idea.
    idea.draft_until = now + KEPT_FOR
    states.submit(contribution, now)
    if _appears_at_once(contribution, campaign) and not are_held(
        text.prose.values(), campaign.id, contribution.author_id
    ):
        states.publish(contribution, now)


def _appears_at_once(contribution: Contribution, campaign: Campaign) -> bool:
    """Whether an idea that no check holds is read by everyone before a person has looked at it. The only place that decides."""
    return not campaign.ideas_checked_first or any(SKIPS_QUEUE.fill(contribution))


def _sender(actor: Actor, act: Act, idea: Idea) -> int | None:
    """Who acts as the author: the first time nobody else does, but for who enters the idea of somebody without an account."""
    author_id = idea.contribution.author_id
    return author_id if act == Act.SUBMIT_IDEA and author_id is not None else writer_for(actor, idea)


def _next_number(campaign_id: int) -> int:
    """The number after the last one given, the campaign's row being locked until the step ends."""
    given = db.session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id)
        .values(ideas_numbered=Campaign.ideas_numbered + 1)
        .returning(Campaign.ideas_numbered)
        .execution_options(synchronize_session=False)
    )
    return int(given.scalar_one())
