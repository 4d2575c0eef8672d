"""The verifier on a million entries: as an observer runs it, alone in a folder with the files."""

import gzip
import hashlib
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from app.foundation import canonical
from campaigns.rounds.counting.counts import count
from campaigns.rounds.counting.values import Candidate
from campaigns.rounds.ledger import spelling
from campaigns.rounds.ledger.merkle import Peaks
from campaigns.rounds.verifier import verify
from tests.benchmarks.measures import table
from tests.factories.published import AT, document, make_published

ENTRIES, OPTIONS, AGAIN, BATCH = 1_000_000, 40, 20, 400
# Says after what the verifier says how much memory it took at most, in KB, and how long the processor was at it.
RUN = """
import sys, time, verify
code = verify.main()
most = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(most, time.process_time(), file=sys.stderr)
sys.exit(code)
"""


def run(entries: int = ENTRIES) -> None:
    """Prints what it costs to check a vote, for both kinds of receipts."""
    lines = []
    for is_linked in (False, True):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "verify.py").write_bytes(Path(verify.__file__).read_bytes())
            made = _write(folder, entries, is_linked)
            began = time.perf_counter()
            said = subprocess.run(
                [sys.executable, "-c", RUN, ".", "--language", "en"],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )
            took = time.perf_counter() - began
            if said.returncode:
                raise RuntimeError(said.stdout[-2000:] + said.stderr[-2000:])
            memory, cpu = (float(figure) for figure in said.stderr.split())
            lines.append(
                ("linked" if is_linked else "unlinked", entries, made, took, cpu, entries / took, memory / 1024)
            )
    table("verifier", ("receipts", "ballots", "voters", "s", "CPU s", "ballots/s", "MB at most"), lines)


def _write(folder: Path, ballots: int, is_linked: bool) -> int:
    """A vote on forty ideas in which every twentieth ballot is a change of mind; returns how many voters it has."""
    dice, voters = random.Random(5), ballots - ballots // AGAIN
    names = [f"{dice.getrandbits(128):032x}" for _ in range(voters)]
    vote = make_published(0, linked=is_linked, ballot={"kind": "approve", "least": 1, "most": 5})
    vote.costs = dict.fromkeys(range(1, OPTIONS + 1))
    last: dict[str, tuple[int, str, str]] = {}

    def entries() -> Iterator[str]:
        yield spelling.body("opened", AT, rule=vote.fingerprint, options=vote.options_fingerprint)
        for seq in range(1, ballots + 1):
            name = names[(seq - 1) % voters]
            marks = ",".join(f"{id}:1" for id in sorted(dice.sample(range(1, OPTIONS + 1), dice.randint(1, 5))))
            salt = f"{dice.getrandbits(128):032x}"
            last[name] = (seq, marks, salt)
            commitment = spelling.commitment(vote.fingerprint, name, marks, salt)
            yield f'{{"at":"2026-11-22T14Z","commitment":"{commitment}","kind":"ballot","voter":"{name}"}}'
        yield spelling.body("closed", AT, voters=voters, casts=ballots)

    marks, root = _journal(folder, entries())
    (folder / "checkpoints.json").write_bytes(canonical.spell(marks))
    _opened(folder, last, is_linked)
    candidates = [Candidate(id, id) for id in vote.costs]
    found = count(vote.rule, candidates, Counter(chosen for _, chosen, _ in last.values()).items(), seed=root)
    counted = document(found, {row.id: {"site": row.votes} for row in found.rows})
    result = {**vote.result(voters, ballots, marks[-1]), "raw": counted, "cleaned": counted}
    result["turnout"]["channels"] = {"site": voters}
    (folder / "result.json").write_bytes(canonical.spell(result))
    (folder / "rule.json").write_bytes(canonical.spell(vote.rule_file()))
    (folder / "options.json").write_bytes(canonical.spell(vote.options))
    return voters


def _journal(folder: Path, bodies: Iterator[str]) -> tuple[list[dict[str, object]], str]:
    peaks, marks = Peaks(), []
    with gzip.open(folder / "ledger.jsonl.gz", "wb", 1) as packed:
        for size, body in enumerate(bodies, 1):
            packed.write(body.encode() + b"\n")
            peaks.add(hashlib.sha256(b"\x00" + body.encode()).hexdigest())
            if size % BATCH == 0:
                marks.append({"size": size, "root": peaks.root(), "at": spelling.hour(AT)})
    marks.append({"size": peaks.size, "root": peaks.root(), "at": spelling.hour(AT)})
    return marks, peaks.root()


def _opened(folder: Path, last: dict[str, tuple[int, str, str]], is_linked: bool) -> None:
    if is_linked:
        lines = [
            f'{{"channel":"site","entry":{seq},"marks":"{marks}","salt":"{salt}","voter":"{name}"}}'
            for name, (seq, marks, salt) in sorted(last.items())
        ]
    else:
        lines = sorted(f'{{"apart":false,"channel":"site","marks":"{marks}"}}' for _, marks, _ in last.values())
    with gzip.open(folder / "ballots.jsonl.gz", "wb", 1) as packed:
        packed.writelines(f"{line}\n".encode() for line in lines)
