"""Codes for people without an account: made and printed once, typed by a guest, one vote each."""

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts import throttle
from app.accounts.models import Account
from app.accounts.roles import SYSTEM, Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed, Refusal
from app.foundation.unit_of_work import step
from app.guards.counters import Limit
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ballots import marks
from campaigns.rounds.ballots.domain import casting
from campaigns.rounds.ballots.domain.casting import Voter
from campaigns.rounds.ballots.models import Ballot, BallotChannel, Option
from campaigns.rounds.domain import rounds
from campaigns.rounds.models import Round
from campaigns.rounds.paper.domain import codes, sheets
from campaigns.rounds.paper.models import CodeSheet, VotingCode
from campaigns.rounds.paper.queries import sheets as made
from tests.factories.campaigns import make_campaign
from tests.factories.paper import make_codes
from tests.factories.people import give_role, make_account, make_territory
from tests.factories.votes import make_vote
from tests.support.clocks import MovingClock
from tests.support.people import Visitor
from tests.support.races import at_once

Visit = Callable[..., Visitor]
VOTE = "/campaigns/voting/vote"
CODE = f"{VOTE}/code"
HIDDEN = re.compile(r'<input type="hidden" name="(pass|form|choice|csrf_token)" value="([^"]*)"')


@pytest.fixture
def vote(app: Flask) -> Round:
    return make_vote(make_campaign("voting", windows=[(PhaseKind.VOTING, -1 / 24, 10)]))


@pytest.fixture
def owner(vote: Round) -> Account:
    return give_role(make_account(), Role.OWNER, db.session.get_one(Campaign, vote.campaign_id))


def ids_of(vote: Round) -> list[int]:
    return list(db.session.scalars(select(Option.idea_id).where(Option.round_id == vote.id).order_by(Option.place)))


def hidden(page: str) -> dict[str, str]:
    """What the form of a ballot carries along."""
    return dict(HIDDEN.findall(page))


def vote_with(guest: Visitor, code: str, *idea_ids: int) -> TestResponse:
    """Types the code, marks the ideas, reads them once more and sends; the answer to the sending."""
    ballot = guest.send(CODE, {"code": code}, page=CODE)
    marked = {**hidden(ballot.text), "idea": [str(idea_id) for idea_id in idea_ids]}
    checked = guest.client.post(f"{VOTE}/check", data=marked)
    return guest.client.post(VOTE, data=hidden(checked.text))


def code_of(refusal: type[Refusal], act: Callable[[], object]) -> str:
    with pytest.raises(refusal) as refused, step():
        act()
    db.session.rollback()
    return refused.value.reason.code


def new_sheet(owner: Visitor, **over: str) -> TestResponse:
    word = re.search(r'name="word"[^>]*value="([^"]+)"', owner.get(f"{VOTE}/codes").text)
    assert word is not None
    fields = {"place": "Библиотека", "count": "3", "territory_id": "", "word": word[1], **over}
    return owner.send(f"{VOTE}/codes", fields)


def test_cards_speak_the_language_of_the_project_and_the_page_that_of_its_reader(
    vote: Round, owner: Account, visit: Visit
) -> None:
    page = new_sheet(visit(owner)).text

    assert (page.count("Print this page now"), page.count("Ваш код для голосования:")) == (1, 3)


def test_a_sheet_is_shown_once_and_only_hashes_are_kept(vote: Round, owner: Account, visit: Visit) -> None:
    browser, place = visit(owner), make_territory("Берёзово")
    place_id = place.id

    page = new_sheet(browser, territory_id=str(place_id))
    listed = browser.get(f"{VOTE}/codes").text

    printed = re.findall(r'<p class="code">([^<]+)</p>', page.text)
    sheet = db.session.scalars(select(CodeSheet)).one()
    digests = set(db.session.scalars(select(VotingCode.digest)))
    assert (page.status_code, len(set(printed)), page.text.count("<svg")) == (200, 3, page.text.count("</svg>"))
    assert digests == {codes.digest(sheet.salt, codes.read(code) or "") for code in printed}
    assert sheet.territory_id == place_id
    assert page.headers["Cache-Control"] == "private, no-store"
    assert [code for code in printed if code in listed or code.replace("-", "") in listed] == []
    assert db.session.scalars(select(Entry.act).where(Entry.thing == "code sheet")).all() == ["codes.made"]


def test_the_same_form_makes_one_sheet(vote: Round, owner: Account, visit: Visit) -> None:
    browser = visit(owner)
    word = re.search(r'name="word"[^>]*value="([^"]+)"', browser.get(f"{VOTE}/codes").text)
    assert word is not None
    fields = {"place": "Библиотека", "count": "2", "territory_id": "", "word": word[1]}

    answers = [browser.send(f"{VOTE}/codes", fields) for _ in range(2)]
    forged = browser.send(f"{VOTE}/codes", {**fields, "word": "forged"})

    assert [answer.status_code for answer in (*answers, forged)] == [200, 409, 422]
    assert "This sheet is made already" in answers[1].text
    assert db.session.scalar(select(func.count()).select_from(VotingCode)) == 2


