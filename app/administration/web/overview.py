"""The first page of administration: what is set up, what is missing, where to go; and how the copy stands."""

from collections.abc import Mapping

from flask import render_template
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.sessions import require_person
from app.administration import progress, queries
from app.foundation.checks import Verdict
from app.operations import doctor

# What the checks call their parts, in words.
PARTS: Mapping[str, LazyString] = {
    "settings": _l("Settings of the server"),
    "secret key": _l("Secret keys"),
    "database": _l("Database"),
    "demo": _l("Demonstration"),
    "schedule": _l("Work by the clock"),
    "outbox": _l("Work that waits"),
    "search": _l("Search index"),
    "clock": _l("Clock"),
    "redis": _l("Queue of work"),
    "worker": _l("Background work"),
    "disk": _l("Space on the disk"),
    "backup": _l("Backups"),
    "own templates": _l("Your own templates"),
}


def overview() -> str:
    """What a new administrator needs to know."""
    permissions.require(require_person(), Act.KEEP_SITE)
    counts = queries.counts()
    steps = progress.steps(counts)
    return render_template(
        "administration/overview.html",
        steps=steps,
        done=sum(step.is_done for step in steps),
        counts=counts,
        has_demo=queries.has_demo_people(),
    )


def health() -> str:
    """How every part of this copy stands, worst first: what `flask doctor` says without asking other machines."""
    permissions.require(require_person(), Act.KEEP_SITE)
    order = [Verdict.FAILURE, Verdict.WARNING, Verdict.OK]
    return render_template(
        "administration/health.html",
        checks=sorted(doctor.examine(beyond=False), key=lambda check: order.index(check.verdict)),
        parts=PARTS,
        verdicts=Verdict,
    )
