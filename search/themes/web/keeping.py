"""The page of one theme for those who keep it: its words and its ideas."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing, Reason
from app.foundation.unit_of_work import begin_writing
from campaigns.plan.models import Campaign
from search.themes import permissions, reasons
from search.themes.domain import themes
from search.themes.models import Theme
from search.themes.queries import named
from search.themes.web.forms import NAME_MOST, NOTE_MOST, IntoForm, MoveForm, PutForm, ThemeForm, ticked, whole

PAGE = 50


def show_theme(theme_id: int) -> ResponseReturnValue:
    """The theme as it stands; one that was joined leads to the other."""
    theme = _kept(theme_id)
    if theme.joined_to_id is not None:
        return redirect(url_for("themes.show_theme", theme_id=theme.joined_to_id))
    if theme.ended_at is not None:
        raise Missing
    return _page(theme)


def reword(theme_id: int) -> ResponseReturnValue:
    """Keeps another name and note, unless another has changed them meanwhile: then both are shown."""
    theme, form = _kept(theme_id), ThemeForm()
    if not form.validate():
        return _page(theme, words=form), 422
    begin_writing()
    try:
        themes.reword(require_person(), theme_id, form.words, whole(form.seen.data), clock.now())
    except Conflict as refusal:
        return _refused(theme_id, refusal.reason, words=form)
    flash(_("Saved."))
    return _back(theme_id)


def move(theme_id: int) -> ResponseReturnValue:
    """Takes ticked ideas out, or puts them into another theme."""
    theme, ids = _kept(theme_id), ticked()
    form = MoveForm().offer(named.of_campaign(theme.campaign_id), theme_id)
    if not form.validate():
        return _page(theme, moving=form), 422
    if not ids:
        return _page(theme, moving=form, refusal=_nothing()), 422
    begin_writing()
    try:
        moved = themes.move(require_person(), theme_id, ids, int(form.to.data) if form.to.data else None, clock.now())
    except Conflict as refusal:
        return _refused(theme_id, refusal.reason, moving=form)
    flash(ngettext("%(num)s idea was moved.", "%(num)s ideas were moved.", moved))
    return _back(theme_id)


def put(theme_id: int) -> ResponseReturnValue:
    """Puts an idea into the theme by its number."""
    theme, form = _kept(theme_id), PutForm()
    if not form.validate() or form.number.data is None:
        return _page(theme, putting=form), 422
    begin_writing()
    try:
        themes.put(require_person(), theme_id, form.number.data, clock.now())
    except Conflict as refusal:
        return _refused(theme_id, refusal.reason, putting=form)
    flash(_("The idea is in the theme."))
    return _back(theme_id)


def join(theme_id: int) -> ResponseReturnValue:
    """Lets the theme go on in another."""
    theme = _kept(theme_id)
    form = IntoForm().offer(named.of_campaign(theme.campaign_id), theme_id)
    if not form.validate():
        return _page(theme, joining=form), 422
    begin_writing()
    try:
        into = themes.join(require_person(), theme_id, form.into.data, whole(form.seen.data), clock.now())
    except Conflict as refusal:
        return _refused(theme_id, refusal.reason)
    flash(_("The themes are joined."))
    return _back(into.id)


def dissolve(theme_id: int) -> ResponseReturnValue:
    """Ends the theme."""
    theme = _kept(theme_id)
    slug = db.session.get_one(Campaign, theme.campaign_id).slug
    begin_writing()
    try:
        themes.dissolve(require_person(), theme_id, whole(request.form.get("seen")), clock.now())
    except Conflict as refusal:
        return _refused(theme_id, refusal.reason)
    flash(_("The theme is no more. Its ideas are as they were."))
    return redirect(url_for("themes.show_themes", slug=slug), 303)


def _kept(theme_id: int) -> Theme:
    actor = require_person()
    theme = db.session.get(Theme, theme_id)
    if theme is None:
        raise Missing
    permissions.require_keeper(actor, theme.campaign_id)
    if theme.ended_at is not None and request.method == "POST":
        raise Conflict(reasons.ENDED)
    return theme


def _nothing() -> Reason:
    return Reason("themes.nothing-ticked", _("Tick the ideas first."))


def _back(theme_id: int) -> ResponseReturnValue:
    return redirect(url_for("themes.show_theme", theme_id=theme_id), 303)


def _refused(theme_id: int, reason: Reason, **forms: Any) -> ResponseReturnValue:
    """The page as it stands now with what was typed; where the theme is no more, the refusal alone."""
    theme = db.session.get_one(Theme, theme_id, populate_existing=True)
    if theme.ended_at is not None:
        raise Conflict(reasons.ENDED)
    return _page(theme, refusal=reason, **forms), 409


def _page(
    theme: Theme,
    *,
    words: ThemeForm | None = None,
    moving: MoveForm | None = None,
    putting: PutForm | None = None,
    joining: IntoForm | None = None,
    refusal: Reason | None = None,
) -> str:
    others, after = named.of_campaign(theme.campaign_id), max(whole(request.args.get("after")), 0)
    rows = named.page_of(theme.id, after, PAGE + 1)
    if words is not None and refusal == reasons.CHANGED:
        words.seen.data = str(theme.version)
    return render_template(
        "themes/theme.html",
        theme=theme,
        campaign=db.session.get_one(Campaign, theme.campaign_id),
        numbers=next(one for one in others if one.id == theme.id),
        ideas=rows[:PAGE],
        is_first=after == 0,
        next_url=url_for("themes.show_theme", theme_id=theme.id, after=rows[PAGE - 1].number) if rows[PAGE:] else None,
        words=words or ThemeForm(formdata=None, data={"name": theme.name, "note": theme.note, "seen": theme.version}),
        is_theirs=refusal == reasons.CHANGED and words is not None,
        moving=moving or MoveForm(formdata=None).offer(others, theme.id),
        putting=putting or PutForm(formdata=None),
        joining=joining or IntoForm(formdata=None, data={"seen": theme.version}).offer(others, theme.id),
        refusal=refusal,
        most={"name": NAME_MOST, "note": NOTE_MOST},
    )
