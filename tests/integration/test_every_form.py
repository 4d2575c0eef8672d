"""Every address that takes something, fed with everything: never a fault, nothing that runs in the answer, a clear status.

The two tables are written by hand. A new form or a new argument of an address that is not in them turns a test red.
"""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any, TypeVar

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from app.accounts import links
from app.accounts.factors import links as factor_links
from app.accounts.factors.models import EmailChange, Recovery
from app.accounts.models import Account, Block
from app.accounts.roles import Role
from app.foundation import clock, letters, tokens
from app.foundation.db import db
from app.foundation.paging import pack
from app.foundation.unit_of_work import step
from app.foundation.upserts import upsert
from app.notifications.web.stopping import UNDO
from app.offices.models import Office
from app.outreach.stopping import STOP
from app.webhooks.models import Webhook
from campaigns.contributions.models import State
from campaigns.ideas.models import Idea, Outcome
from campaigns.implementation.models import WorkState
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.apart.models import Look
from campaigns.rounds.ballots.models import Ballot
from campaigns.selection.models import ExpertPick
from moderation.models import Decision
from moderation.waves.models import Like, Wave
from tests.factories.answers import make_owed, make_terms, put_answer, put_sheet
from tests.factories.apart import set_apart
from tests.factories.assessment import give, make_assessed
from tests.factories.blocks import ask_for_review
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import leave_report, make_case, make_review, restrict
from tests.factories.comments import say
from tests.factories.invitations import make_invitation
from tests.factories.members import make_link
from tests.factories.paper import make_pile
from tests.factories.people import give_role, make_account, make_office, make_territory
from tests.factories.reports import put_own_picture
from tests.factories.searches import make_search
from tests.factories.texts import put_news
from tests.factories.themes import make_theme, put_away
from tests.factories.votes import make_vote, put_ballot
from tests.factories.webhooks import make_webhook, put_delivery
from tests.factories.works import add_step, make_work, put_contest
from tests.factories.worlds import INVITATION, SECRET, Built, World, make_world, new_look
from tests.support.hostile import (
    ABSENT,
    BAD_INPUT,
    CALCULATED,
    HUGE,
    NOT_TEXT,
    ODD,
    OF_DATABASES,
    OWN,
    PRODUCT,
    characters,
    encoded,
    fixtures,
    live_in,
    messages,
    naughty_strings,
    payloads,
    together,
)
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
Where = Callable[[World], str]
Bodies = Callable[[dict[str, str]], list[dict[str, Any]]]
Pairs = list[tuple[str, str | bytes]]
Tried = Callable[[dict[str, str]], Iterator[tuple[str, Pairs]]]
Values = Callable[[Sequence[str]], Iterator[Pairs]]
Row = TypeVar("Row")
CHECKS = (
    *("profanity", "spam", "spam_invitation", "spam_shortened", "spam_repeated", "spam_copied"),
    *("links", "shouting", "twin", "language", "short"),
)
CLEAR = {200, 303, 400, 404, 409, 410, 413, 422, 429}
# What an administrator, who moderates nothing, is told of addresses of moderators.
NOT_THEIRS = {403, 405}
NOBODY = 10**6
PASSWORD = "верный конь 7 и телега"
IDEA = {
    "title": "Лист ожидания",
    "problem": "Талоны расходятся за минуты.",
    "proposal": "Сделать лист ожидания.",
    "effect": "Станет легче.",
    "elsewhere": "Так в Перми.",
    "track_id": "",
    "territory_id": "",
    "service_id": "",
    "problem_ids": "",
    "draft": "",
    "checked": "",
    "version": "",
    "do": "",
}
ENTRY = {
    "channel": "paper",
    "author": "Пётр С., Берёзово",
    "place": "Лист 17",
    "consent": "Подпись на листе",
    "agreed": "y",
}
CHOICE = {"idea": "1", "m1": "1", "choice": "", "form": "a form", "here": "1", "part": "", "pass": ""}
OUTLINE = {
    "title": "Сервисы",
    "question": "Что мешает?",
    "purpose": "Чтобы стало лучше.",
    "organiser": "Центр",
    "territory_id": "",
    "language": "ru",
    "time_zone": "Asia/Yekaterinburg",
    "audience": "everyone",
    "ideas_checked_first": "y",
    "comments_checked_first": "",
    "winners": "20",
    "expert_picks": "5",
    "ideas_per_person": "3",
    "slug": "",
    "voting_over_ideas": "",
}
SCORE_CARD = {
    "c1-title": "Польза для людей",
    "c1-weight": "3",
    "c1-low": "Никто не заметит",
    "c1-middle": "Станет легче",
    "c1-high": "Решит беду многих",
    "scale": "5",
    "asks": "cost",
    "ranges": "до 100 тысяч\nбольше",
    "which": "first",
    "first": "30",
    "experts_per_idea": "3",
    "names": "names",
    "version": "0",
}
QUEUE = ("campaign", "kind", "findings", "about", "rule", "language", "waits", "after")
SEARCH = {
    "kind": "idea",
    "campaign": "ugra",
    "track": "1",
    "status": "published",
    "territory": "1",
    "service": "1",
    "language": "ru",
    "period": "month",
    "since": "2026-01-01",
    "until": "2026-12-31",
    "sort": "newest",
}
DAY = {"day": "2026-12-31", "work": "on", "closes_at": "17:00", "name": "Канун Нового года"}
NEWS = {"title": "Дополнительная неделя", "body": "Идеи принимаются на неделю дольше.", "checked": ""}
SERVICE = {
    "name": "Запись к врачу",
    "description": "Приём по талону.",
    "link": "https://doctor.example/",
    "office_id": "",
    "territory_id": "",
}
TOPIC = {
    "title": "Удобно ли записаться к врачу?",
    "background": "Запись открывается в семь утра.",
    "service_id": "",
    "takes_stands": "y",
    "version": "1",
    "checked": "",
    "question-1-text": "Насколько удобно?",
    "question-1-kind": "scale",
    "question-1-options": "неудобно\nудобно",
    "question-2-text": "На каком шаге вы остановились?",
    "question-2-kind": "choice",
    "question-2-options": "Вход\nВыбор врача",
    "question-3-text": "",
    "question-3-kind": "scale",
    "question-3-options": "",
    "uk-title": "Чи зручно записатися до лікаря?",
    "uk-background": "Запис відкривається о сьомій.",
    "en-title": "",
    "en-background": "",
}
CONCLUSION = {
    "body": "Люди согласны: запись неудобна.",
    "version": "",
    "checked": "",
    "problem-1-text": "Талоны расходятся за минуты",
    "problem-1-service": "",
    "problem-1-drop": "",
    "new-1-text": "Никто не берёт трубку",
    "new-1-service": "Электронный дневник",
}
SEEN = {"version": "1", "text_version": "1"}
RULE_OF_VOTE = {
    "ballot": "approve",
    "most": "2",
    "budget": "1 000",
    "winners": "1",
    "channels": "site",
    "counts": "open",
    "least": "1",
    "lowest": "1",
    "highest": "5",
    "points": "10",
    "places": "3",
    "counting": "",
    "over": "skip",
    "completion": "add-one",
    "confidence": "0.95",
    "threshold": "1",
    "quorum": "0",
    "ties": "lot",
    "options": "published",
    "roles": "resident",
    "territories": "1",
    "registered_before": "2026-11-01",
    "apart": "swarm",
    "result": "raw",
    "receipt": "linked",
    "paper_days": "0",
    "reason": "Так понятнее.",
    "do": "",
}
PRICED: dict[str, Any] = {
    "ballot": {"kind": "budget", "budget": 5000},
    "counting": {"rule": "greedy", "by": "votes", "over": "skip", "budget": 5000},
    "winners": None,
}
PILE = {
    "channel": "paper",
    "place": "Библиотека",
    "gathered_on": "2026-11-04",
    "slips": "3",
    "territory_id": "",
    "scan": "",
}
REPORT = {
    "state": "in progress",
    "text": "Подрядчик начал работу.",
    "milestone_id": "",
    "due_on": "2026-12-31",
    "link": "https://example.org/zakupki",
    "caption": "Площадка",
    "was": "",
}
STEP = {"title": "Проект готов", "due_on": "2026-12-01"}
WEBHOOK = {"name": "Доска", "url": "https://hooks.example.org/veche", "events": "idea.published"}
COMPETENCE = {"name": "Управа", "covers": "Дворы", "address": "ул. Мира, 1"}


@dataclass(frozen=True)
class Sent:
    """A form: where it is sent, by whom, and fields that make sense. `again` says that each try needs a new visitor."""

    where: Where
    who: str
    fields: dict[str, str] = field(default_factory=dict)
    again: bool = False


def at(path: str) -> Where:
    return lambda world: path


def idea(name: str, rest: str) -> Where:
    return lambda world: f"/ideas/{world.ideas[name].id}{rest}"


def new_idea(state: State, rest: str, room: str = "/ideas") -> Where:
    """An idea of its own for each try: what is done to it is done once."""
    return lambda world: f"{room}/{make_idea(world.campaigns['ugra'], world.people['author'], state).id}{rest}"


def new_webhook() -> Webhook:
    """An address of another program that may be removed."""
    return make_webhook("https://hooks.example.org/veche")


def case_of_somebody(world: World) -> int:
    """A case about a text of somebody new, who may be kept from writing without harm to others."""
    return make_case(make_idea(world.campaigns["ugra"], make_account(), State.SUBMITTED)).id


def new_wave() -> int:
    """A wave that nobody has ended."""
    with step():
        found = upsert(Wave).values(like=Like.TEXT, print=token_hex(8), noticed_at=clock.now()).returning(Wave.id)
        return int(db.session.scalars(found).one())


