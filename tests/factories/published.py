"""Files of a finished vote as they are published, made without a database: for what checks them and for what measures that."""

import gzip
import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.foundation import canonical
from campaigns.rounds.ballots import marks as choices
from campaigns.rounds.counting.counts import count
from campaigns.rounds.counting.effective import changes_of, counts_as, effective
from campaigns.rounds.counting.values import Candidate, Count
from campaigns.rounds.ledger import spelling
from campaigns.rounds.ledger.merkle import Peaks
from tests.factories.votes import APPROVE

AT = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
FEWEST = 10
Note = dict[str, Any]


@dataclass
class Published:
    """What a vote consists of: a rule, options, who voted how in which order, and what was noted after these ballots."""

    rule: dict[str, Any]
    costs: Mapping[int, int | None]
    casts: Sequence[tuple[str, str, str]] = ()
    notes: Sequence[Note] = ()
    batch: int = 20
    bodies: list[str] = field(default_factory=list)
    seals: list[int] = field(default_factory=list)
    salts: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fingerprint = canonical.fingerprint(self.rule)
        self.bodies.append(spelling.body("opened", AT, rule=self.fingerprint, options=self.options_fingerprint))
        dice = random.Random(7)
        for seq, (voter, marks, _) in enumerate(self.casts, 1):
            self.salts[seq] = f"{dice.getrandbits(128):032x}"
            commitment = spelling.commitment(self.fingerprint, voter, marks, self.salts[seq])
            self.bodies.append(spelling.body("ballot", AT, voter=voter, commitment=commitment))
            if seq % self.batch == 0:
                self.seals.append(seq + 1)
        self.bodies += [
            spelling.body(note["kind"], AT, **{k: v for k, v in note.items() if k != "kind"}) for note in self.notes
        ]
        self.bodies.append(spelling.body("closed", AT, voters=len(self.last), casts=len(self.casts)))
        self.seals.append(len(self.bodies))

    @property
    def options(self) -> list[dict[str, Any]]:
        return [
            {
                "id": id,
                "number": id,
                "title": f"Идея {id}",
                "title_hash": _hash(f"Идея {id}"),
                "cost": cost,
                "place": place,
            }
            for place, (id, cost) in enumerate(self.costs.items(), 1)
        ]

    @property
    def last(self) -> dict[str, int]:
        """The entry that counts, by voter."""
        return {voter: seq for seq, (voter, _, _) in enumerate(self.casts, 1)}

    @property
    def apart(self) -> set[str]:
        said = {note["voter"]: note["kind"] for note in self.notes if "voter" in note}
        return {voter for voter, kind in said.items() if kind == "apart"}

    def ballots(self) -> list[dict[str, Any]]:
        """The opened ballots."""
        last, apart = self.last, self.apart
        if self.rule["receipt"] == "linked":
            return [
                {"entry": seq, "voter": voter, "salt": self.salts[seq], "marks": marks, "channel": channel}
                for voter, seq in sorted(last.items())
                for _, marks, channel in (self.casts[seq - 1],)
            ]
        every = [
            {"apart": voter in apart, "channel": channel, "marks": marks}
            for voter, seq in last.items()
            for _, marks, channel in (self.casts[seq - 1],)
        ]
        return sorted(every, key=canonical.spell)

    def count(self, *, with_apart: bool, root: str) -> dict[str, Any]:
        """A count by the house, as result.json has it."""
        counted = [
            (voter, self.casts[seq - 1]) for voter, seq in self.last.items() if with_apart or voter not in self.apart
        ]
        changes = changes_of((note["kind"], note.get("idea", 0), note.get("into")) for note in self.notes)
        candidates = [Candidate(id, place, cost) for place, (id, cost) in enumerate(self.costs.items(), 1)]
        found = count(self.rule, candidates, [(cast[1], 1) for _, cast in counted], changes=changes, seed=root)
        as_ = counts_as(self.costs, changes)
        channels: dict[int, dict[str, int]] = {row.id: {} for row in found.rows}
        for _, (_, text, channel) in counted:
            kind = self.rule["ballot"]["kind"]
            for id, value in effective(choices.read(text), as_, kind):
                if kind != "for-against" or value > 0:
                    of_idea = channels.setdefault(id, {})
                    of_idea[channel] = of_idea.get(channel, 0) + 1
        return document(found, channels)

    @property
    def options_fingerprint(self) -> str:
        return canonical.fingerprint([{k: v for k, v in one.items() if k != "title"} for one in self.options])

    def rule_file(self) -> dict[str, Any]:
        version = {"number": 1, "rule": self.rule, "fingerprint": self.fingerprint, "reason": ""}
        return {"slug": "made", "round": 1, "rule": self.rule, "fingerprint": self.fingerprint, "versions": [version]}

    def result(self, voters: int, casts: int, mark: Mapping[str, Any]) -> dict[str, Any]:
        """What result.json says but for the counts."""
        return {
            "rule": self.fingerprint,
            "options": self.options_fingerprint,
            "ledger": {"size": mark["size"], "root": mark["root"]},
            "result": self.rule["result"],
            "turnout": {"voters": voters, "casts": casts, "channels": {}, "territories": []},
        }

    def files(self) -> dict[str, bytes]:
        """All files by name."""
        peaks, checkpoints = Peaks(), []
        for size, body in enumerate(self.bodies, 1):
            peaks.add(spelling.leaf(body))
            if size in self.seals:
                checkpoints.append({"size": size, "root": peaks.root(), "at": spelling.hour(AT)})
        lines = [canonical.spell(ballot) for ballot in self.ballots()]
        ways: dict[str, int] = {}
        for ballot in self.ballots():
            ways[ballot["channel"]] = ways.get(ballot["channel"], 0) + 1
        result = self.result(len(self.last), len(self.casts), checkpoints[-1])
        result["turnout"]["channels"] = ways
        result |= {name: self.count(with_apart=name == "raw", root=peaks.root()) for name in ("raw", "cleaned")}
        return {
            "rule.json": canonical.spell(self.rule_file()),
            "options.json": canonical.spell(self.options),
            "ledger.jsonl.gz": packed([body.encode() for body in self.bodies]),
            "checkpoints.json": canonical.spell(checkpoints),
            "ballots.jsonl.gz": packed(lines),
            "result.json": canonical.spell(result),
        }


