"""The sentences of a selection: what became of an idea, of a campaign."""

from babel import Locale
from flask_babel import format_decimal, get_locale, ngettext
from flask_babel import gettext as _

from campaigns.selection.models import Way
from campaigns.selection.queries.made import Count, Fate


def place(rank: int) -> str:
    """A rank as a word: 31st. Languages write it in their own way, by their own ordinal forms."""
    number = format_decimal(rank)
    form = (get_locale() or Locale("en")).ordinal_form(rank)
    if form == "one":
        return str(_("%(number)sst", number=number))
    if form == "two":
        return str(_("%(number)snd", number=number))
    if form == "few":
        return str(_("%(number)srd", number=number))
    return str(_("%(number)sth", number=number))


def sentence(fate: Fate) -> str:
    """What became of an idea."""
    if fate.way is None:
        return str(_("It took no part in the count, so it has no place in the selection."))
    values = {"place": place(fate.rank), "all": format_decimal(fate.ideas)}
    if fate.way == Way.SUPPORT:
        return str(_("Selected: %(place)s of %(all)s by support", **values))
    if fate.way == Way.EXPERTS:
        return str(_("Selected by the experts; %(place)s of %(all)s by support", **values))
    return str(
        ngettext(
            "%(place)s of %(all)s by support; %(num)s was selected",
            "%(place)s of %(all)s by support; %(num)s were selected",
            fate.selected,
            **values,
        )
    )


def finding(count: Count) -> str:
    """What came of the selection, in one sentence."""
    if not count.selected:
        return str(_("No idea was selected"))
    whole = ngettext(
        "%(num)s of %(all)s ideas selected",
        "%(num)s of %(all)s ideas selected",
        count.selected,
        all=format_decimal(count.ideas),
    )
    if not count.by_experts:
        return str(whole)
    values = {"by_support": format_decimal(count.by_support), "by_experts": format_decimal(count.by_experts)}
    return str(_("%(whole)s: %(by_support)s by support, %(by_experts)s by experts", whole=whole, **values))
