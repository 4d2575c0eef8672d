"""Queries of people, extracts, and generations of an index."""

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from search import days
from search.engine import Busy, Document, Engine, Facet, Hits, Query
from search.engines.folders import Folders
from search.engines.whoosh import WhooshEngine
from search.extracts import extract, mark
from search.query import Ask, Asked, as_words, parse

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
    "при* про* пре* пор* пер* под* пос* раз* рас* вра* лис* зап*",
    "-при* -вра* -***",
    'title:"',
    "title:title:врач",
    "title:* дата:* место:*",
    "дата:9999-12-31.. date:..0001-01-01 date:0000 дата:2026-02-31",
    "место:" * 300,
    "проект:«»:«»",
    "کتاب врач \u200fהספר\u200f 医院",
    "vрaч BPAЧ \u0432\u0301рач",
    "' OR 1=1; -- \\ %00 $(x) {{x}}",
]
TEXTS = [
    ("Лист ожидания к врачу", "Талоны к узким специалистам расходятся за минуты. Сделать лист ожидания."),
    ("Запись к врачу без регистратуры", "Приходится звонить в восемь утра."),
    ("Тёплые остановки", "Зимой автобуса ждут на морозе, а врач советует не мёрзнуть."),
]

IN_ONE = {Facet.KIND: ("idea",), Facet.CAMPAIGN: ("1",)}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = WhooshEngine(tmp_path_factory.mktemp("index"))
    with engine.rebuild() as changes:
        changes.index(Document(n, title, text, "ru", IN_ONE) for n, (title, text) in enumerate(TEXTS, 1))
    return engine


def ids(hits: Hits) -> list[int]:
    return [hit.id for hit in hits.hits]


def found(engine: Engine, text: str) -> list[int]:
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


def test_a_star_after_three_letters_stands_for_any_ending() -> None:
    asked = parse('школ* шк* сад*-дом* "вра* лист" 202* *')

    assert [(term.text, term.prefix) for term in asked.words] == [
        ("школ", True),
        ("шк", False),
        ("сад", True),
        ("дом", True),
        ("вра", False),
        ("лист", False),
        ("202", False),
    ]


@pytest.mark.parametrize("name", ["title", "Title", "заголовок", "ЗАГОЛОВОК", "назва"])
def test_words_can_be_asked_for_in_titles_only(name: str) -> None:
    asked = parse(f'{name}:врач {name}:"лист ожидания" {name}: запись')

    assert [(term.text, term.title_only) for term in asked.words if term.text != name.casefold()] == [
        ("врач", True),
        ("лист", True),
        ("ожидания", True),
        ("запись", False),
    ]
    assert [[term.text for term in phrase] for phrase in asked.phrases] == [["врач"], ["лист", "ожидания"]]


def test_facets_are_asked_for_in_three_languages() -> None:
    asked = parse(
        'project:Дворы проєкт:"Наші двори" Тема:дороги місце:Київ сервис:«е-дневник» -статус:hidden вид:idea мова:uk'
    )

    assert asked.asks == (
        Ask(Facet.CAMPAIGN, "Дворы"),
        Ask(Facet.CAMPAIGN, "Наші двори"),
        Ask(Facet.TRACK, "дороги"),
        Ask(Facet.TERRITORY, "Київ"),
        Ask(Facet.SERVICE, "е-дневник"),
        Ask(Facet.STATUS, "hidden", is_unwanted=True),
        Ask(Facet.KIND, "idea"),
        Ask(Facet.LANGUAGE, "uk"),
    )
    assert asked.words == ()


def test_a_name_that_nobody_knows_or_that_has_no_value_is_a_word() -> None:
    asked = parse('foo:врач тема: место http://a.b/c?d "тема:дороги" подтема:двор')

    assert asked.asks == ()
    assert [term.text for term in asked.words] == "foo врач тема место http b c d дороги подтема двор".split()


def test_what_nobody_understood_is_looked_for_as_words() -> None:
    asked = parse("врач место:Нигде статус:новый")

    words = as_words(asked, [Ask(Facet.TERRITORY, "Нигде")])

    assert ([term.text for term in words.words], words.asks) == (["врач", "нигде"], (Ask(Facet.STATUS, "новый"),))


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("2026", (date(2026, 1, 1), date(2027, 1, 1))),
        ("2026-11", (date(2026, 11, 1), date(2026, 12, 1))),
        ("2026-12", (date(2026, 12, 1), date(2027, 1, 1))),
        ("2026-11-04", (date(2026, 11, 4), date(2026, 11, 5))),
        ("04.11.2026", (date(2026, 11, 4), date(2026, 11, 5))),
        ("11.2026", (date(2026, 11, 1), date(2026, 12, 1))),
        ("2026-10..2026-11", (date(2026, 10, 1), date(2026, 12, 1))),
        ("2026-10-15..", (date(2026, 10, 15), None)),
        ("..2026", (None, date(2027, 1, 1))),
        ("..", None),
        ("2026-13", None),
        ("2026-02-30", None),
        ("9999", None),
        ("0000", None),
        ("вчера", None),
        ("2026..вчера", None),
    ],
)
def test_days_are_written_in_several_ways(text: str, stretch: days.Stretch | None) -> None:
    assert days.parse(text) == stretch


