"""What the operator has changed about the look, as files for everyone: the colour, the logo, a stylesheet of their own."""

from flask import Response, current_app, render_template
from sqlalchemy import select

from app.foundation import site
from app.foundation.db import db
from app.foundation.errors import Missing
from app.site import colours
from app.site.models import SitePicture

YEAR = 365 * 24 * 3600
# A picture may bring its own styles, and nothing else ever.
APART = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def style(version: str) -> Response:
    """The main colour, as the pages of this version use it."""
    chosen = site.chosen()
    if not chosen.colour:
        raise Missing
    words = render_template("site/look.css", day=colours.by_day(chosen.colour), night=colours.by_night(chosen.colour))
    return _kept(Response(words, content_type="text/css; charset=utf-8"), for_ever=version == str(chosen.version))


def logo(digest: str) -> Response:
    """The picture beside the name."""
    picture = db.session.scalar(select(SitePicture).where(SitePicture.digest == digest))
    if picture is None:
        raise Missing
    response = Response(picture.body, content_type=picture.media_type)
    response.headers["Content-Security-Policy"] = APART
    return _kept(response, for_ever=True)


def own_style(stamp: str) -> Response:
    """The stylesheet of the instance folder."""
    own = current_app.extensions["veche.own_style"]
    if own is None:
        raise Missing
    return _kept(Response(own.words, content_type="text/css; charset=utf-8"), for_ever=stamp == own.stamp)


def _kept(response: Response, *, for_ever: bool) -> Response:
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if for_ever else "public, no-cache"
    return response
