"""An operator's first day: from an empty folder to the first idea of a resident, through the pages and letters alone.

The copy is a real one: `flask setup` asks and is answered, `flask up` runs its processes, a mail server takes its letters.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pyotp
import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser

from tests.journeys.conftest import DESK, HEIGHT, PHONE, Reader
from tests.support.house import FLASK, ROOT, House, eventually
from tests.support.servers import free_port

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are found through /proc")

ZONE = "Asia/Yekaterinburg"
PASSWORD = "тихая лошадь 71"
OLGA, BORIS, VERA, IRINA, PAVEL, ZINAIDA = (
    f"{name}@example.org" for name in ("olga", "boris", "vera", "irina", "pavel", "zinaida")
)
PLACES = "код;название;входит в\n71;Югра;\n71-1;Сургут;Югра\n71-2;Берёзово;71\n71-3;;71\n".encode("cp1251")
GAP = re.compile(r"\[\[[^\]]*\]\]")
TITLE = "Талон к врачу через библиотеку"


class Postbox:
    """A mail server's memory: who was written to, and what."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    def letters(self, address: str) -> list[str]:
        """The texts of the letters to an address, the oldest first."""
        return [one.get_content() for one in list(self.taken) if one["To"].addresses[0].addr_spec == address]

    def wait_for(self, address: str, words: str) -> str:
        """The letter to this address that has these words, once it has come."""
        found: list[str] = []

        def has_come() -> bool:
            found[:] = [text for text in self.letters(address) if words in text]
            return bool(found)

        assert eventually(has_come, 60), f"no letter to {address} with {words!r}: {self.letters(address)}"
        return found[-1]


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    box, port = Postbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture
def house() -> Iterator[House]:
    """An empty folder and a free port. What else is set, `flask setup` sets."""
    with tempfile.TemporaryDirectory(prefix="veche") as folder:
        house = House(Path(folder).resolve())
        for name in ("DEFAULT_LANGUAGE", "DEMO_PAGES"):
            del house.environment[name]
        try:
            yield house
        finally:
            house.close()


Door = Callable[..., Reader]


@pytest.fixture
def door(chromium: Browser, house: House) -> Iterator[Door]:
    """`door(width)` is somebody at a browser of their own before this copy."""
    contexts = []

    def begin(width: int) -> Reader:
        context = chromium.new_context(viewport={"width": width, "height": HEIGHT}, locale="en")
        context.set_default_timeout(20_000)
        contexts.append(context)
        return Reader(context.new_page(), f"http://localhost:{house.port}", True, [("light", width, "")])

    yield begin
    for context in contexts:
        context.close()


def link_in(words: str, path: str) -> str:
    """The path of the first link in these words that goes on so after the host."""
    found = re.search(rf"https?://[^/\s]+({path}\S*)", words)
    assert found, words
    return found[1]


def set_up(house: House, mail_port: int) -> str:
    """Answers what `flask setup` asks, as one does at a keyboard. Returns what it prints."""
    answers = [
        f"http://localhost:{house.port}",
        "Югра решает",
        "Департамент цифрового развития",
        "help@example.org",
        "ru,uk,en",
        "ru",
        ZONE,
        f"smtp://127.0.0.1:{mail_port}",
        "veche@example.org",
        OLGA,
        "Ольга",
        "Кравец",
    ]
    done = subprocess.run(
        [FLASK, "setup"],
        cwd=ROOT,
        env=house.environment,
        input="\n".join(answers) + "\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_operator_comes_from_an_empty_folder_to_the_first_idea(
    house: House, postbox: tuple[Postbox, int], door: Door
) -> None:
    box, mail_port = postbox
    printed = set_up(house, mail_port)
    box.wait_for(OLGA, "пробное письмо")
    house.up()
    olga = door(DESK)

    come_in_for_the_first_time(olga, link_in(printed, "/"))
    fill_the_site_in(olga, box)
    fill_the_lists_in(olga)
    boris = invite_colleagues(olga, box, door)
    prepare_the_project(olga)
    vera = give_the_project_its_people(olga, box, door)
    launch(olga)
    idea = write_the_first_idea(door(PHONE), box)
    publish(vera, idea)

    boris.open("/admin/").reads("People can say where they live.")
    assert "Traceback" not in house.said


