"""A campaign speaks several languages; where it does not speak the reader's, it says in which one it does."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import SYSTEM, Role
from app.audit.models import Entry
from app.foundation import clock as time
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid
from app.foundation.unit_of_work import step
from campaigns.plan.domain import rules as rules_verbs
from campaigns.plan.domain import texts as texts_verbs
from campaigns.plan.domain.texts import Wording
from campaigns.plan.models import Campaign, CampaignText, Rules
from campaigns.plan.phases import PhaseKind
from campaigns.plan.queries.texts import worded, worded_one
from tests.factories.campaigns import make_campaign
from tests.factories.people import give_role, make_account
from tests.factories.plans import make_rules, make_text
from tests.support.clocks import NOON, MovingClock
from tests.support.people import Visitor
from tests.support.statements import counted

Visit = Callable[..., Visitor]
TEXTS, RULES = "/campaigns/ugra/plan/texts", "/campaigns/ugra/plan/rules"
PURPOSE = "Чтобы стало удобнее."
RUNNING = [(PhaseKind.IDEAS, -1.0, 9.0)]


def text_of(visitor: Visitor, path: str) -> str:
    response = visitor.get(path)
    assert response.status_code == 200, response.status
    return " ".join(response.get_data(as_text=True).replace("\u00a0", " ").split())


def owner_of(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.OWNER, campaign)


def reader(app: object, language: str) -> Visitor:
    return Visitor(app, None, language)  # type: ignore[arg-type]


def wordings(**over: str) -> dict[str, str]:
    """The form of the texts, all empty but for these and the campaign's own title."""
    empty = {f"{code}-{name}": "" for code in ("ru", "uk", "en") for name in ("title", "question", "purpose")}
    return {**empty, "ru-title": "Сервисы", **{name.replace("_", "-"): value for name, value in over.items()}}


@pytest.mark.parametrize("path", ["/", "/campaigns/", "/campaigns/ugra/", "/campaigns/ugra/rules"])
def test_a_title_is_read_in_one_s_own_language_and_marked_so(app, path):
    make_text(make_campaign("ugra", title="Сервисы", windows=RUNNING), "uk", title="Сервіси громади")

    page = text_of(reader(app, "uk"), path)

    assert ("Сервіси громади" in page, "Сервисы" in page, 'lang="uk"' in page) == (True, False, True)


@pytest.mark.any_database
@pytest.mark.parametrize("path", ["/", "/campaigns/", "/campaigns/ugra/"])
@pytest.mark.parametrize(
    ("own", "language", "tag"), [("ru", "en", "на русском"), ("uk", "ru", "українською"), ("en", "uk", "in English")]
)
def test_a_title_in_another_language_says_in_which_in_that_language(app, path, own, language, tag):
    make_campaign("ugra", title="Сервисы", language=own, windows=RUNNING)

    page = text_of(reader(app, language), path)

    assert f'<span class="tag neutral" lang="{own}">{tag}</span>' in page


@pytest.mark.parametrize("path", ["/", "/campaigns/", "/campaigns/ugra/"])
def test_a_title_in_one_s_own_language_needs_no_tag(app, path):
    make_campaign("ugra", title="Сервисы", windows=RUNNING)

    page = text_of(reader(app, "ru"), path)

    assert ("Сервисы" in page, "на русском" in page) == (True, False)


def test_each_text_falls_back_by_itself(app):
    campaign = make_campaign(title="Сервисы", purpose=PURPOSE)
    make_text(campaign, "uk", title="Сервіси")

    said = worded_one(campaign, "uk")

    assert [(one.text, one.lang, one.tag) for one in (said.title, said.question, said.purpose)] == [
        ("Сервіси", "uk", ""),
        ("Что мешает пользоваться сервисами?", "ru", "на русском"),
        (PURPOSE, "ru", "на русском"),
    ]


def test_a_fallback_on_the_page_is_marked_in_its_language(app):
    campaign = make_campaign("ugra", title="Сервисы", purpose=PURPOSE)
    make_text(campaign, "uk", title="Сервіси")

    page = text_of(reader(app, "uk"), "/campaigns/ugra/")

    assert '<h1 lang="uk">Сервіси</h1>' in page
    assert '<span lang="ru">Что мешает пользоваться сервисами?</span>' in page
    assert f'<div class="prose" lang="ru"><p>{PURPOSE}</p></div>' in page


def test_texts_of_many_campaigns_cost_one_statement_and_none_in_their_own_language(app):
    for campaign in [make_campaign() for _ in range(5)]:
        make_text(campaign, "uk", title=f"Сервіси {campaign.id}")
    campaigns = db.session.query(Campaign).all()

    with counted() as foreign:
        said = worded(campaigns, "uk")
    with counted() as own:
        worded(campaigns, "ru")

    assert (len(foreign), len(own)) == (1, 0)
    assert [said[campaign.id].title.text for campaign in campaigns] == [f"Сервіси {c.id}" for c in campaigns]


