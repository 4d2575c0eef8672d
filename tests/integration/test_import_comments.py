"""Comment trees brought in from files: every comment survives, answers keep their place, twice is once."""

import csv
import json
import random
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.foundation import tables
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.territories.models import Territory
from campaigns.comments.imports.rows import BroughtComment, default_map
from campaigns.comments.imports.trees import circles, parents_first
from campaigns.comments.models import Comment, Thread
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from moderation.models import Case
from tests.factories.campaigns import make_campaign
from tests.support import hostile
from tests.support.real import real

IDEAS = ("source_id,title,text", "p1,Мост через Обь,Паром ходит редко", "p2,Ночной автобус,После смены не уехать")
HEAD = "id,parentId,proposalId,text,author,date,time"
TREE = (
    "1,-1,p1,Мост нужен.,Анна К.,2026-10-01,0 days 11:48:43",
    "2,1,p1,Согласна.,Олег П.,2026-10-02,",
    "3,2,p1,И я.,,2026-10-03,",
    "4,3,p1,,,2026-10-04,",
    "5,4,p1,Ответ на пустое.,,2026-10-05,",
    "6,99,p2,Ответ на то чего нет.,,2026-10-06,",
)


def files(folder: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> tuple[str, str, str]:
    source, comments = folder / "health.csv", folder / "comments.csv"
    source.write_text("\n".join(IDEAS), "utf-8")
    comments.write_bytes("\n".join([head, *rows]).encode(encoding))
    return str(source), "--comments", str(comments)


def bring(app: Flask, *words: str) -> dict[str, object]:
    result = app.test_cli_runner().invoke(args=["campaigns", "import", *words, "--json"])
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def comments() -> dict[str, Comment]:
    db.session.rollback()
    return {str(one.source_id): one for one in db.session.scalars(select(Comment))}


def states_of(*sources: str) -> list[State]:
    found = comments()
    return [db.session.get_one(Contribution, found[source].id).state for source in sources]


def counts_of_threads() -> dict[str, int]:
    rows = db.session.execute(select(Idea.source_id, Thread.comments).join(Thread, Thread.id == Idea.id))
    return {str(source): count for source, count in rows}


# Trees


def test_a_tree_comes_in_whole(app, tmp_path):
    counts = bring(app, *files(tmp_path, *TREE), "--published")

    found = comments()
    ids = {comment.id: source for source, comment in found.items()}
    assert counts == {
        "campaign": "health",
        "ideas": 2,
        "comments": 6,
        "ballots": 0,
        "refused": 0,
        "unchanged": 0,
        "refusals_file": None,
        "orphans": 1,
        "stubs": 1,
    }
    assert {source: ids.get(one.parent_id) for source, one in found.items()} == {
        "1": None,
        "2": "1",
        "3": "2",
        "4": "3",
        "5": "4",
        "6": None,
    }
    assert {source: ids.get(one.root_id) for source, one in found.items()} == {
        "1": None,
        **dict.fromkeys("2345", "1"),
        "6": None,
    }


def test_a_comment_says_what_the_file_says(app, tmp_path):
    bring(app, *files(tmp_path, *TREE), "--published")

    comment = comments()["1"]
    common = db.session.get_one(Contribution, comment.id)
    assert (comment.body, comment.said_at) == ("Мост нужен.", datetime(2026, 10, 1, 11, 48, 43, tzinfo=UTC))
    assert (common.kind, common.byline, common.author_id, common.language) == (Kind.COMMENT, "Анна К.", None, "ru")
    assert (common.published_at, comment.useful) == (comment.said_at, 0)


def test_counters_count_what_can_be_read(app, tmp_path):
    bring(app, *files(tmp_path, *TREE), "--published")

    assert (counts_of_threads(), comments()["1"].replies) == ({"p1": 4, "p2": 1}, 3)


def test_a_comment_without_words_keeps_the_place_of_its_answers(app, tmp_path):
    bring(app, *files(tmp_path, *TREE), "--published")

    assert (states_of("4", "5"), comments()["4"].body) == ([State.WITHDRAWN, State.PUBLISHED], "")


def test_answers_may_stand_before_what_they_answer(app, tmp_path):
    rows = list(TREE)
    random.Random(5).shuffle(rows)

    counts = bring(app, *files(tmp_path, *rows), "--published")

    ids = {comment.id: source for source, comment in comments().items()}
    assert {source: ids.get(one.parent_id) for source, one in comments().items() if one.parent_id} == {
        "2": "1",
        "3": "2",
        "4": "3",
        "5": "4",
    }
    assert (counts["comments"], counts["orphans"]) == (6, 1)


def test_a_very_deep_tree_comes_in(app, tmp_path):
    rows = [f"{n},{n - 1 or -1},p1,Ответ номер {n}.,,," for n in range(1, 301)]

    counts = bring(app, *files(tmp_path, *reversed(rows)), "--published")

    found = comments()
    assert (counts["comments"], found["1"].replies, {one.root_id for one in found.values()}) == (
        300,
        299,
        {None, found["1"].id},
    )


def test_circles_are_refused_and_what_hangs_on_them_survives(app, tmp_path):
    rows = ("1,3,p1,Первый.,,,", "2,1,p1,Второй.,,,", "3,2,p1,Третий.,,,", "4,3,p1,Ветка.,,,", "5,5,p1,Сам себе.,,,")

    counts = bring(app, *files(tmp_path, *rows), "--published")

    with Path(str(counts["refusals_file"])).open(encoding="utf-8", newline="") as file:
        written = [(row["file"], row["row"], row["reason"], row["text"]) for row in csv.DictReader(file)]
    why = "the comments it answers lead back to itself"
    assert written == [
        ("comments.csv", "2", why, "Первый."),
        ("comments.csv", "3", why, "Второй."),
        ("comments.csv", "4", why, "Третий."),
        ("comments.csv", "6", why, "Сам себе."),
    ]
    assert (counts["comments"], counts["orphans"], list(comments())) == (1, 1, ["4"])


def test_a_comment_that_answers_another_thread_stands_at_the_top(app, tmp_path):
    bring(app, *files(tmp_path, TREE[0], "2,1,p2,Не туда.,,,"), "--published")

    assert (comments()["2"].parent_id, counts_of_threads()) == (None, {"p1": 1, "p2": 1})


def test_circles_of_parents_are_found_whatever_hangs_on_them():
    parents = {"a": "b", "b": "a", "c": "a", "d": "d", "e": "nowhere", "f": "e"}

    assert circles(parents) == {"a", "b", "d"}


def test_parents_come_first_in_a_long_chain_without_a_deep_stack():
    chain = [BroughtComment(str(n), str(n + 1), "p", "t", "", None) for n in range(50_000)]

    ordered = parents_first(chain)

    assert [one.source_id for one in ordered[:2]] == ["49999", "49998"]


# Again


def test_the_same_files_again_change_nothing(app, tmp_path):
    words = (*files(tmp_path, *TREE), "--published")
    bring(app, *words)
    before = {source: (one.id, one.said_at) for source, one in comments().items()}

    counts = bring(app, *words)

    assert (counts["ideas"], counts["comments"], counts["unchanged"], counts["refused"]) == (0, 0, 8, 0)
    assert {source: (one.id, one.said_at) for source, one in comments().items()} == before


def test_what_was_cut_off_is_brought_in_by_the_next_run(app, tmp_path):
    bring(app, *files(tmp_path, *TREE[:2]), "--published")

    counts = bring(app, *files(tmp_path, *TREE), "--published")

    found = comments()
    assert (counts["comments"], counts["unchanged"], found["3"].parent_id) == (4, 4, found["2"].id)
    assert (counts_of_threads(), found["1"].replies) == ({"p1": 4, "p2": 1}, 3)


def test_comments_come_to_ideas_that_were_brought_in_before(app, tmp_path):
    source, option, path = files(tmp_path, *TREE)
    bring(app, source, "--published")

    counts = bring(app, source, option, path, "--published")

    assert (counts["ideas"], counts["comments"], counts["unchanged"]) == (0, 6, 2)


def test_changed_words_change_their_comment(app, tmp_path):
    bring(app, *files(tmp_path, *TREE), "--published")

    counts = bring(app, *files(tmp_path, TREE[0].replace("Мост нужен.", "Мост нужен всем."), *TREE[1:]), "--published")

    assert (counts["comments"], comments()["1"].body, counts_of_threads()["p1"]) == (1, "Мост нужен всем.", 4)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("3,2,p1,И я.", "3,1,p1,И я.", "it stands at another place of the tree already"),
        ("4,3,p1,,", "4,3,p1,Слова нашлись.,", "its words were taken back already"),
        ("3,2,p1,И я.", "3,2,p1,", "it stands here with words already"),
    ],
)
def test_a_comment_does_not_move_and_does_not_come_back(app, tmp_path, before, after, why):
    bring(app, *files(tmp_path, *TREE), "--published")
    rows = [row.replace(before, after) for row in TREE]

    counts = bring(app, *files(tmp_path, *rows), "--published")

    with Path(str(counts["refusals_file"])).open(encoding="utf-8", newline="") as file:
        assert [row["reason"] for row in csv.DictReader(file)] == [why]