def come_in_for_the_first_time(olga: Reader, link: str) -> None:
    """The link of the setup sets the password; an administrator is asked for a second step; her page leads to administration."""
    olga.open(link).fill(password=PASSWORD).press("Set the password").reads("Add a second step until")
    olga.follow("Set up an app")
    secret = "".join(olga.page.locator(".letters-to-type").inner_text().split())
    olga.fill(code=pyotp.TOTP(secret).now()).press("Set it up").reads("Your codes on paper").press("I have them")
    olga.reads("My work here").follow("The whole site").reads("Before people come")


def fill_the_site_in(olga: Reader, box: Postbox) -> None:
    """Name, look, words and mail: what setup was told stands there already."""
    olga.reads("Name, operator and contacts stand on every page.").follow("Name and operator: Name and languages")
    for name, word in (("ru-1", "югорчанин"), ("ru-2", "югорчанина"), ("ru-5", "югорчан"), ("ru-all", "югорчане")):
        olga.page.locator(f"[name={name}]").fill(word)
    olga.page.locator("form", has=olga.page.locator("[name=ru-1]")).get_by_role("button", name="Save").click()
    olga.look().reads("Every page says so within seconds")
    olga.open("/admin/look").fill(colour="#7a1f3d").press("Save").reads("#7a1f3d")

    olga.open("/admin/").follow("Rules, data, consent: Texts")
    for text in ("data-policy", "consent", "terms"):
        olga.open(f"/admin/texts/{text}/ru").press("Begin with the draft").reads("This is a draft of the platform")
        body = olga.page.locator("main [name=body]")
        olga.fill(body=GAP.sub("Департамент", body.input_value()), why="Первая версия.")
        olga.press("Keep as a new version").does_not_see("[[")
    olga.open("/admin/texts/contacts/ru").fill(title="Контакты", body="Пишите: help@example.org", why="Первая версия.")
    olga.press("Keep as a new version")
    # Within some seconds every process of the web server knows it.
    told = olga.page.get_by_text("What the law asks for is written in the main language.")
    assert eventually(lambda: bool(olga.open("/admin/") and told.count()), 20)

    before = len(box.letters(OLGA))
    olga.follow("Mail: Try it").press("Send a letter to myself").reads("The mail server has taken the letter")
    assert eventually(lambda: len(box.letters(OLGA)) > before)


def fill_the_lists_in(olga: Reader) -> None:
    """Territories from a file of an office program, a department and a service by hand."""
    olga.open("/admin/").follow("Territories: From a file")
    olga.page.locator("[name=file]").set_input_files({"name": "places.csv", "mimeType": "text/csv", "buffer": PLACES})
    olga.press("Show what it would do").reads("Nothing is kept yet").reads("the row has no name")
    olga.press("Keep these changes").reads("3 territories are new").reads("Берёзово")

    olga.open("/admin/").follow("Departments: Departments").fill(name="Департамент здравоохранения").press("Add")
    olga.reads("Департамент здравоохранения").follow("Services").press("Add a service")
    olga.fill(name="Запись к врачу", description="Запись на приём.", link="https://example.org/doctor")
    olga.choose(office_id="Департамент здравоохранения").press("Save").reads("Запись к врачу")


def invite_colleagues(olga: Reader, box: Postbox, door: Door) -> Reader:
    """He registers by the letter with that very address, and the site is his as soon as he is in. An official is asked, too."""
    olga.open("/admin/").follow("People who work here: Invite")
    invite(olga, BORIS)
    boris = register(door(PHONE), box, BORIS, "Борис")
    boris.reads("Add a second step until").follow("Later").reads("My work here").follow("The whole site")
    boris.reads("There are several administrators")

    olga.open("/admin/").follow("Departments: Invite")
    invite(olga, IRINA, place="Департамент здравоохранения")
    return boris


def invite(olga: Reader, email: str, **choices: str) -> None:
    olga.fill(email=email).choose(**choices, language="Русский").press("Send the invitation")
    olga.reads("The invitation is on its way.").reads(email)


def register(person: Reader, box: Postbox, email: str, name: str) -> Reader:
    """Whoever was invited follows the letter, registers and confirms the address in the same browser."""
    person.open(link_in(box.wait_for(email, "/account/register"), "/account/register"))
    sign_up(person, email, name)
    person.open(link_in(box.wait_for(email, "/account/confirm/"), "/account/confirm/"))
    return person.press("Yes, it is my e-mail")


