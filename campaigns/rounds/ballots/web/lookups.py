"""Which vote an address means, and who votes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from app.accounts.permissions import SIGN_IN
from app.accounts.roles import GUEST, Actor
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Conflict, Missing, NotAllowed, Reason
from campaigns.rounds.ballots import reasons
from campaigns.rounds.ballots.domain import eligibility
from campaigns.rounds.ballots.domain.casting import Voter
from campaigns.rounds.ballots.models import BallotChannel
from campaigns.rounds.ballots.queries import votes
from campaigns.rounds.ballots.queries.votes import Vote
from campaigns.rounds.ballots.web import passes


@dataclass(frozen=True)
class Asked:
    """A vote and who asks for its pages. `word` is the pass of somebody who votes with a code."""

    slug: str
    actor: Actor
    round: Vote
    every: Sequence[Vote]
    word: str = ""
    code_id: int | None = None
    has_old_pass: bool = False

    @property
    def is_guest(self) -> bool:
        """Nobody is known to vote: without an account and without a code."""
        return self.code_id is None and self.actor.id is None

    @property
    def channel(self) -> BallotChannel:
        return BallotChannel.SITE if self.code_id is None else BallotChannel.CODE

    @property
    def voter(self) -> Voter:
        """Whose ballot this is. Raises NotAllowed for a guest, Conflict where a pass does not hold any more."""
        if self.has_old_pass:
            raise Conflict(reasons.PASS_OVER)
        if self.is_guest:
            raise NotAllowed(SIGN_IN)
        return Voter(account_id=self.actor.id) if self.code_id is None else Voter(code_id=self.code_id)

    @property
    def state(self) -> str:
        """before, open or over."""
        now, window = clock.now(), self.round.window
        if now < window.opens_at:
            return "before"
        return "over" if self.round.closed_at is not None or now >= window.closes_at else "open"

    def draw(self, idea_id: int) -> str:
        """The place of an idea in this voter's own order: random, the same each time, and kept nowhere."""
        who = f"code {self.code_id}" if self.code_id else f"account {self.actor.id}" if self.actor.id else _today()
        return hashlib.sha256(f"{self.round.rule_fingerprint} {who} {idea_id}".encode()).hexdigest()

    def refusal(self) -> Reason | None:
        """Why this voter may not vote at all, whatever the time; None for a guest, too."""
        who, round_ = self.round.rule.get("who", {}), self.round
        if self.code_id is not None:
            return eligibility.of_code(round_.id, self.code_id).refusal
        if self.actor.id is None:
            return None
        if BallotChannel.SITE not in round_.rule.get("channels", [BallotChannel.SITE]):
            return reasons.NOT_THIS_WAY
        return eligibility.of_account(round_.campaign_id, who, self.actor.id, round_.id).refusal


def _today() -> str:
    return clock.now().date().isoformat()


def asked_for(slug: str, word: str | None = None) -> Asked:
    """The vote that the address means: that with the number it names, else the one that is open, else the next, else the last.

    Raises Missing where there is none. `word` is the pass of somebody who votes with a code.
    """
    actor = current_actor()
    every = votes.rounds_of(slug, actor)
    round_ = _chosen(every)
    if not word:
        return Asked(slug, actor, round_, every)
    found = passes.read(word)
    if found is None or found.round_id != round_.id:
        return Asked(slug, GUEST, round_, every, has_old_pass=True)
    return Asked(slug, actor, round_, every, word, found.code_id)


def _chosen(every: Sequence[Vote]) -> Vote:
    if "round" in request.args:
        number = request.args.get("round", type=int)
        found = next((round_ for round_ in every if round_.number == number), None)
    else:
        now = clock.now()
        ahead = [round_ for round_ in every if round_.closed_at is None and round_.window.closes_at > now]
        found = min(ahead, key=lambda round_: round_.window.opens_at, default=every[-1] if every else None)
    if found is None:
        raise Missing
    return found
