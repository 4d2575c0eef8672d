"""Figures of search as anybody reckons them, and files that cannot be evaluated."""

import gzip
import math
from pathlib import Path

import pytest

from search.evaluation import Quality, Unfit, quality, read_judgements, read_questions


def test_figures_are_means_over_the_questions() -> None:
    second = (["x", "b"], {"b": 1.0})
    both = (["a", "x", "c", "a"], {"a": 2.0, "c": 1.0, "d": 0.0})

    found = quality([second, both])

    ndcg = (1 / math.log2(3) + (2 + 1 / 2) / (2 + 1 / math.log2(3))) / 2
    assert (found.count, found.recall, found.first) == (2, 1.0, 0.5)
    assert found.ndcg == pytest.approx(ndcg)


def test_the_eleventh_answer_is_too_late() -> None:
    found = quality([([str(number) for number in range(11)], {"10": 1.0})])

    assert found == Quality(1, 0.0, 0.0, 0.0)


def test_recall_is_of_all_that_answer() -> None:
    relevant = {str(number): 1.0 for number in range(20)}

    found = quality([(list(relevant)[:10], relevant)])

    assert (found.ndcg, found.recall, found.first) == (1.0, 0.5, 1.0)


def test_files_may_be_packed_have_a_mark_and_empty_lines(tmp_path: Path) -> None:
    questions, judgements = tmp_path / "queries.jsonl.gz", tmp_path / "qrels.csv"
    questions.write_bytes(gzip.compress('\n{"_id": "q1", "text": "лист\u2028ожидания"}\n\n'.encode()))
    judgements.write_bytes(b'\xef\xbb\xbfquery_id,doc_id,relevance\r\nq1,"d\r\n1",1\r\nq1,d2,0.5\r\n')

    assert read_questions(questions) == {"q1": "лист\u2028ожидания"}
    assert read_judgements(judgements) == {"q1": {"d\r\n1": 1.0, "d2": 0.5}}


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (b'{"_id": "q1", "text": "a"}\nwords\n', ", line 2: not a JSON object with `_id` and `text`"),
        (b'{"text": "a"}\n', ", line 1: not a JSON object with `_id` and `text`"),
        (b"[1]\n", ", line 1: not a JSON object with `_id` and `text`"),
        (b'{"_id": 1, "text": "a"}\n', ", line 1: `_id` and `text` are to be strings"),
        (b'{"_id": "q", "text": "a"}\n{"_id": "q", "text": "b"}\n', ", line 2: the id 'q' stands there already"),
        (b"\xff\xfe", " is not UTF-8"),
        (b"\x1f\x8bnot packed", " cannot be read: "),
    ],
)
def test_questions_that_cannot_be_read_are_refused_with_place_and_reason(
    tmp_path: Path, written: bytes, why: str
) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_bytes(written)

    with pytest.raises(Unfit) as refused:
        read_questions(path)

    assert str(refused.value).startswith(f"{path}{why}")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", ": the head has no column query_id; it is to have query_id, doc_id, relevance"),
        (
            "query_id\tdoc_id\trelevance\n",
            ": the head has no column query_id; it is to have query_id, doc_id, relevance",
        ),
        ("query_id,doc_id,relevance\nq1,d1,often\n", ", line 2: the relevance 'often' is no number from 0"),
        ("query_id,doc_id,relevance\nq1,d1\n", ", line 2: the relevance '' is no number from 0"),
        ("query_id,doc_id,relevance\nq1,d1,-1\n", ", line 2: the relevance '-1' is no number from 0"),
        ("query_id,doc_id,relevance\nq1,d1,nan\n", ", line 2: the relevance 'nan' is no number from 0"),
        ("query_id,doc_id,relevance\nq1,d1,1\nq1,d1,0\n", ", line 3: 'd1' is judged twice for 'q1'"),
    ],
)
def test_judgements_that_cannot_be_read_are_refused_with_place_and_reason(
    tmp_path: Path, written: str, why: str
) -> None:
    path = tmp_path / "qrels.csv"
    path.write_text(written, "utf-8")

    with pytest.raises(Unfit) as refused:
        read_judgements(path)

    assert str(refused.value) == f"{path}{why}"
