"""Queries of people, extracts, and generations of an index."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from search.engine import Busy, Document, Facet, Hits, Query
from search.engines.folders import Folders
from search.engines.whoosh import WhooshEngine
from search.extracts import extract, mark
from search.query import Asked, parse

GARBAGE = [
    "",
    " ",
    "\x00",
    '"',
    "'",
    '""""',
    "[a TO",
    "***",
    "прию*",
    "(((",
    "cat:x AND NOT",
    "и в на",
    "😀🏳️‍🌈",
    "\u202eьтсь\u202c",
    "-",
    "--",
    '-"',
    "-врач",
    "й" * 10_000,
    "врач " * 2_000,
    '"' * 10_000,
    "-а " * 3_000,
    "\ud800",
]
TEXTS = [
    ("Лист ожидания к врачу", "Талоны к узким специалистам расходятся за минуты. Сделать лист ожидания."),
    ("Запись к врачу без регистратуры", "Приходится звонить в восемь утра."),
    ("Тёплые остановки", "Зимой автобуса ждут на морозе, а врач советует не мёрзнуть."),
]

IN_ONE = {Facet.KIND: ("idea",), Facet.CAMPAIGN: ("1",)}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    engine = WhooshEngine(tmp_path_factory.mktemp("index"))
    with engine.rebuild() as changes:
        changes.index(Document(n, title, text, "ru", IN_ONE) for n, (title, text) in enumerate(TEXTS, 1))
    return engine


def ids(hits: Hits) -> list[int]:
    return [hit.id for hit in hits.hits]


def found(engine: WhooshEngine, text: str) -> list[int]:
    return ids(engine.query(Query(parse(text))))


def words_of(asked: Asked) -> list[str]:
    return [term.forms[0] for term in asked.words]


def test_words_phrases_and_exclusions_are_told_apart() -> None:
    asked = parse('запись "лист ожидания" -автобусы онлайн-приём')

    assert words_of(asked) == ["запись", "лист", "ожидание", "онлайн", "прием"]
    assert [[term.forms[0] for term in phrase] for phrase in asked.phrases] == [["лист", "ожидание"]]
    assert [[term.forms[0] for term in phrase] for phrase in asked.unwanted] == [["автобус"]]


def test_words_that_say_little_count_only_where_there_are_no_others() -> None:
    assert words_of(parse("как записаться к врачу")) == ["записаться", "врач"]
    assert words_of(parse("и в на")) == ["и", "в", "на"]


def test_a_quote_without_its_other_half_is_no_phrase() -> None:
    assert parse('"лист ожидания').phrases == ()


def test_documents_with_all_words_come_first(engine: WhooshEngine) -> None:
    assert [found(engine, text)[0] for text in ("лист врач", "автобус врач", "регистратура врач")] == [1, 3, 2]


def test_a_phrase_is_found_in_any_form_but_only_side_by_side(engine: WhooshEngine) -> None:
    assert found(engine, '"листы ожиданий"') == [1]
    assert found(engine, '"ожидания лист"') == []
    assert found(engine, '"врач лист"') == []


def test_what_is_not_wanted_is_left_out(engine: WhooshEngine) -> None:
    assert sorted(found(engine, "врачи")) == [1, 2, 3]
    assert sorted(found(engine, "врачи -автобусы")) == [1, 2]
    assert sorted(found(engine, 'врачи -"лист ожидания"')) == [2, 3]


def test_filters_and_subtractions_change_the_count_too(engine: WhooshEngine) -> None:
    asked = parse("врач")

    kinds = frozenset({Facet.KIND})
    assert engine.query(Query(asked, {Facet.CAMPAIGN: frozenset({"2"})})) == Hits()
    assert engine.query(Query(asked, within=frozenset({2}))) == Hits()
    topics = Query(asked, {Facet.KIND: frozenset({"topic"})}, facets=kinds)
    assert engine.query(topics) == Hits(facets={Facet.KIND: {"idea": 3}})
    assert engine.query(Query(asked, without=frozenset({1, 99}))).total == 2
    assert [len(ids(engine.query(Query(asked, offset=offset, limit=2)))) for offset in (0, 2, 4)] == [2, 1, 0]


@pytest.mark.parametrize("text", GARBAGE, ids=repr)
def test_garbage_is_a_query_like_any_other(engine: WhooshEngine, text: str) -> None:
    began = time.process_time()

    hits = engine.query(Query(parse(text)))

    assert hits.total <= len(TEXTS)
    assert time.process_time() - began < 1


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("врачлистожид аеё\"«»-*[]():'’\x00\u202e😀 the") | st.characters(), max_size=300))
def test_no_query_is_an_error_or_slow(engine: WhooshEngine, text: str) -> None:
    began = time.process_time()

    hits = engine.query(Query(parse(text)))

    assert hits.total <= len(TEXTS)
    assert time.process_time() - began < 1


def test_marks_are_the_only_markup_of_what_is_shown() -> None:
    assert mark("<b>врач</b> & Co", [(3, 7)]) == Markup("&lt;b&gt;<mark>врач</mark>&lt;/b&gt; &amp; Co")
    assert mark("врач", [(0, 4), (0, 4), (2, 9)]) == Markup("<mark>врач</mark>")


def test_an_extract_is_the_stretch_with_most_matches_cut_between_words() -> None:
    text = "слово " * 100 + "лист ожидания " + "слово " * 100
    start = text.index("лист")

    shown = extract(text, [(start, start + 4), (start + 5, start + 13)])

    assert "<mark>лист</mark> <mark>ожидания</mark>" in shown
    assert shown.startswith("… слово ")
    assert shown.endswith("слово …")


def test_a_document_found_by_relatives_of_a_word_shows_them(engine: WhooshEngine) -> None:
    hits = engine.query(Query(parse("регистраторша")))

    assert [hit.title_html for hit in hits.hits] == [Markup("Запись к врачу без <mark>регистратуры</mark>")]


def test_a_generation_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    folders = Folders(tmp_path, "x-1-")
    with folders.renewed() as first:
        (first / "file").touch()

    with pytest.raises(ZeroDivisionError), folders.renewed():
        _ = 1 / 0

    assert folders.current() == first
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == [first]


def test_an_index_of_another_version_is_no_index(tmp_path: Path) -> None:
    with Folders(tmp_path, "x-1-").renewed():
        pass

    assert Folders(tmp_path, "x-2-").current() is None


def test_only_one_may_change_an_index_at_a_time(tmp_path: Path) -> None:
    folders = Folders(tmp_path, "x-1-")

    with folders.locked(), pytest.raises(Busy), Folders(tmp_path, "x-1-").locked():
        pass
