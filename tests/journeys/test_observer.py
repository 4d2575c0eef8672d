"""An observer with the downloaded files and nothing else: the program by Python alone, and the page from the disk."""

import base64
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from campaigns.rounds.ledger import spelling
from campaigns.rounds.rules.shape import FITS
from campaigns.rounds.verifier import verify
from tests.factories.published import random_vote
from tests.journeys.conftest import AXE, OPTIONS, PHONE
from tests.unit.test_verifier_damage import DAMAGES, VOTES, Files, codes, put

pytestmark = pytest.mark.any_database

HERE = Path(verify.__file__).parent
EXAMINE = """async (files) => {
  const opened = Object.entries(files).map(([name, body]) => new File([Uint8Array.from(atob(body), (c) => c.charCodeAt(0))], name));
  const found = await examine(opened);
  return [found.report.problems.map((one) => one.code), found.counts];
}"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """The page from the disk, on a phone, without a network."""
    context = chromium.new_context(viewport={"width": PHONE, "height": 800}, locale="en", offline=True)
    page, faults = context.new_page(), []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith("file:") else None)
    page.goto((HERE / "verify.html").as_uri())
    yield page
    context.close()
    assert faults == []


def archive(files: Files) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as packed:
        for name, content in {
            **files,
            **{name: (HERE / name).read_bytes() for name in ("verify.py", "verify.html")},
        }.items():
            way = zipfile.ZIP_STORED if name.endswith(".gz") else zipfile.ZIP_DEFLATED
            packed.writestr(name, content, way)
    return whole.getvalue()


def test_an_observer_checks_a_vote_with_the_program_in_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "made-1.zip").write_bytes(archive(VOTES["unlinked"].files()))
    with zipfile.ZipFile(tmp_path / "made-1.zip") as packed:
        packed.extract("verify.py", tmp_path)

    said = subprocess.run(
        [sys.executable, "-I", "verify.py", "made-1.zip", "--language", "ru"],
        cwd=tmp_path,
        env={},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.splitlines()[-1] == "Всё, что можно проверить, сходится."


def test_an_observer_checks_a_vote_and_a_control_code_on_the_page(page: Page, tmp_path: Path) -> None:
    vote = VOTES["linked"]
    (tmp_path / "made-1.zip").write_bytes(archive(vote.files()))
    page.get_by_label("Your control code").fill(spelling.code(json.loads(vote.bodies[2])["commitment"]))

    page.get_by_label("Files of the vote").set_input_files(tmp_path / "made-1.zip")
    expect(page.get_by_role("status")).to_have_text("Everything that can be checked agrees.")
    page.get_by_role("button", name="Русский").click()

    expect(page.locator("#outcome .verdict")).to_have_text("✓ Всё, что можно проверить, сходится.")
    expect(page.get_by_text("Это последний выбор этого голосовавшего")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(2)
    assert AXE.run(page, options=OPTIONS).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_the_page_and_the_program_find_the_same(page: Page, tmp_path: Path) -> None:
    """Every damage, and votes by every rule."""
    for what, (kind, damage, _) in DAMAGES.items():
        files = VOTES[kind].files()
        damage(files)
        (tmp_path / what).mkdir()

        ours = codes(verify.examine(put(tmp_path / what, files)))

        # How far a broken file can be read, and so what else does not agree, is not the same for both.
        both = [
            {"broken_off"} & found if "broken_off" in ours else found for found in (set(seen(page, files)[0]), ours)
        ]
        assert both[0] == both[1], what
    for number, (kind, counting) in enumerate(
        (kind, counting) for kind, countings in FITS.items() for counting in countings
    ):
        for seed in (number, number + 100):
            assert seen(page, random_vote(kind, counting, seed).files())[0] == [], (kind, counting, seed)


def seen(page: Page, files: Files) -> tuple[list[str], object]:
    packed = {name: base64.b64encode(content).decode() for name, content in files.items()}
    found, counts = page.evaluate(EXAMINE, packed)
    return found, counts


def test_the_page_says_what_the_program_says(page: Page) -> None:
    spoken, own = page.evaluate("[SAYS, OWN]")

    assert spoken == {code: list(sentences) for code, sentences in verify.SAYS.items()}
    assert {len(sentences) for sentences in own.values()} == {len(verify.LANGUAGES)}
