"""Casting: who may, what may be chosen, when, and what is kept of it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Missing, Refusal
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act, PhaseKind
from campaigns.rounds.apart.models import Trace
from campaigns.rounds.ballots import marks
from campaigns.rounds.ballots.domain import casting
from campaigns.rounds.ballots.domain.casting import Receipt, Voter
from campaigns.rounds.ballots.models import Ballot, BallotChannel, Cast, Option
from campaigns.rounds.ledger import spelling
from campaigns.rounds.models import Round
from campaigns.rounds.paper.models import CodeSheet, VotingCode
from campaigns.rounds.slots import Seen
from tests.factories.campaigns import make_campaign
from tests.factories.ideas import make_idea_in
from tests.factories.members import make_closed_campaign, make_member, remove_member
from tests.factories.people import give_role, make_account, make_territory
from tests.factories.rounds import make_round
from tests.factories.votes import APPROVE, make_vote
from tests.support.clocks import MovingClock
from tests.support.statements import counted

WHO = APPROVE["who"]
RANDOM = re.compile("[0-9a-f]{32}")


def ids_of(round_: Round) -> list[int]:
    query = select(Option.idea_id).where(Option.round_id == round_.id).order_by(Option.place)
    return list(db.session.scalars(query))


def cast(
    round_: Round, voter: Account | Voter, *pairs: tuple[int, int], form: str | None = None, **over: Any
) -> Receipt:
    whose = voter if isinstance(voter, Voter) else Voter(account_id=voter.id)
    fields = {"channel": BallotChannel.SITE, "form": form, "now": clock.now(), **over}
    with step():
        return casting.cast(round_.id, whose, marks.of(pairs), **fields)


def refused(round_: Round, voter: Account | Voter, *pairs: tuple[int, int], **over: Any) -> str:
    """The code of the reason for which nothing was cast."""
    chosen = pairs or ((ids_of(round_)[0], 1),)
    with pytest.raises(Refusal) as raised:
        cast(round_, voter, *chosen, **over)
    return raised.value.reason.code


def test_a_vote_is_kept_once_with_its_commitment_and_no_more_is_told(app: Flask) -> None:
    round_, place = make_vote(), make_territory()
    anna = make_account(territory_id=place.id)
    first, second, *_ = ids_of(round_)

    receipt = cast(round_, anna, (second, 1), (first, 1))

    ballot = db.session.scalars(select(Ballot)).one()
    one = db.session.scalars(select(Cast)).one()
    text = f"{first}:1,{second}:1"
    assert (ballot.account_id, ballot.territory_id, ballot.marks, ballot.casts) == (anna.id, place.id, text, 1)
    assert (one.marks, one.number, one.seq, one.tallied) == (text, 1, None, False)
    assert one.commitment == spelling.commitment(round_.rule_fingerprint, ballot.pseudonym, text, one.salt or "")
    assert receipt == Receipt(spelling.code(one.commitment), ballot.id, one.id, 1)


def test_the_last_vote_counts_and_the_history_stays(app: Flask, clock: MovingClock) -> None:
    round_, anna = make_vote(), make_account()
    first, second, *_ = ids_of(round_)
    cast(round_, anna, (first, 1))
    pseudonym = db.session.scalars(select(Ballot.pseudonym)).one()
    clock.move_by(hours=1)

    receipt = cast(round_, anna, (second, 1))

    ballot = db.session.scalars(select(Ballot)).one()
    history = db.session.execute(select(Cast.number, Cast.marks).order_by(Cast.number)).all()
    assert (ballot.marks, ballot.casts, ballot.pseudonym) == (f"{second}:1", 2, pseudonym)
    assert ballot.cast_at - ballot.first_cast_at == timedelta(hours=1)
    assert [tuple(row) for row in history] == [(1, f"{first}:1"), (2, f"{second}:1")]
    assert receipt.number == 2


def test_each_vote_has_a_pseudonym_and_a_salt_of_its_own_by_chance(app: Flask) -> None:
    anna, votes = make_account(), [make_vote(), make_vote()]
    for round_ in votes:
        for _ in range(2):
            cast(round_, anna, (ids_of(round_)[0], 1))

    pseudonyms = db.session.scalars(select(Ballot.pseudonym)).all()
    salts = db.session.scalars(select(Cast.salt)).all()
    assert [len(set(words)) for words in (pseudonyms, salts)] == [2, 4]
    assert {bool(RANDOM.fullmatch(word or "")) for word in [*pseudonyms, *salts]} == {True}


def test_a_form_sent_twice_leaves_one_trace(app: Flask) -> None:
    rule = {"code": "new-accounts", "minutes": 15, "least": 10, "days": 30}
    round_, anna = make_vote(apart=[rule]), make_account()

    for _ in range(2):
        cast(round_, anna, (ids_of(round_)[0], 1), form="one", seen=Seen("::1", "Firefox"))

    assert len(db.session.scalars(select(Trace)).all()) == 1


def test_a_vote_counts_for_the_place_in_which_its_voter_lived_when_casting_last(app: Flask) -> None:
    round_, before, now = make_vote(), make_territory("Сургут"), make_territory("Урай")
    anna = make_account(territory_id=before.id)
    cast(round_, anna, (ids_of(round_)[0], 1))
    with step():
        db.session.get_one(Account, anna.id).territory_id = now.id

    cast(round_, anna, (ids_of(round_)[0], 1))

    assert db.session.scalars(select(Ballot.territory_id)).one() == now.id


def test_the_same_form_sent_twice_casts_once_and_brings_nothing_back(app: Flask) -> None:
    round_, anna = make_vote(), make_account()
    first, second, *_ = ids_of(round_)
    sent = cast(round_, anna, (first, 1), form="one")
    cast(round_, anna, (second, 1), form="two")

    again = cast(round_, anna, (first, 1), form="one")

    assert again == sent
    assert db.session.execute(select(Ballot.marks, Ballot.casts)).one() == (f"{second}:1", 2)
    assert len(db.session.scalars(select(Cast)).all()) == 2


def test_whoever_has_changed_a_ballot_a_hundred_times_waits_between_the_changes(app: Flask, clock: MovingClock) -> None:
    round_, anna, boris = make_vote(), make_account(), make_account()
    first, second, *_ = ids_of(round_)
    cast(round_, anna, (first, 1), form="the first form")
    with step():
        db.session.execute(update(Ballot).values(casts=100, cast_at=clock.now()))

    told = refused(round_, anna, (second, 1), form="one more"), refused(round_, anna, (second, 1))
    again = cast(round_, anna, (first, 1), form="the first form")
    cast(round_, boris, (second, 1))
    kept = db.session.execute(select(Ballot.casts, Ballot.marks).where(Ballot.account_id == anna.id)).one()
    with step():
        db.session.execute(update(Ballot).values(cast_at=clock.now() - timedelta(minutes=10)))
    later = cast(round_, anna, (second, 1), form="one more")

    assert told == ("round.changed-often", "round.changed-often")
    assert (again.number, kept, later.number) == (1, (100, f"{first}:1"), 101)


def test_a_form_is_of_its_voter_alone(app: Flask) -> None:
    round_, anna, boris = make_vote(), make_account(), make_account()
    first, second, *_ = ids_of(round_)
    cast(round_, anna, (first, 1), form="one")
    cast(round_, boris, (second, 1), form="two")

    again = cast(round_, boris, (first, 1), form="one")

    query = select(Ballot.marks, Ballot.casts).where(Ballot.account_id == boris.id)
    assert again.number == 2
    assert db.session.execute(query).one() == (f"{first}:1", 2)


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("ballot", "pairs", "code"),
    [
        ({"kind": "approve", "least": 2, "most": 3}, [(0, 1)], "vote.too-few"),
        ({"kind": "approve", "least": 1, "most": 1}, [(0, 1), (1, 1)], "vote.too-many"),
        ({"kind": "approve", "least": 1, "most": 3}, [(0, 2)], "vote.out-of-scale"),
        ({"kind": "approve", "least": 1, "most": 3}, [(0, -1)], "vote.out-of-scale"),
        ({"kind": "choose-one"}, [(0, 1), (1, 1)], "vote.too-many"),
        ({"kind": "for-against"}, [(0, 2)], "vote.out-of-scale"),
        ({"kind": "budget", "budget": 100}, [(0, 1), (1, 1)], "vote.over-budget"),
        ({"kind": "score", "from": 1, "to": 5}, [(0, 6)], "vote.out-of-scale"),
        ({"kind": "score", "from": 1, "to": 5}, [(0, 0)], "vote.out-of-scale"),
        ({"kind": "points", "points": 10}, [(0, 6), (1, 5)], "vote.over-points"),
        ({"kind": "points", "points": 10}, [(0, -6), (1, 5)], "vote.out-of-scale"),
        ({"kind": "ranking", "most": 3}, [(0, 1), (1, 3)], "vote.place-gap"),
        ({"kind": "ranking", "most": 3}, [(0, 1), (1, 1)], "vote.place-twice"),
        ({"kind": "ranking", "most": 1}, [(0, 1), (1, 2)], "vote.too-many"),
    ],
)
def test_what_the_ballot_does_not_allow_is_not_cast(
    app: Flask, ballot: dict[str, Any], pairs: list[tuple[int, int]], code: str
) -> None:
    round_ = make_vote(ballot=ballot, titles=("Катер", "Врач", "Портал"), costs=(60, 41, 40))
    laid = ids_of(round_)

    reason = refused(round_, make_account(), *((laid[place], value) for place, value in pairs))

    assert reason == code
    assert db.session.scalars(select(Ballot)).all() == []


@pytest.mark.parametrize(
    ("ballot", "pairs"),
    [
        ({"kind": "approve", "least": 2, "most": 2}, [(0, 1), (1, 1)]),
        ({"kind": "choose-one"}, [(2, 1)]),
        ({"kind": "for-against"}, [(0, 1), (1, -1), (2, 0)]),
        ({"kind": "budget", "budget": 100}, [(0, 1), (2, 1)]),
        ({"kind": "score", "from": 1, "to": 5}, [(0, 1), (1, 5)]),
        ({"kind": "points", "points": 10}, [(0, 6), (1, 4)]),
        ({"kind": "ranking", "most": 3}, [(0, 3), (1, 1), (2, 2)]),
    ],
)
def test_each_kind_of_ballot_is_cast(app: Flask, ballot: dict[str, Any], pairs: list[tuple[int, int]]) -> None:
    round_ = make_vote(ballot=ballot, titles=("Катер", "Врач", "Портал"), costs=(60, 41, 40))
    laid = ids_of(round_)

    cast(round_, make_account(), *((laid[place], value) for place, value in pairs))

    assert db.session.scalars(select(Ballot.marks)).one() == ",".join(
        f"{laid[place]}:{value}" for place, value in pairs
    )


def test_only_what_is_on_the_ballot_and_still_shown_can_be_chosen(app: Flask) -> None:
    round_, anna = make_vote(), make_account()
    campaign = db.session.get_one(Campaign, round_.campaign_id)
    elsewhere, hidden = (make_idea_in(state, campaign) for state in ("published", "hidden"))
    with step():
        db.session.add(Option(round_id=round_.id, idea_id=hidden.id, place=9, title="Скрыта", laid_at=clock.now()))

    codes = [
        refused(round_, anna, (elsewhere.id, 1)),
        refused(round_, anna, (hidden.id, 1)),
        refused(round_, anna, (10**17, 1)),
    ]

    assert codes == ["vote.not-on-ballot", "vote.hidden-since", "vote.not-on-ballot"]


def test_ballots_are_taken_from_the_opening_to_the_bell_and_not_once_it_is_closed(
    app: Flask, clock: MovingClock
) -> None:
    round_, anna, boris, vera = make_vote(), make_account(), make_account(), make_account()
    first = ids_of(round_)[0]
    opens, closes = round_.window.opens_at, round_.window.closes_at

    clock.move_to(opens - timedelta(seconds=1))
    before = refused(round_, anna)
    clock.move_to(opens)
    cast(round_, anna, (first, 1))
    clock.move_to(closes - timedelta(seconds=1))
    cast(round_, boris, (first, 1))
    clock.move_to(closes)
    after = refused(round_, vera)
    with step():
        db.session.get_one(Round, round_.id).closed_at = opens
        db.session.get_one(Round, round_.id).close_reason = "early"
    clock.move_to(opens + timedelta(minutes=1))
    closed = refused(round_, vera)

    assert (before, after, closed) == ("vote.not-yet", "vote.over", "vote.closed")
    assert len(db.session.scalars(select(Ballot)).all()) == 2


def test_the_clock_of_the_database_says_whether_a_vote_is_open(
    app: Flask, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_, anna = make_vote(), make_account()
    over = round_.window.closes_at
    monkeypatch.setattr(clock, "by_database", lambda: over)

    assert refused(round_, anna) == "vote.over"


def test_votes_are_cast_in_votes_alone_and_not_where_their_stage_takes_none(app: Flask) -> None:
    switched_off, of_supports = make_vote(), make_round(make_campaign())
    first = ids_of(switched_off)[0]
    with step():
        db.session.get_one(Round, switched_off.id).window.removed = [Act.VOTE]

    reason = refused(switched_off, make_account())

    assert reason == "phase.not-planned"
    with pytest.raises(Missing):
        cast(of_supports, make_account(), (first, 1))


def test_paper_from_before_the_bell_is_taken_for_the_days_of_the_rule(app: Flask, clock: MovingClock) -> None:
    round_ = make_vote(paper_days=3)
    first = ids_of(round_)[0]
    with step():
        db.session.get_one(Round, round_.id).closed_at = round_.window.closes_at
        db.session.get_one(Round, round_.id).close_reason = "the window was over"
    slip = Voter(source_id="slip 1")

    clock.move_to(round_.window.closes_at + timedelta(days=2))
    cast(round_, slip, (first, 1), channel=BallotChannel.PAPER)
    on_site = refused(round_, make_account())
    clock.move_to(round_.window.closes_at + timedelta(days=3))
    late = refused(round_, Voter(source_id="slip 2"), channel=BallotChannel.PAPER)

    assert (on_site, late) == ("vote.over", "vote.over")


def test_a_way_that_the_rule_does_not_name_is_refused(app: Flask) -> None:
    round_ = make_vote(channels=["paper"])

    assert refused(round_, make_account()) == "vote.not-this-way"


def test_the_rule_says_who_votes(app: Flask) -> None:
    region = make_territory("Югра")
    town = make_territory("Сургут", parent_id=region.id, level=1)
    village, far = make_territory("Угут", parent_id=town.id, level=2), make_territory("Тюмень")
    campaign = make_campaign(windows=[(PhaseKind.VOTING, -1 / 24, 10)])
    registered = (clock.now() - timedelta(days=1)).isoformat()
    who = {"roles": ["expert"], "verification": "email", "territories": [town.id], "registered_before": registered}
    round_ = make_vote(campaign, who=who)
    long_ago = clock.now() - timedelta(days=30)

    def person(*, expert: bool = True, **over: Any) -> Account:
        fields = {"created_at": long_ago, "territory_id": village.id, **over}
        return give_role(make_account(**fields), Role.EXPERT, campaign) if expert else make_account(**fields)

    cast(round_, person(), (ids_of(round_)[0], 1))
    cast(round_, give_role(person(expert=False), Role.EXPERT), (ids_of(round_)[0], 1))
    codes = [
        refused(round_, person(ended_at=clock.now())),
        refused(round_, person(email_confirmed_at=None)),
        refused(round_, person(expert=False)),
        refused(round_, give_role(person(expert=False), Role.EXPERT, make_campaign())),
        refused(round_, person(created_at=clock.now())),
        refused(round_, person(territory_id=far.id)),
        refused(round_, person(territory_id=region.id)),
        refused(round_, person(territory_id=None)),
    ]

    assert codes == [
        "vote.account-ended",
        "vote.unconfirmed",
        "vote.role",
        "vote.role",
        "vote.too-new",
        "vote.elsewhere",
        "vote.elsewhere",
        "vote.no-place",
    ]


def test_a_right_that_was_withdrawn_meanwhile_is_none(app: Flask) -> None:
    campaign = make_campaign(windows=[(PhaseKind.VOTING, -1 / 24, 10)])
    round_ = make_vote(campaign, who={**WHO, "roles": ["expert"]})
    anna = give_role(make_account(), Role.EXPERT, campaign)
    cast(round_, anna, (ids_of(round_)[0], 1))
    with step():
        db.session.scalars(select(RoleGrant)).one().ended_at = clock.now()

    reason = refused(round_, anna, (ids_of(round_)[1], 1))

    assert reason == "vote.role"
    assert db.session.scalars(select(Ballot.casts)).one() == 1


def test_in_a_campaign_by_invitation_its_members_vote(app: Flask) -> None:
    campaign = make_closed_campaign(windows=[(PhaseKind.VOTING, -1 / 24, 10)])
    round_, anna, boris, vera = make_vote(campaign), make_account(), make_account(), make_account()
    make_member(campaign, anna)
    make_member(campaign, boris)
    remove_member(campaign, boris)

    cast(round_, anna, (ids_of(round_)[0], 1))

    assert [refused(round_, boris), refused(round_, vera)] == ["vote.not-invited", "vote.not-invited"]


def test_a_code_votes_unless_its_sheet_was_cancelled_before(app: Flask) -> None:
    round_, other = make_vote(), make_vote()
    first, second, *_ = ids_of(round_)
    with step():
        sheet = CodeSheet(round_id=round_.id, place="Библиотека", salt="s", made_at=clock.now())
        db.session.add(sheet)
        db.session.flush()
        code, unused = (VotingCode(sheet_id=sheet.id, digest=digest) for digest in "de")
        db.session.add_all([code, unused])
    holder = Voter(code_id=code.id)

    cast(round_, holder, (first, 1), channel=BallotChannel.CODE)
    elsewhere = refused(other, holder, channel=BallotChannel.CODE)
    with step():
        db.session.get_one(CodeSheet, sheet.id).cancelled_at = clock.now()
    cast(round_, holder, (second, 1), channel=BallotChannel.CODE)
    void = refused(round_, Voter(code_id=unused.id), channel=BallotChannel.CODE)

    assert db.session.execute(select(Ballot.code_id, Ballot.marks, Ballot.casts)).one() == (code.id, f"{second}:1", 2)
    assert (elsewhere, void) == ("vote.code-void", "vote.code-void")


def test_a_vote_costs_as_many_statements_however_long_the_ballot(app: Flask) -> None:
    titles = [f"Идея {number}" for number in range(60)]
    long = make_vote(
        titles=titles, ballot={"kind": "approve", "least": 1, "most": 60}, who={**WHO, "roles": ["expert"]}
    )
    short = make_vote()
    anna = give_role(make_account(), Role.EXPERT, db.session.get_one(Campaign, long.campaign_id))
    voter, laid = Voter(account_id=anna.id), {round_.id: ids_of(round_) for round_ in (short, long)}

    long_id, costs = long.id, []
    for round_id, ids in laid.items():
        with step(), counted() as sent:
            chosen = marks.of((idea_id, 1) for idea_id in (ids if round_id == long_id else ids[:1]))
            casting.cast(
                round_id,
                voter,
                chosen,
                channel=BallotChannel.SITE,
                form="one",
                now=clock.now(),
                seen=Seen("::1", "Firefox"),
            )
        costs.append(len(sent))

    assert costs == ([5, 5] if db.engine.dialect.name == "sqlite" else [6, 6])
