"""The checks of this room, in the order in which they are told, each apart: where one breaks the others are still made."""
