"""Forms about the work on ideas."""

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField, HiddenField

from app.foundation.forms import Area, AtLeast, Choice, Day, Form, Line, Optional, Radio, Required
from campaigns.contributions.web.warnings import NobodysData
from campaigns.implementation.domain import contests, milestones, works

CAPTION_MOST, LINK_MOST = 200, 500
PICTURES = "image/png,image/jpeg"


class PictureForm(Form):
    """A picture, and what it shows in words."""

    file = FileField(_l("Picture"), render_kw={"accept": PICTURES})
    caption = Line(_l("What the picture shows"), [Optional(), NobodysData()], most=CAPTION_MOST)

    @property
    def sent(self) -> FileStorage | None:
        """The picture that came; None where none was chosen."""
        return request.files.get("file") or None


class ReportForm(PictureForm):
    """What is reported. `was` is how the work stood when the form was opened."""

    state = Radio(_l("How the work stands now"), validators=[Required()])
    text = Area(_l("What was done"), [Required(), NobodysData()], most=works.LONGEST)
    milestone_id = Choice(_l("Step that is reached"), ids=True)
    due_on = Day(_l("Meant to be done by"), [Optional()])
    link = Line(_l("Link"), [Optional(), NobodysData()], most=LINK_MOST)
    was = HiddenField()


class BeginForm(ReportForm):
    """The same, with the department that does it."""

    office_id = Choice(_l("Department"), validators=[Required()], ids=True)


class MilestoneForm(Form):
    """A step on the way."""

    title = Line(_l("What is to be reached"), [Required(), NobodysData()], most=milestones.TITLE_MOST)
    due_on = Day(_l("By which day"), [Optional()])


class ContestForm(PictureForm):
    """What somebody says is not done. `checked` tells what looked like personal data and was shown to them."""

    body = Area(_l("What is not done"), [Required(), AtLeast(10)], most=contests.LONGEST)
    caption = Line(_l("What the picture shows"), [Optional()], most=CAPTION_MOST)
    checked = HiddenField()


class ReplyForm(Form):
    """The reply to an objection, and whether it is right."""

    upheld = Radio(
        _l("Is the objection right?"),
        [
            ("yes", _l("Yes: it is not done yet, and the work goes on")),
            ("no", _l("No: it is done")),
        ],
        [Required()],
    )
    words = Area(_l("The reply"), [Required(), NobodysData()], most=contests.LONGEST)
