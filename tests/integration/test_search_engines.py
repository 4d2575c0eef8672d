"""What every engine promises: Whoosh on every database, PostgreSQL where the run has one, and both the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from markupsafe import Markup

from search.engine import Busy, Document, Engine, Facet, Hits, Likeness, Query, Shelf, Sort, Unready
from search.engines.postgresql import candidates
from search.engines.postgresql.engine import PostgresqlEngine
from search.engines.whoosh import WhooshEngine
from search.query import parse
from tests.evaluation.search_set import IDEAS, QUERIES
from tests.support.databases import PostgresqlDatabases, SqliteDatabases

DAY = datetime(2026, 11, 1, tzinfo=UTC)
TEXTS = [
    ("Лист ожидания к врачу", "Талоны к узким специалистам расходятся за минуты. Сделать лист ожидания.", "idea", "1"),
    ("Запись к врачу без регистратуры", "Приходится звонить в восемь утра.", "idea", "1"),
    ("Тёплые остановки", "Зимой автобуса ждут на морозе, а врач советует не мёрзнуть.", "topic", "2"),
    ("", "Врач принимает и без записи, если прийти к открытию.", "comment", "2"),
    ("Освітлення у дворі", "Встановити ліхтарі біля під'їзду, бо ввечері темно.", "idea", "3"),
    ("A bench at the bus stop", "People wait for buses standing.", "idea", "3"),
]


def documents() -> list[Document]:
    return [
        Document(
            id=number,
            title=title,
            text=text,
            language="uk" if campaign == "3" and number == 5 else "en" if number == 6 else "ru",
            facets={Facet.KIND: (kind,), Facet.CAMPAIGN: (campaign,)},
            source_id=f"A-{number}",
            published_at=DAY + timedelta(days=number),
        )
        for number, (title, text, kind, campaign) in enumerate(TEXTS, 1)
    ]


Databases = SqliteDatabases | PostgresqlDatabases


@contextmanager
def whoosh_in(folder: Path) -> Iterator[Engine]:
    engine = WhooshEngine(folder)
    yield engine
    for reader in engine._idle:
        reader.close()


@pytest.fixture
def empty(app: Flask, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The engine of this run, with no index yet."""
    if isinstance(databases, SqliteDatabases):
        with whoosh_in(tmp_path_factory.mktemp("index")) as engine:
            yield engine
        return
    database = sa.create_engine(app.extensions["veche.settings"].database_url)
    yield PostgresqlEngine(Shelf.PUBLIC, lambda: database)
    database.dispose()


@pytest.fixture
def engine(empty: Engine) -> Engine:
    with empty.rebuild() as changes:
        changes.index(documents())
    return empty


def ids(hits: Hits) -> list[int]:
    return [hit.id for hit in hits.hits]


def found(engine: Engine, text: str) -> list[int]:
    return ids(engine.query(Query(parse(text))))


def test_words_phrases_prefixes_titles_and_exclusions(engine: Engine) -> None:
    answers = {
        text: sorted(found(engine, text))
        for text in (
            "врачи",
            "врачи -автобусы",
            'врачи -"лист ожидания"',
            '"листы ожиданий"',
            '"ожидания лист"',
            "регистр*",
            "title:врачи",
            "-врач",
            "трамвай",
            "під’їздів",
            "the buses",
        )
    }

    assert answers == {
        "врачи": [1, 2, 3, 4],
        "врачи -автобусы": [1, 2, 4],
        'врачи -"лист ожидания"': [2, 3, 4],
        '"листы ожиданий"': [1],
        '"ожидания лист"': [],
        "регистр*": [2],
        "title:врачи": [1, 2],
        "-врач": [],
        "трамвай": [],
        "під’їздів": [5],
        "the buses": [6],
    }
    assert [found(engine, text)[0] for text in ("лист врач", "автобус врач", "регистратура врач")] == [1, 3, 2]


def test_filters_times_and_subtractions_change_the_counts_too(engine: Engine) -> None:
    asked = parse("врач")
    kinds, campaigns = frozenset({Facet.KIND}), frozenset({Facet.KIND, Facet.CAMPAIGN})
    ideas = {Facet.KIND: frozenset({"idea"})}

    narrowed = engine.query(Query(asked, ideas, facets=campaigns, periods={"late": DAY + timedelta(days=2)}))
    late = engine.query(Query(asked, since=DAY + timedelta(days=2), until=DAY + timedelta(days=4), facets=kinds))
    filtered = engine.query(Query(parse(""), ideas, limit=2))

    assert (sorted(ids(narrowed)), narrowed.total, narrowed.periods) == ([1, 2], 2, {"late": 1})
    assert narrowed.facets == {Facet.KIND: {"idea": 2, "topic": 1, "comment": 1}, Facet.CAMPAIGN: {"1": 2}}
    assert (sorted(ids(late)), late.facets) == ([2, 3], {Facet.KIND: {"idea": 1, "topic": 1}})
    assert (ids(filtered), filtered.total) == ([6, 5], 4)
    assert engine.query(Query(asked, within=frozenset({1}))).total == 2
    assert engine.query(Query(asked, within=frozenset())) == Hits()
    assert engine.query(Query(asked, excluded=ideas)).total == 2
    assert engine.query(Query(asked, without=frozenset({1, 99}))).total == 3
    assert ids(engine.query(Query(asked, sort=Sort.NEWEST))) == [4, 3, 2, 1]
    assert ids(engine.query(Query(asked, sort=Sort.OLDEST, offset=1, limit=2))) == [2, 3]


