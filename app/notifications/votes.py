"""Voters are told when their vote is counted apart, when it no longer is, and what a person decided."""

from app.foundation import clock
from app.notifications.domain.notices import Fact, tell
from app.notifications.models import NoticeKind
from campaigns.rounds.apart.events import LookDecided, VotesJudged
from campaigns.rounds.apart.models import LookOutcome

OF_OUTCOME: dict[LookOutcome, NoticeKind] = {
    LookOutcome.COUNTED: NoticeKind.LOOK_COUNTED,
    LookOutcome.APART: NoticeKind.LOOK_APART,
}


def tell_judged(fact: VotesJudged) -> None:
    """Each voter learns by which rule their vote is counted apart, on a page that says what it means; or that it no longer is."""
    kind = NoticeKind.VOTE_APART if fact.apart else NoticeKind.VOTE_COUNTED
    told = Fact(kind, f"vote:{fact.round_id}:judged:{fact.batch}", fact.campaign_id)
    tell(fact.account_ids, told, clock.now())


def tell_looked(fact: LookDecided) -> None:
    """Who asked learns what was decided."""
    told = Fact(OF_OUTCOME[fact.outcome], f"vote-look:{fact.look_id}", fact.campaign_id)
    tell([fact.account_id], told, clock.now())
