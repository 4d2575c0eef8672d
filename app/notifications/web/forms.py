"""What people choose about notices."""

from collections.abc import Mapping

from app.foundation.forms import Form, Radio, Required
from app.notifications.models import Letters, Subject
from app.notifications.subjects import OFFERED
from app.notifications.words import HOW_OFTEN, SUBJECTS_ASKED


def _asked(subject: Subject) -> Radio:
    label, hint = SUBJECTS_ASKED[subject]
    offered = [(str(one), HOW_OFTEN[one]) for one in OFFERED[subject]]
    return Radio(label, offered, validators=[Required()], description=hint)


class LettersForm(Form):
    """How often letters about each subject should come. Fields are called as subjects are."""

    own = _asked(Subject.OWN)
    replies = _asked(Subject.REPLIES)
    ideas = _asked(Subject.IDEAS)
    follows = _asked(Subject.FOLLOWS)
    projects = _asked(Subject.PROJECTS)
    searches = _asked(Subject.SEARCHES)
    duties = _asked(Subject.DUTIES)
    mornings = _asked(Subject.MORNINGS)

    @classmethod
    def shown(cls, subjects: list[Subject], letters: Mapping[Subject, Letters]) -> "LettersForm":
        """The form as it opens, with what stands now."""
        kept = {str(subject): str(pace) for subject, pace in letters.items()}
        return cls(formdata=None, data=kept).only(subjects)

    def only(self, subjects: list[Subject]) -> "LettersForm":
        """Without the fields that the person is not asked about."""
        for subject in Subject:
            if subject not in subjects:
                delattr(self, subject)
        return self

    def chosen(self, subject: Subject) -> Letters:
        """The choice, once the form is valid."""
        return Letters(self[subject].data)
