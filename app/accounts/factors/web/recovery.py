"""Recovery: two administrators take lost factors away; the person may stop it."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import permissions
from app.accounts.factors import fresh, links, queries
from app.accounts.factors.domain import recoveries
from app.accounts.factors.web.forms import RecoveryForm
from app.accounts.models import Account
from app.accounts.permissions import Act
from app.accounts.queries import people
from app.accounts.sessions import require_person
from app.accounts.web.answers import refused, with_form
from app.accounts.web.lookups import account_of
from app.foundation import clock
from app.foundation.errors import Conflict, Missing, NotAllowed
from app.foundation.unit_of_work import begin_writing

PAGE = "factors/recovery.html"


def show_recovery(account_id: int) -> Response:
    """What is known of a person's factors, and what is under way."""
    permissions.require(require_person(), Act.RECOVER)
    account = account_of(account_id)
    return with_form(PAGE, RecoveryForm(), **_shown(account))


def _shown(account: Account) -> dict[str, Any]:
    under_way = queries.open_recovery(account.id)
    proposer = people.living(under_way.proposed_by or 0) if under_way else None
    return {
        "account": account,
        "has_code": queries.code_of(account.id) is not None,
        "passkeys": len(queries.passkeys_of(account.id)),
        "left": queries.backup_codes_left(account.id),
        "recovery": under_way,
        "proposer": proposer,
        "is_own_proposal": under_way is not None and under_way.proposed_by == require_person().id,
        "hours": int(recoveries.delay().total_seconds() // 3600),
    }


def propose_recovery(account_id: int) -> ResponseReturnValue:
    """Proposes to take the factors away."""
    actor = require_person()
    permissions.require(actor, Act.RECOVER)
    fresh.require()
    account, form = account_of(account_id), RecoveryForm()
    if not form.validate():
        return with_form(PAGE, form, 422, **_shown(account))
    begin_writing()
    try:
        recoveries.propose(actor, account_id, form.words.data, clock.now())
    except (Conflict, NotAllowed) as refusal:
        return refused(PAGE, form, refusal, **_shown(account))
    flash(_("Proposed. Another administrator confirms it."))
    return _back(account_id)


def confirm_recovery(account_id: int) -> ResponseReturnValue:
    """Confirms what another administrator has proposed."""
    actor = require_person()
    permissions.require(actor, Act.RECOVER)
    fresh.require()
    under_way = _open(account_id)
    begin_writing()
    recoveries.confirm(actor, under_way, clock.now())
    flash(_("Confirmed. The person has been told, and may stop it until then."))
    return _back(account_id)


def stop_recovery(account_id: int) -> ResponseReturnValue:
    """An administrator stops it."""
    actor = require_person()
    permissions.require(actor, Act.RECOVER)
    under_way = _open(account_id)
    begin_writing()
    recoveries.stop_as_administrator(actor, under_way, clock.now())
    flash(_("Stopped. Everything stays as it was."))
    return _back(account_id)


def _open(account_id: int) -> int:
    under_way = queries.open_recovery(account_id)
    if under_way is None:
        raise Missing
    return under_way.id


def _back(account_id: int) -> ResponseReturnValue:
    return redirect(url_for("factors.show_recovery", account_id=account_id), 303)


def show_stopping(word: str) -> ResponseReturnValue:
    """The page of one button, by the link of a letter: that was not me."""
    if links.stopped_by(word) is None:
        return render_template("factors/nothing_to_stop.html"), 410
    return render_template("factors/stop.html", word=word)


def stop_own(word: str) -> ResponseReturnValue:
    """The person stops it, by the link of a letter."""
    begin_writing()
    under_way = links.stopped_by(word)
    if under_way is None:
        return render_template("factors/nothing_to_stop.html"), 410
    recoveries.stop(under_way.id, under_way.account_id, clock.now())
    flash(_("Stopped. Everything stays as it was."))
    return redirect(url_for("accounts.sign_in"), 303)
