"""Reads the tables of a campaign and writes them in every form into a folder. The same rows give the same bytes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.foundation import archives, canonical, site
from app.foundation.letters import address
from app.foundation.release import VERSION
from app.opendata.forms import package, tables, whole, workbook
from app.opendata.forms.package import About, Licence
from app.opendata.models import Form
from app.opendata.reading import Reading
from app.opendata.spilling import Spilled, spill
from app.opendata.tables import TABLES
from campaigns.plan.models import Campaign


@dataclass(frozen=True)
class Read:
    """The tables of a campaign on disk. `fingerprint` is that of all that the files say but for the moment of reading."""

    about: About
    tables: Sequence[Spilled]
    fingerprint: str


def licence() -> Licence:
    """The licence that the operator has chosen."""
    settings = current_app.extensions["veche.settings"]
    return Licence(settings.OPEN_DATA_LICENCE, *settings.licence)


def read(campaign: Campaign, now: datetime, folder: Path, rest: Callable[[], None] = lambda: None) -> Read:
    """Reads the tables into the folder, in the language of the campaign; `rest` is called between two of them."""
    taken_at = now.replace(microsecond=0)
    with force_locale(campaign.language):
        about = _about(campaign, taken_at)
        found = spill(TABLES, Reading(campaign, taken_at), folder, rest)
        said = {
            "whole": {**package.whole(about), "created": None},
            "tables": {one.table.name: [one.digest, package.schema_of(one.table, set())] for one in found},
            "release": VERSION,
        }
    return Read(about, found, canonical.fingerprint(said))


def write(done: Read, form: Form, folder: Path) -> Path:
    """Writes one form into the folder."""
    path = folder / f"{done.about.slug}.{'zip' if form is Form.CSV else form.value}"
    with force_locale(done.about.language):
        if form is Form.CSV:
            _packed(done, folder, path)
        elif form is Form.XLSX:
            workbook.write(done.about, done.tables, facts(done.about), path)
        else:
            whole.write(package.whole(done.about), done.tables, path)
    return path


def _packed(done: Read, folder: Path, path: Path) -> None:
    inside = folder / "inside"
    inside.mkdir()
    for one in done.tables:
        tables.write(one, inside / f"{one.table.name}.csv")
    measured: dict[str, Any] = {one.stem: archives.described(one) for one in inside.iterdir()}
    described = package.describe(done.about, done.tables, measured)
    (inside / "datapackage.json").write_bytes(canonical.spell(described) + b"\n")
    (inside / "README.md").write_bytes(_readme(done))
    archives.pack(path, list(inside.iterdir()))


def facts(about: About) -> list[tuple[str, str]]:
    """What the data are, as names and values in the language that holds."""
    rows = [
        (_("Organiser"), about.organiser),
        (_("On the site"), address("opendata.show_data", slug=about.slug)),
        (_("Licence"), f"{about.licence.title}, {about.licence.url}"),
        (_("When it was read"), about.taken_at.strftime("%Y-%m-%d %H:%M UTC")),
        (_("What is not in it"), str(not_in_it())),
        (
            _("Longest text in a cell"),
            _("32,767 characters; longer ones are cut in the workbook, not in CSV and JSON."),
        ),
    ]
    return [(name, value) for name, value in rows if value]


def not_in_it() -> str:
    """What the data leave out, and why: the same sentence on the page, in the workbook and beside the CSV files."""
    return str(
        _(
            "Names and addresses of residents, who supported or voted for what, words of comments, and all that is hidden, "
            "withdrawn or was never published. Of what people did only the day is told."
        )
    )


def _readme(done: Read) -> bytes:
    template = current_app.jinja_env.get_template("opendata/readme.txt")
    words = template.render(about=done.about, facts=facts(done.about), tables=done.tables)
    return (words.strip() + "\n").encode()


def _about(campaign: Campaign, taken_at: datetime) -> About:
    return About(
        slug=campaign.slug,
        title=_("Open data: %(title)s", title=campaign.title),
        description=campaign.question or campaign.title,
        organiser=campaign.organiser,
        language=campaign.language,
        site=site.name(),
        licence=licence(),
        taken_at=taken_at,
    )
