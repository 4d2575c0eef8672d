"""The selection: experts pick with reasons, the owner makes it once, every published idea has its place and its sentence."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.accounts.models import Account
from app.accounts.roles import SYSTEM, Actor, Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry, Opening
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refusal
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import CoAuthor, Idea, Outcome
from campaigns.plan.models import Campaign
from campaigns.rounds.domain import results as result_verbs
from campaigns.rounds.models import Round
from campaigns.selection import jobs, words
from campaigns.selection.domain import making, picks
from campaigns.selection.models import ExpertPick, Selection, SelectionRow
from campaigns.selection.queries.made import Count, Fate
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.ideas import make_idea_in
from tests.factories.people import give_role, make_account
from tests.factories.rounds import close_round, freeze, make_round, publish, sign
from tests.factories.selection import REASON, make_counted, make_expert, make_selection, pick
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
PAGE = "/campaigns/counted/selection"


def code_of(work: Callable[[], Any]) -> str:
    """The code of the reason why it is refused; nothing where it is done."""
    try:
        with step():
            work()
    except Refusal as refused:
        return refused.reason.code
    return ""


def picking(campaign: Campaign, idea: Idea, actor: Actor, reason: str = REASON) -> str:
    return code_of(lambda: picks.pick(campaign, idea.id, reason, actor=actor, now=clock.now()))


def rows_of(selection: Selection) -> list[tuple[int, int, str, str]]:
    query = select(SelectionRow).where(SelectionRow.selection_id == selection.id).order_by(SelectionRow.rank)
    return [(row.rank, row.votes, row.way.value, row.reason) for row in db.session.scalars(query)]


def outcomes(ideas: list[Idea]) -> list[Outcome | None]:
    return [db.session.get_one(Idea, idea.id, populate_existing=True).outcome for idea in ideas]


def hide(idea: Idea) -> None:
    """The idea leaves the public, as if its author had taken it back."""
    with step():
        states.withdraw(db.session.get_one(Contribution, idea.id), clock.now())


# What is selected


def test_every_idea_of_the_result_gets_its_rank_its_way_and_its_status(app: Flask) -> None:
    campaign, ideas, _result = make_counted()
    pick(campaign, ideas[3], make_expert(campaign))

    selection = make_selection(campaign)

    assert rows_of(selection) == [
        (1, 3, "support", ""),
        (2, 2, "support", ""),
        (3, 1, "not selected", ""),
        (4, 0, "experts", REASON),
    ]
    assert (selection.ideas, selection.selected) == (4, 3)
    shortlisted = Outcome.SHORTLISTED
    assert outcomes(ideas) == [shortlisted, shortlisted, Outcome.NOT_SELECTED, shortlisted]


def test_an_idea_hidden_since_the_count_has_no_row_and_nobody_moves_up(app: Flask) -> None:
    campaign, ideas, _result = make_counted()
    hide(ideas[0])

    selection = make_selection(campaign)

    assert [(rank, way) for rank, _votes, way, _reason in rows_of(selection)] == [
        (2, "support"),
        (3, "not selected"),
        (4, "not selected"),
    ]
    assert (selection.ideas, selection.selected) == (4, 1)
    assert outcomes(ideas[:1]) == [None]


def test_an_idea_published_after_the_close_is_not_selected_and_has_no_place(app: Flask, visit: Visit) -> None:
    campaign, _ideas, _result = make_counted()
    late = make_idea(campaign, title="Поздняя идея")

    selection = make_selection(campaign)

    assert len(rows_of(selection)) == 4
    assert outcomes([late]) == [Outcome.NOT_SELECTED]
    assert "It took no part in the count" in visit().get(f"/ideas/{late.id}").text


def test_a_pick_of_an_idea_that_a_new_count_brings_in_is_free_again(app: Flask) -> None:
    campaign, ideas, result = make_counted(published=False)
    pick(campaign, ideas[2], make_expert(campaign))
    support(ideas[2], *(make_account() for _ in range(5)))
    round_ = db.session.get_one(Round, result.round_id)
    with step():
        result_verbs.count_again(round_, SYSTEM, clock.now(), "Голоса принесли позже.")
    publish(freeze(round_))
    expert = actor_of(make_expert(campaign))

    again = picking(campaign, ideas[3], expert)
    selection = make_selection(campaign)

    assert again == ""
    assert [(votes, way) for _rank, votes, way, _reason in rows_of(selection)] == [
        (6, "support"),
        (3, "support"),
        (2, "not selected"),
        (0, "experts"),
    ]


@pytest.mark.parametrize("number", [1, 4, 30])
def test_rows_follow_from_ranks_and_picks_and_anybody_can_check(app: Flask, number: int) -> None:
    campaign, ideas, result = make_counted(supports=(2, *[1] * number), winners=1)
    pick(campaign, ideas[-1], make_expert(campaign))
    make_selection(campaign)

    done = app.test_cli_runner().invoke(args=["selection", "show", "counted", "--json"])

    shown = json.loads(done.stdout)
    assert shown["result"] == {"edition": 1, "fingerprint": result.fingerprint}
    assert (shown["rule"]["winners"], shown["rule"]["expert_picks"]) == (1, 1)
    by_hand = [
        "support" if row["rank"] <= 1 else "experts" if row["id"] == ideas[-1].id else "not selected"
        for row in shown["rows"]
    ]
    assert [row["way"] for row in shown["rows"]] == by_hand
    assert [row["rank"] for row in shown["rows"]] == list(range(1, number + 2))
    assert [(row["expert"], row["reason"]) for row in shown["rows"] if row["way"] == "experts"] == [
        ("Мария К.", REASON)
    ]


def test_the_command_says_that_nothing_is_made_yet(app: Flask) -> None:
    make_counted()

    runner = app.test_cli_runner()

    assert "not made yet" in runner.invoke(args=["selection", "show", "counted"]).stderr
    assert "no campaign" in runner.invoke(args=["selection", "show", "nowhere"]).stderr


# Who may pick what, and when. By hand: what stands in the way, in words.


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("guest", "sign-in"),
        ("resident", "role"),
        ("owner", "role"),
        ("moderator", "role"),
        ("administrator", "role"),
        ("expert of another campaign", "role"),
        ("expert", ""),
    ],
)
def test_only_experts_of_the_campaign_pick(app: Flask, who: str, code: str) -> None:
    campaign, ideas, _result = make_counted()
    other = make_campaign("other")
    people: dict[str, Callable[[], Actor]] = {
        "guest": Actor,
        "resident": lambda: actor_of(make_account()),
        "owner": lambda: actor_of(give_role(make_account(), Role.OWNER, campaign)),
        "moderator": lambda: actor_of(give_role(make_account(), Role.MODERATOR)),
        "administrator": lambda: actor_of(give_role(make_account(), Role.ADMINISTRATOR)),
        "expert of another campaign": lambda: actor_of(make_expert(other)),
        "expert": lambda: actor_of(make_expert(campaign)),
    }

    assert picking(campaign, ideas[3], people[who]()) == code


def test_nobody_picks_their_own_idea_nor_one_they_ever_wrote_with_others(app: Flask) -> None:
    campaign = make_campaign("counted", winners=0 + 1, expert_picks=5)
    expert = make_expert(campaign)
    own, shared, left = (
        make_idea(campaign, expert, title="Своя"),
        make_idea(campaign, title="Общая"),
        make_idea(campaign, title="Бывшая общая"),
    )
    with step():
        now = clock.now()
        for idea, ended in ((shared, None), (left, now)):
            db.session.add(
                CoAuthor(
                    idea_id=idea.id,
                    account_id=expert.id,
                    secret=f"s{idea.id}",
                    invited_at=now,
                    accepted_at=now,
                    ended_at=ended,
                )
            )
    freeze(make_round(campaign))
    actor = actor_of(expert)

    assert [picking(campaign, idea, actor) for idea in (own, shared, left)] == ["selection.own"] * 3


def test_ideas_are_picked_after_the_count_and_before_the_selection(app: Flask) -> None:
    campaign = make_campaign("counted", winners=1, expert_picks=2)
    idea, other = make_idea(campaign), make_idea(campaign)
    expert = actor_of(make_expert(campaign))
    round_ = make_round(campaign)

    while_open = picking(campaign, idea, expert)
    close_round(round_)
    closed = picking(campaign, idea, expert)
    result = freeze(round_)
    counted = picking(campaign, idea, expert)
    publish(result)
    make_selection(campaign)
    made = picking(campaign, other, expert)
    taken_back = code_of(lambda: picks.take_back(campaign, idea.id, actor=expert, now=clock.now()))

    assert (while_open, closed, counted) == ("selection.not-counted", "selection.not-counted", "")
    assert (made, taken_back) == ("selection.made", "selection.made")


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("Хорошо.", "selection.reason"),
        ("x" * 19, "selection.reason"),
        ("x" * 20, ""),
        ("x" * 1001, "selection.reason-long"),
        ("Позвоните мне и расскажу: +7 912 345-67-89", "selection.personal"),
    ],
)
def test_a_reason_is_long_enough_and_holds_no_personal_data(app: Flask, reason: str, code: str) -> None:
    campaign, ideas, _result = make_counted()

    assert picking(campaign, ideas[3], actor_of(make_expert(campaign)), reason) == code


def test_no_more_is_picked_than_the_rule_allows_nothing_twice_and_nothing_that_is_in(app: Flask) -> None:
    campaign, ideas, _result = make_counted(supports=(3, 2, 1, 1, 0), expert_picks=2)
    one, two = actor_of(make_expert(campaign)), actor_of(make_expert(campaign))
    hidden = make_idea_in(State.HIDDEN, campaign)
    late = make_idea(campaign)

    found = [
        picking(campaign, ideas[0], one),
        picking(campaign, ideas[2], one),
        picking(campaign, ideas[2], two),
        picking(campaign, late, two),
        picking(campaign, ideas[3], two),
        picking(campaign, ideas[4], one),
    ]

    assert found == [
        "selection.in-by-support",
        "",
        "selection.picked",
        "selection.not-in-result",
        "",
        "selection.all-taken",
    ]
    assert picking(campaign, hidden, one) == "not-found"


def test_where_the_rule_knows_no_experts_nobody_picks(app: Flask) -> None:
    campaign, ideas, _result = make_counted(expert_picks=0)

    assert picking(campaign, ideas[3], actor_of(make_expert(campaign))) == "selection.no-picks"


def test_an_expert_takes_back_their_own_pick_and_no_other_s(app: Flask) -> None:
    campaign, ideas, _result = make_counted()
    mine, other = make_expert(campaign), make_expert(campaign)
    pick(campaign, ideas[3], mine)

    with pytest.raises(Missing), step():
        picks.take_back(campaign, ideas[3].id, actor=actor_of(other), now=clock.now())
    with step():
        picks.take_back(campaign, ideas[3].id, actor=actor_of(mine), now=clock.now())

    assert db.session.scalars(select(ExpertPick)).all() == []


# Making it


@pytest.mark.parametrize("role", [Role.EXPERT, Role.MODERATOR, Role.FACILITATOR, Role.OBSERVER])
def test_only_owners_make_the_selection(app: Flask, role: Role) -> None:
    campaign, _ideas, _result = make_counted()
    actor = actor_of(give_role(make_account(), role, campaign))

    with pytest.raises(NotAllowed), step():
        making.make(campaign, actor, clock.now())


def test_the_selection_waits_until_the_result_is_signed_and_published(app: Flask) -> None:
    campaign, _ideas, result = make_counted(published=False)

    def make() -> str:
        return code_of(lambda: making.make(campaign, SYSTEM, clock.now()))

    frozen = make()
    sign(result)
    signed = make()
    with step():
        result_verbs.publish(result, SYSTEM, clock.now())
    with step():
        result_verbs.count_again(db.session.get_one(Round, result.round_id), SYSTEM, clock.now(), "Ошиблись.")
    again = make()

    assert (frozen, signed, again) == (
        "selection.not-published",
        "selection.not-published",
        "selection.counted-again",
    )


def test_a_campaign_that_counts_nothing_selects_nothing(app: Flask, visit: Visit) -> None:
    campaign = make_campaign("counted", windows=[])

    assert code_of(lambda: making.make(campaign, SYSTEM, clock.now())) == "selection.no-round"
    assert "Nothing is selected in this project" in visit().get(PAGE).text


def test_what_is_made_is_told_and_stands_in_the_log(app: Flask, run_jobs: Callable[[], None]) -> None:
    author = make_account()
    campaign, ideas, result = make_counted()
    with step():
        db.session.get_one(Contribution, ideas[2].id).author_id = author.id
    pick(campaign, ideas[3], make_expert(campaign))
    rule = db.session.get_one(Round, result.round_id).rule_fingerprint
    number = author.id

    make_selection(campaign)
    fingerprint = result.fingerprint
    run_jobs()

    details = db.session.scalars(
        select(Opening.details).join(Entry, Entry.id == Opening.entry_id).where(Entry.act == "selection.made")
    ).one()
    told = select(Notice.account_id).where(Notice.kind == NoticeKind.SELECTED)
    assert details == {"fingerprint": rule, "result": fingerprint, "ideas": 4, "by_support": 2, "by_experts": 1}
    assert db.session.scalars(told).all() == [number]


def test_a_large_selection_is_made_by_a_job_and_seen_by_nobody_before(
    app: Flask, visit: Visit, run_jobs: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "A_STEP", 2)
    campaign, ideas, _result = make_counted(supports=(3, 2, 1, 1, 0))
    expert = make_expert(campaign)
    pick(campaign, ideas[4], expert)
    numbers = [idea.id for idea in ideas]
    guest, of_expert = visit(), visit(expert)

    selection = make_selection(campaign).id
    with step():
        making.write_some(selection, clock.now())
    half_way = [guest.get(PAGE).text, *(guest.get(f"/ideas/{number}").text for number in numbers)]
    picked = of_expert.send(f"{PAGE}/picks/{numbers[2]}", {"reason": REASON}).status_code
    run_jobs()

    assert not any("Selected" in page for page in half_way)
    assert "The selection is being prepared" in half_way[0]
    assert picked == 409
    assert "3 of 5 ideas selected: 2 by support, 1 by experts" in guest.get(PAGE).text
    kept = db.session.get_one(Selection, selection)
    assert [way for _rank, _votes, way, _reason in rows_of(kept)] == [
        "support",
        "support",
        "not selected",
        "not selected",
        "experts",
    ]


@pytest.mark.parametrize("steps", range(6))
def test_a_selection_killed_anywhere_comes_out_the_same(
    app: Flask, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    monkeypatch.setattr(making, "A_STEP", 1)
    campaign, ideas, _result = make_counted()
    pick(campaign, ideas[3], make_expert(campaign))
    selection = make_selection(campaign)
    for _ in range(steps):
        with step():
            making.write_some(selection.id, clock.now())

    jobs.make(selection.id)
    jobs.make(selection.id)

    assert [way for _rank, _votes, way, _reason in rows_of(selection)] == [
        "support",
        "support",
        "not selected",
        "experts",
    ]
    assert None not in outcomes(ideas)
    assert db.session.scalars(select(Entry.act).where(Entry.act == "selection.made")).all() == ["selection.made"]


# Many hands


def apart(app: Flask, work: Callable[[], object]) -> str:
    """Does the work with a session of its own, as another request would."""
    with app.app_context():
        try:
            with step():
                work()
        except (NotAllowed, Conflict, Invalid) as refused:
            return refused.reason.code
        finally:
            db.session.remove()
    return "done"


def test_of_owners_who_press_at_once_one_makes_it(app: Flask) -> None:
    number = make_counted()[0].id
    db.session.remove()

    def make() -> None:
        making.make(db.session.get_one(Campaign, number), SYSTEM, clock.now())

    with ThreadPoolExecutor(4) as hands:
        found = list(hands.map(lambda _: apart(app, make), range(4)))

    assert sorted(found) == ["done", *["selection.made"] * 3]


def test_a_pick_at_the_moment_of_the_selection_is_in_it_or_refused(app: Flask) -> None:
    for turn in range(6):
        campaign, ideas, _result = make_counted(f"counted-{turn}")
        number, idea, expert = campaign.id, ideas[3].id, actor_of(make_expert(campaign))
        db.session.remove()

        def picks_it(number: int = number, idea: int = idea, expert: Actor = expert) -> None:
            held = db.session.get_one(Campaign, number)
            picks.pick(held, idea, REASON, actor=expert, now=clock.now())

        def makes_it(number: int = number) -> None:
            making.make(db.session.get_one(Campaign, number), SYSTEM, clock.now())

        work = [picks_it, makes_it] if turn % 2 else [makes_it, picks_it]
        with ThreadPoolExecutor(2) as hands:
            found = dict(zip(work, hands.map(lambda one: apart(app, one), work), strict=True))

        row = select(SelectionRow.way).where(SelectionRow.idea_id == idea)
        way = db.session.scalars(row).one().value
        assert found[makes_it] == "done"
        assert (found[picks_it], way) in {("done", "experts"), ("selection.made", "not selected")}


def test_experts_who_pick_the_last_one_at_once_do_not_exceed_the_rule(app: Flask) -> None:
    campaign, ideas, _result = make_counted(supports=(3, 2, 0, 0, 0, 0))
    number, experts = campaign.id, [actor_of(make_expert(campaign)) for _ in range(4)]
    numbers = [idea.id for idea in ideas[2:]]
    db.session.remove()

    def pick_one(expert: Actor, idea: int) -> None:
        picks.pick(db.session.get_one(Campaign, number), idea, REASON, actor=expert, now=clock.now())

    with ThreadPoolExecutor(4) as hands:
        found = list(hands.map(lambda pair: apart(app, lambda: pick_one(*pair)), zip(experts, numbers, strict=True)))

    assert sorted(found) == ["done", *["selection.all-taken"] * 3]


# Pages


@pytest.fixture
def counted(app: Flask) -> tuple[Campaign, list[Idea]]:
    campaign, ideas, _result = make_counted()
    return campaign, ideas


def test_an_expert_picks_on_a_page_of_its_own_and_takes_back(
    counted: tuple[Campaign, list[Idea]], visit: Visit
) -> None:
    campaign, ideas = counted
    expert = visit(make_expert(campaign))
    place = f"{PAGE}/picks/{ideas[3].id}"

    before = expert.get(PAGE).text
    short = expert.send(place, {"reason": "Мало слов"}, page=place)
    sent = expert.send(place, {"reason": REASON}, page=place)
    after = expert.get(PAGE).text
    back = expert.send(f"{place}/take-back")

    assert "1 of 1 picks of experts is left" in before
    assert before.count("Pick with a reason") == 2
    assert (short.status_code, "Мало слов" in short.text) == (422, True)
    assert (sent.status_code, sent.headers["Location"]) == (303, PAGE)
    assert REASON in after
    assert "Pick with a reason" not in after
    assert back.status_code == 303
    assert REASON not in expert.get(PAGE).text


def test_the_owner_sees_what_will_be_said_and_then_everyone_reads_it(
    counted: tuple[Campaign, list[Idea]], visit: Visit
) -> None:
    campaign, ideas = counted
    pick(campaign, ideas[3], make_expert(campaign))
    owner, guest = visit(give_role(make_account(), Role.OWNER, campaign)), visit()
    finding = "3 of 4 ideas selected: 2 by support, 1 by experts"

    plan = owner.get("/campaigns/counted/plan").text
    ahead = guest.get(PAGE).text
    preview = owner.get(f"{PAGE}/make").text
    sent = owner.send(f"{PAGE}/make", page=f"{PAGE}/make")
    page = guest.get(PAGE).text

    assert "The selection is still to be made." in plan
    assert (REASON in ahead, finding in ahead) == (False, False)
    assert (REASON in preview, finding in preview) == (True, True)
    assert (sent.status_code, sent.headers["Location"]) == (303, PAGE)
    assert (REASON in page, finding in page, "Мария К., expert" in page) == (True, True, True)
    assert "Ковач" not in page
    assert finding in guest.get("/campaigns/counted/results").text
    assert "still to be made" not in owner.get("/campaigns/counted/plan").text


def test_each_idea_says_what_became_of_it(counted: tuple[Campaign, list[Idea]], visit: Visit) -> None:
    campaign, ideas = counted
    pick(campaign, ideas[3], make_expert(campaign))
    make_selection(campaign)
    guest = visit()

    first, _second, third, picked = [guest.get(f"/ideas/{idea.id}").text for idea in ideas]

    assert "Selected: 1st of 4 by support" in first
    assert "3rd of 4 by support; 3 were selected" in third
    assert "Selected by the experts; 4th of 4 by support" in picked
    assert REASON in picked


def test_counts_that_are_not_published_are_seen_by_owners_and_experts_alone(app: Flask, visit: Visit) -> None:
    campaign, ideas, _result = make_counted(published=False)
    title = ideas[0].title
    people: dict[str, Account | None] = {
        "guest": None,
        "resident": make_account(),
        "moderator": give_role(make_account(), Role.MODERATOR, campaign),
        "expert": make_expert(campaign),
        "owner": give_role(make_account(), Role.OWNER, campaign),
    }

    seen = {name for name, account in people.items() if title in visit(account).get(PAGE).text}

    assert seen == {"expert", "owner"}
    assert visit(people["owner"]).get(f"{PAGE}/make").status_code == 409


def test_an_idea_hidden_after_the_selection_is_told_by_its_number_alone(
    counted: tuple[Campaign, list[Idea]], visit: Visit
) -> None:
    campaign, ideas = counted
    make_selection(campaign)
    title = ideas[0].title
    hide(ideas[0])

    page = visit().get(PAGE).text

    assert title not in page
    assert "no longer shown" in page


def test_a_selection_of_many_is_paged_by_rank(app: Flask, visit: Visit) -> None:
    campaign, _ideas, _result = make_counted(supports=(1,) * 40, winners=40)
    make_selection(campaign)

    page = visit().get(PAGE)

    assert page.text.count("1 person supports it") == 30
    assert "?after=" in page.text


# Words


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("language", "rank", "said"),
    [
        ("en", 1, "1st"),
        ("en", 2, "2nd"),
        ("en", 3, "3rd"),
        ("en", 4, "4th"),
        ("en", 11, "11th"),
        ("en", 12, "12th"),
        ("en", 13, "13th"),
        ("en", 21, "21st"),
        ("en", 111, "111th"),
        ("en", 1001, "1,001st"),
    ],
)
def test_a_place_is_said_as_the_language_says_it(app: Flask, language: str, rank: int, said: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert words.place(rank) == said


@pytest.mark.any_database
def test_findings_and_sentences_are_said_in_the_right_number(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert words.finding(Count(148, 20, 5)) == "20 of 148 ideas selected: 15 by support, 5 by experts"
        assert words.finding(Count(148, 20, 0)) == "20 of 148 ideas selected"
        assert words.finding(Count(148, 0, 0)) == "No idea was selected"
        assert (
            words.sentence(Fate(making.Way.NOT_SELECTED, 31, 5, "", "", 148, 20))
            == "31st of 148 by support; 20 were selected"
        )
        assert (
            words.sentence(Fate(making.Way.NOT_SELECTED, 31, 5, "", "", 148, 1))
            == "31st of 148 by support; 1 was selected"
        )


def test_the_rule_says_what_experts_may_do(app: Flask, visit: Visit) -> None:
    campaign = make_campaign("counted", winners=20, expert_picks=5)
    make_round(campaign)

    for path in (PAGE, "/campaigns/counted/results"):
        page = visit().get(path).text
        assert "Experts may select up to 5 ideas more, each with a reason that everyone can read." in page


def test_a_round_of_an_older_rule_is_selected_from_by_support_alone(app: Flask) -> None:
    campaign, ideas, result = make_counted(published=False)
    with step():
        round_ = db.session.get_one(Round, result.round_id)
        round_.rule = {key: value for key, value in round_.rule.items() if key != "expert_picks"} | {"version": 1}
        db.session.execute(delete(ExpertPick))

    assert picking(campaign, ideas[3], actor_of(make_expert(campaign))) == "selection.no-picks"
