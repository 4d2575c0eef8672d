"""Whatever is done to the files of a vote, the verifier finds it and names it."""

import ast
import gzip
import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from campaigns.rounds.ledger import spelling
from campaigns.rounds.verifier import verify
from tests.factories.published import Published, make_published, packed

pytestmark = pytest.mark.any_database

Files = dict[str, bytes]
NOTES = (
    {"kind": "hide", "idea": 2, "reason": "so"},
    {"kind": "join", "idea": 3, "into": 4, "reason": "so"},
    {"kind": "apart", "voter": 3, "rule": "swarm", "reason": "so"},
)
VOTES = {kind: make_published(linked=kind == "linked", notes=NOTES) for kind in ("linked", "unlinked")}


def lines(files: Files, name: str) -> list[bytes]:
    return gzip.decompress(files[name]).splitlines()


def in_lines(name: str, change: Callable[[list[bytes]], object]) -> Callable[[Files], None]:
    def damage(files: Files) -> None:
        every = lines(files, name)
        change(every)
        files[name] = packed(every)

    return damage


def in_value(name: str, change: Callable[[Any], object]) -> Callable[[Files], None]:
    def damage(files: Files) -> None:
        value = json.loads(files[name])
        change(value)
        files[name] = verify.spell(value).encode()

    return damage


def swap(every: list[Any], one: int, other: int) -> None:
    every[one], every[other] = every[other], every[one]


def replace(every: list[bytes], place: int, old: bytes, new: bytes) -> None:
    assert old in every[place]
    every[place] = every[place].replace(old, new)


def raw(name: str, change: Callable[[bytes], bytes]) -> Callable[[Files], None]:
    def damage(files: Files) -> None:
        files[name] = change(files[name])

    return damage


def flip(content: bytes, place: int) -> bytes:
    return content[:place] + bytes((content[place] ^ 1,)) + content[place + 1 :]


LEDGER, BALLOTS, MARKS = "ledger.jsonl.gz", "ballots.jsonl.gz", "checkpoints.json"
COUNTED_OTHER = "result_row"
STRAY = b'{"at":"2026-11-22T14Z","commitment":"' + b"0" * 64 + b'","kind":"ballot","voter":"' + b"0" * 32 + b'"}'

