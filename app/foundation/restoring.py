"""What outlives a restore: a backup knows nothing of what was decided after it was taken, such as who has asked to be erased.

`flask restore` asks every room first what it wants to keep of the present installation, and hands all of it over again once the
backup stands, before anybody can open a page.
"""

from collections.abc import Mapping
from typing import Any

from app.foundation.slots import Slot

# What a room keeps of the present installation, as JSON values by a name of the room; read only.
KEPT_ASIDE: Slot[None, Mapping[str, Any]] = Slot("foundation.kept-aside")

# Called in the restored installation with all that was kept, outside of a step; safe to run twice. Returns a sentence of what was
# done for the one who restores, empty where nothing was.
RESTORED: Slot[Mapping[str, Any], str] = Slot("foundation.restored")
