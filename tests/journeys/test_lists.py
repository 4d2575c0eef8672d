"""Lists that somebody brings: each is looked at first, and kept when they say so."""

import pytest
from flask import Flask

from app.accounts.roles import Role
from tests.factories.members import make_closed_campaign
from tests.factories.people import give_role, make_account, make_office
from tests.journeys.conftest import DESK, PHONE, Letters, Reader, Sit
from tests.journeys.test_thread import Chapter

WIDTHS = pytest.mark.parametrize("width", [DESK, PHONE])


def choose_file(reader: Reader, content: str) -> Reader:
    reader.page.locator("[name=file]").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": content.encode("cp1251")}
    )
    return reader


@WIDTHS
def test_an_owner_mends_a_list_of_addresses_and_nobody_is_lost(
    app: Flask, sit: Sit, run_jobs: Chapter, letters: Letters, width: int
) -> None:
    closed = make_closed_campaign("invited", title="Совет отцов")
    owner = sit(give_role(make_account(), Role.OWNER, closed), width=width, also=[("dark", width, "")])

    owner.open("/campaigns/invited/members")
    owner.fill(addresses="Анна Кравец\tanna@example.org\nboris at example.org\nvera@gmial.com")
    owner.press("Look at the list").reads("Nothing is sent yet").reads("vera@gmail.com")
    owner.reads("this is no e-mail address")
    owner.page.locator("main textarea:visible").fill("anna@example.org\nboris at example.org\nvera@gmail.com")
    owner.press("Look again").press("Invite 2 people").reads("2 addresses are new on the list.")
    owner.reads("These lines were left out").page.locator("main [name=addresses]").fill("boris@example.org")
    owner.press("Look again").press("Invite 1 person").reads("who is waited for: 3")
    run_jobs()

    assert [len(letters(name)) for name in ("anna@example.org", "boris@example.org", "vera@gmail.com")] == [1] * 3


@WIDTHS
def test_an_administrator_looks_at_a_file_of_services_and_takes_a_slip_off_a_list(
    app: Flask, sit: Sit, width: int
) -> None:
    make_office("Депздрва")
    desk = sit(give_role(make_account(), Role.ADMINISTRATOR), width=width, also=[("dark", width, "")])

    choose_file(desk.open("/admin/services/file"), "название;ведомство\nЗапись к врачу;Депздрав\n;Депздрав\n")
    desk.press("Show what it would do").reads("Nothing is kept yet").reads("These become departments: Депздрав.")
    desk.reads("there is no name").press("Keep these changes").reads("Запись к врачу")

    desk.open("/admin/offices/").follow("Депздрва").page.get_by_text("It was added by mistake").click()
    desk.look_again().press("Take off the list").reads("Депздрав").does_not_see("Депздрва")
