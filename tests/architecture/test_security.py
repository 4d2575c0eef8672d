"""What docs/security.md promises is shown by tests that exist."""

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(test_\w+)(?:::(test_\w+))?`")


def functions() -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in (ROOT / "tests").rglob("test_*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        found[path.stem] |= {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
    return found


def test_every_test_that_is_named_is_there() -> None:
    known = functions()
    named = NAMED.findall((ROOT / "docs" / "security.md").read_text("utf-8"))

    assert len(named) > 200
    assert [(module, test) for module, test in named if module not in known] == []
    assert [(module, test) for module, test in named if test and test not in known[module]] == []


def test_every_row_says_what_shows_it() -> None:
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    rows = [line.strip("|").split(" | ") for line in text.splitlines() if re.match(r"\| \d", line)]

    assert len(rows) > 150
    assert [row[0] for row in rows if len(row) == 3 and not row[2].strip(" —|")] == []
