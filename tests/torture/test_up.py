"""Starting and stopping by hand: one copy in one place, no process left, and a sentence where it cannot be."""

import signal
import socket
from pathlib import Path
from threading import Barrier, Thread

from app.config import load
from tests.factories.campaigns import make_campaign
from tests.support.house import House, Person, eventually

STOPPED = {0, 130}


SECRETS = ("secret_key", "identity_secret")


def test_two_copies_stand_side_by_side_and_ctrl_c_stops_one_alone(running: House, house: House) -> None:
    before = running.pids("up", "web", "valkey")
    begun = house.up()
    with house.inside():
        make_campaign("second-copy")
    pages = [Person(copy).get("/campaigns/second-copy/").status for copy in (running, house)]

    begun.send_signal(signal.SIGINT)
    code = begun.wait(20)

    assert pages == [404, 200]
    assert (code in STOPPED, house.processes()) == (True, [])
    assert (running.pids("up", "web", "valkey"), running.answers()) == (before, True)
    assert "Traceback" not in house.said


def test_a_second_start_in_the_same_place_is_refused_with_a_sentence(running: House) -> None:
    before, said = running.pids("up", "web", "valkey"), running.said

    code = running.command("up", "--no-demo").wait(60)

    sentence = f"veche: a copy already runs in {running.instance}; set VECHE_INSTANCE and PORT for another"
    assert (code, running.said.count(sentence), said.count(sentence)) == (1, 1, 0)
    assert (running.pids("up", "web", "valkey"), running.answers()) == (before, True)


def test_a_port_that_is_taken_is_refused_with_a_sentence(house: House) -> None:
    # Whoever has it need not speak our language.
    with socket.create_server(("127.0.0.1", house.port)):
        code = house.command("up", "--no-demo").wait(60)

    assert (code, house.processes()) == (1, [])
    sentence = f"veche: something already listens at 127.0.0.1:{house.port}; set PORT to another number"
    assert house.said.strip() == sentence


def test_ctrl_c_while_it_starts_leaves_nothing(house: House) -> None:
    begun = house.command("up", "--no-demo")
    started = eventually(lambda: bool(house.pids("valkey")), 60, 0.02)

    begun.send_signal(signal.SIGINT)
    code = begun.wait(30)

    assert (started, code in STOPPED, house.processes()) == (True, True, [])
    assert "Traceback" not in house.said
    assert "Veche is at" not in house.said


def secrets_told(instance: Path) -> set[tuple[str, ...]]:
    """The pairs of secrets that some who start at the same moment in a new place find there."""
    start: Barrier = Barrier(4)
    told: list[tuple[str, ...]] = []

    def begin() -> None:
        start.wait()
        found = load({}, VECHE_INSTANCE=instance)
        told.append((found.SECRET_KEY, found.IDENTITY_SECRET))

    threads = [Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {*told, tuple((instance / name).read_text() for name in SECRETS)}


def test_all_who_start_together_agree_on_the_secret_of_a_new_copy(tmp_path: Path) -> None:
    told = [secrets_told(tmp_path / str(number)) for number in range(100)]

    assert [len(secrets) for secrets in told] == [1] * 100
    assert {path.name for path in (tmp_path / "0").iterdir()} == set(SECRETS)
    assert [(tmp_path / "0" / name).stat().st_mode & 0o777 for name in SECRETS] == [0o600] * 2
