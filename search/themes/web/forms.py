"""What is filled in about themes."""

from collections.abc import Sequence

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.foundation.forms import Area, Between, Choice, Form, Line, Optional, Required, Whole
from campaigns.contributions.web.warnings import NobodysData
from search.themes.queries.named import NamedTheme

NAME_MOST, NOTE_MOST = 120, 500
MOST_NUMBER = 10_000_000
MOST_IDS = 5_000
NONE = ""


def whole(word: object) -> int:
    """A number that goes along hidden; -1 for what is none."""
    text = str(word or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1


class ThemeForm(Form):
    """The name of a theme and a sentence about it; everyone reads both. `seen` is the version that was shown."""

    name = Line(_l("Name of the theme"), [Required(), NobodysData()], most=NAME_MOST)
    note = Area(_l("In a sentence"), [Optional(), NobodysData()], most=NOTE_MOST)
    seen = HiddenField()

    @property
    def words(self) -> tuple[str, str]:
        """Name and note."""
        return self.name.data, self.note.data or ""


class PutForm(Form):
    """An idea by its number."""

    number = Whole(_l("Number of the idea"), [Required(), Between(1, MOST_NUMBER)])


class IntoForm(Form):
    """Another theme of the project."""

    into = Choice(_l("Join it with"), ids=True, validators=[Required()])
    seen = HiddenField()

    def offer(self, themes: Sequence[NamedTheme], but: int) -> "IntoForm":
        """Names the others."""
        self.into.choices = [(str(one.id), one.name) for one in themes if one.id != but]
        return self


class MoveForm(Form):
    """Where ticked ideas go: into another theme, or into none."""

    to = Choice(_l("Where the ticked ideas go"))

    def offer(self, themes: Sequence[NamedTheme], but: int) -> "MoveForm":
        """Names the others."""
        others = [(str(one.id), one.name) for one in themes if one.id != but]
        self.to.choices = [(NONE, _l("into no theme")), *others]
        return self


def ticked() -> list[int]:
    """The ideas that were ticked, and those that go along unseen."""
    words = [*request.form.getlist("idea")[:MOST_IDS], *request.form.get("rest", "").split(",")[:MOST_IDS]]
    return sorted({number for number in map(whole, words) if number > 0})