# Refusals


REFUSED = {
    "10,-1,,Без идеи.,,,": "there is no idea it belongs to",
    "11,-1,p9,Чужая.,,,": "the campaign has no idea 'p9'",
    "12,-1,p1,Дата.,,завтра,": "the date 'завтра' cannot be read; write it as 2026-11-16",
    "13,-1,p1,Дата.,,2999-01-01,": "the date '2999-01-01' is in the future",
    "14,-1,p1,Время.,,2026-10-01,25:00": "the time '25:00' cannot be read; write it as 14:05",
    "1,-1,p1,Дважды.,,,": "row 2 has the same source id",
    "15,-1,p1,Лишнее.,,,,extra": "the row has 8 cells, the head has 7",
    f"16,-1,p1,{'я' * 50_001},,,": "the text has 50001 characters, 50000 fit",
    f"17,-1,p1,Кто это.,{'я' * 201},,": "the author has 201 characters, 200 fit",
}


def test_what_is_refused_is_written_down_with_row_and_reason(app, tmp_path):
    counts = bring(app, *files(tmp_path, TREE[0], *REFUSED), "--published")

    with Path(str(counts["refusals_file"])).open(encoding="utf-8", newline="") as file:
        written = [(int(row["row"]), row["reason"]) for row in csv.DictReader(file)]
    assert written == list(enumerate(REFUSED.values(), 3))
    assert (counts["comments"], counts["refused"]) == (1, len(REFUSED))


