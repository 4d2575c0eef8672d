"""A second look at a block: asked for once, within a term, by whom it holds for; decided by somebody who had no part in it."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from app.accounts import reviewers
from app.accounts.domain import blocks
from app.accounts.domain.blocks import LONGEST, NOTHING
from app.accounts.events import BlockReviewed
from app.accounts.models import Block, BlockOutcome, BlockReview
from app.accounts.roles import Actor
from app.foundation import events, outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Reason

SAY_WHAT = Reason("block.say-what", _l("Write what we have overlooked: whoever looks again reads it first."))
SAY_WHY = Reason("block.say-why", _l("Write the reasons: the person reads them."))
ASKED_ALREADY = Reason("block.asked", _l("A review was asked for already. It is looked at once."))
TERM_OVER = Reason("block.late", _l("The term in which a review may be asked for is over."))
IS_OVER = Reason("block.over", _l("You can write again: there is nothing to look at a second time."))
DECIDED = Reason("block.decided", _l("Somebody has decided this review already."))


def ask(actor: Actor, block_id: int, words: str, now: datetime) -> BlockReview:
    """The person asks that somebody else looks at what keeps them from writing.

    Raises Missing (it is not about them), Conflict (asked already, the term or the block is over), Invalid (no words).
    """
    block = blocks.locked(block_id)
    if block is None or actor.id is None or block.account_id != actor.id:
        raise Missing
    reason = refusal(block, now)
    if reason:
        raise Conflict(reason)
    if not words or len(words) > LONGEST:
        raise Invalid(SAY_WHAT)
    review = BlockReview(
        block_id=block.id,
        asked_by=actor.id,
        asked_at=now,
        words=words,
        made_by=block.made_by,
        confirmed_by=block.confirmed_by,
    )
    db.session.add(review)
    blocks.log("block.ask", actor, block, now)
    return review


def refusal(block: Block, now: datetime) -> Reason | None:
    """Why no review of the block may be asked for, or None where one may. One statement."""
    if db.session.scalar(select(exists().where(BlockReview.block_id == block.id))):
        return ASKED_ALREADY
    if not block.holds(now):
        return IS_OVER
    return TERM_OVER if now >= block.review_until else None


def decide(actor: Actor, block_id: int, outcome: BlockOutcome, facts: str, now: datetime) -> BlockReview:
    """The block stays, or the person may write again; either way they read why.

    Raises Missing, NotAllowed (about themselves, had a part in it), Conflict (decided or over already), Invalid (no reasons).
    """
    block = blocks.locked(block_id)
    if block is None or not blocks.is_in_hand(actor, block):
        raise Missing
    reason = reviewers.refusal(actor, block)
    if reason:
        raise NotAllowed(reason)
    query = select(BlockReview).where(BlockReview.block_id == block_id).with_for_update()
    review = db.session.scalar(query.execution_options(populate_existing=True))
    if review is None:
        raise Missing
    if review.outcome is not None or not block.holds(now):
        raise Conflict(DECIDED if review.outcome else NOTHING)
    if not facts or len(facts) > LONGEST:
        raise Invalid(SAY_WHY)
    review.outcome, review.facts, review.decided_at, review.decided_by = outcome, facts, now, actor.id
    if outcome == BlockOutcome.REVERSED:
        block.ended_at, block.ended_by, block.ended_why = now, actor.id, facts
    blocks.log("block.review", actor, block, now, outcome=outcome.value)
    events.announce(BlockReviewed(review.id))
    outbox.ask("accounts.send_block_reviewed", review_id=review.id)
    return review
