"""Settings: where they come from, and what a wrong one says."""

from datetime import time
from pathlib import Path

import pytest

from app.config import Settings, WrongSetting, load

RIGHT = {"SECRET_KEY": "x"}


def loaded(folder: Path, **environment: str) -> Settings:
    return load({"VECHE_INSTANCE": str(folder), **RIGHT, **environment})


def refused(folder: Path, **environment: str) -> str:
    with pytest.raises(WrongSetting) as refusal:
        loaded(folder, **environment)
    return str(refusal.value)


def write(folder: Path, text: str) -> None:
    (folder / "config.py").write_text(text, "utf-8")


def test_without_any_word_of_the_operator_a_copy_can_run(tmp_path: Path) -> None:
    settings = loaded(tmp_path)

    assert (settings.PORT, settings.DEFAULT_LANGUAGE, settings.LANGUAGES) == (8000, "ru", ("ru", "uk", "en"))
    assert settings.database_url == f"sqlite:///{tmp_path}/veche.sqlite3"
    assert settings.public_url == "http://127.0.0.1:8000"


def test_the_file_goes_before_the_default_and_the_environment_before_the_file(tmp_path: Path) -> None:
    write(tmp_path, "SITE_NAME = 'Вече Югры'\nPORT = 8100\nWEB_THREADS = 4\nsmall = 'not a setting'\n")

    settings = loaded(tmp_path, PORT="8200")

    assert (settings.SITE_NAME, settings.PORT, settings.WEB_THREADS, settings.WEB_WORKERS) == ("Вече Югры", 8200, 4, 2)


def test_what_is_said_in_the_program_goes_before_all(tmp_path: Path) -> None:
    write(tmp_path, "PORT = 8100\n")

    settings = load({"PORT": "8200", **RIGHT}, VECHE_INSTANCE=tmp_path, PORT=8300)

    assert settings.PORT == 8300


def test_names_that_are_not_ours_are_passed_over_in_the_environment(tmp_path: Path) -> None:
    assert loaded(tmp_path, HOME="/home/anna", DEBUG="1") == loaded(tmp_path)


def test_words_of_the_environment_become_what_is_needed(tmp_path: Path) -> None:
    settings = loaded(tmp_path, LANGUAGES="uk, en ,", DEFAULT_LANGUAGE="uk", DEMO_PAGES="No", TRUSTED_PROXIES="2")

    assert (settings.LANGUAGES, settings.DEMO_PAGES, settings.TRUSTED_PROXIES) == (("uk", "en"), False, 2)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "eighty", "the setting PORT cannot be 'eighty'; write a whole number"),
        ("PORT", "0", "PORT cannot be 0; choose 1 to 65535"),
        ("PORT", "70000", "PORT cannot be 70000; choose 1 to 65535"),
        ("DEMO_PAGES", "perhaps", "the setting DEMO_PAGES cannot be 'perhaps'; write yes or no"),
        ("DATABASE_URL", "mysql://db", "DATABASE_URL begins with 'mysql'; sqlite:/// and postgresql:// are known"),
        ("SEARCH_ENGINE", "elastic", "SEARCH_ENGINE is 'elastic'; whoosh and postgresql are known"),
        (
            "SEARCH_ENGINE",
            "postgresql",
            "SEARCH_ENGINE 'postgresql' needs a DATABASE_URL of postgresql://; whoosh works with any",
        ),
        ("DEFAULT_LANGUAGE", "fr", "DEFAULT_LANGUAGE is 'fr', which is not among LANGUAGES"),
        ("LANGUAGES", "uk", "DEFAULT_LANGUAGE is 'ru', which is not among LANGUAGES"),
        ("TIME_ZONE", "Kyiv", "TIME_ZONE 'Kyiv' is no zone of the tz database; write Europe/Kyiv, for example"),
        ("TIME_ZONE", "../etc", "TIME_ZONE '../etc' is no zone of the tz database; write Europe/Kyiv, for example"),
    ],
)
def test_a_setting_that_makes_no_sense_stops_the_start_with_a_sentence(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    assert refused(tmp_path, **{name: value}) == f"veche: {sentence}"


def test_a_name_that_is_no_setting_stops_the_start(tmp_path: Path) -> None:
    write(tmp_path, "SITE_NAMME = 'Veche'\n")

    assert refused(tmp_path) == (
        f"veche: {tmp_path}/config.py sets SITE_NAMME, which is no setting of this version; see docs/operations.md"
    )


def test_a_folder_that_cannot_be_made_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    inside = tmp_path / "file" / "instance"

    assert refused(inside) == f"veche: the instance folder {inside} cannot be made: Not a directory"


def test_a_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first = load({"VECHE_INSTANCE": str(tmp_path)})
    second = load({"VECHE_INSTANCE": str(tmp_path)})

    assert first.SECRET_KEY == second.SECRET_KEY
    assert len(first.SECRET_KEY) >= 48
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_any_spelling_of_postgresql_gets_our_driver(tmp_path: Path, scheme: str) -> None:
    settings = loaded(tmp_path, DATABASE_URL=f"{scheme}://veche:p%40ss@db/veche")

    assert settings.database_url == "postgresql+psycopg://veche:p%40ss@db/veche"


def test_the_search_follows_the_database_unless_told_otherwise(tmp_path: Path) -> None:
    on_server = {"DATABASE_URL": "postgresql://db/veche"}

    assert loaded(tmp_path).search_engine == "whoosh"
    assert loaded(tmp_path, **on_server).search_engine == "postgresql"
    assert loaded(tmp_path, **on_server, SEARCH_ENGINE="whoosh").search_engine == "whoosh"


def test_the_socket_of_a_deep_folder_has_a_short_path_of_its_own(tmp_path: Path) -> None:
    deep, other = (Settings(VECHE_INSTANCE=tmp_path / (letter * 120)) for letter in "ab")

    assert len(str(deep.redis_socket)) < 100
    assert deep.redis_socket != other.redis_socket


def test_the_public_address_has_no_slash_at_its_end(tmp_path: Path) -> None:
    assert loaded(tmp_path, PUBLIC_URL="https://veche.example/").public_url == "https://veche.example"


def test_working_hours_are_times_of_a_day(tmp_path: Path) -> None:
    assert loaded(tmp_path, WORKING_HOURS="08:30 - 17").working_hours == (time(8, 30), time(17))
    assert "WORKING_HOURS" in refused(tmp_path, WORKING_HOURS="18:00-09:00")
    assert "WORKING_HOURS" in refused(tmp_path, WORKING_HOURS="all day")


def test_open_data_have_a_licence_that_anyone_can_read(tmp_path: Path) -> None:
    usual, other = (
        loaded(tmp_path),
        loaded(tmp_path, OPEN_DATA_LICENCE="OGL", OPEN_DATA_LICENCE_URL="https://example.org/ogl"),
    )

    assert usual.licence == ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/")
    assert other.licence == ("OGL", "https://example.org/ogl")
    assert "OPEN_DATA_LICENCE is 'OGL'" in refused(tmp_path, OPEN_DATA_LICENCE="OGL")
    assert "OPEN_DATA_LICENCE" in refused(tmp_path, OPEN_DATA_LICENCE_URL="javascript:alert(1)")
