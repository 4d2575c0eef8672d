"""Files of Pabulib: every kind of ballot is read, every kind of damage is named with its line, and the rule follows the file."""

import gzip
from pathlib import Path

import pytest

from campaigns.rounds.exchange.damage import Broken
from campaigns.rounds.exchange.pabulib import rules
from campaigns.rounds.exchange.pabulib.surveys import Survey, survey

ELECTIONS = Path(__file__).parents[1] / "elections"
META = "META\nkey;value\nbudget;10\nvote_type;approval\n"
PROJECTS = "PROJECTS\nproject_id;cost;votes\n1;5;1\n2;6;0\n"
VOTES = "VOTES\nvoter_id;vote\nv;1\n"


def tallied(seen: Survey) -> dict[str, tuple[int, int]]:
    got = seen.tallies()
    return {id: (got[p.place].votes, got[p.place].total) for id, p in seen.projects.items() if p.place in got}


def winning(name: str, asked: str | None = None) -> tuple[dict[str, object], dict[str, object], set[str]]:
    seen = survey(ELECTIONS / name)
    rule = rules.follow(seen, asked).rule
    places = rules.winners_of(seen, rule)
    return rule["ballot"], rule["counting"], {id for id, project in seen.projects.items() if project.place in places}


def broken(path: Path) -> list[str]:
    with pytest.raises(Broken) as caught:
        survey(path)
    return [str(damage) for damage in caught.value.damages]


def a_file(folder: Path, content: str | bytes) -> Path:
    path = folder / "votes.pb"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "votes"),
    [
        ("approval.pb", {"A1": (4, 4), "B2": (3, 3), "C3": (3, 3), "D4": (1, 1)}),
        ("choose-one.pb", {"10": (3, 3), "20": (2, 2), "30": (1, 1)}),
        ("cumulative.pb", {"x/1": (3, 13), "x/2": (3, 12), "x/3": (2, 4)}),
        ("ordinal.pb", {"p": (3, 6), "q": (3, 4), "r": (2, 5)}),
        ("scoring.pb", {"1": (3, 12), "2": (2, 5)}),
        ("knapsack.pb", {"k1": (2, 2), "k2": (2, 2), "k3": (1, 1)}),
        ("quoting.pb", {"1": (2, 2), "2": (2, 2), "3": (1, 1)}),
        ("old-letters.pb", {"1": (1, 1)}),
    ],
)
def test_votes_are_the_ballots_that_name_a_project(name: str, votes: dict[str, tuple[int, int]]) -> None:
    seen = survey(ELECTIONS / name)

    assert (tallied(seen), seen.election.notes) == (votes, [])


@pytest.mark.parametrize(
    ("name", "ballot", "counting", "winners"),
    [
        ("approval.pb", {"kind": "approve", "least": 1, "most": 3}, ("votes", "skip", 1000), {"A1", "C3"}),
        ("choose-one.pb", {"kind": "choose-one"}, ("votes", "stop", 900), {"10"}),
        ("cumulative.pb", {"kind": "points", "points": 10}, ("score", "skip", 50), {"x/1", "x/3"}),
        ("knapsack.pb", {"kind": "budget", "budget": 10050}, ("votes", "skip", 10050), {"k1", "k2"}),
    ],
)
def test_the_rule_follows_the_file(
    name: str, ballot: dict[str, object], counting: tuple[str, str, int], winners: set[str]
) -> None:
    by, over, budget = counting

    found = winning(name)

    assert found == (ballot, {"rule": "greedy", "by": by, "over": over, "budget": budget}, winners)


def test_rankings_and_scores_spend_no_budget() -> None:
    ranking, scores = winning("ordinal.pb"), winning("scoring.pb")

    assert ranking[:2] == ({"kind": "ranking", "most": 3}, {"rule": "borda"})
    assert scores[:2] == ({"kind": "score", "from": 1, "to": 5}, {"rule": "mean", "confidence": "0.95"})


def test_the_winners_that_the_file_names_decide_between_the_ways() -> None:
    seen = survey(ELECTIONS / "choose-one.pb")

    found = rules.follow(seen)

    assert found.because == "votes+stop: it gives the winners that the file names"


def test_a_way_that_is_asked_for_holds() -> None:
    _ballot, counting, winners = winning("choose-one.pb", "votes+skip")

    assert (counting["over"], winners) == ("skip", {"10", "30"})


def test_each_spoilt_ballot_is_refused_with_its_line_and_the_others_count() -> None:
    seen = survey(ELECTIONS / "damaged-ballots.pb")

    assert tallied(seen) == {"1": (2, 4), "2": (1, 2)}
    assert [str(damage) for damage in seen.election.refused] == [
        "line 20: a vote for project '9', which is not in PROJECTS",
        "line 21: a project stands twice in the vote",
        "line 22: voter good stands on line 19 already",
        "line 23: -1 points, the least are 0",
        "line 24: the points 'NaN' are no whole number",
        "line 25: the points 'inf' are no whole number",
        "line 26: the points '2.5' are no whole number",
        "line 27: 1 points for 2 projects",
        "line 28: 6 points in all, the most are 5",
        "line 29: there is no voter_id",
        "line 30: the row has 4 cells, the head has 3",
        "line 31: a quotation mark is opened and never closed",
        "line 32: the points '１' are no whole number",
        "line 34: the section VOTES stands after VOTES",
    ]
    assert [str(damage) for damage in seen.election.notes] == [
        "line 7: num_votes is 17, and there are 16 ballots",
        "line 15: project 1: the file says 9 votes, its ballots come to 2",
        "line 15: project 1: the file says 9 score, its ballots come to 4",
    ]