def new_block(world: World, account: Account | None = None) -> int:
    """A block without term of somebody who has none yet, asked for by somebody else."""
    with step():
        block = Block(
            account_id=(account or make_account()).id,
            campaign_id=world.campaigns["ugra"].id,
            rule="rude",
            facts="Оскорбления.",
            language="ru",
            made_at=clock.now(),
            made_by=world.people["owner"].id,
        )
        db.session.add(block)
    return block.id


def new_block_review(world: World) -> int:
    """A block of somebody who asks for a second look."""
    account = make_account()
    return ask_for_review(account, new_block(world, account))


def new_case(rest: str) -> Where:
    def where(world: World) -> str:
        fresh = make_idea(world.campaigns["ugra"], world.people["author"], State.SUBMITTED)
        return f"/moderation/cases/{make_case(fresh).id}{rest}"

    return where


def new_review(world: World) -> str:
    """The case of a review of its own for each try."""
    returned = make_idea(world.campaigns["ugra"], world.people["author"], State.SUBMITTED)
    restrict(returned, Decision.RETURN, world.people["owner"])
    return f"/moderation/cases/{make_review(returned).case_id}/review"


def new_report(world: World) -> str:
    """The page of a report that led to nothing, of its own for each try."""
    public = make_idea(world.campaigns["ugra"], world.people["author"])
    left = leave_report(public, world.people["resident"], world.people["owner"])
    return f"/account/reports/{left.id}/review"


def topic(name: str, rest: str = "") -> Where:
    return lambda world: f"/campaigns/ugra/topics/{world.topics[name].id}{rest}"


def comment(name: str, rest: str = "") -> Where:
    return lambda world: f"/comments/{world.comments[name].id}{rest}"


def new_pile(rest: str) -> Where:
    """A pile of its own for each try."""
    return lambda world: f"/campaigns/voting/vote/paper/{make_pile(world.vote, world.people['owner']).id}{rest}"


def read_pile(rest: str, place: str = "") -> Where:
    """A pile that the owner has read, and where a place is given somebody else, too, who read it so."""

    def where(world: World) -> str:
        ids = [option.idea_id for option in world.options]
        second = {"second_by": world.people["administrator"], "second": [f"{ids[int(place) - 1]}:1"]} if place else {}
        pile = make_pile(world.vote, world.people["owner"], first=[f"{ids[0]}:1"], **second)
        return f"/campaigns/voting/vote/paper/{pile.id}{rest}"

    return where


def open_vote(slug: str, rest: str, **over: Any) -> Where:
    """A vote of the owner's in which nobody has voted yet."""

    def where(world: World) -> str:
        if db.session.scalar(select(Campaign.id).where(Campaign.slug == slug)) is None:
            vote = make_vote(make_campaign(slug, windows=[(PhaseKind.VOTING, -1 / 24, 10)]), titles=("Одна",), **over)
            give_role(world.people["owner"], Role.OWNER, db.session.get_one(Campaign, vote.campaign_id))
        return f"/campaigns/{slug}/plan/vote{rest}"

    return where


def costs_of(world: World) -> dict[str, str]:
    """The fields of the ballot whose ideas have costs."""
    FORMS["rounds.lay_options"].where(world)
    ids = select(Idea.id).join(Campaign, Campaign.id == Idea.campaign_id).where(Campaign.slug == "priced")
    return {f"cost-{idea_id}": "1 000" for idea_id in db.session.scalars(ids)}


def new_comment(rest: str) -> Where:
    """A comment of its own for each try: it is deleted once."""
    return lambda world: f"/comments/{say(world.ideas['published'], world.people['author'], 'Ещё одно.').id}{rest}"


def opened_assessment(world: World) -> str:
    """The results of an assessment that is opened."""
    if db.session.scalar(select(Campaign.id).where(Campaign.slug == "assessed")) is None:
        make_assessed("assessed")
    return "/campaigns/assessed/assessment/results"


def work(rest: str) -> Where:
    """The work on an idea that is done."""
    return lambda world: f"/ideas/{built(world).idea_id}/implementation{rest}"


def built(world: World) -> Built:
    assert world.built is not None
    return world.built


def new_work(rest: str, state: WorkState = WorkState.IN_PROGRESS) -> Where:
    """Work on an idea of its own, with two steps; {step} is the first."""

    def where(world: World) -> str:
        made = make_work(make_idea(world.campaigns["ugra"]), department(world), state)
        one = add_step(made)
        add_step(made, "Построено", 2)
        return f"/ideas/{made.idea_id}/implementation{rest.format(step=one.id)}"

    return where


def department(world: World) -> Office:
    """The department, however much was forgotten since the world was made."""
    return db.session.get_one(Office, world.office_id)


def new_beginning(world: World) -> str:
    """Work on an idea that the department was asked about, still to be begun."""
    idea_ = make_idea(world.campaigns["ugra"], outcome=Outcome.SHORTLISTED)
    make_owed(idea_, department(world))
    return f"/ideas/{idea_.id}/implementation/begin"


def new_owed(rest: str, state: State | None = None) -> Where:
    """An answer that the department owes, at each try; with its draft, or signed, where a state is given."""

    def where(world: World) -> str:
        owed = make_owed(make_idea(world.campaigns["ugra"], outcome=Outcome.SHORTLISTED), department(world))
        if state is not None:
            put_answer(owed, world.people["owner"], state)
        return f"/answers/{owed.id}{rest}"

    return where


def new_sheet(rest: str) -> Where:
    """A workbook of the official's that waits for their word, at each try."""

    def where(world: World) -> str:
        owed = make_owed(make_idea(world.campaigns["ugra"], outcome=Outcome.SHORTLISTED), department(world))
        return f"/answers/sheets/{put_sheet(world.people['official'], owed).id}{rest}"

    return where


def new_finished(rest: str) -> Where:
    """A finished campaign of the owner's, at each try."""

    def where(world: World) -> str:
        campaign = make_campaign(windows=[(PhaseKind.IDEAS, -20, -10)])
        give_role(world.people["owner"], Role.OWNER, campaign)
        return f"/campaigns/{campaign.slug}{rest}"

    return where


def new_asking(rest: str) -> Where:
    """The owner's page of answers, with one that is held, at each try."""

    def where(world: World) -> str:
        campaign = make_campaign()
        give_role(world.people["owner"], Role.OWNER, campaign)
        make_terms(campaign, release_together=True)
        make_owed(make_idea(campaign), department(world))
        return f"/campaigns/{campaign.slug}/answers{rest}"

    return where


def new_objection(rest: str) -> Where:
    """An objection that waits for its reply."""

    def where(world: World) -> str:
        made = make_work(make_idea(world.campaigns["ugra"]), department(world), WorkState.DONE)
        return f"/implementation/objections/{put_contest(made).id}{rest}"

    return where


def new_assessment(rest: str) -> Where:
    """An idea that is given to the judge, at each try."""

    def where(world: World) -> str:
        idea = make_idea(world.campaigns["screened"])
        return f"/assessments/{give(idea, world.people['judge']).id}{rest}"

    return where


def new_pick(world: World) -> str:
    """The page of an idea that nobody has picked."""
    with step():
        db.session.execute(delete(ExpertPick))
    return f"/campaigns/counted/selection/picks/{world.ideas['counted'].id}"


def new_question(world: World) -> str:
    """The page of a voter whose vote is counted apart and who has not asked yet, at each try."""
    juror, vote = world.people["juror"], world.vote
    ballot = db.session.scalar(select(Ballot).where(Ballot.round_id == vote.id, Ballot.account_id == juror.id))
    set_apart(ballot or put_ballot(vote, "", juror))
    with step():
        db.session.execute(delete(Look))
    return "/campaigns/voting/vote/apart"


def joining(rest: str) -> Where:
    return lambda world: f"/joinings/{world.joining_id}{rest}"


def new_theme(rest: str) -> Where:
    """A theme of its own for each try."""
    return lambda world: f"/themes/{make_theme(world.campaigns['ugra'])}{rest}"


def person(rest: str) -> Where:
    return lambda world: f"/admin/people/{world.people['expert'].id}{rest}"


def dates_of(world: World) -> dict[str, str]:
    """The fields of the timeline of the campaign that is not launched."""
    fields = {"new-kind": "results", "new-first_day": "2026-12-01", "new-last_day": "2026-12-31"}
    for window in world.campaigns["planned"].timeline.windows:
        start = f"window-{window.id}-"
        fields |= {f"{start}first_day": "2026-11-10", f"{start}last_day": "2026-11-20", f"{start}opens_time": "10:00"}
        fields |= {f"{start}closes_time": "18:00", f"{start}acts": "comment", f"{start}remove": ""}
        fields |= {f"{start}switches": "shown"}
    return fields


def new_recovery(_world: World) -> str:
    """The address in the letter about a recovery that somebody has proposed."""
    account = make_account()
    with step():
        recovery = Recovery(account_id=account.id, words="Перезвонили.", proposed_at=clock.now())
        db.session.add(recovery)
    return f"/account/recovery/{factor_links.stopping(recovery)}"


def new_address(_world: World) -> str:
    """The address in the letter about another e-mail."""
    account = make_account()
    email = f"new{account.id}@example.org"
    with step():
        change = EmailChange(account_id=account.id, email=email, email_key=email, secret="x", asked_at=clock.now())
        db.session.add(change)
    return f"/account/email/agree/{factor_links.agreeing(change, 'old')}"


def helped(rest: str) -> Where:
    """The page of somebody whose account an assistant has opened."""
    return lambda world: f"/assist/{world.people['helped'].id}{rest}"


