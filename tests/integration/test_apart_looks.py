"""A vote that a rule counts apart: the voter reads why, asks that a person looks, and the person's decision stands over rules."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import Refusal
from app.foundation.unit_of_work import step
from app.notifications.models import Notice
from campaigns.plan.models import Campaign
from campaigns.plan.slots import CAMPAIGN_CHECKLIST
from campaigns.rounds.apart import words
from campaigns.rounds.apart.domain import judging, looks
from campaigns.rounds.apart.models import Look, LookOutcome
from campaigns.rounds.apart.signs import Sign
from campaigns.rounds.ballots.models import Ballot
from campaigns.rounds.ledger.models import EntryKind, RoundNote
from campaigns.rounds.models import Result, Round
from tests.factories.apart import APART, put_bots, put_crowd, set_apart
from tests.factories.campaigns import make_campaign
from tests.factories.people import give_role, make_account
from tests.factories.votes import code_of, make_vote, put_ballot, seal
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
MINE = "We sat in the library together."
WHY = "The library has confirmed that evening."


@pytest.fixture
def vote(app: Flask) -> Round:
    return make_vote(apart=APART)


@pytest.fixture
def slug(vote: Round) -> str:
    return db.session.get_one(Campaign, vote.campaign_id).slug


@pytest.fixture
def voter(vote: Round) -> Account:
    account = make_account("voter@example.org", given_name="Вера")
    set_apart(put_ballot(vote, f"{vote.id}:1", account))
    return account


@pytest.fixture
def moderator(vote: Round) -> Account:
    campaign = db.session.get_one(Campaign, vote.campaign_id)
    return give_role(make_account("moderator@example.org"), Role.MODERATOR, campaign)


def asked(vote: Round, voter: Account) -> int:
    with step():
        return looks.ask(actor_of(voter), vote.id, MINE, present.now()).id


def decided(look_id: int, by: Account, outcome: LookOutcome, why: str = WHY) -> str:
    """What became of it: the outcome, or the code of the refusal."""
    try:
        with step():
            return str(looks.decide(actor_of(by), look_id, outcome, why, present.now()).outcome)
    except Refusal as refusal:
        return refusal.reason.code


def is_apart(voter: Account) -> bool:
    return bool(db.session.scalar(select(Ballot.apart).where(Ballot.account_id == voter.id)))


def told(account: Account) -> list[str]:
    return list(db.session.scalars(select(Notice.kind).where(Notice.account_id == account.id)))


def test_who_looks_a_vote_up_that_is_counted_apart_reads_that(
    vote: Round, slug: str, voter: Account, visit: Visit
) -> None:
    others = put_ballot(vote, f"{vote.id}:1")
    seal(vote)
    visitor, mine = visit(voter), db.session.scalars(select(Ballot).where(Ballot.account_id == voter.id)).one()

    found = [visit().get(f"/campaigns/{slug}/vote/receipt?code={code_of(one)}").text for one in (mine, others)]
    confirmation = visitor.get(f"/campaigns/{slug}/vote/confirmation").text

    assert ["Your vote is counted apart" in page for page in found] == [True, False]
    assert f'href="/campaigns/{slug}/vote/apart"' in confirmation


def test_the_voter_reads_why_and_asks_and_the_moderator_counts_the_vote(
    vote: Round, slug: str, voter: Account, moderator: Account, visit: Visit
) -> None:
    own, desk = f"/campaigns/{slug}/vote/apart", f"/campaigns/{slug}/vote/apart/looks"
    visitor, staff = visit(voter), visit(moderator)
    page = visitor.get(own).get_data(as_text=True)
    sent = visitor.send(own, {"words": MINE}, page=own)
    look_id = db.session.scalars(select(Look.id)).one()
    listed = staff.get(desk).get_data(as_text=True)
    read = staff.get(f"{desk}/{look_id}").get_data(as_text=True)

    done = staff.send(f"{desk}/{look_id}", {"outcome": "counted", "reason": WHY}, page=f"{desk}/{look_id}")

    assert (sent.status_code, done.status_code) == (303, 303)
    assert words.reason("swarm", [Sign.CHOICE, Sign.BURST, Sign.AGE]) in page
    assert MINE in listed
    assert MINE in read
    # Whoever looks learns neither who it is nor how they voted.
    assert [secret for secret in ("Вера", "voter@", f"{vote.id}:1") if secret in listed + read] == []
    assert is_apart(voter) is False
    assert WHY in visitor.get(own).get_data(as_text=True)
    assert told(voter) == ["look counted"]


def test_a_decision_is_noted_logged_and_stands_over_rules(vote: Round, voter: Account, moderator: Account) -> None:
    put_crowd(vote)
    bots = put_bots(vote)
    judging.judge(vote.id)
    bot = db.session.get_one(Account, db.session.scalar(select(Ballot.account_id).where(Ballot.id == bots[0])))
    look_id = asked(vote, bot)

    outcome = decided(look_id, moderator, LookOutcome.COUNTED)
    judging.judge(vote.id)

    last = db.session.scalars(
        select(RoundNote).where(RoundNote.ballot_id == bots[0]).order_by(RoundNote.id.desc())
    ).first()
    acts = db.session.scalars(select(Entry.act).where(Entry.thing == "round").order_by(Entry.id)).all()
    assert (outcome, is_apart(bot)) == ("counted", False)
    assert last is not None
    assert (last.kind, last.reason, last.made_by) == (EntryKind.COUNTED, WHY, moderator.id)
    assert [act for act in acts if act.startswith("look.")] == ["look.ask", "look.decide"]


def test_left_apart_it_stays_so_and_is_looked_at_once(vote: Round, voter: Account, moderator: Account) -> None:
    look_id = asked(vote, voter)

    outcomes = [decided(look_id, moderator, LookOutcome.APART), decided(look_id, moderator, LookOutcome.COUNTED)]

    assert outcomes == ["apart", "apart.decided"]
    assert is_apart(voter) is True
    assert told(voter) == ["look apart"]
    with pytest.raises(Refusal) as again:
        asked(vote, voter)
    assert again.value.reason.code == "apart.looked-already"


def test_a_request_is_read_and_decided_in_its_own_project_alone(vote: Round, voter: Account, visit: Visit) -> None:
    look_id, elsewhere = asked(vote, voter), make_campaign("elsewhere")
    stranger = visit(give_role(make_account(), Role.MODERATOR, elsewhere))

    path = f"/campaigns/elsewhere/vote/apart/looks/{look_id}"
    answers = [stranger.get(path), stranger.send(path, {"outcome": "counted", "reason": WHY}, page="/account/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert is_apart(voter) is True


def test_nobody_decides_about_their_own_vote_nor_without_a_reason_nor_without_the_right(
    vote: Round, voter: Account, moderator: Account
) -> None:
    look_id = asked(vote, voter)
    campaign = db.session.get_one(Campaign, vote.campaign_id)

    refused = [
        decided(look_id, make_account(), LookOutcome.COUNTED),
        decided(look_id, moderator, LookOutcome.COUNTED, ""),
        decided(look_id, give_role(voter, Role.MODERATOR, campaign), LookOutcome.COUNTED),
    ]

    assert refused == ["role", "apart.say-why", "apart.own-vote"]
    assert is_apart(voter) is True


def test_a_vote_that_is_not_apart_is_not_looked_at(vote: Round, voter: Account, moderator: Account) -> None:
    look_id = asked(vote, voter)
    with step():
        db.session.execute(update(Ballot).where(Ballot.account_id == voter.id).values(apart=False))

    outcome = decided(look_id, moderator, LookOutcome.COUNTED)

    assert outcome == "apart.moot"
    with pytest.raises(Refusal) as refusal:
        asked(vote, voter)
    assert refusal.value.reason.code == "apart.not-apart"


def test_two_weeks_after_the_result_nobody_asks_any_more(vote: Round, voter: Account) -> None:
    now = present.now()
    with step():
        published = {"signed_at": now, "published_at": now - timedelta(days=14)}
        db.session.add(Result(round_id=vote.id, counted_at=now, fingerprint="f", **published))

    with pytest.raises(Refusal) as refusal:
        asked(vote, voter)

    assert refusal.value.reason.code == "apart.term-over"


def test_open_requests_stand_in_the_checklist_and_after_the_count_the_page_asks_for_a_new_one(
    app: Flask, vote: Round, slug: str, voter: Account, moderator: Account, visit: Visit
) -> None:
    look_id = asked(vote, voter)
    with step():
        db.session.add(Result(round_id=vote.id, counted_at=present.now(), fingerprint="f"))

    page = visit(moderator).get(f"/campaigns/{slug}/vote/apart/looks/{look_id}").get_data(as_text=True)

    with app.test_request_context():
        checks = [check for given in CAMPAIGN_CHECKLIST.fill(vote.campaign_id) for check in given]
    assert ("apart.looks", False) in [(check.code, check.done) for check in checks]
    assert "has to have the vote counted again" in page
