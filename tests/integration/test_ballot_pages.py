"""The pages of a vote: the ballot, its check, the sending, the confirmation; on each nothing of how anybody voted."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.accounts.roles import Role
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ballots.models import Ballot, BallotChannel, Cast
from campaigns.rounds.ballots.web import passes
from campaigns.rounds.ledger import spelling
from campaigns.rounds.models import Round
from campaigns.rounds.paper.models import CodeSheet, VotingCode
from moderation.models import Decision
from tests.factories.blocks import make_block
from tests.factories.campaigns import make_campaign
from tests.factories.cases import restrict
from tests.factories.people import give_role, make_account
from tests.factories.votes import TITLES, make_vote, put_ballot
from tests.integration.test_casting import ids_of
from tests.integration.test_page_weights import Page
from tests.support.clocks import MovingClock
from tests.support.people import Visitor
from tests.support.statements import counted

Visit = Callable[..., Visitor]
VOTE, CHECK = "/campaigns/ugra/vote", "/campaigns/ugra/vote/check"
HIDDEN_FIELDS = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
ALL = {"approve": {"least": 1, "most": 200}, "for-against": {}, "score": {"from": 1, "to": 5}, "ranking": {"most": 200}}


def open_vote(**over: Any) -> Round:
    return make_vote(make_campaign("ugra", windows=[(PhaseKind.VOTING, -1 / 24, 10)]), **over)


def hidden_in(page: str) -> dict[str, str]:
    """The hidden fields of the form of a vote."""
    return dict(HIDDEN_FIELDS.findall(page.partition("<main")[2]))


def cast(visitor: Visitor, *idea_ids: int) -> Any:
    """Checks and sends a choice, as the pages let one."""
    token = hidden_in(visitor.get(VOTE).text)
    check = visitor.client.post(CHECK, data={**token, "idea": list(idea_ids)})
    assert check.status_code == 200, check.text
    return visitor.client.post(VOTE, data=hidden_in(check.text))


def ballots() -> list[tuple[str, int]]:
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(select(Ballot.marks, Ballot.casts).order_by(Ballot.id))]


def order_of(page: str) -> list[str]:
    return re.findall(r'name="idea" value="(\d+)"', page)


def test_what_is_changed_too_often_is_kept_in_sight_with_the_time_to_wait(app: Flask, visit: Visit) -> None:
    first, second, *_ = ids_of(open_vote())
    visitor = visit(make_account())
    cast(visitor, first)
    with step():
        db.session.execute(update(Ballot).values(casts=100))

    answer = cast(visitor, second)

    assert (answer.status_code, answer.headers["Retry-After"], TITLES[1] in answer.text) == (429, "600", True)
    assert ballots() == [(f"{first}:1", 100)]


def test_a_choice_is_checked_sent_and_confirmed_without_being_told(app: Flask, visit: Visit) -> None:
    first, second, *_ = ids_of(open_vote())
    visitor = visit(make_account())
    token = hidden_in(visitor.get(VOTE).text)

    check = visitor.client.post(CHECK, data={**token, "idea": [first, second]})
    before = ballots()
    sent = visitor.client.post(VOTE, data=hidden_in(check.text))
    confirmation = visitor.get(sent.location)

    commitment = db.session.scalars(select(Cast.commitment)).one()
    assert [TITLES[0] in check.text, TITLES[1] in check.text, TITLES[2] in check.text] == [True, True, False]
    assert (before, ballots()) == ([], [(f"{first}:1,{second}:1", 1)])
    assert (sent.status_code, sent.location) == (303, f"{VOTE}/confirmation?round=1&number=1")
    assert spelling.code(commitment) in confirmation.text
    assert "<svg" in confirmation.text.partition('id="control-code"')[2]
    assert [title for title in TITLES if title in confirmation.text] == []


def test_the_same_page_sent_twice_casts_once(app: Flask, visit: Visit) -> None:
    first, *_ = ids_of(open_vote())
    visitor = visit(make_account())
    token = hidden_in(visitor.get(VOTE).text)
    check = visitor.client.post(CHECK, data={**token, "idea": first})

    sent = [visitor.client.post(VOTE, data=hidden_in(check.text)).location for _ in range(2)]

    assert sent == [f"{VOTE}/confirmation?round=1&number=1"] * 2
    assert ballots() == [(f"{first}:1", 1)]


def test_who_has_voted_is_told_that_and_not_how(app: Flask, visit: Visit) -> None:
    first, second, *_ = ids_of(open_vote())
    visitor = visit(make_account())
    cast(visitor, first)

    page, mine = visitor.get(VOTE), visitor.get("/account/")
    earlier = visitor.get(f"{VOTE}/confirmation?number=1")
    cast(visitor, second)
    again = visitor.get(f"{VOTE}/confirmation?number=1")

    assert "You have voted on 4\xa0November, 17:00" in page.text
    assert "checked" not in page.text
    assert "My votes" in mine.text
    assert [title for title in TITLES if title in mine.text] == []
    assert ["You have voted anew since" in one.text for one in (earlier, again)] == [False, True]
    assert ballots() == [(f"{second}:1", 2)]


def test_each_voter_has_an_order_of_their_own_that_stays(app: Flask, visit: Visit) -> None:
    open_vote(titles=[f"Идея {number}" for number in range(12)])
    anna, boris = visit(make_account()), visit(make_account())

    orders = [order_of(visitor.get(VOTE).text) for visitor in (anna, anna, boris)]

    assert orders[0] == orders[1]
    assert orders[0] != orders[2]
    assert sorted(orders[0]) == sorted(orders[2])


def test_a_guest_sees_a_ballot_that_anybody_may_keep_and_the_ways_to_vote(app: Flask, visit: Visit) -> None:
    first, *_ = ids_of(open_vote())
    guest = visit()

    page = guest.get(VOTE)
    sent = guest.send(VOTE, {"idea": str(first)}, page="/account/sign-in")

    assert (page.headers["Cache-Control"], "csrf_token" in page.text) == ("public, no-cache", False)
    assert 'href="/account/sign-in?next=/campaigns/ugra/vote?round%3D1"' in page.text
    assert (sent.status_code, TITLES[0] in sent.text, ballots()) == (403, True, [])


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"idea": []}, "Nothing is chosen yet."),
        ({"idea": [0, 1, 2, 3]}, "Choose 3 at the most. You have chosen 4: take away 1."),
        ({"idea": [0, 1], "choice": "77:1"}, "Something that is not on this ballot was chosen."),
        ({"idea": [0], "choice": "1:1,1:1"}, "This cannot be read as a choice on this ballot."),
    ],
)
def test_a_choice_that_is_none_comes_back_with_what_was_chosen(
    app: Flask, visit: Visit, fields: dict[str, Any], says: str
) -> None:
    laid = ids_of(open_vote())
    visitor = visit(make_account())
    ids = [laid[place] for place in fields["idea"]]

    for path in (CHECK, VOTE):
        token = hidden_in(visitor.get(VOTE).text)
        page = visitor.client.post(path, data={**token, **fields, "idea": ids})

        kept = re.findall(r'value="(\d+)" checked', page.text)
        assert (page.status_code, says in page.text) == (422, True)
        assert "1:1,1:1" in fields.get("choice", "") or sorted(map(int, kept)) == ids
    assert ballots() == []


def test_points_that_are_no_numbers_come_back_as_they_were_typed(app: Flask, visit: Visit) -> None:
    laid = ids_of(open_vote(ballot={"kind": "points", "points": 10}, counting={"rule": "most votes", "by": "score"}))
    visitor = visit(make_account())
    answers = []

    for odd in ("NaN", "-3", "1e3", "٣", "9" * 30, "11"):
        token = hidden_in(visitor.get(VOTE).text)
        answer = visitor.client.post(CHECK, data={**token, f"m{laid[0]}": odd, f"m{laid[1]}": "4"})
        kept = dict(re.findall(r'name="m(\d+)"[^>]* value="([^"]*)"', answer.text))
        answers.append((answer.status_code, kept[str(laid[0])], kept[str(laid[1])]))

    assert answers == [(422, odd, "4") for odd in ("NaN", "-3", "1e3", "٣", "9" * 30, "11")]
    assert ballots() == []


def test_an_idea_that_was_hidden_since_leaves_the_ballot_and_the_rest_is_kept(app: Flask, visit: Visit) -> None:
    round_ = open_vote()
    first, second, *_ = ids_of(round_)
    visitor = visit(make_account())
    token = hidden_in(visitor.get(VOTE).text)
    check = visitor.client.post(CHECK, data={**token, "idea": [first, second]})
    restrict(db.session.get_one(Idea, first), Decision.HIDE, give_role(make_account(), Role.MODERATOR))

    late = visitor.client.post(VOTE, data=hidden_in(check.text))

    assert (late.status_code, f"“{TITLES[0]}” is not on the ballot any more" in late.text) == (422, True)
    assert re.findall(r'value="(\d+)" checked', late.text) == [str(second)]
    assert ballots() == []


def test_what_comes_after_the_bell_is_shown_and_not_counted(app: Flask, visit: Visit, clock: MovingClock) -> None:
    round_ = open_vote()
    first, *_ = ids_of(round_)
    visitor = visit(make_account())
    token = hidden_in(visitor.get(VOTE).text)
    check = visitor.client.post(CHECK, data={**token, "idea": first})
    clock.move_to(round_.window.closes_at)

    answers = [
        visitor.client.post(VOTE, data=hidden_in(check.text)),
        visitor.client.post(CHECK, data={**token, "idea": first}),
    ]

    assert [(answer.status_code, TITLES[0] in answer.text) for answer in answers] == [(409, True)] * 2
    assert (ballots(), "data-ballot" in visitor.get(VOTE).text) == ([], False)


def test_nothing_is_said_to_be_kept_where_nothing_was_chosen(app: Flask, visit: Visit) -> None:
    first, *others = ids_of(open_vote())
    visitor = visit(make_account())
    token = hidden_in(visitor.get(VOTE).text)

    none, many = (visitor.client.post(CHECK, data={**token, "idea": ids}) for ids in ([], [first, *others]))

    assert ["Your choice is kept below" in page.text for page in (none, many)] == [False, True]


def test_a_place_in_a_ranking_is_chosen_by_its_name(app: Flask, visit: Visit) -> None:
    open_vote(ballot={"kind": "ranking", "most": 2}, counting={"rule": "borda"})

    select, *_ = re.findall(r"<select.*?</select>", visit(make_account()).get(VOTE).text, re.DOTALL)

    assert re.findall(r'value="(\d*)">([^<]*)<', select) == [("", "no place"), ("1", "place 1"), ("2", "place 2")]


def test_after_the_bell_nobody_is_asked_to_choose(app: Flask, visit: Visit, clock: MovingClock) -> None:
    open_vote()
    clock.move_by(days=11)

    page = visit(make_account()).get(VOTE).text

    assert re.findall(r"<h1[^>]*>([^<]*)</h1>", page) == ["Voting is over"]


def test_who_may_not_vote_reads_why_and_fills_in_nothing(app: Flask, visit: Visit) -> None:
    round_ = open_vote(who={"roles": ["expert"], "verification": "email", "territories": [], "registered_before": None})
    visitor = visit(make_account())

    page = visitor.get(VOTE)
    sent = visitor.send(VOTE, {"idea": str(ids_of(round_)[0])})

    why = "In this vote only people with a certain part in the project vote."
    assert (why in page.text, "data-ballot" in page.text) == (True, False)
    assert (sent.status_code, why in sent.text, ballots()) == (403, True, [])


def test_being_kept_from_writing_takes_nobodys_vote_away(app: Flask, visit: Visit) -> None:
    round_ = open_vote()
    first, *_ = ids_of(round_)
    campaign = round_.campaign_id
    anna = make_account()
    make_block(give_role(make_account(), Role.MODERATOR), anna, db.session.get_one(Campaign, campaign))

    sent = cast(visit(anna), first)

    assert (sent.status_code, ballots()) == (303, [(f"{first}:1", 1)])


def test_a_code_votes_through_the_same_pages(app: Flask, visit: Visit, clock: MovingClock) -> None:
    round_ = open_vote()
    first, second, *_ = ids_of(round_)
    with step():
        sheet = CodeSheet(round_id=round_.id, place="Библиотека", salt="s", made_at=present.now())
        db.session.add(sheet)
        db.session.flush()
        code = VotingCode(sheet_id=sheet.id, digest="d")
        db.session.add(code)
    word = passes.give(round_.id, code.id)
    guest = visit()
    token = {"csrf_token": guest.token("/account/sign-in"), "pass": word}

    check = guest.client.post(CHECK, data={**token, "idea": first})
    changed = guest.client.post(CHECK, data={**hidden_in(check.text), "part": "1"})
    check = guest.client.post(CHECK, data={**hidden_in(changed.text), "idea": second})
    sent = guest.client.post(VOTE, data=hidden_in(check.text))
    confirmation = guest.get(sent.location)
    forged = guest.client.post(VOTE, data={**token, "pass": word + "x", "idea": first})
    clock.move_by(hours=13)
    old = guest.client.post(VOTE, data={**hidden_in(check.text), "choice": f"{first}:1"})

    assert f'value="{first}" checked' in changed.text
    assert (sent.status_code, confirmation.status_code, "Control code" in confirmation.text) == (303, 200, True)
    assert db.session.execute(select(Ballot.code_id, Ballot.channel)).one() == (code.id, BallotChannel.CODE)
    assert [(one.status_code, TITLES[0] in one.text) for one in (forged, old)] == [(409, True)] * 2
    assert ballots() == [(f"{second}:1", 1)]


def test_nobody_sees_the_confirmation_of_another(app: Flask, visit: Visit) -> None:
    first, *_ = ids_of(open_vote())
    cast(visit(make_account()), first)

    path = f"{VOTE}/confirmation?number=1"
    answers = [visit(make_account()).get(path), visit().get(path), visit().get(f"{VOTE}/confirmation?word=forged")]

    assert [answer.status_code for answer in answers] == [404, 303, 404]


def test_a_pass_and_a_confirmation_are_of_one_vote_alone(app: Flask, visit: Visit) -> None:
    first, *_ = ids_of(open_vote())
    other = make_vote()
    put_ballot(other, f"{ids_of(other)[0]}:1", make_account())
    guest = visit()
    token = {"csrf_token": guest.token("/account/sign-in"), "pass": passes.give(other.id, 1)}
    word = passes.confirm(db.session.scalars(select(Cast.id)).one())

    answers = [guest.client.post(VOTE, data={**token, "idea": first}), guest.get(f"{VOTE}/confirmation?word={word}")]

    assert [answer.status_code for answer in answers] == [409, 404]
    assert len(ballots()) == 1


@pytest.mark.slow
@pytest.mark.any_database
@pytest.mark.parametrize("kind", ALL)
def test_a_ballot_of_two_hundred_ideas_is_light_and_keeps_the_choice_of_all_its_parts(
    app: Flask, visit: Visit, kind: str
) -> None:
    titles = [f"Тёплая остановка и лист ожидания у городской поликлиники, {number}" for number in range(200)]
    round_ = open_vote(titles=titles, ballot={"kind": kind, **ALL[kind]}, costs=range(1000, 1200))
    visitor = visit(make_account())
    files = {path.name: path.stat().st_size for path in (Path(app.root_path) / "static").iterdir()}
    fields, seen = hidden_in(visitor.get(VOTE).text), list[int]()

    for part in range(2, 9):
        page = visitor.client.post(CHECK, data={**fields, "part": str(part - 1)})
        assert list(Page(CHECK, page, files).faults()) == []
        shown = sorted({int(id) for id in re.findall(r'(?:name="m|name="idea" value=")(\d+)"', page.text)})
        seen += shown
        fields = {**hidden_in(page.text), **_mark(kind, shown[0], part - 1)}
    check = visitor.client.post(CHECK, data=fields)
    visitor.client.post(VOTE, data=hidden_in(check.text))

    assert sorted(seen) == sorted(ids_of(round_))
    assert [len(marks.split(",")) for marks, _ in ballots()] == [7]


def _mark(kind: str, idea_id: int, place: int) -> dict[str, str]:
    return {"idea": str(idea_id)} if kind == "approve" else {f"m{idea_id}": str(place) if kind == "ranking" else "1"}


def test_a_vote_costs_at_most_twelve_statements_from_the_door_to_the_confirmation(app: Flask, visit: Visit) -> None:
    titles = [f"Идея {number}" for number in range(60)]
    laid = ids_of(open_vote(titles=titles, ballot={"kind": "approve", "least": 1, "most": 60}))
    visitor = visit(make_account())
    costs = []

    for chosen in (laid[:1], laid):
        token = hidden_in(visitor.get(VOTE).text)
        check = visitor.client.post(CHECK, data={**token, "idea": chosen})
        fields = hidden_in(check.text)
        with counted() as sent:
            assert visitor.client.post(VOTE, data=fields).status_code == 303
        costs.append(len(sent))

    # The database's clock is asked once more where it is not the clock of the tests.
    assert [cost <= 11 for cost in costs] == [True, True]


def test_how_others_vote_changes_nothing_on_any_page(app: Flask, visit: Visit) -> None:
    round_ = open_vote()
    laid = ids_of(round_)
    voter, guest = visit(make_account()), visit()
    cast(voter, laid[0])
    paths = (VOTE, f"{VOTE}/confirmation", "/campaigns/ugra/", "/campaigns/", "/")

    def seen() -> list[str]:
        pages = [visitor.get(path).text for visitor in (voter, guest) for path in paths]
        return [re.sub(r'name="csrf_token" value="[^"]*"', "", page) for page in pages]

    before = seen()
    for number in range(7):
        put_ballot(round_, f"{laid[number % 2]}:1", make_account())

    assert seen() == before
    assert db.session.scalar(select(func.count()).select_from(Ballot)) == 8


def test_the_campaign_leads_to_the_ballot_while_it_is_open(app: Flask, visit: Visit, clock: MovingClock) -> None:
    round_ = open_vote()
    guest = visit()
    button = f'<a class="button primary" href="{VOTE}">'

    during = guest.get("/campaigns/ugra/").text
    clock.move_to(round_.window.closes_at + timedelta(minutes=1))
    after = guest.get("/campaigns/ugra/").text

    assert [button in during, button in after] == [True, False]
    assert [f'<li><a href="{VOTE}">Vote' in page for page in (during, after)] == [True, True]
