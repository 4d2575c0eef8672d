"""Every page in Russian, opened by those it is for: light on a desk, dark on a phone, the main ones for weak eyes, too."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import jobs as account_jobs
from app.accounts import links
from app.accounts.models import Account
from app.accounts.roles import GUEST, SYSTEM, Actor, Role
from app.accounts.sessions import actor_of
from app.digests import jobs as digest_jobs
from app.digests.queries.digests import id_of
from app.foundation import clock, letters, tokens
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.outreach.stopping import STOP
from campaigns.comments.domain import comments, highlights
from campaigns.comments.models import Stand
from campaigns.contributions.models import State
from campaigns.discussion.domain import answers
from campaigns.ideas.domain import co_authors, drafts, edits
from campaigns.ideas.models import Idea, Outcome
from campaigns.ideas.texts import IdeaText
from campaigns.implementation.models import WorkState
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.apart.models import Look, LookOutcome
from campaigns.rounds.comparison import reading
from campaigns.rounds.comparison.outcomes import compare
from campaigns.rounds.comparison.publishing import publish as publish_comparison
from campaigns.rounds.domain import plans
from campaigns.rounds.ledger.domain.notes import note
from campaigns.rounds.ledger.models import EntryKind
from campaigns.rounds.ledger.queries import opened
from campaigns.rounds.models import Result, Round
from campaigns.rounds.rules import defaults
from moderation.models import Case, Decision
from search.domain import upkeep
from tests.factories.answers import make_owed, make_terms, put_answer, put_sheet
from tests.factories.apart import APART, ask_to_look, set_apart
from tests.factories.assessment import begin, make_assessed, make_judges, make_screened, save_card, step_back
from tests.factories.assisted import make_helped
from tests.factories.blocks import ask_for_review, make_block
from tests.factories.campaigns import make_campaign, make_idea, make_track, support
from tests.factories.cases import leave_report, make_case, make_review, restrict
from tests.factories.comments import hide, make_comment_in, say
from tests.factories.discussion import HOW, WHERE, make_conclusion, make_topic
from tests.factories.joinings import join, make_proposal
from tests.factories.members import invite, make_closed_campaign, make_link, make_member
from tests.factories.paper import make_codes, make_pile
from tests.factories.people import give_role, make_account, make_competence, make_office, make_territory
from tests.factories.rounds import freeze, make_round, publish, sign
from tests.factories.selection import make_counted, make_expert, make_selection, pick
from tests.factories.services import make_service
from tests.factories.texts import put_news
from tests.factories.themes import make_theme, put_away, put_suggestion
from tests.factories.uploads import add_file, jpeg, pdf
from tests.factories.votes import code_of, make_vote, put_ballot, seal
from tests.factories.webhooks import make_webhook
from tests.factories.works import add_step, make_work, put_contest, put_report
from tests.journeys.conftest import DESK, PHONE, Sit

LONG = (
    "Удостоверение-многоквартирного-домовладения-и-"
    + "очень длинное название идеи, которое не помещается в строку; " * 2
)
DRAFT = "the-secret-of-a-guest-who-writes"
WEAK_EYES = "size=200&contrast=white-on-black"
LARGE = "size-200 contrast-white-on-black spacing-normal scheme-auto two-colours"
# What answers to GET and is no page.
NO_PAGES = {
    "administration.give_places",
    "answers.download_refused",
    "answers.download_sheet",
    "answers.feed",
    "answers.show_calendar",
    "assessment.download_csv",
    "assessment.download_lots",
    "digests.download_file",
    "digests.download_json",
    "digests.show_by_fingerprint",
    "digests.show_own_picture",
    "digests.show_own_small",
    "ideas.feed",
    "ideas.show_draft",
    "ideas.show_file",
    "ideas.show_small",
    "identity.arrive",
    "identity.leave",
    # These are looked over by `test_identity.py`, on the way of somebody new.
    "identity.show_newcomer",
    "identity.show_password",
    "identity.show_sheet",
    # These stand half way: `test_second_step.py` walks through them.
    "factors.show_agreement",
    "factors.show_second",
    "factors.show_stopping",
    "implementation.feed",
    "implementation.show_contest_picture",
    "implementation.show_contest_small",
    "implementation.show_report_picture",
    "implementation.show_report_small",
    "moderation.download_numbers_csv",
    "news.feed",
    "opendata.download",
    "operations.licence_texts",
    "operations.metrics",
    "operations.robots",
    "operations.security",
    "operations.security_moved",
    "operations.sitemap",
    "operations.sitemap_part",
    "outreach.download_poster",
    "paper.show_scan",
    "personal.fetch_file",
    "programs.show_openapi",
    "web.look_logo",
    "web.look_style",
    "web.own_style",
    "moderation.download_numbers_xlsx",
    "plan.feed",
    "plan.show_calendar",
    "rounds.download_checkpoints",
    "rounds.download_comparison",
    "rounds.download_conversation",
    "rounds.download_csv",
    "rounds.download_pb",
    "rounds.download_entries",
    "rounds.download_file",
    "rounds.download_receipt",
    "rounds.download_rule",
    "search.feed",
    "rounds.download_json",
    "static",
    "web.healthz",
    "web.readyz",
}


Pages = list[tuple[str, dict[str, Any]]]
Readers = list[tuple[Account | None, Pages]]
UGRA = {"slug": "ugra"}
VOTING = {"slug": "voting"}
TEXTS = ("how-it-works", "rules", "terms", "data-policy", "accessibility", "contacts")


@dataclass
class World:
    """Who opens which pages: for each reader (None is a guest) the endpoints with what their addresses need."""

    app: Flask
    pages: Readers

    def addresses(self) -> Iterator[tuple[Account | None, list[str]]]:
        """What each of the readers opens, one after another: a browser of its own for each list would be dear."""
        found: dict[int | None, tuple[Account | None, dict[str, None]]] = {}
        with self.app.test_request_context():
            for reader, pages in self.pages:
                _, addresses = found.setdefault(reader.id if reader else None, (reader, {}))
                addresses.update((self.app.url_for(endpoint, **values), None) for endpoint, values in pages)
        yield from ((reader, list(addresses)) for reader, addresses in found.values())


@pytest.fixture
def world(app: Flask, made_once: Callable[[Callable[[], Readers]], Readers]) -> World:
    return World(app, made_once(make_readers))


def make_readers() -> Readers:
    """A campaign that goes on, one that is planned, and three that are counted: published, signed, frozen."""
    author, moderator, owner, administrator = (make_account(language="ru") for _ in range(4))
    going_on = make_campaign("ugra", is_demo=True, organiser="Центр «Открытый округ»", purpose="Чтобы стало удобнее.")
    frozen, signed, planned = make_campaign("frozen"), make_campaign("signed"), make_campaign("planned", launched=False)
    for campaign in (going_on, frozen, signed, planned):
        give_role(owner, Role.OWNER, campaign)
    give_role(moderator, Role.MODERATOR)
    give_role(administrator, Role.ADMINISTRATOR)
    make_round(going_on)
    counted(frozen, author)
    sign(counted(signed, author))
    over = make_campaign("counted", title="Библиотека рядом: какой её хотят видеть жители")
    give_role(owner, Role.OWNER, over)
    result = publish(counted(over, author))
    digest_jobs.take(result.id)
    place = make_territory()
    idea = make_idea(going_on, author, title=LONG[:200], track_id=make_track(going_on).id, territory_id=place.id)
    returned = make_idea(going_on, author, State.SUBMITTED, title="Возвращена автору")
    restrict(returned, Decision.RETURN, moderator)
    make_service("Запись к врачу", "Приём в поликлинике в удобный день.", territory_id=place.id)
    case = make_case(make_idea(going_on, author, State.SUBMITTED, title="Ждёт проверки"))
    told = put_news(going_on, owner)
    leave_a_draft(going_on)
    upkeep.rebuild()
    account_jobs.send_reset(author.id, "a-letter")
    return [
        (None, [*guest_pages(idea.id, id_of(result.id) or 0), *pages_of_letters(author)]),
        (author, author_pages(returned.id)),
        (author, changed_pages(going_on, author)),
        (author, [("ideas.show_files", {"idea_id": idea.id}), ("ideas.show_co_authors", {"idea_id": idea.id})]),
        (moderator, [("moderation.ask_report", {"contribution_id": idea.id})]),
        (moderator, [("moderation.ask_block_author", {"case_id": case.id})]),
        *block_pages(going_on, moderator, owner),
        *identity_pages(owner),
        (owner, [("moderation.show_settings", UGRA)]),
        (administrator, [("moderation.ask_block_person", {"account_id": author.id}), ("moderation.list_waves", {})]),
        (moderator, [("ideas.show_invitation", {"secret": write_together(idea, author)})]),
        (owner, [("ideas.enter_idea", UGRA)]),
        (moderator, [("moderation.show_search", {"q": "идея"})]),
        (moderator, [("moderation.show_queue", {}), ("moderation.show_case", {"case_id": case.id})]),
        (moderator, [("moderation.show_mask", {"case_id": case.id})]),
        *joining_pages(going_on, author, moderator, case),
        *theme_pages(going_on, owner),
        *review_pages(going_on, author, moderator, owner),
        (moderator, [("moderation.show_mending", {"contribution_id": idea.id})]),
        (moderator, [("moderation.show_many", {"case": case.id}), ("moderation.show_done", {"done": case.id})]),
        (None, [("news.list_news", UGRA), ("news.show_news", {"news_id": told.id})]),
        (owner, [("news.new_news", UGRA), ("news.edit_news", {"news_id": told.id})]),
        *discussion_pages(going_on, author, owner),
        *comment_pages(going_on, author, owner),
        *selection_pages(owner),
        *answer_pages(owner),
        *assessment_pages(owner),
        *invitation_pages(owner),
        (None, voting_pages()),
        (voted_in("voting"), [("ballots.show_confirmation", VOTING)]),
        *rule_pages(owner),
        *apart_pages(author, owner, moderator),
        *work_pages(going_on, owner),
        *paper_pages(owner, administrator, author),
        (owner, owner_pages(make_webhook("https://city.example/hook", campaign=going_on).id)),
        (administrator, administrator_pages(owner.id, place.id, make_office().id)),
    ]


def joining_pages(campaign: Campaign, author: Account, moderator: Account, case: Case) -> Readers:
    """Ideas that may be joined, some whose authors are asked, and one that goes on in another."""
    one, other, gone, into = (make_idea(campaign, author, title=LONG[:200]) for _ in range(4))
    asked_id, joined_id = make_proposal(one, other, moderator).id, join(gone, into, moderator)
    here = {"idea_id": into.id}
    return [
        (author, [("joining.show_joining", {"joining_id": asked_id})]),
        (moderator, [("joining.choose", here), ("joining.choose", {**here, "other": one.id})]),
        (moderator, [("joining.show_joining", {"joining_id": joined_id})]),
        (moderator, [("moderation.show_join", {"case_id": case.id})]),
        (None, [("ideas.show_joined", {"idea_id": gone.id}), ("ideas.show_idea", {**here, "joined": gone.id})]),
    ]


def theme_pages(campaign: Campaign, owner: Account) -> Readers:
    """Themes that are named, suggested and put away."""
    themed = [make_idea(campaign, title=LONG[:200]) for _ in range(4)]
    key, theme_id = put_suggestion(campaign, *themed[:3], words=("тема", LONG[:40])), make_theme(campaign, themed[3])
    put_away(campaign, themed[3])
    pages = [("themes.show_themes", UGRA), ("themes.show_suggestion", {**UGRA, "key": key})]
    return [
        (owner, [*pages, ("themes.show_theme", {"theme_id": theme_id})]),
        (None, [("ideas.list_ideas", {**UGRA, "theme": theme_id})]),
    ]


def review_pages(campaign: Campaign, author: Account, moderator: Account, owner: Account) -> Readers:
    """Reviews that are asked for: by the author of a text, by somebody whose report led to nothing; and one at the desk."""
    refused, other = (make_idea(campaign, author, State.SUBMITTED, title=LONG[:120]) for _ in range(2))
    for idea in (refused, other):
        restrict(idea, Decision.REJECT, owner, ground="rude")
    review = make_review(refused)
    report = leave_report(make_idea(campaign, owner), author, moderator)
    return [
        (author, [("moderation.ask_review", {"contribution_id": other.id})]),
        (author, [("moderation.ask_review_of_report", {"report_id": report.id})]),
        (author, [("moderation.show_review", {"review_id": review.id})]),
        (moderator, [("moderation.show_case", {"case_id": review.case_id}), ("offices.show_affiliations", {})]),
        (owner, [("plan.edit_reviewer", UGRA), ("outreach.show_outreach", UGRA), ("outreach.show_invitations", UGRA)]),
    ]


def identity_pages(owner: Account) -> Readers:
    """Who somebody is, how sure it must be, and help for people without an e-mail."""
    assistant = give_role(make_account(), Role.ASSISTANT)
    helped = make_helped(assistant)
    desk: Pages = [("identity.show_desk", {}), ("identity.new_account", {})]
    return [
        (None, [("identity.show_code", {})]),
        (assistant, [*desk, ("identity.show_assisted", {"account_id": helped.id})]),
        (helped, [("identity.show_help", {}), ("identity.show_identity", {}), ("identity.show_join", {})]),
        (owner, [("plan.edit_levels", UGRA)]),
    ]


def block_pages(campaign: Campaign, moderator: Account, owner: Account) -> Readers:
    """Somebody may not write and asks for a second look; somebody else may yet ask."""
    asks, may_ask = make_account(given_name="Шумный"), make_account(given_name="Громкий")
    block_id = ask_for_review(asks, make_block(owner, asks, campaign))
    return [
        (asks, [("moderation.show_own_block", {"block_id": block_id})]),
        (may_ask, [("moderation.show_own_block", {"block_id": make_block(owner, may_ask, campaign)})]),
        (moderator, [("moderation.show_block", {"block_id": block_id}), ("moderation.list_blocks", {})]),
    ]


def selection_pages(owner: Account) -> Readers:
    """Ideas that experts pick from, and a selection that is made."""
    picking, ideas, _result = make_counted("picking", (4, 3, 2, 1, 0), expert_picks=2)
    made, others, _result = make_counted("made", title=LONG[:120])
    expert = make_expert(picking)
    give_role(owner, Role.OWNER, picking)
    pick(picking, ideas[4], expert)
    pick(made, others[3], make_expert(made), LONG[:300])
    make_selection(made)
    here: Pages = [("selection.show_selection", {"slug": "picking"})]
    return [
        (None, [*here, ("selection.show_selection", {"slug": "made"}), ("selection.show_selection", UGRA)]),
        (None, [("ideas.show_idea", {"idea_id": others[3].id}), ("rounds.show_results", {"slug": "made"})]),
        (expert, [*here, ("selection.show_pick", {"slug": "picking", "idea_id": ideas[3].id})]),
        (owner, [*here, ("selection.show_making", {"slug": "picking"})]),
    ]


def answer_pages(owner: Account) -> Readers:
    """Answers owed, drafted, signed and held, given twice, late; the pages of the official and the owner."""
    campaign = make_campaign("answered", windows=[(PhaseKind.IDEAS, -30, -10), (PhaseKind.DECISION, -5, 30)])
    give_role(owner, Role.OWNER, campaign)
    office = make_office("Департамент " + "очень-длинного-названия-" * 3)
    official = give_role(make_account(), Role.OFFICIAL, office=office)
    make_terms(campaign, needs_second=True, release_together=True)
    titles = (LONG[:120], "Просрочено", "Черновик", "Подписано", "Отвечено", "Ещё никого не спросили")
    ideas = [make_idea(campaign, title=title, outcome=Outcome.SHORTLISTED) for title in titles]
    owed = [make_owed(idea, office, in_days=days) for idea, days in zip(ideas[:5], (20, -3, 4, 9, 9), strict=True)]
    put_answer(owed[2], official, State.DRAFT)
    put_answer(owed[3], official, State.SUBMITTED)
    for number in (1, 2):
        put_answer(owed[4], official, number=number, link="https://example.org/" + "a" * 80)
    sheet = put_sheet(official, *owed[:4])
    here: Pages = [("answers.show_board", {"campaign": "answered"})]
    states = ("overdue", "in-time", "closed")
    forms: Pages = [("answers.show_owed", {"owed_id": one.id}) for one in owed]
    looks: Pages = [("answers.show_owed", {"owed_id": owed[2].id, "look": 1})]
    return [
        (None, [*here, *(("answers.show_board", {"state": state}) for state in states)]),
        (None, [("ideas.show_idea", {"idea_id": ideas[place].id}) for place in (1, 3, 4)]),
        (official, [("answers.show_desk", {}), *forms, *looks, ("answers.new_sheet", {}), ("answers.show_ready", {})]),
        (official, [("answers.show_sheet", {"sheet_id": sheet.id, "which": which}) for which in ("kept", "refused")]),
        (owner, [("answers.campaign_answers", {"slug": "answered"}), ("answers.show_release", {"slug": "answered"})]),
        (owner, [("answers.show_owed", {"owed_id": owed[0].id}), ("answers.show_closing", {"owed_id": owed[1].id})]),
        (owner, [("answers.show_archiving", {"slug": "answered"})]),
    ]


def assessment_pages(owner: Account) -> Readers:
    """Ideas given out to experts, of whom one stepped back; a card to be set; and what other experts found."""
    campaign, _ideas = make_screened("screened", title=LONG[:120])
    give_role(owner, Role.OWNER, campaign)
    judge, *_others = make_judges(campaign)
    save_card(campaign, owner)
    mine, another = [row for row in begin(campaign, owner) if row.account_id == judge.id]
    step_back(another, LONG[:200])
    make_assessed("assessed")
    planned, _ideas = make_screened("unscored")
    give_role(owner, Role.OWNER, planned)
    save_card(planned, owner)
    make_judges(planned)
    desk: Pages = [("assessment.desk", {"slug": "screened"})]
    found: Pages = [(page, {"slug": "assessed"}) for page in ("assessment.desk", "assessment.show_results")]
    plans: Pages = [
        (f"assessment.{name}", {"slug": "unscored"}) for name in ("edit_card", "preview_card", "show_begin")
    ]
    return [
        (None, [*desk, *found]),
        (judge, [*desk, ("assessment.assess", {"assessment_id": mine.id})]),
        (owner, [*desk, *plans]),
    ]


def invitation_pages(owner: Account) -> Readers:
    """A campaign by invitation with people in it and some who are waited for."""
    closed = make_closed_campaign("closed", title="Совет отцов")
    give_role(owner, Role.OWNER, closed)
    member = make_member(closed, make_account("member@example.org", given_name="Удостоверение-многоквартирное"))
    invite(closed, "member@example.org", "ochen-dlinnyj-adres-elektronnoj-pochty.familiya@example.org")
    link = ("plan.join", {"slug": "closed", "secret": make_link(closed).rpartition("/")[2]})
    here = {"slug": "closed"}
    return [
        (None, [link]),
        (member, [link, ("plan.show_campaign", here)]),
        (owner, [("plan.show_members", here), ("plan.show_members", {**here, "show": "waiting"})]),
    ]


def voted_in(slug: str) -> Account:
    """Somebody who has voted in the open vote of the campaign."""
    voter = make_account()
    vote = db.session.scalars(select(Round).join(Campaign).where(Campaign.slug == slug)).one()
    put_ballot(vote, "", voter)
    return voter


def voting_pages() -> Pages:
    """A vote that is open, with votes that are sealed, an idea taken off the ballot, and one more vote that waits."""
    vote = make_vote(make_campaign("voting", windows=[(PhaseKind.VOTING, -1 / 24, 10)]))
    sealed = put_ballot(vote, "")
    with step():
        note(EntryKind.HIDE, vote.id, idea_id=opened.options(vote.id)[0]["id"], reason=LONG[:200], now=clock.now())
    seal(vote)
    codes = [code_of(ballot) for ballot in (sealed, put_ballot(vote, ""))]
    look_up: Pages = [("rounds.find_receipt", {**VOTING, "code": code}) for code in (*codes, "ABCD", codes[0][::-1])]
    here: Pages = [("ballots.show_ballot", VOTING), ("rounds.show_ledger", VOTING), ("rounds.find_receipt", VOTING)]
    return [*here, ("rounds.show_results", VOTING), *voted(), *look_up]


def rule_pages(owner: Account) -> Readers:
    """A vote about money whose ballot waits for costs, its rule changed once; one that is planned; one that nobody can change."""
    asked = make_campaign("asked", windows=[(PhaseKind.VOTING, 5, 20)])
    planned = make_campaign("voted-on", launched=False, windows=[(PhaseKind.VOTING, 5, 20)])
    for campaign in (asked, planned):
        give_role(owner, Role.OWNER, campaign)
    make_idea(asked, title=LONG[:120])
    make_idea(asked, title="Каток")
    ballot, counting = {"kind": "budget", "budget": 5_000_000}, {"rule": "greedy", "by": "votes", "over": "skip"}
    rule = defaults.of_vote(ballot, {**counting, "budget": 5_000_000}, channels=["site", "paper"], paper_days=3)
    round_ = make_round(asked)
    with step():
        plans.change_rule(round_, rule, LONG[:200], actor=SYSTEM, now=clock.now())
    slugs = [{"slug": campaign.slug} for campaign in (asked, planned)]
    pages: Pages = [(page, slug) for page in ("rounds.plan_vote", "rounds.plan_options") for slug in slugs]
    return [(owner, pages), (None, [("rounds.show_rule", slugs[0])])]


def voted() -> Pages:
    """A vote whose result is published, with a vote counted apart, for and against; and what other rules would give."""
    campaign = make_campaign("voted", windows=[(PhaseKind.VOTING, -1 / 24, 10)])
    counting = {"rule": "net"}
    vote = make_vote(campaign, titles=(LONG, "Одна сводка за вечер"), ballot={"kind": "for-against"}, counting=counting)
    first, second = (option["id"] for option in opened.options(vote.id))
    for_one, _against = (put_ballot(vote, marks) for marks in (f"{first}:1,{second}:-1", f"{second}:1"))
    seal(vote)
    with step():
        note(EntryKind.APART, vote.id, ballot_id=for_one.id, code="swarm", reason=LONG[:200], now=clock.now())
    publish(freeze(vote))
    ground = reading.of_round(vote)
    with step():
        outcomes = compare(ground.rule, ground.candidates, ground.ballots, ground.changes, ground.seed)
        publish_comparison(vote, 2, outcomes, SYSTEM, clock.now())
    return [("rounds.show_results", {"slug": "voted"}), ("rounds.show_comparison", {"slug": "voted", "number": 1})]


def apart_pages(author: Account, owner: Account, moderator: Account) -> Readers:
    """Votes that a rule counts apart: one whose voter may ask, one that waits for a person, one that was looked at."""
    vote = make_vote(make_campaign("apart", windows=[(PhaseKind.VOTING, -1 / 24, 10)]), apart=APART)
    _may_ask, waits, looked_at = (set_apart(put_ballot(vote, "", one)) for one in (author, owner, make_account()))
    look_id, done_id = (ask_to_look(ballot, LONG[:200]) for ballot in (waits, looked_at))
    with step():
        done = db.session.get_one(Look, done_id)
        done.outcome, done.reason, done.decided_at = LookOutcome.APART, LONG[:200], clock.now()
    here = {"slug": "apart"}
    looks: Pages = [("apart.show_look", {**here, "look_id": one}) for one in (look_id, done_id)]
    voters: Readers = [(account, [("apart.show_own", here)]) for account in (author, owner)]
    return [*voters, (moderator, [("apart.show_own", here), ("apart.list_looks", here), *looks])]


def work_pages(campaign: Campaign, owner: Account) -> Readers:
    """An idea that is done, with steps, reports and pictures, to which somebody objects; one whose work is still to begin."""
    work = make_work(make_idea(campaign, title=LONG[:200]), make_office("Дорожное"), WorkState.IN_PROGRESS)
    steps = [add_step(work, LONG[:200], place, date(2026, 1, place)) for place in (1, 2)]
    put_report(work, text=LONG, picture=True, link=f"https://example.org/{'a' * 200}", due_on=date(2026, 1, 2))
    done = make_work(make_idea(campaign, title="Готово"), make_office("Строительное"), WorkState.DONE)
    objection = put_contest(done, body=LONG, picture=True)
    here, ready = {"idea_id": work.idea_id}, {"idea_id": done.idea_id}
    shown: Pages = [("implementation.show_work", one) for one in (here, ready)]
    contest = {"contest_id": objection.id}
    forms: Pages = [(f"implementation.{name}", here) for name in ("write_report", "show_milestones")]
    return [
        (None, [*shown, ("implementation.show_board", {}), ("implementation.show_contest", contest)]),
        (owner, [*shown, *forms, ("implementation.edit_milestone", {**here, "milestone_id": steps[0].id})]),
        (owner, [("implementation.contest", ready), ("implementation.write_reply", contest)]),
        (owner, [("implementation.write_beginning", {"idea_id": make_idea(campaign, outcome=Outcome.ACCEPTED).id})]),
    ]


def paper_pages(owner: Account, second: Account, third: Account) -> Readers:
    """Piles of paper that two people enter, with long names and a difference, what is printed, and codes."""
    campaign = make_campaign("paper", windows=[(PhaseKind.VOTING, -1 / 24, 10)])
    vote = make_vote(campaign, paper_days=3)
    give_role(owner, Role.OWNER, campaign)
    give_role(third, Role.FACILITATOR, campaign)
    one, other = (f"{option['id']}:1" for option in opened.options(vote.id)[:2])
    here = {"slug": "paper"}
    read = [one, other, ""] * 9
    piles = [
        make_pile(vote, owner, second, first=read, second=[one, one, ""] * 9, place=LONG[:120]),
        make_pile(vote, owner, second, first=read, second=read),
        make_pile(vote, owner, first=read),
        make_pile(vote, owner, first=[one, None, None], cancelled_at=clock.now(), cancel_reason=LONG[:200]),
        make_pile(vote, third, first=[one, None, None] * 20),
    ]
    code_of_card, *_ = make_codes(vote, 3, place=LONG[:120])
    shown: Pages = [("paper.show_pile", {**here, "pile_id": pile.id}) for pile in piles]
    first = {**here, "pile_id": piles[0].id}
    entering: Pages = [("paper.show_entry", {**here, "pile_id": piles[-1].id})]
    owners: Pages = [("paper.list_piles", here), ("paper.new_pile", here), ("paper.edit_pile", first)]
    return [
        (owner, [*owners, *shown, ("paper.show_differences", first), ("paper.show_entry", first)]),
        (owner, [("paper.print_ballot", here), ("paper.list_sheets", here)]),
        (second, shown),
        (third, entering),
        (None, [("paper.ask_code", {**here, "_anchor": code_of_card})]),
    ]


def discussion_pages(campaign: Campaign, author: Account, owner: Account) -> Readers:
    """A topic that is discussed, answered by its author, and one that is concluded, as a guest, they and the owner see them."""
    going_on = make_topic(campaign, author, title=LONG[:200], asked=[HOW, WHERE])
    concluded = make_topic(campaign, title="Удобен ли электронный дневник?", asked=[HOW])
    make_conclusion(concluded, LONG[:300], "Никто не берёт трубку")
    with step():
        answers.give(actor_of(author), going_on.id, {1: 4, 2: 1}, clock.now())
    topic, past = {**UGRA, "topic_id": going_on.id}, {**UGRA, "topic_id": concluded.id}
    both: Pages = [("discussion.list_topics", UGRA), ("discussion.show_topic", topic), ("discussion.show_topic", past)]
    return [
        (None, [*both, ("discussion.show_problems", UGRA)]),
        (author, [*both, ("discussion.new_topic", UGRA)]),
        (
            owner,
            [
                *both,
                ("discussion.new_topic", UGRA),
                ("discussion.edit_topic", topic),
                ("discussion.edit_conclusion", topic),
                ("discussion.edit_conclusion", past),
            ],
        ),
    ]


def comment_pages(campaign: Campaign, author: Account, owner: Account) -> Readers:
    """A thread with comments of every kind, as a guest, one of those who talk and the owner see it."""
    topic = make_topic(campaign, title="Удобно ли платить за детский сад?")
    office = make_office("Департамент образования и молодёжной политики автономного округа")
    root = say(topic, author, LONG * 8, stand=Stand.AGAINST)
    answer = say(topic, give_role(make_account(), Role.OFFICIAL, office=office), "Чинят, к зиме будет готово.", root)
    say(topic, make_account(), "Хорошо бы.", answer, stand=Stand.UNSURE)
    say(topic, make_account(), "С этим не поспоришь.", make_comment_in(State.PUBLISHED, topic, author, "Не нужно."))
    make_comment_in(State.SUBMITTED, topic, author, "Ждёт проверки.")
    gone = say(topic, make_account(), "Грубое слово.")
    say(topic, author, "Давайте без этого.", gone)
    hide(gone)
    with step():
        highlights.highlight(actor_of(owner), root.id, clock.now())
        comments.revise(actor_of(author), root.id, LONG * 9, clock.now() + timedelta(hours=1))
    here, one = {**UGRA, "topic_id": topic.id}, {"comment_id": root.id}
    both: Pages = [("discussion.show_topic", {**here, "sort": "useful"}), ("comments.show_comment", one)]
    writing: Pages = [("discussion.show_topic", {**here, "answer": answer.id}), ("comments.edit_comment", one)]
    return [
        (None, [*both, ("comments.show_history", one)]),
        (author, [*both, *writing, ("comments.ask_to_delete", one)]),
        (owner, both),
    ]


def counted(campaign: Campaign, author: Account) -> Result:
    """Two ideas of the campaign have support, and it is counted."""
    support(make_idea(campaign, author, title=LONG[:200]), make_account())
    support(make_idea(campaign, author, title="Тихая комната"), make_account(), author)
    return freeze(make_round(campaign))


def write_together(idea: Idea, author: Account) -> str:
    """The idea has a picture, a document, a co-author and an invitation, whose secret is given."""
    add_file(idea, author, jpeg((800, 600)))
    add_file(idea, author, pdf(), "План.pdf")
    pyotr = make_account(given_name="Пётр")
    with step():
        secrets = [co_authors.invite(actor_of(author), idea.id, clock.now()) for _ in range(2)]
        co_authors.join(actor_of(pyotr), secrets[0], clock.now())
    return secrets[1]


def leave_a_draft(campaign: Campaign) -> None:
    with step():
        text = IdeaText("Черновик гостя", "Беда гостя вот такая", "Совет гостя вот такой")
        drafts.save(GUEST, campaign.id, text, clock.now(), secret=DRAFT)


def guest_pages(idea_id: int, digest_id: int) -> Pages:
    return [
        ("web.home", {}),
        ("plan.list_campaigns", {}),
        ("offices.where_to_turn", {}),
        ("plan.show_campaign", UGRA),
        ("plan.show_rules", UGRA),
        ("moderation.show_numbers", UGRA),
        ("ideas.list_ideas", UGRA),
        ("ideas.list_ideas", {**UGRA, "sort": "new", "territory": 999}),
        ("ideas.new_idea", UGRA),
        ("ideas.print_form", UGRA),
        ("ideas.show_idea", {"idea_id": idea_id}),
        ("ideas.show_kept", {"secret": DRAFT}),
        ("rounds.show_results", UGRA),
        ("rounds.show_results", {"slug": "counted"}),
        ("digests.list_digests", {}),
        ("digests.show_digest", {"id": digest_id}),
        ("opendata.show_data", {"slug": "counted"}),
        ("operations.list_licences", {}),
        ("programs.show_docs", {}),
        ("services.list_services", {}),
        ("services.list_services", {"q": "врач"}),
        ("services.list_services", {"q": "бегемот"}),
        ("services.show_service", {"service_id": 1}),
        ("search.page", {}),
        ("search.page", {"q": "комната"}),
        ("search.page", {"q": "комната", "kind": "idea", "period": "year", "sort": "newest"}),
        ("search.page", {"q": "бегемот"}),
        ("accounts.sign_in", {}),
        ("accounts.register", {}),
        ("accounts.letter_sent", {}),
        ("accounts.show_resend", {}),
        ("accounts.forgotten", {}),
        ("accounts.consent_text", {"name": "personal-data"}),
        *(
            ("web.page", {"name": name})
            for name in ("how-it-works", "rules", "data-policy", "accessibility", "contacts")
        ),
        ("web.page_versions", {"name": "rules"}),
        ("web.page_version", {"name": "rules", "version": "1"}),
        ("web.display_page", {}),
        ("web.style_page", {}),
        ("web.list_letters", {}),
        ("web.show_letter", {"name": "account-a-letter"}),
    ]


def changed_pages(campaign: Campaign, author: Account) -> Pages:
    """An idea that was supported and then changed much, about a service."""
    idea = make_idea(campaign, author, title="Лист ожидания", service_id=make_service("Оплата парковки").id)
    support(idea, make_account())
    before = IdeaText.of(idea)
    change = edits.compare(before, replace(before, proposal=LONG, effect="Станет легче."))
    with step():
        edits.change(Actor(author.id), idea.id, change, clock.now(), confirmed=True)
    here = {"idea_id": idea.id}
    return [("ideas.show_history", here), ("ideas.show_idea", here), ("ideas.edit_idea", here)]


def pages_of_letters(account: Account) -> Pages:
    newcomer = make_account(given_name="Нина", email_confirmed_at=None)
    return [
        ("accounts.show_confirmation", {"word": links.confirmation(newcomer, "")}),
        ("accounts.show_reset", {"word": links.reset(account)}),
        ("outreach.show_stop", {"word": tokens.sign(STOP, "nobody")}),
        ("notifications.show_stop", {"word": tokens.sign(letters.STOP, [account.id, "follows", "replies"])}),
    ]


def author_pages(returned_id: int) -> Pages:
    return [
        ("accounts.my_page", {}),
        ("accounts.show_profile", {}),
        ("accounts.show_password", {}),
        ("personal.show_data", {}),
        ("personal.show_leaving", {}),
        ("personal.show_age", {"years": 14}),
        ("personal.show_full_name", {}),
        ("personal.show_consent", {}),
        ("factors.show_factors", {}),
        ("factors.show_code", {}),
        ("factors.show_passkey", {}),
        ("factors.list_sign_ins", {}),
        ("factors.show_email", {}),
        ("factors.show_again", {"next": "/account/"}),
        ("programs.list_tokens", {}),
        ("notifications.list_notices", {}),
        ("notifications.list_follows", {}),
        ("notifications.show_letters", {}),
        ("search.list_searches", {}),
        ("search.page", {"q": "комната"}),
        ("moderation.list_reports", {}),
        ("ideas.show_idea", {"idea_id": returned_id}),
        ("ideas.edit_idea", {"idea_id": returned_id}),
        ("ideas.ask_why", {"idea_id": returned_id}),
        ("moderation.show_reasons", {"contribution_id": returned_id}),
    ]


def owner_pages(webhook_id: int) -> Pages:
    return [
        ("accounts.my_page", {}),
        ("digests.edit_report", UGRA),
        ("digests.list_pictures", UGRA),
        ("digests.preview_report", {"slug": "counted"}),
        ("plan.show_plan", UGRA),
        ("plan.show_plan", {"slug": "planned"}),
        ("plan.edit_outline", {"slug": "planned"}),
        ("plan.edit_texts", {"slug": "planned"}),
        ("plan.edit_texts", UGRA),
        ("plan.edit_rules", {"slug": "planned"}),
        ("plan.edit_rules", UGRA),
        ("plan.ask_copy", {"source": "ugra"}),
        ("plan.show_campaign", {**UGRA, "at": "2026-11-05"}),
        ("plan.edit_dates", {"slug": "planned"}),
        ("plan.edit_tracks", UGRA),
        ("plan.edit_dates", UGRA),
        ("plan.show_log", {"slug": "signed"}),
        ("webhooks.list_campaign", UGRA),
        ("webhooks.show_webhook", {"webhook_id": webhook_id}),
        ("rounds.show_close", {**UGRA, "number": 1}),
        ("rounds.show_results", {"slug": "frozen"}),
        ("rounds.show_check", {"slug": "frozen", "number": 1}),
        ("rounds.show_results", {"slug": "signed"}),
    ]


def administrator_pages(account_id: int, territory_id: int, office_id: int) -> Pages:
    return [
        ("plan.new_campaign", {}),
        ("administration.overview", {}),
        ("administration.health", {}),
        ("administration.list_invitations", {}),
        ("administration.list_texts", {}),
        ("administration.show_text", {"name": "rules", "language": "ru"}),
        ("administration.show_site", {}),
        ("administration.show_look", {}),
        ("administration.show_mail", {}),
        ("administration.show_places", {}),
        ("accounts.admin_people", {}),
        ("accounts.admin_person", {"account_id": account_id}),
        ("accounts.admin_log", {}),
        ("factors.show_recovery", {"account_id": account_id}),
        ("webhooks.list_platform", {}),
        ("accounts.list_territories", {}),
        ("accounts.show_territory", {"territory_id": territory_id}),
        ("services.keep_services", {}),
        ("services.new_service", {}),
        ("services.edit_service", {"service_id": 1}),
        ("services.show_file", {}),
        ("offices.list_offices", {}),
        ("offices.show_calendar", {}),
        ("offices.list_competences", {}),
        ("offices.show_competence", {"competence_id": make_competence().id}),
        ("offices.show_office", {"office_id": office_id}),
    ]


def test_the_list_names_every_page(app: Flask, world: World) -> None:
    listed = {endpoint for _reader, pages in world.pages for endpoint, _values in pages}

    answering = {rule.endpoint for rule in app.url_map.iter_rules() if rule.methods and "GET" in rule.methods}
    for_programs = {endpoint for endpoint in answering if endpoint.startswith("api.")}
    assert listed == answering - NO_PAGES - for_programs


def test_no_page_keeps_anybody_out(world: World, sit: Sit) -> None:
    for account, addresses in world.addresses():
        reader = sit(
            account, scheme="light", width=DESK, locale="ru-RU", also=[("dark", PHONE, ""), ("light", PHONE, LARGE)]
        )
        for address in addresses:
            reader.open(address)


def test_the_main_pages_serve_weak_eyes(world: World, sit: Sit) -> None:
    main = {
        "/",
        "/campaigns/ugra/",
        "/campaigns/ugra/ideas/",
        "/campaigns/ugra/ideas/new",
        "/campaigns/counted/results",
        "/account/register",
        "/account/",
        "/moderation/",
        "/campaigns/ugra/plan/dates",
        "/admin/people/",
    }
    opened = set[str]()
    for account, addresses in world.addresses():
        theirs = main.intersection(addresses) - opened
        opened |= theirs
        if theirs:
            reader = sit(account, width=PHONE, locale="ru-RU", display=WEAK_EYES)
            for address in sorted(theirs):
                reader.open(address)

    assert opened == main


def test_pages_of_refusal_are_pages_too(world: World, sit: Sit) -> None:
    resident, reader = sit(make_account(), width=PHONE, locale="ru-RU"), sit(width=PHONE, locale="ru-RU")

    resident.meet("/nowhere", 404).meet("/campaigns/ugra/plan", 403)
    reader.open("/account/register").press("Зарегистрироваться").reads("Исправьте, пожалуйста, вот что")
    reader.open("/campaigns/ugra/ideas/new").press("Отправить").reads("Исправьте, пожалуйста, вот что")
