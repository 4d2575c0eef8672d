"""The worker is killed over its work: all that was owed is done, once."""

import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.accounts.models import Account
from app.accounts.roles import SYSTEM
from app.accounts.sessions import actor_of
from app.foundation import clock, mail, outbox
from app.foundation.db import db
from app.foundation.outbox import Errand
from app.foundation.unit_of_work import step
from app.notifications.domain import tellings
from app.notifications.models import Notice, NoticeKind, Teller, Telling
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.ideas.domain import drafts, ideas
from campaigns.ideas.texts import IdeaText
from campaigns.plan.models import Campaign
from campaigns.rounds.domain import results as verbs
from campaigns.rounds.models import Result, ResultRow, Round
from campaigns.rounds.queries import results
from campaigns.rounds.queries.recount import recount
from moderation.findings import find_in
from moderation.models import Case
from moderation.texts import texts_of
from search import engines
from search.domain.marks import mark_campaign
from search.engine import Shelf
from search.models import Stale
from search.queries.results import find
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_account
from tests.factories.rounds import close_round, make_round
from tests.support.house import House, eventually
from tests.torture.crowds import bring_ideas, bring_people, bring_supports, word_of

LETTERS, SUBMITTED = 40, 20
FOUND, WITHDRAWN, HIDDEN = 700, 60, 20
COUNTED, PEOPLE, ROWS = 8000, 150, 500
TOLD = 200
# Who asks for the writer's place again at once has it after each step of the worker, for the lock is fair.
NO_PAUSE = 0.0


@pytest.fixture
def house(house: House) -> Iterator[House]:
    """A copy of which the queue runs. The test starts the worker; this process is inside, and sweeps as a scheduler does."""
    house.migrate()
    house.start("valkey")
    with house.inside():
        yield house


def now_read(read: Callable[[], object]) -> object:
    """What is read from the database as it stands now."""
    db.session.rollback()
    try:
        return read()
    finally:
        db.session.rollback()


def owed() -> int:
    return db.session.scalar(select(func.count()).select_from(Errand)) or 0


def comes(house: House, holds: Callable[[], object], pause: float = 0.02) -> bool:
    """Whether it comes to hold; what falls meanwhile is started again, what is owed is sent again."""

    cared_for = swept = time.monotonic()

    def look() -> bool:
        nonlocal cared_for, swept
        at = time.monotonic()
        if at - cared_for > 0.02:
            house.look_after()
            cared_for = at
        if at - swept > 0.5:
            outbox.sweep()
            swept = at
        return bool(now_read(holds))

    return eventually(look, 90, pause)


def killed_when(house: House, *roles: str, holds: Callable[[], object]) -> bool:
    """Whether one of these was there and was killed while it held."""
    return comes(house, lambda: holds() and house.kill(*roles))


def all_is_done(house: House) -> bool:
    return comes(house, lambda: not owed())


# Letters and checks


def submit_idea(author: Account, campaign: Campaign, number: int) -> None:
    proposal = "Сделать лист ожидания, чтобы не звонить каждое утро в регистратуру."
    text = IdeaText(f"Лист ожидания {number}", f"Звонить можно по 8 922 123-45-{number:02}.", proposal)
    actor = actor_of(author)
    with step():
        draft = drafts.save(actor, campaign.id, text, clock.now(), secret=drafts.new_secret())
        ideas.submit(actor, draft.idea.id, clock.now())


def letters_kept() -> dict[str, EmailMessage]:
    """The letters by the name of their file."""
    return {path.name: message_from_bytes(path.read_bytes(), policy=policy.default) for path in mail.folder().iterdir()}