def sign_up(person: Reader, email: str, name: str) -> None:
    person.fill(given_name=name, family_name="Кравец", email=email, password=PASSWORD)
    person.page.locator("[name=consent]").check()
    person.press("Register").reads("We have sent a letter")


def prepare_the_project(olga: Reader) -> None:
    """From the last step of administration to a plan whose stages begin today."""
    olga.open("/admin/").follow("The first project: New project")
    tomorrow = date.fromisoformat(olga.page.locator("[name=first_day]").input_value())
    today = tomorrow - timedelta(days=1)
    olga.fill(title="Цифровые сервисы", question="Что мешает ими пользоваться?", first_day=today.isoformat())
    assert olga.page.locator("[name=organiser]").input_value() == "Департамент цифрового развития"
    olga.choose(territory_id="Югра").press("Create the project").reads("Mend this before the launch")

    olga.follow("Change the dates")
    stages = olga.page.locator("main form fieldset.box")
    announced, discussed, proposed = (stages.nth(number) for number in range(3))
    announced.locator("summary").click()
    announced.get_by_label("Take this stage away").check()
    for stage in (discussed, proposed):
        stage.get_by_label("First day").fill(today.isoformat())
        stage.get_by_label("Last day").fill((today + timedelta(days=35)).isoformat())
    olga.press("Save").reads("Saved.")
    follow(olga, "Change", "Directions").fill(names="Здоровье\nШкола").press("Save").reads("Здоровье · Школа")
    follow(olga, "Change", "Rules").page.locator("main textarea").first.fill("Пишем вежливо.")
    olga.press("Save").reads("Saved.")


def follow(reader: Reader, words: str, about: str) -> Reader:
    """Follows the link that says these words, and out of sight what they are about."""
    reader.page.locator("main").get_by_role("link", name=re.compile(f"^{words} ?: {about}")).click()
    return reader.look()


def give_the_project_its_people(olga: Reader, box: Postbox, door: Door) -> Reader:
    """What stands in the way leads to the invitation, half filled in; a colleague of the site looks a second time."""
    follow(olga, "Invite somebody", "Texts are checked before they are published")
    invite(olga, VERA)
    invite_in(olga, "Facilitator", PAVEL)
    vera = register(door(DESK), box, VERA, "Вера")
    vera.reads("Цифровые сервисы").reads("Moderator")

    follow(olga.open("/campaigns/tsifrovye-servisy/plan"), "Mend this", "Nobody could look a second time")
    olga.fill(email=BORIS).press("Save").reads("Nothing stands in the way of the launch")
    return vera


def invite_in(olga: Reader, role: str, email: str) -> None:
    olga.open("/admin/people/invitations")
    invite(olga, email, role=role, place="Цифровые сервисы")


def launch(olga: Reader) -> None:
    olga.press("Launch the project").reads("The project is launched")


def write_the_first_idea(zinaida: Reader, box: Postbox) -> str:
    """She finds the project, writes first, registers afterwards, and finds her words again. Returns the address of the idea."""
    zinaida.open("/").follow("Цифровые сервисы").press("Propose an idea")
    zinaida.fill(problem="Талоны расходятся за минуты.", proposal="Пусть талон можно занять в библиотеке.", title=TITLE)
    zinaida.choose(track_id="Здоровье", territory_id="Берёзово", service_id="Запись к врачу")
    zinaida.press("Send").press("Register")
    sign_up(zinaida, ZINAIDA, "Зинаида")
    zinaida.open(link_in(box.wait_for(ZINAIDA, "/account/confirm/"), "/account/confirm/"))
    zinaida.press("Yes, it is my e-mail").press("Send").reads("Your idea is being checked").reads(TITLE)
    return zinaida.page.url.removeprefix(zinaida.site).partition("?")[0]


def publish(vera: Reader, idea: str) -> None:
    """The moderator who was invited that morning publishes it, and everybody reads it."""
    vera.open("/moderation/").follow(TITLE).press("Publish").reads(f"Published: {TITLE}")
    vera.open(idea).reads("Пусть талон можно занять в библиотеке.")
