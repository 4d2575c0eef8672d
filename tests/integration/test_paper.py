"""Paper: two people enter each slip, what both read alike becomes a vote, and the count waits for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account
from app.accounts.roles import SYSTEM, Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation import clock as present
from app.foundation import unit_of_work
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed, Refusal
from app.foundation.outbox import Errand
from app.foundation.unit_of_work import step
from app.uploads.models import Upload
from campaigns.contributions.models import Contribution, State
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ballots.domain import casting
from campaigns.rounds.ballots.models import Ballot, BallotChannel, Cast, Option
from campaigns.rounds.domain import rounds, tally
from campaigns.rounds.models import Round
from campaigns.rounds.paper import fillers, jobs
from campaigns.rounds.paper.domain import acceptance, entries, piles, waiting
from campaigns.rounds.paper.domain.piles import Outline
from campaigns.rounds.paper.models import Pile, Slip
from campaigns.rounds.paper.queries import piles as told
from campaigns.rounds.queries import results
from tests.factories.campaigns import make_campaign
from tests.factories.paper import make_pile
from tests.factories.people import give_role, make_account, make_territory
from tests.factories.uploads import pdf
from tests.factories.votes import make_vote
from tests.support.clocks import MovingClock
from tests.support.people import Visitor
from tests.support.races import at_once

Visit = Callable[..., Visitor]
PAPER = "/campaigns/voting/vote/paper"
A_PILE = {"channel": "paper", "place": "Библиотека", "gathered_on": "2026-11-04", "slips": "3", "territory_id": ""}


@pytest.fixture
def vote(app: Flask) -> Round:
    """A vote with five options that is open, and takes paper for two days after its end."""
    campaign = make_campaign("voting", windows=[(PhaseKind.VOTING, -1 / 24, 10)])
    return make_vote(campaign, paper_days=2)


@pytest.fixture
def people(vote: Round) -> dict[str, Account]:
    """The owner, two facilitators and an observer of the campaign, and a resident."""
    campaign = db.session.get_one(Campaign, vote.campaign_id)
    enter = dict.fromkeys(("anna", "boris", "vera"), Role.FACILITATOR)
    roles = {"owner": Role.OWNER, **enter, "observer": Role.OBSERVER}
    made = {name: give_role(make_account(given_name=name.title()), role, campaign) for name, role in roles.items()}
    return {**made, "resident": make_account()}


def ids_of(vote: Round) -> list[int]:
    return list(db.session.scalars(select(Option.idea_id).where(Option.round_id == vote.id).order_by(Option.place)))


def ballots() -> list[tuple[str, str]]:
    """Channel and marks of all ballots, in the order of their slips."""
    db.session.rollback()
    rows = db.session.execute(select(Ballot.channel, Ballot.marks).order_by(Ballot.slip_id))
    return [(row.channel.value, row.marks) for row in rows]


def code_of(refusal: type[Refusal], act: Callable[[], object]) -> str:
    with pytest.raises(refusal) as refused, step():
        act()
    db.session.rollback()
    return refused.value.reason.code


def settle(pile: Pile, by: Account, **over: str) -> None:
    with step():
        acceptance.settle(pile.id, actor_of(by), present.now(), **over)


def closed(vote: Round, clock: MovingClock) -> Round:
    """The vote after its bell, closed by the platform."""
    clock.move_to(vote.window.closes_at)
    with step():
        rounds.close(vote, SYSTEM, clock.now())
    return vote


def test_two_people_enter_a_pile_and_what_both_read_alike_becomes_votes(
    vote: Round, people: dict[str, Account], visit: Visit, run_jobs: Callable[[], None]
) -> None:
    anna, boris = visit(people["anna"]), visit(people["boris"])
    first, second, third, *_ = ids_of(vote)
    place_id = make_territory("Берёзово").id

    begun = anna.send(f"{PAPER}/new", {**A_PILE, "channel": "meeting", "territory_id": place_id})
    slips = begun.location
    anna.send(slips, {"slip-1": "1 2", "slip-2": "3", "slip-3": "0"})
    taken = boris.send(slips.replace("slips", "second"))
    entered = boris.send(slips, {"slip-1": "1 2", "slip-2": "1", "slip-3": "0"})
    pile = boris.get(entered.location).text
    side_by_side = boris.get(slips.replace("slips", "differences")).text
    corrected = boris.send(slips.replace("slips", "differences"), {"slip-2": "3"})
    accepted = anna.send(slips.replace("slips", "accept"))
    run_jobs()

    assert (begun.status_code, taken.location, corrected.status_code, accepted.status_code) == (303, slips, 303, 303)
    assert "1 slip is read differently" in pile
    assert [side_by_side.count(word) for word in ('value="1" maxlength', "<td>3</td>")] == [1, 1]
    assert ballots() == [("meeting", f"{first}:1,{second}:1"), ("meeting", f"{third}:1")]
    assert db.session.scalars(select(Ballot.territory_id)).all() == [place_id, place_id]
    assert db.session.execute(select(Pile.differed, Pile.accepted_at.is_not(None))).one() == (1, True)
    acts = db.session.scalars(select(Entry.act).where(Entry.thing == "pile").order_by(Entry.id)).all()
    assert acts == ["pile.begun", "pile.second", "pile.settled", "pile.accepted"]


def test_nobody_sees_what_the_other_has_read_before_both_are_done(
    vote: Round, people: dict[str, Account], visit: Visit
) -> None:
    first, *_ = ids_of(vote)
    pile = make_pile(vote, people["anna"], people["boris"], first=[f"{first}:1", None])
    pages = [f"{PAPER}/{pile.id}", f"{PAPER}/{pile.id}/slips", PAPER]

    seen = [visit(people["boris"]).get(page).text for page in pages]
    others = visit(people["owner"]).get(f"{PAPER}/{pile.id}/slips")
    early = [visit(people[who]).get(f"{PAPER}/{pile.id}/differences").status_code for who in ("anna", "boris", "owner")]

    assert [page.count('value="1" maxlength') for page in seen] == [0, 0, 0]
    assert (others.status_code, early) == (403, [403, 403, 403])


def test_what_cannot_be_read_is_named_and_nothing_typed_is_lost(
    vote: Round, people: dict[str, Account], visit: Visit
) -> None:
    anna = visit(people["anna"])
    pile = make_pile(vote, people["anna"])
    typed = {"slip-1": "1 2", "slip-2": "1 2 3 4", "slip-3": "восемь", "slip-9": "1", "slip-x": "1"}

    answer = anna.send(f"{PAPER}/{pile.id}/slips", typed)

    assert answer.status_code == 422
    assert [answer.text.count(f'value="{word}"') for word in ("1 2", "1 2 3 4", "восемь")] == [1, 1, 1]
    assert "Slip 2: Choose 3 at the most." in answer.text
    assert "Slip 3: This cannot be read: “восемь”." in answer.text
    kept = db.session.execute(select(Slip.number, Slip.first.is_not(None)).order_by(Slip.number)).all()
    assert [tuple(row) for row in kept] == [(1, True), (2, False), (3, False)]


def test_what_comes_too_late_is_shown_again_as_it_was_typed(
    vote: Round, people: dict[str, Account], visit: Visit, clock: MovingClock
) -> None:
    pile = make_pile(vote, people["anna"])
    anna = visit(people["anna"])
    clock.move_to(vote.window.closes_at + timedelta(days=2))

    late = anna.send(f"{PAPER}/{pile.id}/slips", {"slip-1": "1 2"})

    assert (late.status_code, late.text.count('value="1 2"')) == (409, 1)
    assert "The time for entering paper is over." in late.text
    assert db.session.scalars(select(Slip.first).where(Slip.first.is_not(None))).all() == []


def test_a_long_pile_goes_on_where_something_is_still_to_be_entered(
    vote: Round, people: dict[str, Account], visit: Visit
) -> None:
    first, *_ = ids_of(vote)
    anna = visit(people["anna"])
    pile = make_pile(vote, people["anna"], first=[f"{first}:1"] * 20 + [None] * 40)

    page = anna.get(f"{PAPER}/{pile.id}/slips")
    saved = anna.send(f"{PAPER}/{pile.id}/slips", {f"slip-{number}": "2" for number in range(21, 26)})

    assert (page.text.count('name="slip-'), 'name="slip-21"' in page.text, "autofocus" in page.text) == (25, True, True)
    assert saved.location == f"{PAPER}/{pile.id}/slips?start=26"


def test_two_people_are_two(vote: Round, people: dict[str, Account]) -> None:
    pile = make_pile(vote, people["anna"])
    anna, boris, owner = (actor_of(people[name]) for name in ("anna", "boris", "owner"))
    now = present.now()

    oneself = code_of(NotAllowed, lambda: piles.take_second(pile.id, anna, now))
    with step():
        piles.take_second(pile.id, boris, now)
    third = code_of(Conflict, lambda: piles.take_second(pile.id, owner, now))
    stranger = code_of(NotAllowed, lambda: entries.keep(pile.id, owner, {1: ""}, now))
    outline, vera = Outline(BallotChannel.PAPER, "Школа", 9), actor_of(people["vera"])
    meddlers = [
        code_of(NotAllowed, lambda: piles.change(pile.id, vera, outline, now)),
        code_of(NotAllowed, lambda: piles.cancel(pile.id, vera, "Лишняя.", now)),
    ]

    assert (oneself, third, stranger) == ("paper.first-yourself", "paper.second-taken", "paper.not-yours")
    assert meddlers == ["paper.not-yours", "role"]


def test_a_pile_given_back_is_entered_by_another_from_the_beginning(vote: Round, people: dict[str, Account]) -> None:
    pile = make_pile(vote, people["anna"], people["boris"], first=[""], second=[""], differed=0)
    anna, owner = actor_of(people["anna"]), actor_of(people["owner"])

    others = code_of(NotAllowed, lambda: piles.give_back(pile.id, anna, present.now()))
    with step():
        piles.give_back(pile.id, owner, present.now())

    assert others == "role"
    assert db.session.execute(select(Slip.first, Slip.second)).one() == ("", None)
    assert db.session.execute(select(Pile.second_by, Pile.differed)).one() == (None, None)


def test_a_pile_is_accepted_when_both_have_read_everything_alike(vote: Round, people: dict[str, Account]) -> None:
    one, other, *_ = (f"{idea_id}:1" for idea_id in ids_of(vote))
    anna, boris, now = people["anna"], people["boris"], present.now()
    half = make_pile(vote, anna, boris, first=[one, one], second=[one, None])
    different = make_pile(vote, anna, boris, first=[one, ""], second=[one, other])
    alone, begun = make_pile(vote, anna, first=[one]), make_pile(vote, anna, first=[one, None])

    refusals = [
        code_of(Conflict, lambda: acceptance.settle(half.id, actor_of(anna), now)),
        code_of(Conflict, lambda: acceptance.settle(different.id, actor_of(anna), now)),
        code_of(Conflict, lambda: acceptance.settle(half.id, actor_of(anna), now, alone_because="Спешим.")),
        code_of(Invalid, lambda: acceptance.settle(alone.id, actor_of(anna), now)),
        code_of(NotAllowed, lambda: acceptance.settle(alone.id, actor_of(people["observer"]), now)),
        code_of(Conflict, lambda: acceptance.settle(begun.id, actor_of(anna), now, alone_because="Один.")),
    ]

    said = ["not-whole", "different", "second-at-work", "say-why"]
    assert refusals == [*(f"paper.{one}" for one in said), "role", "paper.not-whole-alone"]
    assert db.session.scalars(select(Pile.settled_at)).all() == [None] * 4


def test_what_one_person_entered_is_accepted_with_a_reason_that_everyone_reads(
    vote: Round, people: dict[str, Account], visit: Visit, run_jobs: Callable[[], None]
) -> None:
    first, *_ = ids_of(vote)
    many = make_pile(
        vote, people["anna"], first=[f"{first}:1"] * 11, place="Дом культуры", gathered_on=date(2026, 11, 4)
    )
    few = make_pile(vote, people["anna"], first=["", f"{first}:1"], place="Фельдшерский пункт")
    anna, vote_id = visit(people["anna"]), vote.id

    without = anna.send(f"{PAPER}/{many.id}/alone", {"alone_because": " "})
    for pile in (many, few):
        anna.send(f"{PAPER}/{pile.id}/alone", {"alone_because": "В посёлке один сотрудник."})
    run_jobs()

    found = told.told(vote_id)
    assert (without.status_code, len(ballots())) == (422, 12)
    assert (found.piles, found.ballots, found.spoilt, found.by_two) == (2, 12, 1, 0)
    assert sorted(pile.place for pile in found.alone) == ["Дом культуры", "Фельдшерский пункт"]


def test_a_cancelled_pile_stays_with_its_reason_and_counts_nothing(
    vote: Round, people: dict[str, Account], visit: Visit, run_jobs: Callable[[], None]
) -> None:
    first, *_ = ids_of(vote)
    pile = make_pile(vote, people["anna"], people["boris"], first=[f"{first}:1"], second=[f"{first}:1"])
    anna = visit(people["anna"])

    anna.send(f"{PAPER}/{pile.id}/cancel", {"cancel_reason": "Начали дважды."})
    late = anna.send(f"{PAPER}/{pile.id}/accept")
    run_jobs()

    assert (late.status_code, ballots(), told.told(vote.id).cancelled) == (409, [], 1)
    assert "Начали дважды." in visit(people["observer"]).get(f"{PAPER}/{pile.id}").text


def test_a_settled_pile_changes_no_more(vote: Round, people: dict[str, Account]) -> None:
    first, *_ = ids_of(vote)
    anna, boris, now = people["anna"], people["boris"], present.now()
    pile = make_pile(vote, anna, boris, first=[f"{first}:1"], second=[f"{first}:1"])
    settle(pile, anna)
    outline = Outline(BallotChannel.PAPER, "Школа", 1)

    codes = [
        code_of(Conflict, lambda: entries.keep(pile.id, actor_of(anna), {1: ""}, now)),
        code_of(Conflict, lambda: piles.change(pile.id, actor_of(anna), outline, now)),
        code_of(Conflict, lambda: piles.give_back(pile.id, actor_of(boris), now)),
        code_of(Conflict, lambda: piles.cancel(pile.id, actor_of(anna), "Ошибка.", now)),
        code_of(Conflict, lambda: acceptance.settle(pile.id, actor_of(boris), now)),
    ]

    assert codes == ["paper.settled"] * 5


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"gathered_on": date(2026, 11, 2)}, "paper.day"),
        ({"gathered_on": date(2026, 11, 5)}, "paper.day"),
        ({"channel": BallotChannel.MEETING}, "paper.not-offered"),
        ({"channel": BallotChannel.SITE}, "paper.not-offered"),
        ({"slips": 0}, "paper.place"),
        ({"slips": 501}, "paper.place"),
    ],
)
def test_a_pile_is_of_a_day_and_a_way_in_which_people_could_vote(
    app: Flask, over: dict[str, object], code: str
) -> None:
    campaign = make_campaign(windows=[(PhaseKind.VOTING, -1 / 24, 10)])
    vote = make_vote(campaign, channels=["site", "paper"])
    anna = actor_of(give_role(make_account(), Role.FACILITATOR, campaign))
    outline = Outline(**{"channel": BallotChannel.PAPER, "place": "Школа", "slips": 3, **over})

    refused = code_of(Invalid, lambda: piles.begin(vote.id, anna, outline, present.now()))

    assert refused == code


def test_the_number_of_slips_changes_as_long_as_nothing_entered_is_lost(
    vote: Round, people: dict[str, Account]
) -> None:
    anna = actor_of(people["anna"])
    pile = make_pile(vote, people["anna"], first=["", None, None])
    outline = Outline(BallotChannel.PAPER, "Школа", 0)

    for count in (5, 2, 1):
        with step():
            piles.change(pile.id, anna, Outline(outline.channel, outline.place, count), present.now())
    with step():
        piles.change(pile.id, anna, Outline(outline.channel, outline.place, 4), present.now())
        entries.keep(pile.id, anna, {4: ""}, present.now())
    fewer = code_of(Invalid, lambda: piles.change(pile.id, anna, Outline(outline.channel, "Школа", 3), present.now()))

    assert fewer == "paper.fewer"
    assert db.session.scalars(select(Slip.number).order_by(Slip.number)).all() == [1, 2, 3, 4]


def test_a_scan_is_seen_by_those_who_enter_and_observe(vote: Round, people: dict[str, Account], visit: Visit) -> None:
    anna = visit(people["anna"])

    broken = anna.send(f"{PAPER}/new", {**A_PILE, "scan": (BytesIO(b"GIF89a"), "scan.gif")})
    begun = anna.send(f"{PAPER}/new", {**A_PILE, "scan": (BytesIO(pdf()), "../лист 1.pdf")})
    number, upload = db.session.execute(select(Pile.id, Upload.name).join(Upload, Upload.id == Pile.scan_id)).one()
    scans = {
        who: visit(people[who]).get(f"{PAPER}/{number}/scan/{upload}", buffered=True)
        for who in ("boris", "observer", "resident")
    }

    assert (broken.status_code, 'value="Библиотека"' in broken.text, begun.status_code) == (422, True, 303)
    assert [scan.status_code for scan in scans.values()] == [200, 200, 403]
    assert scans["observer"].data == pdf()
    assert scans["observer"].headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert scans["observer"].headers["Content-Disposition"].startswith("attachment")


def test_a_hidden_option_stays_on_the_paper_that_named_it(
    vote: Round, people: dict[str, Account], run_jobs: Callable[[], None]
) -> None:
    first, second, *_ = ids_of(vote)
    pile = make_pile(
        vote, people["anna"], people["boris"], first=[f"{first}:1,{second}:1"], second=[f"{first}:1,{second}:1"]
    )
    with step():
        db.session.get_one(Contribution, first).state = State.WITHDRAWN

    settle(pile, people["anna"])
    run_jobs()

    assert ballots() == [("paper", f"{first}:1,{second}:1")]


class Killed(BaseException):
    """The worker is gone."""


@contextmanager
def killed_at_step(number: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    begun = iter(range(1, 100))

    @contextmanager
    def dying() -> Iterator[None]:
        with unit_of_work.step():
            yield
            if next(begun) == number:
                raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(jobs, "step", dying)
        yield


@pytest.mark.parametrize("number", [1, 2, 3])
def test_killed_while_accepting_the_next_one_goes_on_and_doubles_nothing(
    vote: Round, people: dict[str, Account], number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acceptance, "AT_ONCE", 2)
    first, *_ = ids_of(vote)
    read = [f"{first}:1"] * 5
    pile = make_pile(vote, people["anna"], people["boris"], first=read, second=read)
    settle(pile, people["anna"])
    pile_id = pile.id

    with killed_at_step(number, monkeypatch):
        jobs.accept(pile_id)
    db.session.rollback()
    meanwhile = (len(ballots()), db.session.scalar(select(Pile.accepted_at)))
    jobs.accept(pile_id)
    jobs.accept(pile_id)

    assert meanwhile == (2 * (number - 1), None)
    assert len(ballots()) == 5
    assert db.session.execute(select(func.count(Cast.id), func.count(Cast.ballot_id.distinct()))).one() == (5, 5)
    assert db.session.scalar(select(func.count()).where(Entry.act == "pile.accepted")) == 1


def test_of_two_who_accept_at_once_one_does_and_the_slips_are_votes_once(
    app: Flask, vote: Round, people: dict[str, Account]
) -> None:
    first, *_ = ids_of(vote)
    read = [f"{first}:1"] * 4
    pile_id = make_pile(vote, people["anna"], people["boris"], first=read, second=read).id
    both = [actor_of(people[name]) for name in ("anna", "boris")]
    now = present.now()

    outcomes = at_once(app, *(lambda who=who: acceptance.settle(pile_id, who, now) for who in both))
    cast = at_once(app, *(lambda: acceptance.cast_some(pile_id, now) for _ in range(3)))

    assert sorted(outcomes) == ["done", "paper.settled"]
    assert (cast, len(ballots())) == (["done"] * 3, 4)


def test_of_two_second_people_at_once_one_is(app: Flask, vote: Round, people: dict[str, Account]) -> None:
    pile_id = make_pile(vote, people["anna"]).id
    both = [actor_of(people[name]) for name in ("boris", "owner")]
    now = present.now()

    outcomes = at_once(app, *(lambda who=who: piles.take_second(pile_id, who, now) for who in both))

    assert sorted(outcomes) == ["done", "paper.second-taken"]


def test_the_count_waits_for_paper_until_its_days_are_over(
    vote: Round, people: dict[str, Account], clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    first, *_ = ids_of(vote)
    vote_id, bell, anna = vote.id, vote.window.closes_at, actor_of(people["anna"])
    pile_id = make_pile(vote, people["anna"], people["boris"], first=[f"{first}:1"], second=[f"{first}:1"]).id
    open_id = make_pile(vote, people["anna"]).id
    closed(vote, clock)
    run_jobs()
    clock.move_by(hours=47)

    with step():
        acceptance.settle(pile_id, anna, clock.now())
    run_jobs()
    before = (len(ballots()), results.current(vote_id))
    with step():
        attempt = tally.begin(vote_id)
    clock.move_to(bell + timedelta(days=2))
    late = code_of(Conflict, lambda: piles.change(open_id, anna, Outline(BallotChannel.PAPER, "Школа", 3), bell))

    assert (before, attempt, late) == ((1, None), None, "paper.over")
    assert waiting.pause(db.session.get_one(Round, vote_id), clock.now()) is None
    dues = db.session.scalars(select(Errand.due_at).where(Errand.job == "rounds.tally")).all()
    assert max(dues) == bell + timedelta(days=2)


def test_what_was_settled_in_time_becomes_votes_after_the_bell_and_the_count_waits_for_it(
    app: Flask, people: dict[str, Account], vote: Round, clock: MovingClock
) -> None:
    first, *_ = ids_of(vote)
    vote_id, read = vote.id, [f"{first}:1"]
    pile = make_pile(vote, people["anna"], people["boris"], first=read, second=read)
    clock.move_to(vote.window.closes_at + timedelta(days=2, seconds=-1))
    settle(pile, people["anna"])
    clock.move_by(seconds=2)

    waits = waiting.is_waiting(db.session.get_one(Round, vote_id), clock.now())
    jobs.accept(pile.id)

    assert (waits, len(ballots())) == (True, 1)
    assert waiting.is_waiting(db.session.get_one(Round, vote_id), clock.now()) is False


def test_the_owner_says_that_all_paper_is_in(
    app: Flask, vote: Round, people: dict[str, Account], visit: Visit, clock: MovingClock
) -> None:
    pile = make_pile(vote, people["anna"])
    owner, anna = visit(people["owner"]), visit(people["anna"])
    early = owner.send(f"{PAPER}/in", {"leaving_open": "y"}).status_code
    closed(vote, clock)
    with app.test_request_context():
        checks = [check.code for check in fillers.checks(vote.campaign_id)]

    others = anna.send(f"{PAPER}/in", {"leaving_open": "y"}).status_code
    unseen = owner.send(f"{PAPER}/in")
    said = owner.send(f"{PAPER}/in", {"leaving_open": "y"}).status_code
    again = owner.send(f"{PAPER}/in", {"leaving_open": "y"}).status_code
    late = anna.send(f"{PAPER}/{pile.id}/slips", {"slip-1": "1"})

    assert (early, checks, others, unseen.status_code, said, again) == (
        409,
        ["paper.open", "paper.waiting"],
        403,
        422,
        303,
        409,
    )
    assert "Tick that you know they will not be counted." in unseen.text
    assert (late.status_code, "all paper is in" in late.text) == (409, True)
    held = db.session.get_one(Round, vote.id, populate_existing=True)
    assert (held.paper_in_at, waiting.pause(held, clock.now())) == (clock.now(), None)


def test_whoever_settles_and_whoever_ends_paper_at_once_never_lose_a_vote(
    app: Flask, vote: Round, people: dict[str, Account], clock: MovingClock
) -> None:
    first, *_ = ids_of(vote)
    vote_id, read = vote.id, [f"{first}:1"]
    pile_id = make_pile(vote, people["anna"], people["boris"], first=read, second=read).id
    anna, owner, now = actor_of(people["anna"]), actor_of(people["owner"]), present.now()
    closed(vote, clock)

    outcomes = at_once(
        app,
        lambda: acceptance.settle(pile_id, anna, now),
        lambda: acceptance.say_all_in(vote_id, owner, now, leaving_open=True),
    )
    jobs.accept(pile_id)

    assert outcomes[1] == "done"
    assert outcomes[0] in {"done", "paper.all-in"}
    assert len(ballots()) == (outcomes[0] == "done")


def test_without_paper_in_the_rule_nothing_waits(app: Flask, clock: MovingClock, visit: Visit) -> None:
    campaign = make_campaign("voting", windows=[(PhaseKind.VOTING, -1 / 24, 10)])
    vote = closed(make_vote(campaign, channels=["site"]), clock)
    owner = give_role(make_account(), Role.OWNER, campaign)

    with step():
        attempt = tally.begin(vote.id)

    assert attempt is not None
    assert waiting.is_waiting(vote, clock.now()) is False
    assert visit(owner).get(f"{PAPER}/new").status_code == 409


def test_the_ballot_to_print_has_the_numbers_that_are_typed(
    vote: Round, people: dict[str, Account], visit: Visit
) -> None:
    page = visit(people["anna"]).get(f"{PAPER}/ballot").text

    places = [
        page.index(f'<td class="numeric">{number}</td><td>{title}') for number, title in enumerate(titles(vote), 1)
    ]
    assert places == sorted(places)
    assert page.count('class="cross"') == 5


def test_the_ballot_to_print_speaks_the_language_of_the_project(
    vote: Round, people: dict[str, Account], visit: Visit
) -> None:
    page = visit(people["anna"]).get(f"{PAPER}/ballot").text

    sheet = page.partition('<article class="sheet ballot" lang="ru">')[2]
    assert ('<html lang="en"' in page, "Print this page" in page) == (True, True)
    assert "Поставьте крестик в квадрате." in sheet.partition("</article>")[0]


def titles(vote: Round) -> list[str]:
    return list(db.session.scalars(select(Option.title).where(Option.round_id == vote.id).order_by(Option.place)))


def test_what_is_done_with_paper_is_told_in_the_log(vote: Round, people: dict[str, Account], visit: Visit) -> None:
    first, *_ = ids_of(vote)
    pile = make_pile(vote, people["anna"], first=[f"{first}:1"])
    settle(pile, people["anna"], alone_because="В посёлке один сотрудник.")

    log = visit(people["observer"]).get("/campaigns/voting/log").text

    assert "A pile of paper that one person had entered was accepted" in log


def test_the_results_page_says_that_the_count_waits_and_then_how_paper_was_entered(
    vote: Round, people: dict[str, Account], visit: Visit, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    first, *_ = ids_of(vote)
    few = make_pile(vote, people["anna"], first=[f"{first}:1"], place="Фельдшерский пункт")
    settle(few, people["anna"], alone_because="В посёлке один сотрудник.")
    closed(vote, clock)
    owner, guest = visit(people["owner"]), visit()
    run_jobs()

    waits = guest.get("/campaigns/voting/results").text
    owner.send(f"{PAPER}/in")
    run_jobs()
    owner.send("/campaigns/voting/results/1/sign", {"edition": "1", "seen": "y"})
    owner.send("/campaigns/voting/results/1/publish", {"edition": "1"})
    published = guest.get("/campaigns/voting/results").text

    assert "The count waits for votes on paper" in waits
    assert "<strong>Entered by one:</strong> Фельдшерский пункт. В посёлке один сотрудник." in published
    assert "1 vote came on paper or at a meeting." in published


def test_a_slip_of_an_open_pile_or_of_another_vote_is_no_ballot(vote: Round, people: dict[str, Account]) -> None:
    first, *_ = ids_of(vote)
    other = make_vote()
    read = [f"{first}:1"]
    make_pile(vote, people["anna"], first=read)
    make_pile(vote, people["anna"], first=read, alone_because="Один.", settled_at=present.now())
    slips = db.session.scalars(select(Slip.id).order_by(Slip.id)).all()

    def cast(round_: Round, slip_id: int) -> object:
        chosen = ((first, 1),)
        voter = casting.Voter(slip_id=slip_id)
        return casting.cast(round_.id, voter, chosen, channel=BallotChannel.PAPER, form=None, now=present.now())

    refused = [code_of(NotAllowed, lambda: cast(vote, slips[0])), code_of(NotAllowed, lambda: cast(other, slips[1]))]

    assert refused == ["paper.not-whole", "paper.not-whole"]
