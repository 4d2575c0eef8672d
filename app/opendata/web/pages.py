"""The open data of a campaign: what they are, what each column means, and the files."""

from dataclasses import dataclass

from flask import Response, render_template, send_file

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Missing
from app.opendata import due, keeping, making
from app.opendata.forms.package import meaning_of
from app.opendata.models import Form, OpenPack
from app.opendata.shape import Table
from app.opendata.tables import TABLES
from app.opendata.words import FORMS, KINDS
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.web.tabs import tabs_row

TYPES = {
    Form.CSV: "application/zip",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.JSON: "application/json",
}
ENDINGS = {Form.CSV: "zip", Form.XLSX: "xlsx", Form.JSON: "json"}


@dataclass(frozen=True)
class Told:
    """A table in the guide: how many rows there are, and for each column its name, title, type and meaning."""

    table: Table
    rows: int
    columns: list[tuple[str, str, str, str]]


def show_data(slug: str) -> str:
    """What there is, or when it comes."""
    actor, now = current_actor(), clock.now()
    campaign = campaign_or_missing(slug, actor)
    pack = keeping.of_campaign(campaign.id)
    return render_template(
        "opendata/show.html",
        campaign=campaign,
        tabs_row=tabs_row(campaign, actor, "data"),
        is_open=due.is_open(campaign),
        due=due.of(campaign, now),
        pack=pack,
        files=keeping.files_of(pack),
        form_words=FORMS,
        licence=making.licence(),
        not_in_it=making.not_in_it(),
        guide=guide_of(pack),
    )


def guide_of(pack: OpenPack | None) -> list[Told]:
    """The tables that there are, in the reader's language."""
    counted = pack.tables if pack is not None and pack.is_current else {}
    return [Told(table, counted[table.name], _columns(table)) for table in TABLES if table.name in counted]


def _columns(table: Table) -> list[tuple[str, str, str, str]]:
    return [(one.name, str(one.title), str(KINDS[one.kind]), meaning_of(one)) for one in table.fields]


def download(slug: str, form: str) -> Response:
    """A file to keep. Raises Missing where there is none, or while it is made anew without a text that was hidden."""
    campaign = campaign_or_missing(slug, current_actor())
    kept = _kept(campaign, form)
    path = keeping.path_of(kept.digest)
    if not path.is_file():
        raise Missing
    answer = send_file(
        path,
        mimetype=TYPES[kept.form],
        as_attachment=True,
        download_name=f"{campaign.slug}.{ENDINGS[kept.form]}",
        etag=kept.digest,
    )
    # What it says may be hidden tomorrow: whoever has it asks whether it still stands.
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


def _kept(campaign: Campaign, form: str) -> keeping.Kept:
    files = keeping.files_of(keeping.of_campaign(campaign.id)) if due.is_open(campaign) else []
    kept = next((one for one in files if one.form == form), None)
    if kept is None:
        raise Missing
    return kept