FORMS: dict[str, Sent] = {
    "web.set_display": Sent(
        at("/display"),
        "guest",
        {
            "language": "uk",
            "size": "150",
            "contrast": "blue",
            "spacing": "wide",
            "scheme": "dark",
            "pictures": "no",
            "next": "/",
        },
    ),
    "accounts.send_registration": Sent(
        at("/account/register"),
        "guest",
        {
            "given_name": "Анна",
            "family_name": "Кравец",
            "email": "new@example.org",
            "password": PASSWORD,
            "territory_id": "",
            "consent": "y",
            "next": "/",
            "stamp": "stamp",
            "proof": "1",
            "homepage": "",
        },
    ),
    "accounts.mend_address": Sent(at("/account/letter-sent"), "guest", {"email": "resident@example.org"}),
    "accounts.resend": Sent(at("/account/confirm"), "guest", {"email": "resident@example.org"}),
    "accounts.confirm": Sent(
        lambda world: f"/account/confirm/{links.confirmation(world.people['resident'], '/')}", "guest"
    ),
    "accounts.enter": Sent(
        at("/account/sign-in"), "guest", {"email": "resident@example.org", "password": PASSWORD, "next": "/"}
    ),
    "accounts.sign_out": Sent(at("/account/sign-out"), "resident", again=True),
    "accounts.ask_reset": Sent(at("/account/forgotten"), "guest", {"email": "resident@example.org"}),
    "accounts.reset": Sent(
        lambda world: f"/account/reset/{links.reset(make_account())}", "guest", {"password": PASSWORD}, again=True
    ),
    "identity.open_account": Sent(
        at("/account/newcomer"),
        "guest",
        {"given_name": "Анна", "family_name": "Кравец", "territory_id": "", "consent": "y"},
    ),
    "identity.show_other": Sent(
        at("/account/join"), "resident", {"email": "author@example.org", "password": PASSWORD}, again=True
    ),
    "identity.join": Sent(at("/account/join/now"), "resident"),
    "identity.enter_by_code": Sent(at("/account/code"), "guest", {"code": "1234 5678 9012"}),
    "identity.choose_password": Sent(at("/account/code/password"), "resident", {"password": PASSWORD}),
    "identity.let_help": Sent(at("/account/help"), "helped", {"allow": "1"}),
    "identity.assist_open": Sent(
        at("/assist/new"),
        "assistant",
        {
            "given_name": "Мария",
            "family_name": "Петрова",
            "territory_id": "",
            "language": "ru",
            "scope": "platform",
            "consent": "подписала на бумаге",
            "has_read": "y",
        },
    ),
    "identity.print_code": Sent(helped("/code"), "assistant"),
    "identity.begin_help": Sent(helped("/help"), "assistant", again=True),
    "identity.finish_help": Sent(at("/assist/finish"), "assistant"),
    "accounts.change_password": Sent(
        at("/account/password"), "resident", {"current_password": PASSWORD, "password": PASSWORD}
    ),
    "accounts.try_letters": Sent(at("/account/letters/try"), "resident"),
    "accounts.change_profile": Sent(
        at("/account/profile"),
        "resident",
        {"given_name": "Анна", "family_name": "Кравец", "territory_id": "", "language": "ru"},
    ),
    "personal.ask_file": Sent(at("/account/data/file"), "resident"),
    "personal.ask_leaving": Sent(
        at("/account/data/leave"), "resident", {"texts": "nameless", "understood": "y"}, again=True
    ),
    "personal.stay": Sent(at("/account/data/stay"), "resident"),
    "personal.declare_age": Sent(
        at("/account/data/age?years=14"), "resident", {"old_enough": "y", "next": "/account/"}
    ),
    "personal.give_full_name": Sent(at("/account/data/full-name"), "resident", {"agreed": "y"}),
    "personal.withdraw_full_name": Sent(at("/account/data/full-name/withdraw"), "resident"),
    "personal.agree": Sent(at("/account/consent"), "resident", {"agreed": "y", "next": "/account/"}),
    "accounts.sign_out_everywhere": Sent(at("/account/sign-out-everywhere"), "resident", again=True),
    "factors.pass_second": Sent(at("/account/sign-in/second"), "guest", {"code": "123456", "next": "/"}),
    "factors.give_up": Sent(at("/account/sign-in/give-up"), "guest"),
    "factors.enter_by_passkey": Sent(
        at("/account/sign-in/passkey"), "guest", {"asked": "a question", "credential": "{}", "next": "/"}
    ),
    "factors.ask_again": Sent(
        at("/account/again?next=/account/"),
        "resident",
        {"again": "sent", "password": PASSWORD, "code": "123456", "kept.title": "Лист", "next": "/account/"},
    ),
    "factors.add_code": Sent(
        at("/account/factors/code"), "resident", {"kept": "a secret", "code": "123456", "next": "/"}
    ),
    "factors.remove_code": Sent(at("/account/factors/code/remove"), "resident"),
    "factors.add_passkey": Sent(
        at("/account/factors/passkey"),
        "resident",
        {"name": "Телефон", "asked": "a question", "credential": "{}", "next": "/"},
    ),
    "factors.remove_passkey": Sent(at("/account/factors/passkeys/999/remove"), "resident"),
    "factors.make_backup_codes": Sent(at("/account/factors/paper"), "resident"),
    "factors.end_sign_in": Sent(at("/account/sign-ins/999/end"), "resident"),
    "factors.end_others": Sent(at("/account/sign-ins/end-others"), "resident"),
    "factors.ask_email": Sent(at("/account/email"), "resident", {"email": "other@example.org"}),
    "factors.drop_email": Sent(at("/account/email/drop"), "resident"),
    "factors.agree": Sent(new_address, "guest"),
    "factors.propose_recovery": Sent(person("/recovery"), "administrator", {"words": "Перезвонили по номеру."}),
    "factors.confirm_recovery": Sent(person("/recovery/confirm"), "administrator"),
    "factors.stop_recovery": Sent(person("/recovery/stop"), "administrator"),
    "factors.stop_own": Sent(new_recovery, "guest"),
    "accounts.give_role": Sent(person("/roles"), "administrator", {"role": "observer", "place": "platform"}),
    "accounts.take_role": Sent(person("/roles/999/take"), "administrator"),
    "accounts.add_territory": Sent(at("/admin/territories/"), "administrator", {"name": "Когалым", "parent_id": ""}),
    "accounts.change_territory": Sent(
        lambda world: f"/admin/territories/{world.territory.id}",
        "administrator",
        {"name": "Сургут", "parent_id": ""},
    ),
    "accounts.remove_territory": Sent(
        lambda world: f"/admin/territories/{make_territory(f'Место {token_hex(3)}').id}/remove", "administrator"
    ),
    "administration.invite": Sent(
        at("/admin/people/invitations"),
        "administrator",
        {"email": "new@example.org", "role": "administrator", "place": "platform", "language": "en"},
    ),
    "administration.take_back": Sent(
        lambda world: f"/admin/people/invitations/{make_invitation(world.people['administrator']).id}/end",
        "administrator",
    ),
    "administration.look_at_places": Sent(at("/admin/territories/file"), "administrator", {"file": ""}),
    "administration.bring_places": Sent(
        at("/admin/territories/bring"), "administrator", {"rows": "row,code,name,parent\n2,7,Когалым,"}
    ),
    "administration.write_text": Sent(
        at("/admin/texts/rules/en"),
        "administrator",
        {"title": "Rules", "body": "Be kind.", "why": "Shorter.", "over": ""},
    ),
    "administration.call_site": Sent(
        at("/admin/site"),
        "administrator",
        {
            "name": "Вече",
            "organiser": "Отдел",
            "contacts": "a@example.org",
            "languages": "en",
            "default_language": "en",
        },
    ),
    "administration.call_residents": Sent(
        at("/admin/site/residents"),
        "administrator",
        {"en-1": "neighbour", "en-2": "neighbours", "en-all": "neighbours"},
    ),
    "administration.paint": Sent(at("/admin/look"), "administrator", {"colour": "#7a1f5c"}),
    "administration.put_logo": Sent(at("/admin/look/logo"), "administrator", {"file": ""}),
    "administration.remove_logo": Sent(at("/admin/look/logo/remove"), "administrator"),
    "administration.try_mail": Sent(at("/admin/mail"), "administrator"),
    "offices.add_office": Sent(at("/admin/offices/"), "administrator", {"name": "Отдел", "contacts": "Комната 5"}),
    "offices.change_office": Sent(
        lambda world: f"/admin/offices/{world.office.id}", "administrator", {"name": "Отдел", "contacts": "Комната 5"}
    ),
    "offices.remove_office": Sent(
        lambda world: f"/admin/offices/{make_office(f'Отдел {token_hex(3)}').id}/remove", "administrator"
    ),
    "offices.say_affiliation": Sent(at("/account/departments"), "expert", {"office": "1"}),
    "offices.end_affiliation": Sent(at("/account/departments/1/end"), "expert"),
    "offices.keep_day": Sent(at("/admin/offices/calendar"), "administrator", DAY),
    "offices.remove_day": Sent(at("/admin/offices/calendar/2026-12-31/remove"), "administrator"),
    "offices.bring_calendar": Sent(at("/admin/offices/calendar/file"), "administrator", {"file": ""}),
    "offices.add_competence": Sent(at("/admin/competences/"), "administrator", COMPETENCE),
    "offices.change_competence": Sent(
        lambda world: f"/admin/competences/{world.competence.id}", "administrator", COMPETENCE
    ),
    "offices.end_competence": Sent(
        lambda world: f"/admin/competences/{world.competence.id}/end", "administrator", again=True
    ),
    "services.add_service": Sent(at("/admin/services/new"), "administrator", SERVICE),
    "services.change_service": Sent(lambda world: f"/admin/services/{world.service.id}", "administrator", SERVICE),
    "services.retire_service": Sent(lambda world: f"/admin/services/{world.service.id}/retire", "administrator"),
    "services.restore_service": Sent(lambda world: f"/admin/services/{world.service.id}/restore", "administrator"),
    "services.bring_file": Sent(
        at("/admin/services/file"),
        "administrator",
        {"file": "", "rows": '{"fields": ["name"], "rows": [[2, "Портал"]]}'},
    ),
    "news.post_news": Sent(at("/campaigns/ugra/news/"), "owner", NEWS),
    "news.change_news": Sent(lambda world: f"/news/{world.news.id}/edit", "owner", NEWS),
    "news.withdraw_news": Sent(
        lambda world: f"/news/{put_news(world.campaigns['ugra'], world.people['owner']).id}/withdraw", "owner"
    ),
    "digests.save_report": Sent(
        at("/campaigns/ugra/report"),
        "owner",
        {
            "foreword": "Мы спросили, вы ответили.",
            **{f"{name}_{place}": "Директор" for name in ("post", "name") for place in range(1, 5)},
            "place-idea-1": "1",
            "caption-idea-1": "Очередь у окна",
            "seen": "0",
            "checked": "",
        },
    ),
    "digests.add_picture": Sent(
        at("/campaigns/ugra/report/pictures"), "owner", {"alt": "Новый пандус у входа", "checked": ""}
    ),
    "digests.take_picture_back": Sent(
        lambda world: (
            f"/campaigns/ugra/report/pictures/{put_own_picture(world.campaigns['ugra'], world.people['owner']).id}/take-back"
        ),
        "owner",
    ),
    "digests.freeze_report": Sent(
        at("/campaigns/ugra/report/freeze"), "owner", {"seen": "0", "reason": "Опечатка в фамилии."}
    ),
    "plan.create_campaign": Sent(
        at("/campaigns/new"),
        "administrator",
        {**OUTLINE, "template": "discussion and ideas", "first_day": "2026-12-01"},
    ),
    "plan.save_outline": Sent(at("/campaigns/planned/plan/outline"), "owner", {**OUTLINE, "slug": "planned"}),
    "plan.copy_campaign": Sent(at("/campaigns/copy"), "owner", {"source": "ugra", "first_day": "2027-02-01"}),
    "plan.save_texts": Sent(
        at("/campaigns/planned/plan/texts"),
        "owner",
        {f"{code}-{name}": "Що заважає?" for code in ("ru", "uk", "en") for name in ("title", "question", "purpose")},
    ),
    "plan.save_rules": Sent(
        at("/campaigns/ugra/plan/rules"),
        "owner",
        {"ru-body": "Пишем вежливо.", "uk-body": "Пишемо чемно.", "en-body": "Be polite.", "reason": "Так надо."},
    ),
    "plan.save_dates": Sent(at("/campaigns/planned/plan/dates"), "owner"),
    "plan.save_tracks": Sent(at("/campaigns/planned/plan/tracks"), "owner", {"names": "Здоровье\nШкола"}),
    "plan.save_levels": Sent(
        at("/campaigns/ugra/plan/levels"),
        "owner",
        {"submit": "email", "comment": "email", "support": "person", "vote": "resident"},
    ),
    "plan.save_reviewer": Sent(at("/campaigns/ugra/plan/reviewer"), "owner", {"email": "nobody@example.org"}),
    "plan.launch": Sent(at("/campaigns/planned/plan/launch"), "owner"),
    "contributions.follow_campaign": Sent(at("/campaigns/ugra/follow"), "resident", {"next": "/"}),
    "contributions.unfollow_campaign": Sent(at("/campaigns/ugra/unfollow"), "resident", {"next": "/"}),
    "contributions.follow": Sent(
        lambda world: f"/contributions/{world.ideas['published'].id}/follow", "resident", {"next": "/"}
    ),
    "contributions.follow_thing": Sent(lambda world: f"/follows/service/{world.service.id}", "resident", {"next": "/"}),
    "contributions.unfollow_thing": Sent(
        lambda world: f"/follows/service/{world.service.id}/stop", "resident", {"next": "/"}
    ),
    "contributions.unfollow": Sent(
        lambda world: f"/contributions/{world.ideas['published'].id}/unfollow", "resident", {"next": "/"}
    ),
    "comments.say": Sent(
        lambda world: f"/threads/{world.topics['open'].id}/comments",
        "resident",
        {"body": "Так оно и есть.", "stand": "for", "parent_id": "", "secret": "", "checked": ""},
    ),
    "comments.take_stand": Sent(
        lambda world: f"/threads/{world.topics['open'].id}/stand", "resident", {"stand": "against"}
    ),
    "comments.take_stand_back": Sent(lambda world: f"/threads/{world.topics['open'].id}/stand/take-back", "resident"),
    "comments.revise_comment": Sent(comment("said", "/edit"), "author", {"body": "Иначе сказано.", "checked": ""}),
    "comments.delete_comment": Sent(new_comment("/delete"), "author"),
    "comments.useful": Sent(comment("said", "/useful"), "resident", {"next": "/"}),
    "comments.not_useful": Sent(comment("said", "/not-useful"), "resident", {"next": "/"}),
    "comments.highlight": Sent(comment("said", "/highlight"), "owner", {"next": "/"}),
    "comments.unhighlight": Sent(comment("said", "/unhighlight"), "owner", {"next": "/"}),
    "discussion.add_topic": Sent(at("/campaigns/ugra/topics/"), "owner", TOPIC),
    "discussion.save_topic": Sent(topic("led", "/edit"), "owner", TOPIC),
    "discussion.answer": Sent(topic("open", "/answers"), "resident", {"answer-1": "4", "answer-2": "2", "seen": ""}),
    "discussion.take_answers_back": Sent(topic("open", "/answers/take-back"), "resident"),
    "discussion.close_topic": Sent(topic("led", "/close"), "owner"),
    "discussion.reopen_topic": Sent(topic("led", "/reopen"), "owner"),
    "discussion.place_topic": Sent(topic("led", "/place"), "owner", {"place": "1"}),
    "discussion.save_conclusion": Sent(topic("concluded", "/conclusion"), "owner", CONCLUSION),
    "ideas.submit_idea": Sent(at("/campaigns/ugra/ideas/"), "resident", IDEA),
    "ideas.revise_idea": Sent(idea("returned", "/edit"), "author", {**IDEA, "do": "save"}),
    "ideas.tell_twins": Sent(at("/campaigns/ugra/ideas/twins"), "resident", IDEA),
    "ideas.autosave_new": Sent(at("/campaigns/ugra/ideas/autosave"), "resident", IDEA),
    "ideas.autosave_draft": Sent(idea("draft", "/autosave"), "author", IDEA),
    "ideas.discard_draft": Sent(new_idea(State.DRAFT, "/discard"), "author"),
    "ideas.withdraw_idea": Sent(new_idea(State.PUBLISHED, "/withdraw"), "author", {"why": "Передумал."}),
    "ideas.support": Sent(idea("published", "/support"), "resident"),
    "ideas.unsupport": Sent(idea("published", "/unsupport"), "resident"),
    "ideas.keep_entry": Sent(at("/campaigns/ugra/ideas/enter"), "owner", {**IDEA, **ENTRY}),
    "ideas.add_file": Sent(idea("published", "/files"), "author", {"caption": "Очередь у окна", "checked": ""}),
    "ideas.remove_file": Sent(
        lambda world: f"/ideas/{world.ideas['published'].id}/files/{world.file_id}/remove", "author"
    ),
    "ideas.invite_co_author": Sent(idea("draft", "/co-authors"), "author"),
    "ideas.end_co_author": Sent(
        lambda world: f"/ideas/{world.ideas['published'].id}/co-authors/{world.co_author_id}/end", "author"
    ),
    "ideas.accept_invitation": Sent(at(f"/ideas/invitations/{INVITATION}"), "resident"),
    "ideas.claim_draft": Sent(at(f"/ideas/drafts/{SECRET}/claim"), "resident"),
    "moderation.send_report": Sent(
        lambda world: f"/contributions/{world.ideas['published'].id}/report",
        "resident",
        {"rule": "rude", "words": "Обидные слова."},
        again=True,
    ),
    "moderation.block_author": Sent(
        lambda world: f"/moderation/cases/{case_of_somebody(world)}/block",
        "moderator",
        {"place": "1", "rule": "rude", "facts": "Оскорбления.", "term": "7"},
    ),
    "moderation.block_person": Sent(
        lambda _world: f"/admin/people/{make_account().id}/block",
        "administrator",
        {"place": "", "rule": "rude", "facts": "Оскорбления.", "term": "90"},
    ),
    "moderation.confirm_block": Sent(lambda world: f"/moderation/blocks/{new_block(world)}/confirm", "moderator"),
    "moderation.end_block": Sent(
        lambda world: f"/moderation/blocks/{new_block(world)}/end", "moderator", {"why": "Извинился."}
    ),
    "moderation.ask_block_review": Sent(
        lambda world: f"/account/blocks/{new_block(world, world.people['author'])}/review",
        "author",
        {"words": "Это не я."},
    ),
    "moderation.decide_block": Sent(
        lambda world: f"/moderation/blocks/{new_block_review(world)}/review",
        "moderator",
        {"outcome": "upheld", "facts": "Это были вы."},
    ),
    "moderation.keep_settings": Sent(
        at("/campaigns/ugra/plan/moderation"),
        "owner",
        {
            "reports_hide_from": "5",
            "trusted_from": "3",
            "trusted_days": "90",
            **{f"check_{code}": "usual" for code in CHECKS},
        },
    ),
    "moderation.claim_case": Sent(lambda world: f"/moderation/cases/{world.case.id}/claim", "moderator"),
    "moderation.release_case": Sent(lambda world: f"/moderation/cases/{world.case.id}/release", "moderator"),
    "moderation.publish_case": Sent(new_case("/publish"), "moderator", SEEN),
    "moderation.mask_case": Sent(
        new_case("/mask"),
        "moderator",
        {**SEEN, "spans": "1", "words": "талоны", "facts": "В тексте телефон.", "then": "preview"},
        again=True,
    ),
    "moderation.join_case": Sent(
        new_case("/join"), "moderator", {**SEEN, "other": "", "number": "2", "facts": "Обе о талонах."}
    ),
    "joining.propose": Sent(
        new_idea(State.PUBLISHED, "/join"), "moderator", {"other": "2", "way": "this", "reason": "Обе о талонах."}
    ),
    "themes.suggest": Sent(at("/campaigns/ugra/themes/suggest"), "owner"),
    "themes.name_theme": Sent(
        at("/campaigns/ugra/themes"),
        "owner",
        {"name": "Темы о трамваях", "note": "О трамваях.", "idea": "1", "rest": "2"},
    ),
    "themes.dismiss": Sent(at("/campaigns/ugra/themes/suggested/suggested"), "owner"),
    "themes.bring_back": Sent(
        lambda world: f"/campaigns/ugra/themes/dismissed/{put_away(world.campaigns['ugra'])}", "owner"
    ),
    "themes.reword": Sent(new_theme(""), "owner", {"name": "Тема о трамваях", "note": "О трамваях.", "seen": "1"}),
    "themes.move": Sent(lambda world: f"/themes/{world.theme_id}/ideas", "owner", {"idea": "1", "rest": "", "to": ""}),
    "themes.put": Sent(lambda world: f"/themes/{world.theme_id}/put", "owner", {"number": "1"}),
    "themes.join": Sent(new_theme("/join"), "owner", {"into": "1", "seen": "1"}),
    "themes.dissolve": Sent(new_theme("/dissolve"), "owner", {"seen": "1"}),
    "joining.answer": Sent(joining("/answer"), "author", {"agrees": "yes", "why": "Это одно и то же."}),
    "joining.take_back": Sent(joining("/take-back"), "owner", {"back_why": "Они о разном."}),
    "joining.part": Sent(joining("/part"), "moderator", {"part_why": "Они о разном."}),
    "moderation.make_draft": Sent(lambda world: f"/moderation/comments/{world.comments['said'].id}/idea", "moderator"),
    "moderation.mend_text": Sent(
        new_idea(State.PUBLISHED, "/mend", "/moderation/contributions"),
        "moderator",
        {"version": "1", "title": "Лист ожидания у врача", "track_id": "1", "territory_id": "1", "service_id": "1"},
    ),
    "moderation.restrict_case": Sent(
        new_case("/restrict"),
        "moderator",
        {
            **SEEN,
            "decision": "return",
            "ground": "rude",
            "term": "7",
            "competence": "1",
            "facts": "Слова обидные.",
            "then": "preview",
        },
    ),
    "moderation.decide_many": Sent(
        at("/moderation/together"),
        "moderator",
        {"pick": "1.1.1", "decision": "reject", "ground": "rude", "term": "7", "competence": "1", "facts": "Грубо."},
    ),
    "moderation.undo_many": Sent(at("/moderation/together/undo"), "moderator", {"case": "1"}, again=True),
    "moderation.send_review": Sent(
        lambda world: f"/account/texts/{world.ideas['returned'].id}/review", "author", {"words": "Это номер автобуса."}
    ),
    "moderation.send_review_of_report": Sent(new_report, "resident", {"words": "Посмотрите ещё раз."}),
    "moderation.decide_review": Sent(
        new_review, "moderator", {**SEEN, "outcome": "upheld", "facts": "Это телефон.", "then": "preview"}
    ),
    "moderation.end_wave": Sent(lambda world: f"/admin/waves/{new_wave()}/end", "administrator"),
    "outreach.send_invitations": Sent(
        at("/campaigns/ugra/outreach/invitations"),
        "owner",
        {"addresses": "somebody@example.org", "may": "y", "do": "send"},
    ),
    "outreach.stop_invitations": Sent(
        lambda world: letters.path("outreach.show_stop", word=tokens.sign(STOP, "nobody")), "guest"
    ),
    "moderation.undo_case": Sent(lambda world: f"/moderation/cases/{world.case.id}/undo", "moderator"),
    "moderation.look_again": Sent(
        lambda world: f"/moderation/contributions/{world.ideas['published'].id}/review", "moderator"
    ),
    "programs.make_token": Sent(
        at("/account/tokens/"), "author", {"name": "Отчёты", "scopes": "read", "days": "90", "form": ""}
    ),
    "programs.revoke_token": Sent(at("/account/tokens/1/revoke"), "author"),
    "webhooks.add_to_platform": Sent(at("/admin/webhooks/"), "administrator", WEBHOOK),
    "webhooks.add_to_campaign": Sent(at("/campaigns/ugra/plan/webhooks"), "owner", WEBHOOK),
    **{
        f"webhooks.{verb}": Sent(lambda world, verb=path: f"/webhooks/{new_webhook().id}/{verb}", "administrator")  # type: ignore[misc]
        for verb, path in {
            "pause": "pause",
            "go_on": "go-on",
            "try_out": "try",
            "renew_secret": "secret",
            "remove": "remove",
        }.items()
    },
    "webhooks.send_again": Sent(
        lambda world: f"/webhooks/deliveries/{put_delivery(new_webhook()).id}/send", "administrator"
    ),
    "search.keep_search": Sent(at("/account/searches"), "author", {**SEARCH, "q": "лист"}),
    "search.give_up_search": Sent(
        lambda world: f"/account/searches/{make_search(world.people['author'].id, q='трамвай').id}/give-up", "author"
    ),
    "notifications.mark_read": Sent(at("/account/notices/read"), "author", {"until": "1", "id": "1"}),
    "notifications.choose_letters": Sent(
        at("/account/notices/letters"),
        "author",
        dict.fromkeys(("own", "replies", "ideas", "follows", "projects", "searches"), "never"),
    ),
    "notifications.stop_letters": Sent(
        lambda world: letters.path("notifications.show_stop", word=tokens.sign(letters.STOP, [NOBODY, "follows"])),
        "guest",
        {"List-Unsubscribe": "One-Click"},
    ),
    "notifications.resume_letters": Sent(
        lambda world: f"/letters/resume/{tokens.sign(UNDO, [NOBODY, [['follows', 'daily']]])}", "guest"
    ),
    "notifications.stop_follow": Sent(at("/account/follows/1/stop"), "author", {"after": ""}),
    "notifications.choose_none": Sent(at("/account/notices/letters/none"), "author"),
    "plan.invite_list": Sent(
        at("/campaigns/invited/members/list"),
        "owner",
        {"addresses": "anna@example.org\nboris@example.org", "do": "send"},
    ),
    "plan.make_link": Sent(at("/campaigns/invited/members/link"), "owner"),
    "plan.cut_link": Sent(at("/campaigns/invited/members/link/cut"), "owner"),
    "plan.save_domains": Sent(at("/campaigns/invited/members/domains"), "owner", {"domains": "city.example.org"}),
    "plan.remove_member": Sent(
        lambda world: f"/campaigns/invited/members/{world.people['resident'].id}/remove", "owner"
    ),
    "plan.take_back_invitation": Sent(at("/campaigns/invited/members/invitations/1/take-back"), "owner"),
    "plan.accept_invitation": Sent(lambda world: make_link(world.campaigns["invited"]), "resident"),
    "implementation.begin": Sent(
        new_beginning,
        "official",
        {**REPORT, "office_id": "1"},
    ),
    "implementation.report": Sent(new_work("/report"), "official", REPORT),
    "implementation.add_milestone": Sent(new_work("/steps"), "official", STEP),
    "implementation.change_milestone": Sent(new_work("/steps/{step}"), "official", STEP),
    "implementation.move_milestone": Sent(new_work("/steps/{step}/move"), "official", {"way": "down"}),
    "implementation.remove_milestone": Sent(new_work("/steps/{step}/remove"), "official"),
    "implementation.send_contest": Sent(
        new_work("/contest", WorkState.DONE),
        "resident",
        {"body": "Пандус кончается перед ступенькой.", "caption": "Ступенька", "checked": ""},
    ),
    "answers.save_answer": Sent(
        new_owed(""),
        "official",
        {
            "outcome": "works already",
            "reasons": "Лист ожидания есть на портале, посмотрите по ссылке.",
            "link": "https://example.org/list",
            "referred_to": "Управление, 5-й кабинет",
            "signer": "Иванова Мария Петровна",
            "post": "директор",
            "letter_number": "12-Исх",
            "letter_on": "2026-01-12",
            "version": "",
            "do": "look",
        },
    ),
    "answers.upload_sheet": Sent(at("/answers/sheets"), "official", {"sheet": ""}),
    "answers.confirm_sheet": Sent(new_sheet("/confirm"), "official"),
    "answers.drop_sheet": Sent(new_sheet("/drop"), "official"),
    "answers.sign_ready": Sent(at("/answers/ready"), "official", {"pick": "1.1", "agreed": "y"}),
    "answers.sign_answer": Sent(new_owed("/sign", State.DRAFT), "official", {"version": "1"}),
    "answers.sign_second": Sent(new_owed("/second", State.SUBMITTED), "official", {"version": "1"}),
    "answers.take_back": Sent(new_owed("/take-back", State.SUBMITTED), "official"),
    "answers.extend": Sent(
        new_owed("/extend"), "owner", {"to_on": "2027-01-20", "why": "Ждём заключения министерства."}
    ),
    "answers.transfer": Sent(
        new_owed("/transfer"), "owner", {"office_id": "2", "reason": "Порталом занимается другой департамент."}
    ),
    "answers.set_beside": Sent(new_owed("/beside"), "owner", {"beside": "2"}),
    "answers.propose_closing": Sent(new_owed("/close"), "owner", {"reason": "Ведомство упразднено, отвечать некому."}),
    "answers.confirm_closing": Sent(new_owed("/close/confirm"), "owner", {"reason": "Ведомство упразднено."}),
    "answers.withdraw_closing": Sent(new_owed("/close/withdraw"), "owner"),
    "answers.archive": Sent(new_finished("/archive"), "owner"),
    "answers.ask_departments": Sent(
        at("/campaigns/ugra/answers"), "owner", {"ideas": "1", "office_id": "1", "beside": "2", "due_on": "2026-12-20"}
    ),
    "answers.keep_terms": Sent(
        at("/campaigns/ugra/answers/terms"), "owner", {"days": "30", "needs_second": "y", "release_together": "y"}
    ),
    "answers.release_answers": Sent(new_asking("/release"), "owner"),
    "implementation.reply": Sent(
        new_objection("/reply"), "official", {"upheld": "yes", "words": "Достроим до конца месяца."}
    ),
    "assessment.save_card": Sent(at("/campaigns/ugra/plan/assessment"), "owner", SCORE_CARD),
    "assessment.begin": Sent(at("/campaigns/screened/plan/assessment/begin"), "owner"),
    "assessment.open_all": Sent(
        at("/campaigns/screened/assessment/open"), "owner", {"reason": "Срок вышел, а двое так и не ответили."}
    ),
    "assessment.pass_on": Sent(
        at("/campaigns/screened/assessment/pass-on"), "owner", {"account_id": "1", "why": "Уехал надолго."}
    ),
    "assessment.save": Sent(
        new_assessment(""),
        "judge",
        {
            "c1": "4",
            "c2": "5",
            "feasible": "yes",
            "cost": "1",
            "reasons": "Талоны и правда расходятся.",
            "version": "1",
            "do": "hand-in",
        },
    ),
    "assessment.step_back": Sent(new_assessment("/step-back"), "judge", {"why": "Автор — мой брат."}),
    "selection.pick_idea": Sent(new_pick, "juror", {"reason": "Без этого не поедет ни один автобус посёлка."}),
    "selection.take_back": Sent(
        lambda world: f"/campaigns/counted/selection/picks/{world.ideas['counted'].id}/take-back", "juror"
    ),
    "selection.make": Sent(at("/campaigns/counted/selection/make"), "owner"),
    "paper.begin_pile": Sent(at("/campaigns/voting/vote/paper/new"), "owner", PILE),
    "paper.change_pile": Sent(
        lambda world: f"/campaigns/voting/vote/paper/{world.pile_id}/edit", "owner", {**PILE, "slips": "3"}
    ),
    "paper.keep_entry": Sent(new_pile("/slips"), "owner", {"slip-1": "1 2", "slip-2": "0", "slip-3": "1"}),
    "paper.settle_differences": Sent(read_pile("/differences", "2"), "owner", {"slip-1": "2"}),
    "paper.accept_pile": Sent(read_pile("/accept", "1"), "owner"),
    "paper.accept_alone": Sent(read_pile("/alone"), "owner", {"alone_because": "В посёлке один сотрудник."}),
    "paper.take_second": Sent(new_pile("/second"), "administrator"),
    "paper.give_back": Sent(read_pile("/give-back", "2"), "administrator"),
    "paper.cancel_pile": Sent(new_pile("/cancel"), "owner", {"cancel_reason": "Начали дважды."}),
    "paper.say_all_in": Sent(at("/campaigns/voting/vote/paper/in"), "owner", {"leaving_open": "y"}),
    "paper.make_sheet": Sent(
        at("/campaigns/voting/vote/codes"),
        "owner",
        {"place": "Библиотека", "count": "2", "territory_id": "", "word": ""},
    ),
    "paper.cancel_sheet": Sent(
        lambda world: f"/campaigns/voting/vote/codes/{world.sheet_id}/cancel",
        "owner",
        {"cancel_reason": "Лист потеряли."},
    ),
    "paper.open_ballot": Sent(at("/campaigns/voting/vote/code"), "guest", {"code": "ABCD-EFGH-JKMN-PQRS"}),
    "apart.ask": Sent(new_question, "juror", {"words": "Мы сидели в библиотеке."}),
    "apart.decide_look": Sent(
        lambda world: f"/campaigns/voting/vote/apart/looks/{new_look(world.vote)}",
        "moderator",
        {"outcome": "counted", "reason": "Так и было."},
    ),
    "ballots.check_choice": Sent(at("/campaigns/voting/vote/check"), "resident", CHOICE),
    "ballots.cast_ballot": Sent(at("/campaigns/voting/vote"), "resident", CHOICE),
    "rounds.save_vote": Sent(open_vote("asked", ""), "owner", RULE_OF_VOTE),
    "rounds.lay_options": Sent(open_vote("priced", "/options", costs=(1,), **PRICED), "owner"),
    "rounds.close_round": Sent(at("/campaigns/counted/results/1/close"), "owner", {"reason": "Снег."}),
    "rounds.sign_result": Sent(at("/campaigns/counted/results/1/sign"), "owner", {"edition": "1", "seen": "y"}),
    "rounds.publish_comparison": Sent(at("/campaigns/counted/results/1/comparison"), "owner", {}),
    "rounds.publish_result": Sent(at("/campaigns/counted/results/1/publish"), "owner", {"edition": "1"}),
    "rounds.count_again": Sent(at("/campaigns/counted/results/1/again"), "owner", {"reason": "Ошиблись."}),
}

