"""The rule and the ballot of a vote: fixed before it opens, changed with a reason until the first vote, never after it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from app.accounts.roles import SYSTEM, Actor, Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry, Opening
from app.foundation import canonical
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed, Refusal
from app.foundation.timetable import ask_for_due
from app.foundation.unit_of_work import step
from app.schedule import SCHEDULE
from campaigns.contributions.models import State
from campaigns.plan.domain import campaigns, copies, timelines
from campaigns.plan.models import Campaign, Template
from campaigns.plan.phases import PhaseKind, Window
from campaigns.plan.queries import launching
from campaigns.plan.slots import CAMPAIGN_CHECKLIST
from campaigns.rounds import jobs
from campaigns.rounds.ballots.domain import laying
from campaigns.rounds.domain import plans
from campaigns.rounds.guards import why_sets_wait
from campaigns.rounds.ledger.queries import opened
from campaigns.rounds.models import Round, Source
from campaigns.rounds.queries import plans as reads
from campaigns.rounds.queries.rounds import votes_of
from campaigns.rounds.reasons import SETS_COUNTED, SETS_ON_BALLOT
from campaigns.rounds.rules import defaults, words
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.paper import make_pile
from tests.factories.people import give_role, make_account
from tests.factories.rounds import close_round, freeze, make_round, make_rounds
from tests.factories.votes import APPROVE, make_vote, put_ballot
from tests.support.clocks import MovingClock

BUDGET = defaults.of_vote(
    {"kind": "budget", "budget": 1000}, {"rule": "greedy", "by": "votes", "over": "skip", "budget": 1000}
)
RULE = defaults.of_vote({"kind": "for-against"}, {"rule": "net"}, winners=1)
WHY = "Люди попросили голосовать и против."
AHEAD = [(PhaseKind.VOTING, 5.0, 20.0)]


def owner_of(campaign: Campaign) -> Actor:
    return actor_of(give_role(make_account(), Role.OWNER, campaign))


def code_of(caught: pytest.ExceptionInfo[Any]) -> str:
    assert isinstance(caught.value, Refusal)
    return caught.value.reason.code


def told(act: str) -> dict[str, Any]:
    """What the log of the campaign says of the last such act."""
    opened = select(Opening.details).join(Entry, Entry.id == Opening.entry_id).where(Entry.act == act)
    return db.session.scalars(opened.order_by(Entry.id.desc())).first() or {}


def to_do(campaign_id: int) -> list[str]:
    with current_app.test_request_context():
        lines = [check.code for given in CAMPAIGN_CHECKLIST.fill(campaign_id) for check in given]
    return [code for code in lines if code.startswith("vote.")]


def change(round_: Round, rule: dict[str, Any] = RULE, reason: str = WHY, actor: Actor = SYSTEM) -> None:
    with step():
        plans.change_rule(round_, rule, reason, actor=actor, now=present.now())


def lay(round_: Round, costs: dict[int, int] | None = None, actor: Actor = SYSTEM) -> list[tuple[int, str, int | None]]:
    with step():
        laid = laying.lay(round_, costs or {}, actor=actor, now=present.now())
    return [(option.place, option.title, option.cost) for option in laid]


def test_a_vote_gets_the_rule_that_its_owner_has_set_before_it_opens(app: Flask) -> None:
    campaign = make_campaign(launched=False, windows=[(PhaseKind.IDEAS, 1, 4), *AHEAD])
    owner = owner_of(campaign)
    with step():
        plans.set_rule(campaign, RULE, actor=owner, now=present.now())
        campaign.launched_at = present.now()

    support, vote = make_rounds(campaign)

    (version,) = reads.versions_of(vote.id)
    assert (support.source, vote.source, vote.rule, vote.number) == (Source.SUPPORTS, Source.BALLOTS, RULE, 2)
    assert vote.rule_fingerprint == version.fingerprint == canonical.fingerprint(RULE)
    assert told("rule.fixed")["fingerprint"] == vote.rule_fingerprint
    assert version.published_at < vote.window.opens_at


def test_a_vote_that_nobody_planned_has_the_usual_rule(app: Flask) -> None:
    campaign = make_campaign(windows=[(PhaseKind.IDEAS, 1, 4), *AHEAD])

    vote = make_rounds(campaign)[1]

    assert vote.rule == defaults.of_vote(
        {"kind": "approve", "least": 1, "most": 3}, {"rule": "most votes"}, winners=3, options="selected"
    )


def test_a_stage_of_voting_that_is_added_later_has_its_rule_at_once(app: Flask) -> None:
    campaign = make_campaign(windows=[(PhaseKind.DISCUSSION, -1, 4)])
    at = present.now()
    added = Window(PhaseKind.VOTING, at + timedelta(days=5), at + timedelta(days=9))

    with step():
        timelines.change(campaign, [*campaign.timeline.windows, added], "Будет голосование.", actor=SYSTEM, now=at)

    assert [round_.source for round_ in votes_of(campaign.id)] == [Source.BALLOTS]


def test_what_cannot_be_published_is_not_kept_either(app: Flask) -> None:
    campaign = make_campaign(launched=False, windows=AHEAD)

    with pytest.raises(Invalid) as caught, step():
        plans.set_rule(campaign, {**RULE, "winners": 0}, actor=SYSTEM, now=present.now())

    assert code_of(caught) == "rule.winners"


def test_after_the_launch_the_plan_is_not_set_any_more(app: Flask) -> None:
    campaign = make_campaign(windows=AHEAD)

    with pytest.raises(Conflict) as caught, step():
        plans.set_rule(campaign, RULE, actor=SYSTEM, now=present.now())

    assert code_of(caught) == "plan.launched"


def test_a_change_is_a_new_version_with_its_reason_and_the_old_one_stays(app: Flask) -> None:
    round_ = make_vote()
    owner = owner_of(db.session.get_one(Campaign, round_.campaign_id))

    change(round_, actor=owner)

    second, first = reads.versions_of(round_.id)
    assert (first.rule, first.reason, second.rule, second.reason) == (APPROVE, "", RULE, WHY)
    assert (round_.rule, round_.rule_fingerprint, second.made_by) == (RULE, second.fingerprint, owner.id)
    assert told("rule.changed")["fingerprint"] == second.fingerprint


@pytest.mark.parametrize(
    ("rule", "reason", "code"),
    [(RULE, "", "rule.say-why"), (APPROVE, WHY, "rule.same"), ({**RULE, "quorum": -1}, WHY, "rule.number")],
)
def test_a_change_needs_a_reason_and_something_that_changes(
    app: Flask, rule: dict[str, Any], reason: str, code: str
) -> None:
    round_ = make_vote()

    with pytest.raises(Invalid) as caught:
        change(round_, rule, reason)

    assert code_of(caught) == code


def test_after_the_first_vote_neither_the_rule_nor_the_ballot_changes(app: Flask) -> None:
    round_ = make_vote()
    put_ballot(round_, "1:1", make_account())

    refused = []
    for act in (change, lay):
        with pytest.raises(Conflict) as caught:
            act(round_)
        refused.append(code_of(caught))

    assert refused == ["round.votes-cast", "round.votes-cast"]
    assert (round_.rule, len(reads.laid(round_.id))) == (APPROVE, 5)


def test_from_the_first_pile_of_paper_on_nothing_changes_either(app: Flask) -> None:
    round_ = make_vote()
    make_pile(round_, make_account())

    for act in (change, lay):
        with pytest.raises(Conflict) as caught:
            act(round_)
        assert code_of(caught) == "round.votes-cast"


def test_the_ballot_of_a_closed_vote_is_not_laid(app: Flask) -> None:
    round_ = close_round(make_vote())

    with pytest.raises(Conflict) as caught:
        lay(round_)

    assert code_of(caught) == "round.closed-already"


def test_a_ballot_that_nobody_can_read_is_not_laid(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laying, "MOST", 4)
    round_ = make_vote()

    with pytest.raises(Invalid) as caught:
        lay(round_)

    assert code_of(caught) == "options.too-many"


def test_while_people_vote_and_until_the_count_ideas_are_neither_joined_nor_parted(
    app: Flask, clock: MovingClock
) -> None:
    round_ = make_vote()
    campaign_id = round_.campaign_id

    reasons = [why_sets_wait(campaign_id)]
    clock.move_to(round_.window.closes_at)
    reasons.append(why_sets_wait(campaign_id))
    freeze(close_round(round_))
    reasons.append(why_sets_wait(campaign_id))

    assert reasons == [SETS_ON_BALLOT, SETS_COUNTED, None]


def test_nobody_but_owners_sets_the_rule_before_the_launch(app: Flask) -> None:
    campaign = make_campaign(windows=AHEAD, launched=False)
    other = actor_of(give_role(make_account(), Role.FACILITATOR, campaign))

    with pytest.raises(NotAllowed), step():
        plans.set_rule(campaign, RULE, actor=other, now=present.now())


def test_nobody_but_owners_changes_the_rule_or_lays_the_ballot(app: Flask) -> None:
    round_ = make_vote()
    other = actor_of(give_role(make_account(), Role.FACILITATOR, db.session.get_one(Campaign, round_.campaign_id)))

    for act in (change, lay):
        with pytest.raises(NotAllowed):
            act(round_, actor=other)


def test_what_lies_on_the_ballot_goes_where_it_does_not_fit_the_new_rule(app: Flask) -> None:
    round_ = make_vote()

    change(round_, RULE)
    kept = len(reads.laid(round_.id))
    change(round_, BUDGET)

    assert (kept, reads.is_laid(round_.id)) == (5, False)


def test_the_ballot_is_laid_in_the_order_in_which_ideas_were_published(app: Flask) -> None:
    campaign = make_campaign(windows=AHEAD)
    round_, at = make_round(campaign), present.now()
    make_idea(campaign, title="Вторая", at=at - timedelta(days=1))
    make_idea(campaign, title="Первая", at=at - timedelta(days=2))
    make_idea(campaign, title="На проверке", state=State.SUBMITTED)
    make_idea(make_campaign(), title="Чужая")

    assert lay(round_) == [(1, "Первая", None), (2, "Вторая", None)]
    assert told("ballot.laid") == {"options": 2, "fingerprint": opened.fingerprint(round_.id)}


def test_laid_anew_the_ballot_is_as_the_ideas_are_now(app: Flask) -> None:
    campaign = make_campaign(windows=AHEAD)
    round_ = make_round(campaign)
    make_idea(campaign, title="Первая")
    lay(round_)
    make_idea(campaign, title="Вторая", at=present.now() + timedelta(minutes=1))

    assert lay(round_) == [(1, "Первая", None), (2, "Вторая", None)]


def test_where_a_budget_is_spent_each_idea_needs_a_cost_within_it(app: Flask) -> None:
    round_ = make_vote(
        titles=("Одна", "Другая"), costs=(1, 1), **{k: BUDGET[k] for k in ("ballot", "counting", "winners")}
    )
    one, other = (option.idea_id for option in reads.laid(round_.id))

    refused = []
    for costs in ({one: 5}, {one: 5, other: 1001}):
        with pytest.raises(Invalid) as caught:
            lay(round_, costs)
        refused.append(code_of(caught))

    assert refused == ["options.costs", "options.too-dear"]
    assert lay(round_, {one: 500, other: 700}) == [(1, "Одна", 500), (2, "Другая", 700)]


def test_without_ideas_there_is_no_ballot(app: Flask) -> None:
    round_ = make_round(make_campaign(windows=AHEAD))

    with pytest.raises(Invalid) as caught:
        lay(round_)

    assert code_of(caught) == "options.none"


def test_where_ideas_gather_support_the_selected_ones_are_voted_on_and_waited_for(app: Flask) -> None:
    campaign = make_campaign(windows=[(PhaseKind.IDEAS, -10, 4), *AHEAD])
    make_idea(campaign)
    vote = make_rounds(campaign)[1]

    with pytest.raises(Conflict) as caught:
        lay(vote)

    assert code_of(caught) == "options.select-first"
    assert to_do(campaign.id) == ["vote.select-first"]


def test_when_a_vote_opens_its_ballot_is_laid_of_itself_where_nothing_is_missing(
    app: Flask, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    ready, bare = make_campaign(windows=AHEAD), make_campaign(windows=AHEAD)
    make_idea(ready)
    number, waiting, bare_id = make_round(ready).id, make_round(bare).id, bare.id
    before = to_do(ready.id)
    clock.move_by(days=5)

    ask_for_due(SCHEDULE)
    run_jobs()

    assert before == ["vote.no-ballot"]
    assert (reads.is_laid(number), reads.is_laid(waiting)) == (True, False)
    assert to_do(bare_id) == ["vote.no-ideas"]


def test_a_vote_planned_before_there_were_votes_gets_its_rule_before_it_opens(app: Flask) -> None:
    ahead = make_campaign(windows=AHEAD)
    over = make_campaign(windows=[(PhaseKind.VOTING, -20.0, -5.0)])

    for _ in range(2):
        jobs.lay_due()

    (vote,) = votes_of(ahead.id)
    assert (vote.rule, reads.versions_of(vote.id)[0].number) == (defaults.for_campaign(ahead), 1)
    assert votes_of(over.id) == []


def test_long_before_a_vote_its_ballot_is_left_to_the_owner(app: Flask) -> None:
    campaign = make_campaign(windows=AHEAD)
    make_idea(campaign)
    round_ = make_round(campaign)

    jobs.lay_due()

    assert not reads.is_laid(round_.id)


def test_a_copy_votes_by_the_rule_by_which_its_source_voted(app: Flask, clock: MovingClock) -> None:
    round_ = make_vote()
    who = {**RULE["who"], "registered_before": "2026-11-01T19:00:00+00:00"}
    change(round_, {**RULE, "who": who})
    source = db.session.get_one(Campaign, round_.campaign_id)

    with step():
        copy = copies.copy(source, date(2026, 11, 14), actor=SYSTEM, now=clock.now())

    rule = reads.rule_set(copy.id)
    assert rule == {**RULE, "who": {**who, "registered_before": "2026-11-11T19:00:00+00:00"}}


def linted(campaign: Campaign) -> dict[str, bool]:
    found = launching.findings(campaign, present.now())
    return {one.reason.code: one.blocks for one in found if one.reason.code.startswith("vote.")}


def test_the_linter_speaks_of_the_vote(app: Flask) -> None:
    open_now = make_campaign(launched=False, windows=[(PhaseKind.VOTING, -1, 10)])
    near = make_campaign(launched=False, windows=[(PhaseKind.VOTING, 2, 10)], template=Template.BUDGET)
    set_well = make_campaign(launched=False, windows=[(PhaseKind.IDEAS, 1, 4), *AHEAD])
    with step():
        plans.set_rule(set_well, RULE, actor=SYSTEM, now=present.now())

    assert linted(open_now) == {"vote.open": True, "vote.usual": False, "vote.no-ideas": False}
    assert linted(near) == {"vote.near": False, "vote.no-budget": False, "vote.no-ideas": False}
    assert linted(set_well) == {}
    assert linted(make_campaign(launched=False)) == {}


def test_a_vote_that_would_be_open_at_the_launch_is_not_launched(app: Flask) -> None:
    campaign = make_campaign(launched=False, windows=[(PhaseKind.VOTING, -1, 10)])
    owner = owner_of(campaign)

    with pytest.raises(Conflict) as caught, step():
        campaigns.launch(campaign, actor=owner, now=present.now())

    assert code_of(caught) == "vote.open"


def test_the_rule_is_read_in_sentences(app: Flask) -> None:
    rule = {
        **BUDGET,
        "channels": ["site", "paper"],
        "paper_days": 3,
        "quorum": 50,
        "ties": "lot",
        "apart": [],
        "result": "raw",
    }
    rule["who"] = {**rule["who"], "territories": [7], "registered_before": "2026-10-31T19:00:00+00:00"}

    with app.test_request_context():
        said = words.sentences(rule, "Asia/Yekaterinburg", {7: "Сургут"})

    assert said == [
        "Who may vote: everyone who is signed in and has confirmed an e-mail address.",
        "They must have said that they live here: Сургут.",
        "They must have registered before 1\xa0November\xa02026.",
        "Choose ideas that together cost no more than 1,000.",
        (
            "The most popular idea gets its money first, then the next. One that does not fit any more is left "
            "out, and a cheaper one may follow."
        ),
        "There is 1,000 to give out.",
        "An idea wins only with at least 1 vote.",
        "If fewer than 50 people vote, no idea wins.",
        (
            "Equal ideas are put in order by a lot. Its seed is the last check mark of the journal of votes, "
            "which nobody chooses and everyone can check."
        ),
        "Nobody sees how the votes stand before the result is published. You can change your choice until the end.",
        "All votes are counted together: no rule counts any of them apart.",
        "Where people vote: on the site; on paper.",
        "The votes of each way count alike and are shown apart.",
        "Paper from before the end may be entered for 3 days after it.",
        (
            "With the control code you get, you can find that your vote is counted. It shows nobody what you "
            "chose, so nobody can make you prove it."
        ),
    ]
