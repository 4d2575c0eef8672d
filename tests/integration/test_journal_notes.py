"""What happens to an idea on a ballot goes into the journal with its reason, and observers are written to."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.roles import Role
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions import states
from campaigns.contributions.models import Contribution
from campaigns.ideas.domain import joined
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ledger.domain import sealing
from campaigns.rounds.ledger.models import Checkpoint, EntryKind, RoundNote
from campaigns.rounds.ledger.queries import opened
from campaigns.rounds.models import Round
from moderation.models import Decision, Statement
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import restrict
from tests.factories.people import give_role, make_account
from tests.factories.rounds import close_round, freeze, publish
from tests.factories.votes import make_vote, put_ballot
from tests.support.clocks import MovingClock
from tests.support.letters import Letter, letters


@pytest.fixture
def vote(app: Flask) -> Round:
    return make_vote(make_campaign("ugra", windows=[(PhaseKind.VOTING, -1 / 24, 10)]))


def on_ballot(vote: Round, place: int) -> Idea:
    idea_id = opened.of_round(vote.id)[place].idea_id
    return db.session.get_one(Idea, idea_id, options=[joinedload(Idea.contribution)], populate_existing=True)


def noted() -> list[tuple[str, str]]:
    rows = db.session.execute(select(RoundNote.kind, RoundNote.reason).order_by(RoundNote.id))
    return [(kind.value, reason) for kind, reason in rows]


def test_an_idea_hidden_on_the_ballot_is_noted_with_the_public_rule_and_never_with_what_was_said(vote: Round) -> None:
    idea, moderator = on_ballot(vote, 0), give_role(make_account(), Role.MODERATOR)
    title = idea.title

    restrict(idea, Decision.HIDE, moderator, ground="rude")

    statement = db.session.scalars(select(Statement)).one()
    ((kind, reason),) = noted()
    assert (kind, reason) == ("hide", statement.rule_text)
    assert statement.facts not in reason
    assert title not in reason


def test_what_comes_back_is_noted_and_what_stands_so_is_not_noted_again(vote: Round, clock: MovingClock) -> None:
    contribution = db.session.get_one(Contribution, on_ballot(vote, 0).id)
    with step():
        before = states.standing(contribution)
        states.withdraw(contribution, clock.now())
    with step():
        states.restore(db.session.get_one(Contribution, contribution.id), before)

    assert [kind for kind, _reason in noted()] == ["hide", "show"]


def test_joining_and_parting_are_noted(vote: Round) -> None:
    with step():
        joined.join(on_ballot(vote, 0), on_ballot(vote, 1))
    with step():
        joined.unjoin(on_ballot(vote, 0))

    ids = [option.idea_id for option in opened.of_round(vote.id)]
    rows = db.session.execute(select(RoundNote.kind, RoundNote.idea_id, RoundNote.into_id).order_by(RoundNote.id)).all()
    assert [tuple(row) for row in rows] == [(EntryKind.JOIN, ids[0], ids[1]), (EntryKind.PART, ids[0], None)]


def test_ideas_on_no_ballot_and_votes_that_are_out_are_left_alone(
    vote: Round, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    on = on_ballot(vote, 0).id
    off = make_idea(db.session.get_one(Campaign, vote.campaign_id)).id
    publish(freeze(close_round(vote)))
    run_jobs()

    for idea_id in (on, off):
        with step():
            states.withdraw(db.session.get_one(Contribution, idea_id), clock.now())

    assert noted() == []


def test_observers_get_the_check_marks_of_an_hour_in_one_letter_and_the_last_at_once(
    vote: Round, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    give_role(make_account("o@example.org"), Role.OBSERVER, db.session.get_one(Campaign, vote.campaign_id))
    round_id = vote.id
    for _ in range(2):
        for _ in range(20):
            put_ballot(vote, "")
        sealing.seal(round_id)
    run_jobs()
    at_once = of_journal()
    clock.move_by(seconds=3601)
    run_jobs()
    of_the_hour = of_journal()
    close_round(db.session.get_one(Round, round_id))
    run_jobs()

    roots = db.session.scalars(select(Checkpoint.root).order_by(Checkpoint.size)).all()
    at_the_end = of_journal()
    assert (at_once, len(of_the_hour), len(at_the_end)) == ([], 1, 2)
    assert [root in of_the_hour[0].text for root in roots] == [True, True, False]
    assert [roots[-1] in letter.text for letter in at_the_end] == [False, True]
    assert at_the_end[0].to == "o@example.org"
    assert at_the_end[0].link("/campaigns/ugra/vote/ledger")


def of_journal() -> list[Letter]:
    return [letter for letter in letters() if "/vote/ledger" in letter.text]
