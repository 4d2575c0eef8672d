"""The catalogue: what stands in it, how it is searched and kept, and who keeps it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.roles import GUEST, SYSTEM, Actor, Grant, Role
from app.audit.models import Entry
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed
from app.foundation.slots import Part
from app.foundation.unit_of_work import step
from campaigns.contributions.models import PUBLIC, State
from campaigns.plan.models import Audience
from campaigns.plan.phases import PhaseKind
from campaigns.plan.slots import Figure
from campaigns.services.domain import services
from campaigns.services.models import Service
from campaigns.services.queries.choices import all_choices, matching
from campaigns.services.slots import SERVICE_NUMBERS, SERVICE_PARTS
from campaigns.services.texts import ServiceText, is_fit
from tests.factories.campaigns import make_campaign
from tests.factories.discussion import HOW, make_conclusion, make_topic
from tests.factories.ideas import make_idea_in
from tests.factories.people import give_role, make_account, make_office, make_territory
from tests.factories.services import make_service
from tests.support.clocks import MovingClock
from tests.support.hostile import live_in
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
ADMINISTRATOR = Actor(1, grants=frozenset({Grant(Role.ADMINISTRATOR)}))
DIARY = ServiceText("Электронный дневник", "Оценки, задания и расписание.", "https://diary.example/")


def names(text: str) -> list[str]:
    """The names of the services listed on a page."""
    return re.findall(r'<a href="/services/\d+">([^<]+)</a>', text)


def found(visitor: Visitor, query: str) -> list[str]:
    return names(visitor.get(f"/services/?{query}").get_data(as_text=True))


def acts() -> list[str]:
    return list(db.session.scalars(select(Entry.act).order_by(Entry.id)))


def administrator() -> Actor:
    return Actor(give_role(make_account(), Role.ADMINISTRATOR).id, grants=frozenset({Grant(Role.ADMINISTRATOR)}))


def test_a_service_is_added_changed_taken_out_and_brought_back(app: Flask, clock: MovingClock) -> None:
    actor, office, now = administrator(), make_office(), clock.now()
    changed = ServiceText("Дневник школьника", office_id=office.id)
    with step():
        id = services.add(actor, DIARY, now).id
    with step():
        services.change(actor, id, changed, now)
    with step():
        services.retire(actor, id, now)
    ended = db.session.get_one(Service, id).ended_at
    with step():
        services.restore(actor, id, now)

    service = db.session.get_one(Service, id, populate_existing=True)
    assert (service.name, service.description, service.link, ended, service.ended_at) == (
        "Дневник школьника",
        "",
        "",
        now,
        None,
    )
    assert acts() == ["service.add", "service.change", "service.retire", "service.restore"]


def test_a_change_that_changes_nothing_is_no_act(app: Flask, clock: MovingClock) -> None:
    with step():
        id = services.add(SYSTEM, DIARY, clock.now()).id
    with step():
        services.change(SYSTEM, id, DIARY, clock.now())

    assert acts() == ["service.add"]


@pytest.mark.parametrize("name", ["Электронный дневник", "ЭЛЕКТРОННЫЙ  дневник", "Элёктронный Дневник"])
def test_a_name_is_there_once_however_it_is_spelled(app: Flask, clock: MovingClock, name: str) -> None:
    make_service("Электронный дневник")

    with pytest.raises(Conflict) as refusal, step():
        services.add(SYSTEM, ServiceText(name), clock.now())

    assert refusal.value.reason.code == "service-taken"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (ServiceText("Дневник", link="javascript:alert(1)"), Invalid),
        (ServiceText("Дневник", office_id=999), Missing),
        (ServiceText("Дневник", territory_id=999), Missing),
    ],
)
def test_what_leads_nowhere_is_refused(
    app: Flask, clock: MovingClock, text: ServiceText, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal), step():
        services.add(SYSTEM, text, clock.now())

    assert db.session.scalars(select(Service)).all() == []


@pytest.mark.parametrize(
    "actor",
    [GUEST, Actor(1), *(Actor(1, grants=frozenset({Grant(role)})) for role in Role if role != Role.ADMINISTRATOR)],
)
def test_only_administrators_keep_the_catalogue(app: Flask, clock: MovingClock, actor: Actor) -> None:
    id, now = make_service().id, clock.now()
    verbs: list[Callable[[], object]] = [
        lambda: services.add(actor, DIARY, now),
        lambda: services.change(actor, id, DIARY, now),
        lambda: services.retire(actor, id, now),
        lambda: services.restore(actor, id, now),
    ]

    for verb in verbs:
        with pytest.raises(NotAllowed), step():
            verb()

    assert acts() == []


def test_what_is_out_is_not_taken_out_again_and_what_is_in_not_brought_back(app: Flask, clock: MovingClock) -> None:
    id, out = make_service().id, make_service(ended_at=clock.now()).id

    with pytest.raises(Conflict), step():
        services.restore(SYSTEM, id, clock.now())
    with pytest.raises(Conflict), step():
        services.retire(SYSTEM, out, clock.now())


@pytest.mark.parametrize(
    "link",
    ["https://example.org", "http://example.org:8080/a?b=c#d", "https://услуги.рф/запись"],
)
def test_an_address_of_the_web_is_fit(link: str) -> None:
    assert is_fit(link)


@pytest.mark.any_database
@pytest.mark.parametrize(
    "link",
    [
        "",
        "example.org",
        "//example.org",
        "ftp://example.org",
        "javascript:alert(1)",
        "https://",
        "https://good.example@evil.example/",
        "https://example.org/a b",
        "https://[",
        "https://example.org:99999/",
        'https://example.org/"><script>',
        "data:text/html,hello",
    ],
)
def test_an_address_of_anything_else_is_not(link: str) -> None:
    assert not is_fit(link)


# What people ask for.


@pytest.fixture
def catalogue(app: Flask) -> None:
    health, school = make_office("Депздрав"), make_office("Департамент образования")
    surgut = make_territory("Сургут")
    make_service("Запись к врачу", "Приём в поликлинике в удобный день.", office_id=health.id)
    make_service("Электронный дневник", "Оценки и задания.", office_id=school.id, territory_id=surgut.id)
    make_service("Вызов врача на дом", "Если прийти самому нельзя.", office_id=health.id, territory_id=surgut.id)
    make_service("Запись в детский сад", "Место в очереди.", office_id=school.id)
    make_service("Закрытый сервис врача", ended_at=present.now())


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("дневник", ["Электронный дневник"]),
        ("ДНЕВ", ["Электронный дневник"]),
        ("врачу", ["Вызов врача на дом", "Запись к врачу"]),
        ("записаться к врачу через интернет", ["Запись к врачу"]),
        ("прием", ["Запись к врачу"]),
        ("приём в поликлинике", ["Запись к врачу"]),
        ("невник", []),
        ("100%", []),
        ("к", []),
        ("бегемот", []),
    ],
)
def test_a_service_is_found_by_the_beginnings_of_its_words(
    catalogue: None, visit: Visit, asked: str, answer: list[str]
) -> None:
    assert found(visit(), f"q={asked}") == answer


def test_words_of_the_name_weigh_more_than_those_of_the_description(app: Flask) -> None:
    make_service("Архив справок", "Копия, если справка о доходах потеряна.")
    make_service("Справка о доходах", "Для банка.")

    assert [line.name for line in matching("справка о доходах")] == ["Справка о доходах", "Архив справок"]


def test_filters_are_links_with_counts(catalogue: None, visit: Visit) -> None:
    health = db.session.scalars(select(Service.office_id).where(Service.name == "Запись к врачу")).one()

    page = visit().get(f"/services/?department={health}").get_data(as_text=True)

    assert names(page) == ["Вызов врача на дом", "Запись к врачу"]
    options = re.findall(r'<a href="([^"]+)"( aria-current="true")?>([^<]+) <span class="count">(\d+)</span>', page)
    assert [(label, bool(current), int(count)) for _url, current, label, count in options] == [
        ("Департамент образования", False, 2),
        ("Депздрав", True, 2),
        ("Сургут", False, 1),
    ]


def test_the_catalogue_is_paged_by_key(app: Flask, visit: Visit) -> None:
    for number in range(70):
        make_service(f"Сервис врача {number:02}")
    guest, seen, path = visit(), list[str](), "/services/?q=врача"

    while path:
        page = guest.get(path).get_data(as_text=True)
        seen += names(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = following[1].replace("&amp;", "&") if following else ""

    assert seen == [f"Сервис врача {number:02}" for number in range(70)]


def test_an_empty_catalogue_says_so_and_offers_no_search(app: Flask, visit: Visit) -> None:
    page = visit().get("/services/").get_data(as_text=True)

    assert ("The catalogue is empty" in page, 'name="q" value' in page) == (True, False)


def test_who_finds_nothing_is_led_to_propose_it_where_ideas_are_taken(catalogue: None, visit: Visit) -> None:
    make_campaign("open", title="Открытый проект")
    make_campaign("over", windows=[(PhaseKind.IDEAS, -20, -10)])
    make_campaign("invited", audience=Audience.INVITED)
    make_campaign("planned", launched=False)

    page = visit().get("/services/?q=бегемот").get_data(as_text=True)

    links = re.findall(r'href="(/campaigns/[^"]+/ideas/new[^"]*)"', page)
    assert links == ["/campaigns/open/ideas/new?title=%D0%B1%D0%B5%D0%B3%D0%B5%D0%BC%D0%BE%D1%82"]


# A service's own page.


def test_a_service_says_what_it_is_where_it_is_used_and_how_to_say_what_it_lacks(app: Flask, visit: Visit) -> None:
    place, office = make_territory("Когалым"), make_office("Депздрав")
    service = make_service("Запись к врачу", "Приём в поликлинике.", territory_id=place.id, office_id=office.id)
    make_campaign("open")

    page = visit().get(f"/services/{service.id}").get_data(as_text=True)

    assert [
        words in page
        for words in (
            "<h1>Запись к врачу</h1>",
            "Приём в поликлинике.",
            'href="https://service.example/" rel="noopener external"',
            "Депздрав",
            "Когалым",
            f'href="/campaigns/open/ideas/new?service={service.id}"',
        )
    ] == [True] * 6


def test_a_service_that_left_the_catalogue_keeps_its_page_and_takes_no_ideas(app: Flask, visit: Visit) -> None:
    service = make_service("Запись к врачу", ended_at=present.now() - timedelta(days=1))
    make_campaign("open")

    page = visit().get(f"/services/{service.id}").get_data(as_text=True)

    assert ("This service has left the catalogue" in page, "/ideas/new" in page) == (True, False)


def test_there_is_no_page_of_a_service_that_is_not_there(app: Flask, visit: Visit) -> None:
    assert visit().get("/services/1").status_code == 404


def test_rooms_above_fill_the_page_and_the_list(app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    service = make_service("Запись к врачу", "Приём.")
    fillers = {
        **app.extensions["veche.fillers"],
        SERVICE_NUMBERS: (
            lambda ids: {id: (Figure("ideas", 12, "ideas"), Figure("none", 0, "problems")) for id in ids},
        ),
        SERVICE_PARTS: (lambda shown: Part("services/macros.html") if shown.id == service.id else None, lambda _: None),
    }
    monkeypatch.setitem(app.extensions, "veche.fillers", fillers)

    listed = visit().get("/services/").get_data(as_text=True)
    page = visit().get(f"/services/{service.id}").get_data(as_text=True)

    assert ('<span class="meta">12 ideas</span>' in listed, "Nobody has said anything" in page) == (True, False)


@pytest.mark.parametrize("who", ["guest", "stranger"])
def test_nothing_hidden_is_gathered_about_a_service(app: Flask, visit: Visit, who: str) -> None:
    service, author, open_one = make_service("Запись к врачу"), make_account(), make_campaign("open")
    closed = [make_campaign("planned", launched=False), make_campaign("invited", audience=Audience.INVITED)]
    hidden = [(open_one, state) for state in State if state not in PUBLIC]
    for campaign, state in [*hidden, *((campaign, State.PUBLISHED) for campaign in closed)]:
        make_idea_in(state, campaign, author, title="Идея канарейка", service_id=service.id)
        topic = make_topic(campaign, author, state, "Тема канарейка", asked=[HOW], service_id=service.id)
        make_conclusion(topic, "Беда канарейка", service=service)
    make_idea_in(State.PUBLISHED, open_one, author, title="Видимая идея", service_id=service.id)
    visitor = visit(make_account() if who == "stranger" else None)

    listed, page = (visitor.get(path).get_data(as_text=True) for path in ("/services/", f"/services/{service.id}"))

    assert (listed.count("канарейка"), page.count("канарейка"), "Видимая идея" in page) == (0, 0, True)
    assert '<span class="meta">1 idea</span>' in listed


def test_choices_are_what_is_on_offer(catalogue: None) -> None:
    assert [name for _id, name in all_choices()] == [
        "Вызов врача на дом",
        "Запись в детский сад",
        "Запись к врачу",
        "Электронный дневник",
    ]


# Pages of administrators.


@pytest.fixture
def keeper(app: Flask, visit: Visit) -> Visitor:
    return visit(give_role(make_account(), Role.ADMINISTRATOR))


FIELDS = {"name": "Запись к врачу", "description": "Приём.", "link": "https://doctor.example/"}


def test_an_administrator_adds_a_service_on_a_page(keeper: Visitor) -> None:
    office = make_office()

    answer = keeper.send("/admin/services/new", {**FIELDS, "office_id": str(office.id)}, page="/admin/services/new")

    service = db.session.scalars(select(Service)).one()
    assert (answer.status_code, service.name, service.office_id, service.territory_id) == (
        303,
        "Запись к врачу",
        office.id,
        None,
    )


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({**FIELDS, "name": ""}, 422, "Fill this in."),
        ({**FIELDS, "link": "doctor.example"}, 422, "An address begins with https:// or http://"),
        ({**FIELDS, "name": "электронный дневник"}, 409, "There is a service with this name already."),
        ({**FIELDS, "office_id": "999"}, 422, "Choose one of the list."),
    ],
)
def test_what_cannot_be_kept_comes_back_with_a_sentence(
    keeper: Visitor, fields: dict[str, str], status: int, sentence: str
) -> None:
    make_service("Электронный дневник")

    answer = keeper.send("/admin/services/new", fields, page="/admin/services/new")

    page = answer.get_data(as_text=True)
    assert (answer.status_code, sentence in page, "Приём." in page) == (status, True, True)
    assert db.session.scalars(select(Service.name)).all() == ["Электронный дневник"]


def test_an_administrator_changes_a_service_and_takes_it_out(keeper: Visitor) -> None:
    id = make_service("Дневник").id
    path = f"/admin/services/{id}"

    changed = keeper.send(path, FIELDS, page=path)
    retired = keeper.send(f"{path}/retire", page=path)
    listed = keeper.get("/admin/services/").get_data(as_text=True)

    service = db.session.get_one(Service, id, populate_existing=True)
    assert (changed.status_code, retired.status_code, service.name) == (303, 303, "Запись к врачу")
    assert service.ended_at is not None
    assert ("Запись к врачу" in listed, "not on offer" in listed) == (True, True)


def test_a_name_of_markup_stays_text(app: Flask, visit: Visit, keeper: Visitor) -> None:
    service = make_service("<script>alert(1)</script>", "<img src=x onerror=alert(1)>")

    pages = [
        visitor.get(path).text for visitor in (visit(), keeper) for path in ("/services/", f"/services/{service.id}")
    ]

    assert [live_in(page) for page in pages] == [[], [], [], []]
