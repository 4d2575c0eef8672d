"""A small world with one of everything, for tests that walk over all addresses."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import GUEST, Role
from app.digests import jobs as digest_jobs
from app.digests.queries.digests import id_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from app.offices.models import Competence, Office
from app.territories.models import Territory
from campaigns.answers.models import OwedAnswer
from campaigns.comments.models import Comment
from campaigns.contributions.models import State
from campaigns.discussion.models import Topic
from campaigns.ideas.domain import drafts
from campaigns.ideas.models import CoAuthor, Idea, Outcome
from campaigns.ideas.texts import IdeaText
from campaigns.implementation.models import WorkState
from campaigns.news.models import NewsItem
from campaigns.plan.models import Audience, Campaign, Track
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ballots.models import Option
from campaigns.rounds.models import Result, Round
from campaigns.rounds.paper.models import CodeSheet
from campaigns.services.models import Service
from moderation.models import Case
from tests.factories.answers import make_owed
from tests.factories.apart import ask_to_look, set_apart
from tests.factories.assessment import CARD, SCREENED, begin, make_judges, save_card
from tests.factories.assisted import make_helped
from tests.factories.campaigns import make_campaign, make_idea, make_track, support
from tests.factories.cases import make_case
from tests.factories.comments import make_comment_in, say
from tests.factories.discussion import HOW, WHERE, make_conclusion, make_topic
from tests.factories.ideas import make_idea_in
from tests.factories.joinings import make_proposal
from tests.factories.paper import make_codes, make_pile
from tests.factories.people import give_role, make_account, make_competence, make_office, make_territory
from tests.factories.rounds import freeze, make_round
from tests.factories.services import make_service
from tests.factories.texts import put_news
from tests.factories.themes import make_theme, put_away, put_suggestion
from tests.factories.uploads import add_file
from tests.factories.votes import make_vote, put_ballot, seal
from tests.factories.works import add_step, make_work, put_contest, put_report

SECRET = "the-secret-of-a-guest-who-writes"
INVITATION = "the-secret-of-somebody-who-is-asked"
HERE = ("ugra", "planned", "invited", "counted", "voting", "screened")


@dataclass(frozen=True)
class Built:
    """An idea that is done by the department of the world's official, with a step and a report with a picture; somebody objects."""

    idea_id: int
    step_id: int
    report_id: int
    contest_id: int


@dataclass
class World:
    """One of everything. Those of `people` who moderate, own or observe do so in the campaigns of HERE, their neighbours in
    the campaign `other`. The round of `counted` is closed and counted, its result is not signed; `juror` is its expert.
    `theme_id` is a theme of `ugra`, another is suggested there and one was put away.
    The department of the official owes the answer `owed_id` in `ugra`.
    In `screened` an idea is given out to experts; `judge` has it as `assessment_id`.
    The vote of `voting` is open, with one ballot that is sealed, a pile of paper that its owner enters, and a code."""

    campaigns: dict[str, Campaign]
    people: dict[str, Account]
    ideas: dict[str, Idea]
    track: Track
    territory: Territory
    office: Office
    competence: Competence
    service: Service
    news: NewsItem
    waiting_news: NewsItem
    case: Case
    other_case: Case
    result: Result
    vote: Round
    digest_id: int
    notice: Notice
    file_id: int
    co_author_id: int
    joining_id: int
    topics: dict[str, Topic]
    comments: dict[str, Comment]
    office_id: int = 0
    pile_id: int = 0
    sheet_id: int = 0
    look_id: int = 0
    assessment_id: int = 0
    owed_id: int = 0
    theme_id: int = 0
    away_theme_id: int = 0
    built: Built | None = None

    @property
    def options(self) -> Sequence[Option]:
        """What is on the ballot of `voting`."""
        query = select(Option).where(Option.round_id == self.vote.id)
        return db.session.scalars(query.order_by(Option.place)).all()

    @property
    def grant(self) -> RoleGrant:
        """A role that may be taken away."""
        query = select(RoleGrant).where(RoleGrant.account_id == self.people["expert"].id, RoleGrant.ended_at.is_(None))
        return db.session.scalars(query).one()


