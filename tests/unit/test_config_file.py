"""config.py is changed where a setting stands; what its operator wrote besides stays."""

from pathlib import Path

import pytest

from app.operations.config_file import Unreadable, changed, changing

OWN = """# Ours since spring.
import os

PUBLIC_URL = "http://old.example"  # the old address
SMTP_URL = os.environ["OUR_SMTP"]
LANGUAGES = (
    "ru",
    "uk",
)
if True:
    PORT = 8001
"""


def test_only_the_lines_of_the_settings_change() -> None:
    found = changed(OWN, {"PUBLIC_URL": "https://ідеї.укр", "LANGUAGES": ("uk",), "SITE_NAME": 'a "b" \\ c'})

    assert found == (
        "# Ours since spring.\nimport os\n\nPUBLIC_URL = 'https://ідеї.укр'\nSMTP_URL = os.environ[\"OUR_SMTP\"]\n"
        "LANGUAGES = ('uk',)\nif True:\n    PORT = 8001\nSITE_NAME = 'a \"b\" \\\\ c'\n"
    )


def test_the_same_told_again_changes_nothing() -> None:
    once = changed("", {"SITE_NAME": "Вече", "DEMO_PAGES": False})

    assert changed(once, {"SITE_NAME": "Вече", "DEMO_PAGES": False}) == once


def test_what_is_no_python_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "config.py"
    path.write_text("PORT = = 8001\n")

    with pytest.raises(Unreadable, match="line 1"), changing(path, {"PORT": 8002}):
        pass

    assert path.read_text() == "PORT = = 8001\n"


@pytest.mark.parametrize("before", [None, OWN])
def test_what_stood_there_comes_back_where_the_rest_fails(tmp_path: Path, before: str | None) -> None:
    path = tmp_path / "config.py"
    if before is not None:
        path.write_text(before)

    with pytest.raises(KeyError), changing(path, {"PORT": 8002}):
        raise KeyError

    assert (path.read_text() if path.exists() else None) == before


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    with changing(tmp_path / "config.py", {"SMTP_URL": "smtp://user:secret@host"}):
        pass

    assert (tmp_path / "config.py").stat().st_mode & 0o777 == 0o600
