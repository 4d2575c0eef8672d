"""What may be decided about a text, by its kind and the state it is in. The only place that knows."""

from campaigns.contributions.models import Kind, State
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

# A remark is not mended for days: who wrote one writes another.
NEVER: dict[Kind, frozenset[Decision]] = {Kind.COMMENT: frozenset({Decision.RETURN})}

BECOMES: dict[Decision, State] = {
    Decision.PUBLISH: State.PUBLISHED,
    Decision.RETURN: State.RETURNED,
    Decision.REJECT: State.REJECTED,
    Decision.HIDE: State.HIDDEN,
}


def possible(kind: Kind, state: State) -> frozenset[Decision]:
    """What may be decided about a text of this kind in this state; nothing where it waits for nobody."""
    return POSSIBLE[state] - NEVER.get(kind, frozenset())