def make_world() -> World:
    """The world, as factories and verbs make it."""
    office = make_office()
    campaigns = _campaigns()
    people = _people(campaigns, office)
    ideas = _ideas(campaigns, people["author"])
    assessment_id = _given_out(campaigns["screened"], people)
    result = _counted(campaigns["counted"], people["resident"])
    vote = _voted(campaigns["voting"])
    make_codes(vote)
    return World(
        campaigns=campaigns,
        people=people,
        ideas=ideas,
        track=make_track(campaigns["ugra"]),
        territory=make_territory("Сургут"),
        office=office,
        office_id=office.id,
        competence=make_competence(),
        service=make_service("Электронный дневник", "Оценки и задания.", office_id=office.id),
        news=put_news(campaigns["ugra"], people["owner"]),
        waiting_news=put_news(campaigns["ugra"], people["owner"], State.SUBMITTED),
        case=make_case(ideas["waiting"]),
        other_case=make_case(ideas["elsewhere"]),
        result=result,
        vote=vote,
        digest_id=id_of(result.id) or 0,
        notice=_notice(people["author"], ideas["waiting"]),
        file_id=add_file(ideas["published"], people["author"]).id,
        co_author_id=_invited(ideas["published"]).id,
        topics=_topics(campaigns, people["author"]),
        comments=_comments(ideas["published"], people["author"], people["resident"]),
        joining_id=_proposed(campaigns["ugra"], people["author"], people["owner"]),
        pile_id=make_pile(vote, people["owner"]).id,
        sheet_id=db.session.scalars(select(CodeSheet.id)).one(),
        look_id=new_look(vote),
        assessment_id=assessment_id,
        owed_id=_owed(campaigns["ugra"], office).id,
        built=_built(campaigns["ugra"], office),
        **_themes(campaigns["ugra"], ideas["published"]),
    )


def _themes(campaign: Campaign, idea: Idea) -> dict[str, int]:
    """A theme with an idea; three others are suggested as one, and were put away once."""
    others = [make_idea(campaign, title="Трамвай до вокзала") for _ in range(3)]
    put_suggestion(campaign, *others, words=("трамвай", "вокзал"))
    return {"theme_id": make_theme(campaign, idea), "away_theme_id": put_away(campaign, idea)}


def _owed(campaign: Campaign, office: Office) -> OwedAnswer:
    """The department owes an answer to an idea that was selected."""
    return make_owed(make_idea(campaign, title="Отобранная идея", outcome=Outcome.SHORTLISTED), office)


def _campaigns() -> dict[str, Campaign]:
    return {
        "ugra": make_campaign("ugra"),
        "planned": make_campaign("planned", launched=False),
        "invited": make_campaign("invited", audience=Audience.INVITED),
        "counted": make_campaign("counted", expert_picks=2),
        "voting": make_campaign("voting", windows=[(PhaseKind.VOTING, -1 / 24, 10)]),
        "screened": make_campaign("screened", windows=SCREENED),
        "other": make_campaign("other"),
    }


def _given_out(campaign: Campaign, people: dict[str, Account]) -> int:
    make_idea(campaign, title="Её оценивают эксперты")
    save_card(campaign, people["owner"], CARD)
    people["judge"], _other = make_judges(campaign, 2)
    rows = begin(campaign, people["owner"])
    return next(row.id for row in rows if row.account_id == people["judge"].id)


def new_look(vote: Round) -> int:
    """A request of somebody that a person looks at their vote, which is counted apart."""
    ballot = put_ballot(vote, "", make_account())
    return ask_to_look(set_apart(ballot), "Мы сидели в библиотеке.")


def _voted(campaign: Campaign) -> Round:
    vote = make_vote(campaign, titles=("За неё голосуют", "И за неё тоже"))
    put_ballot(vote, "")
    seal(vote)
    return vote


def _people(campaigns: dict[str, Campaign], office: Office) -> dict[str, Account]:
    names = "resident author expert moderator neighbour_moderator owner neighbour_owner official observer administrator"
    people = {name: make_account(f"{name}@example.org") for name in names.split()}
    for role in (Role.MODERATOR, Role.OWNER, Role.OBSERVER):
        for slug in HERE:
            give_role(people[role.value], role, campaigns[slug])
    give_role(people["expert"], Role.EXPERT, campaigns["ugra"])
    people["juror"] = give_role(make_account("juror@example.org"), Role.EXPERT, campaigns["counted"])
    give_role(people["neighbour_moderator"], Role.MODERATOR, campaigns["other"])
    give_role(people["neighbour_owner"], Role.OWNER, campaigns["other"])
    give_role(people["official"], Role.OFFICIAL, office=office)
    give_role(people["administrator"], Role.ADMINISTRATOR)
    people["assistant"] = give_role(make_account("assistant@example.org"), Role.ASSISTANT)
    people["helped"] = make_helped(people["assistant"])
    return people


