"""Two accounts of one person become one: all goes over, nothing is doubled, and the closed one lets nobody in."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts import passwords
from app.accounts.factors.domain import codes
from app.accounts.identity import openid
from app.accounts.identity import providers as known
from app.accounts.identity.domain import joining
from app.accounts.identity.levels import Level
from app.accounts.identity.models import Identity, JoinedAccount
from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit.models import Entry
from app.foundation import clock
from app.foundation.db import Base, db
from app.foundation.errors import Conflict
from app.foundation.unit_of_work import step
from app.notifications.models import Notice
from campaigns.comments.domain import stands
from campaigns.comments.models import Comment, Reaction, Stand, StandTaken, Thread
from campaigns.contributions.models import Contribution, Follow
from campaigns.ideas.models import Idea, Support
from campaigns.rounds.ballots.models import Ballot
from campaigns.rounds.models import Round
from tests.factories.blocks import make_block
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.comments import say
from tests.factories.people import PASSWORD, give_role, make_account
from tests.factories.rounds import make_round
from tests.factories.votes import make_vote, put_ballot
from tests.support.clocks import MovingClock
from tests.support.people import Visitor
from tests.support.provider import Provider, provider

Visit = Callable[[Account], Visitor]


@pytest.fixture
def kept(app: Flask) -> Account:
    return make_account("anna@example.org")


@pytest.fixture
def closed(app: Flask) -> Account:
    return make_account("old@example.org", password_hash=passwords.hash_of(PASSWORD))


def join(kept: Account, closed: Account) -> JoinedAccount:
    with step():
        return joining.join(kept.id, closed.id, clock.now())


def supports_of(idea: Idea) -> tuple[int, int, list[int]]:
    db.session.refresh(idea)
    people = db.session.scalars(
        select(Support.account_id).where(Support.idea_id == idea.id).order_by(Support.account_id)
    )
    return idea.supports, idea.support_total, list(people)


def test_both_are_shown_by_a_sign_in_and_made_one(visit: Visit, kept: Account, closed: Account) -> None:
    idea = make_idea(make_campaign(), closed)
    visitor = visit(kept)

    shown = visitor.send("/account/join", {"email": "old@example.org", "password": PASSWORD}, page="/account/join")
    page = visitor.get(shown.location).get_data(as_text=True)
    done = visitor.send("/account/join/now")

    db.session.refresh(closed)
    author = db.session.scalar(select(Contribution.author_id).where(Contribution.id == idea.id))
    assert (shown.status_code, "old@example.org" in page, done.status_code) == (303, True, 303)
    assert (author, closed.ended_at is not None, closed.password_hash, closed.email) == (kept.id, True, "", "")
    entry = db.session.scalars(select(Entry).where(Entry.act == "account.join")).one()
    assert (entry.thing, entry.thing_id) == ("account", closed.id)


def test_the_closed_account_lets_nobody_in_and_ends_where_it_was_open(
    app: Flask, visit: Visit, kept: Account, closed: Account
) -> None:
    elsewhere = visit(closed)

    join(kept, closed)

    again = Visitor(app)
    fields = {"email": "old@example.org", "password": PASSWORD}
    response = again.send("/account/sign-in", fields, page="/account/sign-in")
    assert (response.status_code, elsewhere.get("/account/").status_code) == (422, 303)


@pytest.mark.any_database
def test_nothing_is_joined_that_was_not_shown(visit: Visit, kept: Account, closed: Account) -> None:
    visitor = visit(kept)

    wrong = visitor.send(
        "/account/join", {"email": "old@example.org", "password": "not this one"}, page="/account/join"
    )
    visitor.send("/account/join/now")

    db.session.refresh(closed)
    assert (wrong.status_code, closed.ended_at) == (422, None)


@pytest.mark.any_database
def test_what_was_shown_holds_for_a_quarter_of_an_hour(
    visit: Visit, kept: Account, closed: Account, clock: MovingClock
) -> None:
    visitor = visit(kept)
    visitor.send("/account/join", {"email": "old@example.org", "password": PASSWORD}, page="/account/join")
    clock.move_by(minutes=15)

    visitor.send("/account/join/now")

    db.session.refresh(closed)
    assert closed.ended_at is None


def test_supports_are_counted_once_and_nobody_supports_themselves(kept: Account, closed: Account) -> None:
    campaign, other = make_campaign(), make_account()
    both, only, own, theirs = (
        make_idea(campaign),
        make_idea(campaign),
        make_idea(campaign, kept),
        make_idea(campaign, closed),
    )
    support(both, kept, closed, other)
    support(only, closed)
    support(own, closed, other)
    support(theirs, kept)

    join(kept, closed)

    assert supports_of(both) == (2, 2, sorted([kept.id, other.id]))
    assert supports_of(only) == (1, 1, [kept.id])
    assert supports_of(own) == (1, 1, [other.id])
    assert supports_of(theirs) == (0, 0, [])


def test_a_count_of_supports_that_is_over_stays_as_it_is(kept: Account, closed: Account) -> None:
    campaign = make_campaign()
    both, only = make_idea(campaign), make_idea(campaign)
    support(both, kept, closed)
    support(only, closed)
    round_ = make_round(campaign)
    with step():
        db.session.get_one(Round, round_.id).closed_at = clock.now()
        db.session.get_one(Round, round_.id).close_reason = "the time is over"

    join(kept, closed)

    assert supports_of(both) == (2, 2, sorted([kept.id, closed.id]))
    assert supports_of(only) == (1, 1, [kept.id])


def test_who_came_by_themselves_supports_also_when_a_joined_idea_is_parted(kept: Account, closed: Account) -> None:
    campaign = make_campaign()
    idea, twin = make_idea(campaign), make_idea(campaign)
    support(idea, closed)
    support(twin, kept)
    with step():
        db.session.add(Support(idea_id=idea.id, account_id=kept.id, since=clock.now(), via_id=twin.id))

    join(kept, closed)

    via = db.session.scalar(select(Support.via_id).where(Support.idea_id == idea.id, Support.account_id == kept.id))
    assert via is None


def test_a_vote_goes_over_under_its_own_pseudonym(kept: Account, closed: Account) -> None:
    round_ = make_vote()
    ballot = put_ballot(round_, "1:1", closed)
    pseudonym = ballot.pseudonym

    join(kept, closed)

    db.session.refresh(ballot)
    assert (ballot.account_id, ballot.pseudonym, ballot.casts) == (kept.id, pseudonym, 1)


def test_while_a_vote_is_open_in_which_both_voted_they_stay_two(visit: Visit, kept: Account, closed: Account) -> None:
    round_ = make_vote()
    put_ballot(round_, "1:1", kept)
    put_ballot(round_, "2:1", closed)
    visitor = visit(kept)

    shown = visitor.send("/account/join", {"email": "old@example.org", "password": PASSWORD}, page="/account/join")
    page = visitor.get(shown.location).get_data(as_text=True)
    forced = visitor.send("/account/join/now")

    db.session.refresh(closed)
    assert ("Both accounts have voted" in page, forced.status_code, closed.ended_at) == (True, 409, None)


def test_after_a_vote_in_which_both_voted_its_count_stays_and_the_log_says_so(kept: Account, closed: Account) -> None:
    round_ = make_vote()
    ballots = [put_ballot(round_, "1:1", kept), put_ballot(round_, "2:1", closed)]
    with step():
        db.session.get_one(Round, round_.id).closed_at = clock.now()
        db.session.get_one(Round, round_.id).close_reason = "the time is over"

    join(kept, closed)

    accounts = [db.session.get_one(Ballot, ballot.id).account_id for ballot in ballots]
    assert accounts == [kept.id, closed.id]
    assert db.session.scalar(select(func.count(Entry.id)).where(Entry.act == "vote.twice")) == 1


@pytest.mark.parametrize(("kept_first", "holds"), [(True, Stand.AGAINST), (False, Stand.FOR)])
def test_of_two_stands_the_later_holds(kept: Account, closed: Account, kept_first: bool, holds: Stand) -> None:
    idea = make_idea(make_campaign())
    say(idea, make_account())
    given = [(kept, Stand.FOR), (closed, Stand.AGAINST)]
    with step():
        for number, (account, stand) in enumerate(given if kept_first else given[::-1]):
            db.session.add(
                StandTaken(thread_id=idea.id, account_id=account.id, stand=stand, since=clock.now() + timedelta(number))
            )
            stands._count(idea.id, {stand: 1})

    join(kept, closed)

    thread = db.session.get_one(Thread, idea.id)
    taken = db.session.scalars(select(StandTaken)).one()
    assert (taken.account_id, taken.stand) == (kept.id, holds)
    assert (thread.stands_for + thread.stands_against, getattr(thread, f"stands_{holds.value}")) == (1, 1)


def test_useful_is_said_once_and_not_of_ones_own(kept: Account, closed: Account) -> None:
    idea = make_idea(make_campaign())
    comment, own = say(idea, make_account()), say(idea, kept, "Моё слово.")
    with step():
        for account, one in ((kept, comment), (closed, comment), (closed, own)):
            db.session.add(Reaction(comment_id=one.id, account_id=account.id, since=clock.now()))
        db.session.get_one(Comment, comment.id).useful = 2
        db.session.get_one(Comment, own.id).useful = 1

    join(kept, closed)

    counts = [db.session.scalar(select(Comment.useful).where(Comment.id == one.id)) for one in (comment, own)]
    assert (counts, db.session.scalars(select(Reaction.account_id)).all()) == ([1, 0], [kept.id])


def test_follows_and_notices_are_there_once(kept: Account, closed: Account) -> None:
    idea = make_idea(make_campaign())
    with step():
        for account in (kept, closed):
            db.session.add(Follow(account_id=account.id, contribution_id=idea.id, since=clock.now()))
            for fact in ("same", f"of {account.id}"):
                db.session.add(Notice(account_id=account.id, kind="published", fact=fact, created_at=clock.now()))

    join(kept, closed)

    assert db.session.scalars(select(Follow.account_id)).all() == [kept.id]
    facts = db.session.execute(select(Notice.account_id, Notice.fact).order_by(Notice.fact)).all()
    assert [tuple(row) for row in facts] == sorted(
        [(kept.id, f"of {kept.id}"), (kept.id, f"of {closed.id}"), (kept.id, "same")], key=lambda row: row[1]
    )


def test_an_account_without_an_address_takes_that_of_the_other(app: Flask, closed: Account) -> None:
    kept = make_account()
    with step():
        row = db.session.get_one(Account, kept.id)
        row.email, row.email_key = "", "number:381720462"

    join(kept, closed)

    db.session.refresh(kept)
    assert (kept.email, kept.email_key) == ("old@example.org", "old@example.org")


@pytest.mark.any_database
def test_an_account_with_a_role_is_not_closed_so(kept: Account, closed: Account) -> None:
    give_role(closed, Role.MODERATOR)

    with pytest.raises(Conflict) as refused:
        join(kept, closed)

    assert refused.value.reason == joining.ROLES


@pytest.mark.any_database
def test_nobody_escapes_a_block_by_joining(kept: Account, closed: Account) -> None:
    campaign = make_campaign()
    make_block(give_role(make_account(), Role.OWNER, campaign), closed, campaign)
    db.session.refresh(closed)

    with pytest.raises(Conflict) as refused:
        join(kept, closed)

    assert refused.value.reason == joining.BLOCKED


@pytest.mark.any_database
def test_an_account_is_not_joined_with_itself(kept: Account) -> None:
    with pytest.raises(Conflict) as refused:
        join(kept, kept)

    assert refused.value.reason == joining.ONE


@pytest.fixture(scope="module")
def server(_clock: MovingClock) -> Iterator[Provider]:
    with provider(lambda: _clock.now().timestamp()) as made:
        yield made


def test_a_person_who_was_verified_with_another_account_is_offered_to_join(
    app: Flask, server: Provider, visit: Visit, kept: Account, closed: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.forget()
    server.claims = {"sub": "one", "snils": "11223344595"}
    settled = known.Provider(
        "state", "State", server.issuer, "veche", "a secret", identifier="snils", level=Level.PERSON
    )
    monkeypatch.setitem(app.extensions, "veche.providers", {"state": settled})
    openid.kept.clear()
    first, second = visit(closed), visit(kept)
    first.get(server.send_back(first.get("/account/openid/state").location))

    offered = second.get(server.send_back(second.get("/account/openid/state").location))
    second.send("/account/join/now")

    assert (offered.status_code, offered.location) == (303, "/account/join")
    assert db.session.scalars(select(Identity.account_id)).all() == [kept.id]
    assert db.session.scalar(select(JoinedAccount.kept_id).where(JoinedAccount.closed_id == closed.id)) == kept.id


def test_who_has_a_second_step_is_joined_only_from_there(
    app: Flask, server: Provider, visit: Visit, kept: Account, closed: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.forget()
    server.claims = {"sub": "one", "snils": "11223344595"}
    settled = known.Provider(
        "state", "State", server.issuer, "veche", "a secret", identifier="snils", level=Level.PERSON
    )
    monkeypatch.setitem(app.extensions, "veche.providers", {"state": settled})
    openid.kept.clear()
    first, second = visit(closed), visit(kept)
    first.get(server.send_back(first.get("/account/openid/state").location))
    with step():
        codes.keep(closed.id, codes.new_secret(), 1, clock.now())

    second.get(server.send_back(second.get("/account/openid/state").location))
    joined = second.send("/account/join/now")

    assert (joined.status_code, "asks for a second step" in joined.get_data(as_text=True)) == (409, True)
    assert db.session.scalar(select(func.count()).select_from(JoinedAccount)) == 0


def test_every_key_to_an_account_is_thought_of() -> None:
    """A new table that points at accounts needs a word here: it goes over, or stays with the closed account for a reason."""

    points = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "accounts" and column.name in {"account_id", "author_id", "reporter_id"}
    }

    assert points == GOES_OVER | STAYS


GOES_OVER = {
    "affiliations.account_id",
    "age_declarations.account_id",
    "assistances.account_id",
    "ballots.account_id",
    "co_authors.account_id",
    "consents.account_id",
    "contests.account_id",
    "contributions.author_id",
    "follows.account_id",
    "identities.account_id",
    "joining_answers.account_id",
    "members.account_id",
    "notices.account_id",
    "opened_accounts.account_id",
    "openid_links.account_id",
    "question_answers.account_id",
    "reactions.account_id",
    "reports.reporter_id",
    "reviews.author_id",
    "saved_searches.account_id",
    "stands.account_id",
    "supports.account_id",
    "uploads.account_id",
}
# Done in a role, which the closed account has none of; or about the closed account itself, which nobody enters any more.
STAYS = {
    *("answer_sheets.account_id", "assessments.account_id", "assessors.account_id", "expert_picks.account_id"),
    *("morning_letters.account_id", "role_grants.account_id"),
    *("api_replies.account_id", "api_tokens.account_id", "backup_codes.account_id", "code_factors.account_id"),
    *("email_changes.account_id", "entry_codes.account_id", "passkeys.account_id", "recoveries.account_id"),
    *("sign_ins.account_id", "staff_invitations.account_id", "wave_prints.account_id", "notice_choices.account_id"),
    *("blocks.account_id", "erasure_requests.account_id", "own_downloads.account_id"),
}
