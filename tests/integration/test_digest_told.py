"""A digest that everyone may read is told to those concerned and to the staff, as it may be shown at that moment; never an empty one."""

from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.roles import Role
from app.digests import brief, jobs, telling
from app.digests.models import Snapshot
from app.foundation.db import db
from app.foundation.outbox import Errand
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind, Teller, Telling
from app.notifications.slots import SHORT_DIGEST, DigestAsked, ShortDigest
from campaigns.contributions import states
from campaigns.contributions.models import Contribution
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from campaigns.rounds.models import Result
from tests.factories.answers import make_owed
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.people import give_role, make_account, make_office
from tests.factories.rounds import freeze, make_round, publish
from tests.support.clocks import MovingClock

TITLES = ("Лист ожидания к врачу", "Справка одной кнопкой")


def counted(ideas: Sequence[str] = TITLES) -> Result:
    """A counted round of a campaign in English; its result is not published."""
    campaign = make_campaign("ugra", language="en", winners=1)
    round_, people = make_round(campaign), [make_account() for _ in range(3)]
    for place, title in enumerate(ideas):
        support(make_idea(campaign, people[0], title=title), *people[place:])
    return freeze(round_)


def told() -> list[tuple[str, int]]:
    """What waits to be told about digests: to followers, to the staff."""
    rows = db.session.scalars(select(Errand).order_by(Errand.id)).all()
    waiting = db.session.scalars(select(Telling).order_by(Telling.id)).all()
    found = [
        (f"tell {row.teller}", row.ids["details"]["snapshot_id"])
        for row in waiting
        if row.teller == Teller.FOLLOWERS and row.ids["kind"] == NoticeKind.DIGEST
    ]
    found.extend((row.job, row.ids["snapshot_id"]) for row in rows if row.job == "digests.tell_staff")
    return found


def short(snapshot_id: int, language: str = "en") -> ShortDigest | None:
    (given,) = SHORT_DIGEST.fill(DigestAsked(snapshot_id, language))
    return given


BOTH = [("tell followers", 1), ("digests.tell_staff", 1)]


def test_a_digest_is_told_once_everyone_may_read_it(app: Flask) -> None:
    result = counted()

    jobs.take(result.id)
    before = told(), short(1)
    publish(result)

    assert before == ([], None)
    assert told() == BOTH


def test_a_digest_that_is_taken_after_its_result_was_published_is_told_then(app: Flask) -> None:
    result = publish(counted())

    before = told()
    jobs.take(result.id)

    assert (before, told()) == ([], BOTH)


def test_a_digest_that_says_nothing_is_told_to_nobody(app: Flask) -> None:
    jobs.take(publish(counted(())).id)

    assert told() == []


def test_its_letter_has_findings_with_their_ideas_in_the_language_of_the_reader(app: Flask) -> None:
    jobs.take(publish(counted()).id)

    english, ukrainian = short(1), short(1, "uk")

    assert english is not None
    assert ukrainian is not None
    assert english.address == "http://localhost/digests/1"
    assert english.sentences[:2] == [
        "3 people took part on the site. 2 ideas were counted. 5 supports were given.",
        "The most support, 3, went to: No. 1 “Лист ожидания к врачу”",
    ]
    assert len(english.sentences) <= 5
    assert "№ 1 «Лист ожидания к врачу»" in ukrainian.sentences[1]


def test_words_that_were_hidden_meanwhile_are_not_told(app: Flask, clock: MovingClock) -> None:
    jobs.take(publish(counted()).id)
    with step():
        first = db.session.scalars(select(Idea.id).order_by(Idea.id)).first()
        states.withdraw(db.session.get_one(Contribution, first), clock.now())

    letter = short(1)

    assert letter is not None
    assert letter.sentences[1] == "The most support, 3, went to: No. 1"
    assert not any(TITLES[0] in sentence for sentence in letter.sentences)


def test_owners_and_officials_whose_departments_have_ideas_there_are_told_once(app: Flask) -> None:
    jobs.take(publish(counted()).id)
    campaign, idea = db.session.get_one(Campaign, 1), db.session.scalars(select(Idea).order_by(Idea.id)).first()
    owner = give_role(make_account(), Role.OWNER, campaign)
    concerned, other = make_office("Депздрав"), make_office("Депкульт")
    official, _unconcerned = (give_role(make_account(), Role.OFFICIAL, office=one) for one in (concerned, other))
    assert idea is not None
    make_owed(idea, concerned)

    for _time in range(2):
        telling.tell_staff(1)

    notices = select(Notice.account_id).where(Notice.kind == NoticeKind.DIGEST).order_by(Notice.account_id)
    assert db.session.scalars(notices).all() == [owner.id, official.id]


def test_a_digest_that_was_replaced_is_told_no_more(app: Flask, clock: MovingClock) -> None:
    result = publish(counted())
    jobs.take(result.id)
    with step():
        db.session.get_one(Result, result.id).superseded_at = clock.now()

    assert short(1) is None
    assert db.session.get_one(Snapshot, 1) is not None


@pytest.mark.parametrize(
    ("codes", "most", "kept"),
    [
        (("leader", "spread", "cut"), 3, ["leader", "spread", "cut"]),
        (("leader", "spread", "cut", "overdue"), 2, ["leader", "overdue"]),
        (("leader", "selected", "overdue"), 2, ["leader", "selected"]),
    ],
)
def test_of_too_many_findings_those_that_say_least_go_first(codes: tuple[str, ...], most: int, kept: list[str]) -> None:
    assert [one["code"] for one in brief.chosen([{"code": code} for code in codes], most)] == kept