def _ideas(campaigns: dict[str, Campaign], author: Account) -> dict[str, Idea]:
    ugra = campaigns["ugra"]
    with step():
        text = IdeaText("Черновик гостя", "Беда гостя вот такая", "Совет гостя вот такой")
        guests_draft = drafts.save(GUEST, ugra.id, text, clock.now(), secret=SECRET).idea
    return {
        "published": make_idea(ugra, author, title="Опубликованная идея"),
        "waiting": make_idea(ugra, author, State.SUBMITTED, title="Ждёт проверки"),
        "returned": make_idea_in(State.RETURNED, ugra, author, title="Возвращена автору"),
        "hidden": make_idea_in(State.HIDDEN, ugra, author, title="Скрыта от всех"),
        "draft": make_idea(ugra, author, State.DRAFT, title="Черновик автора"),
        "guests draft": guests_draft,
        "elsewhere": make_idea(campaigns["other"], author, State.SUBMITTED, title="Ждёт у других"),
        "planned": make_idea(campaigns["planned"], author, title="Из проекта, которого ещё нет"),
        "invited": make_idea(campaigns["invited"], author, title="Только для приглашённых"),
        "counted": make_idea(campaigns["counted"], title="Без поддержки"),
    }


def _proposed(campaign: Campaign, author: Account, by: Account) -> int:
    one, other = (make_idea(campaign, author, title=f"Похожая идея {number}") for number in (1, 2))
    return make_proposal(one, other, by).id


def _topics(campaigns: dict[str, Campaign], author: Account) -> dict[str, Topic]:
    ugra = campaigns["ugra"]
    concluded = make_topic(ugra, title="Тема с итогом")
    make_conclusion(concluded, "Талоны расходятся за минуты")
    return {
        "open": make_topic(ugra, asked=[HOW, WHERE]),
        "led": make_topic(ugra, title="Тема ведущего"),
        "concluded": concluded,
        "waiting": make_topic(ugra, author, State.SUBMITTED, title="Тема ждёт проверки"),
        "planned": make_topic(campaigns["planned"], title="Тема проекта, которого ещё нет"),
        "invited": make_topic(campaigns["invited"], title="Тема для приглашённых"),
    }


def _comments(idea: Idea, author: Account, other: Account) -> dict[str, Comment]:
    said = say(idea, author, "Так оно и есть.")
    return {
        "said": said,
        "answer": say(idea, other, "Не везде.", said),
        "own": say(idea, author, "Ещё вот что."),
        "waiting": make_comment_in(State.SUBMITTED, idea, author, "Ждёт проверки."),
        "hidden": make_comment_in(State.HIDDEN, idea, author, "Скрыто от всех."),
        "deleted": make_comment_in(State.WITHDRAWN, idea, author, "Удалено автором."),
    }


def _counted(campaign: Campaign, voter: Account) -> Result:
    round_ = make_round(campaign)
    support(make_idea(campaign, title="Поддержанная идея"), voter)
    result = freeze(round_)
    digest_jobs.take(result.id)
    return result


def _invited(idea: Idea) -> CoAuthor:
    with step():
        invitation = CoAuthor(idea_id=idea.id, secret=drafts.digest_of(INVITATION), invited_at=clock.now())
        db.session.add(invitation)
    return invitation


def _built(campaign: Campaign, office: Office) -> Built:
    work = make_work(make_idea(campaign, title="Построенная идея"), office, WorkState.DONE)
    told = put_report(work, state=WorkState.DONE, picture=True)
    return Built(work.idea_id, add_step(work).id, told.id, put_contest(work, picture=True).id)


def _notice(account: Account, idea: Idea) -> Notice:
    with step():
        notice = Notice(
            account_id=account.id,
            kind=NoticeKind.PUBLISHED,
            fact="a fact",
            campaign_id=idea.campaign_id,
            contribution_id=idea.id,
            created_at=clock.now(),
        )
        db.session.add(notice)
    return notice
