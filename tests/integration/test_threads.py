"""Threads of ten thousand comments: pages by key that cost what a page of ten costs, whatever the order."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.accounts.roles import GUEST, Actor, Role
from app.accounts.sessions import actor_of
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.comments.models import Comment
from campaigns.comments.queries import branches, threads
from campaigns.comments.queries.threads import Order, ThreadPage
from campaigns.contributions.models import State
from campaigns.ideas.models import Idea
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.comments import make_comment_in, make_thread_of, say
from tests.factories.people import give_role, make_account
from tests.support.clocks import MovingClock
from tests.support.people import Visitor
from tests.support.statements import counted, plans_of

Visit = Callable[..., Visitor]
ROOTS, ANSWERS = 400, 24
FIRST = 1_000_000
WANTED = {Order.NEWEST: "ix_comments_roots", Order.OLDEST: "ix_comments_roots", Order.USEFUL: "ix_comments_useful"}


@pytest.fixture
def idea(app: Flask) -> Idea:
    return make_idea(make_campaign("ugra"))


def pages(actor: Actor, idea_id: int, order: Order) -> list[ThreadPage]:
    found = [threads.page_of(actor, idea_id, order, None)]
    while found[-1].after:
        found.append(threads.page_of(actor, idea_id, order, found[-1].after))
    return found


def roots_in(found: list[ThreadPage]) -> list[int]:
    return [branch.root.id for page in found for branch in page.branches]


def in_order(order: Order) -> list[int]:
    """The roots of the large thread as they should stand, told by how the factory numbers them."""
    ids = [FIRST + number * (ANSWERS + 1) for number in range(ROOTS)]
    if order == Order.USEFUL:
        return sorted(ids, key=lambda id: ((id - FIRST) * 7 % 100, id), reverse=True)
    return ids if order == Order.OLDEST else ids[::-1]


def plans_of_pages(work: Callable[[], Any]) -> list[str]:
    """How the database goes about each statement that reads comments by a page."""
    return [plan for statement, plan in plans_of(work) if "comments.body" in statement]


@pytest.mark.slow
def test_ten_thousand_comments_are_walked_by_key_in_every_order(idea: Idea, visit: Visit) -> None:
    number = idea.id
    make_thread_of(idea, ROOTS, ANSWERS)
    with step():
        db.session.execute(text("ANALYZE"))

    for order in Order:
        found = pages(GUEST, number, order)

        assert roots_in(found) == in_order(order)
        assert {len(page.branches) for page in found} == {10}
        assert {len(branch.answers) for page in found for branch in page.branches} == {2}
        last = found[-2].after
        for key in (None, last):
            with counted() as sent:
                threads.page_of(GUEST, number, order, key)
            roots, answers = plans_of_pages(lambda key=key, order=order: threads.page_of(GUEST, number, order, key))
            assert len(sent) == 2
            assert WANTED[order] in roots
            assert "ix_comments_branch" in answers
            # PostgreSQL names a plan that it may take later, and does not, for the answers to a comment.
            assert not re.search(r"\bSCAN comments(_\d)?$", f"{roots}\n{answers}", re.MULTILINE)

    before = visit().get(f"/ideas/{number}?sort=useful&after={last}")
    assert (before.status_code, before.text.count('class="comment"')) == (200, 30)


@pytest.mark.slow
def test_a_page_costs_as_many_statements_with_ten_thousand_comments(app: Flask, visit: Visit) -> None:
    campaign = make_campaign("ugra")
    small, large = make_idea(campaign), make_idea(campaign)
    root = say(small, make_account())
    say(small, make_account(), parent=root)
    make_thread_of(large, ROOTS, ANSWERS)
    ids = {small.id: root.id, large.id: FIRST}
    people = (visit(), visit(make_account()), visit(give_role(make_account(), Role.OWNER, campaign)))

    def costs(path: str) -> list[int]:
        spent = []
        for person in people:
            db.session.remove()
            with counted() as sent:
                assert person.get(path).status_code == 200
            spent.append(len(sent))
        return spent

    few, many = ([costs(f"/ideas/{one}"), costs(f"/comments/{ids[one]}")] for one in ids)

    assert few == many


def test_the_thread_of_a_page_costs_three_statements_and_one_for_the_rules(idea: Idea) -> None:
    actor = actor_of(make_account())
    root = say(idea, make_account())
    say(idea, make_account(), parent=root)
    number = idea.id
    db.session.remove()

    with counted() as sent:
        threads.head_of(actor, number)
        threads.page_of(actor, number, Order.NEWEST, None)

    assert len(sent) == 3


@pytest.mark.slow
def test_a_branch_is_paged_too_and_a_comment_is_found_on_its_page(idea: Idea, visit: Visit) -> None:
    make_thread_of(idea, 2, 300)
    root, late = branches.comment_or_missing(GUEST, FIRST), branches.comment_or_missing(GUEST, FIRST + 290)

    found = [branches.branch_of(GUEST, root, None)]
    while found[-1].after:
        found.append(branches.branch_of(GUEST, root, found[-1].after))
    with_late = branches.branch_of(GUEST, late, None)

    assert [row.id for page in found for row in page.answers] == [FIRST + place for place in range(1, 301)]
    assert [len(page.answers) for page in found] == [50] * 6
    assert [row.id for row in with_late.answers] == [FIRST + place for place in range(290, 301)]
    text = visit().get(f"/comments/{FIRST + 290}").text
    assert f'class="comment target" id="c{FIRST + 290}"' in text


def test_comments_of_one_instant_stand_in_one_order_on_every_page(idea: Idea) -> None:
    author = make_account()
    ids = [say(idea, author, f"Слово {number}.").id for number in range(45)]

    found = {order: roots_in(pages(GUEST, idea.id, order)) for order in Order}

    assert found == {Order.NEWEST: ids[::-1], Order.OLDEST: ids, Order.USEFUL: ids[::-1]}


@pytest.mark.parametrize("key", ["", "nonsense", "W10", "WzBd", "A" * 400])
def test_a_broken_key_shows_the_first_page(idea: Idea, visit: Visit, key: str) -> None:
    say(idea, make_account(), "Первое слово.")

    texts = [visit().get(f"/ideas/{idea.id}?sort={sort}&after={key}").text for sort in (*Order, "nonsense")]

    assert all("Первое слово." in text for text in texts)


def test_after_the_first_two_answers_a_link_leads_to_all(idea: Idea, visit: Visit) -> None:
    root = say(idea, make_account())
    for number in range(4):
        say(idea, make_account(), f"Ответ {number}.", root)

    listed, whole = visit().get(f"/ideas/{idea.id}").text, visit().get(f"/comments/{root.id}").text

    assert [f"Ответ {number}." in listed for number in range(4)] == [True, True, False, False]
    assert f'href="/comments/{root.id}">Show all 4 answers' in listed
    assert [f"Ответ {number}." in whole for number in range(4)] == [True] * 4


def test_what_is_gone_takes_no_place_among_the_first_answers(idea: Idea, visit: Visit) -> None:
    root, author = say(idea, make_account()), make_account()
    for _ in range(2):
        make_comment_in(State.WITHDRAWN, idea, author, parent=root)
    for number in range(2):
        say(idea, make_account(), f"Ответ {number}.", root)

    text = visit().get(f"/ideas/{idea.id}").text

    assert [f"Ответ {number}." in text for number in range(2)] == [True] * 2
    assert "Show all" not in text


def test_an_answer_is_written_under_what_it_answers(idea: Idea, visit: Visit) -> None:
    root = say(idea, make_account())
    person = visit(make_account())

    text = person.get(f"/ideas/{idea.id}?answer={root.id}").text
    elsewhere = person.get(f"/ideas/{idea.id}?answer={root.id + 1000}").text

    assert f'name="parent_id" type="hidden" value="{root.id}"' in text
    assert text.index(f'id="c{root.id}"') < text.index('id="answer"')
    assert ('id="answer"' in elsewhere, f"/comments/{root.id + 1000}?answer=" in elsewhere) == (False, True)
    assert 'id="answer"' not in visit().get(f"/ideas/{idea.id}?answer={root.id}").text


def test_a_comment_leads_to_its_place_among_all(idea: Idea, visit: Visit, clock: MovingClock) -> None:
    first = say(idea, make_account(), "Самое старое.")
    for number in range(25):
        clock.move_by(minutes=1)
        say(idea, make_account(), f"Слово {number}.")

    text = visit().get(f"/comments/{first.id}").text
    place = text.partition('<p class="acts"><a href="')[2].partition('"')[0]

    assert place.endswith(f"#c{first.id}")
    assert "Самое старое." not in visit().get(f"/ideas/{idea.id}").text
    assert "Самое старое." in visit().get(place.partition("#")[0].replace("&amp;", "&")).text


def test_a_guest_s_page_is_for_everyone(idea: Idea, visit: Visit) -> None:
    root = say(idea, make_account())

    answers = [visit().get(path) for path in (f"/ideas/{idea.id}", f"/comments/{root.id}")]

    assert ["Set-Cookie" in answer.headers or "csrf_token" in answer.text for answer in answers] == [False, False]
    assert db.session.get_one(Comment, root.id).useful == 0
