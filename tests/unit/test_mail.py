"""Letters as they are composed, before anything sends them."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from flask import Flask

from app.foundation import mail, mailboxes, proofs


def sent(frame: Flask, **over: str) -> mail.EmailMessage:
    """The letter as its reader's program takes it from the wire."""
    letter = mail.compose(
        **{"to": "anna@example.org", "subject": "Готово", "text": "Здравствуйте!\n", "key": "k", **over}
    )
    return message_from_bytes(letter.as_bytes(), policy=policy.default)


def test_a_cyrillic_subject_arrives_as_it_was_written(frame: Flask) -> None:
    subject = "Ваша идея «Лист ожидания к врачу» опубликована: её могут читать, поддерживать и обсуждать все"

    letter = mail.compose(to="anna@example.org", subject=subject, text="x", key="k")

    assert sent(frame, subject=subject)["Subject"] == subject
    assert all(len(line) <= 998 and line.isascii() for line in letter.as_bytes().decode("latin-1").splitlines())


def test_the_text_arrives_as_it_was_written(frame: Flask) -> None:
    text = "Здравствуйте, Анна!\n\n.\nОткройте: https://veche.example/x?a=1&b=2\n" + "очень длинная строка " * 80 + "\n"

    assert sent(frame, text=text).get_content().replace("\r\n", "\n") == text


def test_a_letter_says_from_whom_to_whom_and_when(frame: Flask) -> None:
    letter = sent(frame)

    assert (letter["From"], letter["To"]) == ("Вече <veche@localhost>", "anna@example.org")
    assert letter["Date"].datetime == frame.extensions["veche.clock"].now()
    assert letter["Auto-Submitted"] == "auto-generated"


def test_one_letter_has_one_message_id_however_often_it_is_composed(frame: Flask) -> None:
    first = sent(frame, key="notice-5")["Message-ID"]
    frame.extensions["veche.clock"].move_by(hours=1)

    assert first == "<notice-5@veche.example>"
    assert (sent(frame, key="notice-5")["Message-ID"], sent(frame, key="notice-6")["Message-ID"]) == (
        first,
        "<notice-6@veche.example>",
    )


def test_a_cyrillic_host_stands_in_the_message_id_as_machines_write_it(frame: Flask) -> None:
    kept = frame.extensions["veche.settings"]
    frame.extensions["veche.settings"] = type(kept)(**{**vars(kept), "PUBLIC_URL": "https://вече.рф"})

    assert sent(frame)["Message-ID"] == "<k@xn--b1aga5e.xn--p1ai>"


def test_headers_of_ones_own_are_added(frame: Flask) -> None:
    letter = mail.compose(
        to="anna@example.org", subject="x", text="x", key="k", headers={"List-Unsubscribe": "<https://veche.example/u>"}
    )

    assert letter["List-Unsubscribe"] == "<https://veche.example/u>"


@pytest.mark.parametrize(
    "subject", ["One\r\nBcc: all@example.org", "One\nBcc: all@example.org", "One\tBcc: all@example.org"]
)
def test_a_subject_is_one_line(frame: Flask, subject: str) -> None:
    assert sent(frame, subject=subject)["Subject"] == "One Bcc: all@example.org"


def test_without_a_server_a_letter_is_a_file_named_by_its_key(frame: Flask) -> None:
    for _ in range(2):
        mail.deliver(mail.compose(to="anna@example.org", subject="Готово", text="x", key="notice-5"))

    assert [path.name for path in mail.folder().iterdir()] == ["notice-5.eml"]


def test_a_letter_says_its_language_and_who_sent_it(frame: Flask) -> None:
    letter, other = sent(frame, language="uk"), sent(frame, to="boris@example.org", language="uk")

    assert (letter["Content-Language"], letter.get_content_type()) == ("uk", "text/plain")
    assert proofs.proves_letter(letter[proofs.HEADER], "<k@veche.example>", "anna@example.org")
    assert letter[proofs.HEADER] != other[proofs.HEADER]


def test_an_address_that_stops_letters_is_never_divided(frame: Flask) -> None:
    address = "https://veche.example/letters/stop/" + "Wyo" * 90

    letter, plain = sent(frame, stop=address), sent(frame, stop=address.replace("https", "http"))
    wire = mail.compose(to="anna@example.org", subject="x", text="x", key="k", stop=address).as_bytes().decode()

    assert f"List-Unsubscribe: <{address}>" in wire.splitlines()
    assert (letter["List-Unsubscribe-Post"], plain["List-Unsubscribe-Post"]) == ("List-Unsubscribe=One-Click", None)


def test_a_return_path_proves_its_mailbox_for_a_month(frame: Flask) -> None:
    settings = frame.extensions["veche.settings"]
    frame.extensions["veche.settings"] = replace(settings, BOUNCE_ADDRESS="Bounces@veche.example")
    path = proofs.return_path("anna@example.org")
    word = proofs.word_of(f"<{path.upper()}>") or ""

    proved = [proofs.proves_path(word, one) for one in ("anna@example.org", "boris@example.org")]
    frame.extensions["veche.clock"].move_by(days=31)

    assert (proved, proofs.proves_path(word, "anna@example.org")) == ([True, False], False)
    assert (len(path.partition("@")[0]) <= 64, proofs.proves_path("0000-" + "0" * 32, "anna@example.org")) == (
        True,
        False,
    )
    assert [proofs.word_of(one) for one in ("bounces@veche.example", path.replace("veche", "other"), "x")] == [None] * 3


def test_without_an_address_for_reports_letters_leave_with_their_sender_as_return_path(frame: Flask) -> None:
    assert (proofs.return_path("anna@example.org"), proofs.word_of("+4e20-" + "0" * 32 + "@")) == ("", None)


@pytest.mark.parametrize("one", ["Anna@Example.ORG", " anna@example.org"])
def test_a_mailbox_is_the_same_however_it_is_written(one: str) -> None:
    assert mailboxes.key_of(one) == "anna@example.org"
    assert mailboxes.key_of("Иван@Почта.РФ") == "иван@xn--80a1acny.xn--p1ai"
