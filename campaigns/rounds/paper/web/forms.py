"""Forms of paper and codes."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField, HiddenField

from app.foundation.forms import Area, Between, Choice, Day, Form, Line, Optional, Radio, Required, Tick, Whole
from campaigns.plan.queries import places
from campaigns.rounds.ballots.models import BallotChannel
from campaigns.rounds.models import Round
from campaigns.rounds.paper.domain.piles import MOST_SLIPS, Outline
from campaigns.rounds.paper.domain.sheets import MOST_CODES
from campaigns.rounds.paper.domain.waiting import ON_PAPER

KINDS = "image/png,image/jpeg,application/pdf"
WAYS: dict[BallotChannel, Any] = {BallotChannel.PAPER: _l("On paper"), BallotChannel.MEETING: _l("At a meeting")}
PLACE_MOST, REASON_MOST = 120, 500


class PileForm(Form):
    """What is known of a pile before it is read."""

    channel = Radio(_l("How people voted"), [])
    place = Line(_l("Place"), [Required()], most=PLACE_MOST)
    gathered_on = Day(_l("Day on which people voted"), [Optional()])
    slips = Whole(_l("How many slips there are"), [Required(), Between(1, MOST_SLIPS)])
    territory_id = Choice(_l("Where these people live"), ids=True)
    scan = FileField(_l("Scan of the sheets"), render_kw={"accept": KINDS})

    def offer(self, round_: Round) -> None:
        """Says what there is to choose from."""
        ways = [
            (way.value, label) for way, label in WAYS.items() if way.value in ON_PAPER & set(round_.rule["channels"])
        ]
        self.channel.choices = ways
        if len(ways) == 1 and not self.channel.raw_data:
            self.channel.data = ways[0][0]
        self.territory_id.choices = [("", _l("in different places")), *places.choices()]

    @property
    def outline(self) -> Outline:
        return Outline(
            BallotChannel(self.channel.data),
            self.place.data,
            self.slips.data or 0,
            self.gathered_on.data,
            self.territory_id.data,
        )

    @property
    def sent(self) -> FileStorage | None:
        """The scan that came; None where none was chosen."""
        return request.files.get("scan") or None


class AloneForm(Form):
    """Accepting a pile that one person has entered."""

    alone_because = Area(_l("Why did nobody enter it a second time?"), [Required()], most=REASON_MOST)


class CancelForm(Form):
    """Cancelling a pile, or the codes of a sheet that nobody has used."""

    cancel_reason = Area(_l("Why is it cancelled?"), [Required()], most=REASON_MOST)


class AllInForm(Form):
    """Saying that all paper is in."""

    leaving_open = Tick(_l("I know that the open piles will not be counted"))


class SheetForm(Form):
    """A new sheet of codes."""

    place = Line(_l("Where they are given out"), [Required()], most=PLACE_MOST)
    count = Whole(_l("How many codes"), [Required(), Between(1, MOST_CODES)])
    territory_id = Choice(_l("Where these people live"), ids=True)
    word = HiddenField()

    def offer(self) -> None:
        """Says what there is to choose from."""
        self.territory_id.choices = [("", _l("in different places")), *places.choices()]


class CodeForm(Form):
    """A code to vote with, as somebody types it."""

    code = Line(
        _l("Your code"),
        [Required()],
        most=60,
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-fragment": ""},
    )
