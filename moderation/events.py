"""What happens to cases."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CaseDecided:
    """A moderator has decided. `version` is that of the case since then: an undone decision leaves a case of another."""

    case_id: int
    version: int
