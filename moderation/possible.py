"""What may be decided about a text, by the state it is in. The only place that knows."""

from campaigns.contributions.models import State
from moderation.models import Decision

POSSIBLE: dict[State, frozenset[Decision]] = {
    State.DRAFT: frozenset(),
    State.SUBMITTED: frozenset({Decision.PUBLISH, Decision.RETURN, Decision.REJECT}),
    State.RETURNED: frozenset(),
    State.PUBLISHED: frozenset({Decision.PUBLISH, Decision.HIDE}),
    State.JOINED: frozenset({Decision.PUBLISH, Decision.HIDE}),
    State.WITHDRAWN: frozenset(),
    State.HIDDEN: frozenset({Decision.PUBLISH}),
    State.REJECTED: frozenset({Decision.PUBLISH}),
}

BECOMES: dict[Decision, State] = {
    Decision.PUBLISH: State.PUBLISHED,
    Decision.RETURN: State.RETURNED,
    Decision.REJECT: State.REJECTED,
    Decision.HIDE: State.HIDDEN,
}
