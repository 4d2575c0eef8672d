"""Letters on their way: by SMTP, tried again where a server refuses, and as files where there is none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from app.accounts import passwords
from app.accounts.domain import profile
from app.accounts.models import Account
from app.foundation import letters as words
from app.foundation import mail
from app.foundation.db import db
from app.foundation.outbox import Errand
from app.foundation.unit_of_work import step
from tests.factories.people import make_account
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import Visitor
from tests.support.servers import free_port

Visit = Callable[..., Visitor]


class Postbox:
    """A mail server's memory; refuses the first `refusals` letters."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals, self.taken = refusals, []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refusals:
            self.refusals -= 1
            return "451 come back later"
        self.taken.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 taken"


@pytest.fixture
def server(app: Flask) -> Iterator[Callable[..., Any]]:
    """`with server(refusals=1) as box`: a mail server on loopback that the application sends by."""
    before = app.extensions["veche.settings"]

    @contextmanager
    def begin(refusals: int = 0, utf8: bool = True) -> Iterator[Postbox]:
        box, port = Postbox(refusals), free_port()
        controller = Controller(box, hostname="127.0.0.1", port=port, enable_SMTPUTF8=utf8)
        controller.start()
        app.extensions["veche.settings"] = replace(before, SMTP_URL=f"smtp://127.0.0.1:{port}")
        try:
            yield box
        finally:
            controller.stop()

    yield begin
    app.extensions["veche.settings"] = before


def ask_for_letter(account: Account) -> None:
    with step():
        profile.ask_to_reset(account.id)


def errands() -> list[tuple[str, int, str | None]]:
    db.session.rollback()
    return [(errand.job, errand.attempts, errand.error) for errand in db.session.scalars(select(Errand))]


def test_a_letter_goes_by_smtp(app: Flask, server: Callable[..., Any], run_jobs: Callable[[], None]) -> None:
    account = make_account("anna@example.org", language="ru")

    with server() as box:
        ask_for_letter(account)
        run_jobs()

    (recipients, text), *more = box.taken
    assert (recipients, more, errands(), letters()) == (["anna@example.org"], [], [], [])
    assert [line.partition(":")[0] for line in text.splitlines()[:6]] == [
        "Message-ID",
        "Date",
        "From",
        "To",
        "Subject",
        "Auto-Submitted",
    ]


def test_a_letter_that_a_server_refuses_is_tried_again_later(
    app: Flask, server: Callable[..., Any], run_jobs: Callable[[], None], clock: MovingClock
) -> None:
    account = make_account("anna@example.org")

    with server(refusals=1) as box:
        ask_for_letter(account)
        run_jobs()
        after_refusal = errands()
        clock.move_by(minutes=1)
        run_jobs()

    assert after_refusal == [("accounts.send_reset", 1, "SMTPDataError")]
    assert ([recipients for recipients, _ in box.taken], errands()) == ([["anna@example.org"]], [])


def test_a_letter_waits_while_no_server_answers(
    app: Flask, server: Callable[..., Any], run_jobs: Callable[[], None], clock: MovingClock
) -> None:
    account = make_account("anna@example.org")
    with server() as gone:
        pass

    ask_for_letter(account)
    run_jobs()

    assert (errands(), gone.taken) == ([("accounts.send_reset", 1, "ConnectionRefusedError")], [])


def test_the_same_letter_has_the_same_message_id_and_another_has_another(
    app: Flask, server: Callable[..., Any]
) -> None:
    account_id = make_account("anna@example.org").id
    job = app.extensions["veche.jobs"]["accounts.send_reset"].run

    with server() as box:
        for letter in ("one", "one", "two"):
            job(account_id=account_id, letter=letter)

    names = [text.partition("\n")[0].strip() for _, text in box.taken]
    assert names == [f"Message-ID: <account-{letter}@localhost>" for letter in ("one", "one", "two")]


@pytest.mark.parametrize(
    ("email", "recipient"),
    [("Иван@Пошта.УКР", "Иван@пошта.укр"), ("user@почта.рф", "user@xn--80a1acny.xn--p1ai")],
)
def test_cyrillic_addresses_get_their_letters(
    app: Flask, server: Callable[..., Any], run_jobs: Callable[[], None], email: str, recipient: str
) -> None:
    account = make_account(email)

    with server() as box:
        ask_for_letter(account)
        run_jobs()

    assert [recipients for recipients, _ in box.taken] == [[recipient]]


