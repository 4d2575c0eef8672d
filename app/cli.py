"""The commands of the house: those of its rooms, and those that run it."""

import contextlib
import errno
import fcntl
import functools
import signal
import socket
import sys
import urllib.request
from collections.abc import Callable, Iterable
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from redis.exceptions import RedisError
from sqlalchemy import inspect

from app.config import Settings, WrongSetting
from app.demo.cli import table
from app.demo.loading import CutOff, is_told_of, load
from app.foundation import logs, schema, timetable, valkey
from app.foundation.db import db
from app.foundation.processes import CannotStart, Child, Supervisor
from app.foundation.worker import QUEUES, work
from app.operations import restoring
from app.web.server import serve

# What makes the tables, brings them back, looks whether they are there, or says so by a page.
WITHOUT_DATABASE = frozenset({"setup", "setup-installed", "doctor", "backup", "restore", "restore-staged", "web", "up"})
FLASK = str(Path(sys.executable).parent / "flask")


def connect(app: Flask, commands: Iterable[Any]) -> None:
    """Puts the commands under `flask`."""
    for command in (*commands, web, worker, scheduler, up):
        _need_database(command)
        app.cli.add_command(command)


def _need_database(command: click.Command) -> None:
    """Each command of tables says in a sentence where the database is not as this release wants it, before it begins."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _need_database(inner)
    elif command.callback is not None and command.name not in WITHOUT_DATABASE:
        command.callback = _once_it_fits(command.callback)


def _once_it_fits(run: Callable[..., Any]) -> Callable[..., Any]:
    if hasattr(run, "needs_database"):
        return run

    @with_appcontext
    @functools.wraps(run)
    def begin(*given: Any, **named: Any) -> Any:
        _end_restore()
        found = schema.standing()
        if not found.fits:
            raise click.ClickException(found.sentence)
        return run(*given, **named)

    begin.needs_database = True  # type: ignore[attr-defined]
    return begin


def _end_restore() -> None:
    try:
        restoring.finish()
    except restoring.NotRestored as undecided:
        raise click.ClickException(str(undecided)) from None


def _settings() -> Settings:
    return current_app.extensions["veche.settings"]  # type: ignore[no-any-return]


@click.command()
@with_appcontext
def web() -> None:
    """Serve the pages."""
    _end_restore()
    serve(_settings())


@click.command()
@click.option("--queue", "queues", multiple=True, type=click.Choice(QUEUES), help="Only these queues; all by default.")
@with_appcontext
def worker(queues: tuple[str, ...]) -> None:
    """Do the background work: letters, checks, index, tallies."""
    work(queues or QUEUES)


@click.command()
@with_appcontext
def scheduler() -> None:
    """Ask for the jobs of the schedule, and send again what the queue lost."""
    running = [True]
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: running.clear())
    timetable.run(current_app.extensions["veche.schedule"], lambda: bool(running))


@click.command()
@click.option("--demo/--no-demo", default=True, help="Load the demonstration into an empty database.")
@with_appcontext
def up(demo: bool) -> None:
    """Start everything on this machine: web, worker, scheduler and, where no REDIS_URL is set, the embedded Valkey."""
    settings = _settings()
    lock = _only_one(settings)
    _end_restore()
    restoring.sweep()
    logs.into(_log(settings))
    supervisor = Supervisor()
    supervisor.stop_on_signals()
    try:
        _start_queue(supervisor, settings)
        fresh = _migrate()
        if demo and not supervisor.is_stopping:
            _load_demo(fresh)
        db.session.remove()
        db.engine.dispose()
        log = _log(settings)
        supervisor.start(Child("worker", [FLASK, "worker"], log_to=log))
        supervisor.start(Child("scheduler", [FLASK, "scheduler"], log_to=log))
        supervisor.start(Child("web", [FLASK, "web"], serves=lambda: _answers(settings), log_to=log))
        if not supervisor.is_stopping:
            click.echo(f"\n  Veche is at {settings.public_url}\n  Its log is {log}\n  Ctrl-C stops it.\n")
        supervisor.watch()
    except CannotStart as failed:
        raise WrongSetting(f"{failed} did not start; the last lines of {_log(settings)} say why") from None
    finally:
        supervisor.stop()
        lock.close()


def _log(settings: Settings) -> Path:
    return settings.VECHE_INSTANCE / "veche.log"


def _only_one(settings: Settings) -> IO[str]:
    lock = (settings.VECHE_INSTANCE / "up.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise WrongSetting(
            f"a copy already runs in {settings.VECHE_INSTANCE}; set VECHE_INSTANCE and PORT for another"
        ) from None
    _require_port(settings)
    return lock


def _require_port(settings: Settings) -> None:
    place = f"{settings.HOST}:{settings.PORT}"
    try:
        kind, _, _, _, address = socket.getaddrinfo(settings.HOST, settings.PORT, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as door:
            # What is left of connections that ended a moment ago is in nobody's way.
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise WrongSetting(f"something already listens at {place}; set PORT to another number") from None
        raise WrongSetting(f"it is not possible to listen at {place}: {error.strerror}; set HOST and PORT") from None


def _start_queue(supervisor: Supervisor, settings: Settings) -> None:
    if not settings.REDIS_URL:
        folder = settings.VECHE_INSTANCE / "valkey"
        folder.mkdir(exist_ok=True)
        command = [*valkey.arguments(settings.redis_socket, folder), "--loglevel", "warning", "--daemonize", "no"]
        supervisor.start(Child("valkey", command, serves=_queue_answers, log_to=_log(settings)))
    elif not _queue_answers():
        raise WrongSetting("REDIS_URL is set, but nothing answers there")


def _queue_answers() -> bool:
    with contextlib.suppress(RedisError, OSError):
        return bool(current_app.extensions["veche.redis"].ping())
    return False


def _answers(settings: Settings) -> bool:
    host = "127.0.0.1" if settings.HOST == "0.0.0.0" else settings.HOST  # noqa: S104
    try:
        with urllib.request.urlopen(f"http://{host}:{settings.PORT}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, HTTPException):
        return False


def _migrate() -> bool:
    fresh = not inspect(db.engine).has_table("accounts")
    upgrade()
    return fresh


def _load_demo(fresh: bool) -> None:
    if fresh:
        click.echo("Loading the demonstration …")
    elif not is_told_of():
        return
    try:
        click.echo("\n" + table(load()))
    except CutOff as cut_off:
        click.echo(f"\n  Note that {cut_off}.")
