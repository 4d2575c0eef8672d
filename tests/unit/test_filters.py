"""Dates, numbers and texts as people of three languages read them."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from app.web import filters
from tests.support.clocks import NOON

SURGUT, KYIV, DELHI = "Asia/Yekaterinburg", "Europe/Kyiv", "Asia/Kolkata"
LANGUAGES = ("en", "ru", "uk")
HOUR = timedelta(hours=1)


def plain(text: str) -> str:
    """The text with usual spaces; that its spaces do not break is looked at apart."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def said(language: str, text: object) -> str:
    with force_locale(language):
        return plain(str(text() if callable(text) else text))


@pytest.mark.parametrize(("language", "words"), [("en", "16 November"), ("ru", "16 ноября"), ("uk", "16 листопада")])
def test_a_day_is_told_in_each_language(frame: Flask, language: str, words: str) -> None:
    assert said(language, lambda: filters.day(datetime(2026, 11, 16, 9, tzinfo=UTC))) == words


@pytest.mark.parametrize(
    ("language", "words"), [("en", "16 November 2027"), ("ru", "16 ноября 2027"), ("uk", "16 листопада 2027")]
)
def test_a_day_of_another_year_has_its_year(frame: Flask, language: str, words: str) -> None:
    assert said(language, lambda: filters.day(datetime(2027, 11, 16, 9, tzinfo=UTC))) == words


def test_a_day_never_breaks_across_lines(frame: Flask) -> None:
    assert filters.day(datetime(2027, 11, 16, 9, tzinfo=UTC)).split(" ") == ["16\u00a0November\u00a02027"]


@pytest.mark.parametrize(("zone", "words"), [(SURGUT, "17 November"), (KYIV, "16 November"), (None, "17 November")])
def test_a_day_is_that_of_the_zone(frame: Flask, zone: str | None, words: str) -> None:
    assert said("en", lambda: filters.day(datetime(2026, 11, 16, 20, tzinfo=UTC), zone)) == words


def test_the_year_turns_with_the_zone(frame: Flask) -> None:
    frame.extensions["veche.clock"].move_to(datetime(2026, 12, 31, 20, tzinfo=UTC))

    evening = datetime(2026, 12, 31, 21, tzinfo=UTC)

    assert said("en", lambda: filters.day(evening, SURGUT)) == "1 January"
    assert said("en", lambda: filters.day(evening, KYIV)) == "31 December"


@pytest.mark.parametrize(("language", "words"), [("en", "16 November"), ("ru", "16 ноября"), ("uk", "16 листопада")])
def test_what_closes_at_midnight_lasts_until_the_day_before(frame: Flask, language: str, words: str) -> None:
    midnight = datetime(2026, 11, 16, 19, tzinfo=UTC)

    assert said(language, lambda: filters.last_day(midnight, SURGUT)) == words
    assert filters.ends_a_day(midnight, SURGUT)


def test_what_closes_at_an_hour_lasts_until_that_day_and_its_hour_must_be_told(frame: Flask) -> None:
    at_six = datetime(2026, 11, 16, 13, tzinfo=UTC)

    assert said("en", lambda: filters.last_day(at_six, SURGUT)) == "16 November"
    assert not filters.ends_a_day(at_six, SURGUT)


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (SURGUT, "16 November, 18:05 (UTC+5)"),
        (KYIV, "16 November, 15:05 (UTC+2)"),
        (DELHI, "16 November, 18:35 (UTC+5.5)"),
        ("UTC", "16 November, 13:05 (UTC)"),
    ],
)
def test_a_bell_is_told_with_its_zone(frame: Flask, zone: str, words: str) -> None:
    assert said("en", lambda: filters.day_and_time(datetime(2026, 11, 16, 13, 5, tzinfo=UTC), zone)) == words


def test_summer_has_another_hour(frame: Flask) -> None:
    assert filters.zone_name(datetime(2026, 7, 1, tzinfo=UTC), KYIV) == "UTC+3"


def test_for_machines_an_instant_has_its_offset(frame: Flask) -> None:
    assert filters.machine(datetime(2026, 11, 16, 13, 5, 7, 999, tzinfo=UTC)) == "2026-11-16T13:05:07+00:00"


@pytest.mark.parametrize(
    ("language", "hours", "words"),
    [
        ("en", -2, "2 hours ago"),
        ("en", 2, "in 2 hours"),
        ("ru", -1, "1 час назад"),
        ("ru", -2, "2 часа назад"),
        ("ru", -5, "5 часов назад"),
        ("uk", -2, "2 години тому"),
        ("uk", 5, "через 5 годин"),
    ],
)
def test_how_long_ago_is_told_in_words(frame: Flask, language: str, hours: int, words: str) -> None:
    assert said(language, lambda: filters.ago(NOON + hours * HOUR)) == words


@pytest.mark.parametrize(("language", "words"), [("en", "1,234,567"), ("ru", "1 234 567"), ("uk", "1 234 567")])
def test_numbers_are_grouped_as_people_do(frame: Flask, language: str, words: str) -> None:
    assert said(language, lambda: filters.number(1_234_567)) == words


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("", ""),
        ("one", "<p>one</p>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        ("one\n\ntwo\n\n\n\nthree", "<p>one</p><p>two</p><p>three</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("%s {} {0}", "<p>%s {} {0}</p>"),
    ],
)
def test_plain_text_becomes_paragraphs(text: str, markup: str) -> None:
    assert str(filters.paragraphs(text)) == markup


@given(st.text(alphabet="<>&\"'ab\n/", max_size=60))
def test_no_text_brings_markup_of_its_own(text: str) -> None:
    rest = str(filters.paragraphs(text)).replace("<p>", "").replace("</p>", "").replace("<br>", "")

    assert ("<" in rest, ">" in rest) == (False, False)


def test_an_icon_is_hidden_from_screen_readers_unless_it_says_something() -> None:
    assert 'aria-hidden="true"' in filters.icon("search")
    assert 'role="img" aria-label="Search &amp; find"' in filters.icon("search", label="Search & find")
