"""`flask setup`, `flask doctor`, `flask backup`, `flask restore`."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import click
from flask.cli import with_appcontext

from app.audit import chain
from app.config import Settings, WrongSetting, load
from app.foundation import clock, hosts, schema
from app.foundation.checks import Check, Verdict, failure, fine
from app.foundation.db import db
from app.foundation.restoring import RESTORED
from app.foundation.unit_of_work import step
from app.operations import backing_up, belongings, config_file, container, doctor, installing, restoring, rows
from app.operations.restoring import FLASK
from search.domain import upkeep

MARKS = {Verdict.OK: "ok     ", Verdict.WARNING: "warning", Verdict.FAILURE: "FAILURE"}
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")


@click.command("doctor")
@click.option("--mail", "to", default="", metavar="ADDRESS", help="Send a test letter there, too.")
@AS_JSON
@click.pass_context
@with_appcontext
def examine(context: click.Context, to: str, as_json: bool) -> None:
    """Look whether everything is well; exit with 1 where something has to be done now."""
    checks = doctor.examine()
    if to:
        checks.append(_trial(to))
    if as_json:
        told = [{"name": one.name, "verdict": one.verdict.value, "sentence": one.sentence} for one in checks]
        click.echo(json.dumps({"well": doctor.is_well(checks), "checks": told}, ensure_ascii=False))
    else:
        for one in checks:
            click.echo(f"{MARKS[one.verdict]}  {one.name}: {one.sentence}")
    if not doctor.is_well(checks):
        context.exit(1)


def _trial(to: str) -> Check:
    fault = installing.trial_letter(to, belongings.settings().DEFAULT_LANGUAGE)
    if fault:
        return failure("test letter", f"it has not left: {fault}")
    where = "it has left" if belongings.settings().SMTP_URL else f"it lies in {belongings.instance() / 'mail'}"
    return fine("test letter", f"{where}; see whether {to} gets it, and not among spam")


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--with-secrets", is_flag=True, help="With config.py and the secret keys: whoever has the file has the site."
)
@click.option("--overwrite", is_flag=True, help="Write over a file that is there.")
@AS_JSON
@with_appcontext
def backup(file: Path, with_secrets: bool, overwrite: bool, as_json: bool) -> None:
    """Write all data into FILE: database, files, documents. The site goes on meanwhile."""
    try:
        manifest = backing_up.back_up(file, with_secrets=with_secrets, overwrite=overwrite)
    except backing_up.NotBackedUp as refusal:
        raise click.ClickException(str(refusal)) from None
    _tell({"file": str(file), "size": file.stat().st_size, **container.as_told(manifest)}, as_json)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Lose all that is in this installation now.")
@click.option("--with-settings", is_flag=True, help="Take config.py of the backup, too, where this copy has its own.")
@click.option("--check", "only_check", is_flag=True, help="Only read the file and tell whether it is whole.")
@AS_JSON
@with_appcontext
def restore(file: Path, replace: bool, with_settings: bool, only_check: bool, as_json: bool) -> None:
    """Make this installation that of the backup in FILE. Checked whole before anything is changed; stop the site first."""
    try:
        if only_check:
            with container.unpacking(file) as read:
                read.verify()
                _tell(container.as_told(read.manifest), as_json)
            return
        done = restoring.restore(file, replace=replace, with_settings=with_settings)
    except (restoring.NotRestored, container.Damaged) as refusal:
        raise click.ClickException(f"nothing was changed: {refusal}") from None
    if belongings.settings().search_engine == "postgresql":
        upkeep.rebuild()
    for sentence in done.sentences:
        click.echo(sentence, err=True)
    _tell({**container.as_told(done.manifest), "said": done.sentences}, as_json)


@click.command("restore-staged", hidden=True)
@click.argument("kept", type=click.File("r", encoding="utf-8"))
@click.option("--index/--no-index", default=True)
@with_appcontext
def restore_staged(kept: IO[str], index: bool) -> None:
    """What `flask restore` runs in the staged installation before it takes the place of the present one."""
    if not schema.standing().fits:
        rows.migrate(db.engine)
    broken = [fault for kept_chain in chain.all_chains() for fault in chain.faults(kept_chain)]
    db.session.rollback()
    if broken:
        raise click.ClickException(f"a log of what was done is not whole: {broken[0]}")
    # What was decided since, such as who is to be erased, before anybody can read a page.
    said = RESTORED.fill(json.load(kept))
    with step():
        chain.log("installation.restore", now=clock.now(), actor_id=None, thing="installation", thing_id=None)
    if index:
        upkeep.rebuild()
    db.session.remove()
    db.engine.dispose()
    click.echo(json.dumps([sentence for sentence in said if sentence], ensure_ascii=False))


def _tell(told: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for name, value in told.items():
        if not isinstance(value, list):
            click.echo(f"{name.replace('_', ' ')}: {value}")


QUESTIONS = {
    "address": ("The address people will open, as https://ideas.example.org", "PUBLIC_URL"),
    "site_name": ("What the site is called", "SITE_NAME"),
    "organiser": ("Who runs it, as people should read it", "SITE_ORGANISER"),
    "contacts": ("How people reach you: an e-mail address or a telephone", "SITE_CONTACTS"),
    "languages": ("Languages of the pages, by commas", "LANGUAGES"),
    "language": ("The language of those who ask for none of them", "DEFAULT_LANGUAGE"),
    "time_zone": ("Time zone", "TIME_ZONE"),
    "smtp": ("SMTP server as smtp+starttls://user:password@host:587 (empty: letters stay files)", "SMTP_URL"),
    "mail_from": ("The address letters come from", "MAIL_FROM"),
}


@click.command("setup")
@click.option("--address", help="Public address: https://ideas.example.org; may be Cyrillic.")
@click.option("--site-name", help="What the site is called.")
@click.option("--organiser", help="Who runs it.")
@click.option("--contacts", help="How people reach the operator.")
@click.option("--languages", help="Languages by commas: ru,uk,en.")
@click.option("--language", help="The first of them.")
@click.option("--time-zone", help="As Europe/Kyiv.")
@click.option("--smtp", help="smtp://, smtp+starttls:// or smtps:// with user, password, host and port.")
@click.option("--mail-from", help="The address letters come from.")
@click.option("--database-url", help="postgresql://user:password@host/name; SQLite in the instance folder without it.")
@click.option("--redis-url", help="redis://…; the embedded Valkey without it.")
@click.option("--email", help="E-mail of the first administrator.")
@click.option("--name", help="Their given name.")
@click.option("--family", help="Their family name.")
@click.option("--no-letter", is_flag=True, help="Send no test letter.")
@click.option("--new-link", is_flag=True, help="Print a link for a new password, though the administrator has one.")
@click.option("--no-questions", is_flag=True, help="Ask nothing: what is not given stays as it is.")
@AS_JSON
@with_appcontext
def setup(no_letter: bool, new_link: bool, no_questions: bool, as_json: bool, **given: str | None) -> None:
    """Make a real installation: settings, tables, the first administrator. No demo people. Safe to run again."""
    try:
        installing.require_no_demo()
        answers = _answers(given, asks=not no_questions)
        values = _values(answers)
        _require_sound(values)
        with config_file.changing(belongings.instance() / "config.py", values):
            done = _install({**answers, "letter": not no_letter, "new_link": new_link})
    except (installing.NotInstalled, config_file.Unreadable, WrongSetting) as refusal:
        raise click.ClickException(str(refusal).removeprefix("veche: ")) from None
    overruled = sorted(name for name in values if name in os.environ)
    if overruled:
        click.echo(f"The environment sets {', '.join(overruled)}: that wins over config.py.", err=True)
    _tell_installed({**done, "config": str(belongings.instance() / "config.py")}, as_json)


def _answers(given: Mapping[str, str | None], *, asks: bool) -> dict[str, str]:
    """What was given, else what was typed, else what holds now."""
    answers = {name: value for name, value in given.items() if value is not None}
    for name, (question, setting) in QUESTIONS.items():
        present = getattr(belongings.settings(), setting)
        shown = ",".join(present) if isinstance(present, tuple) else str(present)
        if name not in answers and asks:
            answers[name] = str(click.prompt(question, default=shown, err=True)).strip()
    for name, question in (("email", "E-mail of the first administrator"), ("name", "Their given name")):
        if not answers.get(name):
            if not asks:
                raise click.UsageError(f"say --{name}: the first administrator needs it")
            answers[name] = str(click.prompt(question, err=True)).strip()
    if "family" not in answers:
        answers["family"] = str(click.prompt("Their family name", default="", err=True)).strip() if asks else ""
    answers["language"] = answers.get("language") or belongings.settings().DEFAULT_LANGUAGE
    return answers


def _values(answers: Mapping[str, str]) -> dict[str, Any]:
    """The settings that the answers mean."""
    values: dict[str, Any] = {setting: answers[name] for name, (_, setting) in QUESTIONS.items() if name in answers}
    if "LANGUAGES" in values:
        values["LANGUAGES"] = tuple(part.strip() for part in answers["languages"].split(",") if part.strip())
    for name, setting in (("database_url", "DATABASE_URL"), ("redis_url", "REDIS_URL")):
        if name in answers:
            values[setting] = answers[name]
    if values.get("PUBLIC_URL"):
        values["PUBLIC_URL"] = values["PUBLIC_URL"].rstrip("/")
    return {**values, "DEMO_PAGES": False}


def _require_sound(values: Mapping[str, Any]) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in values}
    found = load(environment, **{**values, "VECHE_INSTANCE": belongings.instance()})
    unknown = set(found.LANGUAGES) - set(Settings.LANGUAGES)
    if unknown:
        raise installing.NotInstalled(
            f"there are no pages in {', '.join(sorted(unknown))}; choose of {', '.join(Settings.LANGUAGES)}"
        )


def _install(asked: Mapping[str, Any]) -> dict[str, Any]:
    """In a process of its own, which begins with the settings that were just written."""
    db.session.remove()
    db.engine.dispose()
    words = [FLASK, "setup-installed"]
    environment = {**os.environ, "VECHE_INSTANCE": str(belongings.instance())}
    done = subprocess.run(words, input=json.dumps(asked), env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["it says nothing"]
        raise installing.NotInstalled(last[0].removeprefix("Error: "))
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@click.command("setup-installed", hidden=True)
@with_appcontext
def setup_installed() -> None:
    """What `flask setup` runs once the settings are written."""
    try:
        done = installing.install(json.load(sys.stdin))
    except installing.NotInstalled as refusal:
        raise click.ClickException(str(refusal)) from None
    told = {**vars(done), "address": hosts.read()}
    click.echo(json.dumps(told, ensure_ascii=False))


def _tell_installed(told: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"Veche is set up for {told['address']}; its settings are in {told['config']}.")
    who = "is administrator now" if told["is_new"] else "was known already and is administrator"
    click.echo(f"{told['administrator']} {who}.")
    if told["letter"]:
        click.echo(f"The test letter has not left: {told['letter']}. Mend SMTP_URL and run this again.", err=True)
    click.echo("Start it with `flask up --no-demo`, then see `flask doctor`.")
    if told["link"]:
        click.echo(f"Once it runs, the password is set here, once, within two hours:\n\n  {told['link']}\n")


COMMANDS = (setup, setup_installed, examine, backup, restore, restore_staged)
