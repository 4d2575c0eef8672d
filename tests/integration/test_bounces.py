"""Letters that did not arrive: refused at the door, or reported by other servers. Only what proves itself pauses a mailbox."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from app.accounts.domain import profile, registration
from app.accounts.models import Account
from app.foundation import mail, proofs
from app.foundation.db import db
from app.foundation.mailboxes import Bounce, PausedMailbox
from app.foundation.outbox import Errand
from app.foundation.unit_of_work import step
from app.notifications import bounces
from tests.factories.people import make_account
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import Visitor
from tests.support.servers import free_port

ANNA = "anna@example.org"
REPORTS = Path(__file__).parents[1] / "bounces"
Send = Callable[..., bool]


class Door:
    """A mail server that answers RCPT with `said`, and remembers the senders of what it took."""

    def __init__(self, said: str) -> None:
        self.said, self.senders = said, []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if not self.said.startswith("250"):
            return self.said
        envelope.rcpt_tos.append(address)
        return self.said

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.senders.append(envelope.mail_from)
        return "250 taken"


@pytest.fixture
def server(app: Flask) -> Iterator[Callable[[str], Any]]:
    """`with server("550 5.1.1 no such user") as door`: a mail server on loopback that the application sends by."""
    before = app.extensions["veche.settings"]

    @contextmanager
    def begin(said: str) -> Iterator[Door]:
        door, port = Door(said), free_port()
        controller = Controller(door, hostname="127.0.0.1", port=port)
        controller.start()
        app.extensions["veche.settings"] = replace(
            before, SMTP_URL=f"smtp://127.0.0.1:{port}", BOUNCE_ADDRESS="bounces@veche.example"
        )
        try:
            yield door
        finally:
            controller.stop()

    yield begin
    app.extensions["veche.settings"] = before


def letter_to(address: str, key: str = "notice-1") -> EmailMessage:
    return mail.compose(to=address, subject="Новое", text="Здравствуйте!", key=key, language="ru")


def paused() -> dict[str, str]:
    db.session.rollback()
    return {one.mailbox: one.status for one in db.session.scalars(select(PausedMailbox))}


def report(name: str, letter: EmailMessage, **over: str) -> bytes:
    """A report of tests/bounces about the letter."""
    values = {
        "MAILBOX": letter["To"].addresses[0].addr_spec,
        "MESSAGE_ID": letter["Message-ID"],
        "PROOF": letter[proofs.HEADER],
        "PATH": "veche@veche.example",
        "ACTION": "failed",
        "STATUS": "5.1.1",
        **over,
    }
    text = (REPORTS / f"{name}.eml").read_text("utf-8")
    for word, value in values.items():
        text = text.replace(f"@{word}@", value)
    return text.encode()


def test_a_mailbox_refused_at_the_door_gets_no_more_letters_but_those_it_asks_for(
    app: Flask, server: Callable[[str], Any], run_jobs: Callable[[], None]
) -> None:
    account = make_account(ANNA)
    with server("550 5.1.1 no such user"):
        refused = mail.send(letter_to(ANNA))

    with server("250 OK") as door:
        sent = [mail.send(letter_to(one)) for one in (ANNA, "Anna@EXAMPLE.org", "boris@example.org")]
        with step():
            profile.ask_to_reset(account.id)
        run_jobs()

    assert (refused, sent, paused()) == (False, [False, False, True], {ANNA: "5.1.1"})
    assert [sender.partition("+")[0] for sender in door.senders] == ["bounces"] * 2


@pytest.mark.parametrize("said", ["450 4.2.1 try again later", "421 too busy"])
def test_a_mailbox_that_says_later_is_tried_again_and_not_paused(
    app: Flask, server: Callable[[str], Any], run_jobs: Callable[[], None], clock: MovingClock, said: str
) -> None:
    account = make_account(ANNA)
    with step():
        profile.ask_to_reset(account.id)

    with server(said):
        run_jobs()
    waits = db.session.scalars(select(Errand.error)).all()
    clock.move_by(minutes=1)
    with server("250 OK") as door:
        run_jobs()

    assert (waits, len(door.senders), paused()) == (["SMTPRecipientsRefused"], 1, {})


@pytest.mark.any_database
def test_what_a_server_says_of_us_pauses_nobody_at_once(app: Flask, server: Callable[[str], Any]) -> None:
    with server("550 5.7.1 your address is on a list"):
        for number in range(2):
            mail.send(letter_to(ANNA, f"notice-{number}"))
        before = paused()
        mail.send(letter_to(ANNA, "notice-2"))

    assert (before, paused()) == ({}, {ANNA: "5.7.1"})


@pytest.mark.any_database
@pytest.mark.parametrize("name", ["postfix", "exim", "exim-in-words", "exchange"])
def test_a_report_of_each_kind_of_server_pauses_the_mailbox_once(app: Flask, name: str) -> None:
    letter = letter_to(ANNA)

    said = [bounces.take(report(name, letter)).said for _ in range(2)]

    assert (said, paused(), len(db.session.scalars(select(Bounce)).all())) == (["paused"] * 2, {ANNA: "5.1.1"}, 1)


def test_three_letters_that_pass_by_pause_a_mailbox_and_old_ones_do_not_count(app: Flask, clock: MovingClock) -> None:
    late = {"ACTION": "delayed", "STATUS": "4.4.1"}
    keys = ("one", "one", "two", "two")
    told = [bounces.take(report("postfix", letter_to(ANNA, key), **late)).said for key in keys]
    clock.move_by(days=15)
    keys = ("three", "four", "five")
    told += [bounces.take(report("postfix", letter_to(ANNA, key), **late)).said for key in keys]

    assert (told, paused()) == (["counted"] * 6 + ["paused"], {ANNA: "4.4.1"})


@pytest.mark.any_database
def test_a_report_without_the_letter_is_believed_by_its_return_path(app: Flask) -> None:
    settings = app.extensions["veche.settings"]
    app.extensions["veche.settings"] = replace(settings, BOUNCE_ADDRESS="bounces@veche.example")
    try:
        path, letter = proofs.return_path(ANNA), letter_to(ANNA)
        bare = report("postfix", letter, PATH=path).partition(b"--B1\nContent-Type: message/rfc822")[0] + b"--B1--\n"
        foreign = bare.replace(ANNA.encode(), b"boris@example.org")

        said = [bounces.take(one).said for one in (foreign, bare)]
    finally:
        app.extensions["veche.settings"] = settings

    assert (said, paused()) == (["not a letter of ours", "paused"], {ANNA: "5.1.1"})


@pytest.mark.any_database
def test_what_proves_nothing_or_reports_nothing_pauses_nobody(app: Flask) -> None:
    letter, boris = letter_to(ANNA), letter_to("boris@example.org")
    forged = {
        "the proof of another letter": report("postfix", letter, PROOF=boris[proofs.HEADER]),
        "the mailbox of another": report("postfix", boris, MAILBOX=ANNA),
        "a guess": report("exchange", letter, PROOF="0" * 32),
        "no proof": report("exim", letter, PROOF=""),
        "another Message-ID": report("exim-in-words", letter, MESSAGE_ID="<notice-2@localhost>"),
    }
    harmless = {
        "it has arrived": report("postfix", letter, ACTION="delivered", STATUS="2.0.0"),
        "an answer by a machine": letter.as_bytes(),
        "cut off": report("postfix", letter)[:700],
        "nothing": b"",
        "noise": bytes(range(256)) * 64,
        "boxes in boxes": b"".join(
            b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(400)
        ),
        "only borders": b'Content-Type: multipart/report; boundary="b"\n\n' + b"--b\n" * 20_000,
        "a status of its own": report("postfix", letter, STATUS="9.9.9", ACTION="nonsense"),
    }

    said = {name: bounces.take(raw).said for name, raw in {**forged, **harmless}.items()}

    assert said == {**dict.fromkeys(forged, "not a letter of ours"), **dict.fromkeys(harmless, "no report")}
    assert (paused(), db.session.scalars(select(Bounce)).all()) == ({}, [])


@pytest.mark.any_database
def test_the_command_reads_one_message_or_a_folder(app: Flask, tmp_path: Path) -> None:
    letter, box = letter_to(ANNA), tmp_path / "Maildir"
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True)
    huge = report("postfix", letter_to("boris@example.org")) + b"x" * (3 * bounces.MOST_BYTES)
    (box / "new" / "1.host").write_bytes(huge)
    (box / "new" / "2.host").write_bytes(b"Subject: hello\n\nno report\n")
    runner = app.test_cli_runner()

    one = runner.invoke(args=["mail", "bounces", "--json"], input=report("exim", letter))
    many = [runner.invoke(args=["mail", "bounces", "--from", str(box), "--json"]) for _ in range(2)]
    wrong = runner.invoke(args=["mail", "bounces", "--from", str(tmp_path)])

    nothing = {"read": 0, "paused": 0, "counted": 0, "not_a_letter_of_ours": 0, "no_report": 0}
    assert json.loads(one.stdout) == {**nothing, "read": 1, "paused": 1}
    assert [json.loads(said.stdout) for said in many] == [{**nothing, "read": 2, "paused": 1, "no_report": 1}, nothing]
    assert (sorted(path.name for path in (box / "cur").iterdir()), wrong.exit_code) == (["1.host:2,S", "2.host:2,S"], 2)
    assert json.loads(runner.invoke(args=["mail", "paused", "--json"]).stdout) == {"paused": 2}


def test_a_person_sees_it_asks_for_a_letter_and_its_button_lets_letters_come_again(
    app: Flask, visit: Callable[..., Visitor], run_jobs: Callable[[], None]
) -> None:
    anna = make_account(ANNA, language="en")
    browser = visit(anna)
    bounces.take(report("postfix", letter_to(ANNA)))

    warned = browser.get("/account/").get_data(as_text=True)
    browser.send("/account/letters/try", page="/account/")
    run_jobs()
    (letter,) = letters()
    link = letter.link("/account/confirm/")
    opened = browser.get(link).get_data(as_text=True)
    still = paused()
    browser.send(link, page=link)

    assert ("Our letters do not reach you" in warned, ANNA in warned) == (True, True)
    assert ("Letters reach me" in opened, still, paused()) == (True, {ANNA: "5.1.1"}, {})
    assert "The letter has arrived" in browser.get("/account/").get_data(as_text=True)
    assert (mail.send(letter_to(ANNA)), db.session.scalars(select(Bounce)).all()) == (True, [])


def test_a_confirmed_letter_lifts_the_pause_of_its_own_mailbox_alone(app: Flask) -> None:
    anna, boris = make_account(ANNA), make_account("boris@example.org")
    for one in (anna, boris):
        bounces.take(report("postfix", letter_to(one.email)))

    with step():
        registration.confirm(db.session.get_one(Account, anna.id), anna.created_at)

    assert paused() == {"boris@example.org": "5.1.1"}
