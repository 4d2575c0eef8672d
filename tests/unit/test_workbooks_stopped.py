"""The reader of workbooks is stopped, by its own limits or from outside: a clear answer, and the next one is read."""

from pathlib import Path

import pytest

from app.foundation import workbooks
from app.foundation.errors import Busy, Invalid
from tests.support.sheets import written

STOPS = {
    "by its time": "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass\n",
    "by its memory": "import resource\nresource.setrlimit(resource.RLIMIT_AS, (2**27, 2**27))\nb'0' * 2**28\n",
    "from outside": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n",
    "in the middle of what it says": "import os, sys\nsys.stdout.write('{\"sheets\": [')\nsys.stdout.flush()\nos._exit(1)\n",
}


@pytest.fixture
def stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """In the place of the reader stands a program that ends so."""
    program = tmp_path / "stopped.py"
    program.write_text(STOPS[request.param], encoding="utf-8")
    monkeypatch.setattr(workbooks, "PROGRAM", program)


@pytest.mark.parametrize("stopped", STOPS, indirect=True)
def test_a_reader_that_was_stopped_is_a_clear_answer(stopped: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid) as refused:
        workbooks.read(b"PK")

    monkeypatch.undo()
    after = workbooks.read(written([["a", "b"]]))
    assert refused.value.reason == workbooks.LARGE
    assert after[0].cells[0, 1].text == "b"


def test_a_reader_that_hangs_is_given_up_and_leaves_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "hanging.py"
    program.write_text("import time\ntime.sleep(600)\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(workbooks, "PROGRAM", program)
        patch.setattr(workbooks, "SECONDS", 0.2)
        with pytest.raises(Invalid) as refused:
            workbooks.read(b"PK")

    assert refused.value.reason == workbooks.LARGE
    assert workbooks.read(written([["a"]]))[0].cells[0, 0].text == "a"


def test_whoever_waits_too_long_for_their_turn_is_asked_to_send_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "SECONDS_IN_LINE", 0)
    with workbooks._turn, pytest.raises(Busy) as refused:
        workbooks.read(b"PK")

    assert refused.value.reason == workbooks.BUSY
