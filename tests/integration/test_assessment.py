"""Experts assess ideas: given out by lot, blind until all is opened, then read by everyone with means that are exact."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refusal
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from campaigns.assessment.domain import assessing, giving, passing
from campaigns.assessment.domain.assessing import Written
from campaigns.assessment.giving import Given, share
from campaigns.assessment.models import Assessment, Assessor, ScoreCard
from campaigns.assessment.queries import scores
from campaigns.contributions import states
from campaigns.contributions.models import Contribution
from campaigns.ideas.models import CoAuthor
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from search.domain import upkeep
from tests.factories.assessment import (
    CARD,
    REASONS,
    begin,
    given_in,
    hand_in,
    make_assessed,
    make_judges,
    make_owner,
    make_screened,
    open_all,
    save_card,
    step_back,
    written,
)
from tests.factories.campaigns import make_idea
from tests.factories.people import give_role, make_account
from tests.factories.selection import make_counted
from tests.support.clocks import MovingClock
from tests.support.people import Visitor
from tests.support.statements import counted

Visit = Callable[..., Visitor]
HERE = "/campaigns/screened/assessment"
PLAN = "/campaigns/screened/plan/assessment"
SECRET = "Верблюд пройдёт через игольное ушко охотнее"
WHY = "Двое экспертов так и не ответили."


def code_of(work: Callable[[], Any]) -> str:
    """The code of the reason why it is refused; nothing where it is done."""
    try:
        with step():
            work()
    except Refusal as refused:
        return refused.reason.code
    return ""


def expert_of(row: Assessment) -> Account:
    return db.session.get_one(Account, row.account_id)


def hide(idea_id: int) -> None:
    """The idea leaves the public."""
    with step():
        states.withdraw(db.session.get_one(Contribution, idea_id), clock.now())


def given_out(judges: int = 3, ideas: int = 3, **over: Any) -> tuple[Campaign, Account, list[Assessment]]:
    """A campaign in which experts have ideas to assess, and its owner."""
    campaign, _ideas = make_screened(ideas=ideas)
    owner = make_owner(campaign)
    make_judges(campaign, judges)
    save_card(campaign, owner, replace(CARD, **over))
    return campaign, owner, begin(campaign, owner)


def sheet(*scores: int, **over: str) -> dict[str, str]:
    """What an expert types."""
    scored = {f"c{number}": str(score) for number, score in enumerate(scores, 1)}
    return {**scored, "feasible": "yes", "cost": "1", "reasons": REASONS, "version": "1", "do": "hand-in", **over}


# Given out


def test_ideas_are_given_out_evenly_never_to_who_wrote_them_and_anybody_can_do_it_again(app: Flask) -> None:
    campaign, ideas = make_screened(ideas=5)
    owner, judges = make_owner(campaign), make_judges(campaign, 4)
    own = make_idea(campaign, judges[0], title="Своя идея")
    with step():
        along = {"account_id": judges[1].id, "accepted_at": clock.now(), "ended_at": clock.now()}
        db.session.add(CoAuthor(idea_id=ideas[0].id, secret="s", invited_at=clock.now(), **along))
    save_card(campaign, owner)

    rows = begin(campaign, owner)

    pairs = [(row.idea_id, row.account_id) for row in rows]
    card = db.session.get_one(ScoreCard, campaign.id)
    numbers = dict(db.session.execute(select(Assessor.account_id, Assessor.number)).all())
    again = share(
        card.giving["ideas"],
        card.giving["experts"],
        set(map(tuple, card.giving["barred"])),
        card.giving["per_idea"],
        card.seed,
    )
    assert Counter(Counter(account_id for _idea, account_id in pairs).values()) == {3: 4}
    assert {(own.id, judges[0].id), (ideas[0].id, judges[1].id)} & set(pairs) == set()
    assert {Given(row.idea_id, numbers[row.account_id], row.place) for row in rows} == set(again)
    told = select(Notice.account_id).where(Notice.kind == NoticeKind.IDEAS_GIVEN).order_by(Notice.account_id)
    assert list(db.session.scalars(told)) == [judge.id for judge in judges]


def no_card(campaign: Campaign, _owner: Account) -> None:
    """Nothing is saved."""


def nothing_selected(campaign: Campaign, owner: Account) -> None:
    save_card(campaign, owner, replace(CARD, first_by_support=0))


def too_many_wanted(campaign: Campaign, owner: Account) -> None:
    save_card(campaign, owner, replace(CARD, experts_per_idea=4))


def begun(campaign: Campaign, owner: Account) -> None:
    save_card(campaign, owner)
    begin(campaign, owner)


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (no_card, "assessment.no-card"),
        (nothing_selected, "assessment.not-selected"),
        (too_many_wanted, "assessment.few-experts"),
        (begun, "card.fixed"),
    ],
)
def test_what_stands_in_the_way_of_giving_ideas_out_is_said(
    app: Flask, visit: Visit, prepare: Callable[[Campaign, Account], None], code: str
) -> None:
    campaign, _ideas = make_screened()
    owner, _judges = make_owner(campaign), make_judges(campaign)
    prepare(campaign, owner)
    card, visitor, given = db.session.get(ScoreCard, campaign.id), visit(owner), len(given_in(campaign))
    reason = giving.refusal(campaign, card, clock.now()) or (giving.unfit(giving.plan(card)) if card else None)

    sent = visitor.send(f"{PLAN}/begin")

    assert reason is not None
    assert (reason.code, sent.status_code, str(reason) in sent.text) == (code, 409, True)
    assert str(reason) in visitor.get(f"{PLAN}/begin").text
    assert len(given_in(campaign)) == given


def test_an_expert_who_came_meanwhile_makes_the_lot_be_drawn_anew(app: Flask) -> None:
    campaign, _ideas = make_screened()
    owner, _judges = make_owner(campaign), make_judges(campaign)
    card = save_card(campaign, owner)
    drawn, actor = giving.plan(card), actor_of(owner)
    make_judges(campaign, 1)

    code = code_of(lambda: giving.begin(campaign, drawn, actor=actor, now=clock.now()))

    assert (code, given_in(campaign)) == ("assessment.otherwise", [])


# The card


def test_the_owner_saves_a_card_that_stands_once_ideas_are_given_out(app: Flask, visit: Visit) -> None:
    campaign, _ideas = make_screened()
    owner, _judges = make_owner(campaign), make_judges(campaign)
    visitor = visit(owner)
    typed = {
        "c1-title": "Польза",
        "c1-weight": "3",
        "c1-low": "нет",
        "c1-high": "большая",
        "c2-title": "Цена",
        "c2-weight": "2",
        "c2-low": "дорого",
        "c2-middle": "так себе",
        "c2-high": "даром",
        "scale": "10",
        "asks": "term",
        "which": "first",
        "first": "7",
        "experts_per_idea": "2",
        "names": "numbers",
    }

    offered = visitor.get(PLAN).text
    unsaid = visitor.send(PLAN, {**typed, "c2-high": "", "version": "0"})
    saved = visitor.send(PLAN, {**typed, "version": "0"})
    stale = visitor.send(PLAN, {**typed, "c1-title": "Другое", "version": "0"})
    card = db.session.get_one(ScoreCard, campaign.id)
    rows = [card.criteria, card.asks, (card.lowest, card.highest), card.experts_per_idea, card.first_by_support]
    begin(campaign, owner)
    late = visitor.send(PLAN, {**typed, "version": "1"})

    assert [f'name="c{number}-title"' in offered for number in (5, 6)] == [True, False]
    assert [answer.status_code for answer in (unsaid, saved, stale, late)] == [422, 303, 409, 409]
    assert rows == [
        [
            {"code": "c1", "title": "Польза", "weight": 3, "anchors": {"1": "нет", "10": "большая"}},
            {"code": "c2", "title": "Цена", "weight": 2, "anchors": {"1": "дорого", "5": "так себе", "10": "даром"}},
        ],
        [{"code": "term"}],
        (1, 10),
        2,
        7,
    ]
    assert "Другое" in stale.text
    assert "What an expert will see" in visitor.get(f"{PLAN}/preview").text


# An expert's work


def test_what_an_expert_writes_is_kept_whatever_is_missing_and_handed_in_when_whole(app: Flask, visit: Visit) -> None:
    _campaign, _owner, rows = given_out()
    first, following = (row.id for row in rows[:2])
    visitor = visit(expert_of(rows[0]))
    where = f"/assessments/{first}"

    saved = visitor.send(where, {"c1": "3", "reasons": "Пока коротко", "version": "1", "do": "save"})
    short = visitor.send(where, {"c1": "3", "reasons": "Пока коротко", "version": "2", "do": "hand-in"})
    personal = visitor.send(where, sheet(3, 5, reasons="Позвоните мне: +7 912 345-67-89, расскажу.", version="3"))
    other_page = visitor.send(where, sheet(3, 5, reasons=f"{SECRET}.", version="2"))
    whole = visitor.send(where, sheet(3, 5, version="4"))

    assert [one.status_code for one in (saved, short, personal, other_page, whole)] == [303, 422, 422, 409, 303]
    assert "Пока коротко" in short.text
    assert SECRET in other_page.text
    assert whole.headers["Location"] == f"/assessments/{following}"
    row = db.session.get_one(Assessment, first, populate_existing=True)
    assert (row.scores, row.told, row.reasons) == ({"c1": 3, "c2": 5}, {"feasible": "yes", "cost": "1"}, REASONS)
    assert row.submitted_at == clock.now()
    assert "1 of 2 left" in visitor.get(HERE).text
    assert "1 of 2 left" in visitor.get("/account/").text


def test_a_score_that_the_card_has_not_is_refused(app: Flask) -> None:
    _campaign, _owner, rows = given_out(ideas=1)
    actor, row_id, fine = actor_of(expert_of(rows[0])), rows[0].id, written()
    wrong = [
        *(replace(fine, scores={**fine.scores, "c1": score}) for score in (6, 0, -1)),
        replace(fine, scores={**fine.scores, "c9": 1}),
        *(
            replace(fine, told={**fine.told, **told})
            for told in ({"cost": "9"}, {"feasible": "maybe"}, {"term": "year"})
        ),
    ]

    def refused(typed: Written) -> str:
        return code_of(lambda: assessing.save(row_id, typed, seen=1, actor=actor, now=clock.now()))

    assert [refused(typed) for typed in wrong] == ["assessment.not-a-score"] * 7


def test_after_the_bell_what_was_written_is_kept_as_a_draft(app: Flask, visit: Visit, clock: MovingClock) -> None:
    _campaign, _owner, rows = given_out(ideas=1)
    row_id, visitor = rows[0].id, visit(expert_of(rows[0]))
    clock.move_by(days=11)

    late = visitor.send(f"/assessments/{row_id}", sheet(2, 2, reasons=f"{SECRET}."))

    row = db.session.get_one(Assessment, row_id, populate_existing=True)
    assert (late.status_code, SECRET in late.text, row.reasons, row.submitted_at) == (409, True, f"{SECRET}.", None)


def test_an_assessment_is_nobody_else_s(app: Flask, visit: Visit) -> None:
    _campaign, owner, rows = given_out()
    row_id = rows[0].id
    others = [visit(owner), visit(make_account()), visit(expert_of(rows[-1]))]

    read = [other.get(f"/assessments/{row_id}").status_code for other in others]
    sent = [other.send(f"/assessments/{row_id}", sheet(5, 5)).status_code for other in others]
    with step():
        db.session.execute(
            update(RoleGrant).where(RoleGrant.account_id == rows[0].account_id).values(ended_at=clock.now())
        )
    left = actor_of(expert_of(rows[0]))
    gone = code_of(lambda: assessing.save(row_id, written(), seen=1, actor=left, now=clock.now()))

    assert (read, sent, gone) == ([404] * 3, [404] * 3, "role")


# Stepping back


def test_who_steps_back_leaves_no_word_and_another_expert_gets_the_idea(app: Flask, visit: Visit) -> None:
    campaign, owner, rows = given_out()
    row = hand_in(rows[0], reasons=f"{SECRET}.")
    boss, stranger, expert = visit(owner), visit(), visit(expert_of(row))
    idea_id, row_id, had = row.idea_id, row.id, {one.account_id for one in rows if one.idea_id == row.idea_id}

    unsaid = expert.send(f"/assessments/{row_id}/step-back", {"why": ""})
    done = expert.send(f"/assessments/{row_id}/step-back", {"why": "Автор мне родной брат"})
    after = [one for one in given_in(campaign) if one.idea_id == idea_id and one.stepped_back_at is None]
    nobody = step_back(next(one for one in after if one.account_id not in had))

    kept = db.session.get_one(Assessment, row_id, populate_existing=True)
    assert (unsaid.status_code, done.status_code) == (422, 303)
    assert (kept.scores, kept.told, kept.reasons, kept.submitted_at) == ({}, {}, "", None)
    assert len(after) == 2
    assert {one.account_id for one in after} - had
    assert nobody is None
    assert expert.get(f"/assessments/{row_id}").status_code == 404
    assert "Автор мне родной брат" in boss.get(HERE).text
    assert "1 idea has fewer experts than you asked for" in boss.get(HERE).text
    assert "брат" not in stranger.get(HERE).text
    assert "брат" not in expert.get(HERE).text


def test_an_owner_passes_on_what_an_expert_who_is_gone_has_not_handed_in(app: Flask, visit: Visit) -> None:
    campaign, owner, rows = given_out(judges=4, ideas=4)
    gone = rows[0].account_id
    kept = hand_in(rows[0]).id
    visitor = visit(owner)

    done = visitor.send(f"{HERE}/pass-on", {"account_id": str(gone), "why": "Уехала в экспедицию."})
    again = visitor.send(f"{HERE}/pass-on", {"account_id": str(gone), "why": "Уехала в экспедицию."})

    held = [row for row in given_in(campaign) if row.stepped_back_at is None]
    assert (done.status_code, again.status_code) == (303, 422)
    assert [row.id for row in held if row.account_id == gone] == [kept]
    assert Counter(Counter(row.idea_id for row in held).values()) == {2: 4}


# Blind


def pages_of(visitors: dict[str, Visitor], paths: list[str]) -> dict[tuple[str, str], tuple[int, str]]:
    """Every page as each of them reads it, without what changes from one request to the next."""
    found = {}
    for who, visitor in visitors.items():
        for path in paths:
            answer = visitor.get(path)
            text = answer.get_data(as_text=True)
            tokens = [part.split('"')[0] for part in text.split('name="csrf_token" value="')[1:]]
            for token in tokens:
                text = text.replace(token, "")
            request_id = text.partition("<code>")[2].partition("</code>")[0] if answer.status_code >= 400 else ""
            found[who, path] = answer.status_code, text.replace(request_id, "") if request_id else text
    return found


@pytest.mark.slow
def test_before_it_is_opened_no_page_differs_by_a_score_or_a_word_of_an_expert(app: Flask, visit: Visit) -> None:
    campaign, owner, rows = given_out()
    row_ids = [hand_in(row, (5, 5), f"{SECRET}.").id for row in rows[:3]]
    upkeep.rebuild()
    observer = give_role(make_account(), Role.OBSERVER, campaign)
    readers = {"guest": None, "owner": owner, "observer": observer, "another expert": expert_of(rows[-1])}
    visitors = {who: visit(account) for who, account in readers.items()}
    rooms = ["", "ideas/?sort=support", "plan", "plan/assessment/preview", "log", "assessment"]
    files = [f"assessment/{name}" for name in ("results", "results.csv", "lots.json")]
    paths = [f"/campaigns/screened/{path}" for path in rooms + files] + [f"/ideas/{row.idea_id}" for row in rows[:2]]
    paths += ["/search?q=верблюд", "/account/", "/account/notices", *(f"/assessments/{one}" for one in row_ids[:1])]

    before = pages_of(visitors, paths)
    with step():
        changed = {
            "scores": {"c1": 1, "c2": 2},
            "told": {"feasible": "no", "cost": "2"},
            "reasons": f"{REASONS} Иначе.",
        }
        db.session.execute(update(Assessment).where(Assessment.id.in_(row_ids)).values(**changed))
    after = pages_of(visitors, paths)

    assert {where: text for where, (_status, text) in before.items() if SECRET in text} == {}
    assert {where for where in before if before[where] != after[where]} == set()
    assert scores.of_campaign(campaign.id) is None
    assert before["guest", f"{HERE}/results"][0] == before["owner", f"{HERE}/results.csv"][0] == 404


# Opened


def test_all_is_opened_at_once_and_before_that_only_for_a_reason_that_everyone_reads(app: Flask, visit: Visit) -> None:
    campaign, owner, rows = given_out()
    visitor, guest = visit(owner), visit()
    last = rows[-1].id

    empty = visitor.send(f"{HERE}/open", {"reason": WHY})
    for row in rows[:-1]:
        hand_in(row)
    unsaid = visitor.send(f"{HERE}/open", {"reason": "Пора"})
    opened = visitor.send(f"{HERE}/open", {"reason": WHY})
    actor = actor_of(expert_of(db.session.get_one(Assessment, last)))
    late = code_of(lambda: assessing.hand_in(last, written(), seen=1, actor=actor, now=clock.now()))
    back = code_of(lambda: passing.step_back(last, "Автор — мой брат", actor=actor, now=clock.now()))

    assert [one.status_code for one in (empty, unsaid, opened)] == [409, 422, 303]
    assert (late, back) == ("assessment.opened", "assessment.opened")
    assert WHY in guest.get(f"{HERE}/results").text
    found = scores.of_campaign(campaign.id)
    assert found is not None
    assert (found.reason, [one.experts for one in found.ideas].count(1)) == (WHY, 1)


def test_means_are_exact_and_ideas_stand_in_their_order(app: Flask, visit: Visit) -> None:
    campaign, owner, rows = given_out(judges=2)
    marks = {rows[0].idea_id: [(5, 4), (4, 4)], rows[1].idea_id: [(1, 2), (2, 1)], rows[2].idea_id: [(5, 5), (5, 5)]}
    for row in rows:
        hand_in(row, marks[row.idea_id].pop())
    order = [rows[2].idea_id, rows[0].idea_id, rows[1].idea_id]
    open_all(campaign, owner)
    guest = visit()

    table = list(csv.DictReader(io.StringIO(guest.get(f"{HERE}/results.csv").get_data(as_text=True).lstrip("\ufeff"))))

    found = scores.of_campaign(campaign.id)
    assert found is not None
    assert [(one.idea_id, one.mean) for one in found.ideas] == list(
        zip(order, [5, Fraction(35, 8), Fraction(3, 2)], strict=True)
    )
    assert [row["Mean, exactly"] for row in table] == ["5", "5", "35/8", "35/8", "3/2", "3/2"]
    assert sorted(row["Together"] for row in table[2:4]) == ["19/4", "4"]
    assert {row["Expert"] for row in table} == {"Мария К.", "Олег К."}
    line = guest.get(f"/ideas/{order[1]}").text
    assert "Experts: 4.38 of 5" in line
    assert "2 experts. Place 2 of 3 assessed ideas." in line
    told = select(Notice.kind).where(Notice.account_id == owner.id)
    assert NoticeKind.ASSESSED not in set(db.session.scalars(told))


def test_what_was_said_of_a_hidden_idea_goes_with_it_and_numbers_hide_names(app: Flask, visit: Visit) -> None:
    campaign, ideas = make_assessed("screened", names_experts=False)
    rows = given_in(campaign)
    with step():
        gone = (Assessment.idea_id == ideas[0].id, Assessment.campaign_id == campaign.id)
        db.session.execute(update(Assessment).where(*gone).values(reasons=f"{SECRET}."))
    guest, title = visit(), ideas[0].title
    before = guest.get(f"{HERE}/results").text
    hide(ideas[0].id)

    page, table = guest.get(f"{HERE}/results").text, guest.get(f"{HERE}/results.csv").get_data(as_text=True)

    assert SECRET in before
    assert [text for text in (SECRET, title) for shown in (page, table) if text in shown] == []
    assert [name for name in ("Мария К.", "Олег К.", "Вера К.") if name in before + table] == []
    assert "Expert 1" in before
    lots = json.loads(guest.get(f"{HERE}/lots.json").get_data())
    assert (lots["barred"], len(lots["experts"]), len(rows)) == (0, 3, 6)
    assert len(scores.of_campaign(campaign.id).ideas) == 2  # type: ignore[union-attr]


def test_pages_cost_as_many_statements_with_more_ideas(app: Flask, visit: Visit) -> None:
    costs = []
    for slug, number in (("few", 2), ("many", 5)):
        make_assessed(slug, number)
        campaign, _ideas = make_screened(f"{slug}-open", number)
        owner, _judges = make_owner(campaign), make_judges(campaign)
        save_card(campaign, owner)
        row = begin(campaign, owner)[0]
        guest, boss, expert, row_id = visit(), visit(owner), visit(expert_of(row)), row.id
        spent = []
        for visitor, path in (
            (guest, f"/campaigns/{slug}/assessment/results"),
            (guest, f"/campaigns/{slug}-open/assessment"),
            (boss, f"/campaigns/{slug}-open/assessment"),
            (boss, f"/campaigns/{slug}-open/plan/assessment/preview"),
            (expert, f"/campaigns/{slug}-open/assessment"),
            (expert, f"/assessments/{row_id}"),
        ):
            db.session.remove()
            with counted() as sent:
                assert visitor.get(path).status_code == 200
            spent.append(len(sent))
        costs.append(spent)

    assert costs[0] == costs[1]
    assert max(costs[0]) <= 14


def test_a_copy_of_a_project_has_the_score_card_again(app: Flask, visit: Visit) -> None:
    campaign, owner, _rows = given_out(ideas=1, judges=2)

    copied = visit(owner).send("/campaigns/copy", {"source": "screened", "title": "Ещё раз", "first_day": "2027-01-11"})

    card = db.session.scalar(select(ScoreCard).where(ScoreCard.campaign_id != campaign.id))
    assert copied.status_code == 303
    assert card is not None
    assert (card.criteria, card.begun_at, card.seed) == (CARD.rows(), None, "")


def test_experts_who_pick_read_beside_each_idea_what_was_found(app: Flask, visit: Visit) -> None:
    campaign, ideas, _result = make_counted(
        "screened", windows=[(PhaseKind.IDEAS, -10, 5), (PhaseKind.SCREENING, -1, 10)]
    )
    owner, judges = make_owner(campaign), make_judges(campaign, 2)
    save_card(campaign, owner, replace(CARD, first_by_support=3))
    expert = visit(judges[0])
    for row in begin(campaign, owner):
        hand_in(row, (4, 4))
    before = expert.get("/campaigns/screened/selection").text
    assessed = [row["idea"] for row in open_all(campaign, owner).result]

    after = expert.get("/campaigns/screened/selection").text

    assert assessed == [idea.id for idea in ideas[:3]]
    assert (before.count("Experts: 4.00 of 5"), after.count("Experts: 4.00 of 5")) == (0, 3)


def test_the_plan_says_what_the_owner_has_to_do_next(app: Flask, visit: Visit) -> None:
    campaign, _ideas = make_screened(ideas=1)
    owner, _judges = make_owner(campaign), make_judges(campaign, 2)
    visitor = visit(owner)
    sentences = [
        "The score-card of the experts is not saved yet.",
        "Ideas are still to be given out to the experts.",
        "Experts have handed in 0 of 2 assessments.",
        "All assessments are in: open them.",
    ]

    def said() -> list[str]:
        page = visitor.get("/campaigns/screened/plan").text
        return [sentence for sentence in sentences if sentence in page]

    found = [said()]
    save_card(campaign, owner)
    found.append(said())
    rows = begin(campaign, owner)
    found.append(said())
    for row in rows:
        hand_in(row)
    found.append(said())
    open_all(campaign, owner)

    assert found == [[sentence] for sentence in sentences]
    assert said() == []


def test_who_begins_to_write_an_idea_along_assesses_it_no_more(app: Flask, visit: Visit) -> None:
    _campaign, _owner, rows = given_out(ideas=1)
    row_id, account, visitor = rows[0].id, expert_of(rows[0]), visit(expert_of(rows[0]))
    with step():
        along = {"account_id": account.id, "invited_at": clock.now(), "accepted_at": clock.now()}
        db.session.add(CoAuthor(idea_id=rows[0].idea_id, secret="s", **along))

    sent = visitor.send(f"/assessments/{row_id}", sheet(5, 5))
    back = visitor.send(f"/assessments/{row_id}/step-back", {"why": "Пишу её теперь тоже"})

    assert (sent.status_code, "You write this idea along." in sent.text, back.status_code) == (409, True, 303)
    assert db.session.get_one(Assessment, row_id, populate_existing=True).scores == {}