# How the code reads an argument of an address.
ASKED_FOR = r'(?:args\.get(?:list)?|_word)\(\s*"(\w+)"|"(\w+)" in request\.args'

# Who opens it, where it is, and the arguments it understands.
ASKED: dict[str, tuple[str, Where, tuple[str, ...]]] = {
    "web.display_page": ("guest", at("/display"), ("next",)),
    "accounts.register": ("guest", at("/account/register"), ("next",)),
    "accounts.sign_in": ("guest", at("/account/sign-in"), ("next", "confirmed")),
    "personal.show_age": ("resident", at("/account/data/age"), ("years", "next")),
    "personal.show_consent": ("resident", at("/account/consent"), ("next",)),
    "accounts.consent_text": ("guest", at("/account/consents/personal-data"), ("version",)),
    "factors.show_second": ("guest", at("/account/sign-in/second"), ("next",)),
    "factors.show_again": ("resident", at("/account/again"), ("next", "shown")),
    "factors.show_factors": ("resident", at("/account/factors"), ("next",)),
    "accounts.admin_people": ("administrator", at("/admin/people/"), ("q", "with", "after")),
    "administration.show_text": ("administrator", at("/admin/texts/rules/en"), ("from",)),
    "identity.show_identity": ("resident", at("/account/identity"), ("next",)),
    "identity.leave": ("guest", at("/account/openid/nobody"), ("next",)),
    "identity.arrive": ("guest", at("/account/openid/nobody/back"), ("state", "code", "error", "iss")),
    "identity.show_desk": ("assistant", at("/assist/"), ("q", "after")),
    "accounts.admin_log": ("administrator", at("/admin/log"), ("after",)),
    "webhooks.show_webhook": ("administrator", lambda world: f"/webhooks/{new_webhook().id}", ("after",)),
    "services.list_services": ("guest", at("/services/"), ("q", "department", "territory", "after")),
    "services.keep_services": ("administrator", at("/admin/services/"), ("q", "department", "territory", "after")),
    "news.list_news": ("guest", at("/campaigns/ugra/news/"), ("after",)),
    "plan.list_campaigns": ("guest", at("/campaigns/?stage=running"), ("stage", "after")),
    "plan.ask_copy": ("owner", at("/campaigns/copy"), ("source",)),
    "plan.show_campaign": ("owner", at("/campaigns/ugra/"), ("at",)),
    "plan.show_rules": ("owner", at("/campaigns/ugra/rules"), ("at", "version")),
    "plan.show_plan": ("owner", at("/campaigns/planned/plan"), ("copied",)),
    "plan.show_calendar": ("guest", at("/campaigns/ugra/calendar.ics"), ("lang",)),
    "plan.show_log": ("observer", at("/campaigns/counted/log"), ("after",)),
    "ideas.list_ideas": (
        "guest",
        at("/campaigns/ugra/ideas/"),
        ("day", "sort", "track", "territory", "service", "problem", "theme", "outcome", "status", "after", "before"),
    ),
    "ideas.new_idea": ("resident", at("/campaigns/ugra/ideas/new"), ("title", "track", "problem", "service")),
    "ideas.enter_idea": ("owner", at("/campaigns/ugra/ideas/enter"), ("entered",)),
    "ideas.show_history": ("guest", idea("published", "/history"), ("below",)),
    "discussion.list_topics": ("guest", at("/campaigns/ugra/topics/"), ("after",)),
    "discussion.show_topic": ("resident", topic("open"), ("sort", "after", "answer")),
    "discussion.show_problems": ("guest", at("/campaigns/ugra/problems"), ("after",)),
    "ideas.show_idea": ("resident", idea("published", ""), ("sort", "after", "answer", "joined")),
    "outreach.show_outreach": ("owner", at("/campaigns/ugra/outreach"), ("language",)),
    "outreach.download_poster": ("owner", at("/campaigns/ugra/outreach/poster-a4.pdf"), ("language",)),
    "themes.show_themes": ("owner", at("/campaigns/ugra/themes"), ("waiting",)),
    "themes.show_theme": ("owner", lambda world: f"/themes/{world.theme_id}", ("after",)),
    "joining.choose": ("moderator", idea("published", "/join"), ("number", "other")),
    "comments.show_comment": ("resident", comment("said"), ("after", "answer")),
    "search.page": ("guest", at("/search?q=идея"), ("q", "page", *SEARCH)),
    "moderation.list_reports": ("resident", at("/account/reports"), ("after",)),
    "moderation.show_queue": ("moderator", at("/moderation/"), (*QUEUE, "all")),
    "moderation.show_search": (
        "moderator",
        at("/moderation/search?q=врач"),
        ("q", "kind", "status", "campaign", "language", "page"),
    ),
    "moderation.show_case": (
        "moderator",
        lambda world: f"/moderation/cases/{world.case.id}",
        QUEUE,
    ),
    "moderation.show_mask": ("moderator", lambda world: f"/moderation/cases/{world.case.id}/mask", QUEUE),
    "moderation.show_join": ("moderator", lambda world: f"/moderation/cases/{world.case.id}/join", QUEUE),
    "moderation.show_many": ("moderator", at("/moderation/together"), ("case",)),
    "moderation.show_done": ("moderator", at("/moderation/together/done"), ("done", "left")),
    "notifications.list_notices": ("author", at("/account/notices"), ("after", "new", "about")),
    "notifications.list_follows": ("author", at("/account/follows"), ("after",)),
    "paper.list_piles": ("owner", at("/campaigns/voting/vote/paper"), ("round",)),
    "paper.show_entry": ("owner", lambda world: f"/campaigns/voting/vote/paper/{world.pile_id}/slips", ("start",)),
    "apart.list_looks": ("moderator", at("/campaigns/voting/vote/apart/looks"), ("after",)),
    "ballots.show_ballot": ("resident", at("/campaigns/voting/vote"), ("round", "part")),
    "ballots.show_confirmation": ("resident", at("/campaigns/voting/vote/confirmation"), ("round", "number", "word")),
    "rounds.plan_vote": ("owner", open_vote("asked", ""), ("round",)),
    "rounds.plan_options": ("owner", open_vote("priced", "/options", costs=(1,), **PRICED), ("round",)),
    "rounds.show_rule": ("owner", at("/campaigns/voting/vote/rule"), ("round",)),
    "rounds.download_rule": ("owner", at("/campaigns/voting/vote/rule.json"), ("round", "version")),
    "rounds.show_results": ("owner", at("/campaigns/counted/results"), ("round", "edition", "after")),
    "rounds.download_csv": ("owner", at("/campaigns/counted/results/1.csv"), ("edition",)),
    "rounds.download_json": ("owner", at("/campaigns/counted/results/1.json"), ("edition",)),
    "rounds.download_pb": ("owner", at("/campaigns/counted/results/1.pb"), ("edition",)),
    "rounds.download_conversation": ("owner", at("/campaigns/counted/results/1.polis.zip"), ("edition",)),
    "rounds.download_file": ("owner", at("/campaigns/voting/results/1/rule.json"), ("edition",)),
    "rounds.show_ledger": ("owner", at("/campaigns/voting/vote/ledger"), ("round", "after")),
    "rounds.find_receipt": ("owner", at("/campaigns/voting/vote/receipt"), ("round", "code")),
    "rounds.download_receipt": ("owner", at("/campaigns/voting/vote/receipt.json"), ("round", "code")),
    "plan.show_members": ("owner", at("/campaigns/invited/members"), ("show", "q", "after")),
    "answers.show_board": ("guest", at("/answers/"), ("state", "office", "campaign", "after")),
    "answers.feed": ("guest", at("/answers/feed.atom"), ("office", "campaign")),
    "answers.show_calendar": ("guest", at("/answers/calendar.ics"), ("office", "campaign")),
    "answers.show_desk": ("official", at("/answers/desk"), ("state", "after")),
    "answers.show_ready": ("official", at("/answers/ready"), ("after",)),
    "answers.download_sheet": ("official", at("/answers/sheets/owed.xlsx"), ("campaign",)),
    "answers.show_sheet": ("official", new_sheet(""), ("which", "start")),
    "answers.show_owed": ("official", lambda world: f"/answers/{world.owed_id}", ("look", "again")),
    "answers.campaign_answers": ("owner", at("/campaigns/ugra/answers"), ("among", "after")),
    "implementation.show_board": (
        "guest",
        at("/implementation/"),
        ("office", "territory", "state", "campaign", "after"),
    ),
    "implementation.feed": ("guest", at("/implementation/feed.atom"), ("office", "territory", "state", "campaign")),
    "implementation.show_work": ("resident", work(""), ("before", "after")),
    "assessment.show_results": ("judge", opened_assessment, ("after",)),
    "selection.show_selection": ("juror", at("/campaigns/counted/selection"), ("after",)),
    "digests.list_digests": ("official", at("/digests/"), ("after",)),
}
KEYS = [
    pack(*parts)
    for parts in (
        [0],
        [-1],
        [2**63 - 1],
        [-(2**63) + 1],
        [2**63],
        ["a"],
        [1, 1],
        [2**63 - 1, 2**63 - 1],
        [1 - 2**63, 1],
        [0, 0, 0],
        [1, 2**62, 2**62],
        [7, 1, 1],
        ["0001-01-01T00:00:00+14:00", 1],
        ["9999-12-31T23:59:59-14:00", 1],
        ["2026-11-04", 1],
        ["2026-11-04T12:00:00+00:00", 1],
        ["\x00", 1],
    )
]
NO_KEYS = ["", ".", "A" * 299, "A" * 5000, "W10", "e30", "bnVsbA", "NaN", "[" * 299]


