"""The examples of docs/api.md do what it says."""

import re
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from string import Template
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from app.webhooks import signing
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ballots.queries import options
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import make_account
from tests.factories.tokens import make_token
from tests.factories.votes import make_vote
from tests.factories.webhooks import make_webhook

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
WITH_VALUE = {"-X": "method", "-d": "sent", "-H": "header"}


def examples(language: str) -> list[str]:
    """The examples of the page in a language, in their order."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def asked(app: Flask, line: str, values: Mapping[str, Any]) -> TestResponse:
    """What curl would be answered. Raises where it is another command, or an option is not known here."""
    name, *words = shlex.split(Template(line.replace('\\"', "\x01")).substitute(values).replace("\x01", '\\"'))
    assert name == "curl"
    said: dict[str, Any] = {"method": "GET", "headers": {}}
    url = ""
    while words:
        word = words.pop(0)
        if word not in WITH_VALUE:
            assert not word.startswith("-"), f"{word} is not known here"
            url = word
        elif word == "-H":
            header, _, value = words.pop(0).partition(": ")
            said["headers"][header] = value
        else:
            said[WITH_VALUE[word]] = words.pop(0)
    sent = said.pop("sent", None)
    return app.test_client().open(url, data=sent.encode() if sent else None, **said)


def test_each_example_is_answered(app: Flask) -> None:
    campaign = make_campaign("tsifrovye-servisy", ideas_numbered=1_000)
    ideas = [make_idea(campaign, title=f"Идея номер {number}") for number in range(51)]
    voting = make_campaign("golosovanie", windows=[(PhaseKind.VOTING, -1, 10)])
    option = _option(voting)
    values: dict[str, Any] = {
        "VECHE": "",
        "TOKEN": make_token(make_account()),
        "IDEA": ideas[0].id,
        "OPTION": option,
        "NEXT": app.test_client().get("/api/v1/campaigns/tsifrovye-servisy/ideas?order=support").json["next"],
        "ETAG": app.test_client()
        .get("/api/v1/campaigns/tsifrovye-servisy", headers={"Accept-Language": "uk"})
        .headers["ETag"]
        .replace('"', "\x01"),
    }

    statuses = [asked(app, line, values).status_code for line in examples("sh")]

    assert statuses == [200, 200, 200, 304, 200, 201, 201, 200, 200, 201]


def _option(campaign: Campaign) -> int:
    return options.of_round(make_vote(campaign, titles=("За неё голосуют",)).id)[0].idea_id


def test_the_program_of_the_page_knows_what_is_ours(app: Flask) -> None:
    (program,) = examples("python")
    room: dict[str, Callable[..., bool]] = {}
    exec(program, room)
    webhook = make_webhook("https://hooks.example.org/")
    headers = signing.headers_of(webhook, "msg_1", '{"type": "ping"}', 1_800_000_000)

    found = [
        room["is_ours"](signing.secret_of(webhook), headers, body)
        for body in (b'{"type": "ping"}', b'{"type": "pong"}')
    ]

    assert found == [True, False]
