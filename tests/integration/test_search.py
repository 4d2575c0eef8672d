"""The index follows what is public, and nothing else."""

import json
import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.config import Settings
from app.foundation import clock as house_clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, State
from campaigns.plan.models import Audience
from search import engines
from search.domain import marks, upkeep
from search.engine import Shelf, Unready
from search.models import Stale
from search.queries import results
from search.queries.documents import all_of
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.discussion import make_topic
from tests.factories.ideas import make_idea_in
from tests.factories.people import make_account
from tests.support import indexes

RunJobs = Callable[[], None]
CANARY = "канарейка"


def found(text: str) -> list[str]:
    return [line.hit.title for line in results.find(text).lines]


def indexed() -> list[int]:
    return sorted(engines.of(Shelf.PUBLIC).status().ids)


def marked() -> list[int]:
    return list(db.session.scalars(select(Stale.contribution_id).order_by(Stale.id)))


def mark(*ids: int) -> None:
    with step():
        marks.mark(ids, house_clock.now())


def publish(id: int) -> None:
    with step():
        states.publish(db.session.get_one(Contribution, id), house_clock.now())


def test_what_is_published_is_found_in_another_form_of_its_words(app: Flask, run_jobs: RunJobs) -> None:
    idea_id = make_idea(make_campaign(), state=State.SUBMITTED, title="Лист ожидания к врачу").id
    upkeep.drain()
    before = found("листы ожиданий врачей")

    publish(idea_id)
    run_jobs()

    assert (before, found("листы ожиданий врачей"), marked()) == ([], ["Лист ожидания к врачу"], [])


def test_what_is_hidden_or_withdrawn_is_gone(app: Flask, run_jobs: RunJobs) -> None:
    author, campaign = make_account(), make_campaign()
    hidden, withdrawn = (make_idea(campaign, author, title=f"Врач {n}").id for n in (1, 2))
    other = make_idea_in(State.HIDDEN, campaign, author).id
    upkeep.rebuild()
    before = sorted(found("врачи"))

    with step():
        statement_id = db.session.get_one(Contribution, other).statement_id
        states.restrict(db.session.get_one(Contribution, hidden), State.HIDDEN, statement_id, house_clock.now())
        states.withdraw(db.session.get_one(Contribution, withdrawn), house_clock.now())
    at_once = results.find("врачи")
    run_jobs()

    assert before == ["Врач 1", "Врач 2"]
    assert (at_once.total, list(at_once.lines)) == (0, [])
    assert (found("врачи"), indexed()) == ([], [])


def test_nothing_hidden_is_ever_found(app: Flask, run_jobs: RunJobs) -> None:
    author, campaign = make_account(), make_campaign()
    shown = make_idea(campaign, author, title=f"Видна {CANARY}").id
    for state in set(State) - {State.PUBLISHED}:
        make_idea_in(state, campaign, author, title=f"{CANARY} {state}")
    make_idea(make_campaign(audience=Audience.INVITED), author, title=f"{CANARY} по приглашению")
    make_idea(make_campaign(launched=False), author, title=f"{CANARY} до запуска")

    mark(*db.session.scalars(select(Contribution.id)))
    run_jobs()

    assert (found(CANARY), indexed()) == ([f"Видна {CANARY}"], [shown])


def test_texts_come_into_the_index_in_the_order_they_were_written(app: Flask) -> None:
    campaign = make_campaign()
    written = [make_topic(campaign).id, make_idea(campaign).id, make_topic(campaign).id, make_idea(campaign).id]

    read = [document.id for documents in all_of(Shelf.PUBLIC) for document in documents]

    assert read == written


def test_an_index_that_is_behind_shows_nothing_hidden(app: Flask) -> None:
    campaign = make_campaign()
    make_idea(campaign, title="Врач по приглашению")
    upkeep.rebuild()
    before = found("врач")

    with step():
        campaign.audience = Audience.INVITED

    answer = results.find("врач")
    assert (before, answer.total, list(answer.lines)) == (["Врач по приглашению"], 0, [])


def test_a_launch_brings_in_what_was_there_before(app: Flask, run_jobs: RunJobs) -> None:
    campaign = make_campaign(launched=False)
    idea_id = make_idea(campaign).id
    upkeep.rebuild()
    before = indexed()

    with step():
        campaign.launched_at = house_clock.now()
        marks.mark_campaign(campaign.id, house_clock.now())
    run_jobs()

    assert (before, indexed()) == ([], [idea_id])


def test_many_marks_ask_for_one_drain(app: Flask) -> None:
    ideas = [make_idea(make_campaign(f"many-{n}")) for n in range(3)]
    with step():
        for idea in ideas:
            marks.mark([idea.id, idea.id], house_clock.now())

    struck = upkeep.drain()

    assert (struck, marked(), indexed()) == (6, [], sorted(idea.id for idea in ideas))


def test_a_drain_in_many_batches_reads_everything_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = make_campaign()
    ideas = [make_idea(campaign, title=f"Врач {n}") for n in range(7)]
    upkeep.rebuild()
    mark(*(idea.id for idea in ideas))
    monkeypatch.setattr(upkeep, "BATCH", 2)

    struck = upkeep.drain()

    assert (struck, marked(), len(found("врач"))) == (7, [], 7)