def document(found: Count, channels: Mapping[int, Mapping[str, int]]) -> dict[str, Any]:
    """A count as result.json has it."""
    return {
        "voters": found.voters,
        "quorum_met": found.quorum_met,
        "rows": [
            {
                "id": row.id,
                "votes": row.votes,
                "against": row.against,
                "score": str(row.score),
                "rank": row.rank,
                "winner": row.winner,
                "channels": dict(channels[row.id]),
            }
            for row in found.rows
        ],
    }


def packed(lines: Sequence[bytes]) -> bytes:
    """Lines as a gzip file."""
    return gzip.compress(b"".join(line + b"\n" for line in lines), 6, mtime=0)


def _hash(title: str) -> str:
    return hashlib.sha256(title.encode()).hexdigest()


def make_published(voters: int = 45, *, linked: bool = False, notes: Sequence[Note] = (), **over: Any) -> Published:
    """A vote of so many voters on five ideas, every third of whom votes twice, some on paper."""
    dice = random.Random(11)
    rule = {**APPROVE, **over, "receipt": "linked" if linked else "unlinked"}
    names = [f"{dice.getrandbits(128):032x}" for _ in range(voters)]
    order = [*names, *names[::3]]
    casts = [
        (name, choices.spell(choices.of((id, 1) for id in dice.sample(range(1, 6), dice.randint(1, 3)))), way)
        for place, name in enumerate(order)
        for way in ("paper" if names.index(name) % 4 == 1 else "site",)
    ]
    made = [note if "voter" not in note else {**note, "voter": names[note["voter"]]} for note in notes]
    return Published(rule, dict.fromkeys(range(1, 6)), casts, made)


def random_vote(kind: str, counting: str, seed: int, voters: int = 60) -> Published:
    """A vote of this kind with costs, joins, a hiding and votes set apart, all drawn from the seed."""
    dice = random.Random(seed)
    names = [f"{dice.getrandbits(128):032x}" for _ in range(voters)]
    budget = 200 if kind == "budget" else 150
    parameters = {
        "mean": {"confidence": "0.95"},
        "greedy": {
            "by": dice.choice(("votes", "score")) if kind == "points" else "votes",
            "over": dice.choice(("skip", "stop")),
        },
        "equal shares": {"completion": dice.choice(("add-one and fill", "add-one", "fill", "none"))},
        "most votes": {"by": "score"} if kind == "points" else {},
    }
    spends = counting in {"greedy", "equal shares"}
    rule = {
        **APPROVE,
        "ballot": {"kind": kind, **BALLOTS[kind]},
        "counting": {"rule": counting, **parameters.get(counting, {}), **({"budget": budget} if spends else {})},
        "winners": None if spends else 3,
        "ties": dice.choice(("earliest", "lot")),
        "receipt": dice.choice(("linked", "unlinked")),
    }
    costs = {id: dice.randint(1, 50) for id in dice.sample(range(1, 9), 8)}
    casts = [(name, _choice(dice, kind), dice.choice(("site", "paper"))) for name in [*names, *names[:9]]]
    notes = [
        {"kind": "hide", "idea": 2, "reason": "so"},
        {"kind": "join", "idea": 3, "into": 4, "reason": "so"},
        *({"kind": "apart", "voter": name, "rule": "swarm", "reason": "so"} for name in names[5:12]),
    ]
    return Published(rule, costs, casts, notes)


BALLOTS: dict[str, dict[str, Any]] = {
    "approve": {"least": 1, "most": 4},
    "for-against": {},
    "budget": {"budget": 200},
    "choose-one": {},
    "score": {"from": 1, "to": 5},
    "points": {"points": 40},
    "ranking": {"most": 4},
}


def _choice(dice: random.Random, kind: str) -> str:
    ids = dice.sample(range(1, 9), 1 if kind == "choose-one" else dice.randint(1, 4))
    draw = {
        "for-against": lambda: dice.choice((1, 0, -1)),
        "score": lambda: dice.randint(1, 5),
        "points": lambda: dice.randint(1, 10),
    }
    values = range(1, len(ids) + 1) if kind == "ranking" else [draw.get(kind, lambda: 1)() for _ in ids]
    return choices.spell(choices.of(zip(ids, values, strict=True)))
