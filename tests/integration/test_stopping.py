"""Letters are stopped with one click: by the mail program, by the button of a page, and by nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.domain import profile
from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation import clock as present
from app.foundation import letters as words
from app.foundation import mail, tokens
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications import gathering
from app.notifications.models import Letters, NoticeChoice, Subject
from app.notifications.web.stopping import UNDO
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, Follow, State
from moderation.models import Decision
from tests.factories.campaigns import make_campaign, make_idea, make_track
from tests.factories.cases import restrict
from tests.factories.people import give_role, make_account
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def sent() -> list[EmailMessage]:
    paths = sorted(mail.folder().glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]  # type: ignore[misc]


def path_of(letter: EmailMessage) -> str:
    return urlsplit(letter["List-Unsubscribe"].strip("<>")).path


def chosen(account_id: int) -> dict[Subject, Letters]:
    db.session.rollback()
    rows = db.session.scalars(select(NoticeChoice).where(NoticeChoice.account_id == account_id))
    return {one.subject: one.letters for one in rows}


@pytest.fixture
def anna(app: Flask) -> Account:
    return make_account("anna@example.org", language="en")


@pytest.fixture
def stop(anna: Account) -> str:
    """The path on which Anna's letters about what she follows are stopped."""
    return urlsplit(words.stopping(anna.id, "follows")).path


def test_a_gathered_letter_has_headers_that_stop_it_and_others_have_none(
    app: Flask, anna: Account, visit: Visit, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    campaign, number = make_campaign("ugra"), anna.id
    track, moderator = make_track(campaign), give_role(make_account(), Role.MODERATOR, campaign)
    idea = make_idea(campaign, None, State.SUBMITTED, track_id=track.id)
    with step():
        db.session.add(Follow(account_id=number, track_id=track.id, since=present.now()))
        states.publish(db.session.get_one(Contribution, idea.id), present.now())
        profile.ask_to_reset(number)
    restrict(make_idea(campaign, anna, State.SUBMITTED), Decision.REJECT, moderator, ground="rude", facts="Грубо.")
    clock.move_by(minutes=1)
    run_jobs()
    tomorrow = clock.now() + timedelta(days=1)
    clock.move_to(datetime(tomorrow.year, tomorrow.month, tomorrow.day, 3, 30, tzinfo=UTC))
    gathering.gather()
    run_jobs()

    *others, gathered = sent()
    text, path = gathered.get_content(), path_of(gathered)
    clicked = app.test_client().post(path, data=ONE_CLICK)

    assert [one["List-Unsubscribe"] for one in others] == [None] * len(others)
    assert (len(others), path in text, "What I follow" in clicked.get_data(as_text=True)) == (2, True, True)
    assert (clicked.status_code, chosen(number)) == (200, {Subject.FOLLOWS: Letters.NEVER})
    assert all(one["Auto-Submitted"] and one["Date"] and one["Content-Language"] == "en" for one in sent())


def test_one_click_needs_no_cookie_and_no_token_and_may_come_from_elsewhere(
    app: Flask, anna: Account, stop: str
) -> None:
    headers = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}

    answer = app.test_client().post(stop, data=ONE_CLICK, headers=headers)

    assert (answer.status_code, chosen(anna.id)) == (200, {Subject.FOLLOWS: Letters.NEVER})
    assert (answer.headers.get("Set-Cookie"), answer.headers["Cache-Control"]) == (None, "private, no-store")


def test_opening_the_address_changes_nothing_and_tells_nothing_of_the_person(
    app: Flask, anna: Account, stop: str
) -> None:
    page = app.test_client().get(stop)

    text = page.get_data(as_text=True)
    assert (page.status_code, chosen(anna.id), page.headers.get("Set-Cookie")) == (200, {}, None)
    assert [word in text for word in (anna.email, anna.given_name, "csrf", "What I follow")] == [
        False,
        False,
        False,
        True,
    ]


def test_what_was_stopped_comes_back_as_it_was(app: Flask, anna: Account, stop: str) -> None:
    with step():
        db.session.add(
            NoticeChoice(account_id=anna.id, subject=Subject.FOLLOWS, letters=Letters.WEEKLY, chosen_at=present.now())
        )
    browser = app.test_client()
    page = browser.post(stop).get_data(as_text=True)
    undo = page.partition('action="/letters/resume/')[2].partition('"')[0]
    stopped = chosen(anna.id)

    back = browser.post(f"/letters/resume/{undo}")

    assert (stopped, chosen(anna.id)) == ({Subject.FOLLOWS: Letters.NEVER}, {Subject.FOLLOWS: Letters.WEEKLY})
    assert (back.status_code, "Letters come as before" in back.get_data(as_text=True)) == (200, True)


def test_wrong_and_old_words_are_a_page_that_says_so(app: Flask, anna: Account, stop: str, clock: MovingClock) -> None:
    browser, other = app.test_client(), tokens.sign(UNDO, [anna.id, [["follows", "daily"]]])
    unknown = urlsplit(words.stopping(anna.id, "weather")).path
    broken = [
        stop[:-4] + ("AAAA" if not stop.endswith("AAAA") else "EEEE"),
        stop[:20],
        "/letters/stop/x",
        f"/letters/stop/{other}",
        unknown,
    ]

    answers = {
        (method, path): browser.open(path, method=method).status_code for path in broken for method in ("GET", "POST")
    }
    clock.move_by(days=367)
    old = browser.post(stop)

    assert set(answers.values()) == {410}
    assert (old.status_code, "does not work any more" in old.get_data(as_text=True), chosen(anna.id)) == (410, True, {})
    assert browser.post(stop.replace("/stop/", "/resume/")).status_code == 410


def test_an_account_that_ended_gets_the_same_answer(app: Flask, anna: Account, stop: str) -> None:
    with step():
        db.session.get_one(Account, anna.id).ended_at = present.now()

    answer = app.test_client().post(stop)

    assert (answer.status_code, chosen(anna.id)) == (200, {})
