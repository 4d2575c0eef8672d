"""What somebody found damaged is built anew, but not all the time."""

import os
import time
from pathlib import Path

from search.engines.folders import REST_SECONDS, Folders


def test_what_is_doubted_is_built_anew_once_it_has_stood_a_while(tmp_path: Path) -> None:
    folders = Folders(tmp_path, "x-1-")
    with folders.renewed():
        pass
    before = folders.is_doubted()

    folders.doubt()
    at_once = folders.is_doubted()
    long_ago = time.time() - REST_SECONDS - 1
    os.utime(tmp_path / "current", (long_ago, long_ago))
    later = folders.is_doubted()
    with folders.renewed():
        pass

    os.utime(tmp_path / "current", (long_ago, long_ago))
    assert (before, at_once, later, folders.is_doubted()) == (False, False, True, False)


def test_a_folder_that_is_swept_away_while_it_is_asked_for_is_no_end(tmp_path: Path) -> None:
    folders = Folders(tmp_path, "x-1-")
    with folders.renewed() as folder:
        pass

    folder.rmdir()

    assert folders.current() is None
