"""Searches that a person keeps."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.unit_of_work import begin_writing
from search.queries.narrowing import narrow
from search.queries.wanted import Wanted
from search.saved import domain
from search.saved.queries import searches_of
from search.web import addresses
from search.web.facets import in_words

LONGEST_NAME = 200


def list_searches() -> str:
    """The searches the person keeps."""
    actor = require_person()
    searches = [(search, addresses.of(Wanted.of(search.asked))) for search in searches_of(actor.id or 0)]
    return render_template("search/saved.html", searches=searches, most=domain.MOST)


def keep_search() -> ResponseReturnValue:
    """Keeps a search: the person is told what it finds anew."""
    actor, wanted = require_person(), Wanted.of(request.form)
    name = _name(wanted)
    begin_writing()
    domain.keep(actor, wanted, name, clock.now())
    flash(_("The search is kept. We look once a day and tell you what is new."))
    return redirect(addresses.of(wanted), 303)


def give_up_search(search_id: int) -> ResponseReturnValue:
    """The person is told of the search no more."""
    actor = require_person()
    begin_writing()
    domain.give_up(actor, search_id)
    flash(_("You are not told of this search any more."))
    return redirect(url_for("search.list_searches"), 303)


def _name(wanted: Wanted) -> str:
    """What the search is, in words: as the person reads them when they keep it."""
    narrowed = narrow(wanted, clock.now())
    return " · ".join(part for part in (wanted.text, *in_words(wanted, narrowed)) if part)[:LONGEST_NAME]
