"""The page of a campaign's themes for those who keep them: what is named, what is suggested, and naming it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Missing, Reason
from app.foundation.unit_of_work import begin_writing
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import campaign_or_missing
from search.themes import permissions
from search.themes.domain import suggestions, themes
from search.themes.queries import named, suggested
from search.themes.queries.suggested import Suggested
from search.themes.web.forms import NAME_MOST, NOTE_MOST, ThemeForm, ticked

# So many ideas of a suggestion are shown to be ticked; what is beyond goes along and can be taken out afterwards.
TO_TICK = 60
MOST_SHOWN = 40


def show_themes(slug: str) -> str:
    """Named themes, and suggestions as they stand."""
    return _page(_kept(slug))


def suggest(slug: str) -> ResponseReturnValue:
    """Asks for suggestions."""
    campaign = _kept(slug)
    begin_writing()
    suggestions.ask(require_person(), campaign, clock.now())
    return redirect(url_for("themes.show_themes", slug=slug), 303)


def show_suggestion(slug: str, key: str) -> str:
    """One suggestion with its ideas, to be named or dismissed."""
    campaign = _kept(slug)
    found = suggested.one_of(campaign.id, key, TO_TICK)
    if found is None:
        raise Missing
    return _suggestion(campaign, found, ThemeForm(formdata=None))


def name_theme(slug: str) -> ResponseReturnValue:
    """Names a theme: one that was suggested, with the ideas that are ticked, or one without any."""
    campaign, form, ids = _kept(slug), ThemeForm(), ticked()
    if not form.validate():
        return _again(campaign, form, ids), 422
    begin_writing()
    try:
        theme = themes.name(require_person(), campaign, form.words, ids, clock.now())
    except Conflict as refusal:
        return _again(campaign, form, ids, refusal.reason), 409
    flash(_("The theme is named. Everyone can see it now."))
    return redirect(url_for("themes.show_theme", theme_id=theme.id), 303)


def dismiss(slug: str, key: str) -> ResponseReturnValue:
    """Puts a suggestion away."""
    campaign = _kept(slug)
    begin_writing()
    suggestions.dismiss(require_person(), campaign, key, clock.now())
    flash(_("It is not suggested any more."))
    return redirect(url_for("themes.show_themes", slug=slug), 303)


def bring_back(slug: str, dismissed_id: int) -> ResponseReturnValue:
    """Lets a dismissed suggestion come again."""
    campaign = _kept(slug)
    begin_writing()
    suggestions.bring_back(require_person(), campaign, dismissed_id, clock.now())
    flash(_("It may be suggested again."))
    return redirect(url_for("themes.show_themes", slug=slug), 303)


def _kept(slug: str) -> Campaign:
    actor = require_person()
    campaign = campaign_or_missing(slug, actor)
    permissions.require_keeper(actor, campaign.id)
    return campaign


def _again(campaign: Campaign, form: ThemeForm, ids: list[int], refusal: Reason | None = None) -> str:
    """The form with what was typed and those of the ideas that can still be named."""
    if not ids:
        return _page(campaign, form, refusal)
    known = named.lines(ids)
    left = [id for id in ids if id in known and known[id].theme_id is None]
    elsewhere = [known[id] for id in ids if id in known and known[id].theme_id is not None]
    found = Suggested("", (), left, 0, [known[id] for id in left[:TO_TICK]])
    return _suggestion(campaign, found, form, refusal, [row for row in elsewhere if row])


def _suggestion(
    campaign: Campaign,
    found: Suggested,
    form: ThemeForm,
    refusal: Reason | None = None,
    elsewhere: list[object] | None = None,
) -> str:
    names = {one.id: one.name for one in named.of_campaign(campaign.id)} if elsewhere else {}
    return render_template(
        "themes/suggestion.html",
        campaign=campaign,
        one=found,
        rest=",".join(str(id) for id in found.ids[TO_TICK:]),
        beyond=max(len(found.ids) - TO_TICK, 0),
        form=form,
        refusal=refusal,
        elsewhere=elsewhere or [],
        names=names,
        most={"name": NAME_MOST, "note": NOTE_MOST},
    )


def _page(campaign: Campaign, form: ThemeForm | None = None, refusal: Reason | None = None) -> str:
    search = suggested.of_campaign(campaign.id)
    return render_template(
        "themes/list.html",
        campaign=campaign,
        themes=named.of_campaign(campaign.id),
        search=search,
        shown=search.suggested[:MOST_SHOWN],
        more=max(len(search.suggested) - MOST_SHOWN, 0),
        form=form or ThemeForm(formdata=None),
        refusal=refusal,
        # Asked by a page that shows how far the job is, and takes what stands here in the place of that.
        is_waiting="waiting" in request.args,
        most={"name": NAME_MOST, "note": NOTE_MOST},
    )
