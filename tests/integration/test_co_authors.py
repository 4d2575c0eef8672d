"""Writing together: who is asked and how, what a co-author may do and what not, and how it ends."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation import clock as clocks
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications.models import Notice
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.domain import co_authors
from campaigns.ideas.models import CoAuthor, Idea, Support
from campaigns.plan.models import Audience, Campaign
from tests.factories.campaigns import make_campaign, support
from tests.factories.ideas import AN_IDEA, make_idea_in
from tests.factories.people import give_role, make_account, make_territory
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
LINK = re.compile(r"/ideas/invitations/[\w-]+")


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def author(app: Flask) -> Account:
    return make_account(territory_id=make_territory("Сургут").id)


@pytest.fixture
def pyotr(app: Flask) -> Account:
    return make_account(given_name="Пётр", family_name="Сабаров")


@pytest.fixture
def idea(campaign: Campaign, author: Account) -> Idea:
    return make_idea_in(State.PUBLISHED, campaign, author)


def link_of(idea: Idea, author: Account) -> str:
    """The address that the author hands on."""
    with step():
        secret = co_authors.invite(actor_of(db.session.get_one(Account, author.id)), idea.id, clocks.now())
    return f"/ideas/invitations/{secret}"


def join(idea: Idea, author: Account, person: Account) -> None:
    secret = link_of(idea, author).rpartition("/")[2]
    with step():
        co_authors.join(actor_of(db.session.get_one(Account, person.id)), secret, clocks.now())


def live(idea: Idea) -> list[int | None]:
    db.session.rollback()
    query = select(CoAuthor.account_id).where(CoAuthor.idea_id == idea.id, CoAuthor.ended_at.is_(None))
    return list(db.session.scalars(query.order_by(CoAuthor.id)))


# Inviting.


def test_a_link_is_shown_once_and_its_secret_is_not_kept(visit: Visit, author: Account, idea: Idea) -> None:
    visitor, path = visit(author), f"/ideas/{idea.id}/co-authors"

    answer = visitor.send(path)
    first, second = visitor.get(path).text, visitor.get(path).text

    assert answer.status_code == 303
    (link,) = set(LINK.findall(first))
    assert LINK.findall(second) == []
    assert "A link nobody has used yet" in second
    assert link.rpartition("/")[2] not in db.session.scalars(select(CoAuthor.secret)).all()


def test_five_links_and_co_authors_at_a_time(visit: Visit, author: Account, idea: Idea, clock: MovingClock) -> None:
    visitor, path = visit(author), f"/ideas/{idea.id}/co-authors"

    statuses = [visitor.send(path).status_code for _ in range(6)]
    clock.move_by(days=15)
    later = visit(author).send(path).status_code

    assert (statuses, later) == ([303] * 5 + [409], 303)


@pytest.mark.parametrize("state", list(State))
def test_invitations_are_for_ideas_that_go_on(visit: Visit, campaign: Campaign, author: Account, state: State) -> None:
    ended = {State.JOINED, State.WITHDRAWN, State.HIDDEN, State.REJECTED}
    going = make_idea_in(state, campaign, author)

    status = visit(author).send(f"/ideas/{going.id}/co-authors").status_code

    assert status == (409 if state in ended else 303)


@pytest.mark.parametrize("who", ["guest", "stranger", "moderator", "owner", "co-author"])
def test_nobody_but_the_author_invites(
    visit: Visit, campaign: Campaign, author: Account, pyotr: Account, idea: Idea, who: str
) -> None:
    join(idea, author, pyotr)
    people = {
        "guest": None,
        "stranger": make_account(),
        "moderator": give_role(make_account(), Role.MODERATOR, campaign),
        "owner": give_role(make_account(), Role.OWNER, campaign),
        "co-author": pyotr,
    }

    status = visit(people[who]).send(f"/ideas/{idea.id}/co-authors").status_code

    assert (status, live(idea)) == (404, [pyotr.id])


# Joining.


def test_opening_the_link_asks_and_changes_nothing(visit: Visit, author: Account, pyotr: Account, idea: Idea) -> None:
    page = visit(pyotr).get(link_of(idea, author))

    assert page.status_code == 200
    assert idea.title in page.text
    assert "Анна К., Сургут asks you to be a co-author" in page.text
    assert "Пётр С." in page.text
    assert live(idea) == [None]


def test_who_agrees_is_named_on_the_page_and_on_the_card(
    visit: Visit, author: Account, pyotr: Account, idea: Idea
) -> None:
    link, visitor = link_of(idea, author), visit(pyotr)

    answer = visitor.send(link)
    page, listed = visit().get(f"/ideas/{idea.id}").text, visit().get("/campaigns/ugra/ideas/").text

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/ideas/{idea.id}")
    assert live(idea) == [pyotr.id]
    assert "Co-authors: Пётр С." in page
    assert "Анна К., Сургут, and 1 more" in page
    assert "Анна К., Сургут, and 1 more" in listed


def test_a_guest_signs_in_and_comes_back_to_the_link(visit: Visit, author: Account, idea: Idea) -> None:
    link = link_of(idea, author)

    answer = visit().get(link)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/account/sign-in?next={link}")


def test_a_guest_who_presses_the_button_is_told_to_sign_in(visit: Visit, author: Account, idea: Idea) -> None:
    answer = visit().send(link_of(idea, author))

    assert (answer.status_code, live(idea)) == (403, [None])


def test_the_author_learns_of_it(
    visit: Visit, run_jobs: Callable[[], None], author: Account, pyotr: Account, idea: Idea
) -> None:
    join(idea, author, pyotr)

    notices = db.session.execute(select(Notice.account_id, Notice.kind)).all()
    assert [(id, kind.value) for id, kind in notices] == [(author.id, "co-author joined")]
    assert "A co-author has joined your idea" in visit(author).get("/account/notices").text


def test_the_log_tells_of_it_without_a_name(
    visit: Visit, campaign: Campaign, author: Account, pyotr: Account, idea: Idea
) -> None:
    join(idea, author, pyotr)
    owner = give_role(make_account(), Role.OWNER, campaign)

    page = visit(owner).get("/campaigns/ugra/log").text

    assert "Somebody became a co-author of an idea" in page
    assert [entry.act for entry in db.session.scalars(select(Entry))] == ["idea.co-author"]


def test_a_link_is_for_one_person(visit: Visit, author: Account, pyotr: Account, idea: Idea) -> None:
    link = link_of(idea, author)
    visit(pyotr).send(link)
    other = visit(make_account())

    assert [other.get(link).status_code, other.send(link).status_code] == [404, 404]
    assert live(idea) == [pyotr.id]


def test_whoever_has_joined_is_led_from_the_link_to_the_idea(
    visit: Visit, author: Account, pyotr: Account, idea: Idea
) -> None:
    link, visitor = link_of(idea, author), visit(pyotr)
    visitor.send(link)

    assert visitor.get(link).headers["Location"] == f"/ideas/{idea.id}"


@pytest.mark.parametrize(("days", "status"), [(13.99, 303), (14, 404)])
def test_a_link_is_good_for_two_weeks(
    visit: Visit, author: Account, pyotr: Account, idea: Idea, clock: MovingClock, days: float, status: int
) -> None:
    link = link_of(idea, author)
    clock.move_by(days=days)

    assert visit(pyotr).send(link).status_code == status


def test_a_link_that_was_taken_back_leads_nowhere(visit: Visit, author: Account, pyotr: Account, idea: Idea) -> None:
    link = link_of(idea, author)
    (row,) = db.session.scalars(select(CoAuthor.id)).all()

    ended = visit(author).send(f"/ideas/{idea.id}/co-authors/{row}/end")

    assert (ended.status_code, visit(pyotr).get(link).status_code) == (303, 404)


def test_the_author_does_not_become_a_co_author(visit: Visit, author: Account, idea: Idea) -> None:
    link, visitor = link_of(idea, author), visit(author)

    page, answer = visitor.get(link), visitor.send(link)

    assert "This is your own idea" in page.text
    assert (answer.status_code, live(idea)) == (409, [None])


def test_nobody_joins_twice(visit: Visit, author: Account, pyotr: Account, idea: Idea) -> None:
    join(idea, author, pyotr)

    answer = visit(pyotr).send(link_of(idea, author))

    assert (answer.status_code, live(idea)) == (409, [pyotr.id, None])


@pytest.mark.parametrize("secret", ["nobody-s", "a" * 500, "%FF%FE", "..", "' OR 1=1 --"])
def test_a_secret_of_nobody_leads_nowhere(visit: Visit, pyotr: Account, idea: Idea, secret: str) -> None:
    assert visit(pyotr).get(f"/ideas/invitations/{secret}").status_code == 404


def test_a_link_opens_no_project_by_invitation(visit: Visit, author: Account, pyotr: Account) -> None:
    closed = make_campaign("closed", audience=Audience.INVITED)
    give_role(author, Role.EXPERT, closed)
    hidden = make_idea_in(State.PUBLISHED, closed, author)
    link, visitor = link_of(hidden, author), visit(pyotr)

    assert [visitor.get(link).status_code, visitor.send(link).status_code] == [404, 404]


def test_support_of_a_co_author_is_taken_off_and_cannot_be_given_again(
    visit: Visit, author: Account, pyotr: Account, idea: Idea
) -> None:
    support(idea, pyotr, make_account())
    join(idea, author, pyotr)

    answer = visit(pyotr).send(f"/ideas/{idea.id}/support")

    db.session.rollback()
    left = db.session.get_one(Idea, idea.id)
    assert answer.status_code == 403
    assert (left.supports, left.support_total) == (1, 1)
    assert pyotr.id not in db.session.scalars(select(Support.account_id)).all()
    assert "This is your own idea" in visit(pyotr).get(f"/ideas/{idea.id}").text


# Writing along.


@pytest.mark.parametrize("state", list(State))
def test_a_co_author_sees_the_idea_in_every_state(
    visit: Visit, campaign: Campaign, author: Account, pyotr: Account, state: State
) -> None:
    written = make_idea_in(state, campaign, author)
    with step():
        row = CoAuthor(idea_id=written.id, account_id=pyotr.id, secret="s", invited_at=clocks.now())
        row.accepted_at = clocks.now()
        db.session.add(row)

    seen = visit(pyotr).get(f"/ideas/{written.id}", follow_redirects=True).status_code
    theirs = "Ideas you write together" in visit(pyotr).get("/account/").text

    assert (seen, theirs) == (200, True)


def test_who_was_only_invited_sees_no_draft(visit: Visit, campaign: Campaign, author: Account, pyotr: Account) -> None:
    draft = make_idea_in(State.DRAFT, campaign, author)
    link_of(draft, author)

    assert visit(pyotr).get(f"/ideas/{draft.id}/edit").status_code == 404


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.PUBLISHED])
def test_a_co_author_mends_the_words(
    visit: Visit, campaign: Campaign, author: Account, pyotr: Account, state: State
) -> None:
    written = make_idea_in(state, campaign, author)
    join(written, author, pyotr)
    do = "send" if state == State.PUBLISHED else "save"

    visit(pyotr).send(f"/ideas/{written.id}/edit", {**AN_IDEA, "effect": "Станет легче.", "do": do})

    db.session.rollback()
    assert db.session.get_one(Idea, written.id).effect == "Станет легче."
    assert db.session.get_one(Contribution, written.id).author_id == author.id


def test_a_co_author_mends_a_returned_idea_and_sends_it_again(
    visit: Visit, campaign: Campaign, author: Account, pyotr: Account
) -> None:
    returned = make_idea_in(State.RETURNED, campaign, author)
    join(returned, author, pyotr)

    visit(pyotr).send(f"/ideas/{returned.id}/edit", {**AN_IDEA, "effect": "Станет легче.", "do": "send"})

    db.session.rollback()
    assert db.session.get_one(Contribution, returned.id).state == State.SUBMITTED


def test_only_the_author_sends_a_draft_the_first_time(
    visit: Visit, campaign: Campaign, author: Account, pyotr: Account
) -> None:
    draft = make_idea_in(State.DRAFT, campaign, author)
    join(draft, author, pyotr)
    visitor = visit(pyotr)

    page = visitor.get(f"/ideas/{draft.id}/edit").text
    answer = visitor.send(f"/ideas/{draft.id}/edit", {**AN_IDEA, "do": "send"})

    db.session.rollback()
    assert "Only the author can send this draft" in page
    assert 'value="send"' not in page
    assert answer.status_code == 409
    assert db.session.get_one(Contribution, draft.id).state == State.DRAFT


def test_a_co_author_neither_takes_the_idea_back_nor_throws_it_away(
    visit: Visit, campaign: Campaign, author: Account, pyotr: Account, idea: Idea
) -> None:
    draft = make_idea_in(State.DRAFT, campaign, author)
    for written in (idea, draft):
        join(written, author, pyotr)
    visitor = visit(pyotr)

    statuses = [
        visitor.get(f"/ideas/{idea.id}/withdraw").status_code,
        visitor.send(f"/ideas/{idea.id}/withdraw", {"why": "Так."}).status_code,
        visitor.send(f"/ideas/{draft.id}/discard").status_code,
    ]

    db.session.rollback()
    assert statuses == [404, 404, 404]
    assert [db.session.get_one(Contribution, id).state for id in (idea.id, draft.id)] == [State.PUBLISHED, State.DRAFT]


def test_a_co_author_who_moderates_decides_nothing_about_it(
    visit: Visit, campaign: Campaign, author: Account, pyotr: Account, idea: Idea
) -> None:
    join(idea, author, give_role(pyotr, Role.MODERATOR, campaign))

    answer = visit(pyotr).send(f"/moderation/contributions/{idea.id}/review")

    assert answer.status_code == 403


# The end of it.


@pytest.mark.parametrize("who", ["author", "co-author"])
def test_a_co_author_leaves_or_is_taken_back_and_writes_no_more(
    visit: Visit, campaign: Campaign, author: Account, pyotr: Account, who: str
) -> None:
    draft = make_idea_in(State.DRAFT, campaign, author)
    join(draft, author, pyotr)
    (row,) = db.session.scalars(select(CoAuthor.id)).all()

    answer = visit(author if who == "author" else pyotr).send(f"/ideas/{draft.id}/co-authors/{row}/end")

    place = f"/ideas/{draft.id}/co-authors" if who == "author" else "/account/"
    assert (answer.status_code, answer.headers["Location"]) == (303, place)
    assert live(draft) == []
    assert visit(pyotr).get(f"/ideas/{draft.id}/edit").status_code == 404
    assert visit(pyotr).send(f"/ideas/{draft.id}/edit", {**AN_IDEA, "do": "save"}).status_code == 404


def test_nobody_else_ends_it(visit: Visit, campaign: Campaign, author: Account, pyotr: Account, idea: Idea) -> None:
    other = make_idea_in(State.PUBLISHED, campaign, make_account())
    join(idea, author, pyotr)
    (row,) = db.session.scalars(select(CoAuthor.id)).all()

    statuses = [
        visit(person).send(f"/ideas/{at}/co-authors/{row}/end").status_code
        for person, at in ((None, idea.id), (make_account(), idea.id), (author, other.id), (pyotr, other.id))
    ]

    assert (statuses, live(idea)) == ([404] * 4, [pyotr.id])


def test_a_draft_that_is_thrown_away_takes_its_invitations_along(
    visit: Visit, campaign: Campaign, author: Account
) -> None:
    draft = make_idea_in(State.DRAFT, campaign, author)
    link_of(draft, author)

    answer = visit(author).send(f"/ideas/{draft.id}/discard")

    assert (answer.status_code, live(draft)) == (303, [])


def test_a_draft_that_somebody_follows_and_joined_can_be_thrown_away(
    visit: Visit, campaign: Campaign, author: Account, pyotr: Account, run_jobs: Callable[[], None]
) -> None:
    draft = make_idea_in(State.DRAFT, campaign, author)
    draft_id = draft.id
    visit(author).send(f"/contributions/{draft_id}/follow")
    join(draft, author, pyotr)
    run_jobs()
    told = db.session.scalars(select(Notice.contribution_id)).all()

    answer = visit(author).send(f"/ideas/{draft_id}/discard")

    assert (told, answer.status_code) == ([draft_id], 303)
    assert (db.session.scalars(select(Notice.id)).all(), db.session.get(Contribution, draft_id)) == ([], None)
