"""Numbers for monitoring in the text format of Prometheus, for networks and tokens that the operator has named."""

import hmac
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from ipaddress import ip_network

import structlog
from flask import Response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from redis.exceptions import RedisError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from app.foundation import clock, meters, schema
from app.foundation.addresses import from_this_machine, visitor
from app.foundation.db import db
from app.foundation.errors import Missing
from app.foundation.outbox import Errand
from app.foundation.release import VERSION
from app.foundation.timetable import Turn
from app.guards.counters import counters
from app.operations import belongings
from app.operations.backing_up import LAST
from search.queries import marks

NEVER = float("nan")
log = structlog.get_logger("metrics")


def show() -> Response:
    """The numbers. Whoever may not see them learns not even that they exist."""
    if not _may_see():
        raise Missing
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Numbers())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _may_see() -> bool:
    settings = belongings.settings()
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and scheme.lower() == "bearer":
        return hmac.compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    address = visitor()
    if address is None or not any(address in ip_network(network) for network in settings.METRICS_NETWORKS):
        return False
    # A proxy on this machine that nobody told us of comes from here with everybody behind it.
    return not address.is_loopback or from_this_machine()


class Numbers(Collector):
    """Collected anew at each look; what does not answer is left out, and said so by veche_up."""

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("veche_release", "The release of this copy", value={"version": VERSION})
        fits = schema.standing().fits
        parts: list[tuple[str, Callable[[], list[Metric]]]] = [("queue", _counted), ("backup", _backup)]
        parts.append(("counters", _refused))
        parts += [("database", _waiting), ("search", _search)] if fits else []
        up = GaugeMetricFamily("veche_up", "Whether a part answers", labels=["part"])
        if not fits:
            up.add_metric(["database"], 0)
        for name, read in parts:
            try:
                yield from read()
                up.add_metric([name], 1)
            except (RedisError, SQLAlchemyError, OSError, ValueError) as error:
                log.warning("a part does not answer", part=name, error=type(error).__name__)
                up.add_metric([name], 0)
            finally:
                db.session.rollback()
        yield up


def _refused() -> list[Metric]:
    refusals = CounterMetricFamily("veche_refusals", "What was too much or looked like a script", labels=["reason"])
    for code, times in sorted(counters().noted().items()):
        refusals.add_metric([code], times)
    return [refusals]


def _counted() -> list[Metric]:
    requests = CounterMetricFamily("veche_requests", "Requests answered", labels=["method", "endpoint", "status"])
    jobs = CounterMetricFamily("veche_jobs", "Background jobs ended", labels=["job", "outcome"])
    buckets: dict[str, dict[str, float]] = defaultdict(dict)
    sums: dict[str, float] = {}
    for (name, *labels), value in sorted(meters.present().totals().items()):
        if name == "requests":
            requests.add_metric(labels, value)
        elif name == "jobs":
            jobs.add_metric(labels, value)
        elif name.endswith("_bucket"):
            buckets[name.removesuffix("_bucket")][labels[0]] = value
        elif name.endswith("_sum"):
            sums[name.removesuffix("_sum")] = value
    return [requests, jobs, *(_histogram(name, found, sums.get(name, 0.0)) for name, found in sorted(buckets.items()))]


def _histogram(name: str, found: dict[str, float], total: float) -> Metric:
    bounds = [*(str(bound) for bound in meters.BOUNDS), "+Inf"]
    seconds = HistogramMetricFamily(f"veche_{name}", f"How long {name.partition('_')[0]}s take, in seconds")
    seconds.add_metric([], [(bound, found.get(bound, 0.0)) for bound in bounds], total)
    return seconds


def _waiting() -> list[Metric]:
    now = clock.now()
    due = (Errand.failed_at.is_(None), Errand.due_at <= now)
    count, oldest = db.session.execute(select(func.count(), func.min(Errand.due_at)).where(*due)).one()
    failed = db.session.scalar(select(func.count()).where(Errand.failed_at.is_not(None))) or 0
    last = db.session.scalar(select(func.max(Turn.last_at)))
    return [
        GaugeMetricFamily("veche_outbox_waiting", "Jobs that are due and not done", value=count),
        GaugeMetricFamily("veche_outbox_lag_seconds", "How long the oldest of them waits", value=_age(oldest, now)),
        GaugeMetricFamily("veche_outbox_given_up", "Jobs given up after many attempts", value=failed),
        GaugeMetricFamily(
            "veche_schedule_age_seconds", "Since the last turn of the schedule", value=_age(last, now, NEVER)
        ),
    ]


def _search() -> list[Metric]:
    behind = marks.lag()
    return [
        GaugeMetricFamily("veche_index_waiting", "Texts that the search index has to read again", value=behind.marks),
        GaugeMetricFamily(
            "veche_index_lag_seconds", "How long the oldest of them waits", value=_age(behind.oldest, clock.now())
        ),
    ]


def _backup() -> list[Metric]:
    path = belongings.instance() / LAST
    if not path.exists():
        return []
    taken_at = datetime.fromisoformat(json.loads(path.read_text("utf-8"))["taken_at"])
    return [GaugeMetricFamily("veche_backup_age_seconds", "Since the last backup", value=_age(taken_at, clock.now()))]


def _age(since: datetime | None, now: datetime, without: float = 0.0) -> float:
    return max((now - since).total_seconds(), 0.0) if since else without