def test_an_owner_writes_all_languages_on_one_page_the_own_one_first(app, visit: Visit):
    owner = visit(owner_of(make_campaign("ugra", language="uk", launched=False, title="Старе")))

    form = text_of(owner, TEXTS)
    fields = wordings(uk_title="Нове", uk_question="Що заважає?", en_title="Services", en_purpose="So that it works.")
    sent = owner.send(TEXTS, {**fields, "ru-title": ""}, page=TEXTS)

    campaign = db.session.query(Campaign).filter_by(slug="ugra").one()
    rows = [(row.language, row.title, row.question, row.purpose) for row in db.session.query(CampaignText)]
    places = [form.index(f'name="{code}-title"') for code in ("uk", "ru", "en")]
    assert (sent.status_code, places) == (303, sorted(places))
    assert (campaign.title, campaign.question) == ("Нове", "Що заважає?")
    assert rows == [("en", "Services", "", "So that it works.")]


def test_a_language_whose_texts_are_emptied_is_not_spoken_any_more(app, visit: Visit):
    campaign = make_campaign("ugra", launched=False)
    make_text(campaign, "uk", title="Сервіси")

    visit(owner_of(campaign)).send(TEXTS, wordings(), page=TEXTS)

    assert db.session.query(CampaignText).count() == 0


def test_the_own_title_may_not_be_empty(app, visit: Visit):
    owner = visit(owner_of(make_campaign("ugra", launched=False, title="Сервисы")))

    answer = owner.send(TEXTS, {**wordings(), "ru-title": ""}, page=TEXTS)

    db.session.expire_all()
    assert (answer.status_code, "Give the project a title." in answer.get_data(as_text=True)) == (422, True)
    assert db.session.query(Campaign).one().title == "Сервисы"


def test_of_a_launched_campaign_only_other_languages_are_written_and_the_log_says_so(app, visit: Visit):
    campaign = make_campaign("ugra", title="Сервисы")
    owner = visit(owner_of(campaign))

    form = text_of(owner, TEXTS)
    owner.send(TEXTS, wordings(ru_title="Другое", uk_title="Сервіси"), page=TEXTS)

    acts = db.session.scalars(select(Entry.act)).all()
    log = text_of(owner, "/campaigns/ugra/log")
    assert ('name="ru-title"' in form, db.session.query(Campaign).one().title) == (False, "Сервисы")
    assert (acts, "The texts were changed: Українська" in log) == (["texts.changed"], True)


def test_a_launched_campaign_says_nothing_else_in_its_own_language(app):
    campaign = make_campaign()

    with pytest.raises(Conflict) as refused, step():
        texts_verbs.set_all(campaign, {"ru": Wording("Другое")}, actor=SYSTEM, now=time.now())

    assert refused.value.reason.code == "plan.launched"


# The rules.


def test_rules_of_a_plan_are_written_anew_and_stay_the_first_version(app, visit: Visit):
    owner = visit(owner_of(make_campaign("ugra", launched=False)))

    owner.send(RULES, {"ru-body": "Пишем.", "uk-body": "Пишемо."}, page=RULES)
    owner.send(RULES, {"ru-body": "Пишем вежливо.", "uk-body": "Пишемо."}, page=RULES)

    rows = [(row.language, row.number, row.body) for row in db.session.query(Rules).order_by(Rules.language)]
    assert rows == [("ru", 1, "Пишем вежливо."), ("uk", 1, "Пишемо.")]


def test_rules_of_a_launched_campaign_get_another_version_with_a_reason_that_everyone_reads(
    app, visit: Visit, clock: MovingClock
):
    campaign = make_campaign("ugra")
    make_rules(campaign, "Пишем вежливо.", since=NOON - timedelta(days=30))
    make_rules(campaign, "Пишемо чемно.", "uk", since=NOON - timedelta(days=30))
    owner = visit(owner_of(campaign))
    clock.move_to(datetime(2026, 11, 10, 12, 0, tzinfo=UTC))
    fields = {"ru-body": "Пишем вежливо и кратко.", "uk-body": "Пишемо чемно.", "reason": "Просили участники."}

    sent = owner.send(RULES, fields, page=RULES)

    page = text_of(visit(), "/campaigns/ugra/rules")
    rows = [(r.language, r.number, r.reason) for r in db.session.query(Rules).order_by(Rules.language, Rules.number)]
    assert sent.headers["Location"] == "/campaigns/ugra/rules"
    assert rows == [("ru", 1, ""), ("ru", 2, "Просили участники."), ("uk", 1, "")]
    assert ("Пишем вежливо и кратко." in page, "Version 2, holds since 10 November" in page) == (True, True)
    assert 'Reason: <span lang="ru">Просили участники.</span>' in page


