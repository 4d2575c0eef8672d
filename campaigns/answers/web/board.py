"""The board that everyone reads: what waits, what is overdue, what was answered, by department. With its feed and its calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from app.accounts.sessions import current_actor
from app.foundation import clock, feeds, hosts, letters, site
from app.foundation.errors import Missing
from app.foundation.filters import Group, Option
from app.foundation.paging import Page
from campaigns.answers import permissions
from campaigns.answers.calendar import calendar_of
from campaigns.answers.queries import lists, owed
from campaigns.answers.queries.lists import EPOCH, Line, Which
from campaigns.answers.queries.owed import Numbers
from campaigns.answers.web import shown
from campaigns.answers.words import OUTCOME_TONES, OUTCOMES, STANDING_TONES, STANDINGS
from campaigns.contributions.models import Thing
from campaigns.contributions.queries.follows import followable
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.slugs import is_fit
from campaigns.plan.web.tabs import tabs_row

LONGEST_ID = 18
IN_CALENDAR = 500
NAMES: dict[Which, str] = {
    Which.OWED: "owed",
    Which.WAITING: "waiting",
    Which.OVERDUE: "overdue",
    Which.HELD: "held",
    Which.ANSWERED: "answered",
    Which.IN_TIME: "in_time",
    Which.LATE: "late",
    Which.CLOSED: "closed",
}


@dataclass(frozen=True)
class Asked:
    """What the address asks the board for."""

    which: Which
    office_id: int | None
    campaign: Campaign | None
    after: str | None

    @property
    def values(self) -> Mapping[str, Any]:
        """What narrows the board, as the address has it."""
        slug = self.campaign.slug if self.campaign else None
        return {name: value for name, value in (("office", self.office_id), ("campaign", slug)) if value is not None}

    def url(self, which: Which | None = None, **over: Any) -> str:
        """The board narrowed the same way, but for what is `over`."""
        kept = which or self.which
        state = {} if kept == Which.OWED else {"state": kept.value}
        values = {name: value for name, value in {**self.values, **state, **over}.items() if value is not None}
        return url_for("answers.show_board", **values)


def asked_for() -> Asked:
    """Raises Missing where the project asked for is none that the reader may see."""
    args = request.args
    which = args.get("state", "")
    office, slug = args.get("office", ""), args.get("campaign", "")
    if slug and not is_fit(slug):
        raise Missing
    return Asked(
        Which(which) if which in set(Which) else Which.OWED,
        int(office) if office.isascii() and office.isdigit() and len(office) <= LONGEST_ID else None,
        campaign_or_missing(slug, current_actor()) if slug else None,
        args.get("after"),
    )


def show_board() -> str:
    """The board."""
    asked, now, actor = asked_for(), clock.now(), current_actor()
    campaign_id = asked.campaign.id if asked.campaign else None
    numbers = owed.numbers(campaign_id, now)
    page = lists.page_of(asked.which, now, campaign_id=campaign_id, office_id=asked.office_id, after=asked.after)
    office = next((one for one in numbers.by_office if one.office_id == asked.office_id), None)
    return render_template(
        "answers/board.html",
        **_project(asked),
        tabs_row=tabs_row(asked.campaign, actor, "answers") if asked.campaign else [],
        numbers=numbers,
        office=office,
        followable=followable(actor, {(Thing.DEPARTMENT, office.office_id): office.name} if office else {}),
        here=asked.url(),
        finding=finding(numbers),
        which=asked.which,
        sections=_sections(asked, office or numbers),
        cards=[card_of(line) for line in page.rows],
        groups=_groups(asked, numbers),
        chosen=", ".join(filter(None, [office.name if office else ""])),
        clear=url_for("answers.show_board", campaign=asked.campaign.slug if asked.campaign else None),
        first=None if page.is_first else asked.url(),
        following=_following(asked, page),
        feed=url_for("answers.feed", **asked.values),
        calendar=url_for("answers.show_calendar", **asked.values),
        is_official=bool(permissions.offices_of(actor)),
        is_owner=asked.campaign is not None and permissions.owns(actor, asked.campaign, now),
        is_open=asked.campaign is None or asked.campaign.audience.value == "everyone",
    )


def _project(asked: Asked) -> dict[str, Any]:
    # The frame of the page says of a project that it is one of a demonstration.
    return {"project": asked.campaign, **({"campaign": asked.campaign} if asked.campaign else {})}


def _following(asked: Asked, page: Page[Line]) -> str | None:
    return asked.url(after=page.following) if page.following else None


def finding(numbers: Numbers) -> str:
    """How departments keep their word, in a sentence."""
    if not numbers.asked:
        return str(_("No department has been asked yet."))
    values = {
        "asked": format_decimal(numbers.asked),
        "answered": format_decimal(numbers.answered),
        "in_time": format_decimal(numbers.in_time),
        "overdue": format_decimal(numbers.overdue),
    }
    if numbers.overdue:
        return str(_("%(answered)s of %(asked)s ideas answered, %(in_time)s in time; %(overdue)s overdue", **values))
    return str(_("%(answered)s of %(asked)s ideas answered, %(in_time)s in time", **values))


def _sections(asked: Asked, counts: Any) -> list[Option]:
    """What the list may show, each with its number; what there is none of is left out but for the first and the chosen one."""
    labels: dict[Which, Any] = {
        Which.OWED: _("All that is owed"),
        Which.OVERDUE: _("Overdue"),
        Which.WAITING: _("Waiting for an answer"),
        Which.HELD: _("Held for the joint release"),
        Which.IN_TIME: _("Answered in time"),
        Which.LATE: _("Answered late"),
        Which.CLOSED: _("Closed without an answer"),
    }
    numbers = {which: _number(counts, which) for which in labels}
    return [
        Option(label, asked.url(which), which == asked.which, numbers[which])
        for which, label in labels.items()
        if numbers[which] or which in {Which.OWED, asked.which}
    ]


def _number(counts: Any, which: Which) -> int:
    if which == Which.OWED:
        return int(counts.waiting + counts.overdue + counts.held)
    return int(getattr(counts, NAMES[which]))


def _groups(asked: Asked, numbers: Numbers) -> list[Group]:
    offices = [
        Option(one.name, asked.url(office=one.office_id), one.office_id == asked.office_id, one.asked)
        for one in numbers.by_office
    ]
    groups = [Group(_("Department"), offices)] if offices else []
    if asked.campaign is None:
        projects = [Option(title, asked.url(campaign=slug), False) for slug, title in lists.campaigns_asked()]
        groups += [Group(_("Project"), projects)] if len(projects) > 1 else []
    return groups


@dataclass(frozen=True)
class Card:
    """A line of a list of answers, in words."""

    line: Line
    label: Any
    tone: str
    left: str
    outcome: Any
    outcome_tone: str


def card_of(line: Line) -> Card:
    """The line in words."""
    left = shown.left(line.standing, line.due_on, line.zone, clock.now())
    outcome = (OUTCOMES[line.outcome], OUTCOME_TONES[line.outcome]) if line.outcome else (None, "neutral")
    return Card(line, STANDINGS[line.standing], STANDING_TONES[line.standing], left, *outcome)


def feed() -> Response:
    """The answers that came out last, as an Atom feed."""
    asked = asked_for()
    entries = lists.released(asked.campaign.id if asked.campaign else None, asked.office_id)
    text = render_template(
        "answers/feed.xml",
        entries=entries,
        outcomes=OUTCOMES,
        updated=max((entry.changed_at for entry in entries), default=EPOCH),
        own=letters.link("answers.feed", **asked.values),
        page=letters.link("answers.show_board", **asked.values),
        address=letters.link,
    )
    return feeds.atom(text)


def show_calendar() -> Response:
    """The last days of what is still owed, as whole-day events."""
    asked = asked_for()
    campaign_id = asked.campaign.id if asked.campaign else None
    body = calendar_of(
        lists.dated(campaign_id, asked.office_id, clock.now(), IN_CALENDAR),
        host=hosts.host(),
        site=site.name(),
    )
    headers = {"Content-Disposition": 'inline; filename="answers.ics"'}
    return Response(body, content_type="text/calendar; charset=utf-8", headers=headers)
