"""Rounds: the rule is fixed at the launch, the close is a fact, the count is frozen, signed, published and never changed."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.accounts.roles import SYSTEM, Actor, Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation import clock as present
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed, Refusal
from app.foundation.timetable import ask_for_due
from app.foundation.unit_of_work import step
from app.schedule import SCHEDULE
from campaigns.contributions.models import Channel, State
from campaigns.ideas.domain import supports
from campaigns.ideas.models import Idea
from campaigns.plan.events import CampaignLaunched
from campaigns.plan.models import Campaign, TimelineChange
from campaigns.plan.phases import Act, PhaseKind, Timeline
from campaigns.plan.slots import TIMELINE_GUARD, Proposed
from campaigns.rounds import jobs
from campaigns.rounds.domain import results as verbs
from campaigns.rounds.domain import rounds
from campaigns.rounds.models import Result, ResultRow, Round
from campaigns.rounds.queries import results
from campaigns.rounds.queries.recount import recount
from campaigns.rounds.queries.rounds import of_campaign
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.people import give_role, make_account
from tests.factories.rounds import EARLY, bring_sheet, close_round, freeze, make_round, make_rounds, publish, sign
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

MINUTE = timedelta(minutes=1)
RULE = {
    "version": 2,
    "source": "supports",
    "counting": "most votes",
    "channels": ["site", "elsewhere"],
    "winners": 3,
    "expert_picks": 2,
    "threshold": 1,
    "ties": "earliest published",
}


def owner_of(campaign: Campaign) -> Actor:
    return actor_of(give_role(make_account(), Role.OWNER, campaign))


def code_of(caught: pytest.ExceptionInfo[Any]) -> str:
    assert isinstance(caught.value, Refusal)
    return caught.value.reason.code


def acts() -> list[str]:
    return list(db.session.scalars(select(Entry.act).order_by(Entry.id)))


def standings(round_: Round) -> list[tuple[int, int, int, int, int, bool]]:
    query = select(ResultRow).join(Result).where(Result.round_id == round_.id, Result.superseded_at.is_(None))
    rows = db.session.scalars(query.order_by(ResultRow.rank))
    return [(row.idea_id, row.rank, row.on_site, row.elsewhere, row.votes, row.winner) for row in rows]


def test_at_the_launch_the_ideas_window_becomes_a_round_with_its_rule(app: Flask) -> None:
    campaign = make_campaign(winners=3, expert_picks=2)

    with step():
        events.announce(CampaignLaunched(campaign.id))

    (round_,) = of_campaign(campaign.id)
    spelled = b'{"channels":["site","elsewhere"],"counting":"most votes","expert_picks":2,"source":"supports",'
    spelled += b'"threshold":1,"ties":"earliest published","version":2,"winners":3}'
    assert (round_.number, round_.rule, round_.window.kind) == (1, RULE, PhaseKind.IDEAS)
    assert round_.rule_fingerprint == hashlib.sha256(spelled).hexdigest()
    assert acts() == ["rule.fixed"]


def test_two_ideas_windows_are_two_rounds_in_their_order(app: Flask) -> None:
    campaign = make_campaign(
        windows=[(PhaseKind.IDEAS, 20, 30), (PhaseKind.IDEAS, -10, 10), (PhaseKind.DISCUSSION, -10, 10)]
    )

    made = make_rounds(campaign)

    assert [(round_.number, round_.window.opens_at < present.now()) for round_ in made] == [(1, True), (2, False)]


def test_asked_again_no_round_is_made_twice(app: Flask) -> None:
    campaign = make_campaign()
    make_round(campaign)

    assert make_rounds(campaign) == []


def test_a_campaign_that_is_not_launched_has_no_round(app: Flask) -> None:
    assert make_rounds(make_campaign(launched=False)) == []


def test_the_rule_stays_though_the_owner_changes_the_number_of_winners(app: Flask) -> None:
    campaign = make_campaign(winners=3)
    round_ = make_round(campaign)

    with step():
        campaign.winners = 1
        rounds.ensure_for(campaign)

    assert db.session.get_one(Round, round_.id).rule["winners"] == 3


def test_an_owner_closes_early_only_with_a_reason(app: Flask) -> None:
    campaign = make_campaign()
    round_, owner = make_round(campaign), owner_of(campaign)

    with pytest.raises(Invalid) as caught, step():
        rounds.close(round_, owner, present.now())

    assert code_of(caught) == "round.say-why"


def test_an_early_close_ends_the_window_with_the_next_minute_and_the_bell_closes(
    app: Flask, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    campaign = make_campaign()
    round_, owner, idea = make_round(campaign), owner_of(campaign), make_idea(campaign)
    number, at, person = round_.id, clock.now(), actor_of(make_account())
    clock.move_by(seconds=20)

    with step():
        ends = rounds.close(round_, owner, clock.now(), EARLY)
    with step():
        supports.give(person, idea.id, clock.now())

    (change,) = db.session.scalars(select(TimelineChange))
    assert (ends, round_.window.closes_at, round_.closed_at) == (at + MINUTE, at + MINUTE, None)
    assert (change.reason, acts()) == (EARLY, ["rule.fixed", "timeline.changed"])
    clock.move_to(ends)
    jobs.close_due()
    run_jobs()
    closed = db.session.get_one(Round, number)
    assert (closed.closed_at, closed.close_reason, closed.closed_by) == (ends, EARLY, owner.id)
    assert acts()[2:] == ["round.closed", "result.frozen", "digest.taken"]
    frozen = results.current(number)
    assert frozen is not None
    assert frozen.ballots == 1


def test_a_round_that_is_being_closed_is_not_closed_once_more_nor_its_dates_changed(app: Flask) -> None:
    campaign = make_campaign()
    round_, owner = make_round(campaign), owner_of(campaign)
    with step():
        rounds.close(round_, owner, present.now(), EARLY)

    with pytest.raises(Conflict) as caught, step():
        rounds.close(round_, owner, present.now(), EARLY)

    assert code_of(caught) == "round.closing"
    refused = [[reason.code for reason in given] for given in TIMELINE_GUARD.fill(proposed(campaign))]
    assert refused == [["round.window-fixed"]]


def test_closed_in_its_last_minute_a_round_ends_when_it_would(app: Flask, clock: MovingClock) -> None:
    round_ = make_round(make_campaign())
    over = round_.window.closes_at
    clock.move_to(over - timedelta(seconds=30))

    with step():
        ends = rounds.close(round_, SYSTEM, clock.now(), EARLY)

    assert (ends, round_.window.closes_at, db.session.scalars(select(TimelineChange)).all()) == (over, over, [])


def test_once_the_window_is_over_no_reason_is_needed(app: Flask, clock: MovingClock) -> None:
    round_ = make_round(make_campaign())
    clock.move_to(round_.window.closes_at)

    close_round(round_, reason="")

    assert (round_.closed_at, round_.close_reason) == (clock.now(), "the window was over")


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.FACILITATOR, Role.OBSERVER])
def test_nobody_but_owners_closes(app: Flask, role: Role) -> None:
    campaign = make_campaign()
    round_ = make_round(campaign)
    other = actor_of(give_role(make_account(), role, campaign))

    with pytest.raises(NotAllowed), step():
        rounds.close(round_, other, present.now(), EARLY)


def test_nothing_is_closed_twice(app: Flask) -> None:
    round_ = close_round(make_round(make_campaign()))

    with pytest.raises(Conflict) as caught:
        close_round(round_)

    assert code_of(caught) == "round.closed-already"


def test_what_has_not_opened_cannot_be_closed(app: Flask) -> None:
    round_ = make_round(make_campaign(windows=[(PhaseKind.IDEAS, 1, 10)]))

    with pytest.raises(Conflict) as caught:
        close_round(round_)

    assert code_of(caught) == "round.not-opened"


def test_each_minute_rounds_whose_window_is_over_are_closed_and_counted(
    app: Flask, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    round_ = make_round(make_campaign())
    running = make_round(make_campaign(windows=[(PhaseKind.IDEAS, -10, 30)]))
    number, running_number = round_.id, running.id
    clock.move_to(round_.window.closes_at)

    ask_for_due(SCHEDULE)
    run_jobs()

    assert db.session.get_one(Round, number).closed_at == clock.now()
    assert results.current(number) is not None
    assert db.session.get_one(Round, running_number).closed_at is None


def test_after_the_close_no_support_is_taken_whatever_the_clock_says(app: Flask, clock: MovingClock) -> None:
    campaign = make_campaign()
    idea, person = make_idea(campaign), actor_of(make_account())
    close_round(make_round(campaign))
    clock.move_by(days=-3)

    with pytest.raises(NotAllowed) as caught, step():
        supports.give(person, idea.id, clock.now())

    assert code_of(caught) == "round.closed"


def test_after_the_close_no_support_is_taken_back(app: Flask) -> None:
    campaign, account = make_campaign(), make_account()
    idea = make_idea(campaign)
    support(idea, account)
    close_round(make_round(campaign))

    with pytest.raises(NotAllowed) as caught, step():
        supports.take_back(actor_of(account), idea.id, present.now())

    assert code_of(caught) == "phase.over"


def test_the_clock_of_the_database_rings_the_bell(
    app: Flask, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = make_campaign()
    round_, idea, person = make_round(campaign), make_idea(campaign), actor_of(make_account())
    over = round_.window.closes_at
    monkeypatch.setattr(clock, "by_database", lambda: over)

    with pytest.raises(NotAllowed) as caught, step():
        supports.give(person, idea.id, over - timedelta(seconds=1))

    assert code_of(caught) == "round.over"


def test_an_open_round_takes_support(app: Flask) -> None:
    campaign = make_campaign()
    make_round(campaign)
    idea, person = make_idea(campaign), actor_of(make_account())

    with step():
        supports.give(person, idea.id, present.now())

    assert db.session.get_one(Idea, idea.id).supports == 1


def proposed(campaign: Campaign, *, without: bool = False) -> Proposed:
    before = campaign.timeline
    after = Timeline(()) if without else before
    return Proposed(campaign.id, before, after, frozenset(w.id for w in before.windows if w.id))


def test_the_window_of_a_closed_round_cannot_change(app: Flask) -> None:
    campaign = make_campaign(windows=[(PhaseKind.IDEAS, -10, 10)])
    close_round(make_round(campaign))

    assert [[reason.code for reason in given] for given in TIMELINE_GUARD.fill(proposed(campaign))] == [
        ["round.window-fixed"]
    ]


def test_the_window_of_an_open_round_may_move_but_not_go(app: Flask) -> None:
    campaign = make_campaign(windows=[(PhaseKind.IDEAS, -10, 10)])
    make_round(campaign)

    assert TIMELINE_GUARD.fill(proposed(campaign)) == [[]]
    gone = TIMELINE_GUARD.fill(proposed(campaign, without=True))
    assert [[reason.code for reason in given] for given in gone] == [["round.window-counted"]]


def test_the_tally_counts_what_was_public_by_channel_and_by_the_rule(app: Flask, clock: MovingClock) -> None:
    campaign = make_campaign(winners=2)
    round_ = make_round(campaign)
    people = [make_account() for _ in range(4)]
    first, second, third = (make_idea(campaign, title=f"Идея {n}") for n in range(3))
    support(first, *people[:2])
    support(second, *people)
    bring_sheet(third, 2)
    bring_sheet(third, 1, Channel.MEETING)
    make_idea(campaign, state=State.SUBMITTED)
    make_idea(campaign, state=State.WITHDRAWN)
    make_idea(make_campaign())

    result = freeze(round_)

    assert standings(round_) == [
        (second.id, 1, 4, 0, 4, True),
        (third.id, 2, 0, 3, 3, True),
        (first.id, 3, 2, 0, 2, False),
    ]
    assert (result.edition, result.ballots, result.people, result.counted_at) == (1, 9, 4, clock.now())


def test_an_idea_published_after_the_close_takes_no_part(app: Flask, clock: MovingClock) -> None:
    campaign = make_campaign()
    round_, idea = make_round(campaign), make_idea(campaign)
    close_round(round_)
    clock.move_by(minutes=1)
    make_idea(campaign, title="Опоздавшая идея")

    freeze(round_)

    assert [row[0] for row in standings(round_)] == [idea.id]


def test_votes_of_the_next_round_stay_out_of_a_later_count(app: Flask, clock: MovingClock) -> None:
    campaign = make_campaign(windows=[(PhaseKind.IDEAS, -10, 1), (PhaseKind.IDEAS, 2, 10)])
    round_, _next = make_rounds(campaign)
    idea, early, late = make_idea(campaign), make_account(), make_account()
    support(idea, early)
    freeze(round_)
    clock.move_by(days=3)
    support(idea, late)

    assert recount(round_).ballots == 1


def test_a_round_without_ideas_is_counted_too(app: Flask) -> None:
    round_ = make_round(make_campaign())

    result = freeze(round_)

    assert (result.ballots, standings(round_)) == (0, [])


def test_the_tally_counts_rows_and_never_touches_the_counters(app: Flask) -> None:
    campaign = make_campaign()
    round_, idea = make_round(campaign), make_idea(campaign)
    support(idea, make_account())
    with step():
        idea.supports = idea.support_total = 40

    freeze(round_)

    assert standings(round_) == [(idea.id, 1, 1, 0, 1, True)]
    assert recount(round_).strays == [(idea.id, 40, 1)]
    assert db.session.get_one(Idea, idea.id).support_total == 40


def test_a_second_tally_changes_nothing(app: Flask, clock: MovingClock, run_jobs: Callable[[], None]) -> None:
    round_ = make_round(make_campaign())
    fingerprint, number = freeze(round_).fingerprint, round_.id
    clock.move_by(minutes=5)

    run_jobs()

    assert [(one.edition, one.fingerprint) for one in results.finished(number)] == [(1, fingerprint)]
    assert acts().count("result.frozen") == 1


def test_an_open_round_is_not_frozen(app: Flask) -> None:
    round_ = make_round(make_campaign())

    jobs.tally_round(round_.id)

    assert results.finished(round_.id) == []


def test_signing_needs_an_equal_recount(app: Flask) -> None:
    campaign = make_campaign()
    round_, idea = make_round(campaign), make_idea(campaign)
    result = freeze(round_)
    support(idea, make_account())

    with pytest.raises(Conflict) as caught, step():
        verbs.sign(result, SYSTEM, present.now(), recounted=recount(round_).fingerprint)

    assert code_of(caught) == "result.differs"


def test_a_result_is_signed_then_published_and_both_are_logged(app: Flask, clock: MovingClock) -> None:
    campaign = make_campaign()
    result, owner = freeze(make_round(campaign)), owner_of(campaign)

    with step():
        verbs.sign(result, owner, clock.now(), recounted=result.fingerprint)
    with step():
        verbs.publish(result, owner, clock.now())

    assert (result.signed_at, result.signed_by, result.published_at) == (clock.now(), owner.id, clock.now())
    assert acts() == ["rule.fixed", "round.closed", "result.frozen", "result.signed", "result.published"]


def test_only_owners_sign_and_publish(app: Flask) -> None:
    campaign = make_campaign()
    result = freeze(make_round(campaign))
    moderator = actor_of(give_role(make_account(), Role.MODERATOR, campaign))

    with pytest.raises(NotAllowed), step():
        verbs.sign(result, moderator, present.now(), recounted=result.fingerprint)
    sign(result)
    with pytest.raises(NotAllowed), step():
        verbs.publish(result, moderator, present.now())


def test_what_is_not_signed_is_not_published(app: Flask) -> None:
    result = freeze(make_round(make_campaign()))

    with pytest.raises(Conflict) as caught, step():
        verbs.publish(result, SYSTEM, present.now())

    assert code_of(caught) == "result.not-signed"


@pytest.mark.parametrize("verb", ["sign", "publish"])
def test_nothing_is_signed_or_published_twice(app: Flask, verb: str) -> None:
    result = publish(freeze(make_round(make_campaign())))

    with pytest.raises(Conflict) as caught, step():
        if verb == "sign":
            verbs.sign(result, SYSTEM, present.now(), recounted=result.fingerprint)
        else:
            verbs.publish(result, SYSTEM, present.now())

    assert code_of(caught) == {"sign": "result.signed-already", "publish": "result.published-already"}[verb]


def test_a_new_count_with_a_reason_supersedes_and_both_stay(app: Flask, run_jobs: Callable[[], None]) -> None:
    campaign = make_campaign()
    round_, idea = make_round(campaign), make_idea(campaign)
    number = round_.id
    publish(freeze(round_))
    bring_sheet(idea, 5)

    with step():
        verbs.count_again(round_, SYSTEM, present.now(), "Нашли ещё один лист из библиотеки.")
    run_jobs()

    editions = results.finished(number)
    assert [(one.edition, one.ballots, one.reason, one.superseded_at is None) for one in editions] == [
        (2, 5, "Нашли ещё один лист из библиотеки.", True),
        (1, 0, "", False),
    ]


def test_a_new_count_needs_a_reason(app: Flask) -> None:
    round_ = make_round(make_campaign())
    freeze(round_)

    with pytest.raises(Invalid) as caught, step():
        verbs.count_again(round_, SYSTEM, present.now(), "")

    assert code_of(caught) == "result.reason-needed"


def test_a_replaced_result_is_neither_signed_nor_published(app: Flask, run_jobs: Callable[[], None]) -> None:
    round_ = make_round(make_campaign())
    number = freeze(round_).id
    with step():
        verbs.count_again(round_, SYSTEM, present.now(), "Проверка.")
    run_jobs()

    with pytest.raises(Conflict) as caught:
        sign(db.session.get_one(Result, number))

    assert code_of(caught) == "result.replaced"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE result_rows SET votes = votes + 1",
        "DELETE FROM result_rows",
        (
            "INSERT INTO result_rows (result_id, idea_id, published_at, votes, on_site, elsewhere, rank, winner) "
            "SELECT result_id, idea_id + 1, published_at, votes, on_site, elsewhere, rank + 1, winner FROM result_rows"
        ),
        "UPDATE results SET fingerprint = 'another'",
        "UPDATE results SET ballots = 1000",
        "UPDATE results SET details = '[]'",
        "UPDATE results SET counted_at = NULL, fingerprint = ''",
        "DELETE FROM results",
    ],
)
def test_the_database_refuses_to_change_a_frozen_result(app: Flask, change: str) -> None:
    campaign = make_campaign()
    make_idea(campaign)
    freeze(make_round(campaign))

    with pytest.raises(DBAPIError, match="does not change"), step():
        db.session.execute(text(change))


def test_the_database_refuses_to_take_a_signature_back(app: Flask) -> None:
    sign(freeze(make_round(make_campaign())))

    with pytest.raises(DBAPIError, match="does not change"), step():
        db.session.execute(text("UPDATE results SET signed_at = NULL"))


def test_support_may_be_switched_on_in_another_stage_which_is_then_a_round(app: Flask) -> None:
    campaign = make_campaign(windows=[(PhaseKind.IDEAS, -10, -1), (PhaseKind.REFINEMENT, -1, 10)])
    with step():
        campaign.windows[1].added = [Act.SUPPORT.value]

    assert [round_.window.kind for round_ in make_rounds(campaign)] == [PhaseKind.IDEAS, PhaseKind.REFINEMENT]


def test_after_the_close_the_page_of_an_idea_offers_no_button_whatever_the_clock_says(
    app: Flask, visit: Callable[..., Visitor], clock: MovingClock
) -> None:
    campaign = make_campaign()
    round_, idea, visitor = make_round(campaign), make_idea(campaign), visit(make_account())
    before = visitor.get(f"/ideas/{idea.id}").get_data(as_text=True)

    close_round(round_)
    clock.move_by(days=-1)
    pages = [one.get(f"/ideas/{idea.id}").get_data(as_text=True) for one in (visitor, visit())]

    assert [f"/ideas/{idea.id}/support" in page for page in (before, *pages)] == [True, False, False]
    assert ["Sign in to support" in page for page in pages] == [False, False]
    assert ["Gathering of support is closed." in page for page in pages] == [True, True]
    assert ["Support is collected" in page for page in (before, *pages)] == [True, False, False]


def test_a_round_that_follows_a_closed_one_takes_support(
    app: Flask, clock: MovingClock, visit: Callable[..., Visitor]
) -> None:
    campaign = make_campaign(windows=[(PhaseKind.IDEAS, -10, -1), (PhaseKind.IDEAS, -1, 10)])
    first, _second = make_rounds(campaign)
    idea = make_idea(campaign)

    close_round(first)

    page = visit(make_account()).get(f"/ideas/{idea.id}").get_data(as_text=True)
    assert f"/ideas/{idea.id}/support" in page