def test_death_between_the_index_and_its_marks_doubles_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    idea = make_idea(make_campaign(), title="Лист ожидания")
    upkeep.rebuild()
    mark(idea.id)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as death:
        death.setattr(upkeep, "strike_off", die)
        with pytest.raises(KeyboardInterrupt):
            upkeep.drain()
    waiting = marked()
    upkeep.drain()

    assert (waiting, marked(), found("лист"), indexed()) == ([idea.id], [], ["Лист ожидания"], [idea.id])


def test_death_while_indexing_leaves_the_index_as_it_was(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = make_campaign()
    make_idea(campaign, title="Лист ожидания")
    upkeep.rebuild()
    late = make_idea(campaign, title="Лист второй")
    mark(late.id)
    with pytest.raises(ZeroDivisionError), engines.of(Shelf.PUBLIC).change() as changes:
        changes.remove(indexed())
        _ = 1 / 0
    before = found("лист")

    upkeep.drain()

    assert (before, sorted(found("лист"))) == (["Лист ожидания"], ["Лист второй", "Лист ожидания"])


def test_a_second_drain_gives_way_to_the_first(app: Flask, run_jobs: RunJobs) -> None:
    idea_id = make_idea(make_campaign()).id
    upkeep.rebuild()
    mark(idea_id)

    with engines.of(Shelf.PUBLIC).change():
        run_jobs()
        waiting = marked()
    upkeep.drain()

    assert (waiting, marked()) == ([idea_id], [])


def _change_slowly(settings: Settings, began: "multiprocessing.synchronize.Event") -> None:
    with indexes.opened(settings).change() as changes:
        changes.remove([1])
        began.set()
        while True:
            pass


@pytest.mark.torture
def test_a_killed_writer_frees_its_place(app: Flask) -> None:
    idea = make_idea(make_campaign(), title="Лист ожидания")
    upkeep.rebuild()
    context = multiprocessing.get_context("spawn")
    began = context.Event()
    other = context.Process(target=_change_slowly, args=(app.extensions["veche.settings"], began))
    other.start()
    assert began.wait(90)

    other.kill()
    other.join(60)
    mark(idea.id)
    upkeep.drain()

    assert (found("лист"), indexed(), marked()) == (["Лист ожидания"], [idea.id], [])


def test_a_missing_index_is_built_by_the_next_drain(app: Flask, run_jobs: RunJobs) -> None:
    idea = make_idea(make_campaign(), title="Лист ожидания")
    with pytest.raises(Unready):
        results.find("лист")

    mark(idea.id)
    run_jobs()

    assert found("лист") == ["Лист ожидания"]


@pytest.mark.parametrize("with_garbage", [False, True], ids=["empty", "garbage"])
def test_a_damaged_index_is_built_anew(app: Flask, run_jobs: RunJobs, with_garbage: bool) -> None:
    make_idea(make_campaign(), title="Лист ожидания")
    upkeep.rebuild()
    indexes.damage(app, with_garbage)
    with pytest.raises(Unready):
        results.find("лист")

    upkeep.drain()

    assert found("лист") == ["Лист ожидания"]


def test_a_rebuild_makes_older_marks_needless(app: Flask) -> None:
    idea = make_idea(make_campaign(), title="Лист ожидания")
    mark(idea.id)

    upkeep.rebuild()

    assert (marked(), found("лист")) == ([], ["Лист ожидания"])


def test_comparing_finds_what_nobody_announced(app: Flask, run_jobs: RunJobs) -> None:
    campaign = make_campaign()
    gone = make_idea(campaign)
    upkeep.rebuild()
    missed = make_idea(campaign)
    with step():
        db.session.get_one(Contribution, gone.id).state = State.WITHDRAWN

    upkeep.compare()
    upkeep.drain()

    assert indexed() == [missed.id]


def test_the_commands_say_what_the_page_finds(app: Flask, tmp_path: Path) -> None:
    idea = make_idea(make_campaign(), title="Лист ожидания", source_id="A-7")
    runner = app.test_cli_runner()
    asked = tmp_path / "queries"
    asked.write_bytes("листы\n\nтрамвай\n\xff\n".encode("utf-8", "surrogateescape") + b"\xff\x00\n")

    built = runner.invoke(args=["search", "rebuild"])
    one = runner.invoke(args=["search", "query", "листы", "--json"])
    many = runner.invoke(args=["search", "query", "--from", str(asked)])
    standing = runner.invoke(args=["search", "status", "--json"])

    score = results.find("листы").lines[0].hit.score
    hit = {"id": idea.id, "source_id": "A-7", "title": "Лист ожидания", "score": score}
    assert [run.exit_code for run in (built, one, many, standing)] == [0, 0, 0, 0]
    assert built.stdout == ""
    assert json.loads(one.stdout) == {"query": "листы", "hits": [hit]}
    assert [json.loads(line)["hits"] for line in many.stdout.splitlines()] == [[hit], [], [], [], []]
    shelf = {"ready": True, "documents": 1, "texts": 1, "missing": 0, "surplus": 0}
    expected = {"stale": 0, "oldest_stale_seconds": None, "shelves": {"public": shelf, "staff": shelf}}
    assert json.loads(standing.stdout) == expected


def test_a_query_without_an_index_says_what_to_do(app: Flask) -> None:
    run = app.test_cli_runner().invoke(args=["search", "query", "лист"])

    assert (run.exit_code, run.stdout) == (1, "")
    assert run.stderr == "Error: there is no index that can be read: run `flask search rebuild`\n"
