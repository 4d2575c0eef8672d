"""What administration adds to what lower rooms do."""

from collections.abc import Sequence

from flask import current_app

from app.accounts.queries import people
from app.administration.domain import invitations
from app.foundation import clock
from app.foundation.checks import Check, fine, warning


def welcome(account_id: int) -> None:
    """Whoever signs in gets the roles that wait for their address."""
    account = people.living(account_id)
    if account is not None:
        invitations.welcome(account, clock.now())


def checks(_asked: None) -> Sequence[Check]:
    """How the templates of the instance folder stand: each is compiled, and those left out since the start are told."""
    overrides = current_app.extensions["veche.overrides"]
    broken = overrides.faults(current_app.jinja_env)
    if broken:
        told = "; ".join(f"{name}: {fault}" for name, fault in sorted(broken.items()))
        return [warning("own templates", f"left out, the platform's stand in their place: {told}")]
    count = len(overrides.names())
    return [fine("own templates", f"{count} in the instance folder" if count else "none")]