class Prober:
    """Sends forms and judges the answers."""

    def __init__(self, app: Flask, visit: Visit, world: World) -> None:
        self._visit, self.world = visit, world
        self._redis = Redis.from_url(app.extensions["veche.settings"].redis_url)
        self._visitors: dict[str, tuple[Visitor, str]] = {}
        self.troubles: list[object] = []

    def visitor(self, who: str, again: bool = False) -> tuple[Visitor, str]:
        """Somebody's browser and the token of its forms."""
        if again or who not in self._visitors:
            visitor = self._visit(self.world.people.get(who))
            self._visitors[who] = visitor, visitor.token("/account/sign-in")
        return self._visitors[who]

    def forget(self) -> None:
        """Closes all browsers: one of the forms may have signed somebody out."""
        self._visitors.clear()

    def send(self, form: Sent, fields: Pairs, about: object) -> TestResponse:
        """Sends the fields with a token that is good."""
        self._redis.flushall()
        visitor, token = self.visitor(form.who, form.again)
        body = encoded([("csrf_token", token), *fields])
        typed = "application/x-www-form-urlencoded"
        # Closed as a server closes it: a body that lies in a file goes with the answer.
        with visitor.client.post(form.where(self.world), data=body, content_type=typed) as answer:
            self.judge(visitor, answer, about)
        return answer

    def send_body(self, form: Sent, body: dict[str, Any], about: object) -> None:
        """Sends a body with a token that is good, in a header."""
        self._redis.flushall()
        visitor, token = self.visitor(form.who, form.again)
        # Closed as a server closes it: a body that lies in a file goes with the answer.
        with visitor.client.post(form.where(self.world), headers={"X-CSRFToken": token}, **body) as answer:
            self.judge(visitor, answer, about)

    def get(self, who: str, path: str, about: object = "") -> TestResponse:
        visitor, _token = self.visitor(who)
        answer = visitor.get(path)
        self.judge(visitor, answer, about or path)
        return answer

    def judge(
        self, visitor: Visitor, answer: TestResponse, about: object, clear: frozenset[int] | set[int] = CLEAR
    ) -> None:
        """Writes down what is wrong with the answer, and with the page that it leads to."""
        if answer.status_code not in clear:
            self.troubles.append((about, answer.status_code))
        if answer.status_code == 303:
            place = answer.headers["Location"]
            if not re.match(r"/(?![/\\])", place):
                self.troubles.append((about, place))
            answer = visitor.get(place)
            if answer.status_code not in CLEAR | {302}:
                self.troubles.append((about, place, answer.status_code))
        if answer.mimetype == "text/html":
            page = answer.get_data(as_text=True)
            runs = live_in(page) + ([CALCULATED] if PRODUCT in page else [])
            self.troubles += [(about, runs)] if runs else []


