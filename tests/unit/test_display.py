"""How a person wants pages shown, whatever their cookie holds."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.wrappers import Response

from app.web import display
from app.web.display import CONTRASTS, COOKIE, SCHEMES, SIZES, SPACINGS, Display, chosen

USUAL = Display("ru")


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, USUAL),
        ({"language": "uk"}, Display("uk")),
        ({"language": "fr"}, USUAL),
        ({"size": "200"}, Display("ru", size=200)),
        ({"size": "175"}, USUAL),
        ({"size": "٢٠٠"}, USUAL),
        ({"contrast": "blue", "spacing": "wide"}, Display("ru", contrast="blue", spacing="wide")),
        ({"contrast": "pink", "spacing": "", "scheme": "sepia"}, USUAL),
        ({"scheme": "dark"}, Display("ru", scheme="dark")),
        ({"pictures": "no"}, Display("ru", pictures=False)),
        ({"pictures": "yes"}, USUAL),
        ({"unknown": "x", "": ""}, USUAL),
    ],
)
def test_what_is_offered_is_taken_and_the_rest_passed_over(
    frame: Flask, fields: dict[str, str], shown: Display
) -> None:
    assert chosen(fields, USUAL) == shown


def test_a_choice_of_one_field_leaves_the_others(frame: Flask) -> None:
    before = Display("uk", 150, "blue", "wide", False, "dark")

    assert chosen({"size": "100"}, before) == Display("uk", 100, "blue", "wide", False, "dark")


@pytest.mark.parametrize(
    ("shown", "low"),
    [
        (USUAL, False),
        (Display("uk", scheme="dark"), False),
        (Display("ru", size=150), True),
        (Display("ru", contrast="blue"), True),
        (Display("ru", spacing="wide"), True),
        (Display("ru", pictures=False), True),
    ],
)
def test_any_choice_of_the_low_vision_bar_keeps_it_open(shown: Display, low: bool) -> None:
    assert shown.low_vision == low


def test_languages_are_offered_by_their_own_names(frame: Flask) -> None:
    assert USUAL.languages == [("ru", "Русский"), ("uk", "Українська"), ("en", "English")]


def test_what_a_cookie_keeps_it_gives_back(frame: Flask) -> None:
    kept = Display("uk", 150, "white-on-black", "wide", False, "dark")
    answer = Response()

    display.keep(answer, kept)

    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    with frame.test_request_context(headers={"Cookie": cookie}):
        assert display.current() == kept


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(frame: Flask) -> None:
    answer = Response()

    display.keep(answer, USUAL)

    parts = {part.strip() for part in answer.headers["Set-Cookie"].split(";")[1:] if "Expires" not in part}
    assert parts == {"Secure", "HttpOnly", "Max-Age=31536000", "Path=/", "SameSite=Lax"}


@pytest.mark.parametrize(
    ("asked", "language"), [("uk,ru;q=0.5", "uk"), ("de, en;q=0.1", "en"), ("fr", "ru"), ("", "ru"), ("*", "ru")]
)
def test_without_a_choice_the_browser_is_asked(frame: Flask, asked: str, language: str) -> None:
    with frame.test_request_context(headers={"Accept-Language": asked}):
        assert display.current() == Display(language)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=400))
def test_a_broken_cookie_shows_a_page_all_the_same(frame: Flask, cookie: str) -> None:
    with frame.test_request_context(environ_overrides={"HTTP_COOKIE": f"{COOKIE}={cookie}"}):
        shown = display.current()

    assert shown.language in {"ru", "uk", "en"}
    assert (shown.size in SIZES, shown.contrast in CONTRASTS, shown.spacing in SPACINGS, shown.scheme in SCHEMES) == (
        True,
        True,
        True,
        True,
    )


def test_outside_of_requests_the_language_is_that_of_the_copy(frame: Flask) -> None:
    assert display.language() == "ru"
