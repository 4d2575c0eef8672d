"""What people are told when something happens below."""

from sqlalchemy import delete

from app.accounts.events import BlockReviewed, PersonBlocked
from app.accounts.models import Block, BlockOutcome, BlockReview
from app.foundation import clock
from app.foundation.db import db
from app.notifications.audiences import AT_ONCE
from app.notifications.domain import reviews, tellings, texts
from app.notifications.domain.notices import Fact, mark_mailed, tell
from app.notifications.models import Notice, NoticeKind, Teller
from campaigns.contributions.events import ContributionMended, ContributionPublished, ContributionRestricted
from campaigns.contributions.models import Contribution
from campaigns.ideas.events import CoAuthorJoined, DraftThrownAway, IdeaChangedMaterially
from campaigns.plan.events import TimelineChanged
from campaigns.rounds.events import ResultPublished
from campaigns.selection.events import SelectionMade
from moderation.domain.undo import UNDO_WITHIN
from moderation.events import CaseDecided, DraftMade, ReviewDecided
from moderation.models import Review, Statement
from search.saved.events import SearchFound


def tell_published(fact: ContributionPublished) -> None:
    """The author learns it at once, unless it appeared as they sent it; followers of the campaign with the next letter, and
    so does whoever is answered. What a moderator may still undo waits for `tell_decided`.
    """
    if fact.may_be_undone:
        return
    contribution = db.session.get_one(Contribution, fact.contribution_id)
    texts.tell_publication(
        contribution, is_known=contribution.changed_at == (contribution.submitted_at or contribution.published_at)
    )


def tell_restricted(fact: ContributionRestricted) -> None:
    """The author learns what was decided and why; nobody else does. What may still be undone waits for `tell_decided`."""
    if not fact.may_be_undone:
        contribution = db.session.get_one(Contribution, fact.contribution_id)
        texts.tell_restriction(contribution, db.session.get_one(Statement, fact.statement_id))


def tell_mended(fact: ContributionMended) -> None:
    """The author learns that moderators mended something in their text."""
    contribution = db.session.get_one(Contribution, fact.contribution_id)
    name = f"mended:{contribution.id}:{fact.version}"
    if contribution.author_id is not None:
        told = Fact(NoticeKind.MENDED, name, contribution.campaign_id, contribution.id)
        tell([contribution.author_id], told, clock.now())


def tell_draft(fact: DraftMade) -> None:
    """The author of a comment learns that a draft idea was made of it."""
    draft = db.session.get_one(Contribution, fact.idea_id)
    told = Fact(NoticeKind.DRAFT_MADE, f"draft-of:{fact.comment_id}", draft.campaign_id, draft.id)
    if draft.author_id is not None:
        tell([draft.author_id], told, clock.now())


def wait_for_undoing(fact: CaseDecided) -> None:
    """For a minute the moderator may take the decision back: until then nobody is told of it."""
    tellings.put(Teller.DECIDED, delay=UNDO_WITHIN, case_id=fact.case_id, version=fact.version)


def tell_reviewed(fact: ReviewDecided) -> None:
    """The one who asked learns what a review ended in and why, at once: it is not undone."""
    reviews.tell_outcome(db.session.get_one(Review, fact.review_id), was_public=fact.was_public)


def tell_blocked(fact: PersonBlocked) -> None:
    """Whoever may not write learns it at once; the letter is that of their account."""
    block = db.session.get_one(Block, fact.block_id)
    _tell_by_letter_of_account(NoticeKind.BLOCKED, f"block:{block.id}", block)


def tell_block_reviewed(fact: BlockReviewed) -> None:
    """Whoever asked for a second look at their block learns at once what it ended in."""
    review = db.session.get_one(BlockReview, fact.review_id)
    kind = NoticeKind.BLOCK_REVERSED if review.outcome == BlockOutcome.REVERSED else NoticeKind.BLOCK_UPHELD
    _tell_by_letter_of_account(kind, f"block-review:{review.id}", db.session.get_one(Block, review.block_id))


def _tell_by_letter_of_account(kind: NoticeKind, name: str, block: Block) -> None:
    fact = Fact(kind, name, block.campaign_id, None, {"block_id": block.id})
    mark_mailed(tell([block.account_id], fact, clock.now()), clock.now())


def tell_timeline(fact: TimelineChanged) -> None:
    """Followers learn that the dates have changed."""
    tellings.put(
        Teller.FOLLOWERS,
        kind=NoticeKind.TIMELINE_CHANGED,
        name=f"timeline:{fact.change_id}",
        campaign_id=fact.campaign_id,
    )


def tell_result(fact: ResultPublished) -> None:
    """Followers, authors and those who follow an idea learn what came out."""
    tellings.put(
        Teller.FOLLOWERS,
        kind=NoticeKind.RESULT_PUBLISHED,
        name=f"result:{fact.result_id}",
        campaign_id=fact.campaign_id,
    )


def tell_selection(fact: SelectionMade) -> None:
    """Followers, authors and those who follow an idea learn what was selected."""
    tellings.put(
        Teller.FOLLOWERS,
        kind=NoticeKind.SELECTED,
        name=f"selection:{fact.selection_id}",
        campaign_id=fact.campaign_id,
    )


def tell_supporters(fact: IdeaChangedMaterially) -> None:
    """Whose support was taken off learns it: the idea is another now, and they may support it again."""
    campaign_id = db.session.get_one(Contribution, fact.idea_id).campaign_id
    for start in range(0, len(fact.supporters), AT_ONCE):
        tellings.put(
            Teller.PEOPLE,
            kind=NoticeKind.SUPPORT_RESET,
            name=f"support-reset:{fact.idea_id}:{fact.version}",
            campaign_id=campaign_id,
            contribution_id=fact.idea_id,
            account_ids=list(fact.supporters[start : start + AT_ONCE]),
        )


def tell_joined(fact: CoAuthorJoined) -> None:
    """The author learns that somebody writes along now."""
    contribution = db.session.get_one(Contribution, fact.idea_id)
    name = f"joined:{fact.idea_id}:{fact.account_id}"
    fact_told = Fact(NoticeKind.CO_AUTHOR_JOINED, name, contribution.campaign_id, contribution.id)
    if contribution.author_id is not None:
        tell([contribution.author_id], fact_told, clock.now())


def tell_search(fact: SearchFound) -> None:
    """Whoever keeps a search learns in the morning how much it has found anew."""
    details = {"search_id": fact.search_id, "texts": fact.texts, "since": fact.since.isoformat()}
    told = Fact(NoticeKind.SEARCH_FOUND, f"search:{fact.search_id}:{fact.day}", details=details)
    tell([fact.account_id], told, clock.now())


def forget_draft(fact: DraftThrownAway) -> None:
    """What somebody was told of a draft goes with it."""
    db.session.execute(delete(Notice).where(Notice.contribution_id == fact.idea_id))
