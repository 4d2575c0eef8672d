"""What is written as news."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.foundation.forms import Area, Form, Line, Required
from campaigns.news.texts import BODY_MOST, TITLE_MOST, NewsText


class NewsForm(Form):
    """A piece of news: what happened in one line, and the whole of it. `checked` says which personal data the writer was shown."""

    title = Line(_l("Title"), [Required()], most=TITLE_MOST)
    body = Area(_l("Text"), [Required()], most=BODY_MOST)
    checked = HiddenField()

    @property
    def text(self) -> NewsText:
        """What was typed."""
        return NewsText(self.title.data, self.body.data)
