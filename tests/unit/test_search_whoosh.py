"""An index in files: what is damaged is told and never an error, and a full disk changes nothing."""

import gc
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from search.engine import Document, Query, Unready
from search.engines.whoosh import WhooshEngine
from search.query import parse

DOCUMENTS = [Document(n, f"Тёплая остановка {n}", "Зимой автобуса ждут на морозе. " * n, "ru") for n in range(1, 6)]
WHOLE = [5, 4, 3, 2, 1]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garble(path: Path) -> None:
    path.write_bytes(bytes(byte ^ 0x5A for byte in path.read_bytes()))


DAMAGES = (cut, empty, garble, Path.unlink)
FILES = ("current", "whoosh-*/*.toc", "whoosh-*/*.seg")


# Whoosh leaves files open where it meets damage; the collector closes them, here and not in the middle of another test.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True, scope="module")
def _files_left_open() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    engine = WhooshEngine(tmp_path)
    with engine.rebuild() as changes:
        changes.index(DOCUMENTS)
    return engine


def found(engine: WhooshEngine) -> list[int] | None:
    """What is found, best first by its number; None where the index has to be built again."""
    try:
        return sorted((hit.id for hit in engine.query(Query(parse("остановка мороз"))).hits), reverse=True)
    except Unready:
        return None


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("pattern", FILES)
def test_a_damaged_file_is_an_index_to_be_built_again(
    engine: WhooshEngine, tmp_path: Path, pattern: str, damage: Callable[[Path], None]
) -> None:
    before = found(engine)
    (path,) = tmp_path.glob(pattern)

    damage(path)

    # Who has read the file before may know the answer still.
    assert (before, found(engine) in (WHOLE, None), found(WhooshEngine(tmp_path))) == (WHOLE, True, None)
    with pytest.raises(Unready), engine.change() as changes:
        changes.remove([1])
    with engine.rebuild() as changes:
        changes.index(DOCUMENTS)
    assert (found(engine), found(WhooshEngine(tmp_path))) == (WHOLE, WHOLE)


@contextmanager
def full_disk(after: int) -> Iterator[None]:
    """No file grows beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (after, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("after", [0, 100, 3000])
def test_a_full_disk_leaves_what_was_there(engine: WhooshEngine, tmp_path: Path, after: int) -> None:
    more = [Document(10 + n, f"Остановка у дома {n}", f"На морозе слово{n}.", "ru") for n in range(200)]

    with full_disk(after), pytest.raises(OSError, match="File too large"), engine.change() as changes:
        changes.remove([1])
        changes.index(more)
    with full_disk(after), pytest.raises(OSError, match="File too large"), engine.rebuild() as changes:
        changes.index(more)

    assert (found(engine), found(WhooshEngine(tmp_path))) == (WHOLE, WHOLE)
    with engine.change() as changes:
        changes.remove([5])
    assert found(engine) == [4, 3, 2, 1]


def test_what_is_put_away_while_a_batch_is_large_is_found(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.whoosh.pool.MOST_POSTINGS", 20)
    with engine.change() as changes:
        changes.index(Document(20 + n, f"Лавка {n}", "На морозе у остановки", "ru") for n in range(30))

    hits = engine.query(Query(parse('"морозе у остановки"'), limit=50))

    assert sorted(hit.id for hit in hits.hits) == list(range(20, 50))


def test_what_changed_is_found_at_once_and_by_all_that_is_kept(engine: WhooshEngine) -> None:
    before = found(engine)
    with engine.change() as changes:
        changes.remove([2])
        changes.index([Document(4, "Другое", "", "ru"), Document(9, "Остановка", "На морозе", "ru")])

    prefix = sorted(hit.id for hit in engine.query(Query(parse("остан*"))).hits)

    assert (before, found(engine), prefix) == (WHOLE, [9, 5, 3, 1], [1, 3, 5, 9])
