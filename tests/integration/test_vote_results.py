"""The results page of a vote: how many voted before, and after it finding, both counts, turnout and how to check."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ballots.models import BallotChannel, RunningRow, RunningTally
from campaigns.rounds.fillers import log_words, outcomes
from campaigns.rounds.ledger.domain.notes import note
from campaigns.rounds.ledger.models import EntryKind
from campaigns.rounds.ledger.queries import opened
from campaigns.rounds.models import Round
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_territory
from tests.factories.rounds import close_round, freeze, publish
from tests.factories.votes import make_vote, put_ballot, seal
from tests.support.clocks import MovingClock


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra", windows=[(PhaseKind.VOTING, -1 / 24, 10)])


def ids_of(round_: Round) -> list[int]:
    return [option.idea_id for option in opened.of_round(round_.id)]


def text_of(client: FlaskClient, path: str = "/campaigns/ugra/results") -> str:
    response = client.get(path, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return " ".join(response.get_data(as_text=True).split())


def counted(campaign: Campaign, **over: object) -> Round:
    """Twelve people choose the first and the second idea, eleven on paper the second and the third; one is set apart."""
    round_ = make_vote(campaign, winners=1, **over)
    one, two, three, *_ = ids_of(round_)
    place = make_territory("Сургут")
    some = [put_ballot(round_, f"{one}:1,{two}:1", territory_id=place.id) for _ in range(12)]
    for _ in range(11):
        put_ballot(round_, f"{two}:1,{three}:1", channel=BallotChannel.PAPER)
    seal(round_)
    with step():
        note(EntryKind.APART, round_.id, ballot_id=some[0].id, code="swarm", reason="so", now=clock.now())
    return round_


def test_while_people_vote_the_page_tells_how_many_and_never_how(client: FlaskClient, campaign: Campaign) -> None:
    round_ = counted(campaign)
    with step():
        db.session.add(RunningTally(round_id=round_.id, counted_at=clock.now(), voters=23, casts=23))
        db.session.add(RunningRow(round_id=round_.id, idea_id=ids_of(round_)[1], votes=4711))

    text = text_of(client)

    assert "23 people have voted so far" in text
    assert "How people vote is shown to nobody before the end." in text
    assert "4711" not in text
    assert "4,711" not in text
    assert "How the votes stand" not in text


def test_an_open_count_stands_in_the_order_of_the_ballot_and_is_no_result(
    client: FlaskClient, campaign: Campaign
) -> None:
    round_ = counted(campaign, counts="open")
    with step():
        db.session.add(RunningTally(round_id=round_.id, counted_at=clock.now(), voters=23, casts=23))
        db.session.add(RunningRow(round_id=round_.id, idea_id=ids_of(round_)[1], votes=4711))

    text = text_of(client)

    assert "4,711" in text
    assert text.index("Лист ожидания к врачу") < text.index("Одна сводка за вечер")
    assert "This is no result yet." in text


def test_before_it_opens_and_after_it_closes_the_words_are_those_of_a_vote(
    client: FlaskClient, campaign: Campaign, clock: MovingClock
) -> None:
    round_ = counted(campaign)
    clock.move_by(days=11)

    over = text_of(client)
    close_round(round_)
    closed = text_of(client)

    assert "Voting is over; the vote will be closed and counted in a moment." in over
    assert "Voting ended on" in closed
    assert "23 people voted." in closed
    assert "support" not in (over + closed).split("<main", 1)[1].split("<footer", 1)[0].lower()


def test_a_published_vote_shows_finding_both_counts_turnout_and_how_to_check(
    client: FlaskClient, campaign: Campaign, run_jobs: Callable[[], None]
) -> None:
    round_ = counted(campaign, quorum=5)
    idea_id, campaign_id = ids_of(round_)[1], campaign.id
    publish(freeze(round_))
    run_jobs()

    text = text_of(client)
    idea = text_of(client, f"/ideas/{idea_id}")
    table = client.get("/campaigns/ugra/results/1.csv").get_data(as_text=True)

    for words in (
        "“Одна сводка за вечер” wins",
        "23 people voted.",
        "Enough people voted: 23, and the rule asks for 5.",
        "1 vote is counted apart by the rules that were published before.",
        "With them or without them, the same ideas win.",
        "The result is the count of all votes, as the rule says.",
        "Without those counted apart",
        "Сургут",
        "ugra-1.zip",
        "python verify.py ugra-1.zip",
    ):
        assert words in text
    assert '<td class="numeric">23</td><td class="numeric">22</td>' in text
    assert "Voting: place 1 of 5" in idea
    assert "23 people voted for it." in idea
    assert table.splitlines()[1].startswith("1,2,Одна сводка за вечер,23,0,23,,yes,12,11,")
    assert outcomes((campaign_id,)) == {campaign_id: "Of 5 ideas 1 was selected."}


@pytest.mark.parametrize(
    ("title", "shown"),
    [("слово " * 30, " ".join(["слово"] * 13) + "…"), ("о" * 200, "о" * 80 + "…")],
    ids=["words", "one word"],
)
def test_a_long_title_leaves_the_finding_a_heading_and_stands_whole_in_the_table(
    client: FlaskClient, campaign: Campaign, title: str, shown: str
) -> None:
    publish(freeze(counted(campaign, titles=("Лёгкая версия", title.strip(), "Каток"))))

    text = text_of(client)

    assert re.findall(r"<h1[^>]*>([^<]*)</h1>", text) == [f"“{shown}” wins"]
    assert f">{title.strip()}</a>" in text


def test_fewer_voters_than_the_quorum_are_the_finding(client: FlaskClient, campaign: Campaign) -> None:
    publish(freeze(counted(campaign, quorum=50)))

    text = text_of(client)

    assert "Too few people voted, so no idea wins" in text
    assert "Too few people voted: 23, and the rule asks for 50. So no idea wins." in text


def test_the_log_tells_a_vote_from_support(app: Flask) -> None:
    told = log_words(None)["round.closed"]

    with app.test_request_context():
        said = [
            str(told(details))
            for details in ({"early": True}, {"early": True, "source": "ballots"}, {"source": "ballots"})
        ]

    assert said == [
        "Gathering of support was closed before its time",
        "Voting was ended before its time",
        "Voting was ended",
    ]


def test_the_report_of_a_vote_speaks_of_votes(
    client: FlaskClient, campaign: Campaign, run_jobs: Callable[[], None]
) -> None:
    publish(freeze(counted(campaign)))
    run_jobs()

    text = text_of(client, "/digests/1")

    assert "23 people voted. 5 ideas were on the ballot." in text
    assert "In front by the rule, with 23 votes:" in text
    assert "In front by the rule: “" in text
    told = text.split('id="findings"', 1)[1].split('id="moderation"', 1)[0].lower()
    assert [told[max(0, at - 40) : at + 20] for at in range(len(told)) if told.startswith("support", at)] == []
