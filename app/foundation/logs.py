"""Structured logs: a JSON object a line on standard error, with the id of the request or of the job."""

import logging
import secrets
import sys
import time
from pathlib import Path

import structlog
from flask import Flask, Response, g, request
from structlog.typing import Processor

from app.foundation import meters

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
log = structlog.get_logger("web")


def configure(level: str) -> None:
    """Sends the logs of the house and of its libraries through one formatter."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        # What the level leaves out is left before anything is done for it.
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("alembic", "rq.worker", "rq.scheduler", "charset_normalizer"):
        logging.getLogger(noisy).setLevel("WARNING")


def into(path: Path) -> None:
    """Sends this process's log lines to the end of a file: the terminal stays for words to people."""
    (handler,) = logging.getLogger().handlers
    kept = logging.FileHandler(path, encoding="utf-8")
    kept.setFormatter(handler.formatter)
    logging.getLogger().handlers = [kept]


def _count(status: int, seconds: float) -> None:
    counted = meters.present()
    method = request.method if request.method in METHODS else "other"
    counted.count("requests", method, request.endpoint or "none", str(status))
    counted.measure("request_seconds", seconds)
    counted.flush()


def request_id() -> str:
    """The id of this request, which its log lines, its answer and its error page carry."""
    return str(g.get("request_id", ""))


def follow_requests(app: Flask) -> None:
    """Gives each request an id and writes a line at its end. Addresses of people are not logged."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if given.isalnum() and len(given) <= 64 else secrets.token_hex(16)
        g.began = time.monotonic()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = request_id()
        route = str(request.url_rule) if request.url_rule else None
        seconds = time.monotonic() - g.get("began", time.monotonic())
        log.info(
            "request", method=request.method, route=route, status=response.status_code, ms=round(seconds * 1000, 1)
        )
        _count(response.status_code, seconds)
        return response
