"""What experts say."""

from flask_babel import lazy_gettext as _l

from app.foundation.forms import Area, AtLeast, Form, Required
from campaigns.selection.domain.picks import LEAST, MOST


class PickForm(Form):
    """Why an idea should be selected."""

    reason = Area(_l("Why this idea should be selected"), [Required(), AtLeast(LEAST)], most=MOST)