@pytest.fixture
def prober(app: Flask, visit: Visit, made_once: Callable[[Callable[[], World]], World]) -> Prober:
    return Prober(app, visit, made_once(make_world))


def usual(form: Sent, endpoint: str, world: World) -> dict[str, str]:
    own = {"plan.save_dates": dates_of, "rounds.lay_options": costs_of}.get(endpoint)
    return own(world) if own else form.fields


ALL_AT_ONCE = " ".join([*OWN, CALCULATED])


def tries(fields: dict[str, str]) -> Iterator[tuple[str, Pairs]]:
    """What is sent at each save: a form as it should be, nothing, all bad texts, some that are odd."""
    yield "as it should be", list(fields.items())
    yield "nothing", []
    if not fields:
        return
    for bad in (ALL_AT_ONCE, NOT_TEXT, HUGE, *ODD[:4]):
        yield str(bad[:30]), [(name, bad) for name in fields]


def tries_without_one(fields: dict[str, str]) -> Iterator[tuple[str, Pairs]]:
    """Each field missing."""
    for name in fields:
        yield f"{name} is missing", [pair for pair in fields.items() if pair[0] != name]


def tries_of_databases(fields: dict[str, str]) -> Iterator[tuple[str, Pairs]]:
    """What databases may take each in its way and was not sent yet, in all fields; each field with what is too large."""
    for bad in sorted({*OF_DATABASES}.difference(ODD[:4])) if fields else ():
        yield bad[:30], [(name, bad) for name in fields]
    for name, value in fields.items():
        odd = "9999-12-31" if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else "9" * 30
        yield f"{name} is {odd}", [(name, odd), *(pair for pair in fields.items() if pair[0] != name)]


