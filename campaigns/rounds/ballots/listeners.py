"""What ballots do when something is announced."""

from campaigns.rounds.ballots import personal
from campaigns.rounds.events import RoundClosed


def forget_who_left(_fact: RoundClosed) -> None:
    """Nobody votes any more: who voted and left is not to be known again."""
    personal.let_go()
