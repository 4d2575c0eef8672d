"""`flask search evaluate`: the page's answers beside known ones."""

import json
from pathlib import Path

import pytest
from flask import Flask

from campaigns.contributions.models import State
from search.domain import upkeep
from tests.factories.campaigns import make_campaign, make_idea

QUESTIONS = [("q1", "листы ожидания"), ("q2", "записаться к врачу"), ("q3", "бегемот"), ("q4", "никто не судил")]
ANSWERS = "query_id,doc_id,relevance\nq1,d1,1\nq1,d2,0\nq2,d2,1\nq2,hidden,1\nq3,d1,1\n"


def files(tmp_path: Path, answers: str) -> tuple[str, str]:
    questions, judged = tmp_path / "queries.jsonl", tmp_path / "qrels.csv"
    lines = [json.dumps({"_id": id, "text": text}, ensure_ascii=False) for id, text in QUESTIONS]
    questions.write_text("\n".join(lines), "utf-8")
    judged.write_text(answers, "utf-8")
    return str(questions), str(judged)


def test_the_answers_of_the_page_are_compared_with_known_ones(app: Flask, tmp_path: Path) -> None:
    campaign, judged = make_campaign("health"), files(tmp_path, ANSWERS)
    make_idea(campaign, title="Лист ожидания", problem="Очередь в поликлинике.", source_id="d1")
    make_idea(campaign, title="Запись к врачу", problem="Запись открывается рано.", source_id="d2")
    make_idea(campaign, None, State.SUBMITTED, title="Записаться к врачу проще", source_id="hidden")
    runner = app.test_cli_runner()

    unready = runner.invoke(args=["search", "evaluate", *judged])
    upkeep.rebuild()
    told = runner.invoke(args=["search", "evaluate", *judged, "--json"])
    read = runner.invoke(args=["search", "evaluate", *judged])
    unanswered = runner.invoke(args=["search", "evaluate", *files(tmp_path, "query_id,doc_id,relevance\nq9,d1,1\n")])

    assert (unready.exit_code, "flask search rebuild" in unready.stderr) == (1, True)
    figures = json.loads(told.stdout)
    assert (figures["n"], figures["recall@10"], figures["P@1"]) == (3, 0.5, pytest.approx(2 / 3, abs=1e-4))
    assert told.stderr == "1 of 3 documents that answer are not public here, 'hidden' for one\n"
    assert read.stdout == "".join(f"{name:10} {value}\n" for name, value in figures.items())
    assert (unanswered.exit_code, "has an answer in" in unanswered.stderr) == (1, True)
