"""What a person is asked about: duties only of those who have some."""

from app.accounts.roles import Actor, Role
from app.notifications.models import Subject
from moderation.permissions import moderates_somewhere

WITH_DUTIES = frozenset({Role.OFFICIAL, Role.EXPERT, Role.OWNER})


def subjects_of(actor: Actor) -> list[Subject]:
    """The subjects of which the person may ever be told, in the order of the page."""
    missing = set()
    if not WITH_DUTIES & {grant.role for grant in actor.grants}:
        missing.add(Subject.DUTIES)
    if not moderates_somewhere(actor):
        missing.add(Subject.MORNINGS)
    return [subject for subject in Subject if subject not in missing]
