"""Very many rows at once, put into the tables as they would stand there."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import insert, select

from app.accounts.models import Account
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.ideas.models import Idea, Support
from campaigns.plan.models import Campaign

ROWS = 1000


def word_of(number: int) -> str:
    """A word that stands in the text of this idea and in no other, and that no language bends."""
    return "zq" + "".join("bcfghjkmnp"[int(digit)] for digit in f"{number:05}")


def bring_ideas(campaign: Campaign, many: int, state: State = State.PUBLISHED) -> list[int]:
    """So many ideas, each a second younger than the one before it. Returns their ids."""
    first, after = clock.now() - timedelta(hours=3), _last_id()
    common = [
        {
            "kind": Kind.IDEA,
            "campaign_id": campaign.id,
            "byline": "Мария Л., Когалым",
            "state": state,
            "language": "ru",
            "created_at": first + timedelta(seconds=number),
            "changed_at": first + timedelta(seconds=number),
            "submitted_at": first + timedelta(seconds=number),
            "published_at": first + timedelta(seconds=number) if state == State.PUBLISHED else None,
        }
        for number in range(many)
    ]
    for rows in _batches(common):
        with step():
            db.session.execute(insert(Contribution), rows)
    ids = list(db.session.scalars(select(Contribution.id).where(Contribution.id > after).order_by(Contribution.id)))
    own = [
        {
            "id": id,
            "campaign_id": campaign.id,
            "number": id,
            "title": "Лист ожидания к врачу",
            "problem": f"Талоны к узким специалистам расходятся за минуты, {word_of(id)}.",
            "proposal": "Сделать лист ожидания с уведомлением.",
            "ring": id,
        }
        for id in ids
    ]
    for rows in _batches(own):
        with step():
            db.session.execute(insert(Idea), rows)
    return ids


def bring_people(many: int) -> list[int]:
    """So many people with confirmed addresses. Returns their ids."""
    now = clock.now()
    people = [
        {
            "email": f"crowd{number}@example.org",
            "email_key": f"crowd{number}@example.org",
            "email_confirmed_at": now,
            "given_name": "Анна",
            "family_name": "Кравец",
            "language": "en",
            "created_at": now,
            "password_hash": "",
        }
        for number in range(many)
    ]
    with step():
        db.session.execute(insert(Account), people)
    return list(db.session.scalars(select(Account.id).order_by(Account.id.desc()).limit(many)))


def bring_supports(votes: Sequence[tuple[int, int]]) -> None:
    """(idea, person) each, the counters of the ideas included."""
    now = clock.now()
    counters: dict[int, int] = {}
    for idea, _ in votes:
        counters[idea] = counters.get(idea, 0) + 1
    for rows in _batches([{"idea_id": idea, "account_id": person, "since": now} for idea, person in votes]):
        with step():
            db.session.execute(insert(Support), rows)
    for rows in _batches([{"id": idea, "supports": n, "support_total": n} for idea, n in counters.items()]):
        with step():
            db.session.bulk_update_mappings(Idea, rows)


def _last_id() -> int:
    return db.session.scalar(select(Contribution.id).order_by(Contribution.id.desc()).limit(1)) or 0


def _batches(rows: list[dict[str, object]]) -> list[list[dict[str, object]]]:
    return [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
