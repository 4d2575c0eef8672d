"""Finished projects: the demonstration's with what it lacks, and a small one with a vote that was held."""

import tempfile
from pathlib import Path

import pytest
from sqlalchemy import select

from app.accounts.domain import roles
from app.accounts.models import Account
from app.accounts.roles import SYSTEM, Place, Role
from app.archives import giving
from app.audit import chain
from app.demo import cast, loading
from app.demo.library import LIBRARY
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import State
from campaigns.ideas.models import CoAuthor, Idea
from campaigns.plan.models import Campaign, Invitation
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.apart.models import Trace, TraceSalt
from campaigns.rounds.ballots.models import BallotChannel, Cast
from campaigns.rounds.ledger.domain import files
from campaigns.rounds.ledger.queries import opened
from campaigns.rounds.models import Round, Source
from moderation.models import Original, Statement
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.cases import make_case
from tests.factories.discussion import HOW, WHERE, make_conclusion, make_topic
from tests.factories.ideas import make_idea_in
from tests.factories.people import make_account, make_territory
from tests.factories.rounds import freeze, publish
from tests.factories.services import make_service
from tests.factories.texts import put_comment
from tests.factories.uploads import add_file, pdf
from tests.factories.votes import APPROVE, make_vote, put_ballot

SLUG = LIBRARY.slug
SECRETS = (
    "canary-hash",
    "canary@example.org",
    "canary-network",
    "canary-draft",
    "canary-original",
    "canary-secret",
    "Фамилия",
)


def make_finished(patch: pytest.MonkeyPatch) -> None:
    """The finished project of the demonstration, with topics, restrictions, drafts and secrets."""
    patch.setattr(loading, "STORIES", (LIBRARY,))
    loading.play(cast.sign_ins([]))
    campaign = db.session.scalars(select(Campaign).where(Campaign.slug == SLUG)).one()
    place = make_territory("Далёкий посёлок")
    author, silent = (
        make_account(email, "Вера", "Фамилия", territory_id=place.id, password_hash="canary-hash")
        for email in ("canary@example.org", "other-canary@example.org")
    )
    idea = make_idea_in(State.HIDDEN, campaign, author, title="Скрытая идея")
    support(make_idea(campaign, author, title="Ещё одна идея"), silent)
    make_idea(campaign, author, State.DRAFT, title="canary-draft")
    add_file(idea, author, pdf(), "plan.pdf")
    topic = make_topic(campaign, author, asked=[HOW, WHERE], service_id=make_service("Запись", "Запись в кружок").id)
    make_conclusion(topic, "Талоны расходятся за минуты")
    said = put_comment(topic, author, body="Талонов нет с утра")
    put_comment(topic, silent, body="У нас так же", parent=said)
    put_comment(topic, author, State.WITHDRAWN, "Сказанное и взятое назад")
    _plant(campaign, idea, author)


def make_held() -> bytes:
    """The archive of a small project whose vote was held and published; the project stands, too."""
    place, owner = make_territory(), make_account(given_name="Ольга")
    campaign = make_campaign("held", windows=[(PhaseKind.VOTING, -1 / 24, 10)])
    with step():
        roles.give(SYSTEM, owner.id, Role.OWNER, Place(campaign_id=campaign.id), clock.now())
        chain.log(
            "something.else", now=clock.now(), actor_id=None, thing="campaign", thing_id=1, campaign_id=campaign.id
        )
    people = [make_account(given_name=f"Житель {number}", territory_id=place.id) for number in range(3)]
    round_ = make_vote(campaign, receipt="linked", who={**APPROVE["who"], "territories": [place.id]})
    first, second, *_others = options = [option.idea_id for option in opened.of_round(round_.id)]
    for person, marks in zip(people, (f"{first}:1", f"{first}:1,{second}:1", f"{second}:1"), strict=True):
        put_ballot(round_, marks, person)
    put_ballot(round_, f"{options[2]}:1", channel=BallotChannel.IMPORT)
    idea = db.session.get_one(Idea, first)
    support(idea, people[1])
    add_file(idea, owner, pdf(), "plan.pdf")
    said = put_comment(idea, owner, body="Так и есть")
    put_comment(idea, people[0], body="Не везде", parent=said)
    make_idea_in(State.HIDDEN, campaign, people[0], title="Скрытая")
    make_case(make_idea(campaign, people[0], State.SUBMITTED, title="Ждёт проверки"))
    make_idea(campaign, people[0], State.DRAFT, title="Черновик")
    files.make(publish(freeze(round_)).id, clock.now())
    return given(campaign.slug)


def given(slug: str) -> bytes:
    """The bytes of the archive of a project."""
    db.session.remove()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.zip"
        giving.give(slug, path)
        return path.read_bytes()


def _plant(campaign: Campaign, idea: Idea, author: Account) -> None:
    """What no archive may hold."""
    now = clock.now()
    round_id = db.session.scalars(
        select(Round.id).where(Round.campaign_id == campaign.id, Round.source == Source.BALLOTS)
    ).one()
    cast_id = db.session.scalars(select(Cast.id).where(Cast.round_id == round_id).order_by(Cast.id).limit(1)).one()
    statement = db.session.scalars(select(Statement).where(Statement.contribution_id == idea.id)).one()
    sealed = {"statement_id": statement.id, "contribution_id": idea.id, "fields": {"title": "canary-original"}}
    invited = {"email": "canary@example.org", "email_key": "canary@example.org", "invited_at": now}
    with step():
        campaign.invite_secret = "canary-secret"
        db.session.add_all(
            [
                Trace(
                    cast_id=cast_id, round_id=round_id, network="canary-network", program="canary-network", made_at=now
                ),
                Original(**sealed, sealed_at=now, until=now),
                Invitation(campaign_id=campaign.id, **invited),
                CoAuthor(idea_id=idea.id, secret="canary-secret", invited_at=now),
            ]
        )
        if db.session.get(TraceSalt, round_id) is None:
            db.session.add(TraceSalt(round_id=round_id, salt="canary-network"))