def test_a_dry_run_keeps_nothing_and_tells_the_same(app, tmp_path):
    words = files(tmp_path, *TREE, *REFUSED)

    dry = bring(app, *words, "--published", "--dry-run")
    kept = db.session.scalar(select(func.count()).select_from(Campaign)), len(comments())
    real_run = bring(app, *words, "--published")

    assert kept == (0, 0)
    assert {**dry, "refusals_file": None} == {**real_run, "refusals_file": None}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--map-comments", "colour=text"), "write FIELD=COLUMN with a field of source_id, parent, idea"),
        (("--map-comments", "text=colour"), "the file's columns are id, parentId"),
        (("--map-comments", "text"), "write FIELD=COLUMN"),
    ],
)
def test_a_wrong_map_says_what_there_is(app, tmp_path, options, words):
    result = app.test_cli_runner().invoke(args=["campaigns", "import", *files(tmp_path, *TREE), *options])

    assert (result.exit_code, words in result.stderr) == (2, True)


def test_a_map_without_a_file_is_a_mistake(app, tmp_path):
    source, *_ = files(tmp_path)

    result = app.test_cli_runner().invoke(args=["campaigns", "import", source, "--map-comments", "text=text"])

    assert (result.exit_code, "--map-comments" in result.stderr) == (2, True)


def test_columns_are_known_by_the_names_of_other_places_and_by_a_map(app, tmp_path):
    named = default_map(("comment_id", "reply_to", "idea_id", "body", "author_name", "created_at"))
    rows = ("k1,,p1,Слова.", "k2,k1,p1,Ответ.")

    bring(
        app,
        *files(tmp_path, *rows, head="ключ,на,к,что"),
        "--published",
        *(word for pair in ("source_id=ключ", "parent=на", "idea=к", "text=что") for word in ("--map-comments", pair)),
    )

    assert named == {
        "source_id": "comment_id",
        "parent": "reply_to",
        "idea": "idea_id",
        "text": "body",
        "author": "author_name",
        "created_at": "created_at",
    }
    assert comments()["k2"].parent_id == comments()["k1"].id


# Moderation


def test_unpublished_comments_go_the_way_of_what_people_say_here(app, tmp_path):
    rows = ("1,-1,p1,Вежливо.,,,", "2,-1,p1,Звоните мне 8 912 345-67-89.,,,")

    bring(app, *files(tmp_path, *rows))

    assert states_of("1", "2") == [State.PUBLISHED, State.SUBMITTED]
    held = comments()["2"].id
    waiting = db.session.scalars(select(Case.contribution_id).join(Case.contribution).where(Case.closed_at.is_(None)))
    assert [id for id in waiting if db.session.get_one(Contribution, id).kind == Kind.COMMENT] == [held]


