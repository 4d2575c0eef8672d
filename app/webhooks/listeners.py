"""What happens elsewhere and other programs are told. A fact that may be undone waits until it may not."""

from app.foundation import clock, outbox
from app.foundation.db import db
from app.webhooks.domain.spreading import NOW, is_wanted, spread
from app.webhooks.kinds import Event
from campaigns.answers.events import AnswerReleased
from campaigns.contributions.events import (
    ContributionJoined,
    ContributionPublished,
    ContributionRestored,
    ContributionRestricted,
    ContributionUnjoined,
    ContributionWithdrawn,
)
from campaigns.contributions.models import Contribution, Kind
from campaigns.implementation.events import ProgressReported
from campaigns.plan.events import CampaignLaunched
from campaigns.rounds.events import ResultPublished, RoundClosed
from campaigns.selection.events import OutcomesGiven
from moderation.domain.undo import UNDO_WITHIN

AT_ONCE = 100
PUBLISHED = {Kind.IDEA: Event.IDEA_PUBLISHED, Kind.TOPIC: Event.TOPIC_PUBLISHED, Kind.NEWS: Event.NEWS_PUBLISHED}


def tell_published(fact: ContributionPublished) -> None:
    """An idea, a topic or news can be read."""
    common = db.session.get_one(Contribution, fact.contribution_id)
    if common.kind in PUBLISHED:
        delay = UNDO_WITHIN if fact.may_be_undone else NOW
        spread(PUBLISHED[common.kind], common.id, common.campaign_id, clock.now(), delay)


def tell_gone(fact: ContributionRestricted | ContributionWithdrawn) -> None:
    """An idea that everyone could read is not there any more."""
    common = db.session.get_one(Contribution, fact.contribution_id)
    if common.kind == Kind.IDEA and common.published_at is not None:
        may_be_undone = isinstance(fact, ContributionRestricted) and fact.may_be_undone
        delay = UNDO_WITHIN if may_be_undone else NOW
        spread(Event.IDEA_GONE, common.id, common.campaign_id, clock.now(), delay)


def tell_moved(fact: ContributionJoined | ContributionUnjoined | ContributionRestored) -> None:
    """An idea goes on in another, stands by itself again, or is public again."""
    common = db.session.get_one(Contribution, fact.contribution_id)
    if common.kind == Kind.IDEA and common.published_at is not None:
        spread(Event.IDEA_STATUS, common.id, common.campaign_id, clock.now())


def tell_outcomes(fact: OutcomesGiven) -> None:
    """The selection, a department or those who build it have given ideas a status."""
    if is_wanted(Event.IDEA_STATUS):
        # A selection gives thousands at once: they are laid out apart, in short steps.
        for start in range(0, len(fact.idea_ids), AT_ONCE):
            ids = list(fact.idea_ids[start : start + AT_ONCE])
            outbox.ask("webhooks.spread_status", idea_ids=ids, at=clock.now().isoformat())


def tell_answer(fact: AnswerReleased) -> None:
    """An official answer can be read."""
    _tell(Event.ANSWER_RELEASED, fact.answer_id, fact.campaign_id)


def tell_progress(fact: ProgressReported) -> None:
    """Something was reported about what became of an idea."""
    _tell(Event.PROGRESS_REPORTED, fact.progress_id, fact.campaign_id)


def tell_closed(fact: RoundClosed) -> None:
    """Nothing is accepted in a round any more."""
    _tell(Event.ROUND_CLOSED, fact.round_id, fact.campaign_id)


def tell_result(fact: ResultPublished) -> None:
    """A result can be read."""
    _tell(Event.RESULT_PUBLISHED, fact.result_id, fact.campaign_id)


def tell_launched(fact: CampaignLaunched) -> None:
    """A campaign has begun."""
    _tell(Event.CAMPAIGN_LAUNCHED, fact.campaign_id, fact.campaign_id)


def _tell(event: Event, thing_id: int, campaign_id: int) -> None:
    spread(event, thing_id, campaign_id, clock.now())
