"""Somebody may not write for a while: who may decide so, what stays, and how it ends."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.domain import blocks
from app.accounts.domain.blocks import Reasons
from app.accounts.models import Account, Block
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation.db import db
from app.foundation.errors import Refusal
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Contribution, State
from campaigns.plan.models import Campaign
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case
from tests.factories.people import give_role, make_account

WHY = Reasons("rude", "Оскорбления в комментариях 3 ноября.", 7)


def block(actor: Account, account: Account, campaign: Campaign | None, clock, reasons: Reasons = WHY) -> str:
    """What it comes to when the actor keeps the person from writing."""
    try:
        with step():
            blocks.make(actor_of(actor), account.id, campaign.id if campaign else None, reasons, clock.now())
    except Refusal as refusal:
        return refusal.reason.code
    return "done"


def test_who_may_keep_whom_from_writing(app: Flask, clock):
    here, there = make_campaign(), make_campaign()
    moderator, owner = give_role(make_account(), Role.MODERATOR, here), give_role(make_account(), Role.OWNER, here)
    everywhere, administrator = give_role(make_account(), Role.MODERATOR), give_role(make_account(), Role.ADMINISTRATOR)
    resident, facilitator = make_account(), give_role(make_account(), Role.FACILITATOR, here)
    long, good = Reasons("rude", "Снова.", 31), Reasons("rude", "Снова.", None)
    asked = [
        ("a resident", resident, make_account(), here, WHY, "role"),
        ("a facilitator", facilitator, make_account(), here, WHY, "role"),
        ("a moderator here", moderator, make_account(), here, WHY, "done"),
        ("an owner here", owner, make_account(), here, good, "done"),
        ("a moderator elsewhere", moderator, make_account(), there, WHY, "role"),
        ("a moderator of a campaign everywhere", moderator, make_account(), None, WHY, "role"),
        ("a moderator here, too long", moderator, make_account(), here, long, "block.no-term"),
        ("a moderator of the platform", everywhere, make_account(), None, long, "done"),
        ("an administrator", administrator, make_account(), None, WHY, "done"),
        ("oneself", moderator, moderator, here, WHY, "block.oneself"),
        ("staff of the same campaign", moderator, facilitator, here, WHY, "block.staff"),
        ("a moderator of the platform", owner, everywhere, here, WHY, "block.staff"),
        ("an administrator", everywhere, administrator, None, WHY, "block.staff"),
        ("without words", moderator, make_account(), here, Reasons("rude", "", 7), "block.no-words"),
    ]

    came_to = [(who, block(actor, whom, place, clock, why)) for who, actor, whom, place, why, _code in asked]

    assert came_to == [(who, code) for who, *_rest, code in asked]


def test_who_may_not_write_reads_and_keeps_drafts(app: Flask, visit, clock, run_jobs):
    campaign, other, author = make_campaign("ugra"), make_campaign("other"), make_account()
    idea, elsewhere = make_idea(campaign), make_idea(other)
    own, draft = make_idea(campaign, author), make_idea(campaign, author, State.DRAFT)
    moderator = give_role(make_account(), Role.MODERATOR, campaign)
    reader, draft_id, idea_id = visit(author), draft.id, idea.id

    assert block(moderator, author, campaign, clock) == "done"
    refused = [
        reader.send(f"/threads/{idea_id}/comments", {"body": "Ещё слово"}, page=f"/ideas/{idea_id}").status_code,
        reader.send(f"/ideas/{idea_id}/support", page=f"/ideas/{idea_id}").status_code,
        reader.send(f"/contributions/{idea_id}/report", {"rule": "rude"}, page="/account/").status_code,
    ]
    supported = reader.send(f"/ideas/{elsewhere.id}/support", page="/account/").status_code
    taken_back = reader.send(f"/ideas/{own.id}/withdraw", {"why": "Передумал."}, page="/account/").status_code
    page = reader.get("/account/").text
    idea_page = reader.get(f"/ideas/{idea_id}").text
    run_jobs()
    letters = [path.read_text() for path in (app.extensions["veche.settings"].VECHE_INSTANCE / "mail").glob("*.eml")]
    clock.move_by(days=7, minutes=1)

    assert (refused, supported, taken_back) == ([409, 403, 403], 303, 303)
    assert ("Оскорбления в комментариях 3 ноября." in page, "You cannot write until" in page) == (True, True)
    assert "You cannot write here until" in idea_page
    assert sum("cannot write" in letter for letter in letters) == 1
    assert db.session.get_one(Contribution, draft_id).state == State.DRAFT
    assert reader.send(f"/ideas/{idea_id}/support", page=f"/ideas/{idea_id}").status_code == 303


def test_for_good_only_with_four_eyes_and_ended_with_a_reason(app: Flask, visit, clock):
    campaign, author = make_campaign("ugra"), make_account(given_name="Шумный")
    first, second = (visit(give_role(make_account(), Role.MODERATOR, campaign)) for _ in range(2))
    case_id = make_case(make_idea(campaign, author, State.SUBMITTED)).id
    fields = {"place": str(campaign.id), "rule": "rude", "facts": "Снова и снова.", "term": ""}

    made = first.send(f"/moderation/cases/{case_id}/block", fields)
    again = first.send(f"/moderation/cases/{case_id}/block", fields)
    block_id = db.session.scalars(select(Block.id)).one()
    alone = first.send(f"/moderation/blocks/{block_id}/confirm", page="/moderation/blocks")
    agreed = second.send(f"/moderation/blocks/{block_id}/confirm", page="/moderation/blocks")
    listed = second.get("/moderation/blocks").text
    without = second.send(f"/moderation/blocks/{block_id}/end", {"why": ""}, page="/moderation/blocks")
    ended = second.send(f"/moderation/blocks/{block_id}/end", {"why": "Извинился."}, page="/moderation/blocks")

    statuses = [one.status_code for one in (made, again, alone, agreed, without, ended)]
    assert (statuses, "for good" in listed) == ([303, 409, 403, 303, 422, 303], True)
    acts = ["block.make", "block.confirm", "block.end"]
    assert [one.act for one in db.session.scalars(select(Entry).order_by(Entry.number))] == acts


@pytest.mark.parametrize(("days", "holds"), [(29, True), (31, False)])
def test_what_nobody_confirms_holds_for_thirty_days(app: Flask, clock, days, holds):
    campaign, author = make_campaign(), make_account()
    moderator = give_role(make_account(), Role.MODERATOR, campaign)
    block(moderator, author, campaign, clock, Reasons("rude", "Снова.", None))

    held = db.session.scalars(select(Block)).one().holds(clock.now() + timedelta(days=days))

    assert held is holds
