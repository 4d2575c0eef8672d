"""Addresses of static files change with their content, and with nothing else."""

import os
from pathlib import Path

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from app.foundation.errors import Missing
from app.web import static


@pytest.fixture
def client(frame: Flask) -> FlaskClient:
    folder = Path(frame.root_path) / "static"
    folder.mkdir()
    (folder / "veche.css").write_text("p{color:red}")
    static.connect(frame)
    frame.register_error_handler(Missing, lambda _error: ("missing", 404))
    return frame.test_client()


@pytest.fixture(autouse=True)
def _own_folder(frame: Flask, tmp_path: Path) -> None:
    frame.root_path = str(tmp_path)


def address(frame: Flask, name: str) -> str:
    with frame.test_request_context():
        return url_for("static", filename=name)


def test_a_stamp_follows_the_content(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("one.css", "two.css", "deep/one.css"):
        (tmp_path / name).write_text("p{color:red}")
    before = static.stamps(tmp_path)

    (tmp_path / "two.css").write_text("p{color:blue}")
    os.utime(tmp_path / "one.css", (0, 0))

    after = static.stamps(tmp_path)
    assert sorted(after) == ["deep/one.css", "one.css", "two.css"]
    assert after["one.css"] == before["one.css"] == before["two.css"]
    assert after["two.css"] != before["two.css"]


def test_a_stamped_address_is_kept_for_a_year(frame: Flask, client: FlaskClient) -> None:
    answer = client.get(address(frame, "veche.css"), buffered=True)

    assert (answer.status_code, answer.text) == (200, "p{color:red}")
    assert dict(answer.cache_control) == {"public": None, "max-age": "31536000", "immutable": None}


def test_an_old_stamp_gets_the_present_file_but_not_for_long(client: FlaskClient) -> None:
    answer = client.get("/static/000000000000/veche.css", buffered=True)

    assert (answer.status_code, answer.text) == (200, "p{color:red}")
    assert dict(answer.cache_control) == {"no-cache": None, "max-age": "0"}


@pytest.mark.parametrize("path", ["x/absent.css", "x/../secret_key", "x/%2e%2e/secret_key", "x//etc/passwd", "x/"])
def test_nothing_but_the_folder_is_served(client: FlaskClient, tmp_path: Path, path: str) -> None:
    (tmp_path / "secret_key").write_text("hush")

    assert client.get(f"/static/{path}", follow_redirects=True).status_code == 404