@pytest.mark.parametrize("count", ["0", "201", "-1", "NaN", ""])
def test_a_sheet_has_so_many_codes(vote: Round, owner: Account, visit: Visit, count: str) -> None:
    assert new_sheet(visit(owner), count=count).status_code == 422


def test_somebody_without_an_account_votes_with_a_code(vote: Round, visit: Visit) -> None:
    place_id = make_territory("Берёзово").id
    (code,) = make_codes(vote, territory_id=place_id)
    first, second, *_ = ids_of(vote)
    guest = visit()

    sent = vote_with(guest, code.lower().replace("-", " "), first, second)
    confirmed = guest.get(sent.location)

    assert (sent.status_code, confirmed.status_code) == (303, 200)
    row = db.session.execute(select(Ballot.channel, Ballot.marks, Ballot.territory_id, Ballot.account_id)).one()
    assert tuple(row) == (BallotChannel.CODE, f"{first}:1,{second}:1", place_id, None)
    assert code.replace("-", "") not in sent.location


def test_a_code_changes_its_vote_until_the_bell(vote: Round, visit: Visit, clock: MovingClock) -> None:
    (code,) = make_codes(vote)
    first, second, *_ = ids_of(vote)
    bell = vote.window.closes_at
    vote_with(visit(), code, first)
    clock.move_to(bell - timedelta(minutes=1))
    guest = visit()
    changed = vote_with(guest, code, second)
    ballot = guest.send(CODE, {"code": code}, page=CODE)
    clock.move_to(bell)

    late = guest.client.post(f"{VOTE}/check", data={**hidden(ballot.text), "idea": str(first)})
    page = visit().get(CODE).text

    assert (changed.status_code, late.status_code) == (303, 409)
    assert db.session.execute(select(Ballot.marks, Ballot.casts)).one() == (f"{second}:1", 2)
    assert "Voting is over" in page


def test_what_is_no_code_is_told_for_what_it_is(vote: Round, visit: Visit) -> None:
    other = make_vote()
    (elsewhere,) = make_codes(other)
    make_codes(vote)
    guest = visit()
    typed = ["ABCD", "0" * 16, elsewhere, "ABCD-EFGH-JKMN-PQRS-TVWX", ""]

    answers = [guest.send(CODE, {"code": one}, page=CODE) for one in typed]

    assert [answer.status_code for answer in answers] == [422] * 5
    assert [("There is no such code" in answer.text) for answer in answers] == [True, True, True, False, False]
    assert "This is the control code of a vote" in answers[3].text
    assert db.session.scalars(select(Ballot.id)).all() == []


def test_codes_are_not_guessed(vote: Round, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "WRONG_CODES_OF_NETWORK", Limit("wrong-code-network", 5, 3600))
    (code,) = make_codes(vote)
    guest = visit()
    token = guest.token(CODE)

    tried = [guest.client.post(CODE, data={"code": f"{n:016}", "csrf_token": token}) for n in range(7)]
    right = guest.client.post(CODE, data={"code": code, "csrf_token": token})

    assert [answer.status_code for answer in tried] == [422] * 5 + [429] * 2
    assert int(tried[-1].headers["Retry-After"]) > 0
    assert (right.status_code, 'name="pass"' in right.text) == (200, True)


def test_a_code_used_twice_at_once_is_one_vote(app: Flask, vote: Round) -> None:
    make_codes(vote)
    code_id, vote_id = db.session.scalars(select(VotingCode.id)).one(), vote.id
    chosen = [marks.of([(idea_id, 1)]) for idea_id in ids_of(vote)[:4]]
    now = present.now()

    outcomes = at_once(
        app,
        *(
            lambda one=one: casting.cast(
                vote_id, Voter(code_id=code_id), one, channel=BallotChannel.CODE, form=None, now=now
            )
            for one in chosen
        ),
    )

    assert outcomes == ["done"] * 4
    assert db.session.execute(select(Ballot.code_id, Ballot.casts)).one() == (code_id, 4)