def test_each_letter_is_written_once_and_each_text_checked(house: House) -> None:
    people, campaign = [make_account() for _ in range(LETTERS)], make_campaign()
    asked = {f"account-{number}.eml": person for number, person in enumerate(people)}
    for number, person in enumerate(people):
        with step():
            outbox.ask("accounts.send_reset", account_id=person.id, letter=str(number))
    for number in range(SUBMITTED):
        submit_idea(people[number], campaign, number)
    house.start("worker")

    killed = [
        killed_when(house, "work-horse", holds=lambda: owed() < 55),
        killed_when(house, "worker", holds=lambda: owed() < 45),
        killed_when(house, "worker", "work-horse", holds=lambda: owed() < 35),
        killed_when(house, "work-horse", holds=lambda: owed() < 25),
    ]

    done = all_is_done(house)
    kept = letters_kept()
    assert (killed, done) == ([True] * 4, True), house.said
    assert sorted(kept) == sorted(asked)
    assert {name: letter["To"] for name, letter in kept.items()} == {name: one.email for name, one in asked.items()}
    assert {name: letter["Message-ID"].partition("@")[0][1:] + ".eml" for name, letter in kept.items()} == {
        name: name for name in asked
    }
    assert all("/account/reset/" in letter.get_content() for letter in kept.values())
    cases = db.session.execute(select(Case, Contribution.version).join(Case.contribution)).all()
    texts = texts_of({case.contribution_id: Kind.IDEA for case, _ in cases})
    assert len({case.contribution_id for case, _ in cases}) == len(cases) == SUBMITTED
    for case, version in cases:
        expected = [one.as_json() for one in find_in(texts[case.contribution_id].parts)]
        # That they are like each other is found too, by those that come later.
        of_itself = [one for one in case.findings if "others" not in one]
        assert (case.is_open, case.checked_version, of_itself) == (True, version, expected)
        assert [one["code"] for one in of_itself] == ["personal.phone"]


# What is told


def told() -> int:
    return db.session.scalar(select(func.count()).select_from(Notice)) or 0


def test_everyone_is_told_each_fact_once(house: House) -> None:
    campaign, people = make_campaign(), bring_people(PEOPLE)
    ids = bring_ideas(campaign, TOLD)
    bring_supports([(id, person) for id in ids for person in people])
    with step():
        for number, id in enumerate(ids):
            words = {"kind": NoticeKind.ANSWER_EXTENDED, "name": f"answer {number}", "idea_id": id}
            tellings.put(Teller.CONCERNED, **words)
    house.start("worker")

    killed = [
        killed_when(house, "work-horse", holds=lambda: 0 < told() < TOLD * PEOPLE),
        killed_when(house, "worker", "work-horse", holds=lambda: 2000 < told() < TOLD * PEOPLE),
    ]

    done = all_is_done(house)
    assert (killed, done) == ([True] * 2, True), house.said
    each = select(Notice.fact, func.count(Notice.account_id.distinct()), func.count()).group_by(Notice.fact)
    assert {tuple(row) for row in db.session.execute(each)} == {(f"answer {n}", PEOPLE, PEOPLE) for n in range(TOLD)}
    assert not db.session.scalar(select(func.count()).select_from(Telling))


# The index


def is_changing(house: House, shelf: Shelf = Shelf.PUBLIC) -> bool:
    """Whether somebody is changing the index now. Only looks: who tries to lock gets into the way."""
    place = house.instance / engines.FOLDERS[shelf] / "lock"
    return place.exists() and f":{place.stat().st_ino} " in Path("/proc/locks").read_text()


def stale() -> int:
    return db.session.scalar(select(func.count()).select_from(Stale)) or 0


def withdraw(ids: list[int]) -> None:
    with step():
        for contribution in db.session.scalars(select(Contribution).where(Contribution.id.in_(ids))):
            states.withdraw(contribution, clock.now())


def kill_between_index_and_marks(house: House) -> bool:
    """Kills the worker when the index has read a batch and its marks are not struck off: it waits for our place as a writer."""
    known = engines.of(Shelf.PUBLIC).status().ids
    if not (comes(house, lambda: not is_changing(house)) and comes(house, lambda: is_changing(house))):
        return False
    with step():
        changed = eventually(lambda: engines.of(Shelf.PUBLIC).status().ids != known, 60, 0.02)
        return changed and bool(house.kill("worker", "work-horse"))


