"""People and roles by command."""

import json
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from app.accounts import emails, passwords, slots
from app.accounts.domain import registration, roles
from app.accounts.domain.registration import Newcomer
from app.accounts.factors.domain import recoveries
from app.accounts.models import Account
from app.accounts.queries import people as found
from app.accounts.queries import roles as given
from app.accounts.roles import SCOPES, SYSTEM, Place, Role
from app.audit import chain
from app.foundation import clock
from app.foundation.errors import Refusal
from app.foundation.unit_of_work import step

people = AppGroup("people", help="People's accounts.")
role_commands = AppGroup("roles", help="Who may do what.")
GIVEN_ROLES = click.Choice([role.value for role in SCOPES])


@people.command("add")
@click.argument("email")
@click.option("--name", required=True, help="Given name.")
@click.option("--family", default="", help="Family name.")
@click.option("--password-prompt", is_flag=True, help="Ask for the password here.")
@click.option(
    "--password-file", type=click.File(), help="Read the password from the first line of a file, - for standard input."
)
@click.option("--language", default="", help="Language of letters; by default that of the site.")
@click.option("--confirmed", is_flag=True, help="The address is known to be theirs: send no letter.")
def add(
    email: str, name: str, family: str, password_prompt: bool, password_file: Any, language: str, confirmed: bool
) -> None:
    """Make an account for EMAIL."""
    password = _password(password_prompt, password_file)
    fault = passwords.fault(password, email)
    if fault:
        raise click.ClickException(str(fault))
    language = language or current_app.extensions["veche.settings"].DEFAULT_LANGUAGE
    newcomer = Newcomer(email.strip(), name.strip(), family.strip(), passwords.hash_of(password), language)
    if not emails.is_address(newcomer.email):
        raise click.ClickException(f"{email} is no e-mail address")
    if found.by_email_key(emails.key_of(newcomer.email)):
        raise click.ClickException(f"{email} has an account already")
    with step():
        account = registration.add(newcomer, clock.now())
        chain.log("person.add", now=clock.now(), actor_id=None, thing="account", thing_id=account.id)
        if confirmed:
            registration.confirm(account, clock.now())
        else:
            registration.ask_to_confirm(account.id)
    click.echo(f"{newcomer.email} has an account now", err=True)


@people.command("recover")
@click.argument("email")
@click.option("--words", required=True, help="How you made sure that it is this person.")
def recover(email: str, words: str) -> None:
    """Take the lost second step of EMAIL away at once, and end all their sign-ins. They are told by letter."""
    account = _account(email)
    try:
        with step():
            recoveries.recover_at_once(account, words.strip() or email, clock.now())
    except Refusal as refusal:
        raise click.ClickException(str(refusal.reason)) from None
    click.echo(f"{email} signs in with the password alone now", err=True)


def _password(prompt: bool, file: Any) -> str:
    if prompt:
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    if file:
        return str(file.readline()).rstrip("\r\n")
    raise click.UsageError("say how to tell the password: --password-prompt or --password-file")


def _account(email: str) -> Account:
    account = found.by_email_key(emails.key_of(email))
    if account is None or account.ended_at is not None:
        raise click.ClickException(f"nobody has the address {email}")
    return account


def _place(campaign: str, office: str) -> Place:
    if campaign and office:
        raise click.UsageError("a role is given in a campaign or in an office, not in both")
    if campaign:
        return Place(campaign_id=_id_of(campaign, {c.slug: c.id for c in slots.campaigns()}, "campaign"))
    if office:
        return Place(office_id=_id_of(office, {o.name: o.id for o in slots.offices()}, "office"))
    return Place()


def _id_of(name: str, known: dict[str, int], kind: str) -> int:
    if name not in known:
        raise click.ClickException(f"there is no {kind} called {name}")
    return known[name]


@role_commands.command("give")
@click.argument("email")
@click.argument("role", type=GIVEN_ROLES)
@click.option("--campaign", default="", metavar="SLUG", help="In this campaign.")
@click.option("--office", default="", metavar="NAME", help="In this office.")
def give(email: str, role: str, campaign: str, office: str) -> None:
    """Give EMAIL a ROLE in a campaign, in an office or on the whole site."""
    account, place = _account(email), _place(campaign, office)
    try:
        with step():
            roles.give(SYSTEM, account.id, Role(role), place, clock.now())
    except Refusal as refusal:
        raise click.ClickException(str(refusal.reason)) from None
    click.echo(f"{email} is {role} now ({place.word})", err=True)


@role_commands.command("take")
@click.argument("email")
@click.argument("role", type=GIVEN_ROLES)
@click.option("--campaign", default="", metavar="SLUG", help="In this campaign.")
@click.option("--office", default="", metavar="NAME", help="In this office.")
def take(email: str, role: str, campaign: str, office: str) -> None:
    """Take a ROLE away from EMAIL, even from the last administrator."""
    place = _place(campaign, office)
    grant = given.find(_account(email).id, Role(role), place)
    if grant is None:
        raise click.ClickException(f"{email} is no {role} there")
    with step():
        roles.take(SYSTEM, grant.id, clock.now())
    click.echo(f"{email} is no {role} any more ({place.word})", err=True)


@role_commands.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_roles(as_json: bool) -> None:
    """List who has which role where."""
    rows = [
        {"email": account.email, "name": account.public_name, "role": grant.role.value, "place": grant.scope}
        for grant, account in given.all_live()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo("  ".join(row.values()))
