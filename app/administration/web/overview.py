"""The first page of administration: what is set up, what is missing, where to go; and how the copy stands."""

from flask import render_template

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.sessions import require_person
from app.administration import progress, queries
from app.foundation.checks import CHECKS, Verdict


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
    """How every part of this copy stands, worst first: what `flask doctor` says."""
    permissions.require(require_person(), Act.KEEP_SITE)
    order = [Verdict.FAILURE, Verdict.WARNING, Verdict.OK]
    found = [check for given in CHECKS.fill(None) for check in given]
    return render_template(
        "administration/health.html",
        checks=sorted(found, key=lambda check: order.index(check.verdict)),
        verdicts=Verdict,
    )
