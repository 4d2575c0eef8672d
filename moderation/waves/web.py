"""Waves for administrators."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.unit_of_work import begin_writing
from app.guards.counters import counters
from moderation.waves import domain, queries
from moderation.waves.words import LIKE


def list_waves() -> str:
    """What was noticed, who is in it, and the button that ends it."""
    permissions.require(require_person(), Act.SEE_PEOPLE)
    rows = queries.all_waves()
    refused = sorted(counters().noted().items(), key=lambda told: (-told[1], told[0]))
    return render_template("moderation/waves.html", rows=rows, like=LIKE, refused=refused)


def end_wave(wave_id: int) -> ResponseReturnValue:
    """They are people: what they write waits no longer."""
    actor, now = current_actor(), clock.now()
    begin_writing()
    domain.end(actor, wave_id, now)
    flash(_("What they write appears as usual again. What waits already is for moderators to decide."))
    return redirect(url_for("moderation.list_waves"), 303)
