"""On which text the words beside a body stand: those of a text that is masked or hidden later go, and the fingerprint holds."""

from app.digests.models import Snapshot
from app.digests.sections.discussion import PROBLEM


def texts_of(snapshot: Snapshot) -> dict[str, int]:
    """The contribution on which each of the words stands, by key: a problem on its conclusion, a picture on its idea;
    0 where they stand on nobody's text but the organiser's."""
    stands_on = {**_of_problems(snapshot), **snapshot.body.get("stands_on", {})}
    return {key: stands_on[key] if key in stands_on else int(key) for key in snapshot.titles}


def _of_problems(snapshot: Snapshot) -> dict[str, int]:
    """Bodies before the third version say it nowhere else."""
    topics = snapshot.body.get("discussed", {}).get("topics", [])
    return {f"{PROBLEM}{problem['id']}": topic["conclusion"] for topic in topics for problem in topic["problems"]}
