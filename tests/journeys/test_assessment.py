"""An expert's evening: from the notice to the last idea, by keyboard and without scripts; then everyone reads what was found."""

from dataclasses import replace

import pytest

from app.foundation.db import db
from tests.factories.assessment import (
    CARD,
    REASONS,
    begin,
    given_in,
    hand_in,
    make_judges,
    make_owner,
    make_screened,
    save_card,
)
from tests.journeys.conftest import PHONE, Reader, Sit

pytestmark = pytest.mark.journey


def score_by_keyboard(reader: Reader) -> None:
    """The first score of each question, one higher by the arrow, and the reasons."""
    keys = reader.page.keyboard
    reader.page.locator("main [name=c1]").first.focus()
    keys.press("Space")
    keys.press("ArrowDown")
    for _question in ("c2", "feasible", "cost"):
        keys.press("Tab")
        keys.press("Space")
    keys.press("Tab")
    keys.type(REASONS)


def test_an_expert_s_evening(sit: Sit) -> None:
    campaign, _ideas = make_screened(ideas=4, title="Что улучшить в поликлиниках?")
    owner, (expert, _other) = make_owner(campaign), make_judges(campaign, 2)
    save_card(campaign, owner, replace(CARD, experts_per_idea=1))
    mine = [row for row in begin(campaign, owner) if row.account_id == expert.id]
    titles = [f"Идея для оценки {row.idea_id}" for row in mine]
    evening, organiser = sit(expert, scripts=False, width=PHONE), sit(owner)

    # She is told, and finds two ideas on her desk.
    evening.open("/account/notices").follow("Ideas wait for your assessment as an expert")
    evening.reads("2 of 2 left").press("To the next idea").reads(titles[0])

    # The telephone rings after the first score: nothing is lost. Then she hands it in by keyboard alone.
    evening.page.get_by_label("3 — Станет легче").first.check()
    evening.press("Save, go on later").reads("Saved. Nobody but you sees it.")
    score_by_keyboard(evening)
    evening.press("Hand in").reads("Handed in. 1 of 2 left.").reads(titles[1])

    # The author of the second one is her brother.
    evening.page.get_by_text("I have an interest of my own").click()
    evening.fill(why="Автор мне брат").press("Step back from this idea").reads("You have stepped back from this idea")
    evening.reads("All of yours are handed in").does_not_see(titles[1])

    # The organiser sees how far it is and why she stepped back, and no score; when all is in, opens it.
    organiser.open("/campaigns/screened/assessment").reads("Автор мне брат").does_not_see(REASONS)
    db.session.rollback()
    for row in given_in(campaign):
        if row.stepped_back_at is None and row.submitted_at is None:
            hand_in(row, (5, 3))
    organiser.open("/campaigns/screened/assessment").press("Open the assessments")

    # Everyone reads the means, the reasons and that one expert stepped back, not why.
    guest = sit(width=PHONE).open("/campaigns/screened/assessment/results").reads("Experts assessed 4 ideas")
    guest.reads("One expert stepped back.").does_not_see("брат")
    guest.page.locator("summary", has_text="What each expert says").first.click()
    guest.look_again().reads(REASONS).follow("Идея для оценки")
    guest.reads("Experts:")
