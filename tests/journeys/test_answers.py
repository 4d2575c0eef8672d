"""What comes after the choice: an official from the letter to the signed answer, a supporter who learns that it was built,
an owner from the foreword to the printed report."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.digests import jobs as digests
from app.digests import made
from app.digests.models import Form
from app.foundation import clock as clocks
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.answers.domain import asking
from campaigns.answers.domain.asking import Asking
from campaigns.ideas.models import Outcome as Fate
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from tests.factories.answers import make_owed, put_answer
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.people import give_role, make_account, make_office
from tests.factories.rounds import freeze, make_round, publish
from tests.factories.uploads import add_file, jpeg
from tests.factories.works import make_work
from tests.journeys.conftest import PHONE, Letters, Reader, Sit
from tests.support.clocks import MovingClock
from tests.support.letters import letters as sent

pytestmark = pytest.mark.journey

DECIDED = [(PhaseKind.IDEAS, -20.0, -10.0), (PhaseKind.DECISION, -5.0, 30.0)]
IDEA = "Лист ожидания к врачу"
REASONS = "Лист ожидания появится на портале до конца года: деньги выделены, исполнитель выбран."


def asked(campaign: Campaign, official: Account, office_id: int) -> None:
    """The owner asks the department for an answer to the idea until a day in thirty days."""
    owner = give_role(make_account(), Role.OWNER, campaign)
    idea = make_idea(campaign, make_account("author@example.org"), title=IDEA, outcome=Fate.SHORTLISTED)
    due = clocks.now().date() + timedelta(days=30)
    with step():
        campaign = db.session.get_one(Campaign, campaign.id)
        asking.ask(actor_of(owner), campaign, Asking([idea.id], office_id, due), clocks.now())


def test_an_official_from_the_letter_to_the_signed_answer(app: Flask, sit: Sit, run_jobs: Callable[[], None]) -> None:
    campaign = make_campaign("ugra", windows=DECIDED)
    office = make_office("Департамент здравоохранения")
    official = give_role(make_account("official@example.org"), Role.OFFICIAL, office=office)
    at_work = sit(official, scripts=False, width=PHONE)
    asked(campaign, official, office.id)
    run_jobs()
    (letter,) = [one for one in sent() if one.to == "official@example.org"]

    # The letter names the idea and leads to its form.
    assert IDEA in letter.text
    at_work.open(letter.link("/answers/")).reads(IDEA)

    # What is missing is said beside its field, one thing after the other; nothing is lost.
    at_work.page.get_by_label("Accepted: we will do it").check()
    at_work.fill(signer="Иванова Мария Петровна", post="директор департамента", letter_number="12-Исх-345")
    at_work.press("Look at it before signing").reads("Give reasons of at least 20 characters")
    at_work.reads("A letter has a number and a date: give both or neither.")
    at_work.fill(reasons=REASONS, letter_on="2026-11-02")
    at_work.press("Look at it before signing").reads("So everyone will read it").reads(REASONS)
    sit(width=PHONE).open("/answers/").reads(IDEA).does_not_see(REASONS)

    # One button more, and everyone reads it; the author has a letter about it.
    at_work.press("Sign and publish").reads(REASONS)
    run_jobs()
    guest = sit(width=PHONE).open("/answers/?state=in-time").follow(IDEA)
    guest.reads("Accepted").reads("Иванова Мария Петровна").reads("12-Исх-345")
    (told,) = [one for one in sent() if one.to == "author@example.org"]
    assert REASONS in told.text
    at_work.open("/answers/desk").does_not_see(IDEA)


def test_a_supporter_learns_that_it_was_built(
    app: Flask, sit: Sit, clock: MovingClock, run_jobs: Callable[[], None], tmp_path: Path
) -> None:
    campaign = make_campaign("ugra", windows=DECIDED)
    office = make_office("Департамент строительства")
    official = give_role(make_account("official@example.org"), Role.OFFICIAL, office=office)
    idea = make_idea(campaign, make_account(), title="Пандус у библиотеки")
    supporter = make_account("pensioner@example.org")
    support(idea, supporter)
    put_answer(make_owed(idea, office), official)
    make_work(idea, office)
    work = f"/ideas/{idea.id}/implementation"
    (picture := tmp_path / "ramp.jpg").write_bytes(jpeg())

    # The department reports, with a picture and words for those who cannot see it.
    reader = sit(supporter, scripts=False, width=PHONE)
    at_work = sit(official).open(work).press("Report how it goes")
    at_work.page.get_by_label("Done", exact=True).check()
    at_work.fill(text="Пандус построен, перила стоят.", caption="Новый пандус с перилами")
    at_work.page.locator("main [name=file]").set_input_files(picture)
    at_work.press("Publish the report").reads("Пандус построен")

    # The next morning she has one letter, which leads to the picture.
    run_jobs()
    clock.move_by(days=1, hours=6)
    with step():
        outbox.ask("notifications.gather")
    run_jobs()
    (letter,) = [one for one in sent() if one.to == "pensioner@example.org"]
    assert "Пандус у библиотеки" in letter.text
    reader.open(letter.link("/ideas/")).reads("Пандус построен, перила стоят.")
    shown = reader.page.get_by_role("img", name="Новый пандус с перилами").first
    assert shown.evaluate("picture => picture.complete && picture.naturalWidth > 0")

    # She also finds it by herself: on the board, and whether it is so is hers to say.
    reader.open("/implementation/").follow("Пандус у библиотеки").reads("Is it really done?")
    reader.open("/account/notices").reads("Пандус у библиотеки")


def report_of(reader: Reader) -> bytes:
    """The bytes of the PDF to which the page leads."""
    with reader.page.expect_download() as waiting:
        reader.page.locator("main a[href$='.pdf']").first.click()
    return Path(waiting.value.path()).read_bytes()


def test_an_owner_from_the_foreword_to_the_printed_report(app: Flask, sit: Sit, letters: Letters) -> None:
    campaign = make_campaign("ugra", winners=1, language="ru", title="Что улучшить в поликлиниках?")
    owner, author, other = give_role(make_account(), Role.OWNER, campaign), make_account(), make_account()
    first = make_idea(campaign, author, title="Одна запись")
    round_ = make_round(campaign)
    support(first, author, other)
    add_file(first, author)
    publish(freeze(round_))
    writer, campaign_id = sit(owner, scripts=False), campaign.id

    # She writes around the numbers, chooses a picture, names who approves, and looks.
    writer.open("/campaigns/ugra/report")
    writer.fill(foreword="Мы спросили.\n\nВы ответили.", post_1="Директор департамента", name_1="А. Ковалёва")
    writer.page.locator("main select[name^=place-idea]").select_option("1")
    writer.page.locator("main input[name^=caption-idea]").fill("Очередь в поликлинике")
    writer.press("Save and look at it").reads("This is how it will look").reads("Вы ответили.")

    # Frozen: a job makes the edition and its files.
    writer.press("Freeze edition 1").reads("An edition is being made")
    db.session.rollback()
    digests.freeze_report(campaign_id)
    writer.open("/campaigns/ugra/report").follow("Edition 1").reads("Вы ответили.").reads("Директор департамента")
    number = int(writer.page.url.rsplit("/", 1)[1])
    made.make(number, Form.PDF)

    # Everyone downloads what an official signs; on paper the page has the same words and no buttons.
    guest = sit(width=PHONE).open(f"/digests/{number}").reads("Директор департамента")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(report_of(guest))).pages)
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(guest.page.pdf())).pages)
    for words in ("Вы ответили.", "Одна запись", "Директор департамента", "А. Ковалёва", "Очередь в поликлинике"):
        assert " ".join(words.split()) in " ".join(text.split())
        assert " ".join(words.split()) in " ".join(printed.split())
    assert "Скачать" not in printed
    assert "Sign in" not in printed