def test_days_limit_a_query_together_and_what_is_no_day_is_words() -> None:
    asked = parse("врач дата:2026-10.. date:..2026-11-15 дата:завтра")

    assert ([term.text for term in asked.words], asked.since, asked.until) == (
        ["врач", "завтра"],
        date(2026, 10, 1),
        date(2026, 11, 16),
    )


def test_beginnings_find_words_as_they_are_written(engine: Engine) -> None:
    assert [
        sorted(found(engine, text)) for text in ("регистр*", "тёпл*", "тепл*", "лис* -рег*", "title:вра*", "вры*")
    ] == [
        [2],
        [3],
        [3],
        [1],
        [1, 2],
        [],
    ]


def test_titles_are_demanded_where_they_are_asked_for(engine: Engine) -> None:
    assert [
        sorted(found(engine, text)) for text in ("title:врачи", 'title:"лист ожидания" запись', "title:талоны")
    ] == [
        [1, 2],
        [1],
        [],
    ]


def test_what_matched_is_told_and_marked(engine: Engine) -> None:
    (hit,) = engine.query(Query(parse("регистраторша врачам звон* трамвай"), limit=1)).hits

    assert (hit.id, hit.matched, hit.close) == (2, ("врачам", "звон"), ("регистраторша",))
    assert hit.title_html == Markup("Запись к <mark>врачу</mark> без <mark>регистратуры</mark>")
    assert hit.extract_html == Markup("Приходится <mark>звонить</mark> в восемь утра.")


def test_of_many_words_the_rarest_count(engine: Engine) -> None:
    common = "врач " + " ".join(f"слово{n}" for n in range(50))

    assert found(engine, f"{common} мороз") == found(engine, "врач мороз")


def test_documents_with_all_words_come_first(engine: Engine) -> None:
    assert [found(engine, text)[0] for text in ("лист врач", "автобус врач", "регистратура врач")] == [1, 3, 2]


def test_a_phrase_is_found_in_any_form_but_only_side_by_side(engine: Engine) -> None:
    assert found(engine, '"листы ожиданий"') == [1]
    assert found(engine, '"ожидания лист"') == []
    assert found(engine, '"врач лист"') == []


def test_what_is_not_wanted_is_left_out(engine: Engine) -> None:
    assert sorted(found(engine, "врачи")) == [1, 2, 3]
    assert sorted(found(engine, "врачи -автобусы")) == [1, 2]
    assert sorted(found(engine, 'врачи -"лист ожидания"')) == [2, 3]


def test_filters_and_subtractions_change_the_count_too(engine: Engine) -> None:
    asked = parse("врач")

    kinds = frozenset({Facet.KIND})
    assert engine.query(Query(asked, {Facet.CAMPAIGN: frozenset({"2"})})) == Hits()
    assert engine.query(Query(asked, within=frozenset({2}))) == Hits()
    topics = Query(asked, {Facet.KIND: frozenset({"topic"})}, facets=kinds)
    assert engine.query(topics) == Hits(facets={Facet.KIND: {"idea": 3}})
    assert engine.query(Query(asked, without=frozenset({1, 99}))).total == 2
    assert [len(ids(engine.query(Query(asked, offset=offset, limit=2)))) for offset in (0, 2, 4)] == [2, 1, 0]


@pytest.mark.parametrize("text", GARBAGE, ids=repr)
def test_garbage_is_a_query_like_any_other(engine: Engine, text: str) -> None:
    began = time.process_time()

    hits = engine.query(Query(parse(text)))

    assert hits.total <= len(TEXTS)
    assert time.process_time() - began < 1


PIECES = st.one_of(
    st.sampled_from(
        'врач лист* "лист ожидания" -врач -" «ёлка» title: заголовок:вра* назва:" дата:2026-11.. date:..5 место:Киев -вид: '
        "тема:\"при дорозі\" project:«x» *** ?? [a TO ( ) : .. ' ’ \x00 \u202e \u0301 😀 the и в при* під'їзд ʼ".split(
            " "
        )
    ),
    st.sampled_from(["  ", "-", ":", "*", '"', " "]),
    st.text(st.characters(), max_size=12),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(PIECES, max_size=40).map("".join))
def test_no_query_is_an_error_or_slow(engine: Engine, text: str) -> None:
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


def test_a_document_found_by_relatives_of_a_word_shows_them(engine: Engine) -> None:
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