def test_an_ascii_name_needs_no_modern_server(
    app: Flask, server: Callable[..., Any], run_jobs: Callable[[], None]
) -> None:
    account = make_account("user@почта.рф")

    with server(utf8=False) as box:
        ask_for_letter(account)
        run_jobs()

    assert [recipients for recipients, _ in box.taken] == [["user@xn--80a1acny.xn--p1ai"]]


@pytest.mark.any_database
@pytest.mark.parametrize("language", ["en", "ru", "uk"])
@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("accounts_confirm.txt", {"url": "http://localhost/x"}),
        ("accounts_known.txt", {"sign_in": "http://localhost/x", "forgotten": "http://localhost/y"}),
        ("accounts_reset.txt", {"url": "http://localhost/x"}),
        ("accounts_password.txt", {"forgotten": "http://localhost/x"}),
    ],
)
def test_every_letter_has_a_subject_a_greeting_and_its_link(
    app: Flask, template: str, values: dict[str, str], language: str
) -> None:
    subject, text = words.write(template, language, name="Анна <b>", **values)

    assert ("\n" in subject, "Veche" in subject) == (False, True)
    assert ["Анна <b>" in text, "\nhttp://localhost/x\n" in text] == [True, True]


def test_addresses_in_letters_are_whole(app: Flask) -> None:
    assert words.address("accounts.show_reset", word="a.b-c") == "http://localhost/account/reset/a.b-c"


def test_a_header_takes_no_second_line(app: Flask) -> None:
    letter = mail.compose(to="anna@example.org", subject="One\r\nBcc: all@example.org", text="x", key="k")

    assert (letter["Subject"], letter["Bcc"]) == ("One Bcc: all@example.org", None)


def test_an_address_takes_no_second_line(app: Flask) -> None:
    with pytest.raises(ValueError, match="invalid arguments"):
        mail.compose(to="anna@example.org\r\nBcc: all@example.org", subject="x", text="x", key="k")


# The page of letters


def keep(
    name: str = "one", subject: str = "Новый пароль", text: str = "http://localhost/account/reset/x\n"
) -> EmailMessage:
    letter = mail.compose(to="anna@example.org", subject=subject, text=text, key=name)
    mail.send(letter)
    return letter


def test_letters_that_are_kept_can_be_read(app: Flask, visit: Visit) -> None:
    keep()

    listed, shown = (visit().get(f"/dev/mail/{name}").get_data(as_text=True) for name in ("", "one"))

    assert 'href="/dev/mail/one">Новый пароль</a>' in listed
    assert '<a href="http://localhost/account/reset/x" rel="noopener">' in shown


def test_without_letters_the_page_says_so(app: Flask, visit: Visit) -> None:
    assert "No letters yet" in visit().get("/dev/mail/").get_data(as_text=True)


def test_what_stands_in_a_letter_stays_text(app: Flask, visit: Visit) -> None:
    keep(subject="<script>alert(1)</script>", text="<script>alert(2)</script> javascript:alert(3)")

    pages = [visit().get(f"/dev/mail/{name}").get_data(as_text=True) for name in ("", "one")]

    assert ["<script>alert" in page for page in pages] == [False, False]


@pytest.mark.parametrize(
    ("network", "headers"),
    [("203.0.113.9", {}), ("10.0.0.7", {}), ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"})],
)
def test_letters_are_for_visitors_from_this_machine(
    app: Flask, visit: Visit, network: str, headers: dict[str, str]
) -> None:
    keep()

    statuses = [
        visit().get(f"/dev/mail/{name}", environ_base={"REMOTE_ADDR": network}, headers=headers).status_code
        for name in ("", "one")
    ]

    assert statuses == [404, 404]


def test_where_a_server_is_set_there_is_no_such_page(app: Flask, visit: Visit, server: Callable[..., Any]) -> None:
    keep()

    with server():
        statuses = [visit().get(f"/dev/mail/{name}").status_code for name in ("", "one")]

    assert statuses == [404, 404]


@pytest.mark.parametrize("name", ["two", "..%2f..%2fsecret_key", "..", "one.eml", "%00", "x" * 300, "о́дин"])
def test_only_letters_can_be_read_there(app: Flask, visit: Visit, name: str) -> None:
    keep()

    assert visit().get(f"/dev/mail/{name}").status_code == 404


def test_a_hash_is_no_part_of_any_letter(app: Flask, run_jobs: Callable[[], None]) -> None:
    account = make_account("anna@example.org", password_hash=passwords.hash_of("верный конь 7"))
    ask_for_letter(account)
    run_jobs()

    assert ["argon2" in letter.text for letter in letters()] == [False]
