"""The page of search: works for everyone, keeps nothing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.filters import Option
from campaigns.contributions.models import Kind
from search.engine import Facet, Sort, Unready
from search.queries import beginnings
from search.queries.places import places
from search.queries.results import PAGE, Found, find
from search.queries.suggestions import suggest
from search.queries.wanted import Wanted
from search.saved.queries import keeps
from search.web import addresses, loosening
from search.web.cards import card_of, lacking
from search.web.facets import chips, groups

MOST_PAGES = 50
# Where as few as these are found, a slip is looked for.
FEW = 5


def page() -> ResponseReturnValue:
    """What a search finds; before one, where one can search and what people write about."""
    wanted = Wanted.of(request.args)
    if wanted.is_nothing:
        return _empty()
    number = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    try:
        found = find(wanted, offset=(number - 1) * PAGE, facets=frozenset(Facet))
        other = _other_spelling(wanted, found) if number == 1 else None
    except Unready:
        return _unready(wanted)
    return _shown(wanted, found, number, other)


def _empty() -> str:
    now = clock.now()
    return render_template(
        "search/empty.html",
        wanted=Wanted(),
        campaigns=places(now),
        services=beginnings.services(),
        tracks=beginnings.tracks(now),
    )


def _unready(wanted: Wanted) -> ResponseReturnValue:
    response = make_response(render_template("search/unready.html", wanted=wanted))
    response.headers["Cache-Control"] = "no-store"
    return response


def _shown(wanted: Wanted, found: Found, number: int, other: str | None) -> str:
    narrowing = found.narrowing
    # What an address chooses and is not there is passed over, and no link repeats it.
    wanted = replace(wanted, chosen={facet: wanted.chosen[facet] for facet in narrowing.chosen})
    return render_template(
        "search/page.html",
        wanted=wanted,
        # Links of the layout lead back to what was understood, not to all that somebody may have put into an address.
        here=addresses.of(wanted, number),
        heading=_heading(wanted, found),
        found=found,
        cards=[card_of(line, narrowing.asked.words) for line in found.lines],
        groups=groups(wanted, found),
        chips=chips(wanted, narrowing),
        everything=addresses.of(wanted.words_alone()) if wanted.is_narrowed and wanted.text else None,
        orders=_orders(wanted),
        other=(other, addresses.with_text(wanted, other)) if other else None,
        loosened=[] if found.total else loosening.ways(wanted, narrowing),
        proposals=[] if found.total else loosening.proposals(wanted, places(clock.now())),
        feed=wanted.lasting,
        first=addresses.of(wanted),
        before=addresses.of(wanted, number - 1) if number > 1 else None,
        after=addresses.of(wanted, number + 1) if found.total > number * PAGE and number < MOST_PAGES else None,
        kept=_is_kept(wanted),
    )


def _other_spelling(wanted: Wanted, found: Found) -> str | None:
    """The search without slips, where little or nothing that has all of its words was found."""
    words = found.narrowing.asked.words
    is_sure = any(not lacking(line, words) and not line.hit.close for line in found.lines)
    return suggest(wanted.text, found) if found.total < FEW or not is_sure else None


def _is_kept(wanted: Wanted) -> bool:
    actor = current_actor()
    return actor.id is not None and keeps(actor.id, wanted)


def _orders(wanted: Wanted) -> list[Option]:
    names: dict[Sort, Any] = {
        Sort.BEST: _("what fits best"),
        Sort.NEWEST: _("newest first"),
        Sort.OLDEST: _("oldest first"),
    }
    return [Option(name, addresses.sorted_by(wanted, sort), sort == wanted.sort) for sort, name in names.items()]


def _heading(wanted: Wanted, found: Found) -> str:
    """How much was found, of which kind where it is all of one."""
    if found.is_capped:
        return str(_("More than %(num)s texts found: these are the newest of them", num=format_decimal(found.total)))
    chosen = wanted.chosen.get(Facet.KIND)
    kinds: Sequence[str] = [chosen] if chosen else list(found.facets.get(Facet.KIND, {}))
    match kinds[0] if len(kinds) == 1 else None:
        case Kind.IDEA:
            heading = ngettext("%(num)s idea found", "%(num)s ideas found", found.total)
        case Kind.TOPIC:
            heading = ngettext("%(num)s topic found", "%(num)s topics found", found.total)
        case Kind.COMMENT:
            heading = ngettext("%(num)s comment found", "%(num)s comments found", found.total)
        case Kind.CONCLUSION:
            heading = ngettext("%(num)s conclusion found", "%(num)s conclusions found", found.total)
        case _:
            heading = ngettext("%(num)s text found", "%(num)s texts found", found.total)
    return str(heading)
