"""Who leaves takes no vote along: ballots are counted, the journal verifies, and nothing says any more whose they were."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.identity import keys
from app.accounts.identity.domain import arrivals
from app.accounts.identity.domain.arrivals import Said
from app.accounts.identity.models import Identity
from app.accounts.models import Account
from app.accounts.personal import ages, erasing
from app.accounts.personal import jobs as personal_jobs
from app.accounts.slots import LeftTexts
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import NotAllowed
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ballots import jobs
from campaigns.rounds.ballots.domain import casting, eligibility
from campaigns.rounds.ballots.domain.casting import Voter
from campaigns.rounds.ballots.models import Ballot, BallotChannel, LeftVoter
from campaigns.rounds.ledger.queries import opened, published
from campaigns.rounds.models import Result, Round
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_account
from tests.factories.rounds import close_round, freeze, publish
from tests.factories.votes import make_vote, put_ballot, seal
from tests.support.clocks import MovingClock

PERSON_ONLY = {"roles": ["resident"], "verification": "person", "territories": [], "registered_before": None}


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


def verified(number: str = "112-233-445 95") -> Account:
    """An account whose person was verified by this number."""
    account = make_account()
    key = keys.of_person("snils", number)
    with step():
        arrivals.connect(account, Said("state", keys.of_subject("state", f"{account.id}"), key, "snils"), clock.now())
    return account


def cast(round_: Round, account: Account) -> str:
    """The code of the reason for which no vote was taken; empty where it was."""
    chosen = ((opened.of_round(round_.id)[0].idea_id, 1),)
    try:
        with step():
            casting.cast(
                round_.id,
                Voter(account_id=account.id),
                chosen,
                channel=BallotChannel.SITE,
                form=None,
                now=clock.now(),
            )
    except NotAllowed as refusal:
        return refusal.reason.code
    return ""


def leave(account: Account, clock: MovingClock) -> None:
    """The way out as it is: asked for, thought over, and done by the job."""
    with step():
        erasing.ask(account, LeftTexts.NAMELESS, clock.now())
    clock.move_by(days=7, minutes=1)
    personal_jobs.erase_due()


def kept_out() -> list[tuple[int, str]]:
    return [(one.round_id, one.key) for one in db.session.scalars(select(LeftVoter))]


def test_who_votes_leaves_and_comes_back_by_the_same_identity_does_not_vote_again(
    app: Flask, clock: MovingClock
) -> None:
    round_ = make_vote(who=PERSON_ONLY)
    other_round = make_vote(make_campaign(windows=[(PhaseKind.VOTING, -1 / 24, 10)]), who=PERSON_ONLY)
    first = verified()
    key = db.session.scalars(select(Identity.key)).one()
    voted = cast(round_, first)

    leave(first, clock)
    gone = db.session.scalars(select(Identity)).all()
    again = verified("11223344595")
    said = [cast(round_, again), cast(other_round, again), cast(round_, verified("another"))]

    assert (voted, gone, kept_out()) == ("", [], [(round_.id, key)])
    assert said == ["vote.voted-before", "", ""]
    assert len(db.session.scalars(select(Ballot).where(Ballot.round_id == round_.id)).all()) == 2


def test_of_who_left_during_a_vote_nothing_is_kept_once_it_is_closed(app: Flask, clock: MovingClock) -> None:
    first, second = (make_vote(make_campaign(windows=[(PhaseKind.VOTING, -1 / 24, 10)])) for _ in range(2))
    person = verified()
    for round_ in (first, second):
        cast(round_, person)
    leave(person, clock)

    close_round(first)
    after_one = [round_id for round_id, _key in kept_out()]
    close_round(second)

    assert (after_one, kept_out()) == ([second.id], [])


def test_the_sweep_does_what_a_close_has_left_undone(app: Flask) -> None:
    round_ = close_round(make_vote())
    with step():
        db.session.add(LeftVoter(round_id=round_.id, key="a digest"))

    jobs.unlink_left()

    assert kept_out() == []


def test_of_who_did_not_vote_or_was_never_verified_or_left_after_the_close_nothing_is_kept(
    app: Flask, clock: MovingClock
) -> None:
    open_, closed = (make_vote(make_campaign(windows=[(PhaseKind.VOTING, -1 / 24, 10)])) for _ in range(2))
    silent, unknown, late = verified("1"), make_account(), verified("2")
    cast(open_, unknown)
    cast(closed, late)
    close_round(closed)

    for account in (silent, unknown, late):
        erasing.erase(account.id, clock.now())

    assert kept_out() == []


def test_an_account_that_is_being_erased_votes_no_more(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    round_, person = make_vote(), verified()
    monkeypatch.setattr(erasing, "_empty", _break)
    with pytest.raises(OSError, match="the power went"):
        erasing.erase(person.id, clock.now())

    assert (cast(round_, person), kept_out()) == ("vote.account-ended", [])


def _break(*_about: object) -> None:
    raise OSError("the power went")
