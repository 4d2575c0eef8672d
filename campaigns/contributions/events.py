"""What happens to any text people bring, whatever its kind."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ContributionSubmitted:
    """Its author sent it; it waits to be checked."""

    contribution_id: int


@dataclass(frozen=True)
class ContributionPublished:
    """Everyone in its audience may read it from now on. What `may_be_undone` is a moderator's, who may still take it back."""

    contribution_id: int
    may_be_undone: bool = False


@dataclass(frozen=True)
class ContributionRestricted:
    """It was returned, refused or hidden, for the reasons of the statement. It may be undone as a publication may."""

    contribution_id: int
    statement_id: int
    may_be_undone: bool = False


@dataclass(frozen=True)
class ContributionChanged:
    """The text of a public contribution became another."""

    contribution_id: int


@dataclass(frozen=True)
class ContributionReworded:
    """The text of a contribution that waits for its check, or for its author, became another."""

    contribution_id: int


@dataclass(frozen=True)
class ContributionMasked:
    """Some of its words stand nowhere any more; what is left of it is public."""

    contribution_id: int


@dataclass(frozen=True)
class ContributionMended:
    """A moderator mended a small thing in it."""

    contribution_id: int
    version: int


@dataclass(frozen=True)
class ContributionRestored:
    """What was decided about it was undone or reversed: it stands as it stood."""

    contribution_id: int


@dataclass(frozen=True)
class ContributionWithdrawn:
    """Its author took it back."""

    contribution_id: int


@dataclass(frozen=True)
class ContributionJoined:
    """It goes on in another text of its kind: lists and counts have that one alone; its own words stay readable."""

    contribution_id: int


@dataclass(frozen=True)
class ContributionUnjoined:
    """It stands by itself again, as it stood before it was joined."""

    contribution_id: int