def test_a_cancelled_sheet_takes_no_new_votes_and_keeps_those_cast(vote: Round, owner: Account, visit: Visit) -> None:
    used, unused = make_codes(vote, 2)
    first, second, *_ = ids_of(vote)
    vote_with(visit(), used, first)
    page = visit()
    opened = page.send(CODE, {"code": unused}, page=CODE)
    sheet_id = db.session.scalars(select(CodeSheet.id)).one()
    browser = visit(owner)

    without = browser.send(f"{VOTE}/codes/{sheet_id}/cancel", {"cancel_reason": " "})
    cancelled = browser.send(f"{VOTE}/codes/{sheet_id}/cancel", {"cancel_reason": "Лист потеряли."})
    again = browser.send(f"{VOTE}/codes/{sheet_id}/cancel", {"cancel_reason": "Лист потеряли."})
    void = visit().send(CODE, {"code": unused}, page=CODE)
    late = page.client.post(f"{VOTE}/check", data={**hidden(opened.text), "idea": str(first)})
    changed = vote_with(visit(), used, second)

    codes_seen = [one.status_code for one in (without, cancelled, again, void, late, changed)]
    assert codes_seen == [422, 303, 409, 422, 403, 303]
    assert "This code was cancelled" in void.text
    assert db.session.scalars(select(Ballot.marks)).all() == [f"{second}:1"]
    (line,) = made.of_round(db.session.scalars(select(Round.id)).one())
    assert (line.codes, line.used, line.unused) == (2, 1, 1)


def test_a_vote_and_the_cancelling_of_its_sheet_at_once_come_one_after_the_other(
    app: Flask, vote: Round, owner: Account
) -> None:
    make_codes(vote)
    code_id, vote_id, sheet_id = db.session.execute(
        select(VotingCode.id, CodeSheet.round_id, CodeSheet.id).join(CodeSheet)
    ).one()
    first, *_ = ids_of(vote)
    chosen, boss, now = marks.of([(first, 1)]), actor_of(owner), present.now()

    outcomes = at_once(
        app,
        lambda: casting.cast(vote_id, Voter(code_id=code_id), chosen, channel=BallotChannel.CODE, form=None, now=now),
        lambda: sheets.cancel(sheet_id, boss, "Лист потеряли.", now),
    )

    votes = db.session.scalar(select(func.count()).select_from(Ballot))
    assert (outcomes[1], outcomes[0], votes) in {("done", "done", 1), ("done", "vote.code-void", 0)}


def test_sheets_are_made_by_owners_while_people_vote_and_where_the_rule_knows_codes(
    vote: Round, owner: Account, clock: MovingClock
) -> None:
    campaign = db.session.get_one(Campaign, vote.campaign_id)
    boss, facilitator = actor_of(owner), actor_of(give_role(make_account(), Role.FACILITATOR, campaign))
    other = make_campaign(windows=[(PhaseKind.VOTING, -1 / 24, 10)])
    without = make_vote(other, channels=["site"])
    drawn = sheets.draw(2, "соль")

    def make(round_: Round, who: object) -> CodeSheet:
        return sheets.make(round_.id, who, drawn, clock.now(), place="Школа", territory_id=None)  # type: ignore[arg-type]

    refusals = [code_of(NotAllowed, lambda: make(vote, facilitator)), code_of(Invalid, lambda: make(without, SYSTEM))]
    clock.move_to(vote.window.closes_at)
    refusals.append(code_of(Conflict, lambda: make(vote, boss)))
    clock.move_by(minutes=-5)
    with step():
        rounds.close(vote, SYSTEM, clock.now(), "Снег.")
    clock.move_by(minutes=2)
    refusals.append(code_of(Conflict, lambda: make(vote, boss)))

    assert refusals == ["role", "code.not-offered", "code.closed", "code.closed"]


def test_the_code_is_in_no_address_and_no_log(vote: Round, visit: Visit, caplog: pytest.LogCaptureFixture) -> None:
    (code,) = make_codes(vote)
    first, *_ = ids_of(vote)
    guest = visit()

    with caplog.at_level(logging.INFO):
        ballot = guest.send(CODE, {"code": code}, page=CODE)
        sent = vote_with(guest, code, first)

    letters, logged = code.replace("-", ""), str([record.msg for record in caplog.records])
    assert "POST" in logged
    for text in (ballot.text, str(sent.headers), logged):
        assert [word in text for word in (code, letters)] == [False, False]


def test_a_card_has_a_whole_address_where_none_was_configured(
    app: Flask, vote: Round, owner: Account, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["veche.settings"]
    monkeypatch.setitem(app.extensions, "veche.settings", replace(settings, PUBLIC_URL=""))

    page = new_sheet(visit(owner), count="1").text

    assert re.findall(r'<span class="address">([^<]+)<', page) == [f"http://127.0.0.1:{settings.PORT}{CODE}"]


def test_a_card_is_read_by_the_browser_alone(vote: Round, owner: Account, visit: Visit) -> None:
    page = new_sheet(visit(owner), count="1").text
    field = visit().get(CODE)

    assert f"http://localhost{CODE}" in page
    assert 'data-fragment=""' in field.text
    assert field.headers["Cache-Control"] == "private, no-store"
