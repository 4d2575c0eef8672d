"""What owners are told about a vote that is ahead: by the linter before the launch, on the checklist after it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Reason
from campaigns.ideas.models import Idea
from campaigns.plan import linting
from campaigns.plan.models import Campaign, Template
from campaigns.plan.phases import Act, Window
from campaigns.plan.slots import Check, Finding
from campaigns.rounds.ballots.domain import laying
from campaigns.rounds.ballots.models import Option
from campaigns.rounds.ballots.queries import candidates
from campaigns.rounds.domain.rounds import source_of
from campaigns.rounds.models import Round, Source
from campaigns.rounds.queries import plans
from campaigns.rounds.rules import checks as rule_checks
from campaigns.rounds.rules import shape

NEAR = timedelta(days=3)
PLAN, DATES = "rounds.plan_vote", "plan.edit_dates"

UNFIT = Reason("vote.unfit", _l("The rule of the vote cannot be published as it stands: set it anew."))
OPEN = Reason(
    "vote.open", _l("The vote would be open at the launch. Its rule must be public before: let the vote begin later.")
)
NEAR_BY = Reason(
    "vote.near", _l("The vote begins within three days of now: people would have little time to read its rule.")
)
USUAL = Reason(
    "vote.usual", _l("The vote has the usual rule: each person chooses up to three ideas. Look whether it fits.")
)
NO_BUDGET = Reason(
    "vote.no-budget", _l("A budget is planned, but it is not said how much money there is: set the rule of the vote.")
)
NO_IDEAS = Reason(
    "vote.no-ideas", _l("There would be nothing to vote on: no stage takes ideas, and there are none yet.")
)


def findings(campaign: Campaign) -> Sequence[Finding]:
    """What the linter of plans says about the votes of a campaign: fills the slot `campaign.launch-findings`."""
    votes = [window for window in campaign.timeline.windows if source_of(window) == Source.BALLOTS]
    return list(_found(campaign, votes)) if votes else ()


def _found(campaign: Campaign, votes: Sequence[Window]) -> Iterator[Finding]:
    now, rule = clock.now(), plans.rule_set(campaign.id)
    if rule is not None and rule_checks.faults(rule):
        yield Finding(UNFIT, True, PLAN)
    if any(window.is_open(now) for window in votes):
        yield Finding(OPEN, True, DATES)
    elif any(now < window.opens_at < now + NEAR for window in votes):
        yield Finding(NEAR_BY, False, DATES)
    if rule is None:
        yield Finding(NO_BUDGET if campaign.template == Template.BUDGET else USUAL, False, PLAN)
    if not linting.allows(campaign.timeline, Act.SUBMIT_IDEA) and not _has_ideas(campaign.id):
        yield Finding(NO_IDEAS, False, DATES)


def _has_ideas(campaign_id: int) -> bool:
    return bool(db.session.scalar(select(exists().where(Idea.campaign_id == campaign_id))))


def checks(campaign_id: int) -> Sequence[Check]:
    """Votes without a ballot, and what it waits for: fills the slot `campaign.checklist`."""
    bare = select(Round).where(
        Round.campaign_id == campaign_id,
        Round.source == Source.BALLOTS,
        Round.closed_at.is_(None),
        ~exists().where(Option.round_id == Round.id),
    )
    votes = db.session.scalars(bare.order_by(Round.number)).all()
    if not votes:
        return ()
    slug = db.session.get_one(Campaign, campaign_id).slug
    return [_check(round_, slug) for round_ in votes]


def _check(round_: Round, slug: str) -> Check:
    url = url_for("rounds.plan_options", slug=slug, round=round_.number)
    found = candidates.of_rule(round_.campaign_id, round_.rule)
    if found.waits:
        return Check("vote.select-first", _("The ideas for the vote are still to be selected."), False, url)
    if not found.ideas:
        return Check("vote.no-ideas", _("There is no idea to vote on yet."), False, url)
    if shape.spends(round_.rule):
        return Check("vote.no-costs", _("Say what each idea costs and lay the ballot of the vote."), False, url)
    missing = laying.fault(round_.rule, found.ideas, {})
    sentence = str(missing) if missing else _("The ballot of the vote is not laid yet.")
    return Check("vote.no-ballot", sentence, False, url)
