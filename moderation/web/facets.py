"""The filters of the queue as links, each with how much there would be."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.foundation.filters import Group, Option
from campaigns.contributions.models import Kind
from campaigns.contributions.words import MANY
from campaigns.plan.words import language_name
from moderation.queries.counts import Counts
from moderation.queries.filters import Filters, Matter, Waits
from moderation.rules import rule_name
from moderation.web.addresses import address_of

MATTERS: dict[Matter, Any] = {
    Matter.TEXT: _l("new and changed texts"),
    Matter.REPORTS: _l("reports"),
    Matter.REVIEW: _l("requests to look again"),
}
WAITS: dict[Waits, Any] = {Waits.OVERDUE: _l("overdue"), Waits.DAY: _l("more than a day")}


class Facets:
    """What waits by everything it is filtered by."""

    def __init__(self, counts: Counts, filters: Filters) -> None:
        self._counts, self._filters = counts, replace(filters, after=None)

    @property
    def all(self) -> int:
        """How much waits for this person, whatever the filters."""
        return self._counts.all

    @property
    def total(self) -> int:
        """How much is looked at."""
        return self._counts.of(self._filters)

    @property
    def overdue(self) -> int:
        """How much of all that is overdue."""
        return self._counts.overdue

    @property
    def oldest(self) -> datetime:
        """Since when something waits."""
        return self._counts.oldest

    @property
    def overdue_url(self) -> str:
        """The address of what is overdue, with no other filter."""
        return address_of(Filters(waits=Waits.OVERDUE))

    @property
    def clear_url(self) -> str | None:
        """The address without filters; None where there are none."""
        return None if self._filters == Filters() else address_of(Filters())

    @property
    def chosen_words(self) -> str | None:
        """What is chosen, in a line."""
        chosen = [option.label for group in self.groups for option in group.options[1:] if option.current]
        return ", ".join(chosen) or None

    @property
    def groups(self) -> list[Group]:
        """Each sort of filter that there is a choice in."""
        found = self._counts
        groups = [
            self._group(_("Waiting time"), "waits", ((one, str(WAITS[one])) for one in WAITS)),
            self._group(_("What it is about"), "matter", ((one, str(MATTERS[one])) for one in Matter)),
            self._group(_("Kind of text"), "kind", ((one, str(MANY[one])) for one in Kind)),
            self._group(_("Project"), "campaign_id", found.campaigns.items()),
            self._rules(),
            self._group(_("Language"), "language", ((one, language_name(one)) for one in found.languages)),
        ]
        return [group for group in groups if len(group.options) > 1]

    def _group(self, label: str, field: str, choices: Iterable[tuple[Any, str]]) -> Group:
        current = getattr(self._filters, field)
        options = [Option(_("everything"), self._with(field, None), current is None)]
        for value, name in choices:
            count = self._counts.of(self._filters, **{field: value})
            if count or value == current:
                options.append(Option(name, self._with(field, value), value == current, count))
        # A single choice that all of it falls under is none.
        alone = len(options) == 2 and current is None and options[1].count == self._counts.of(self._filters)
        return Group(label, options[:1] if alone and field != "waits" else options)

    def _rules(self) -> Group:
        filters, counts = self._filters, self._counts
        options = [
            Option(
                _("everything"),
                address_of(replace(filters, rule=None, with_findings=False)),
                not filters.rule and not filters.with_findings,
            )
        ]
        found = counts.of(filters, rule=None, with_findings=True)
        if found or filters.with_findings:
            url = address_of(replace(filters, rule=None, with_findings=True))
            options.append(Option(_("anything found"), url, filters.with_findings and not filters.rule, found))
        codes = dict(sorted(counts.rules.items(), key=lambda item: (-item[1], item[0])))
        for code in codes | ({filters.rule: codes.get(filters.rule, 0)} if filters.rule else {}):
            url = address_of(replace(filters, rule=code, with_findings=False))
            options.append(Option(rule_name(code), url, filters.rule == code, codes.get(code, 0)))
        return Group(_("What the checks found"), options)

    def _with(self, field: str, value: Any) -> str:
        return address_of(replace(self._filters, **{field: value}))
