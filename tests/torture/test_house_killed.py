"""The whole house is killed, or its queue: people are answered, nothing is left behind, and what was owed comes later."""

import signal
import socket
import time
from collections import Counter
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy

import pytest
from sqlalchemy import func, select

from app.foundation import clock, mail, outbox
from app.foundation.db import db
from app.foundation.outbox import Errand
from app.foundation.unit_of_work import step
from campaigns.ideas.models import Idea
from moderation.models import Case
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_account
from tests.support.house import House, Person, eventually

ASKING, WRITING = 12, 4


@pytest.fixture
def house(running: House) -> House:
    return running


def owed(house: House, *jobs: str) -> int:
    """How many errands are owed: all, or those of some jobs."""
    with house.inside():
        query = select(func.count()).select_from(Errand)
        return db.session.scalar(query.where(Errand.job.in_(jobs)) if jobs else query) or 0


def addresses_of(house: House, number: int) -> list[str]:
    with house.inside():
        return [make_account().email for _ in range(number)]


def ask_for_letter(house: House, email: str) -> tuple[int, float]:
    """Somebody has forgotten their password; the status of the answer, and the seconds it took."""
    person, page = Person(house), "/account/forgotten"
    fields = {**person.form(page), "email": email}
    began = time.monotonic()
    answer = person.insist(lambda: person.post(page, fields))
    return answer.status, time.monotonic() - began


def receivers(house: House, emails: Collection[str]) -> Counter[str]:
    """How many letters went to each of the addresses."""
    with house.inside():
        paths = list(mail.folder().glob("*.eml"))
    sent_to = [str(message_from_bytes(path.read_bytes(), policy=policy.default)["To"]) for path in paths]
    return Counter(address for address in sent_to if address in emails)


def write(house: House, person: Person, slug: str, title: str) -> tuple[str, str]:
    """The person sends an idea, again where no answer comes; its title and where they were told it is."""
    page = f"/campaigns/{slug}/ideas/new"
    fields = {
        **person.form(page),
        "title": title,
        "problem": "Талоны к узким специалистам расходятся за минуты.",
        "proposal": "Сделать лист ожидания с уведомлением.",
        "do": "send",
    }
    answer = person.insist(lambda: person.post(f"/campaigns/{slug}/ideas/", fields))
    assert answer.status == 303, answer
    return title, answer.location


def half_sent_form(house: House) -> socket.socket:
    """The connection of somebody whose form never comes whole."""
    door = socket.create_connection(("127.0.0.1", house.port))
    door.sendall(b"POST /account/forgotten HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nemail=")
    return door


def test_a_house_that_is_killed_leaves_no_process_and_does_what_it_owed_after_the_next_start(house: House) -> None:
    with house.inside():
        campaign = make_campaign()
        slug, number = campaign.slug, campaign.id
        people = [Person(house, make_account()) for _ in range(WRITING)]
    emails = addresses_of(house, ASKING)
    work: list[Callable[[], object]] = [
        lambda who=person, title=f"Лист ожидания {name} {part}": write(house, who, slug, title)
        for part in range(3)
        for name, person in enumerate(people)
    ]
    asks = [lambda email=email: ask_for_letter(house, email) for email in emails]

    with half_sent_form(house), ThreadPoolExecutor(6) as hands:
        told = [hands.submit(act) for pair in zip(work, asks, strict=True) for act in pair]
        busy = eventually(lambda: house.sent > ASKING and owed(house) > 0, 60, 0.005)
        # The worst moment: nobody else may write, so requests and jobs stand still and heed no polite word.
        with house.inside(), step():
            outbox.hand_over([(0, "urgent", clock.now())])
            stand_still = eventually(lambda: bool(house.pids("work-horse")), 20)
            time.sleep(0.5)
            house.kill("up")
            gone = eventually(lambda: not house.processes(), 5, 0.05)
            left = house.processes()
        house.up()
        answers = [one.result() for one in told]

    assert (busy, stand_still, gone, left) == (True, True, True, []), house.said
    assert eventually(lambda: owed(house) == 0, 60), house.said
    ideas = [answer for answer in answers if isinstance(answer[0], str)]
    with house.inside():
        rows = db.session.execute(select(Idea.title, Idea.id).where(Idea.campaign_id == number)).all()
        checked = db.session.scalars(select(Case.checked_version).where(Case.campaign_id == number)).all()
    assert sorted((row.title, f"/ideas/{row.id}") for row in rows) == sorted(ideas)
    assert (len(checked), None in checked) == (len(ideas), False)
    # Whoever got no answer asked once more: one letter at least to each.
    assert set(receivers(house, emails)) == set(emails)


def test_people_are_answered_while_the_queue_is_killed_and_their_letters_come_later(house: House) -> None:
    emails = addresses_of(house, 3 * ASKING)
    killed = []

    with ThreadPoolExecutor(4) as hands:
        for part in range(3):
            killed += house.kill("valkey")
            answers = list(hands.map(lambda email: ask_for_letter(house, email), emails[part::3]))
            assert {status for status, _ in answers} == {303}
            assert max(seconds for _, seconds in answers) < 8
            eventually(lambda: bool(house.pids("valkey")), 20)

    assert len(killed) == 3
    assert eventually(lambda: owed(house) == 0, 60), house.said
    assert receivers(house, emails) == Counter(emails)


def test_people_are_answered_while_the_queue_is_silent_and_their_letters_come_later(house: House) -> None:
    emails = addresses_of(house, ASKING)
    house.kill("valkey", by=signal.SIGSTOP)

    try:
        with ThreadPoolExecutor(4) as hands:
            answers = list(hands.map(lambda email: ask_for_letter(house, email), emails))
        waiting = owed(house, "accounts.send_reset")
    finally:
        house.kill("valkey", by=signal.SIGCONT)

    assert ({status for status, _ in answers}, waiting) == ({303}, ASKING)
    assert max(seconds for _, seconds in answers) < 8
    assert eventually(lambda: owed(house) == 0, 60), house.said
    assert receivers(house, emails) == Counter(emails)
