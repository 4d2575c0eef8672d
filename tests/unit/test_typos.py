"""Slips in e-mail addresses, and addresses that only look like slips."""

import pytest

from app.guards.typos import KNOWN, RIGHT, skeleton, suggestion


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("anna@gmial.com", "anna@gmail.com"),
        ("anna@gmail.con", "anna@gmail.com"),
        ("anna@gmailcom", "anna@gmail.com"),
        ("anna@gmail,com", "anna@gmail.com"),
        ("anna@gmail..com", "anna@gmail.com"),
        ("anna @gmail.com ", "anna@gmail.com"),
        ("anna@gmail.ru", "anna@gmail.com"),
        ("Anna@GMAIL.COM", None),
        ("anna@mail.ri", "anna@mail.ru"),
        ("anna@maill.ru", "anna@mail.ru"),
        ("anna@yndex.ru", "anna@yandex.ru"),
        ("anna@uandex.ru", "anna@yandex.ru"),
        ("anna@ukr.ner", "anna@ukr.net"),
        ("anna@ukr.nte", "anna@ukr.net"),
        ("anna@hotmial.com", "anna@hotmail.com"),
        ("аnnа@gmаil.com", "anna@gmail.com"),
        ("anna@mаil.гu", None),
        ("anna@mаil.ru", "anna@mail.ru"),
        ("anna@уа.ru", "anna@ya.ru"),
        ("фттф@пьфшд.сщь", "anna@gmail.com"),
        ('фттф"пьфшдюсщь', "anna@gmail.com"),
        ("фттф@глкютуе", "anna@ukr.net"),
        ("іщтнф@ь.гф", None),
        ("іщтнф@ш.гф", "sonya@i.ua"),
        ("ФТТФ@ЬФШДЮКГ", "anna@mail.ru"),
        ("иван@почта.рф", None),
        ("Іван@пошта.укр", None),
        ("anna@surgut.ru", None),
        ("anna@i.ua", None),
        ("anna@a.ua", None),
        ("anna@example.org", None),
        ("anna", None),
        ("@gmail.com", None),
        ("", None),
        ("anna@", None),
        ("anna@gmail.com.", "anna@gmail.com"),
    ],
)
def test_a_slip_is_seen_and_what_is_right_is_left_alone(typed: str, meant: str | None) -> None:
    assert suggestion(typed) == meant


@pytest.mark.parametrize("domain", sorted({*KNOWN, *RIGHT}))
def test_a_known_house_is_no_slip_of_another(domain: str) -> None:
    assert suggestion(f"anna@{domain}") is None


def test_names_of_one_script_have_one_skeleton() -> None:
    assert {skeleton(name) for name in ("user17@a.ua", "User4081@a.ua")} == {"user9@a.ua"}
    assert skeleton("anna@a.ua") != skeleton("anya@a.ua")
