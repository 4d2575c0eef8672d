"""The list of a campaign's ideas: every choice is in its address."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from flask import render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.filters import Group, Option
from campaigns.contributions.models import State, Thing
from campaigns.contributions.queries.follows import followable
from campaigns.contributions.words import LABELS
from campaigns.ideas.models import Outcome
from campaigns.ideas.queries import authors, counts, lists, problems
from campaigns.ideas.queries.counts import Counts
from campaigns.ideas.queries.lists import Asked, IdeaLine, Order
from campaigns.ideas.queries.problems import Answered
from campaigns.ideas.slots import IDEA_THEMES, Listed, Theme
from campaigns.ideas.web.sheets import shut_sentence
from campaigns.ideas.web.told import byline_of
from campaigns.ideas.words import OUTCOMES, status_of
from campaigns.plan import days, permissions
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.web.tabs import tabs_row

PROBLEM_WORDS = 50
# Of longer filters the choices that have the most are offered, and a way to all.
LONGEST_FILTER = 12
LISTED = tuple(state for state in State if state != State.DRAFT)
Chosen = TypeVar("Chosen", bound=StrEnum)


@dataclass(frozen=True)
class Card:
    """An idea as the macro `idea_card` wants it."""

    number: int
    title: str
    url: str
    excerpt: str | None
    byline: str
    track: str | None
    published_at: datetime | None
    supports: int
    comments: int | None
    status_label: Any
    status_tone: str


def card_of(line: IdeaLine) -> Card:
    """A card; a published idea of which nothing has become yet needs no tag."""
    label, tone = status_of(line.state, line.outcome) or (None, "neutral")
    return Card(
        line.number,
        line.title,
        url_for("ideas.show_idea", idea_id=line.id),
        line.beginning or None,
        byline_of(line.byline, line.co_authors),
        line.track,
        line.published_at,
        line.supports,
        line.comments,
        label,
        tone,
    )


class Addresses:
    """Addresses of the same list with one choice changed; paging begins anew with each."""

    def __init__(self, slug: str, asked: Asked, today: date) -> None:
        self._slug, self._asked, self._today = slug, asked, today

    def of(self, **changes: Any) -> str:
        asked = replace(self._asked, **{"after": None, "before": None, **changes})
        chosen: dict[str, Any] = {
            "sort": asked.order.value if asked.order != Order.FAIR else None,
            "track": asked.track_id,
            "territory": asked.territory_id,
            "service": asked.service_id,
            "problem": asked.problem_id,
            "theme": asked.theme_id,
            "outcome": asked.outcome.value if asked.outcome else None,
            "status": asked.state.value if asked.state != State.PUBLISHED else None,
            "day": self._day_of(asked),
            "after": asked.after,
            "before": asked.before,
        }
        return url_for("ideas.list_ideas", slug=self._slug, **chosen)

    def _day_of(self, asked: Asked) -> str | None:
        # A walk that was begun yesterday goes on in yesterday's order; a walk that begins takes today's.
        begun = asked.after or asked.before or asked.day != self._today
        return asked.day.isoformat() if asked.order == Order.FAIR and begun else None


def list_ideas(slug: str) -> str:
    """A page of the campaign's ideas."""
    actor, now = current_actor(), clock.now()
    campaign = campaign_or_missing(slug, actor)
    today = days.local(now, campaign.time_zone).date()
    themed = IDEA_THEMES.fill(Listed(campaign.id, slug, actor))
    themes = [theme for one in themed for theme in one.themes]
    asked = _of_theme(_asked(today), themes)
    addresses = Addresses(slug, asked, today)
    all_counts = counts.of_campaign(actor, campaign.id, asked.problem_id, asked.of_theme)
    page = lists.page_of(actor, campaign.id, asked)
    groups = Groups(all_counts, asked, addresses, themes)
    shut = permissions.phase_refusal(Act.SUBMIT_IDEA, campaign, now)
    return render_template(
        "ideas/list.html",
        campaign=campaign,
        tabs_row=tabs_row(campaign, actor, "ideas"),
        cards=[card_of(line) for line in page.rows],
        found=all_counts.total(**groups.chosen),
        total=all_counts.total(state=State.PUBLISHED),
        orders=_orders(asked, addresses),
        groups=groups.of(problems.answered_in(campaign.id, asked.problem_id, LONGEST_FILTER), slug),
        chosen=groups.chosen_words,
        followable=followable(actor, groups.things) if campaign.launched_at else [],
        here=addresses.of(),
        everything=url_for("ideas.list_ideas", slug=slug) if groups.is_filtered else None,
        before=addresses.of(before=page.before) if page.before else None,
        after=addresses.of(after=page.after) if page.after else None,
        is_first=not (asked.after or asked.before),
        fair=asked.order == Order.FAIR,
        shut=shut,
        shut_sentence=shut_sentence(shut),
        may_enter=authors.may_enter(actor, campaign.id),
        themes_url=next((one.url for one in themed if one.url), None),
    )


