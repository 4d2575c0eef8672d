"""Views that belong to no room: home, words of the operator, display choices, health."""

from flask import Response, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.foundation.addresses import local
from app.foundation.db import db
from app.foundation.errors import Missing
from app.web import display

PAGES = ("how-it-works", "rules", "data-policy", "accessibility", "contacts")


def page(name: str) -> str:
    """A page of the operator's words."""
    if name not in PAGES:
        raise Missing
    return render_template(f"pages/{name}.html")


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
    """The database answers, too: this copy may get visitors."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return Response("the database does not answer\n", 503, content_type="text/plain")
    return Response("ok\n", content_type="text/plain")


def robots() -> Response:
    """What search engines should leave alone."""
    lines = [
        "User-agent: *",
        *(
            f"Disallow: {path}"
            for path in ("/account/", "/contributions/", "/moderation/", "/admin/", "/search", "/dev/")
        ),
    ]
    return Response("\n".join(lines) + "\n", content_type="text/plain")
