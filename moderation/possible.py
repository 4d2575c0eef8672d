"""What may be decided about a text, by its kind and the state it is in. The only place that knows."""

from campaigns.contributions.models import PUBLIC, Kind, State
from moderation.models import Decision

POSSIBLE: dict[State, frozenset[Decision]] = {
    State.DRAFT: frozenset(),
    State.SUBMITTED: frozenset(
        {Decision.PUBLISH, Decision.MASK, Decision.RETURN, Decision.REJECT, Decision.REFER, Decision.JOIN}
    ),
    State.RETURNED: frozenset(),
    State.PUBLISHED: frozenset({Decision.PUBLISH, Decision.MASK, Decision.HIDE, Decision.REFER, Decision.JOIN}),
    State.JOINED: frozenset({Decision.PUBLISH, Decision.MASK, Decision.HIDE}),
    State.WITHDRAWN: frozenset(),
    # Hidden for a term, or for reports alone: a person hides it for good.
    State.HIDDEN: frozenset({Decision.PUBLISH, Decision.MASK, Decision.HIDE}),
    State.REJECTED: frozenset({Decision.PUBLISH, Decision.MASK}),
}

# A remark is not mended for days: who wrote one writes another. Officials know which office is competent. Ideas alone are joined.
NEVER: dict[Kind, frozenset[Decision]] = {
    Kind.TOPIC: frozenset({Decision.JOIN}),
    Kind.COMMENT: frozenset({Decision.RETURN, Decision.JOIN}),
    Kind.ANSWER: frozenset({Decision.REFER, Decision.JOIN}),
    Kind.CONCLUSION: frozenset({Decision.REFER, Decision.JOIN}),
    Kind.NEWS: frozenset({Decision.REFER, Decision.JOIN}),
    Kind.CONTEST: frozenset({Decision.RETURN, Decision.JOIN}),
}

# The text stays, or becomes, readable for everyone.
LEAVES_PUBLIC = frozenset({Decision.PUBLISH, Decision.JOIN})

BECOMES: dict[Decision, State] = {
    Decision.PUBLISH: State.PUBLISHED,
    Decision.RETURN: State.RETURNED,
    Decision.REJECT: State.REJECTED,
    Decision.HIDE: State.HIDDEN,
}


def possible(kind: Kind, state: State) -> frozenset[Decision]:
    """What may be decided about a text of this kind in this state; nothing where it waits for nobody."""
    return POSSIBLE[state] - NEVER.get(kind, frozenset())


def becomes(decision: Decision, state: State) -> State:
    """The state a text comes to by a decision. What is referred elsewhere is not published, or no longer."""
    if decision == Decision.REFER:
        return State.HIDDEN if state in PUBLIC else State.REJECTED
    return BECOMES[decision]
