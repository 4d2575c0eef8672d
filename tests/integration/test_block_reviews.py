"""A second look at what keeps somebody from writing: asked for once, within a term, decided by somebody without a part in it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.domain import block_reviews, blocks
from app.accounts.models import Account, Block, BlockOutcome, BlockReview
from app.accounts.queries.blocks import reviews_waiting
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation.db import db
from app.foundation.errors import Missing, Refusal
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign
from moderation.queries.numbers import Blocks, blocks_in
from tests.factories.blocks import make_block
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account

ASKED = "Третьего ноября писал не я."


def ask(person: Account, block_id: int, clock, words: str = ASKED) -> str:
    return came_to(lambda: block_reviews.ask(actor_of(person), block_id, words, clock.now()))


def decide(person: Account, block_id: int, clock, outcome: BlockOutcome = BlockOutcome.UPHELD) -> str:
    return came_to(lambda: block_reviews.decide(actor_of(person), block_id, outcome, "Снова.", clock.now()))


def came_to(verb) -> str:
    try:
        with step():
            verb()
    except Missing:
        return "missing"
    except Refusal as refusal:
        return refusal.reason.code
    return "done"


def test_from_a_block_to_its_end_on_the_pages(app, visit, clock, run_jobs):
    campaign, author = make_campaign("ugra"), make_account(given_name="Тихий")
    first, second = (give_role(make_account(), Role.MODERATOR, campaign) for _ in range(2))
    idea_id, campaign_id = make_idea(campaign).id, campaign.id
    block_id = make_block(first, author, campaign)
    reader, decider = visit(author), visit(second)

    own = reader.get(f"/account/blocks/{block_id}").text
    empty = reader.send(f"/account/blocks/{block_id}/review", {"words": ""}, page="/account/")
    asked = reader.send(f"/account/blocks/{block_id}/review", {"words": ASKED}, page="/account/")
    again = reader.send(f"/account/blocks/{block_id}/review", {"words": "И ещё"}, page="/account/")
    queue, listed = decider.get("/moderation/").text, decider.get("/moderation/blocks").text
    told_first = visit(first).get(f"/moderation/blocks/{block_id}").text
    page = decider.get(f"/moderation/blocks/{block_id}").text
    fields = {"outcome": "reversed", "facts": "Это были не вы."}
    decided = decider.send(f"/moderation/blocks/{block_id}/review", fields, page=f"/moderation/blocks/{block_id}")
    late = decider.send(f"/moderation/blocks/{block_id}/review", fields, page="/moderation/blocks")
    run_jobs()
    letters = [path.read_text() for path in (app.extensions["veche.settings"].VECHE_INSTANCE / "mail").glob("*.eml")]
    supported = reader.send(f"/ideas/{idea_id}/support", page=f"/ideas/{idea_id}").status_code

    assert [one.status_code for one in (empty, asked, again, decided, late)] == [422, 303, 409, 303, 409]
    assert ("Ask for a review until" in own, "1 request to look at a block again" in queue) == (True, True)
    assert ("Look at it again" in listed, ASKED in page, "You had a part in this block" in told_first) == (True,) * 3
    assert sum("It is lifted" in letter for letter in letters) == 1
    assert ("Это были не вы." in reader.get(f"/account/blocks/{block_id}").text, supported) == (True, 303)
    assert "you can write again" in reader.get("/account/notices").text
    acts = ["block.make", "block.ask", "block.review"]
    assert [one.act for one in db.session.scalars(select(Entry).order_by(Entry.number))] == acts
    assert blocks_in(campaign_id, clock.now()) == Blocks(made=1, holding=0, asked=1, upheld=0, reversed=1)
    assert "The block is lifted" in reader.get("/campaigns/ugra/moderation.csv").text


def test_who_asks_when_and_who_decides(app, clock):
    campaign, author, stranger = make_campaign(), make_account(), make_account()
    first, second, third = (give_role(make_account(), Role.MODERATOR, campaign) for _ in range(3))
    elsewhere = give_role(make_account(), Role.MODERATOR, make_campaign())
    block_id = make_block(first, author, campaign, days=None)
    with step():
        blocks.confirm(actor_of(second), block_id, clock.now())

    asked = [ask(stranger, block_id, clock), ask(author, block_id, clock, ""), ask(author, block_id, clock)]
    waiting = [reviews_waiting(actor_of(one), clock.now()) for one in (first, second, third, elsewhere)]
    decided = [decide(one, block_id, clock) for one in (author, first, second, elsewhere, third, third)]

    assert asked == ["missing", "block.say-what", "done"]
    assert waiting == [0, 0, 1, 0]
    assert decided == ["missing", "block.had-part", "block.had-part", "missing", "done", "block.decided"]
    assert ask(author, block_id, clock) == "block.asked"
    assert db.session.get_one(Block, block_id).holds(clock.now())


@pytest.mark.parametrize(("days", "after", "code"), [(30, 13, "done"), (30, 14, "block.late"), (7, 8, "block.over")])
def test_a_review_is_asked_for_within_the_term(app, clock, days, after, code):
    campaign, author = make_campaign(), make_account()
    block_id = make_block(give_role(make_account(), Role.MODERATOR, campaign), author, campaign, days=days)

    clock.move_by(days=after)

    assert ask(author, block_id, clock) == code


def test_the_named_person_decides_where_the_only_moderator_may_not(app, visit, clock):
    campaign, author, named = make_campaign(), make_account(), make_account()
    moderator = give_role(make_account(), Role.MODERATOR, campaign)
    with step():
        db.session.get_one(Campaign, campaign.id).reviewer_id = named.id
    block_id = make_block(moderator, author, campaign)
    ask(author, block_id, clock)

    page = visit(named).get(f"/moderation/blocks/{block_id}")
    with_another = give_role(make_account(), Role.MODERATOR, campaign)
    refused = decide(named, block_id, clock)
    with step():
        with_another.grants[0].ended_at = clock.now()
    db.session.expire_all()

    assert (page.status_code, refused) == (200, "missing")
    assert decide(named, block_id, clock, BlockOutcome.REVERSED) == "done"


@pytest.mark.parametrize("who", ["made_by", "confirmed_by", "asked_by"])
def test_the_database_refuses_a_review_by_somebody_with_a_part(app, clock, who):
    campaign, author = make_campaign(), make_account()
    first, second = (give_role(make_account(), Role.MODERATOR, campaign) for _ in range(2))
    block_id = make_block(first, author, campaign, days=None)
    with step():
        blocks.confirm(actor_of(second), block_id, clock.now())
    ask(author, block_id, clock)
    review = db.session.scalars(select(BlockReview)).one()
    values = {"outcome": "upheld", "facts": "Нет.", "decided_at": clock.now(), "decided_by": getattr(review, who)}

    with pytest.raises(IntegrityError), step():
        db.session.execute(update(BlockReview).values(**values))


def test_a_review_waits_as_long_as_the_block_holds(app, clock):
    campaign, author = make_campaign(), make_account()
    first, second = (give_role(make_account(), Role.MODERATOR, campaign) for _ in range(2))
    block_id = make_block(first, author, campaign, days=None)
    ask(author, block_id, clock)

    agreed = came_to(lambda: blocks.confirm(actor_of(second), block_id, clock.now()))
    clock.move_by(days=31)

    assert (agreed, decide(second, block_id, clock)) == ("block.reviewed", "block.nothing")
    assert reviews_waiting(actor_of(second), clock.now() - timedelta(days=31)) == 1
    assert reviews_waiting(actor_of(second), clock.now()) == 0
