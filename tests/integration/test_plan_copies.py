"""A past campaign is planned once more."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import GUEST, SYSTEM, Actor, Role
from app.accounts.sessions import actor_of
from app.audit import chain
from app.audit.models import Chain, Entry
from app.foundation import clock as time
from app.foundation.db import db
from app.foundation.errors import NotAllowed
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Contribution
from campaigns.plan.domain import copies
from campaigns.plan.models import Audience, Campaign, CampaignText, Rules, Track
from campaigns.plan.phases import Act, PhaseKind
from tests.factories.campaigns import make_campaign, make_idea, make_track
from tests.factories.people import give_role, make_account
from tests.factories.plans import make_rules, make_text
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
DAY = timedelta(days=1)
FEBRUARY = date(2027, 2, 1)


def text_of(visitor: Visitor, path: str) -> str:
    response = visitor.get(path)
    assert response.status_code == 200, response.status
    return " ".join(response.get_data(as_text=True).replace("\u00a0", " ").split())


def owner_of(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.OWNER, campaign)


def copied(source: Campaign, actor: Actor = SYSTEM, first_day: date = FEBRUARY) -> Campaign:
    with step():
        return copies.copy(source, first_day, actor=actor, now=time.now())


def test_a_copy_says_what_the_campaign_said_and_is_a_plan(app):
    source = make_campaign(
        "ugra-2026",
        title="Цифровые сервисы",
        purpose="Чтобы стало удобнее.",
        audience=Audience.INVITED,
        winners=7,
        expert_picks=3,
        ideas_per_person=2,
        comments_checked_first=True,
        ideas_checked_first=False,
        is_demo=True,
        domains=["example.org"],
        invite_secret="digest",
        ideas_numbered=40,
    )

    copy = copied(source)

    assert [getattr(copy, name) for name in copies.SAID] == [getattr(source, name) for name in copies.SAID]
    assert (copy.slug, copy.launched_at, copy.is_demo, copy.ideas_numbered) == ("ugra-2027", None, False, 0)
    assert (copy.domains, copy.invite_secret) == ([], None)


def test_its_windows_begin_on_the_day_asked_for_and_keep_their_switches(app):
    midnight = (datetime(2026, 11, 4, 19, 0, tzinfo=UTC) - time.now()) / DAY
    source = make_campaign(windows=[(PhaseKind.IDEAS, midnight, midnight + 10), (PhaseKind.RESULTS, midnight + 12, 90)])
    with step():
        db.session.get_one(Campaign, source.id).windows[0].removed = [Act.SUPPORT.value]

    first, second = copied(source).timeline.windows

    assert (first.opens_at, first.closes_at) == (
        datetime(2027, 1, 31, 19, 0, tzinfo=UTC),
        datetime(2027, 2, 10, 19, 0, tzinfo=UTC),
    )
    assert (first.removed, second.opens_at - first.opens_at) == (frozenset({Act.SUPPORT}), 12 * DAY)


def test_directions_texts_and_the_rules_that_hold_come_along_and_ideas_do_not(app):
    source = make_campaign()
    make_track(source, "Здоровье", position=0)
    make_track(source, "Школа", position=1)
    make_text(source, "uk", title="Цифрові сервіси", question="Що заважає?")
    make_rules(source, "Пишем вежливо.")
    make_rules(source, "Пишем по делу.", number=2, reason="Просили.")
    make_idea(source)

    copy = copied(source)

    tracks = db.session.scalars(select(Track.name).where(Track.campaign_id == copy.id).order_by(Track.position)).all()
    (text,) = db.session.scalars(select(CampaignText).where(CampaignText.campaign_id == copy.id))
    (rules,) = db.session.scalars(select(Rules).where(Rules.campaign_id == copy.id))
    assert tracks == ["Здоровье", "Школа"]
    assert (text.language, text.title, text.question, text.purpose) == ("uk", "Цифрові сервіси", "Що заважає?", "")
    assert (rules.number, rules.body, rules.reason) == (1, "Пишем по делу.", "")
    assert db.session.query(Contribution).filter_by(campaign_id=copy.id).count() == 0


def test_two_copies_of_a_year_have_addresses_of_their_own(app):
    source = make_campaign("ugra")

    slugs = [copied(source).slug, copied(source).slug, copied(source, first_day=date(2028, 1, 1)).slug]

    assert slugs == ["ugra-2027", "ugra-2027-2", "ugra-2028"]


def test_a_copy_is_on_the_chain_of_the_new_campaign(app):
    source = make_campaign()

    copy = copied(source)

    kept = db.session.scalars(select(Chain).where(Chain.campaign_id == copy.id)).one()
    acts = db.session.scalars(select(Entry.act).where(Entry.chain_id == kept.id)).all()
    assert (acts, list(chain.faults(kept))) == (["campaign.copied"], [])


def test_who_owns_the_campaign_owns_the_copy(app):
    source = make_campaign()
    owner = owner_of(source)

    copy = copied(source, actor_of(owner))

    db.session.expire_all()
    assert actor_of(owner).campaigns_as(Role.OWNER) == {source.id, copy.id}


def test_an_administrator_needs_no_role_in_the_copy(app):
    administrator = give_role(make_account(), Role.ADMINISTRATOR)

    copied(make_campaign(), actor_of(administrator))

    db.session.expire_all()
    assert actor_of(administrator).campaigns_as(*Role) == frozenset()


@pytest.mark.parametrize("who", ["guest", "resident", "moderator", "owner of another"])
def test_others_copy_nothing(app, who):
    source, other = make_campaign(), make_campaign()
    actors = {
        "guest": GUEST,
        "resident": actor_of(make_account()),
        "moderator": actor_of(give_role(make_account(), Role.MODERATOR, source)),
        "owner of another": actor_of(owner_of(other)),
    }

    with pytest.raises(NotAllowed), step():
        copies.copy(source, FEBRUARY, actor=actors[who], now=time.now())

    assert db.session.query(Campaign).count() == 2


def test_an_owner_copies_last_year_s_campaign_on_its_page(app, visit: Visit):
    source = make_campaign("ugra", title="Цифровые сервисы")
    give_role(make_account(given_name="Марат", family_name="Юсупов"), Role.MODERATOR, source)
    owner = visit(owner_of(source))
    form = text_of(owner, "/campaigns/copy?source=ugra")

    sent = owner.send("/campaigns/copy", {"source": "ugra", "first_day": "2027-02-01"}, page="/campaigns/copy")

    page = text_of(owner, sent.headers["Location"])
    assert '<option selected value="ugra">Цифровые сервисы</option>' in form
    assert (sent.status_code, sent.headers["Location"]) == (303, "/campaigns/ugra-2027/plan?copied=ugra")
    assert ("The project is copied" in page, "Moderator: Марат Ю." in page) == (True, True)


def test_the_page_offers_one_s_own_and_to_administrators_all_that_were_launched(app, visit: Visit):
    mine, planned = make_campaign(title="Mine"), make_campaign(title="Planned of mine", launched=False)
    make_campaign(title="Launched of others")
    make_campaign(title="Planned of others", launched=False)
    owner = give_role(owner_of(mine), Role.OWNER, planned)
    titles = ("Mine", "Planned of mine", "Launched of others", "Planned of others")

    pages = [text_of(visit(who), "/campaigns/copy") for who in (owner, give_role(make_account(), Role.ADMINISTRATOR))]

    offered = [[f">{title}</option>" in page for title in titles] for page in pages]
    assert offered == [[True, True, False, False], [True, False, True, False]]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"source": "hidden", "first_day": "2027-02-01"}, "Choose one of the list."),
        ({"source": "", "first_day": "2027-02-01"}, "Fill this in."),
        ({"source": "ugra", "first_day": ""}, "Fill this in."),
        ({"source": "ugra", "first_day": "2300-01-01"}, "Choose a day of the calendar."),
    ],
)
def test_a_copy_that_cannot_be_comes_back_with_a_sentence(app, visit: Visit, fields, sentence):
    owner = visit(owner_of(make_campaign("ugra")))
    make_campaign("hidden", launched=False)

    answer = owner.send("/campaigns/copy", fields, page="/campaigns/copy")

    assert (answer.status_code, sentence in answer.get_data(as_text=True)) == (422, True)
    assert db.session.query(Campaign).count() == 2


def test_of_whose_roles_a_copy_was_made_only_its_owner_reads(app, visit: Visit):
    source, mine = make_campaign("ugra"), make_campaign("mine", launched=False)
    give_role(make_account(given_name="Марат", family_name="Юсупов"), Role.MODERATOR, source)

    answer = visit(owner_of(mine)).get("/campaigns/mine/plan?copied=ugra")

    assert (answer.status_code, "Марат" in answer.get_data(as_text=True)) == (403, False)


def test_the_day_offered_is_the_next_one_of_the_same_name(app, visit: Visit):
    # The first stage opened on Wednesday, 7 October; it is Wednesday, 4 November.
    owner = visit(owner_of(make_campaign("ugra", windows=[(PhaseKind.IDEAS, -28, 10)])))

    assert 'type="date" value="2026-11-11"' in text_of(owner, "/campaigns/copy")
