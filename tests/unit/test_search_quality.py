"""Search answers at least as well as it was measured to."""

from pathlib import Path

import pytest

from tests.benchmarks.search_quality import REAL, measure, own, real
from tests.support.real import real as real_path

# Slightly under what docs/search.md reports.
FLOORS = {"ru_rutube_faq": 0.60, "ru_xquad": 0.957, "uk_1551_topics": 0.315, "en_xquad": 0.965}


def test_our_own_questions_find_their_ideas(tmp_path: Path) -> None:
    quality = measure(own(), tmp_path)

    assert (quality.ndcg >= 0.97, quality.recall) == (True, 1.0)


@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_real_questions_find_their_answers(tmp_path: Path, name: str) -> None:
    real_path(f"search/{name}/qrels.csv")
    collection = real(real_path(f"search/{name}"), REAL[name])

    quality = measure(collection, tmp_path)

    assert quality.ndcg >= FLOORS[name]