def test_a_campaign_that_reads_first_reads_first(app, tmp_path):
    make_campaign("health", comments_checked_first=True)

    bring(app, *files(tmp_path, TREE[0]))

    assert (states_of("1"), counts_of_threads()) == ([State.SUBMITTED], {"p1": 0})


def test_personal_data_in_published_comments_are_looked_at(app, tmp_path):
    bring(app, *files(tmp_path, TREE[0], "2,-1,p1,Звоните мне 8 912 345-67-89.,,,"), "--published")

    assert list(db.session.scalars(select(Case.contribution_id))) == [comments()["2"].id]


# Whatever the file holds


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251", "utf-16"])
def test_the_encoding_is_found(app, tmp_path, encoding):
    long = "7,-1,p1,Троллейбусов на маршруте мало и люди ждут на морозе по полчаса а вечером их нет совсем.,,,"

    bring(app, *files(tmp_path, *TREE, long, encoding=encoding), "--published")

    assert (len(comments()), comments()["2"].body) == (7, "Согласна.")


def written(path: Path, texts: list[str]) -> None:
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("id", "parentId", "proposalId", "text", "author", "date"))
        for number, text in enumerate(texts):
            parent = number - 1 if number % 7 else ""
            lines.writerow(
                (f"{number} {text[:30]}", f"{parent}", "p1", text, text[:100], text[:20] if number % 3 else "")
            )


def test_hostile_cells_break_nothing(app, tmp_path):
    source, option, path = files(tmp_path)
    texts = [text for text in (*hostile.OWN, *hostile.ODD) if "\x00" not in text]
    written(Path(path), texts)

    counts = bring(app, source, option, path, "--published")

    assert counts["comments"] + counts["refused"] == len(texts)


@pytest.mark.slow
def test_bad_input_breaks_nothing(app, tmp_path):
    if not hostile.BAD_INPUT.exists():
        pytest.skip(hostile.ABSENT)
    source, option, path = files(tmp_path)
    texts = [*hostile.naughty_strings(), *hostile.fixtures(), *hostile.messages()[:300]]
    written(Path(path), texts)
    rows = len(tables.read(Path(path)).rows)

    counts = bring(app, source, option, path, "--published")

    assert counts["comments"] + counts["refused"] == rows
    assert db.session.scalar(select(func.count()).select_from(Comment)) == counts["comments"]


@pytest.mark.slow
@pytest.mark.any_database
def test_decide_madrid_comes_in_whole(app, tmp_path):
    ideas, talk = real("ideas/decide_madrid_es/proposals.csv"), real("ideas/decide_madrid_es/comments.csv")
    words = (str(ideas), "--campaign", "madrid", "--comments", str(talk), "--published", "--map", "problem=summary")

    counts = bring(app, *words)

    found = comments()
    by_id = {one.id: one for one in found.values()}

    def depth(one: Comment) -> int:
        return 1 + (depth(by_id[one.parent_id]) if one.parent_id else 0)

    told = {name: counts[name] for name in ("ideas", "comments", "refused", "orphans", "stubs")}
    assert told == {"ideas": 54, "comments": 4291, "refused": 0, "orphans": 235, "stubs": 47}
    assert (max(map(depth, found.values())), sum(one.parent_id is None for one in found.values())) == (25, 1965 + 235)
    assert Counter(one.is_counted for one in found.values()) == {True: 4244, False: 47}
    assert sum(counts_of_threads().values()) == 4244
    assert sum(one.replies for one in found.values()) == sum(one.is_counted for one in found.values() if one.root_id)


@pytest.mark.slow
def test_nobody_waits_for_a_long_import(app, tmp_path):
    rows = [f"{n},{n - 1 if n % 5 else -1},p1,Слова номер {n} о мосте и пароме.,,," for n in range(1, 300)]
    words, steps, done = files(tmp_path, *rows), [0], threading.Event()

    def others() -> None:
        with app.app_context():
            while not done.is_set():
                with step():
                    db.session.add(Territory(name=f"place {steps[0]}"))
                steps[0] += 1
                time.sleep(0.001)

    thread = threading.Thread(target=others)
    thread.start()
    bring(app, *words, "--published")
    done.set()
    thread.join()

    # Were the import one step, the other would have written once before it and once after.
    assert steps[0] > 10
    assert len(comments()) == len(rows)
