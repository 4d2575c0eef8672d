"""Score-cards, ideas given out to experts, and what experts write, made by the verbs themselves."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.assessment.cards import Ask, Card, Criterion
from campaigns.assessment.domain import assessing, cards, giving, opening, passing
from campaigns.assessment.domain.assessing import Written
from campaigns.assessment.models import Assessment, ScoreCard
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account

SCREENED = [(PhaseKind.IDEAS, -20, -10), (PhaseKind.SCREENING, -1, 10)]
WORDS = ("Никто не заметит", "Станет легче", "Решит беду многих")
CARD = Card(
    criteria=(Criterion("Польза для людей", 3, WORDS), Criterion("Скольким поможет", 1, WORDS)),
    asks=(Ask.FEASIBLE, Ask.COST),
    ranges=("до 100 тысяч", "больше 100 тысяч"),
    experts_per_idea=2,
    first_by_support=10,
)
REASONS = "Талоны и правда расходятся за минуты, лист ожидания поможет."


def make_judges(campaign: Campaign, number: int = 3) -> list[Account]:
    """Experts of the campaign."""
    names = ("Мария", "Олег", "Вера", "Игорь", "Нина", "Павел")
    return [
        give_role(make_account(given_name=names[one % 6], family_name="Ковач"), Role.EXPERT, campaign)
        for one in range(number)
    ]


def make_owner(campaign: Campaign) -> Account:
    return give_role(make_account(given_name="Ольга"), Role.OWNER, campaign)


def make_screened(slug: str = "screened", ideas: int = 3, **over: object) -> tuple[Campaign, list[Idea]]:
    """A campaign whose experts may assess now, with ideas that nobody has given out yet."""
    campaign = make_campaign(slug, **{"windows": SCREENED, **over})
    return campaign, [make_idea(campaign, title=f"Идея для оценки {number}") for number in range(1, ideas + 1)]


def save_card(campaign: Campaign, owner: Account, card: Card = CARD) -> ScoreCard:
    """The card, saved by its owner."""
    seen = db.session.get(ScoreCard, campaign.id)
    with step():
        version = seen.version if seen else 0
        return cards.save(campaign, card, seen=version, actor=actor_of(owner), now=clock.now())


def begin(campaign: Campaign, owner: Account) -> list[Assessment]:
    """What the ideas were given out as, by desk."""
    drawn = giving.plan(db.session.get_one(ScoreCard, campaign.id))
    with step():
        giving.begin(campaign, drawn, actor=actor_of(owner), now=clock.now())
    return given_in(campaign)


def given_in(campaign: Campaign) -> list[Assessment]:
    """All assessments of a campaign, by expert and place."""
    query = select(Assessment).where(Assessment.campaign_id == campaign.id)
    return list(db.session.scalars(query.order_by(Assessment.account_id, Assessment.place)))


def written(scores: Sequence[int] = (4, 2), reasons: str = REASONS) -> Written:
    """A complete assessment on the card of these tests."""
    return Written({"c1": scores[0], "c2": scores[1]}, {"feasible": "yes", "cost": "1"}, reasons)


def hand_in(row: Assessment, scores: Sequence[int] = (4, 2), reasons: str = REASONS) -> Assessment:
    """The expert hands it in."""
    actor = actor_of(db.session.get_one(Account, row.account_id))
    with step():
        return assessing.hand_in(row.id, written(scores, reasons), seen=row.version, actor=actor, now=clock.now())


def step_back(row: Assessment, why: str = "Автор — мой брат") -> Assessment | None:
    """The expert steps back; what the next one got."""
    with step():
        actor = actor_of(db.session.get_one(Account, row.account_id))
        return passing.step_back(row.id, why, actor=actor, now=clock.now())


def open_all(campaign: Campaign, owner: Account, reason: str = "") -> ScoreCard:
    """The owner opens everything."""
    with step():
        return opening.open_all(campaign, reason, actor=actor_of(owner), now=clock.now())


def give(idea: Idea, expert: Account) -> Assessment:
    """The idea lies on the desk of the expert, as the lot might have had it."""
    with step():
        row = Assessment(
            campaign_id=idea.campaign_id, idea_id=idea.id, account_id=expert.id, given_at=clock.now(), place=1
        )
        db.session.add(row)
    return row


def make_assessed(slug: str = "assessed", ideas: int = 3, **over: Any) -> tuple[Campaign, list[Idea]]:
    """A campaign whose experts have handed in everything, and whose owner has opened it."""
    campaign, made = make_screened(slug, ideas)
    owner = make_owner(campaign)
    make_judges(campaign)
    save_card(campaign, owner, replace(CARD, **over) if over else CARD)
    for number, row in enumerate(begin(campaign, owner)):
        hand_in(row, (number % 5 + 1, 3))
    open_all(campaign, owner)
    return campaign, made
