"""The outbox: what is asked for is done, once, whatever becomes of the queue and of the workers."""

import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import rq
from flask import Flask
from rq import Queue, SimpleWorker
from sqlalchemy import delete, func, select

from app.foundation import jobs, outbox, queue
from app.foundation.db import db
from app.foundation.jobs import Job
from app.foundation.outbox import ATTEMPTS, RESEND_AFTER, Errand
from app.foundation.unit_of_work import step
from app.territories.models import Territory

done: list[str] = []


def keep(name: str) -> None:
    """A job that keeps a row, and tells that it was run."""
    done.append(name)
    with step():
        db.session.add(Territory(name=name))


def fail(name: str) -> None:
    """A job that always fails, after it has begun to write."""
    done.append(name)
    with step():
        db.session.add(Territory(name=name))
        raise OSError("the server of letters does not answer")


def kill_worker(name: str) -> None:
    """A job during which the worker dies."""
    done.append(name)
    raise SystemExit


@pytest.fixture(autouse=True)
def known_jobs(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The jobs of these tests beside those of the house."""
    mine = {"test.keep": Job(keep), "test.fail": Job(fail), "test.kill": Job(kill_worker, "urgent")}
    monkeypatch.setitem(app.extensions, "veche.jobs", {**app.extensions["veche.jobs"], **mine})
    done.clear()
    yield
    done.clear()


@pytest.fixture
def queued(app: Flask) -> Callable[[], list[str]]:
    """`queued()` are the errands that lie in the queue now, in its order."""
    connection = app.extensions["veche.redis"]
    return lambda: [job_id for name in ("urgent", "default", "index") for job_id in Queue(name, connection).job_ids]


@pytest.fixture
def work(app: Flask) -> Callable[[], None]:
    """Does what lies in the queue now, and nothing that is not there."""
    connection = app.extensions["veche.redis"]
    queues = [Queue(name, connection=connection) for name in ("urgent", "default", "index")]

    def work() -> None:
        db.session.remove()
        SimpleWorker(queues, connection=connection).work(burst=True, logging_level="CRITICAL")
        db.session.remove()

    return work


@contextmanager
def deaf_server() -> Iterator[str]:
    """A server that takes connections and never says a word, as one that is stopped does; gives its address."""
    with tempfile.TemporaryDirectory(prefix="deaf") as folder, socket.socket(socket.AF_UNIX) as door:
        door.bind(str(Path(folder) / "s"))
        door.listen(16)
        yield f"unix://{folder}/s"


def ask(job: str, **given: object) -> Errand:
    with step():
        outbox.ask(job, **given)
    return db.session.scalars(select(Errand).order_by(Errand.id.desc())).first()


def names() -> list[str]:
    return list(db.session.scalars(select(Territory.name).order_by(Territory.id)))


def errands() -> list[Errand]:
    return list(db.session.scalars(select(Errand).order_by(Errand.id)))


def name_of(errand: Errand) -> str:
    return outbox.job_id(errand.id, errand.asked_at)


def forget(app: Flask) -> None:
    """The server of the queue loses its memory."""
    app.extensions["veche.redis"].flushall()


def test_what_is_asked_for_is_done_and_its_row_goes(queued, work):
    errand = ask("test.keep", name="Сургут")
    lying = queued()

    work()

    assert lying == [name_of(errand)]
    assert (names(), errands(), queued()) == (["Сургут"], [], [])


def test_what_is_asked_for_in_a_step_that_is_rolled_back_is_never_done(queued, work):
    with pytest.raises(ZeroDivisionError), step():
        outbox.ask("test.keep", name="Сургут")
        _ = 1 / 0

    work()

    assert (done, errands(), queued()) == ([], [], [])


def test_a_job_that_nobody_knows_cannot_be_asked_for():
    with pytest.raises(KeyError, match=r"no job is called test\.nothing"), step():
        outbox.ask("test.nothing")


def test_a_step_is_kept_though_the_queue_is_down(app, monkeypatch, clock, queued, work):
    nowhere = queue.connect("unix:///nowhere/valkey.sock")
    with monkeypatch.context() as patch:
        patch.setitem(app.extensions, "veche.redis", nowhere)
        ask("test.keep", name="Сургут")
    lying = queued()
    clock.move_by(seconds=RESEND_AFTER.total_seconds())
    outbox.sweep()

    work()

    assert (lying, names(), errands()) == ([], ["Сургут"], [])


def test_a_queue_that_lost_its_memory_is_filled_again(app, clock, queued, work):
    asked = [name_of(ask("test.keep", name=str(number))) for number in range(3)]
    forget(app)
    clock.move_by(seconds=RESEND_AFTER.total_seconds())

    sent = outbox.sweep()
    lying = queued()
    work()

    assert (sent, lying) == (3, asked)
    assert (names(), errands()) == (["0", "1", "2"], [])


def test_what_a_worker_took_from_the_queue_and_did_not_begin_is_sent_again(app, clock, work):
    ask("test.keep", name="Сургут")
    # Killed between the two, a worker leaves a job that says it waits and stands in no queue.
    taken = app.extensions["veche.redis"].lpop("rq:queue:default")
    clock.move_by(seconds=RESEND_AFTER.total_seconds())

    sent = outbox.sweep()
    work()

    assert taken is not None
    assert (sent, names(), errands()) == (1, ["Сургут"], [])


def test_a_job_whose_number_comes_again_is_not_cleared_away_with_the_first(app, clock, queued, work):
    connection = app.extensions["veche.redis"]
    first = ask("test.keep", name="Сургут").id
    running = rq.job.Job.fetch(queued()[0], connection=connection)
    connection.lpop("rq:queue:default")
    with step():
        db.session.execute(delete(Errand))
    clock.move_by(seconds=1)
    second = ask("test.keep", name="Урай").id

    running.delete()
    work()

    assert (second == first) or db.engine.dialect.name != "sqlite"
    assert names() == ["Урай"]


def test_what_waits_in_the_queue_is_not_sent_again(clock, queued):
    errand = ask("test.keep", name="Сургут")
    clock.move_by(seconds=RESEND_AFTER.total_seconds())

    sent = outbox.sweep()

    assert (sent, queued()) == (0, [name_of(errand)])


def test_what_was_asked_for_just_now_is_left_to_the_one_who_asked(app):
    ask("test.keep", name="Сургут")
    forget(app)

    assert outbox.sweep() == 0


def test_an_errand_is_done_once_however_often_it_is_sent(app, work):
    errand = ask("test.keep", name="Сургут")
    number = errand.id
    line = Queue("default", connection=app.extensions["veche.redis"])
    for copy in range(3):
        line.enqueue_call("app.foundation.jobs.run", (number,), job_id=f"copy-{copy}", result_ttl=0)

    work()

    assert (done, names(), errands()) == (["Сургут"], ["Сургут"], [])


def test_an_errand_in_somebody_s_hands_is_taken_by_nobody_else(clock):
    number = ask("test.keep", name="Сургут").id
    with step():
        outbox.take(number, timedelta(seconds=60))
    clock.move_by(seconds=59)

    jobs.run(number)

    assert (done, outbox.sweep()) == ([], 0)


def test_an_errand_whose_worker_died_comes_back_when_its_lease_is_over(app, clock, work):
    number = ask("test.keep", name="Сургут").id
    forget(app)
    with step():
        outbox.take(number, timedelta(seconds=60))
    clock.move_by(seconds=61)

    sent = outbox.sweep()
    work()

    assert (sent, names(), errands()) == (1, ["Сургут"], [])


def test_a_long_job_that_gives_signs_of_life_keeps_its_errand(app, clock):
    number = ask("test.keep", name="Сургут").id
    forget(app)
    with step():
        outbox.take(number, timedelta(seconds=60))
    clock.move_by(seconds=50)
    with step():
        outbox.hold(number, timedelta(seconds=60))
    clock.move_by(seconds=50)

    assert outbox.sweep() == 0


def test_a_job_that_fails_leaves_nothing_and_is_due_again_after_growing_pauses(clock):
    number = ask("test.fail", name="Сургут").id
    pauses = []

    for _ in range(ATTEMPTS - 1):
        jobs.run(number)
        (errand,) = errands()
        pauses.append(round((errand.due_at - clock.now()).total_seconds()))
        clock.move_to(errand.due_at)

    assert pauses == [10, 20, 40, 80, 160, 320, 640]
    assert (names(), errand.error, errand.failed_at) == ([], "OSError", None)


def test_a_job_that_failed_is_not_done_before_its_pause_is_over(app, clock):
    number = ask("test.fail", name="Сургут").id
    forget(app)
    jobs.run(number)
    clock.move_by(seconds=9)

    jobs.run(number)

    assert (done, outbox.sweep()) == (["Сургут"], 0)


def test_a_job_that_failed_is_sent_again_by_the_sweep(app, clock, work):
    number = ask("test.fail", name="Сургут").id
    forget(app)
    jobs.run(number)
    clock.move_by(seconds=10 + RESEND_AFTER.total_seconds())

    sent = outbox.sweep()
    work()

    assert (sent, done, errands()[0].attempts) == (1, ["Сургут", "Сургут"], 2)


def test_a_job_that_fails_eight_times_is_given_up_and_stays_to_be_looked_at(clock):
    number = ask("test.fail", name="Сургут").id
    for _ in range(ATTEMPTS):
        jobs.run(number)
        clock.move_to(errands()[0].due_at)
    clock.move_by(days=1)

    jobs.run(number)

    (errand,) = errands()
    assert (len(done), ATTEMPTS, outbox.sweep()) == (8, 8, 0)
    assert (errand.attempts, errand.error, errand.failed_at is not None) == (8, "OSError", True)


def test_a_job_that_kills_its_worker_eight_times_is_given_up_too(clock):
    number = ask("test.kill", name="Сургут").id
    for _ in range(ATTEMPTS):
        with pytest.raises(SystemExit):
            jobs.run(number)
        db.session.remove()
        clock.move_by(seconds=jobs.lease().total_seconds() + 1)

    jobs.run(number)

    (errand,) = errands()
    assert (len(done), outbox.sweep()) == (8, 0)
    assert (errand.error, errand.failed_at) == ("the worker died", clock.now())


def test_a_delayed_errand_waits_for_its_time(clock, queued, work):
    with step():
        outbox.ask("test.keep", delay=timedelta(minutes=10), name="Сургут")
    number, lying = errands()[0].id, queued()
    jobs.run(number)
    early = outbox.sweep()
    clock.move_by(seconds=600 + RESEND_AFTER.total_seconds())

    sent = outbox.sweep()
    work()

    assert (lying, early, sent) == ([], 0, 1)
    assert (done, errands()) == (["Сургут"], [])


def test_the_same_job_asked_for_once_waits_once_and_is_asked_for_anew_when_it_has_begun():
    with step():
        outbox.ask_once("test.keep", name="Сургут")
        outbox.ask_once("test.keep", name="Сургут")
        outbox.ask_once("test.keep", name="Когалым")
    first = [errand.ids["name"] for errand in errands()]
    with step():
        outbox.take(errands()[0].id, timedelta(seconds=60))
    with step():
        outbox.ask_once("test.keep", name="Сургут")

    assert first == ["Сургут", "Когалым"]
    assert [errand.ids["name"] for errand in errands()] == ["Сургут", "Когалым", "Сургут"]


@pytest.mark.slow
def test_a_queue_that_hangs_is_left_alone_for_a_while(app, monkeypatch):
    with deaf_server() as address, monkeypatch.context() as patch:
        patch.setitem(app.extensions, "veche.redis", queue.connect(address))
        began = time.monotonic()
        for number in range(4):
            ask("test.keep", name=str(number))
        took = time.monotonic() - began

    assert len(errands()) == 4
    # One patience, not four: people wait for the answer.
    assert took < queue.PATIENCE + 1.5


def test_two_workers_at_once_do_each_errand_once(app, clock):
    numbers = [ask("test.keep", name=str(number)).id for number in range(5)]

    for number in numbers + numbers:
        jobs.run(number)

    assert done == ["0", "1", "2", "3", "4"]
    assert db.session.scalar(select(func.count()).select_from(Errand)) == 0
