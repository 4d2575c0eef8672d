"""What moderation does when something happens to a text."""

from app.foundation import clock, outbox
from app.foundation.db import db
from app.offices.events import CalendarChanged
from campaigns.contributions.events import (
    ContributionChanged,
    ContributionMended,
    ContributionPublished,
    ContributionRestored,
    ContributionRestricted,
    ContributionSubmitted,
    ContributionWithdrawn,
)
from campaigns.contributions.findings import CheckSettings
from campaigns.contributions.models import Channel, Contribution, Kind
from campaigns.plan.models import Campaign
from moderation.domain import cases, reviews, trust
from moderation.domain.undo import UNDO_WITHIN
from moderation.events import CaseDecided
from moderation.findings import is_worth_a_look
from moderation.models import Case, Decision
from moderation.published import find_in
from moderation.texts import texts_of
from moderation.waves.queries import belongs

# A person looks at every one of these after its publication. Of the others there are too many: what the checks find tells.
LOOKED_AT = frozenset({Kind.IDEA})
# Published at once where the campaign reads them afterwards.
REMARKS = frozenset({Kind.COMMENT, Kind.CONTEST})


def open_case(fact: ContributionSubmitted) -> None:
    """A text that was sent to be checked is looked at by a person.

    A comment that is published in the same step, as nothing holds it, gets no case: there may be 800 on a Monday. A signed answer
    waits for who signs beside, or for its release; the checks went over it before it could be signed.
    """
    contribution = db.session.get_one(Contribution, fact.contribution_id)
    if contribution.kind == Kind.ANSWER:
        return
    if not _may_pass(contribution) or _is_worth_a_look(contribution) or belongs(contribution.author_id):
        cases.open_for(contribution, clock.now())
    elif contribution.kind == Kind.IDEA:
        outbox.ask("moderation.look", contribution_id=contribution.id)


def look_after(fact: ContributionPublished) -> None:
    """A text that appeared at once, before a person saw it, waits for one where the checks find something in it."""
    contribution = db.session.get_one(Contribution, fact.contribution_id)
    if contribution.kind in LOOKED_AT:
        return
    waits, was_decided = cases.standing(contribution.id)
    if was_decided or (waits and cases.is_reported(contribution.id)):
        return
    if _is_worth_a_look(contribution):
        cases.open_for(contribution, clock.now())
        return
    if waits:
        cases.close(contribution.id, clock.now())
    if contribution.kind in REMARKS and contribution.channel != Channel.IMPORT:
        outbox.ask("moderation.look", contribution_id=contribution.id)


def look_at_change(fact: ContributionChanged) -> None:
    """A public text whose words became others is looked at: an idea always, another where the checks find something."""
    contribution = db.session.get_one(Contribution, fact.contribution_id)
    if contribution.kind in LOOKED_AT or cases.is_open_for(contribution.id) or _is_worth_a_look(contribution):
        cases.open_for(contribution, clock.now())


def check_again(fact: ContributionMended) -> None:
    """What waits is checked as it reads now; what was only mended waits for nobody."""
    if cases.is_open_for(fact.contribution_id):
        cases.open_for(db.session.get_one(Contribution, fact.contribution_id), clock.now())


def close_case(fact: ContributionWithdrawn) -> None:
    """What its author took back needs no decision."""
    cases.close(fact.contribution_id, clock.now())


def close_reviews(
    fact: ContributionPublished | ContributionRestricted | ContributionRestored | ContributionSubmitted,
) -> None:
    """A review of a decision that holds no more ends, once nobody can undo what took its place."""
    if reviews.waits(fact.contribution_id):
        outbox.ask("moderation.close_reviews", delay=UNDO_WITHIN, contribution_id=fact.contribution_id)


def wait_to_join(fact: CaseDecided) -> None:
    """For a minute the moderator may take the decision back: until then no author is asked about a joining."""
    if db.session.get_one(Case, fact.case_id).decision == Decision.JOIN:
        outbox.ask("moderation.propose_joining", delay=UNDO_WITHIN, case_id=fact.case_id, version=fact.version)


def reckon_due(_fact: CalendarChanged) -> None:
    """What was promised about texts that wait follows the calendar."""
    outbox.ask_once("moderation.reckon_due")


def _may_pass(contribution: Contribution) -> bool:
    """Whether it needs no person where the checks find nothing: a comment read afterwards, an idea of a trusted author."""
    campaign = db.session.get_one(Campaign, contribution.campaign_id)
    if contribution.kind in REMARKS:
        return not campaign.comments_checked_first
    return contribution.kind == Kind.IDEA and campaign.ideas_checked_first and trust.skips_queue(contribution)


def _is_worth_a_look(contribution: Contribution) -> bool:
    text = texts_of({contribution.id: contribution.kind}).get(contribution.id)
    settings = CheckSettings.of(db.session.get_one(Campaign, contribution.campaign_id).checks)
    return text is not None and is_worth_a_look(find_in(text.parts, settings))
