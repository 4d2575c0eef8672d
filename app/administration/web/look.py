"""How the site looks: its main colour and the picture beside its name."""

from io import BytesIO

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import permissions
from app.accounts.factors import fresh
from app.accounts.permissions import Act
from app.accounts.sessions import require_person
from app.administration.domain import site as verbs
from app.administration.domain.site import Logo
from app.administration.web.forms import ColourForm
from app.foundation import clock, site
from app.foundation.application import takes_files
from app.foundation.errors import Invalid, Reason
from app.foundation.unit_of_work import begin_writing
from app.site import colours, drawings
from app.uploads import pictures
from app.uploads.models import MediaType

PAGE = "administration/look.html"
USUAL = "#0b5c63"
MOST_BYTES = 1024 * 1024
NO_LOGO = Reason("logo-kind", _l("Choose a picture: PNG or SVG, up to 1 MB; an SVG up to 200 KB."))
NO_DRAWING = Reason(
    "logo-broken", _l("This SVG cannot be drawn anew: it is broken, very large, or has entities of its own.")
)
PNG = b"\x89PNG\r\n\x1a\n"


def show_look() -> Response:
    """The colour with its contrasts, and the logo."""
    permissions.require(require_person(), Act.KEEP_SITE)
    return _page(ColourForm(formdata=None, data={"colour": site.chosen().colour}))


def paint() -> ResponseReturnValue:
    """Keeps the main colour, or shows what it would do."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_SITE)
    form = ColourForm()
    if not form.validate() or "preview" in request.form:
        return _page(form, 422 if form.errors else 200)
    fresh.require()
    begin_writing()
    try:
        verbs.paint(actor, form.colour.data, clock.now())
    except Invalid as refusal:
        form.colour.errors = [str(refusal.reason)]
        return _page(form, 422)
    flash(_("Saved. Every page says so within seconds."))
    return redirect(url_for("administration.show_look"), 303)


def _too_large() -> ResponseReturnValue:
    permissions.require(require_person(), Act.KEEP_SITE)
    return _page(ColourForm(formdata=None, data={"colour": site.chosen().colour}), 413, str(NO_LOGO))


@takes_files(_too_large)
def put_logo() -> ResponseReturnValue:
    """Draws the picture anew and keeps it beside the name."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_SITE)
    fresh.require()
    try:
        logo = _redrawn(_sent())
    except Invalid as refusal:
        return _page(ColourForm(formdata=None, data={"colour": site.chosen().colour}), 422, str(refusal.reason))
    begin_writing()
    verbs.put_logo(actor, logo, clock.now())
    flash(_("The logo stands beside the name."))
    return redirect(url_for("administration.show_look"), 303)


def remove_logo() -> ResponseReturnValue:
    """Takes the logo away."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_SITE)
    fresh.require()
    begin_writing()
    verbs.remove_logo(actor, clock.now())
    flash(_("The logo is taken away."))
    return redirect(url_for("administration.show_look"), 303)


def _sent() -> bytes:
    file = request.files.get("file")
    raw = file.stream.read(MOST_BYTES + 1) if file else b""
    if file:
        file.close()
    if not raw or len(raw) > MOST_BYTES:
        raise Invalid(NO_LOGO)
    return raw


def _redrawn(raw: bytes) -> Logo:
    """What is kept of a picture. It is told by its bytes; its name and what the browser says of it play no part."""
    if raw.startswith(PNG):
        body, width, height = pictures.small_png(BytesIO(raw))
        return Logo(body, MediaType.PNG.value, width / height)
    if b"<svg" not in raw[:4096] and b":svg" not in raw[:4096]:
        raise Invalid(NO_LOGO)
    try:
        drawing = drawings.redraw(raw)
    except drawings.NoDrawing:
        raise Invalid(NO_DRAWING) from None
    return Logo(drawing.body, "image/svg+xml", drawing.shape)


def _page(form: ColourForm, status: int = 200, problem: str = "") -> Response:
    colour = colours.read(form.colour.data or "") or USUAL
    shown = colour if colours.passes(colour) else colours.nearest(colour)
    page = render_template(
        PAGE,
        form=form,
        problems=[problem] if problem else [],
        colour=colour,
        nearest=None if shown == colour else shown,
        by_day=colours.by_day(shown),
        by_night=colours.by_night(shown),
        contrasts=[
            (_("Light pages"), shown, colours.least_by_day(shown)),
            (_("Dark pages"), colours.by_night(shown).main, colours.least_by_night(shown)),
        ],
    )
    return make_response(page, status)
