"""What owners do: close a round, check, sign and publish its result, have it counted again."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.factors import fresh
from app.foundation import clock
from app.foundation.errors import Conflict
from app.foundation.unit_of_work import begin_writing
from campaigns.plan import permissions, words
from campaigns.plan.phases import Act
from campaigns.plan.slots import CAMPAIGN_CHECKLIST, Check
from campaigns.rounds import reasons
from campaigns.rounds.domain import results as verbs
from campaigns.rounds.domain import rounds
from campaigns.rounds.models import Result
from campaigns.rounds.queries import results
from campaigns.rounds.queries.recount import recount
from campaigns.rounds.web.forms import AgainForm, CloseForm, SignForm
from campaigns.rounds.web.lookups import Asked, asked_for

OWN = "round."


def _asked(slug: str, number: int, act: Act) -> Asked:
    asked = asked_for(slug, number)
    permissions.require(asked.actor, act, asked.campaign, clock.now())
    return asked


def _frozen(asked: Asked) -> Result:
    result = results.current(asked.round.id)
    if result is None:
        raise Conflict(reasons.BEING_COUNTED)
    return result


def _seen(asked: Asked) -> Result:
    """The frozen result, where it is the edition that the owner had before them."""
    result = _frozen(asked)
    if request.form.get("edition", type=int) != result.edition:
        raise Conflict(reasons.REPLACED)
    return result


def _back(slug: str, number: int) -> ResponseReturnValue:
    return redirect(url_for("rounds.show_results", slug=slug, round=number), 303)


def show_close(slug: str, number: int) -> str:
    """What closing means, and the form that does it."""
    return _close_page(_asked(slug, number, Act.CLOSE_ROUND), CloseForm())


def _close_page(asked: Asked, form: CloseForm) -> str:
    is_over = clock.by_database() >= asked.round.window.closes_at
    zone = words.zone_words(clock.now(), asked.campaign.time_zone)
    return render_template(
        "rounds/close.html", campaign=asked.campaign, round=asked.round, is_over=is_over, form=form, zone=zone
    )


def close_round(slug: str, number: int) -> ResponseReturnValue:
    """Closes the round."""
    asked, form = _asked(slug, number, Act.CLOSE_ROUND), CloseForm()
    is_over = clock.by_database() >= asked.round.window.closes_at
    if not is_over and not form.validate():
        return _close_page(asked, form), 422
    begin_writing()
    rounds.close(asked.round, asked.actor, clock.now(), form.reason.data)
    if asked.round.closed_at is None:
        flash(_("The round ends within a minute. Then it is closed and counted."))
    else:
        flash(_("The round is closed and is being counted."))
    return _back(slug, number)


def show_check(slug: str, number: int) -> str:
    """What to look at before signing."""
    return _check_page(_asked(slug, number, Act.SIGN_OFF), SignForm(), AgainForm(formdata=None))


def _check_page(asked: Asked, sign: SignForm, again: AgainForm) -> str:
    result = _frozen(asked)
    return render_template(
        "rounds/check.html",
        campaign=asked.campaign,
        round=asked.round,
        result=result,
        totals=results.totals(result.id),
        is_same=recount(asked.round).fingerprint == result.fingerprint,
        counting=results.is_being_counted(asked.round.id),
        checks=_checks(asked),
        form=sign,
        again=again,
    )


def _checks(asked: Asked) -> Sequence[Check]:
    """The campaign's list but for what comes after counts, and for the lines about rounds themselves: this page is about those."""
    given = [check for checks in CAMPAIGN_CHECKLIST.fill(asked.campaign.id) for check in checks]
    return [check for check in given if not (check.after_counts or check.code.startswith(OWN))]


def sign_result(slug: str, number: int) -> ResponseReturnValue:
    """Signs the result."""
    asked, form = _asked(slug, number, Act.SIGN_OFF), SignForm()
    fresh.require()
    result = _seen(asked)
    still_open = sum(not check.done for check in _checks(asked))
    if still_open and not form.seen.data:
        form.seen.errors = [str(reasons.LOOK_FIRST)]
        return _check_page(asked, form, AgainForm(formdata=None)), 422
    recounted = recount(asked.round).fingerprint
    begin_writing()
    verbs.sign(result, asked.actor, clock.now(), recounted=recounted, open_checks=still_open)
    flash(_("The result is signed. Nobody else sees it until you publish it."))
    return _back(slug, number)


def publish_result(slug: str, number: int) -> ResponseReturnValue:
    """Publishes the signed result."""
    asked = _asked(slug, number, Act.PUBLISH_RESULT)
    fresh.require()
    result = _seen(asked)
    begin_writing()
    verbs.publish(result, asked.actor, clock.now())
    flash(_("The result is published. Those who follow the project will be told."))
    return _back(slug, number)


def count_again(slug: str, number: int) -> ResponseReturnValue:
    """Has the round counted again."""
    asked, form = _asked(slug, number, Act.CLOSE_ROUND), AgainForm()
    if not form.validate():
        return _check_page(asked, SignForm(formdata=None), form), 422
    begin_writing()
    verbs.count_again(asked.round, asked.actor, clock.now(), form.reason.data)
    flash(_("A new count has begun. The present one stays and can be compared."))
    return _back(slug, number)
