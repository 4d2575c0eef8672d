"""An owner sets how a campaign is moderated; trusted authors do not wait where the owner says so."""

from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.domain import ideas
from campaigns.plan.models import Campaign
from moderation.models import Case, Decision
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import restrict
from tests.factories.people import give_role, make_account

PAGE = "/campaigns/ugra/plan/moderation"
USUAL = {"reports_hide_from": "0", "trusted_from": "0", "trusted_days": "90"}


def test_the_owner_sets_checks_reports_and_trust(app: Flask, visit):
    campaign = make_campaign("ugra")
    owner, stranger = visit(give_role(make_account(), Role.OWNER, campaign)), visit(make_account())
    fields = {**USUAL, "check_profanity": "0.5", "check_spam": "off", "reports_hide_from": "5", "trusted_from": "3"}

    kept = owner.send(PAGE, fields)
    same = owner.send(PAGE, fields)
    refused = [
        owner.send(PAGE, {**USUAL, **wrong}).status_code
        for wrong in ({"reports_hide_from": "2"}, {"trusted_days": "0"}, {"check_spam": "7"}, {"trusted_from": "-1"})
    ]
    log = owner.get("/campaigns/ugra/log").text

    campaign = db.session.scalars(select(Campaign).execution_options(populate_existing=True)).one()
    assert (kept.status_code, same.status_code, refused) == (303, 303, [422] * 4)
    assert sorted(campaign.checks, key=lambda row: row["code"]) == [
        {"code": "profanity", "off": False, "hold_from": 0.5},
        {"code": "spam", "off": True, "hold_from": None},
    ]
    assert (campaign.reports_hide_from, campaign.trusted_from) == (5, 3)
    assert [one.act for one in db.session.scalars(select(Entry))] == ["moderation.set"]
    assert "advertising: as usual → switched off" in log
    assert stranger.get(PAGE).status_code == 403


def send(author: Account, campaign: Campaign, clock, proposal: str = "Сделать лист ожидания.") -> tuple[State, int]:
    """An idea is sent: where it stands then, and how many cases are open."""
    idea = make_idea(campaign, author, State.DRAFT, proposal=proposal)
    with step():
        ideas.submit(actor_of(author), idea.id, clock.now())
    cases = db.session.scalars(select(Case).where(Case.contribution_id == idea.id)).all()
    return db.session.get_one(Contribution, idea.id).state, len(cases)


def test_a_trusted_author_does_not_wait_until_a_text_is_restricted(app: Flask, clock):
    campaign = make_campaign(trusted_from=2, trusted_days=30)
    author, moderator = make_account(), give_role(make_account(), Role.MODERATOR)

    early = [send(author, campaign, clock)]
    published = [make_idea(make_campaign(), author) for _ in range(2)]
    trusted = [send(author, campaign, clock), send(author, campaign, clock, "Звоните: +7 912 345-67-89.")]
    restrict(published[0], Decision.HIDE, moderator)
    lost = [send(author, campaign, clock)]

    assert early == [(State.SUBMITTED, 1)]
    assert trusted == [(State.PUBLISHED, 0), (State.SUBMITTED, 1)]
    assert lost == [(State.SUBMITTED, 1)]
