"""A program reads a project, sends an idea in the name of its person, and is told over the wire when it can be read by everyone."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from flask import Flask

from app.accounts.roles import Role
from app.api.scopes import Scope
from tests.factories.campaigns import make_campaign
from tests.factories.people import give_role, make_account
from tests.factories.tokens import make_token
from tests.factories.webhooks import listening, make_webhook
from tests.support.clocks import MovingClock
from tests.support.people import Visitor


def test_a_program_reads_sends_and_is_told(
    app: Flask, run_jobs: Callable[[], None], visit: Callable[..., Visitor], clock: MovingClock
) -> None:
    before = app.extensions["veche.settings"]
    app.extensions["veche.settings"] = replace(before, WEBHOOKS_INSIDE=True)
    try:
        with listening() as heard:
            campaign = make_campaign("ugra")
            moderator = visit(give_role(make_account(), Role.MODERATOR, campaign))
            make_webhook(heard.url, campaign=campaign)
            word = make_token(make_account(), Scope.READ, Scope.SUBMIT)
            program, own = app.test_client(), {"Authorization": f"Bearer {word}", "Idempotency-Key": "the first idea"}

            (found,) = program.get("/api/v1/campaigns").json["items"]
            sent = program.post(
                f"/api/v1/campaigns/{found['slug']}/ideas",
                json={
                    "title": "Лист ожидания к врачу",
                    "problem": "Талоны к узким специалистам расходятся за минуты.",
                    "proposal": "Сделать лист ожидания с уведомлением.",
                },
                headers=own,
            ).json
            waiting = program.get(f"/api/v1/ideas/{sent['id']}").status_code
            queue = moderator.get("/moderation/").text
            case = queue.partition("/moderation/cases/")[2].partition('"')[0].partition("?")[0]
            page = f"/moderation/cases/{case}"
            seen = dict(re.findall(r'name="((?:text_)?version)" value="(\d+)"', moderator.get(page).text))
            moderator.send(f"{page}/publish", seen, page=page)
            clock.move_by(minutes=2)
            run_jobs()

            told = [json.loads(body) for _headers, body in heard.requests]
            read = program.get(urlsplit(told[0]["data"]["api"]).path).json
    finally:
        app.extensions["veche.settings"] = before

    assert (sent["state"], waiting) == ("submitted", 404)
    assert [(one["type"], one["data"]["idea"]) for one in told] == [("idea.published", sent["id"])]
    assert (read["title"], read["state"]) == ("Лист ожидания к врачу", "published")