def test_what_a_version_changed_is_shown_word_by_word(app, visit: Visit):
    campaign = make_campaign("ugra")
    make_rules(campaign, "Пишем вежливо.")
    make_rules(campaign, "Пишем кратко.", number=2, reason="Просили.")

    page = text_of(visit(), "/campaigns/ugra/rules?version=2")

    assert "Пишем <del>вежливо</del><ins>кратко</ins>." in page


def test_the_rules_that_hold_count_from_the_launch(app, visit: Visit):
    make_rules(make_campaign("ugra", launched_at=NOON), "Пишем вежливо.", since=NOON - timedelta(days=30))

    assert "Version 1, holds since 4 November" in text_of(visit(), "/campaigns/ugra/rules")


@pytest.mark.parametrize("version", ["0", "3", "-1", "x", "9" * 30, ""])
def test_a_version_that_is_not_there_shows_the_one_that_holds(app, visit: Visit, version):
    make_rules(make_campaign("ugra"), "Пишем вежливо.")

    page = text_of(visit(), f"/campaigns/ugra/rules?version={version}")

    assert ("Пишем вежливо." in page, 'id="version"' in page) == (True, False)


@pytest.mark.parametrize(
    ("language", "body", "tag"),
    [("uk", "Пишемо чемно.", ""), ("ru", "Пишем вежливо.", ""), ("en", "Пишем вежливо.", "на русском")],
)
def test_rules_are_read_in_one_s_language_else_in_the_campaign_s(app, language, body, tag):
    campaign = make_campaign("ugra")
    make_rules(campaign, "Пишем вежливо.")
    make_rules(campaign, "Пишемо чемно.", "uk")

    page = text_of(reader(app, language), "/campaigns/ugra/rules")

    own = page.partition('id="own"')[2]
    assert (f"<p>{body}</p>" in own, "на русском" in own.partition("</h2>")[0]) == (True, bool(tag))


@pytest.mark.parametrize(
    ("bodies", "reason", "code"),
    [({"ru": "Иначе."}, "", "plan.rules-reason"), ({"ru": "Пишем вежливо."}, "Так.", "plan.rules-same")],
)
def test_rules_of_a_launched_campaign_change_for_a_reason_or_not_at_all(app, bodies, reason, code):
    campaign = make_campaign()
    make_rules(campaign, "Пишем вежливо.")

    with pytest.raises(Invalid) as refused, step():
        rules_verbs.set_all(campaign, bodies, reason, actor=SYSTEM, now=time.now())

    assert refused.value.reason.code == code


def test_a_change_of_the_rules_is_in_the_log(app, visit: Visit):
    campaign = make_campaign("ugra")
    owner = visit(owner_of(campaign))

    owner.send(RULES, {"ru-body": "Пишем вежливо.", "reason": "Забыли."}, page=RULES)

    assert "The rules were changed: version 1, Русский" in text_of(owner, "/campaigns/ugra/log")


def test_what_is_written_as_markup_is_read_as_it_is_written(app, visit: Visit):
    make_rules(make_campaign("ugra"), "<b>Пишем</b>\n\nвежливо")

    page = text_of(visit(), "/campaigns/ugra/rules")

    assert "<p>&lt;b&gt;Пишем&lt;/b&gt;</p><p>вежливо</p>" in page


def test_the_rule_of_selection_is_told_above_with_its_numbers(app, visit: Visit):
    make_campaign("ugra", winners=7, expert_picks=3, ideas_per_person=2)

    page = text_of(visit(), "/campaigns/ugra/rules")

    assert "7 ideas with the most support are selected." in page
    assert "Experts may select up to 3 more and say why each time." in page
    assert "One person may send up to 2 ideas." in page


def test_the_numbers_of_the_selection_are_set_in_the_outline(app, visit: Visit):
    owner = visit(owner_of(make_campaign("ugra", launched=False)))
    path = "/campaigns/ugra/plan/outline"
    fields = {
        "title": "Сервисы",
        "language": "ru",
        "time_zone": "Asia/Yekaterinburg",
        "audience": "everyone",
        "winners": "7",
        "expert_picks": "3",
        "ideas_per_person": "2",
        "comments_checked_first": "y",
        "slug": "ugra",
    }

    sent = owner.send(path, fields, page=path)
    refused = owner.send(path, {**fields, "expert_picks": "-1"}, page=path)

    campaign = db.session.query(Campaign).one()
    assert (sent.status_code, refused.status_code) == (303, 422)
    assert (campaign.winners, campaign.expert_picks, campaign.ideas_per_person) == (7, 3, 2)
    assert (campaign.comments_checked_first, campaign.ideas_checked_first) == (True, False)
