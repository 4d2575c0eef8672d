"""Webhooks, and a program that is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_hex

from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.webhooks.domain import spreading
from app.webhooks.kinds import Event
from app.webhooks.models import Delivery, Webhook
from campaigns.plan.models import Campaign


def make_webhook(url: str, *events: Event, campaign: Campaign | None = None) -> Webhook:
    """An address that is told of these events, or of all."""
    with step():
        webhook = Webhook(
            campaign_id=campaign.id if campaign else None,
            name="Доска в мэрии",
            url=url,
            events=[event.value for event in events or tuple(Event)],
            salt=token_hex(16),
            made_at=clock.now(),
        )
        db.session.add(webhook)
    return webhook


def put_delivery(webhook: Webhook, event: str = "ping") -> Delivery:
    """Something that was laid out for the address."""
    with step():
        spreading.lay(webhook.id, event, webhook.id, clock.now())
    return db.session.scalars(select(Delivery).order_by(Delivery.id.desc()).limit(1)).one()


@dataclass
class Heard:
    """What a program was told: headers and bodies, in their order. It answers `statuses` in turn, then 204."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    location: str = ""


@contextmanager
def listening() -> Iterator[Heard]:
    """A program at a port of this machine."""
    heard = Heard()

    class Program(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.requests.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(heard.statuses.pop(0) if heard.statuses else 204)
            if heard.location:
                self.send_header("Location", heard.location)
            self.end_headers()

        def log_message(self, *_about: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Program)
    server.daemon_threads = True
    heard.url = f"http://127.0.0.1:{server.server_port}/hooks"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