def test_a_ballot_over_the_budget_or_over_the_number_is_refused(tmp_path: Path) -> None:
    many = a_file(tmp_path, META + "max_length;1\nmin_length;1\n" + PROJECTS + VOTES + "w;1,2\nx;\n")

    over = [str(damage) for damage in survey(ELECTIONS / "knapsack.pb").election.refused]
    refused = [str(damage) for damage in survey(many).election.refused]

    assert over == ["line 20: the projects cost 120.25, 100.5 is there"]
    assert refused == [
        "line 14: the vote names 2 projects, the most are 1",
        "line 15: the vote names 0 projects, the least are 1",
    ]


def test_what_makes_a_file_uncountable_is_named_at_once_and_nothing_is_read() -> None:
    assert broken(ELECTIONS / "broken.pb") == [
        "line 4: budget '-5' is no amount from 0",
        "line 5: budget is said on line 4 already, and otherwise",
        "line 6: the vote_type 'acclamation' is none of approval, choose-1, cumulative, ordinal, scoring",
        "line 7: max_length 'many' is no whole number",
        "line 10: the cost 'abc' is no number",
        "line 11: the cost 'NaN' is no number",
        "line 12: the cost '1.00001' has more than 4 decimals",
        "line 14: project 4 stands on line 13 already",
        "line 15: a project without project_id",
        "line 16: VOTES has no column vote",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the file is empty"),
        (PROJECTS + VOTES, "there is no section META"),
        (META + VOTES, "line 5: VOTES stands before PROJECTS"),
        (META + PROJECTS, "there is no section VOTES"),
        (META, "there is no section PROJECTS"),
        (META + "META\n" + PROJECTS + VOTES, "line 5: a second section META; the first begins on line 1"),
        ("just words", "line 1: the file does not begin with the section META"),
        (META.replace("budget;10\n", "") + PROJECTS + VOTES, "line 1: META has no budget"),
        (
            META.replace("vote_type;approval\n", "") + PROJECTS + VOTES,
            "line 1: META has no vote_type: one of approval, choose-1, cumulative, ordinal, scoring",
        ),
        (
            META.replace("approval", "cumulative") + PROJECTS + VOTES,
            "line 9: VOTES has no column points, and cumulative votes need one",
        ),
        (META + "PROJECTS\nproject_id;cost\n" + VOTES, "line 5: PROJECTS has no rows"),
        (META + PROJECTS + "VOTES\nvoter_id;vote\nv;7\n", "not one ballot can be counted"),
        (META.replace("10", "inf") + PROJECTS + VOTES, "line 3: budget 'inf' is no number"),
    ],
)
def test_a_file_without_its_parts_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    assert reason in broken(a_file(tmp_path, content))


def test_a_packed_file_that_is_cut_off_or_damaged_gives_nothing(tmp_path: Path) -> None:
    packed = gzip.compress((META + PROJECTS + VOTES).encode(), mtime=0)
    torn = bytearray(packed)
    torn[-6] ^= 255

    assert broken(a_file(tmp_path, packed[:-9])) == ["the packed file is cut off: its end is missing"]
    assert broken(a_file(tmp_path, bytes(torn)))[0].startswith("the packed file is damaged")
    assert tallied(survey(a_file(tmp_path, packed))) == {"1": (1, 1)}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_are_found(tmp_path: Path, encoding: str, end: str) -> None:
    content = (META + PROJECTS + VOTES).replace("\n", end).encode(encoding)

    assert tallied(survey(a_file(tmp_path, content))) == {"1": (1, 1)}


@pytest.mark.parametrize("separator", [",", "\t", "|"])
def test_other_separators_are_found(tmp_path: Path, separator: str) -> None:
    content = (META + PROJECTS + VOTES + 'w;"1,2"\n').replace(";", separator)

    assert tallied(survey(a_file(tmp_path, content))) == {"1": (2, 2), "2": (1, 1)}


def test_letters_of_old_encodings_and_quoted_words_stay() -> None:
    old, quoted = survey(ELECTIONS / "old-letters.pb"), survey(ELECTIONS / "quoting.pb")

    assert (old.election.meta["description"], old.projects["1"].cells["name"]) == (
        "Zażółć gęślą jaźń",
        "Ścieżka nad rzeką",
    )
    assert [project.cells["name"] for project in quoted.projects.values()] == [
        'A pipe; 5" wide',
        'A 3" pipe and a 4" pipe',
        'A 6" pipe',
    ]
    assert quoted.projects["2"].cells["description"] == "a text\nover two lines"


def test_a_quotation_mark_that_nobody_closes_costs_one_line(tmp_path: Path) -> None:
    content = META + PROJECTS + VOTES + 'w;"2\nx;1,2\n'

    seen = survey(a_file(tmp_path, content))

    assert tallied(seen) == {"1": (2, 2), "2": (1, 1)}
    assert [damage.line for damage in seen.election.refused] == [12]
