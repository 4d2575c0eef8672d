"""Children that end with their parent, however it ends. Standard library only.

Run as a program (`ties.py PARENT COMMAND …`) it becomes the command, tied: the tie outlives exec, so programs that know
nothing of it are tied as well.
"""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Makes this process end when the parent (its id) does, at once: a polite word may be heeded only after a long job.

    Linux sees to it itself; elsewhere a thread looks every second whether we were given to another parent.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
        # It may have ended before we asked.
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    die_with_parent(int(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606
