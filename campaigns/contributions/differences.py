"""What became of a text word by word: see `app/foundation/differences.py`."""

from app.foundation.differences import Change, Stretch, differences, words_changed

__all__ = ["Change", "Stretch", "differences", "words_changed"]
