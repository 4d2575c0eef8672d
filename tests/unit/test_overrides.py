"""Templates of the instance folder: they take the place of the platform's, and what is broken in them stops no page."""

from pathlib import Path

import pytest
from flask import Flask, render_template
from jinja2 import StrictUndefined

from app.web import overrides

PLATFORM = {"page.html": "<main>{% block main %}platform{% endblock %}</main>", "other.html": "other"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "platform").mkdir()
    (tmp_path / "templates").mkdir()
    for name, words in PLATFORM.items():
        (tmp_path / "platform" / name).write_text(words)
    return tmp_path


def rendered(folder: Path, own: str | None = None, **values: object) -> tuple[str, dict[str, str]]:
    if own is not None:
        (folder / "templates" / "page.html").write_text(own)
    app = Flask("somewhere", template_folder=str(folder / "platform"))
    app.jinja_env.undefined = StrictUndefined
    overrides.connect(app, folder)
    with app.app_context():
        page = render_template("page.html", **values)
        assert page == render_template("page.html", **values)
    return page, app.extensions["veche.overrides"].faults(app.jinja_env)


def test_without_a_folder_of_templates_nothing_changes(folder: Path) -> None:
    (folder / "templates").rmdir()

    assert rendered(folder) == ("<main>platform</main>", {})


def test_a_template_takes_the_place_of_the_platforms_and_may_build_on_it(folder: Path) -> None:
    own = '{% extends "platform/page.html" %}{% block main %}ours, {{ super() }}{% endblock %}'

    assert rendered(folder, own) == ("<main>ours, platform</main>", {})


@pytest.mark.parametrize(
    "own", ["{% block main %}", "{{ nobody_knows.this }}", "{{ 1 // 0 }}", "{% include 'none.html' %}"]
)
def test_a_broken_one_is_told_and_left_out(folder: Path, own: str) -> None:
    page, faults = rendered(folder, own)

    assert (page, list(faults)) == ("<main>platform</main>", ["page.html"])


def test_a_fault_of_the_platforms_own_stays_a_fault(folder: Path) -> None:
    (folder / "platform" / "page.html").write_text("{{ nobody_knows }}")

    with pytest.raises(Exception, match="nobody_knows"):
        rendered(folder)


def test_no_name_leads_out_of_the_folder(folder: Path) -> None:
    (folder / "secret_key").write_text("secret")

    page, faults = rendered(folder, "{% include '../secret_key' %}")

    assert (page, list(faults)) == ("<main>platform</main>", ["page.html"])


def test_a_stylesheet_has_a_stamp_that_changes_with_it(folder: Path) -> None:
    app = Flask("somewhere", template_folder=str(folder / "platform"))
    stamps = []

    for words in ("a { color: red }", "a { color: blue }"):
        (folder / "style.css").write_text(words)
        overrides.connect(app, folder)
        stamps.append(app.extensions["veche.own_style"].stamp)

    assert len(set(stamps)) == 2
