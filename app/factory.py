"""The steps that build the house."""

from datetime import timedelta

from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli, schedule, wiring
from app.accounts import sessions
from app.accounts.identity import helping, providers
from app.api import connecting as api
from app.config import Settings, load
from app.foundation import db as database
from app.foundation import events, jobs, logs, meters, queue, slots, unit_of_work
from app.foundation.application import Veche
from app.foundation.clock import Clock, SystemClock
from app.foundation.locks import WriteLock
from app.foundation.routing import Identity, Word
from app.guards import connecting as guards
from app.site import present
from app.web import bodies, context, display, errors, filters, headers, overrides, pages, static


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """The application for these settings (by default those of the environment) and this clock (the machine's)."""
    settings = settings or load()
    app = Veche("app", static_folder=None)
    _configure(app, settings)
    app.extensions["veche.clock"] = clock or SystemClock()
    _open_stores(app, settings)
    present.connect(app)
    _wire(app)
    _dress(app)
    _add_doors(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    logs.configure(settings.LOG_LEVEL)
    app.extensions["veche.settings"] = settings
    app.config.update(
        SECRET_KEY=settings.SECRET_KEY,
        TESTING=settings.TESTING,
        PROPAGATE_EXCEPTIONS=False,
        JOB_LEASE=settings.JOB_LEASE,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_NAME="veche",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https:"),
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.SESSION_DAYS),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        BABEL_DEFAULT_LOCALE=settings.DEFAULT_LANGUAGE,
        BABEL_DEFAULT_TIMEZONE=settings.TIME_ZONE,
    )


def _open_stores(app: Flask, settings: Settings) -> None:
    url = settings.database_url
    app.extensions["veche.write_lock"] = WriteLock(
        settings.VECHE_INSTANCE / "write.lock" if url.startswith("sqlite") else None
    )
    database.bind(app, url)
    unit_of_work.guard()
    Migrate(app, database.db, directory=f"{app.root_path}/migrations", render_as_batch=True)
    app.extensions["veche.redis"] = queue.connect(settings.redis_url)
    meters.connect(app, app.extensions["veche.redis"])


def _wire(app: Flask) -> None:
    events.connect(app, wiring.LISTENERS)
    slots.connect(app, wiring.FILLERS)
    jobs.connect(app, wiring.JOBS)
    app.extensions["veche.schedule"] = schedule.SCHEDULE


def _dress(app: Flask) -> None:
    Babel(app, locale_selector=display.language)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    filters.connect(app)
    context.connect(app)
    overrides.connect(app, app.extensions["veche.settings"].VECHE_INSTANCE)


def _add_doors(app: Flask, settings: Settings) -> None:
    app.url_map.converters |= {"int": Identity, "default": Word, "string": Word}
    if settings.TRUSTED_PROXIES:
        count = settings.TRUSTED_PROXIES
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    logs.follow_requests(app)
    bodies.connect(app, threads=settings.WEB_THREADS, most_of_a_file=settings.UPLOAD_MOST_BYTES)
    errors.connect(app)
    headers.connect(app)
    tokens = CSRFProtect(app)
    tokens.exempt(pages.set_display)
    guards.connect(app, wiring.ALLOWANCES)
    sessions.connect(app)
    providers.connect(app)
    static.connect(app)
    for blueprint in wiring.BLUEPRINTS:
        app.register_blueprint(blueprint)
    api.connect(app, tokens)
    helping.connect(app, sessions.current_actor)
    for view in app.view_functions.values():
        if getattr(view, "by_word", False):
            tokens.exempt(view)
    cli.connect(app, wiring.COMMANDS)
