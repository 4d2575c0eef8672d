"""Statements a page costs: so many, and not one more with more of everything."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit import chain
from app.digests import jobs as digest_jobs
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from app.offices.models import Office
from campaigns.answers.models import Extension, OwedAnswer, Transfer
from campaigns.contributions.models import Follow, State
from campaigns.ideas.models import Idea
from campaigns.implementation.models import Undertaking, WorkState
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.models import Round
from search.domain import upkeep
from tests.factories.answers import make_owed, put_another, put_answer
from tests.factories.campaigns import make_campaign, make_idea, make_track, support
from tests.factories.cases import make_case
from tests.factories.discussion import HOW, make_conclusion, make_topic
from tests.factories.joinings import make_proposal
from tests.factories.members import make_closed_campaign, make_member
from tests.factories.paper import make_codes, make_pile
from tests.factories.people import give_role, make_account, make_office, make_territory
from tests.factories.rounds import freeze, make_round, publish
from tests.factories.selection import make_selection
from tests.factories.services import make_service
from tests.factories.texts import put_news
from tests.factories.themes import make_theme, put_away, put_suggestion
from tests.factories.votes import make_vote, put_ballot, seal
from tests.factories.works import add_step, make_work, put_contest, put_report
from tests.support.people import Visitor
from tests.support.statements import counted

Visit = Callable[..., Visitor]

GUEST = {
    "/": 11,
    "/campaigns/": 9,
    "/campaigns/ugra/": 13,
    "/campaigns/ugra/rules": 7,
    "/campaigns/ugra/moderation": 14,
    "/campaigns/ugra/calendar.ics": 4,
    "/campaigns/feed.atom": 1,
    "/licences/": 0,
    "/sitemap.xml": 5,
    "/sitemap/ideas-0.xml": 1,
    "/sitemap/topics-0.xml": 1,
    "/campaigns/ugra/ideas/feed.atom": 3,
    "/campaigns/ugra/news/feed.atom": 3,
    "/campaigns/ugra/data": 7,
    "/campaigns/ugra/ideas/": 9,
    "/campaigns/ugra/ideas/?sort=new": 9,
    "/campaigns/ugra/ideas/?theme=1": 9,
    "/ideas/1": 12,
    "/ideas/1/history": 3,
    "/campaigns/ugra/topics/": 6,
    "/campaigns/ugra/topics/3": 13,
    "/campaigns/ugra/problems": 7,
    "/campaigns/counted/results": 13,
    "/campaigns/counted/selection": 12,
    "/campaigns/voting/vote": 7,
    "/campaigns/voting/vote/rule": 9,
    "/campaigns/voting/results": 8,
    "/campaigns/voting/vote/ledger": 11,
    "/campaigns/voting/vote/code": 6,
    "/campaigns/voting/vote/receipt": 6,
    "/campaigns/ugra/news/": 6,
    "/answers/": 3,
    "/answers/?state=in-time": 3,
    "/answers/?campaign=ugra": 7,
    "/answers/feed.atom": 1,
    "/answers/calendar.ics": 1,
    "/implementation/": 2,
    "/implementation/?state=done": 2,
    "/implementation/feed.atom": 1,
    "/ideas/12/implementation": 8,
    "/services/": 5,
    "/services/?q=лист": 6,
    "/services/1": 10,
    "/search": 3,
    "/search?q=лист": 3,
    "/search?q=лист+место:Сургут&campaign=ugra": 5,
    "/search.atom?q=лист": 2,
    "/digests/": 1,
    "/digests/1": 3,
    "/pages/rules": 0,
}
RESIDENT = {
    "/": 13,
    "/campaigns/ugra/": 16,
    "/campaigns/ugra/ideas/": 11,
    "/campaigns/ugra/ideas/new": 9,
    "/ideas/1": 14,
    "/campaigns/ugra/topics/": 9,
    "/campaigns/ugra/topics/3": 16,
    "/campaigns/counted/results": 15,
    "/search?q=лист": 6,
    "/account/searches": 3,
    "/implementation/": 4,
    "/ideas/12/implementation": 12,
    "/campaigns/voting/vote/apart": 9,
    "/campaigns/voting/vote": 11,
    "/account/": 26,
    "/account/notices": 6,
    "/account/follows": 10,
    "/account/reports": 3,
    "/contributions/3/report": 7,
}
STAFF = {
    "/answers/desk": 4,
    "/answers/sheets/new": 3,
    "/answers/1": 14,
    "/answers/2": 13,
    "/campaigns/ugra/answers": 10,
    "/campaigns/voting/vote/apart/looks": 7,
    "/moderation/": 11,
    "/moderation/search?q=лист": 6,
    "/moderation/cases/1/mask": 10,
    "/moderation/contributions/3/mend": 20,
    "/moderation/cases/1": 18,
    "/joinings/1": 12,
    "/campaigns/ugra/themes": 9,
    "/themes/1": 7,
    "/campaigns/ugra/themes/suggested/suggested": 8,
    "/ideas/6/join": 10,
    "/ideas/6/join?other=5": 17,
    "/admin/people/": 4,
    "/admin/people/1": 8,
    "/admin/log": 6,
    "/admin/offices/": 3,
    "/admin/offices/calendar": 3,
    "/admin/services/": 3,
    "/admin/territories/": 4,
    "/admin/": 4,
    "/admin/health": 13,
    "/admin/people/invitations": 5,
    "/admin/texts/": 2,
    "/admin/texts/rules/en": 5,
    "/admin/site": 2,
    "/admin/look": 2,
    "/admin/mail": 2,
    "/admin/territories/file": 2,
    "/campaigns/ugra/plan": 26,
    "/campaigns/voting/vote/paper": 14,
    "/campaigns/voting/vote/paper/1": 10,
    "/campaigns/voting/vote/paper/1/slips": 13,
    "/campaigns/voting/vote/paper/ballot": 6,
    "/campaigns/voting/vote/codes": 7,
    "/campaigns/voting/plan/vote": 8,
    "/campaigns/voting/plan/vote/options": 9,
    "/campaigns/closed/members": 8,
    "/campaigns/ugra/plan/dates": 4,
    "/campaigns/ugra/plan/texts": 5,
    "/campaigns/ugra/outreach": 4,
    "/campaigns/ugra/outreach/poster-a4.pdf": 3,
    "/campaigns/ugra/outreach/invitations": 4,
    "/admin/waves/": 5,
    "/campaigns/ugra/plan/rules": 5,
    "/campaigns/copy": 4,
}


def costs(visitor: Visitor, *paths: str) -> dict[str, int]:
    spent = {}
    for path in paths:
        db.session.remove()
        with counted() as sent:
            assert visitor.get(path).status_code == 200
        spent[path] = len(sent)
    return spent


def fill(campaign_id: int, resident_id: int, times: int) -> None:
    """More of everything, of the resident and of others."""
    campaign, resident = db.session.get_one(Campaign, campaign_id), db.session.get_one(Account, resident_id)
    for number in range(times):
        over = make_campaign()
        place = make_territory(f"Place of {over.slug}")
        other = make_account(territory_id=place.id)
        service = make_service(
            f"Лист {over.slug}", office_id=make_office(f"Office of {over.slug}").id, territory_id=place.id
        )
        track = make_track(campaign, f"Track {other.id}")
        shown = make_idea(
            campaign, other, title="Лист ожидания", track_id=track.id, territory_id=place.id, service_id=service.id
        )
        support(shown, resident, other, make_account())
        make_idea(campaign, resident, title="Лист ожидания")
        make_case(make_idea(campaign, other, State.SUBMITTED))
        make_theme(campaign, shown)
        themed = [make_idea(campaign, other, title="Тема трамвая") for _ in range(3)]
        put_suggestion(campaign, *themed)
        put_away(campaign, *themed[:1])
        make_conclusion(make_topic(campaign, other, asked=[HOW]), "Талоны расходятся за минуты")
        give_role(other, Role.MODERATOR)
        put_news(campaign, other)
        make_work(shown, make_office(f"Builders of {over.slug}"))
        work = db.session.scalars(select(Undertaking).order_by(Undertaking.id).limit(1)).one()
        put_report(work, state=WorkState.DONE, picture=True)
        add_step(work, place=other.id)
        put_contest(work, other)
        support(make_idea(over, other), resident)
        digest_jobs.take(publish(freeze(make_round(over))).id)
        note(resident, campaign, over)
        if number == 0:
            # A statement a kind: the page of what one follows has to hold some of each.
            follow_all(
                resident, track_id=track.id, service_id=service.id, territory_id=place.id, contribution_id=shown.id
            )
        vote = db.session.scalars(select(Round).join(Campaign).where(Campaign.slug == "voting")).one()
        put_ballot(vote, "")
        seal(vote)
        make_pile(vote, other)
        make_codes(vote)
        make_owed(make_idea(over, other), owing())
        put_answer(make_owed(make_idea(over, other), owing()))
        move(db.session.scalars(select(OwedAnswer).order_by(OwedAnswer.id).limit(1)).one())
        make_member(db.session.scalars(select(Campaign).where(Campaign.slug == "closed")).one(), other)
    upkeep.rebuild()


def owing() -> Office:
    return db.session.scalars(select(Office).where(Office.name == "Owing")).one()


def move(owed: OwedAnswer) -> None:
    """Its last day is moved once more, and it gets one more answer."""
    with step():
        here = {"owed_id": owed.id, "reason": "Ждём заключения.", "made_at": clock.now()}
        db.session.add(Extension(from_on=owed.due_on, to_on=owed.due_on, **here))
        db.session.add(Transfer(from_id=owed.office_id, to_id=owed.office_id, **here))
    put_another(db.session.get_one(Idea, owed.idea_id), None, State.PUBLISHED, "Построено и работает.")


def note(resident: Account, campaign: Campaign, other: Campaign) -> None:
    with step():
        now, fact = clock.now(), f"a fact {other.id}"
        kind = NoticeKind.TIMELINE_CHANGED
        db.session.add(Notice(account_id=resident.id, kind=kind, fact=fact, campaign_id=campaign.id, created_at=now))
        db.session.add(Follow(account_id=resident.id, campaign_id=other.id, since=now))
        chain.log("something", now=now, actor_id=resident.id, thing="account", thing_id=resident.id)


def follow_all(resident: Account, **things: int) -> None:
    things["office_id"] = make_office(f"Followed {things['track_id']}").id
    with step():
        for column, thing_id in things.items():
            db.session.add(Follow(account_id=resident.id, since=clock.now(), **{column: thing_id}))


@pytest.mark.slow
def test_a_page_costs_as_many_statements_with_more_of_everything(app: Flask, visit: Visit) -> None:
    # A demonstration of another test has left its sign-ins: then nobody asks the tables whether there is one.
    for name in ("demo-sign-ins.json", "demo-loading.json"):
        (Path(app.extensions["veche.settings"].VECHE_INSTANCE) / name).unlink(missing_ok=True)
    resident, staff = make_account(), make_account()
    for role in (Role.MODERATOR, Role.ADMINISTRATOR):
        give_role(staff, role)
    campaign, over = make_campaign("ugra"), make_campaign("counted")
    make_idea(campaign, title="Лист ожидания")
    support(make_idea(over), resident)
    make_conclusion(make_topic(campaign, asked=[HOW]), "Талоны расходятся за минуты")
    digest_jobs.take(publish(freeze(make_round(over))).id)
    make_selection(over)
    make_closed_campaign("closed")
    vote = make_vote(make_campaign("voting", windows=[(PhaseKind.VOTING, -1 / 24, 10)]))
    make_pile(vote, staff)
    make_codes(vote)
    make_proposal(make_idea(campaign), make_idea(campaign))
    make_work(make_idea(campaign, title="Построенная"), make_office("Builders"), WorkState.DONE)
    office = make_office("Owing")
    give_role(staff, Role.OFFICIAL, office=office)
    asked = make_idea(campaign, title="Отобранная")
    put_answer(make_owed(asked, office))
    make_owed(make_idea(over), office)
    ids = campaign.id, resident.id
    fill(*ids, 2)
    readers = ((visit(), GUEST), (visit(resident), RESIDENT), (visit(staff), STAFF))

    few = [costs(visitor, *paths) for visitor, paths in readers]
    fill(*ids, 12)
    many = [costs(visitor, *paths) for visitor, paths in readers]

    assert few == [GUEST, RESIDENT, STAFF]
    assert many == few
