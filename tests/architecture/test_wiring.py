"""What the tables of the house reach by themselves."""

import subprocess
import sys

import pytest

from tests.architecture.test_house import ROOT, modules

TABLES = "from app.foundation.db import Base; print(*sorted(Base.metadata.tables), sep='\\n')"


def tables_after(*imports: str) -> list[str]:
    """The tables that the models know in a process that has imported only these modules."""
    program = "".join(f"import {name}\n" for name in imports) + TABLES
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def modules_with_tables() -> list[str]:
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in modules()
        if "__tablename__" in path.read_text("utf-8")
    ]


@pytest.mark.slow
def test_every_table_comes_with_the_application() -> None:
    wired, all_there_are = tables_after("app.factory"), tables_after(*modules_with_tables())

    assert wired == all_there_are
    assert len(wired) > 20
