"""What staff write passes the same checks as everyone's words: a warning first, then the queue; imports are counted."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation.db import db
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.discussion.models import Topic
from campaigns.plan.models import Campaign
from moderation.models import Case
from tests.factories.campaigns import make_campaign
from tests.factories.discussion import make_topic
from tests.factories.people import give_role, make_account
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
PHONE = "+7 912 345-67-89"
SAID = f"Все вопросы Анне, её номер {PHONE}, она ответит."
NEWS = {"title": "Дополнительная неделя", "body": SAID}
TOPIC = {"title": "Удобно ли записаться к врачу?", "background": SAID, "service_id": "", "version": ""}
CONCLUSION = {"body": "Люди согласны: запись неудобна.", "version": "", "new-1-text": SAID}


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def topic(campaign: Campaign) -> Topic:
    return make_topic(campaign)


@pytest.fixture
def owner(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.OWNER, campaign)


def states_of(kind: Kind) -> list[State]:
    db.session.rollback()
    return list(
        db.session.scalars(select(Contribution.state).where(Contribution.kind == kind).order_by(Contribution.id))
    )


@pytest.mark.parametrize(
    ("kind", "form", "path", "fields"),
    [
        (Kind.NEWS, "/campaigns/ugra/news/new", "/campaigns/ugra/news/", NEWS),
        (Kind.TOPIC, "/campaigns/ugra/topics/new", "/campaigns/ugra/topics/", TOPIC),
        (Kind.CONCLUSION, None, None, CONCLUSION),
    ],
)
def test_staff_are_shown_personal_data_before_they_send_them_and_a_moderator_after(
    visit: Visit, owner: Account, topic: Topic, kind: Kind, form: str | None, path: str | None, fields: dict[str, str]
) -> None:
    conclusion = f"/campaigns/ugra/topics/{topic.id}/conclusion"
    form, path = form or conclusion, path or conclusion
    before, visitor = states_of(kind), visit(owner)

    warned = visitor.send(path, fields, page=form)
    page = warned.get_data(as_text=True)
    word = re.search(r'name="(checked)"[^>]*value="([^"]+)"', page)
    after_warning = states_of(kind)
    sent = visitor.send(path, {**fields, "checked": word[2] if word else ""}, page=form)

    assert (warned.status_code, f"<mark>{PHONE}</mark>" in page, after_warning) == (422, True, before)
    assert (sent.status_code, states_of(kind)) == (303, [*before, State.SUBMITTED])
    assert db.session.scalar(select(func.count()).select_from(Case)) == 1


def test_an_import_past_the_moderators_tells_what_a_check_would_hold_and_opens_its_case(
    app: Flask, campaign: Campaign, tmp_path: Path
) -> None:
    source = tmp_path / "ideas.csv"
    source.write_text(
        f"id,title,text\n1,Лавки у реки,Поставить лавки вдоль дорожки.\n2,Звоните мне,Мой номер {PHONE}\n", "utf-8"
    )
    command = ["campaigns", "import", str(source), "--campaign", "ugra", "--published", "--json"]
    columns = ["--map", "source_id=id", "--map", "title=title", "--map", "text=text"]

    counts = json.loads(app.test_cli_runner().invoke(args=[*command, *columns]).stdout)
    again = json.loads(app.test_cli_runner().invoke(args=[*command, *columns]).stdout)

    assert (counts["ideas"], counts["held"], again["ideas"], "held" in again) == (2, 1, 0, False)
    assert states_of(Kind.IDEA) == [State.PUBLISHED, State.PUBLISHED]
    assert db.session.scalar(select(func.count()).select_from(Case)) == 1