# What is done, to which kind of vote, and what is found.
DAMAGES: dict[str, tuple[str, Callable[[Files], None], set[str]]] = {
    "an entry is flipped": (
        "unlinked",
        in_lines(LEDGER, lambda every: replace(every, 7, b"14Z", b"15Z")),
        {"root", "result_other"},
    ),
    "an entry is dropped": (
        "unlinked",
        in_lines(LEDGER, lambda every: every.pop(1)),
        {"root", "too_short", "closed_other", "result_other"},
    ),
    "an entry is added": (
        "unlinked",
        in_lines(LEDGER, lambda every: every.insert(5, STRAY)),
        {"root", "not_sealed", "closed_other", "ballots_number", "result_other"},
    ),
    "two entries change places": ("unlinked", in_lines(LEDGER, lambda every: swap(every, 4, 5)), {"root", "result_other"}),
    "the end is cut off": (
        "unlinked",
        in_lines(LEDGER, lambda every: every.pop()),
        {"too_short", "not_closed", "result_other"},
    ),
    "something is added after the end": (
        "unlinked",
        in_lines(LEDGER, lambda every: every.append(STRAY)),
        {"not_sealed", "not_closed", "stray_entry", "result_other"},
    ),
    "the beginning is missing": (
        "unlinked",
        in_lines(LEDGER, lambda every: every.pop(0)),
        {"root", "too_short", "not_opened", "stray_entry", "closed_other", "result_other"},
    ),
    "a hiding is taken out of the journal": (
        "unlinked",
        in_lines(LEDGER, lambda every: replace(every, 61, b"hide", b"show")),
        {"root", "result_other", "result_rows"},
    ),
    "a vote is set apart in the journal": (
        "unlinked",
        in_lines(LEDGER, lambda every: replace(every, 63, b"apart", b"counted")),
        {"root", "ballots_apart", "result_other"},
    ),
    "an entry is spelled otherwise": (
        "unlinked",
        in_lines(LEDGER, lambda every: replace(every, 3, b'","', b'", "')),
        {"root", "not_json", "closed_other", "ballots_number", "result_other"},
    ),
    "an entry is no JSON": (
        "unlinked",
        in_lines(LEDGER, lambda every: replace(every, 3, b"{", b"[")),
        {"root", "not_json", "closed_other", "ballots_number", "result_other"},
    ),
    "the journal is nested beyond measure": (
        "unlinked",
        in_lines(LEDGER, lambda every: every.insert(1, b"[" * 200_000)),
        {"root", "not_json", "not_sealed", "result_other"},
    ),
    "the journal is cut short": (
        "unlinked",
        raw(LEDGER, lambda content: content[: len(content) // 2]),
        {"broken_off", "too_short", "not_closed", "ballots_number", "ballots_apart", "result_other", "result_rows", COUNTED_OTHER},
    ),
    "a bit of the journal is flipped": ("unlinked", raw(LEDGER, lambda content: flip(content, 200)), {"broken_off"}),
    "the journal is garbage": (
        "unlinked",
        raw(LEDGER, lambda _: b"garbage" * 99),
        {
            "broken_off",
            "too_short",
            "not_opened",
            "not_closed",
            "ballots_number",
            "ballots_apart",
            "result_other",
            "result_rows",
            COUNTED_OTHER,
        },
    ),
    "a check mark is changed": (
        "unlinked",
        in_value(MARKS, lambda marks: marks[1].update(root="0" * 64)),
        {"root"},
    ),
    "check marks change places": ("unlinked", in_value(MARKS, lambda marks: swap(marks, 0, 1)), {"mark_order"}),
    "the last check mark is missing": ("unlinked", in_value(MARKS, lambda marks: marks.pop()), {"not_sealed"}),
    "check marks are garbage": ("unlinked", raw(MARKS, lambda _: b"\xff\xfe"), {"not_json", "not_sealed"}),
    "a ballot is changed": (
        "linked",
        in_lines(BALLOTS, lambda every: replace(every, 2, b'marks":"', b'marks":"1:1","x":"')),
        {"not_json", COUNTED_OTHER, "result_other"},
    ),
    "a choice is changed": (
        "linked",
        in_lines(BALLOTS, lambda every: every.__setitem__(2, chosen(every[2], "1:1,5:1"))),
        {"ballot_changed", COUNTED_OTHER},
    ),
    "a choice is changed, unlinked": (
        "unlinked",
        in_lines(BALLOTS, lambda every: every.__setitem__(9, chosen(every[9], "1:1,2:1,5:1"))),
        {"ballots_order", COUNTED_OTHER},
    ),
    "an earlier choice is opened": (
        "linked",
        lambda files: files.update({BALLOTS: packed(earlier(VOTES["linked"], lines(files, BALLOTS)))}),
        {"ballot_last"},
    ),
    "a ballot is dropped": (
        "unlinked",
        in_lines(BALLOTS, lambda every: every.pop(3)),
        {"ballots_number", "result_other", COUNTED_OTHER},
    ),
    "a ballot is doubled": (
        "linked",
        in_lines(BALLOTS, lambda every: every.insert(3, every[3])),
        {"ballots_number", "ballots_order", "result_other", COUNTED_OTHER},
    ),
    "a ballot is put in": (
        "linked",
        in_lines(BALLOTS, lambda every: every.insert(0, every[0].replace(b'"voter":"0', b'"voter":"00'))),
        {"ballots_number", "ballot_voter", "result_other", COUNTED_OTHER},
    ),
    "ballots change places": ("unlinked", in_lines(BALLOTS, lambda every: swap(every, 0, 30)), {"ballots_order"}),
    "a ballot chooses too many": (
        "unlinked",
        in_lines(BALLOTS, lambda every: every.__setitem__(-1, chosen(every[-1], "1:1,2:1,3:1,4:1,5:1"))),
        {"ballot_unfit", "result_other", COUNTED_OTHER},
    ),
    "a ballot chooses what is not there": (
        "unlinked",
        in_lines(BALLOTS, lambda every: every.__setitem__(-1, chosen(every[-1], "9:1"))),
        {"ballot_unfit", "result_other", COUNTED_OTHER},
    ),
    "a ballot says whose it is": (
        "unlinked",
        in_lines(BALLOTS, lambda every: every.__setitem__(-1, every[-1][:-1] + b',"voter":"ab"}')),
        {"ballot_keys"},
    ),
    "ballots are cut short": (
        "unlinked",
        raw(BALLOTS, lambda content: content[:-20]),
        {"broken_off"},
    ),
    "the rule is changed": (
        "unlinked",
        in_value("rule.json", lambda value: value["rule"].update(winners=3)),
        {"rule_sum", "rule_versions", "rule_opened", "result_other", COUNTED_OTHER},
    ),
    "the rule is changed with its checksum": (
        "unlinked",
        in_value("rule.json", lambda value: (value["rule"].update(quorum=99), value.update(fingerprint=verify.checksum(value["rule"])))),
        {"rule_versions", "rule_opened", "result_other", COUNTED_OTHER},
    ),
    "a version gives no reason": (
        "unlinked",
        in_value("rule.json", lambda value: value["versions"].append(value["versions"][0])),
        {"rule_versions"},
    ),
    "the rule is none": ("unlinked", raw("rule.json", lambda _: b'{"rule":[]}'), {"shape", "not_counted"}),
    "the rule counts as nobody does": (
        "unlinked",
        in_value("rule.json", lambda value: value["rule"]["counting"].update(rule="astrology")),
        {"rule_sum", "rule_versions", "rule_opened", "unknown_rule", "not_counted"},
    ),
    "an option is changed": (
        "unlinked",
        in_value("options.json", lambda options: options[0].update(cost=5)),
        {"options_opened", "result_other"},
    ),
    "a title is changed": (
        "unlinked",
        in_value("options.json", lambda options: options[0].update(title="Другая")),
        {"shape", "not_counted"},
    ),
    "options are doubled": (
        "unlinked",
        in_value("options.json", lambda options: options.append(options[0])),
        {"options_twice", "options_opened", "result_other", COUNTED_OTHER},
    ),
    "votes of the result are changed": (
        "unlinked",
        in_value("result.json", lambda result: result["raw"]["rows"][0].update(votes=99)),
        {COUNTED_OTHER},
    ),
    "a winner is changed": (
        "unlinked",
        in_value("result.json", lambda result: result["cleaned"]["rows"][2].update(winner=True)),
        {COUNTED_OTHER},
    ),
    "a row is left out": ("unlinked", in_value("result.json", lambda result: result["raw"]["rows"].pop()), {"result_rows"}),
    "another count is called the result": (
        "unlinked",
        in_value("result.json", lambda result: result.update(result="cleaned")),
        {"result_other"},
    ),
    "the turnout is changed": (
        "unlinked",
        in_value("result.json", lambda result: result["turnout"].update(voters=46)),
        {"result_other"},
    ),
    "the result has no shape": ("unlinked", raw("result.json", lambda _: b"[]"), {"shape"}),
    "the result is missing": ("unlinked", lambda files: files.pop("result.json"), {"missing"}),
    "the ballots are missing": ("unlinked", lambda files: files.pop(BALLOTS), {"missing", "not_counted"}),
    "the journal is missing": ("unlinked", lambda files: files.pop(LEDGER), {"missing", "not_counted"}),
    "everything is missing": ("unlinked", lambda files: files.clear(), {"missing", "not_counted"}),
}  # fmt: skip


def chosen(line: bytes, marks: str) -> bytes:
    return verify.spell({**json.loads(line), "marks": marks}).encode()


def earlier(vote: Published, every: list[bytes]) -> list[bytes]:
    """The opened ballots with the first choice of somebody who voted twice."""
    voter, marks, _ = vote.casts[0]
    first = {"entry": 1, "salt": vote.salts[1], "marks": marks}
    return [
        verify.spell({**ballot, **first}).encode() if ballot["voter"] == voter else line
        for line in every
        for ballot in (json.loads(line),)
    ]


def put(folder: Path, files: Files) -> Path:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def codes(found: verify.Outcome) -> set[str]:
    return {problem.code for problem in found.report.problems}


@pytest.mark.parametrize("what", DAMAGES)
def test_damage_is_found_and_named(what: str, tmp_path: Path) -> None:
    kind, damage, expected = DAMAGES[what]
    files = VOTES[kind].files()
    damage(files)

    found = verify.examine(put(tmp_path, files))

    # How far a broken file of bytes can still be read, and so what else does not agree, depends on how it was packed.
    assert (codes(found) & expected if "broken_off" in expected else codes(found)) == expected
    assert all(verify.as_text(found, None, language) for language in verify.LANGUAGES)


@pytest.mark.parametrize("kind", VOTES)
def test_files_as_they_were_published_agree(kind: str, tmp_path: Path) -> None:
    found = verify.examine(put(tmp_path, VOTES[kind].files()))

    assert codes(found) == set()


def test_a_zip_is_read_as_its_folder_is_and_a_broken_one_is_named(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as packed_:
        for name, content in VOTES["unlinked"].files().items():
            packed_.writestr(name, content)
    (tmp_path / "good.zip").write_bytes(whole.getvalue())
    (tmp_path / "bad.zip").write_bytes(flip(whole.getvalue(), 700))

    good, bad = (verify.examine(tmp_path / name) for name in ("good.zip", "bad.zip"))

    assert codes(good) == set()
    assert codes(bad) & {"unreadable", "broken_off"}


def test_the_first_damaged_batch_is_told(tmp_path: Path) -> None:
    files = VOTES["unlinked"].files()
    in_lines(LEDGER, lambda every: replace(every, 30, b"14Z", b"15Z"))(files)

    found = verify.examine(put(tmp_path, files))

    assert [one.words for one in found.report.problems if one.code == "root"] == [{"first": 21, "last": 40, "size": 41}]


def test_a_journal_written_anew_is_told_by_a_check_mark_that_was_mailed(tmp_path: Path) -> None:
    other = make_published(44, notes=NOTES).files()
    ours = json.loads(VOTES["unlinked"].files()[MARKS])[0]
    theirs = json.loads(other[MARKS])[1]
    put(tmp_path, other)

    found = verify.examine(tmp_path, None, {ours["size"]: ours["root"], theirs["size"]: theirs["root"]})

    assert [(one.code, one.words) for one in found.report.problems] == [("mailed", {"size": ours["size"]})]


@pytest.mark.parametrize(
    ("kind", "entry", "said"),
    [
        ("unlinked", 1, ["receipt_found", "receipt_earlier"]),
        ("unlinked", 2, ["receipt_found", "receipt_last"]),
        ("linked", 2, ["receipt_found", "receipt_last", "receipt_choice"]),
        ("linked", 47, ["receipt_found", "receipt_last", "receipt_apart", "receipt_choice"]),
    ],
)
def test_a_control_code_is_looked_up(kind: str, entry: int, said: list[str], tmp_path: Path) -> None:
    vote = VOTES[kind]
    code = spelling.code(json.loads(vote.bodies[entry])["commitment"])

    found = verify.examine(put(tmp_path, vote.files()), code.lower().replace("0", "o").replace("-", " "))

    assert [one.code for one in found.receipt] == said
    assert codes(found) == set()


@pytest.mark.parametrize(("code", "problem"), [("ABCD", "receipt_bad"), ("0" * 20, "receipt_none")])
def test_a_control_code_that_is_none_is_told(code: str, problem: str, tmp_path: Path) -> None:
    found = verify.examine(put(tmp_path, VOTES["linked"].files()), code)

    assert codes(found) == {problem}


def test_the_verifier_stands_alone() -> None:
    tree = ast.parse(Path(verify.__file__).read_text("utf-8"), feature_version=(3, 9))

    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
    }

    assert imported <= sys.stdlib_module_names