def test_what_matched_is_marked_and_told(engine: Engine) -> None:
    (exact, *_), (close,) = (engine.query(Query(parse(text))).hits for text in ("листы врача трамвай", "регистраторша"))

    assert exact.title_html == Markup("<mark>Лист</mark> ожидания к <mark>врачу</mark>")
    assert "Сделать <mark>лист</mark> ожидания." in exact.extract_html
    assert (exact.matched, exact.close, exact.source_id, exact.kind) == (("листы", "врача"), (), "A-1", "idea")
    assert close.title_html == Markup("Запись к врачу без <mark>регистратуры</mark>")
    assert (close.matched, close.close) == ((), ("регистраторша",))


def test_a_change_is_whole_or_nothing_and_one_at_a_time(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), engine.change() as changes:
        changes.remove([1, 2])
        _ = 1 / 0
    with engine.change() as changes, pytest.raises(Busy), engine.change():
        pass
    with engine.change() as changes:
        changes.remove([2, 99])
        changes.index([Document(1, "Лист клёна", "Осенью.", "ru"), Document(7, "Ночной автобус", "К больнице.", "ru")])

    assert sorted(engine.status().ids) == [1, 3, 4, 5, 6, 7]
    assert (found(engine, "ожидание"), found(engine, "клёны"), found(engine, "больница")) == ([], [1], [7])
    assert sorted(found(engine, "врач")) == [3, 4]


def test_without_an_index_nothing_is_told(empty: Engine) -> None:
    for act in (
        lambda: empty.query(Query(parse("врач"))),
        empty.check,
        lambda: empty.suggest("врачь"),
        lambda: empty.similar(Likeness("Врач", "")),
    ):
        with pytest.raises(Unready):
            act()

    assert not empty.status().is_ready


def test_a_slip_is_told_from_a_word_and_only_by_words_of_two_documents(engine: Engine) -> None:
    with engine.change() as changes:
        changes.index(Document(10 + n, "Освещение двора", "Редкостное", "ru") for n in range(3))
        changes.index([Document(20, "Канарейка", "", "ru")])

    assert engine.suggest("освищение") == ("освещение",)
    assert engine.suggest("освещение") == ()
    assert engine.suggest("канарейкка") == ()
    assert engine.suggest("освищение", without=frozenset({10, 11})) == ()


def test_a_twin_is_told_by_its_words(engine: Engine) -> None:
    twins = engine.similar(Likeness("Листы ожидания для врачей", "Чтобы талоны к специалистам не расходились.", "ru"))
    others = engine.similar(
        Likeness(
            "Листы ожидания для врачей", "", "ru", without=frozenset({1}), filters={Facet.KIND: frozenset({"idea"})}
        )
    )

    assert (twins[0].id, set(twins[0].words) >= {"Лист", "ожидания"}) == (1, True)
    assert [twin.id for twin in others] == [2]


def test_both_engines_answer_the_same(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> None:
    texts = [
        Document(n, title, text, language, {Facet.KIND: ("idea",), Facet.LANGUAGE: (language,)}, source_id=name)
        for n, (name, language, title, text) in enumerate(IDEAS, 1)
    ]
    queries = [Query(parse(text), facets=frozenset({Facet.LANGUAGE}), limit=3) for text, _ in QUERIES]

    with whoosh_in(tmp_path_factory.mktemp("other")) as whoosh:
        answers = [asked_after(one, texts, queries) for one in (engine, whoosh)]

    told = [[(hits.total, hits.facets, ids(hits), hits.hits[0].title_html) for hits in answer] for answer in answers]
    assert told[0] == told[1]


def asked_after(engine: Engine, texts: list[Document], queries: list[Query]) -> list[Hits]:
    with engine.rebuild() as changes:
        changes.index(texts)
    return [engine.query(query) for query in queries]


def test_of_more_than_can_be_counted_the_newest_are_found(
    app: Flask, databases: Databases, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if isinstance(databases, SqliteDatabases):
        pytest.skip("Whoosh counts them all")
    monkeypatch.setattr(candidates, "MOST", 2)
    kinds = {Facet.KIND: frozenset({"comment", "topic"})}

    everything = engine.query(Query(parse("врач"), facets=frozenset({Facet.KIND})))
    few = engine.query(Query(parse("врач"), kinds, facets=frozenset({Facet.KIND})))

    assert (everything.total, everything.is_capped, sorted(ids(everything))) == (2, True, [3, 4])
    assert everything.facets == {Facet.KIND: {"comment": 1, "topic": 1}}
    assert (few.total, few.is_capped) == (2, False)
