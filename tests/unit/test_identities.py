"""Providers as an operator sets them, numbers to sign in with, codes on sheets."""

from pathlib import Path
from typing import Any

import pytest

from app.accounts.identity import codes, numbers, providers
from app.accounts.identity.levels import Level
from app.config import WrongSetting

SOUND = {"name": "state", "title": "State", "issuer": "https://id.example.org", "client_id": "veche"}


def test_a_provider_needs_four_words(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("kept apart\n", "utf-8")

    read = providers._read({**SOUND, "level": "person", "client_secret_file": str(secret)})

    assert (read.level, read.client_secret, read.identifier) == (Level.PERSON, "kept apart", "sub")
    assert read.discovery_url == "https://id.example.org/.well-known/openid-configuration"
    assert "kept apart" not in repr(read)


@pytest.mark.parametrize(
    "given",
    [
        "state",
        {**SOUND, "issuer": ""},
        {**SOUND, "name": "State Services"},
        {**SOUND, "issuer": "http://id.example.org"},
        {**SOUND, "discovery": "ftp://id.example.org"},
        {**SOUND, "level": "king"},
        {**SOUND, "scopes": "profile"},
        {**SOUND, "client_secret_file": "/nowhere/at/all"},
        {**SOUND, "secret": "a slip of the pen"},
    ],
)
def test_a_provider_that_makes_no_sense_stops_the_start_with_a_sentence(given: Any) -> None:
    with pytest.raises(WrongSetting):
        providers._read(given)


def test_a_number_is_the_same_however_it_is_divided() -> None:
    key = numbers.new_key()
    shown = numbers.shown(key)

    typed = [shown, shown.replace("-", " "), f"№ {shown}", shown.replace("-", "–")]

    assert [numbers.key_of(one) for one in typed] == [key] * 4
    assert [numbers.has_slip(shown), numbers.shown("anna@example.org")] == [False, ""]


def test_a_slip_in_a_number_is_found() -> None:
    digits = numbers.new_key().removeprefix(numbers.PREFIX)

    slips = [digits[:place] + str((int(digits[place]) + 1) % 10) + digits[place + 1 :] for place in range(len(digits))]

    assert all(numbers.has_slip(slip) for slip in slips)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1234 5678 9012", "123456789012"),
        ("1234-5678-9012", "123456789012"),
        ("123456789012", "123456789012"),
        ("1234 5678 901", None),
        ("١٢٣٤٥٦٧٨٩٠١٢", None),
        ("", None),
    ],
)
def test_a_code_is_read_however_it_was_typed(typed: str, read: str | None) -> None:
    assert codes.read(typed) == read
