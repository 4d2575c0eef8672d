"""The catalogue for everyone: what there is, and one service with all that was said about it."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.filters import Group, Option
from app.foundation.texts import clean_line
from campaigns.contributions.models import Thing
from campaigns.contributions.queries.follows import followable
from campaigns.plan.slots import Figure
from campaigns.services.queries import lists, pages
from campaigns.services.queries.lists import Asked, Counts
from campaigns.services.slots import SERVICE_NUMBERS, SERVICE_PARTS, ServiceShown

LONGEST_QUESTION = 200


def list_services() -> str:
    """The services on offer; asked for with words, those that fit best."""
    asked = asked_for()
    page, counts = lists.page_of(asked), lists.counts(asked)
    ids = tuple(line.id for line in page.rows)
    is_narrowed = bool(asked.q or asked.office_id or asked.territory_id)
    return render_template(
        "services/list.html",
        asked=asked,
        page=page,
        found=counts.found,
        numbers=numbers_of(ids),
        groups=_groups(asked, counts),
        chosen=_chosen(asked, counts),
        everything=url_for("services.list_services") if is_narrowed or asked.after else None,
        is_narrowed=is_narrowed,
        first_url=None if page.is_first else _url(asked),
        next_url=_url(asked, after=page.following) if page.following else None,
        proposals=_proposals(title=asked.q) if asked.q else [],
    )


def show_service(service_id: int) -> str:
    """A service: what it is, where it is used, and what people say about it."""
    service = pages.service_or_missing(service_id)
    actor = current_actor()
    shown = ServiceShown(service.id, actor)
    return render_template(
        "services/show.html",
        service=service,
        parts=[part for part in SERVICE_PARTS.fill(shown) if part],
        figures=[(figure.value, figure.label) for figure in numbers_of((service.id,)).get(service.id, ())],
        proposals=_proposals(service=service.id) if service.ended_at is None else [],
        followable=followable(actor, {(Thing.SERVICE, service.id): service.name}),
    )


def asked_for(*, ended: bool = False) -> Asked:
    """What the address asks for."""
    q = clean_line(request.args.get("q"))[:LONGEST_QUESTION].strip()
    return Asked(
        q, _id(request.args.get("department")), _id(request.args.get("territory")), request.args.get("after"), ended
    )


def numbers_of(ids: tuple[int, ...]) -> dict[int, tuple[Figure, ...]]:
    """The figures of services, in the order of the wiring."""
    given = SERVICE_NUMBERS.fill(ids) if ids else []
    return {id: tuple(figure for part in given for figure in part.get(id, ())) for id in ids}


def _id(word: str | None) -> int | None:
    return int(word) if word and word.isascii() and word.isdigit() and len(word) < 19 else None


def _url(asked: Asked, **changes: Any) -> str:
    chosen = {"q": asked.q or None, "department": asked.office_id, "territory": asked.territory_id, **changes}
    return url_for("services.list_services", **chosen)


def _groups(asked: Asked, counts: Counts) -> list[Group]:
    filters = (
        (_("Department"), "department", asked.office_id, counts.offices),
        (_("Territory"), "territory", asked.territory_id, counts.territories),
    )
    groups = []
    for label, name, chosen, found in filters:
        options = [
            Option(text, _url(asked, **{name: None if id == chosen else id}), id == chosen, number)
            for (id, text), number in found.items()
        ]
        if chosen is not None or any(number < counts.found for number in found.values()):
            groups.append(Group(label, options))
    return groups


def _chosen(asked: Asked, counts: Counts) -> str | None:
    named = {
        **{("office", id): name for id, name in counts.offices},
        **{("place", id): name for id, name in counts.territories},
    }
    names = (named.get(("office", asked.office_id or 0)), named.get(("place", asked.territory_id or 0)))
    return ", ".join(name for name in names if name) or None


def _proposals(**given: Any) -> list[tuple[str, str]]:
    """Projects that take ideas now: their titles and the way to the form, what is known already carried over."""
    found = pages.taking_ideas(current_actor(), clock.now())
    return [(title, url_for("ideas.new_idea", slug=slug, **given)) for slug, title in found]
