"""Two similar ideas: proposed to be joined, agreed or declined, joined, and taken apart again; and who is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Actor, Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import Missing, Refusal
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from campaigns.contributions.models import Contribution, Follow, State
from campaigns.ideas.domain import ideas as idea_verbs
from campaigns.ideas.domain import supports
from campaigns.ideas.models import Idea, Outcome, Support
from campaigns.plan.models import Campaign
from campaigns.rounds.queries.recount import recount
from moderation.models import Decision
from search.joining import jobs
from search.joining.domain import proposals, sets
from search.joining.models import Joining, Progress
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.cases import make_case, restrict
from tests.factories.joinings import REASON, agree, join, make_proposal, part
from tests.factories.people import give_role, make_account
from tests.factories.rounds import close_round, freeze, make_round
from tests.support.clocks import MovingClock
from tests.support.letters import letters


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def leader(campaign: Campaign) -> Account:
    return give_role(make_account("leader@example.org"), Role.FACILITATOR, campaign)


@pytest.fixture
def anna(app: Flask) -> Account:
    return make_account("anna@example.org", language="en")


@pytest.fixture
def boris(app: Flask) -> Account:
    return make_account("boris@example.org", language="en")


@pytest.fixture
def first(campaign: Campaign, anna: Account) -> Idea:
    return make_idea(campaign, anna, title="Лист ожидания")


@pytest.fixture
def second(campaign: Campaign, boris: Account) -> Idea:
    return make_idea(campaign, boris, title="Очередь к врачу")


def now_stands(joining_id: int) -> Progress:
    db.session.rollback()
    return db.session.get_one(Joining, joining_id, populate_existing=True).progress


def state_of(idea_id: int) -> State:
    return db.session.get_one(Contribution, idea_id, populate_existing=True).state


def code_of(act: Callable[[], object]) -> str:
    """What somebody is told who does this; nothing where it is done."""
    db.session.rollback()
    try:
        with step():
            act()
    except Missing:
        return "missing"
    except Refusal as refusal:
        return refusal.reason.code
    return ""


def told(account_id: int) -> list[tuple[NoticeKind, int | None]]:
    query = select(Notice.kind, Notice.contribution_id).where(Notice.account_id == account_id).order_by(Notice.id)
    return [(row.kind, row.contribution_id) for row in db.session.execute(query)]


def answer(joining_id: int, actor: Actor, agrees: bool, why: str = "") -> None:
    with step():
        proposals.answer(actor, joining_id, agrees, why, present.now())


# Proposing


def test_facilitators_moderators_and_owners_propose_it_and_nobody_of_their_own_idea(
    campaign, first, second, leader, anna
):
    people = {
        "leader": leader,
        "moderator": give_role(make_account(), Role.MODERATOR, campaign),
        "author who leads": give_role(anna, Role.FACILITATOR, campaign),
        "somebody": make_account(),
        "expert": give_role(make_account(), Role.EXPERT, campaign),
    }
    actors = {name: actor_of(account) for name, account in people.items()}

    heard = {
        name: code_of(lambda actor=actor: proposals.propose(actor, first.id, second.id, "", present.now()))
        for name, actor in actors.items()
    }

    assert heard == {
        "leader": "joining.say-why",
        "moderator": "joining.say-why",
        "author who leads": "own",
        "somebody": "role",
        "expert": "role",
    }


def test_only_published_ideas_of_one_project_are_joined(campaign, first, second, leader):
    waiting = make_idea(campaign, state=State.SUBMITTED)
    elsewhere = make_idea(make_campaign("other"))
    decided = make_idea(campaign, outcome=Outcome.SHORTLISTED)
    join(make_idea(campaign, title="Вошла"), second, leader)
    asked = make_idea(campaign, title="О ней спрашивают")
    make_proposal(asked, first, leader)
    actor = actor_of(give_role(leader, Role.MODERATOR))
    pairs = {
        "itself": (first, first),
        "one that waits": (first, waiting),
        "of another project": (first, elsewhere),
        "after the selection": (first, decided),
        "one that others are in": (second, first),
        "one that is asked about": (asked, second),
        "into one that others are in": (first, second),
    }

    heard = {
        name: code_of(lambda a=one.id, b=other.id: proposals.propose(actor, a, b, REASON, present.now()))
        for name, (one, other) in pairs.items()
    }

    assert heard == {
        "itself": "joining.same",
        "one that waits": "joining.not-public",
        "of another project": "joining.no-such",
        "after the selection": "joining.decided",
        "one that others are in": "joining.has-others",
        "one that is asked about": "joining.asked",
        "into one that others are in": "joining.asked",
    }


def test_the_authors_of_both_are_asked_at_once_and_by_letter(first, second, leader, anna, boris, run_jobs):
    joining = make_proposal(first, second, leader)
    joining_id, answer_by, people = joining.id, joining.answer_by, [(anna.id, first.id), (boris.id, second.id)]
    run_jobs()

    sent = {letter.to: letter.text for letter in letters()}
    assert set(sent) == {"anna@example.org", "boris@example.org"}
    words = (REASON, f"/joinings/{joining_id}", "Очередь к врачу")
    assert [one in sent["anna@example.org"] for one in words] == [True] * 3
    assert [told(account) for account, _ in people] == [[(NoticeKind.JOINING_PROPOSED, idea)] for _, idea in people]
    # Wednesday, 4 November, 17:00 there: five working days of the office later.
    assert answer_by - present.now() > timedelta(days=6)


# What the authors say


def test_when_all_agree_the_ideas_are_joined(first, second, leader, anna, boris, run_jobs):
    joining_id, authors = make_proposal(first, second, leader).id, [actor_of(anna), actor_of(boris)]
    one, other = first.id, second.id
    answer(joining_id, authors[0], True)
    run_jobs()
    before = now_stands(joining_id)

    answer(joining_id, authors[1], True)
    run_jobs()

    assert (before, now_stands(joining_id)) == (Progress.ASKED, Progress.JOINED)
    assert (state_of(one), db.session.get_one(Idea, one).joined_to_id) == (State.JOINED, other)


def test_one_who_declines_ends_it_and_who_proposed_it_learns_why(first, second, leader, anna, boris, run_jobs):
    joining_id = make_proposal(first, second, leader).id
    answer(joining_id, actor_of(anna), True)

    answer(joining_id, actor_of(boris), False, "У меня про детей.")
    again = code_of(lambda: proposals.answer(actor_of(anna), joining_id, False, "", present.now()))

    joining = db.session.get_one(Joining, joining_id)
    assert (joining.progress, joining.ended_why, again) == (Progress.DECLINED, "У меня про детей.", "joining.over")
    assert told(leader.id) == [(NoticeKind.JOINING_DECLINED, first.id)]
    assert [kind for kind, _ in told(boris.id)] == [NoticeKind.JOINING_PROPOSED]
    assert state_of(first.id) == State.PUBLISHED


def test_silence_is_consent_once_the_term_is_over(first, second, leader, anna, clock: MovingClock):
    joining = make_proposal(first, second, leader)
    joining_id, answer_by = joining.id, joining.answer_by
    clock.move_to(answer_by - timedelta(seconds=1))
    jobs.look()
    before = now_stands(joining_id)

    clock.move_to(answer_by)
    late = code_of(lambda: proposals.answer(actor_of(anna), joining_id, False, "", present.now()))
    jobs.look()
    jobs.look()

    acts = list(db.session.scalars(select(Entry.act).where(Entry.act.startswith("joining")).order_by(Entry.id)))
    assert (before, late, now_stands(joining_id)) == (Progress.ASKED, "joining.late", Progress.JOINED)
    assert acts == ["joining.propose", "joining.join"]


def test_where_nobody_can_be_asked_they_are_joined_at_once(campaign, leader, run_jobs):
    joining_id = make_proposal(make_idea(campaign), make_idea(campaign), leader).id

    run_jobs()

    assert now_stands(joining_id) == Progress.JOINED


def test_who_proposed_it_takes_it_back_and_nobody_else(first, second, leader, anna):
    joining_id = make_proposal(first, second, leader).id

    refused = code_of(lambda: proposals.take_back(actor_of(anna), joining_id, "", present.now()))
    taken = code_of(lambda: proposals.take_back(actor_of(leader), joining_id, "Поспешил.", present.now()))

    assert (refused, taken, now_stands(joining_id)) == ("missing", "", Progress.DROPPED)


@pytest.mark.parametrize("how", ["withdrawn", "hidden"])
def test_one_that_moves_on_meanwhile_is_dropped(first, second, leader, boris, how):
    joining_id = make_proposal(first, second, leader).id
    agree(joining_id)
    if how == "withdrawn":
        with step():
            idea_verbs.withdraw(actor_of(boris), second.id, "Передумал.", present.now())
    else:
        restrict(second, Decision.HIDE, give_role(make_account(), Role.MODERATOR), ground="rude")

    jobs.look()

    joining = db.session.get_one(Joining, joining_id, populate_existing=True)
    assert (joining.progress, joining.ended_why, state_of(first.id)) == (
        Progress.DROPPED,
        "not-public",
        State.PUBLISHED,
    )


# Joined and parted


def test_both_sets_are_told_once_each_of_both(campaign, first, second, leader, anna, boris, run_jobs):
    both, of_first, follower = make_account(), make_account(), make_account()
    support(first, both, of_first)
    support(second, both)
    with step():
        for idea in (first, second):
            db.session.add(Follow(account_id=follower.id, contribution_id=idea.id, since=present.now()))
    concerned, authors, by = [one.id for one in (both, of_first, follower)], [anna.id, boris.id], actor_of(leader)
    expected = [(NoticeKind.JOINED, second.id), (NoticeKind.UNJOINED, first.id)]
    joining_id = join(first, second, leader)
    run_jobs()

    part(joining_id, by)
    run_jobs()

    assert [told(one) for one in concerned] == [expected] * 3
    assert [told(one)[1:] for one in authors] == [expected] * 2
    assert told(by.id or 0) == []


def test_parting_gives_back_everything(first, second, leader, anna, boris):
    one, both = make_account(), make_account()
    support(first, one, both, boris)
    support(second, both)
    common = db.session.get_one(Contribution, first.id)
    before = (common.state, common.published_at, common.changed_at, db.session.get_one(Idea, first.id).number)

    joining_id = join(first, second, leader)
    joined = db.session.get_one(Idea, second.id, populate_existing=True).supports
    part(joining_id, actor_of(leader))

    after = db.session.get_one(Contribution, first.id, populate_existing=True)
    rows = {(row.idea_id, row.account_id, row.via_id) for row in db.session.scalars(select(Support))}
    counters = [db.session.get_one(Idea, idea.id, populate_existing=True).support_total for idea in (first, second)]
    # Boris is not counted for what is his own idea now, and supports the other as before.
    assert (joined, counters) == (2, [3, 1])
    assert rows == {(first.id, p.id, None) for p in (one, both, boris)} | {(second.id, both.id, None)}
    assert (after.state, after.published_at, after.changed_at, db.session.get_one(Idea, first.id).number) == before


def test_it_is_parted_with_a_reason_before_the_selection_by_those_who_join(first, second, leader, anna):
    joining_id = join(first, second, leader)
    actor, author = actor_of(leader), actor_of(anna)

    heard = [
        code_of(lambda: sets.part(author, joining_id, "Нет.", present.now())),
        code_of(lambda: sets.part(actor, joining_id, "", present.now())),
    ]
    with step():
        db.session.get_one(Idea, second.id).outcome = Outcome.SHORTLISTED
    heard.append(code_of(lambda: sets.part(actor, joining_id, "Они о разном.", present.now())))

    assert heard == ["own", "joining.say-why", "joining.decided"]


def test_what_went_on_in_an_idea_that_is_gone_stands_by_itself_again(first, second, leader, boris, clock: MovingClock):
    joining_id = join(first, second, leader)
    restrict(second, Decision.HIDE, give_role(make_account(), Role.MODERATOR), ground="rude")
    clock.move_by(days=1)
    jobs.look()
    after_a_day = now_stands(joining_id)

    clock.move_by(days=1)
    jobs.look()

    joining = db.session.get_one(Joining, joining_id, populate_existing=True)
    assert (after_a_day, joining.progress, joining.ended_why) == (Progress.JOINED, Progress.UNJOINED, "hidden")
    assert state_of(first.id) == State.PUBLISHED


# What is counted


def test_an_open_count_is_waited_for_and_the_set_is_counted_once(campaign, first, second, leader):
    both = make_account()
    support(first, both, make_account())
    support(second, both)
    round_ = make_round(campaign)
    joining_id = make_proposal(first, second, leader).id
    agree(joining_id)
    close_round(round_)
    jobs.look()
    jobs.settle(joining_id)
    while_counted = now_stands(joining_id)

    before = recount(round_)
    freeze(round_)
    jobs.settle(joining_id)

    votes = [{place.entry.id: place.entry.votes for place in one.places} for one in (before, recount(round_))]
    assert (while_counted, now_stands(joining_id)) == (Progress.ASKED, Progress.JOINED)
    assert votes == [{first.id: 2, second.id: 1}, {second.id: 2}]
    assert recount(round_).strays == []


def test_taking_support_back_takes_it_from_the_whole_set(first, second, leader):
    person = make_account()
    support(first, person)
    joining_id = join(first, second, leader)
    actor = actor_of(person)
    joined = code_of(lambda: supports.take_back(actor, first.id, present.now()))

    with step():
        taken = supports.take_back(actor, second.id, present.now())
    part(joining_id, actor_of(leader))

    assert (joined, taken, db.session.scalars(select(Support)).all()) == ("joined", True, [])
    assert [db.session.get_one(Idea, idea.id, populate_existing=True).supports for idea in (first, second)] == [0, 0]


# Pages


def test_the_old_address_leads_on_and_the_words_stay(first, second, leader, visit):
    join(first, second, leader)
    guest = visit()

    old = guest.client.get(f"/ideas/{first.id}")
    there = guest.get(f"/ideas/{second.id}?joined={first.id}").text
    words = guest.get(f"/ideas/{first.id}/joined").text
    listed = guest.get("/campaigns/ugra/ideas/").text
    said = visit(make_account()).send(f"/threads/{first.id}/comments", {"body": "Поздно."}, page="/account/")

    assert (old.status_code, old.headers["Location"]) == (302, f"/ideas/{second.id}?joined={first.id}")
    assert old.headers["Cache-Control"] == "private, no-store"
    assert [f"/ideas/{first.id}/joined" in page for page in (there, words, listed)] == [True, True, False]
    assert [">Лист ожидания<" in page for page in (there, words, listed)] == [True, True, False]
    assert said.status_code == 409


def test_a_facilitator_proposes_and_an_author_declines_by_forms(first, second, leader, anna, visit):
    browser, author = visit(leader), visit(anna)
    page = f"/ideas/{first.id}/join"
    chosen = browser.get(f"{page}?number={second.number}").text
    nowhere = browser.get(f"{page}?number=999").status_code
    fields = {"other": str(second.id), "way": "this", "reason": ""}
    missing = browser.send(page, fields, page=page)
    personal = browser.send(page, {**fields, "reason": "Спросите меня: +7 912 345-67-89"}, page=page)
    sent = browser.send(page, {**fields, "reason": REASON}, page=page)
    address = sent.headers["Location"]

    asked = author.get(address).text
    declined = author.send(f"{address}/answer", {"agrees": "no", "why": "У меня про детей."}, page=address)
    after = browser.get(address).text

    assert ["Очередь к врачу" in chosen, nowhere, missing.status_code, sent.status_code] == [True, 422, 422, 303]
    assert (personal.status_code, "Say it without “+7 912 345-67-89”" in personal.text) == (422, True)
    assert [REASON in asked, "Do you agree?" in asked, declined.status_code] == [True, True, 303]
    assert ["У меня про детей." in after, "Do you agree?" in after] == [True, False]
    assert (visit().get(address).status_code, visit(make_account()).get(address).status_code) == (404, 404)


def test_a_moderator_publishes_and_proposes_and_undoing_takes_both_back(campaign, second, anna, visit, clock, run_jobs):
    moderator = give_role(make_account(), Role.MODERATOR, campaign)
    cases = [make_case(make_idea(campaign, anna, State.SUBMITTED, title=f"Ждёт {n}")) for n in range(2)]
    addresses, waiting = [f"/moderation/cases/{case.id}" for case in cases], [case.contribution_id for case in cases]
    into_id = second.id
    fields = {"version": "1", "text_version": "1", "number": str(second.number), "facts": REASON}
    browser = visit(moderator)

    sent = [browser.send(f"{where}/join", fields, page=f"{where}/join").status_code for where in addresses]
    undone = browser.send(f"{addresses[1]}/undo", page="/moderation/").status_code
    early = db.session.scalars(select(Joining.id)).all()
    clock.move_by(minutes=1)
    run_jobs()

    joining = db.session.scalars(select(Joining)).one()
    states = [db.session.get_one(Contribution, id, populate_existing=True).state for id in waiting]
    assert (sent, undone, early) == ([303, 303], 303, [])
    assert (joining.idea_id, joining.into_id, joining.reason) == (waiting[0], into_id, REASON)
    assert states == [State.PUBLISHED, State.SUBMITTED]


def test_where_it_cannot_be_proposed_any_more_the_moderator_learns_it(
    campaign, second, anna, boris, visit, clock, run_jobs
):
    moderator = give_role(make_account(), Role.MODERATOR, campaign)
    case = make_case(make_idea(campaign, anna, State.SUBMITTED))
    where = f"/moderation/cases/{case.id}/join"
    fields = {"version": "1", "text_version": "1", "number": str(second.number), "facts": REASON}
    visit(moderator).send(where, fields, page=where)
    with step():
        idea_verbs.withdraw(actor_of(boris), second.id, "Передумал.", present.now())

    decider, author = moderator.id, anna.id
    clock.move_by(minutes=1)
    run_jobs()

    joining = db.session.scalars(select(Joining)).one()
    assert joining.progress == Progress.DROPPED
    assert [kind for kind, _ in told(decider)] == [NoticeKind.JOINING_DECLINED]
    assert NoticeKind.JOINING_PROPOSED not in {kind for kind, _ in told(author)}
