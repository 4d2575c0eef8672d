"""Who leaves is gone: of every place that docs/personal-data.md names it is said what remains there."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.domain import roles
from app.accounts.models import Account
from app.accounts.personal import erasing, jobs, register, restored, terms
from app.accounts.personal.models import Erasure, ErasureRequest
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.accounts.slots import LeftTexts
from app.audit import chain
from app.audit.models import Opening
from app.foundation import clock
from app.foundation.db import Base, db
from app.foundation.errors import Conflict
from app.foundation.unit_of_work import step
from tests.factories.people import give_role, make_account
from tests.factories.personal import make_whole_person, named, remaining
from tests.support.clocks import MovingClock

Run = Callable[[], None]

# What residents have published: it stays without the name, or its words go, as they wish.
AS_THEY_WISH = """
comments.body contests.body ideas.effect ideas.elsewhere ideas.problem ideas.proposal ideas.title ideas.withdrawn_why versions.fields
""".split()

# What was written in an office: it is the organiser's or the department's, and stays without the name.
OF_AN_OFFICE = """
answer_extensions.reason answer_transfers.reason answers.letter_number answers.link answers.post answers.reasons answers.referred_to
answers.signer apart_looks.reason assessments.reasons assessments.scores assessments.stepped_back_why assessments.told conclusions.body
contests.reply expert_picks.reason idea_entries.consent idea_entries.place milestones.title news.body news.title owed_answers.close_reason
paper_slips.first paper_slips.second problems.text progress_reports.caption progress_reports.link progress_reports.text questions.options
questions.text report_drafts.approval report_pictures.alt selection_rows.reason topic_texts.background topic_texts.title topics.background
topics.title undertakings.reason
""".split()

# Votes: they are counted, and nobody can tell whose they were. Traces go by the rule of the vote, and the digest of whoever voted and
# left when the vote closes.
OF_VOTES = """
ballots.marks cast_traces.network cast_traces.program casts.marks casts.salt left_voters.key trace_salts.salt voting_codes.digest
""".split()

# Background work and what is made anew of texts: ids, no words of the person. That an address was written to, and
# a wish for no invitations, stay as keyed prints; a wave is what many accounts have in common.
NOT_THEIRS = """
inviting_letters.print unwanted_invitations.print waves.print
outbox.error outbox.ids sign_in_answers.found sign_in_answers.state tellings.ids theme_searches.found
""".split()

# What is planted by tests of its own: a digest made of texts, joinings with their answers, roles.
ELSEWHERE = "erasures.mark joinings.ended_why joinings.reason role_grants.scope snapshots.body snapshots.titles".split()


def erase(person_id: int, texts: LeftTexts) -> None:
    with step():
        erasing.ask(db.session.get_one(Account, person_id), texts, clock.now())
    erasing.erase(person_id, clock.now())


@pytest.fixture
def person_id(made_once: Callable[[Callable[[], Any]], Any]) -> int:
    return int(made_once(lambda: make_whole_person().id))


def test_something_of_the_person_stands_in_every_place_that_the_table_names(person_id: int) -> None:
    assert set(named()) - remaining() == set(ELSEWHERE)


@pytest.mark.parametrize(
    ("texts", "stays"),
    [(LeftTexts.NAMELESS, [*AS_THEY_WISH, *OF_AN_OFFICE]), (LeftTexts.STUBS, OF_AN_OFFICE)],
)
def test_of_every_place_it_is_said_what_remains(
    person_id: int, run_jobs: Run, texts: LeftTexts, stays: list[str]
) -> None:
    erase(person_id, texts)
    run_jobs()

    assert sorted(remaining()) == sorted([*stays, *OF_VOTES, *NOT_THEIRS])


def test_whoever_was_erased_is_a_number_without_a_name(person_id: int, run_jobs: Run) -> None:
    erase(person_id, LeftTexts.NAMELESS)
    run_jobs()

    person = db.session.get_one(Account, person_id)
    assert (person.email, person.given_name, person.family_name, person.password_hash, person.territory_id) == (
        *("", "", "", ""),
        None,
    )
    assert (person.public_name, person.ended_at, person.email_key) == (
        "A person who has left",
        clock.now(),
        f"erased {person.id}",
    )


def test_the_log_stays_whole_when_what_it_opens_to_is_gone(app: Flask) -> None:
    resident, moderator = make_account(), give_role(make_account(), Role.MODERATOR)
    with step():
        for actor in (resident, moderator):
            chain.log("something", now=clock.now(), actor_id=actor.id, thing="idea", thing_id=1)
    for one in (resident, moderator):
        erase(one.id, LeftTexts.NAMELESS)

    opened = db.session.scalars(select(Opening.actor_id).where(Opening.actor_id.is_not(None))).all()

    assert [fault for one in chain.all_chains() for fault in chain.faults(one)] == []
    # Who decided about others cannot take along that it was one and the same who did.
    assert opened == [moderator.id]


def test_erasing_once_more_changes_nothing(person_id: int, run_jobs: Run) -> None:
    erase(person_id, LeftTexts.STUBS)
    run_jobs()
    before = counted()

    erasing.erase(person_id, clock.now())
    run_jobs()

    assert counted() == before


def test_an_erasure_that_broke_off_goes_on_where_it_stopped(person_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with step():
        erasing.ask(db.session.get_one(Account, person_id), LeftTexts.STUBS, clock.now())
    monkeypatch.setattr(erasing, "_empty", _break)
    with pytest.raises(OSError, match="the power went"):
        erasing.erase(person_id, clock.now())
    monkeypatch.undo()

    erasing.erase(person_id, clock.now())

    assert (db.session.get_one(Account, person_id).given_name, len(register.lines())) == ("", 1)


def test_who_was_erased_since_a_backup_was_made_is_erased_again(person_id: int, run_jobs: Run) -> None:
    person = db.session.get_one(Account, person_id)
    line = register.Line(register.mark_of(person.id, person.created_at), LeftTexts.STUBS, clock.now())
    register.keep(line)
    kept = json.loads(json.dumps(restored.kept_aside(None)))
    register.path().unlink()

    said = restored.erase_again(kept)
    run_jobs()

    assert said == "people who have left since the backup was made were erased again: 1"
    assert sorted(remaining()) == sorted([*OF_AN_OFFICE, *OF_VOTES, *NOT_THEIRS])
    assert (restored.erase_again(kept), db.session.scalars(select(Erasure.mark)).all()) == ("", [line.mark])
    assert dict(register.lines()) == {line.mark: line}


def test_a_number_that_is_given_again_after_a_restore_is_nobody_who_was_erased(app: Flask, clock: MovingClock) -> None:
    gone = make_account()
    register.keep(register.Line(register.mark_of(gone.id, gone.created_at), LeftTexts.STUBS, clock.now()))
    with step():
        gone.created_at += timedelta(seconds=1)

    assert (erasing.reapply(clock.now()), gone.given_name) == (0, "Анна")


def test_a_line_of_the_register_that_broke_off_stops_nothing(app: Flask) -> None:
    register.path().write_text('{"mark": "ab', encoding="utf-8")

    assert (dict(register.lines()), erasing.reapply(clock.now())) == ({}, 0)


def test_the_register_says_nothing_about_anybody(person_id: int) -> None:
    erase(person_id, LeftTexts.NAMELESS)

    told = register.path().read_text("utf-8")

    assert ("canary" in told, "@" in told, f'"{person_id}"' in told) == (False, False, False)
    assert told.count("\n") == 1


def test_an_account_that_nobody_confirmed_in_time_is_removed_whole(app: Flask, clock: MovingClock) -> None:
    make_account("late@example.org", email_confirmed_at=None)
    clock.move_to(clock.now() + terms.UNCONFIRMED.lasts - timedelta(minutes=1))
    jobs.remove_unconfirmed()
    kept = db.session.scalar(select(func.count()).select_from(Account))

    clock.move_by(minutes=2)
    jobs.remove_unconfirmed()

    assert (kept, db.session.scalar(select(func.count()).select_from(Account))) == (1, 0)
    assert dict(register.lines()) == {}


def test_a_closed_account_is_erased_after_its_term(app: Flask, clock: MovingClock) -> None:
    closed = make_account(ended_at=clock.now())
    clock.move_to(clock.now() + terms.ENDED.lasts - timedelta(minutes=1))
    jobs.erase_due()
    before = db.session.get_one(Account, closed.id).given_name

    clock.move_by(minutes=2)
    jobs.erase_due()

    assert (before, db.session.get_one(Account, closed.id, populate_existing=True).given_name) == ("Анна", "")


def test_the_last_administrator_stays_until_there_is_another(app: Flask) -> None:
    last = give_role(make_account(), Role.ADMINISTRATOR)

    with pytest.raises(Conflict) as refused, step():
        erasing.ask(last, LeftTexts.NAMELESS, clock.now())

    assert (refused.value.reason.code, db.session.get(ErasureRequest, last.id)) == ("last-administrator", None)
    give_role(make_account(), Role.ADMINISTRATOR)
    with step():
        assert erasing.ask(last, LeftTexts.NAMELESS, clock.now()).account_id == last.id


def counted() -> dict[str, int | None]:
    """How many rows each table has."""
    tables = [table for table in Base.metadata.sorted_tables if table.name != "outbox"]
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) for table in tables}


def _break(*_about: object) -> None:
    raise OSError("the power went")


def test_administrators_who_leave_one_after_another_leave_one_behind(app: Flask) -> None:
    first, second = (give_role(make_account(), Role.ADMINISTRATOR) for _ in range(2))
    with step():
        erasing.ask(first, LeftTexts.NAMELESS, clock.now())

    with pytest.raises(Conflict) as refused, step():
        erasing.ask(second, LeftTexts.NAMELESS, clock.now())

    assert (refused.value.reason.code, db.session.get(ErasureRequest, second.id)) == ("last-administrator", None)


def test_an_administrator_who_leaves_takes_the_role_of_no_last_one_away(app: Flask) -> None:
    leaving, last = (give_role(make_account(), Role.ADMINISTRATOR) for _ in range(2))
    with step():
        erasing.ask(leaving, LeftTexts.NAMELESS, clock.now())

    with pytest.raises(Conflict) as refused, step():
        roles.take(actor_of(leaving), last.grants[0].id, clock.now())

    assert refused.value.reason.code == "last-administrator"


def test_who_cancels_while_others_are_erased_stays(
    app: Flask, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (make_account(given_name=name) for name in ("Анна", "Мария"))
    for account in (first, second):
        with step():
            erasing.ask(account, LeftTexts.NAMELESS, clock.now())
    clock.move_by(days=15)
    erase_one = erasing.erase

    def and_the_other_stays(account_id: int, *more: Any) -> None:
        erase_one(account_id, *more)
        with step():
            erasing.cancel(second.id, clock.now())

    monkeypatch.setattr(erasing, "erase", and_the_other_stays)
    jobs.erase_due()

    names = [db.session.get_one(Account, number, populate_existing=True).given_name for number in (first.id, second.id)]
    assert names == ["", "Мария"]
