"""Who leaves takes no vote along: ballots are counted, the journal verifies, and nothing says any more whose they were."""

import json
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from app.accounts.personal import ages, erasing
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ballots import jobs
from campaigns.rounds.ballots.domain import eligibility
from campaigns.rounds.ballots.models import Ballot
from campaigns.rounds.ledger.queries import opened, published
from campaigns.rounds.models import Result, Round
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_account
from tests.factories.rounds import freeze, publish
from tests.factories.votes import make_vote, put_ballot, seal


def whose(ballot_id: int) -> int | None:
    return db.session.scalar(select(Ballot.account_id).where(Ballot.id == ballot_id))


def test_a_vote_is_counted_and_verified_when_a_voter_leaves_before_its_end(
    app: Flask, run_jobs: Callable[[], None]
) -> None:
    voters = [make_account() for _ in range(12)]
    round_ = make_vote(receipt="unlinked", result="raw")
    slug = db.session.get_one(Campaign, round_.campaign_id).slug
    round_id = round_.id
    choice = f"{opened.of_round(round_.id)[0].idea_id}:1"
    ballots = [put_ballot(round_, choice, voter).id for voter in voters]
    ids = [voter.id for voter in voters]
    seal(round_)

    erasing.erase(ids[0], clock.now())
    while_open = whose(ballots[0])
    result_id = publish(freeze(db.session.get_one(Round, round_id))).id
    run_jobs()
    erasing.erase(ids[1], clock.now())
    jobs.unlink_left()

    said = app.test_cli_runner().invoke(
        args=["rounds", "verify", str(published.folder(result_id) / f"{slug}-1.zip"), "--json"]
    )
    told = json.loads(said.stdout)
    assert (told["problems"], told["raw"]["voters"], db.session.get_one(Result, result_id).ballots) == ([], 12, 12)
    # While the vote is open the number stays, so that nobody votes twice under it; then it goes.
    assert (while_open, [whose(one) for one in ballots[:2]], whose(ballots[2])) == (
        ids[0],
        [None, None],
        ids[2],
    )


def test_an_age_that_the_project_asks_for_holds_for_its_vote(app: Flask) -> None:
    campaign = make_campaign(least_age=16, windows=[(PhaseKind.VOTING, -1 / 24, 10)])
    make_vote(campaign)
    person = make_account()
    before = eligibility.of_account(campaign.id, {}, person.id).refusal
    with step():
        ages.declare(person.id, 16, clock.now())

    after = eligibility.of_account(campaign.id, {}, person.id).refusal

    assert (before.code if before else None, after) == ("age", None)
