"""The house keeps its own laws."""

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask

from app import schedule, wiring
from app.accounts.roles import SCOPES, Role
from app.config import Settings
from campaigns.plan.permissions import RULES
from campaigns.plan.phases import ALLOWS, PHASED, Act, PhaseKind

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("app", "campaigns", "moderation", "search")


def modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from (path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)


def test_the_floors_import_only_floors_below() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_there_is_one_commit() -> None:
    found = [
        f"{path.relative_to(ROOT)}" for path in modules() for _ in re.findall(r"\.commit\(", path.read_text("utf-8"))
    ]

    # An index is beside the house: it is kept outside of any step, in a file or a connection of its own.
    in_the_house = [path for path in found if not path.startswith("search/engines/")]
    # A backup is a database of its own, beside the house as well.
    assert sorted(in_the_house) == ["app/foundation/unit_of_work.py", "app/operations/rows.py"]


def test_no_module_is_larger_than_a_room() -> None:
    large = {
        str(path.relative_to(ROOT)): lines
        for path in modules()
        # The verifier of votes is one file that people carry away, with its words in three languages.
        if path.name != "verify.py" and (lines := len(path.read_text("utf-8").splitlines())) > 400
    }

    assert large == {}


def test_no_function_is_longer_than_a_page() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
    ]

    assert long == []


def test_no_import_hides_inside_a_function() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(inner, ast.Import | ast.ImportFrom) for inner in ast.walk(node))
    ]

    assert hidden == []


def test_every_kind_of_phase_has_its_row() -> None:
    assert set(ALLOWS) == set(PhaseKind)


def test_every_act_says_who_may_do_it() -> None:
    assert set(RULES) == set(Act)


def test_every_act_of_the_phases_is_an_act() -> None:
    assert set(Act) >= PHASED


def test_every_role_that_is_given_says_where_it_holds() -> None:
    assert set(SCOPES) == set(Role) - {Role.GUEST, Role.RESIDENT}


def events() -> set[type]:
    found = set()
    for path in modules():
        if path.name == "events.py" and "foundation" not in path.parts:
            module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            found |= {
                kind
                for _, kind in inspect.getmembers(module, inspect.isclass)
                if is_dataclass(kind) and kind.__module__ == module.__name__
            }
    return found


def test_every_event_is_heard() -> None:
    unheard = {event.__name__ for event in events() if not wiring.LISTENERS.get(event)}

    assert unheard == set()


def test_only_events_are_heard() -> None:
    assert set(wiring.LISTENERS) <= events()


def test_every_job_of_the_schedule_is_a_job() -> None:
    assert {every.job for every in schedule.SCHEDULE} <= set(wiring.JOBS)


@pytest.mark.parametrize("setting", [f.name for f in fields(Settings)])
def test_every_setting_is_explained_to_operators(setting: str) -> None:
    if setting == "TESTING":
        return

    assert f"`{setting}`" in (ROOT / "docs" / "operations.md").read_text("utf-8")


def test_every_page_that_changes_something_takes_no_get(app: Flask) -> None:
    writing = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "writes", False)
    }

    # A provider of identities sends browsers back by a GET.
    assert writing == {"identity.arrive"}


def test_letters_are_composed_and_sent_in_one_place() -> None:
    # The second writes a digest to a file that people open with a mail program; it is sent to nobody.
    composing = {str(path.relative_to(ROOT)) for path in modules() if "EmailMessage(" in path.read_text("utf-8")}
    sending = {str(path.relative_to(ROOT)) for path in modules() if "smtplib" in path.read_text("utf-8")}

    assert composing == {"app/foundation/mail.py", "app/digests/formats/mail.py"}
    # The others try a mail server before letters leave by it, and say what was wrong in words.
    trying = {"app/administration/web/mail.py", "app/operations/checks/outside.py", "app/operations/installing.py"}
    assert sending == {"app/foundation/mail.py", *trying}


def test_only_a_signed_word_takes_the_place_of_a_token(app: Flask) -> None:
    by_word = {name for name, view in app.view_functions.items() if getattr(view, "by_word", False)}

    assert by_word == {"notifications.stop_letters", "notifications.resume_letters", "outreach.stop_invitations"}
