"""Two ideas that ask for the same: proposed to be joined, agreed, joined, and taken apart again."""

from collections.abc import Callable

from playwright.sync_api import Locator

from app.accounts.roles import Role
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.people import give_role, make_account
from tests.journeys.conftest import PHONE, Letters, Reader, Sit
from tests.journeys.test_moderation import opens
from tests.journeys.test_thread import link_in

Chapter = Callable[[], None]


def test_joining_and_un_joining(sit: Sit, run_jobs: Chapter, letters: Letters) -> None:
    """A facilitator finds two similar ideas; one author has an account and agrees; a reader follows an old link; it is undone."""
    ugra = make_campaign("ugra")
    author, reader = make_account("author@example.org", language="en"), make_account()
    first = make_idea(ugra, author, title="Лист ожидания к врачу")
    second = make_idea(ugra, title="Очередь к врачу без утренних звонков")
    support(first, reader, make_account())
    support(second, reader)
    there, old, number = f"/ideas/{first.id}", f"/ideas/{second.id}", str(second.number)
    leader = sit(give_role(make_account(), Role.FACILITATOR, ugra))
    writer, resident = sit(author, scripts=False, width=PHONE), sit(reader)

    leader.open(there).follow("Join with a similar idea").fill(number=number).press("Show both")
    leader.reads("Supporters together").fill(reason="Both ask for a waiting list.")
    leader.press("Ask the authors").reads("The authors are asked")
    run_jobs()
    writer.open(link_in(letters("author@example.org")[-1], "/joinings/")).reads("Both ask for a waiting list.")
    tick(writer, "I agree")
    opens(writer, lambda: button(writer, "Send the answer").click()).reads("You agreed")
    run_jobs()

    resident.open(old).reads("You came from").reads("people support this")
    assert resident.page.url.startswith(f"{resident.site}{there}?")
    assert resident.page.locator(".support-number").inner_text() == "2"
    resident.follow("Очередь к врачу").reads("This idea goes on in a similar one")

    leader.open(old).follow("why").unfold("part_why").fill(part_why="One is about children.").press("Un-join them")
    leader.reads("stand by themselves again")
    run_jobs()
    resident.open(old).reads("person supports this")
    assert resident.page.url == resident.site + old


def tick(reader: Reader, label: str) -> None:
    reader.page.get_by_label(label, exact=True).check()


def button(reader: Reader, name: str) -> Locator:
    return reader.page.get_by_role("button", name=name, exact=True)
