"""Bots and floods: what stops them, and that it stops nobody else."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from redis import Redis
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts.models import Account
from app.foundation import clock as present
from app.foundation import queue
from app.foundation.db import db
from app.foundation.errors import Reason, TooMany
from app.guards import counters, door, forms, newcomers, puzzles
from app.guards.counters import Asked, Counters, Limit, Own, Shared
from app.wiring.allowances import ALLOWANCES
from tests.factories.people import make_account
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import Visitor

# The verbs behind these pages are tried on both databases elsewhere.
pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]
Run = Callable[[], None]
FORM = "/account/register"
ANNA = {
    "given_name": "Анна",
    "family_name": "Кравец",
    "email": "anna@example.org",
    "password": "три слова подряд",
    "territory_id": "",
    "consent": "y",
    "next": "",
}
LIBRARY = "198.51.100.7"
THRICE = Limit("thrice", 3, 60)
MANY = Reason("many", "Many.")


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1]


def sign_up(
    visitor: Visitor, clock: MovingClock, *, seconds: float = 40, solves: bool = True, at: str = LIBRARY, **over: Any
) -> TestResponse:
    """As a browser does: opens the form, lets the person type, does the sum where there is one, sends what the form holds."""
    opened = visitor.get(FORM, environ_base={"REMOTE_ADDR": at}).get_data(as_text=True)
    clock.move_by(seconds=seconds)
    fields = {**ANNA, "csrf_token": field(opened, "csrf_token"), "stamp": field(opened, "stamp"), "homepage": ""}
    bits = re.search(r'data-bits="(\d+)"', opened)
    if bits and solves:
        fields["proof"] = puzzles.solve(fields["stamp"], int(bits[1]))
    return visitor.client.post(FORM, data=fields | over, environ_base={"REMOTE_ADDR": at})


def how_many() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Account)) or 0


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A house in which three newcomers are many and ten too many, and sums are quickly done."""
    over = {
        "QUIET": 3,
        "STEP": 2,
        "EASIEST": 4,
        "OWN_HOUR": Limit("newcomers", 10, 3600),
        "SLOW_HOUR": Limit("newcomers-slow", 2, 3600),
    }
    for name, value in over.items():
        monkeypatch.setattr(newcomers, name, value)


@pytest.fixture(params=["shared", "own"])
def known(request: pytest.FixtureRequest, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Counters:
    """The counters of all nodes, and those of one process whose server is away."""
    if request.param == "own":
        nowhere = queue.connect("unix:///nowhere/at.sock")
        monkeypatch.setitem(app.extensions, "veche.counters", Counters(nowhere, Shared(nowhere)))
    known: Counters = app.extensions["veche.counters"]
    return known


# Counters


def test_a_limit_counts_by_the_clock_and_tells_when_to_come_back(known: Counters, clock: MovingClock) -> None:
    asked = Asked(THRICE, ("anna",))

    waits = [known.spend([asked], clock.now()) for _ in range(4)]
    clock.move_by(seconds=waits[3])
    again = [known.spend([asked], clock.now()) for _ in range(2)]
    clock.move_by(minutes=2)

    assert waits == [0, 0, 0, 80]
    assert again[0] == 0
    assert again[1] > 0
    assert known.number(asked, clock.now()) == 0


def test_of_several_limits_none_is_taken_from_where_one_is_used_up(known: Counters, clock: MovingClock) -> None:
    narrow, wide = Asked(Limit("narrow", 1, 60), ("anna",)), Asked(Limit("wide", 100, 60), ("all",))

    waits = [known.spend([narrow, wide], clock.now()) > 0 for _ in range(5)]

    assert waits == [False] + [True] * 4
    assert known.number(wide, clock.now()) == 1


def test_what_counts_for_two_and_what_is_forgotten(known: Counters, clock: MovingClock) -> None:
    asked = Asked(THRICE, ("anna",), weight=2)

    first, second = known.spend([asked], clock.now()), known.spend([asked], clock.now())
    known.forget(asked, clock.now())

    assert (first, second > 0, known.number(asked, clock.now())) == (0, True, 0)


def test_a_thing_that_is_there_once_is_taken_once(known: Counters, clock: MovingClock) -> None:
    assert [known.take("a word", 60, clock.now()) for _ in range(2)] == [True, False]


def test_refusals_are_counted_by_their_code_without_whose_they_were(known: Counters) -> None:
    for name in ("anna", "boris"):
        counters.require([Asked(Limit("once", 1, 60), (name,))], MANY)
        with pytest.raises(TooMany):
            counters.require([Asked(Limit("once", 1, 60), (name,))], MANY)

    assert known.noted() == {"many": 2}


def test_the_server_of_counters_holds_no_addresses_and_all_it_holds_ends(
    app: Flask, visit: Visit, clock: MovingClock
) -> None:
    sign_up(visit(), clock)
    server = Redis.from_url(app.extensions["veche.settings"].redis_url)

    keys = [key for key in server.keys("veche:*") if re.fullmatch(rb"veche:[a-z-]+:[0-9a-f]{24}:\d+", key)]

    held = b" ".join(keys)
    assert (b"newcomers:" in held, b"anna" in held, b"198.51" in held) == (True, False, False)
    assert all(0 < server.ttl(key) <= 2 * 24 * 3600 for key in keys)


def test_one_process_keeps_only_so_many_numbers(
    app: Flask, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counters, "MOST_KEPT", 100)
    own = Own()

    for n in range(1_000):
        own.spend([Asked(THRICE, (str(n),))], clock.now(), keeps=True)

    assert len(own._numbers) <= 100


# Forms that guests send


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        (FORM, ANNA),
        ("/account/confirm", {"email": "anna@example.org"}),
        ("/account/forgotten", {"email": "anna@example.org"}),
    ],
)
def test_who_fills_the_trap_is_told_and_keeps_what_was_typed(visit: Visit, page: str, fields: dict[str, str]) -> None:
    response = visit().send(page, {**fields, "homepage": "https://pills.example"}, page=page)

    told = response.get_data(as_text=True)
    assert (response.status_code, how_many()) == (422, 0)
    assert ("A field that people do not see was filled in" in told, "anna@example.org" in told) == (True, True)
    assert "pills.example" not in told


