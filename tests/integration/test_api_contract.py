"""What the documentation of the API promises holds: no fault, no answer that is not documented, whatever is sent."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.api import calls
from app.guards import door
from app.guards.counters import Limit
from campaigns.plan.models import Campaign
from search.domain import upkeep
from tests.factories.tokens import make_token
from tests.factories.worlds import World, make_world

EXAMPLES = 20
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
BOUNDED = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    verbosity=Verbosity.quiet,
)
# What is sent or asked for there is hardly ever hit by chance; other tests do it on purpose.
LUCK = {
    "GET /api/v1/campaigns/{slug}/rounds/{number}/result",
    "GET /api/v1/ideas/{idea_id}/answer",
    "POST /api/v1/campaigns/{slug}/rounds/{number}/votes",
    "POST /api/v1/campaigns/{slug}/ideas",
}
SLUGS = ("ugra", "voting", "counted", "planned", "invited")


@pytest.fixture
def world(app: Flask, made_once: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> World:
    for place, name in (
        (calls, "READS_OF_TOKEN"),
        (calls, "WRITES_OF_TOKEN"),
        (calls, "READS_OF_NETWORK"),
        (door, "FORMS_OF_PERSON"),
    ):
        monkeypatch.setattr(place, name, Limit(name, 1_000_000, 60))
    made: World = made_once(make_world)
    upkeep.rebuild()
    return made


def known(world: World) -> st.SearchStrategy[dict[str, Any]]:
    """Values of addresses behind which there is something, or (None) those that were made up."""
    ids = {
        "slug": st.sampled_from(SLUGS),
        "idea_id": st.sampled_from([idea.id for idea in world.ideas.values()]),
        "thread_id": st.sampled_from([world.ideas["published"].id, world.topics["open"].id]),
        "comment_id": st.sampled_from([comment.id for comment in world.comments.values()]),
        "topic_id": st.sampled_from([topic.id for topic in world.topics.values()]),
        "number": st.just(1),
    }
    return st.fixed_dictionaries({name: st.one_of(values, values, values, st.none()) for name, values in ids.items()})


def _tried(operation: Any, there: st.SearchStrategy[Any], words: st.SearchStrategy[Any]) -> set[tuple[str, int]]:
    """Asks the same questions each time, and gives the statuses that came back."""
    came: set[tuple[str, int]] = set()

    @BOUNDED
    @given(case=operation.as_strategy(), values=there, word=words)
    def ask(case: Any, values: dict[str, Any], word: str | None) -> None:
        for name, value in values.items():
            if value is not None and name in (case.path_parameters or {}):
                case.path_parameters[name] = value
        response = case.call(headers={"Authorization": f"Bearer {word}"} if word else {})
        case.validate_response(response, checks=CHECKS)
        came.add((operation.label, response.status_code))

    ask()
    return came


@pytest.mark.slow
def test_no_fault_and_no_undocumented_answer(app: Flask, world: World) -> None:
    assert isinstance(world.campaigns["ugra"], Campaign)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    words = [None, *(make_token(world.people[who]) for who in ("author", "owner", "administrator"))]
    asked: set[tuple[str, int]] = set()

    for found in schema.get_all_operations():
        asked |= _tried(found.ok(), known(world), st.sampled_from(words))

    reached = {label for label, status in asked if status < 300}
    assert {label for label, _status in asked} - reached <= LUCK
