"""A real browser before a real server: the application of the tests, with its clock and its queue, on a port."""

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe, AxeResults
from flask import Flask
from playwright.sync_api import Browser, Error, Page, sync_playwright
from werkzeug.serving import make_server

from app.accounts.models import Account
from tests.support.people import signed_in

INSTALL = "Chromium is not installed: sudo apt-get install -y chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
# What another manner can change in a page that was looked over in the first one: looks, and the names of what stands only there.
LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
NAMES = ["button-name", "link-name", "label", "select-name", "aria-hidden-focus"]
OPTIONS_OF_MANNERS = {"runOnly": {"type": "rule", "values": [*LOOKS, *NAMES]}, "resultTypes": ["violations"]}
AXE = Axe()
PHONE, DESK = 360, 1280
HEIGHT = 800
# A colour scheme, a width and, for those who see badly, what the page of display settings would put on the whole page.
Manner = tuple[str, int, str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail(INSTALL)
        pytest.skip(INSTALL)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of the running application."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Reader:
    """A person at a browser. Every page they come to is looked over by axe: in each manner, that is colour scheme and width."""

    def __init__(self, page: Page, site: str, scripts: bool, manners: Sequence[Manner]) -> None:
        self.page, self.site, self._scripts, self._manners = page, site, scripts, manners
        self._seen: set[str] = set()

    def open(self, path: str) -> "Reader":
        return self.meet(path, 200)

    def meet(self, path: str, status: int) -> "Reader":
        """Opens a page that says that something is not as it should be."""
        self._turn_to(self._manners[0])
        response = self.page.goto(self.site + path)
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"
        return self.look()

    def look(self) -> "Reader":
        """Nothing on this page keeps anybody out, and nothing sticks out at its side."""
        shape = re.sub(r"\d+", "N", self.page.url.removeprefix(self.site)) + self.page.title()
        if shape not in self._seen:
            self._seen.add(shape)
            for manner in self._manners:
                self._turn_to(manner)
                self._look_over(manner)
        return self

    def look_again(self) -> "Reader":
        """Looks over a page on which something has appeared since it came."""
        self._seen.clear()
        return self.look()

    def _turn_to(self, manner: Manner) -> None:
        if len(self._manners) > 1:
            scheme, width, display = manner
            self.page.emulate_media(color_scheme=scheme)
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            if display:
                self.page.evaluate("display => { document.documentElement.className = display }", display)

    def _look_over(self, manner: Manner) -> None:
        # Axe is a script itself; the same pages are looked over where scripts run.
        if self._scripts:
            found = self._axe(OPTIONS if manner == self._manners[0] else OPTIONS_OF_MANNERS)
            assert found.violations_count == 0, f"{self.page.url} {manner}\n{found.generate_report()}"
        # Just after a form was sent there may be no document yet.
        self.page.wait_for_load_state("domcontentloaded")
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{self.page.url} is wider than the screen {manner}"

    def _axe(self, options: dict[str, object]) -> AxeResults:
        try:
            return self._ask_axe(options)
        except Error:
            # A click had not led away yet when axe began, and took the page from under it: the one that came is looked over.
            self.page.wait_for_load_state()
            return self._ask_axe(options)

    def _ask_axe(self, options: dict[str, object]) -> AxeResults:
        # Half a megabyte of script: once a page, not once a manner.
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.axe_script)
        return AxeResults(self.page.evaluate("options => axe.run(document, options)", options))

    def fill(self, **fields: str) -> "Reader":
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]").fill(value)
        return self

    def press(self, name: str) -> "Reader":
        """Presses the button, or follows the link, of this name in the page's main part."""
        main = self.page.locator("main")
        button = main.get_by_role("button", name=name, exact=True)
        (button if button.count() else main.get_by_role("link", name=name)).first.click()
        return self.look()

    def follow(self, name: str) -> "Reader":
        """Follows the first link in the main part that has the words in its name."""
        self.page.locator("main").get_by_role("link", name=name).first.click()
        return self.look()

    def choose(self, **choices: str) -> "Reader":
        """Chooses from lists, by what stands in them."""
        for name, label in choices.items():
            self.page.locator(f"main select[name={name}]").select_option(label=label)
        return self

    def unfold(self, field: str) -> "Reader":
        """Opens the fold in which the field stands."""
        fold = self.page.locator("main details", has=self.page.locator(f"[name={field}]")).last
        fold.locator("> summary").click()
        return self

    def reads(self, text: str) -> "Reader":
        """The person sees this text."""
        self.page.locator("main").get_by_text(text).first.wait_for(timeout=5000)
        return self

    def does_not_see(self, text: str) -> "Reader":
        assert text not in self.page.locator("body").inner_text()
        return self


Sit = Callable[..., Reader]
Letters = Callable[[str], list[str]]


@pytest.fixture
def sit(app: Flask, chromium: Browser, site: str) -> Iterator[Sit]:
    """`sit(account, scripts=True, width=1280, …)` is that person at a browser of their own; without an account a guest.
    `also` are more manners in which each page is looked over."""
    contexts = []

    def begin(
        account: Account | None = None,
        *,
        scripts: bool = True,
        width: int = DESK,
        scheme: str = "light",
        locale: str = "en",
        display: str = "",
        also: Sequence[Manner] = (),
    ) -> Reader:
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHT}, java_script_enabled=scripts, locale=locale, color_scheme=scheme
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if display:
            context.add_cookies([{"name": "display", "value": display, "url": site}])
        if account is not None:
            serializer = app.session_interface.get_signing_serializer(app)
            value = serializer.dumps({"_user_id": signed_in(account), "_fresh": True})
            context.add_cookies([{"name": "veche", "value": value, "url": site}])
        manners = [(scheme, width, ""), *also]
        return Reader(context.new_page(), site, scripts, manners)

    yield begin
    for context in contexts:
        context.close()


@pytest.fixture
def letters(app: Flask) -> Letters:
    """`letters(address)`: the texts of the letters that this person got, the oldest first."""
    folder = Path(app.extensions["veche.settings"].VECHE_INSTANCE) / "mail"

    def read(address: str) -> list[str]:
        files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
        return [letter.get_content() for letter in found if letter["To"].addresses[0].addr_spec == address]

    return read
