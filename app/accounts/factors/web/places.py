"""Where a person is signed in, and ending it there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import delete

from app.accounts import sessions
from app.accounts.factors import devices, fresh, queries
from app.accounts.factors.models import SignIn
from app.accounts.slots import PROGRAMS, PROGRAMS_END
from app.accounts.web.lookups import own_account
from app.foundation.addresses import network
from app.foundation.db import db
from app.foundation.errors import Missing
from app.foundation.unit_of_work import begin_writing


@dataclass(frozen=True)
class Place:
    """A browser in which the person is signed in, as the page shows it."""

    id: int
    device: str
    began_at: datetime
    seen_at: datetime
    network: str
    is_here: bool
    is_strong: bool


def list_sign_ins() -> str:
    """Where the person is signed in, this browser first."""
    account, here = own_account(), sessions.here()
    mark = devices.network_mark(account.id, network())
    rows = queries.sign_ins_of(account.id)
    others = sorted({row.network for row in rows} - {mark})
    places = [
        Place(
            row.id,
            str(devices.read(row.device)),
            row.began_at,
            row.seen_at,
            _network(row.network, mark, others),
            here is not None and row.id == here.id,
            row.is_strong,
        )
        for row in rows
    ]
    places.sort(key=lambda place: not place.is_here)
    return render_template("factors/sign_ins.html", places=places, programs=sum(PROGRAMS.fill(account.id)))


def _network(its: str, mark: str, others: Sequence[str]) -> str:
    if its == mark:
        return str(_("the network that you are in now"))
    if len(others) == 1:
        return str(_("another network"))
    return str(_("another network (%(number)s)", number=others.index(its) + 1))


def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    """Signs out in one browser."""
    fresh.require()
    account, here = own_account(), sessions.here()
    if sign_in_id not in {row.id for row in queries.sign_ins_of(account.id)}:
        raise Missing
    if here is not None and here.id == sign_in_id:
        sessions.sign_out()
        return redirect(url_for("accounts.sign_in"), 303)
    begin_writing()
    db.session.execute(delete(SignIn).where(SignIn.id == sign_in_id, SignIn.account_id == account.id))
    flash(_("Signed out there."))
    return redirect(url_for("factors.list_sign_ins"), 303)


def end_others() -> ResponseReturnValue:
    """Signs out everywhere but here; where that is asked for, programs with a token go, too."""
    fresh.require()
    account, here = own_account(), sessions.here()
    begin_writing()
    others = SignIn.id != (here.id if here else 0)
    db.session.execute(delete(SignIn).where(SignIn.account_id == account.id, others))
    if request.form.get("programs"):
        PROGRAMS_END.fill(account.id)
        flash(_("Signed out everywhere but here, and no program acts in your name any more."))
    else:
        flash(_("Signed out everywhere but here."))
    return redirect(url_for("factors.list_sign_ins"), 303)