def _asked(today: date) -> Asked:
    args = request.args
    outcome = next((outcome for outcome in Outcome if outcome == args.get("outcome")), None)
    return Asked(
        _day(args.get("day", ""), today),
        _one_of(Order, args.get("sort"), Order.FAIR),
        track_id=_id(args.get("track", "")),
        territory_id=_id(args.get("territory", "")),
        service_id=_id(args.get("service", "")),
        problem_id=_id(args.get("problem", "")),
        outcome=outcome,
        state=_one_of(LISTED, args.get("status"), State.PUBLISHED),
        after=args.get("after"),
        before=args.get("before"),
    )


def _of_theme(asked: Asked, themes: Sequence[Theme]) -> Asked:
    """The same of a theme that the address names; a theme that is no more divides nothing."""
    chosen = next((theme for theme in themes if theme.id == _id(request.args.get("theme", ""))), None)
    return replace(asked, theme_id=chosen.id, of_theme=chosen.holds) if chosen else asked


def _day(word: str, today: date) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return today


def _id(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else None


def _one_of(offered: Iterable[Chosen], word: str | None, usual: Chosen) -> Chosen:
    return next((choice for choice in offered if choice == word), usual)


def _orders(asked: Asked, addresses: Addresses) -> list[Option]:
    names = {
        Order.FAIR: _("today's"),
        Order.NEW: _("newest first"),
        Order.SUPPORT: _("most supported"),
        Order.DISCUSSED: _("most discussed"),
    }
    return [Option(name, addresses.of(order=order), order == asked.order) for order, name in names.items()]


def _named(problem: Answered) -> str:
    words = problem.text if len(problem.text) <= PROBLEM_WORDS else f"{problem.text[:PROBLEM_WORDS].rstrip()}…"
    return f"№ {problem.number}. {words}"


class Groups:
    """The filters that divide this list; one with a single choice divides nothing and is left out."""

    def __init__(self, all_counts: Counts, asked: Asked, addresses: Addresses, themes: Sequence[Theme] = ()) -> None:
        self._counts, self._asked, self._addresses, self._themes = all_counts, asked, addresses, themes
        self.chosen: dict[str, Hashable] = {
            "state": asked.state,
            "outcome": asked.outcome,
            "track": asked.track_id,
            "territory": asked.territory_id,
            "service": asked.service_id,
        }

    @property
    def is_filtered(self) -> bool:
        rest = [value for name, value in self.chosen.items() if name != "state"]
        elsewhere = (self._asked.problem_id, self._asked.theme_id)
        return self._asked.state != State.PUBLISHED or any(rest) or elsewhere != (None, None)

    @property
    def things(self) -> dict[tuple[Thing, int], str]:
        """What of the choice can be followed, with its name."""
        kinds = {"track": Thing.TRACK, "territory": Thing.PLACE, "service": Thing.SERVICE}
        return {
            (thing, value[0]): value[1]
            for name, thing in kinds.items()
            for value in self._counts.by(name)
            if value and value[0] == self.chosen[name]
        }

    @property
    def chosen_words(self) -> str | None:
        """What is chosen, in words."""
        asked = self._asked
        words = [
            value[1]
            for name in ("track", "territory", "service")
            for value in self._counts.by(name)
            if value and value[0] == self.chosen[name]
        ]
        words += [theme.name for theme in self._themes if theme.id == asked.theme_id]
        words += [str(OUTCOMES[asked.outcome])] if asked.outcome else []
        words += [] if asked.state == State.PUBLISHED else [str(LABELS[asked.state])]
        return ", ".join(words) or None

    def of(self, answered: Sequence[Answered], slug: str) -> list[Group]:
        groups = [
            Group(_("Theme"), self._of_themes()),
            Group(_("Direction"), self._choices("track")),
            Group(_("Place"), self._choices("territory")),
            Group(_("Service"), self._services()),
            Group(_("Problem it answers"), self._problems(answered, slug)),
            Group(_("What became of it"), self._outcomes()),
            Group(_("State"), self._states()),
        ]
        return [group for group in groups if len(group.options) > 1]

    def _found(self, name: str) -> dict[Any, int]:
        """How many there are of each choice, with all the others as they are chosen."""
        return self._counts.by(name, **{other: value for other, value in self.chosen.items() if other != name})

    def _choices(self, name: str) -> list[Option]:
        field, current, found = f"{name}_id", self.chosen[name], self._found(name)
        options = [
            Option(value[1], self._addresses.of(**{field: value[0]}), value[0] == current, count)
            for value, count in found.items()
            if value is not None
        ]
        return self._with_all(field, current, options, sum(found.values()))

    def _services(self) -> list[Option]:
        options = self._choices("service")
        most = sorted(options[1:], key=lambda option: (not option.current, -(option.count or 0)))[:LONGEST_FILTER]
        if len(options) <= LONGEST_FILTER + 1:
            return options
        shown = [option for option in options if option in most]
        return [options[0], *shown, Option(_("All services"), url_for("services.list_services"), False)]

    def _of_themes(self) -> list[Option]:
        current = self._asked.theme_id
        options = [
            Option(theme.name, self._addresses.of(theme_id=theme.id, of_theme=None), theme.id == current)
            for theme in self._themes
        ]
        return self._with_all("theme_id", current, options, None)

    def _outcomes(self) -> list[Option]:
        current, found = self._asked.outcome, self._found("outcome")
        options = [
            Option(OUTCOMES[outcome], self._addresses.of(outcome=outcome), outcome == current, found.get(outcome, 0))
            for outcome in Outcome
            if outcome in found or outcome == current
        ]
        return self._with_all("outcome", current, options, sum(found.values()))

    def _problems(self, answered: Sequence[Answered], slug: str) -> list[Option]:
        current = self._asked.problem_id
        options = [
            Option(_named(problem), self._addresses.of(problem_id=problem.id), problem.id == current)
            for problem in answered
        ]
        if len(answered) == LONGEST_FILTER:
            options.append(Option(_("Problems and ideas"), url_for("discussion.show_problems", slug=slug), False))
        return self._with_all("problem_id", current, options, None)

    def _states(self) -> list[Option]:
        current, found = self._asked.state, self._found("state")
        return [
            Option(LABELS[state], self._addresses.of(state=state), state == current, found.get(state, 0))
            for state in LISTED
            if state in found or state in {State.PUBLISHED, current}
        ]

    def _with_all(self, field: str, current: Any, options: list[Option], count: int | None) -> list[Option]:
        if not options and current is None:
            return []
        return [Option(_("All"), self._addresses.of(**{field: None}), current is None, count), *options]