def all_tries(fields: dict[str, str]) -> Iterator[tuple[str, Pairs]]:
    """Each bad text that was not sent yet in all fields, and all of them twice."""
    for bad in (*OWN, *ODD[4:]) if fields else ():
        if bad not in OF_DATABASES:
            yield bad[:30], [(name, bad) for name in fields]
    if fields:
        yield "all come twice", [pair for name in fields for pair in twice(name)]


def twice(name: str) -> Pairs:
    return [(name, OWN[0]), (name, OWN[1]), (f"{name}[]", "1"), (f"{name}[a][b]", "1")]


def of_room(table: dict[str, Row], room: str) -> list[tuple[str, Row]]:
    return [(endpoint, row) for endpoint, row in table.items() if endpoint.startswith(f"{room}.")]


def test_every_form_is_in_the_table(app: Flask) -> None:
    # What programs send has tables of its own: tests/integration/test_api.py, test_api_contract.py.
    rules = [rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith("api.")]
    takes_forms = {rule.endpoint for rule in rules if "POST" in (rule.methods or ())}

    assert takes_forms == set(FORMS)


def test_every_argument_of_an_address_is_in_the_table(app: Flask) -> None:
    root = Path(__file__).resolve().parents[2]
    code = [
        p.read_text() for folder in ("app", "campaigns", "moderation", "search") for p in (root / folder).rglob("*.py")
    ]
    read = {name for text in code for name in re.findall(ASKED_FOR, text)}

    assert {one or other for one, other in read} == {name for _who, _where, names in ASKED.values() for name in names}


