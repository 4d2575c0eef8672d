"""Views that belong to no room: display choices, health."""

import os

from flask import Response, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.foundation import schema
from app.foundation.addresses import local
from app.foundation.errors import Missing
from app.web import display


def display_page() -> str:
    """All display choices at once."""
    return render_template("pages/display.html", next=local(request.args.get("next")))


def set_display() -> ResponseReturnValue:
    """Keeps the choices in a cookie and goes back."""
    response = redirect(local(request.form.get("next")), 303)
    display.keep(response, display.chosen(request.form.to_dict(), display.current()))
    return response


def style_page() -> str:
    """Every component in every state, for those who build pages."""
    if not current_app.extensions["veche.settings"].DEMO_PAGES:
        raise Missing
    return render_template("style/index.html")


def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", content_type="text/plain")


def readyz() -> Response:
    """The database answers, is of this release, and files can be kept: this copy may get visitors."""
    found = schema.standing()
    if not found.fits:
        return Response(f"{found.sentence}\n", 503, content_type="text/plain")
    if not os.access(current_app.extensions["veche.settings"].VECHE_INSTANCE, os.W_OK | os.X_OK):
        return Response("the instance folder cannot be written\n", 503, content_type="text/plain")
    return Response("ok\n", content_type="text/plain")
