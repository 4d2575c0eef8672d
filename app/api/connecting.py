"""How the application gets its door for programs."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from app.api import answers, routes, spec
from app.api.calls import Cookieless
from app.guards import door


def connect(app: Flask, csrf: CSRFProtect) -> None:
    """Adds the addresses and their documentation. No cookie gets this far, so no token of a form is asked for."""
    api = spec.make(app)
    api.register_blueprint(routes.laid)
    csrf.exempt(routes.laid)
    door.leave_to(app, routes.laid.name)
    # Letters as letters: Cyrillic ones take a third of the room, and whoever looks at an answer reads it.
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["veche.openapi"] = spec.spelled(api)
    app.after_request(answers.finish)
    app.wsgi_app = Cookieless(app.wsgi_app)  # type: ignore[method-assign]