@pytest.mark.parametrize("room", sorted({endpoint.partition(".")[0] for endpoint in FORMS}))
@pytest.mark.parametrize(
    "tried",
    [
        tries,
        pytest.param(tries_without_one, marks=[pytest.mark.slow, pytest.mark.any_database]),
        pytest.param(tries_of_databases, marks=pytest.mark.slow),
        pytest.param(all_tries, marks=[pytest.mark.slow, pytest.mark.any_database]),
    ],
)
def test_no_form_breaks(prober: Prober, room: str, tried: Tried) -> None:
    for endpoint, form in of_room(FORMS, room):
        prober.forget()
        for about, fields in tried(usual(form, endpoint, prober.world)):
            prober.send(form, fields, (endpoint, about))

    assert prober.troubles[:3] == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1999-12-31", "2200-01-01"])
def test_a_project_begins_on_a_day_that_people_live_to_see(prober: Prober, day: str) -> None:
    form = FORMS["plan.create_campaign"]

    answer = prober.send(form, [*{**form.fields, "first_day": day}.items()], day)

    assert answer.status_code == 422
    assert "Choose a day of the calendar." in answer.get_data(as_text=True)


def bodies_of_other_kinds(fields: dict[str, str]) -> list[dict[str, Any]]:
    """JSON and files where a form is expected, as arguments of the test client."""
    return [
        {"json": {name: {"a": [1, None]} for name in fields}},
        {"json": [1, 2]},
        {"data": {name: (io.BytesIO(b"<b>"), "<script>.svg") for name in fields}},
    ]


def broken_bodies(fields: dict[str, str]) -> list[dict[str, Any]]:
    """Bodies that are hardly anything, or far too much."""
    return [
        {"json": dict.fromkeys(fields, 7)},
        {"json": None},
        {"data": b"{", "content_type": "application/json"},
        {"data": b"\xff\x00", "content_type": "text/plain"},
        {"data": b"--x", "content_type": "multipart/form-data; boundary=x"},
        {"data": b"csrf_token=1", "content_type": "multipart/form-data"},
        {"data": {f"field{n}": "1" for n in range(300)}, "content_type": "multipart/form-data"},
        {"data": b"a&" * 20_000, "content_type": "application/x-www-form-urlencoded; charset=utf-7"},
        {"data": b"a=" + b"b" * (3 << 20), "content_type": "application/x-www-form-urlencoded"},
    ]


@pytest.mark.slow
@pytest.mark.any_database
@pytest.mark.parametrize("bodies", [bodies_of_other_kinds, broken_bodies])
def test_no_form_breaks_whatever_the_body_is(prober: Prober, bodies: Bodies) -> None:
    for endpoint, form in FORMS.items():
        for body in bodies(usual(form, endpoint, prober.world)):
            prober.send_body(form, body, (endpoint, str(body)[:80]))

    assert prober.troubles[:3] == []


# Arguments that take the key of a page.
KEYED = {"after", "before", "below"}


def some_values(names: Sequence[str]) -> Iterator[Pairs]:
    """What is asked at each save: each argument by itself with what a database may stumble over."""
    for name in names:
        yield from ([(name, value)] for value in (OWN[7], "9" * 30, *((KEYS[2], KEYS[12]) if name in KEYED else ())))


def odd_values(names: Sequence[str]) -> Iterator[Pairs]:
    """Each argument by itself with what nobody can read, and several times."""
    for name in names:
        yield from ([(name, value)] for value in (ALL_AT_ONCE, NOT_TEXT, HUGE[:10_000], *ODD[:3]))
        yield [(name, "1"), (name, "2"), (f"{name}[]", "3"), (name, "")]


def values_of_databases(names: Sequence[str]) -> Iterator[Pairs]:
    """What databases may take each in its way in all arguments, and keys of what no table holds where keys are taken."""
    for value in OF_DATABASES:
        yield [(name, value) for name in names]
    for name in KEYED.intersection(names):
        yield from ([(name, key)] for key in KEYS)


def all_values(names: Sequence[str]) -> Iterator[Pairs]:
    """Each bad value that was not asked yet in all arguments, and each thing that is no key where keys are taken."""
    for value in (*OWN, *ODD):
        if value not in OF_DATABASES:
            yield [(name, value) for name in names]
    for name in KEYED.intersection(names):
        yield from ([(name, value)] for value in NO_KEYS)


@pytest.mark.parametrize("room", sorted({endpoint.partition(".")[0] for endpoint in ASKED}))
@pytest.mark.parametrize(
    "values",
    [
        some_values,
        pytest.param(odd_values, marks=[pytest.mark.slow, pytest.mark.any_database]),
        pytest.param(values_of_databases, marks=pytest.mark.slow),
        pytest.param(all_values, marks=[pytest.mark.slow, pytest.mark.any_database]),
    ],
)
def test_no_argument_of_an_address_breaks_its_page(prober: Prober, room: str, values: Values) -> None:
    for _endpoint, (who, where, names) in of_room(ASKED, room):
        path = where(prober.world)
        join = "&" if "?" in path else "?"
        for pairs in values(names):
            prober.get(who, f"{path}{join}{encoded(pairs).decode()}")

    assert prober.troubles[:3] == []


PLACEHOLDER = re.compile(r"<(?:(\w+):)?(\w+)>")
WORDS = [
    "%00",
    "%FF%FE",
    "..",
    "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
    "%0d%0aSet-Cookie:%20a=b",
    "a" * 5000,
]
NUMBERS = ["0", "-1", "9" * 18, "9" * 400, "%D9%A3", "1%00"]


@pytest.mark.slow
def test_no_address_breaks(app: Flask, prober: Prober) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.arguments and not rule.endpoint.startswith("api.")]

    for rule in rules:
        for kind, name in PLACEHOLDER.findall(rule.rule):
            for bad in NUMBERS if kind == "int" else WORDS:
                path = PLACEHOLDER.sub(
                    lambda part, name=name, bad=bad: bad if part[2] == name else _good(part), rule.rule
                )
                _walk(prober, rule.methods or set(), path)

    assert prober.troubles[:5] == []


def _good(part: "re.Match[str]") -> str:
    return "1" if part[1] == "int" else "ugra"


def _walk(prober: Prober, methods: set[str], path: str) -> None:
    visitor, token = prober.visitor("administrator")
    if "GET" in methods:
        prober.judge(visitor, visitor.get(path), path, CLEAR | {302, 308} | NOT_THEIRS)
    if "POST" in methods:
        answer = visitor.client.post(path, data={"csrf_token": token})
        prober.judge(visitor, answer, path, CLEAR | {308} | NOT_THEIRS)


# The whole of the strings of others, for the texts that most people read.


def of_a_profile(prober: Prober, text: str) -> None:
    prober.send(FORMS["accounts.change_profile"], [("given_name", text), ("family_name", text)], text)


def of_a_campaign(prober: Prober, text: str) -> None:
    fields = {**OUTLINE, "title": text[:120], "question": text[:300], "purpose": text, "slug": "planned"}
    prober.send(FORMS["plan.save_outline"], list(fields.items()), text)


def of_a_comment(prober: Prober, text: str) -> None:
    form = FORMS["comments.say"]
    prober.send(form, [*{**form.fields, "body": text[:3000]}.items()], text)


def of_moderation(prober: Prober, text: str) -> None:
    form = FORMS["moderation.restrict_case"]
    at_one = Sent(lambda world: f"/moderation/cases/{world.case.id}/restrict", form.who)
    prober.send(at_one, [*{**form.fields, "facts": text[:4000]}.items()], text)


def of_a_search(prober: Prober, text: str) -> None:
    prober.get("guest", f"/search?{encoded([('q', text)]).decode()}", text)


def all_of_them() -> list[str]:
    return [*naughty_strings(), *payloads(), *fixtures(), *messages()[::10]]


INTO = [of_a_profile, of_a_campaign, of_a_comment, of_moderation, of_a_search]


@pytest.mark.slow
@pytest.mark.skipif(not BAD_INPUT.is_dir(), reason=ABSENT)
@pytest.mark.parametrize("type_into", INTO)
def test_no_database_stumbles_over_a_character_of_others(
    prober: Prober, type_into: Callable[[Prober, str], None]
) -> None:
    found = characters()

    for start in range(0, len(found), 50):
        type_into(prober, found[start : start + 50])

    assert len(found) > 1000
    assert prober.troubles[:3] == []


@pytest.mark.slow
@pytest.mark.any_database
@pytest.mark.skipif(not BAD_INPUT.is_dir(), reason=ABSENT)
@pytest.mark.parametrize("type_into", INTO)
def test_the_strings_of_others_run_nowhere(prober: Prober, type_into: Callable[[Prober, str], None]) -> None:
    strings = all_of_them()

    for text in together(strings, 1900):
        type_into(prober, text)

    assert len(strings) > 4000
    assert prober.troubles[:3] == []


@pytest.mark.slow
@pytest.mark.any_database
@pytest.mark.skipif(not BAD_INPUT.is_dir(), reason=ABSENT)
@pytest.mark.parametrize("type_into", [of_a_profile, of_a_search])
def test_no_string_of_others_runs_by_itself(prober: Prober, type_into: Callable[[Prober, str], None]) -> None:
    for text in [*naughty_strings(), *fixtures()]:
        type_into(prober, text)

    assert prober.troubles[:3] == []
