"""The fair floor: a Flask that renders the same bytes with the same libraries and sends the same statements, and does no more.

It has the addresses, the templates, the language and the filters of the application; no permissions, no models, no sessions, no
code of the rooms. What a page is made of is taken from the application while it answers once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from flask import Flask, render_template, request, template_rendered
from flask_babel import Babel
from jinja2 import StrictUndefined
from sqlalchemy import create_engine, event
from werkzeug.test import EnvironBuilder, run_wsgi_app

from app.foundation import db as database
from app.foundation.db import db
from app.foundation.routing import Identity
from app.web import filters, static

OF_FLASK = {"request", "session", "g", "current_user"}

# What templates call for the words of the operator.
WORDS = ("a_resident", "all_residents", "counted_residents")


@dataclass
class Recording:
    """What the application needed for a page."""

    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    statements: list[tuple[str, Any]] = field(default_factory=list)
    besides: list[Callable[[], object]] = field(default_factory=list)
    body: bytes = b""


def ask(app: Flask, path: str) -> Callable[[], bytes]:
    """A call that sends a guest's request for the path through all of the application, and gives the body of the answer."""
    environ = EnvironBuilder(path.partition("?")[0], query_string=path.partition("?")[2]).get_environ()

    def call() -> bytes:
        chunks, status, _headers = run_wsgi_app(app.wsgi_app, {**environ, "wsgi.input": BytesIO()}, buffered=True)
        body = b"".join(chunks)
        if not status.startswith("200"):
            raise RuntimeError(f"{path} answers {status}")
        return body

    return call


@contextmanager
def _listening(app: Flask, recording: Recording) -> Iterator[None]:
    def note_template(_sender: Flask, template: Any, context: dict[str, Any], **_rest: Any) -> None:
        recording.template = template.name
        recording.context = {name: value for name, value in context.items() if name not in OF_FLASK}

    def note_statement(_connection: Any, _cursor: Any, text: str, parameters: Any, *_rest: Any) -> None:
        if not text.startswith("BEGIN"):
            recording.statements.append((text, parameters))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note_statement)
    try:
        with template_rendered.connected_to(note_template, app):
            yield
    finally:
        event.remove(engine, "before_cursor_execute", note_statement)


def record(app: Flask, path: str) -> Recording:
    """What the application needs for the page of this path."""
    recording = Recording()
    call = ask(app, path)
    call()
    with _listening(app, recording):
        recording.body = call()
    return recording


def build(app: Flask, recordings: dict[str, Recording]) -> Flask:
    """The floor for these pages, by their paths."""
    floor = Flask("app", static_folder=None)
    floor.extensions["veche.settings"] = app.extensions["veche.settings"]
    floor.extensions["veche.clock"] = app.extensions["veche.clock"]
    Babel(floor, default_locale="ru", locale_selector=lambda: "ru")
    floor.jinja_env.undefined = StrictUndefined
    floor.jinja_env.trim_blocks = floor.jinja_env.lstrip_blocks = True
    filters.connect(floor)
    floor.jinja_env.globals.update({name: app.jinja_env.globals[name] for name in WORDS})
    floor.url_map.converters["int"] = Identity
    engine = create_engine(app.extensions["veche.settings"].database_url, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", database._prepare_sqlite)
    event.listen(engine, "begin", database._begin_sqlite)

    def page(**_values: Any) -> str:
        recording = recordings[request.full_path.rstrip("?")]
        with engine.connect() as connection:
            for text, values in recording.statements:
                connection.exec_driver_sql(text, values).fetchall()
        for act in recording.besides:
            act()
        return render_template(recording.template, **recording.context)

    static.connect(floor)
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            floor.add_url_rule(rule.rule, endpoint=rule.endpoint, view_func=page, methods=list(rule.methods or ()))
    return floor