def test_the_trap_is_out_of_the_way_of_people(visit: Visit) -> None:
    page = visit().get(FORM).get_data(as_text=True)

    (trap,) = re.findall(r'<input[^>]*name="homepage"[^>]*>', page)
    assert ('tabindex="-1"' in trap, 'autocomplete="off"' in trap) == (True, True)
    assert '<div class="unseen" aria-hidden="true"><label for="homepage">' in page


def test_a_form_tells_how_long_it_lay_open(app: Flask, clock: MovingClock) -> None:
    word = forms.stamp("reset")
    hasty = []
    for seconds in (1, 3, 24 * 3600 + 60):
        clock.reset()
        clock.move_by(seconds=seconds)
        with app.test_request_context("/", method="POST", data={"stamp": word}):
            hasty.append(forms.sent("reset").hasty)
    clock.reset()
    clock.move_by(seconds=60)
    for strange in ("", word + "x", forms.stamp("registration")):
        with app.test_request_context("/", method="POST", data={"stamp": strange}):
            hasty.append(forms.sent("reset").hasty)

    assert hasty == [True, False, True, True, True, True]


def test_haste_uses_up_what_a_network_has_sooner(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.accounts.throttle.LETTERS_OF_NETWORK", Limit("letter-network", 4, 3600))

    statuses = [
        visit().send("/account/forgotten", {"email": f"n{n}@example.org"}, page="/account/forgotten").status_code
        for n in range(3)
    ]

    assert statuses == [303, 303, 429]


# Slips in addresses


def test_a_slip_is_mended_with_one_tap_and_nothing_is_typed_again(
    app: Flask, visit: Visit, clock: MovingClock, run_jobs: Run
) -> None:
    visitor = visit()
    sign_up(visitor, clock, email="anna@gmial.com")
    page = visitor.get("/account/letter-sent")
    told = page.get_data(as_text=True)

    tapped = visitor.send("/account/letter-sent", {"email": field(told, "email")})
    run_jobs()
    visitor.send(letters()[-1].link("/account/confirm/"))

    assert ("Did you mean <strong>anna@gmail.com</strong>?" in told, page.headers["Cache-Control"]) == (
        True,
        "private, no-store",
    )
    assert (tapped.status_code, tapped.location) == (303, "/account/letter-sent")
    assert visitor.get("/account/").status_code == 200
    assert list(db.session.scalars(select(Account.email))) == ["anna@gmail.com"]


def test_only_the_browser_that_signed_up_mends_its_address_and_nobody_learns_who_has_an_account(
    app: Flask, visit: Visit, clock: MovingClock, run_jobs: Run
) -> None:
    make_account("boris@gmail.com")
    visitor, stranger = visit(), visit()
    sign_up(visitor, clock, email="anna@gmial.com")
    stranger.send("/account/forgotten", {"email": "anna@gmial.com"}, page="/account/forgotten")

    answers = [
        stranger.send("/account/letter-sent", {"email": "eve@example.org"}),
        visitor.send("/account/letter-sent", {"email": "boris@gmail.com"}),
        visitor.send("/account/letter-sent", {"email": "not an address"}),
    ]

    run_jobs()
    assert [answer.status_code for answer in answers] == [303, 303, 422]
    assert set(db.session.scalars(select(Account.email))) == {"anna@gmial.com", "boris@gmail.com"}
    assert "eve@example.org" not in [letter.to for letter in letters()]


@pytest.mark.parametrize("page", ["/account/forgotten", "/account/confirm"])
def test_a_slip_in_any_form_for_a_letter_is_one_tap_away(visit: Visit, page: str) -> None:
    visitor = visit()

    visitor.send(page, {"email": "фттф@пьфшд.сщь"}, page=page)

    told = visitor.get("/account/letter-sent").get_data(as_text=True)
    assert f'action="{page}"' in told
    assert field(told, "email") == "anna@gmail.com"


# Newcomers


@pytest.mark.usefixtures("small")
def test_a_quiet_network_is_asked_for_nothing_and_a_busy_one_for_a_sum_that_grows(
    app: Flask, visit: Visit, clock: MovingClock
) -> None:
    bits = []
    for n in range(8):
        bits.append(newcomers.bits_for(LIBRARY, clock.now()))
        assert sign_up(visit(), clock, email=f"n{n}@example.org").location == "/account/letter-sent"

    assert bits == [0, 0, 0, 4, 4, 5, 5, 6]
    assert (newcomers.bits_for("203.0.113.1", clock.now()), how_many()) == (0, 8)


@pytest.mark.usefixtures("small")
def test_without_a_sum_a_newcomer_waits_for_the_letter_and_types_nothing_again(
    app: Flask, visit: Visit, clock: MovingClock, run_jobs: Run
) -> None:
    for n in range(3):
        sign_up(visit(), clock, email=f"n{n}@example.org")
    run_jobs()
    visitor = visit()
    response = sign_up(visitor, clock, email="slow@example.org", solves=False)
    told = visitor.get(response.location).get_data(as_text=True)

    run_jobs()
    at_once = [letter.to for letter in letters()]
    clock.move_by(minutes=10)
    run_jobs()

    assert (response.status_code, response.location) == (303, "/account/letter-sent")
    assert "It arrives in about 10 minutes" in told
    assert ("slow@example.org" in at_once, "slow@example.org" in [letter.to for letter in letters()]) == (False, True)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("trick", ["none", "wrong", "of another form", "used before"])
def test_a_sum_counts_once_and_for_its_own_form(app: Flask, visit: Visit, clock: MovingClock, trick: str) -> None:
    for n in range(5):
        sign_up(visit(), clock, email=f"n{n}@example.org")
    visitor = visit()
    stamp = field(visitor.get(FORM).get_data(as_text=True), "stamp")
    solved = puzzles.solve(stamp, 8)
    sign_up(visitor, clock, email="first@example.org", stamp=stamp, proof=solved)
    over = {
        "none": {"proof": ""},
        "wrong": {"proof": next(str(n) for n in range(99) if puzzles.zeros(stamp, str(n)) == 0), "stamp": stamp},
        "of another form": {"proof": solved},
        "used before": {"proof": solved, "stamp": stamp},
    }[trick]
    if trick == "of another form":
        fresh = field(visit().get(FORM).get_data(as_text=True), "stamp")
        while puzzles.zeros(fresh, solved) >= 3:
            clock.move_by(seconds=1)
            fresh = field(visit().get(FORM).get_data(as_text=True), "stamp")
        over["stamp"] = fresh

    visitor = visit()
    sign_up(visitor, clock, email="second@example.org", **over)

    assert "It arrives in about 10 minutes" in visitor.get("/account/letter-sent").get_data(as_text=True)


@pytest.mark.usefixtures("small")
def test_who_is_refused_keeps_the_form_and_is_told_when_to_come_back(
    app: Flask, visit: Visit, clock: MovingClock
) -> None:
    for n in range(5):
        sign_up(visit(), clock, email=f"n{n}@example.org", solves=False)

    refused = sign_up(visit(), clock, email="late@example.org", solves=False)
    solved = sign_up(visit(), clock, email="late@example.org")
    elsewhere = sign_up(visit(), clock, email="else@example.org", at="203.0.113.9", solves=False)

    told = refused.get_data(as_text=True)
    assert (refused.status_code, 0 < int(refused.headers["Retry-After"]) <= 7200) == (429, True)
    assert ("late@example.org" in told, 'value="Кравец"' in told, "Very many people are signing up" in told) == (
        True,
        True,
        True,
    )
    assert (solved.status_code, elsewhere.location) == (303, "/account/letter-sent")
    assert app.extensions["veche.counters"].noted() == {"slow-newcomer": 2, "too-many-newcomers": 1}


# A library and a script


def evening(
    newcomers_an_hour: int, hours: int, *, solves: bool, networks: int = 1, weight: int = 1
) -> tuple[int, int, int]:
    """How many sign up at once, how many with a later letter, and what digests it costs, through the verb that the page calls.

    The sums are reckoned, not done: that many digests a solution takes on the average.
    """
    clock: Any = current_app.extensions["veche.clock"]
    begun, at_once, later, cost = present.now(), 0, 0, 0
    for n in range(newcomers_an_hour * hours):
        clock.move_to(begun + timedelta(hours=n / newcomers_an_hour))
        place = f"198.51.100.{n % networks}"
        bits = newcomers.bits_for(place, clock.now())
        sent = forms.Sent(False, weight > 1, f"{place} {n}", "solved" if solves else "")
        try:
            waits = newcomers.admit(sent, place)
        except TooMany:
            continue
        later += bool(waits)
        at_once += not waits
        cost += 2**bits if bits and not waits else 0
    return at_once, later, cost


@pytest.fixture
def reckoned(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sums are taken as done where the one who sends them does sums at all; numbers are kept in this process."""
    monkeypatch.setattr(puzzles, "zeros", lambda _word, proof: 256 if proof == "solved" else 0)
    nowhere = queue.connect("unix:///nowhere/at.sock")
    nowhere.rest()
    monkeypatch.setattr(type(nowhere), "rests", property(lambda _self: True))
    monkeypatch.setitem(app.extensions, "veche.counters", Counters(nowhere, Shared(nowhere)))


@pytest.mark.usefixtures("reckoned")
@pytest.mark.any_database
def test_a_thousand_people_of_one_library_sign_up_in_an_evening(app: Flask) -> None:
    at_once, later, digests = evening(250, 4, solves=True)

    assert (at_once, later) == (1_000, 0)
    # On a slow phone, 300,000 digests a second, that is less than two seconds for each.
    assert digests / 1_000 < 2 * 300_000


@pytest.fixture
def fiftieth(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same house with a fiftieth of everything. docs/decisions/0027 has the figures of the whole."""
    for name in ("OWN_HOUR", "OWN_DAY", "WIDE_HOUR", "WIDE_DAY", "SLOW_HOUR", "SLOW_DAY"):
        limit: Limit = getattr(newcomers, name)
        monkeypatch.setattr(newcomers, name, replace(limit, most=limit.most // 50))
    monkeypatch.setattr(newcomers, "QUIET", newcomers.QUIET / 50)
    monkeypatch.setattr(newcomers, "STEP", newcomers.STEP / 50)


@pytest.mark.any_database
@pytest.mark.usefixtures("reckoned", "fiftieth")
@pytest.mark.parametrize(
    ("tricks", "most"),
    [
        # Of 2,000: opens no form and does no sums; does each sum; does so from all addresses of a neighbourhood.
        ({"solves": False, "weight": 2}, 12),
        ({"solves": True}, 30),
        ({"solves": True, "networks": 250}, 90),
    ],
)
def test_a_hundred_thousand_registrations_of_a_script_do_not_get_through(tricks: dict[str, Any], most: int) -> None:
    at_once, later, _digests = evening(500, 4, **tricks)

    assert at_once + later <= most


# Every person, every act


def test_every_act_with_an_allowance_is_one_that_is_sent(app: Flask) -> None:
    sent = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}

    assert set(ALLOWANCES) - sent == set()


def test_a_person_who_sends_too_much_keeps_what_was_typed(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "FORMS_OF_PERSON", Limit("forms-person", 2, 60))
    anna, boris = visit(make_account()), visit(make_account("boris@example.org"))

    answers = [anna.send("/account/profile", {"given_name": "Ганна <b>"}) for _ in range(3)]
    other = boris.send("/account/profile", {"given_name": "Борис"})

    told = answers[2].get_data(as_text=True)
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert other.status_code == 422
    assert ("Ганна &lt;b&gt;" in told, "what you have typed is kept" in told) == (True, True)
    assert 0 < int(answers[2].headers["Retry-After"]) <= 120
    assert "password" not in told