def test_each_public_idea_is_found_once_and_no_other(house: House) -> None:
    campaign = make_campaign()
    public = bring_ideas(campaign, FOUND)
    waiting = bring_ideas(campaign, HIDDEN, State.SUBMITTED)
    with step():
        mark_campaign(campaign.id, clock.now())
    house.start("worker")

    while_built = killed_when(house, "work-horse", holds=lambda: is_changing(house))
    while_built_for_staff = killed_when(house, "work-horse", holds=lambda: is_changing(house, Shelf.STAFF))
    built = comes(house, lambda: engines.of(Shelf.PUBLIC).status().is_ready and not stale())
    withdraw(public[:WITHDRAWN])
    with step():
        mark_campaign(campaign.id, clock.now())
    while_drained = killed_when(house, "work-horse", holds=lambda: stale() and is_changing(house))
    before_struck_off = kill_between_index_and_marks(house)

    done = all_is_done(house)
    killed = (while_built, while_built_for_staff, while_drained, before_struck_off)
    assert (killed, built, done) == ((True,) * 4, True, True), house.said
    assert stale() == 0
    still = public[WITHDRAWN:]
    assert find("врачу").total == len(still)
    assert engines.of(Shelf.PUBLIC).status().ids == frozenset(still)
    assert engines.of(Shelf.STAFF).status().ids == frozenset((*public, *waiting))
    assert [[line.hit.id for line in find(f'"{word_of(id)}"').lines] for id in still] == [[id] for id in still]
    assert [find(f'"{word_of(id)}"').total for id in (*public[:WITHDRAWN], *waiting)] == [0] * (WITHDRAWN + HIDDEN)


# The tally


def written() -> int:
    return db.session.scalar(select(func.count()).select_from(ResultRow)) or 0


def attempts() -> int:
    return db.session.scalar(select(Result.attempt)) or 0


def killed_between_steps(house: House, *roles: str, rows: int) -> bool:
    """Whether one of these was killed between two of its steps, when so many rows were written."""

    def is_time() -> bool:
        with step():
            # We are the one who writes now: the worker stands still before its next step.
            return rows <= written() < COUNTED and bool(house.kill(*roles))

    return comes(house, is_time, NO_PAUSE)


def killed_within_a_step(house: House, *roles: str, attempt: int) -> bool:
    """Whether one of these was killed in one of its steps, in this attempt at the count.

    Who only looks may look too late: the whole count takes less than a moment. So we stop it first, and let it go on.
    """

    def stands() -> bool:
        with step():
            return attempts() == attempt and ROWS <= written() < COUNTED

    return comes(house, lambda: stands() and house.kill(*roles), NO_PAUSE)


def votes_of(ids: list[int], people: list[int]) -> dict[int, list[int]]:
    """Who supports which idea: none the first, one the second, and so on, again and again."""
    return {id: people[: place % 7] for place, id in enumerate(ids)}


def test_a_round_whose_tally_dies_again_and_again_is_counted_once_and_rightly(house: House) -> None:
    campaign = make_campaign()
    number = make_round(campaign).id
    ids, people = bring_ideas(campaign, COUNTED), bring_people(PEOPLE)
    votes = votes_of(ids, people)
    bring_supports([(id, person) for id, persons in votes.items() for person in persons])
    house.start("worker")
    close_round(db.session.get_one(Round, number))

    killed = [
        killed_between_steps(house, "work-horse", rows=ROWS),
        killed_between_steps(house, "worker", "work-horse", rows=4 * ROWS),
        killed_within_a_step(house, "work-horse", attempt=3),
    ]

    done = all_is_done(house)
    assert (killed, done) == ([True] * 3, True), house.said
    (result,) = db.session.scalars(select(Result))
    rows = db.session.scalars(select(ResultRow).order_by(ResultRow.rank)).all()
    by_votes = sorted(ids, key=lambda id: (-len(votes[id]), id))
    assert [(row.rank, row.idea_id, row.votes) for row in rows] == [
        (rank, id, len(votes[id])) for rank, id in enumerate(by_votes, 1)
    ]
    assert (result.attempt, results.current(number)) == (4, result)
    assert result.fingerprint == recount(db.session.get_one(Round, number)).fingerprint
    with step():
        verbs.sign(result, SYSTEM, clock.now(), recounted=result.fingerprint)
    assert results.current(number).signed_at is not None
