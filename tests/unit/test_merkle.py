"""The tree: as RFC 9162 defines it, and as the known test vectors of Certificate Transparency have it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rounds.ledger import merkle, spelling

# Leaves, roots and proofs of the reference implementation (google/certificate-transparency, merkle tree tests).
LEAVES = [
    spelling.leaf(bytes.fromhex(text).decode())
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION_OF_5_IN_8 = [
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]
CONSISTENCY_OF_6_AND_8 = [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]
CONSISTENCY_OF_2_AND_5 = [
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
]

sizes = st.integers(1, 130)


def leaves(size: int) -> list[str]:
    return [spelling.leaf(str(number)) for number in range(size)]


def plain(entries: list[str]) -> str:
    """MTH of RFC 9162, 2.1.1, word for word."""
    if not entries:
        return hashlib.sha256(b"").hexdigest()
    if len(entries) == 1:
        return entries[0]
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return spelling.node(plain(entries[:k]), plain(entries[k:]))


def grown(entries: list[str]) -> merkle.Peaks:
    peaks = merkle.Peaks()
    for leaf in entries:
        peaks.add(leaf)
    return peaks


def flipped(proof: list[str], place: int) -> list[str]:
    return [*proof[:place], hashlib.sha256(proof[place].encode()).hexdigest(), *proof[place + 1 :]]


def test_roots_and_proofs_are_those_of_the_reference() -> None:
    roots = merkle.of_leaves(LEAVES)

    assert [grown(LEAVES[:size]).root() for size in range(1, 9)] == ROOTS
    assert merkle.inclusion(5, 8, roots) == INCLUSION_OF_5_IN_8
    assert merkle.consistency(6, 8, roots) == CONSISTENCY_OF_6_AND_8
    assert merkle.consistency(2, 5, roots) == CONSISTENCY_OF_2_AND_5


@given(st.integers(0, 130))
def test_a_tree_that_grows_has_the_root_of_the_definition(size: int) -> None:
    assert grown(leaves(size)).root() == plain(leaves(size))


@given(sizes, st.data())
def test_a_tree_goes_on_from_its_peaks(size: int, drawn: st.DataObject) -> None:
    half = drawn.draw(st.integers(0, size))
    kept = grown(leaves(half))

    again = merkle.Peaks(kept.size, list(kept.hashes))
    for leaf in leaves(size)[half:]:
        again.add(leaf)

    assert (again.size, again.root()) == (size, plain(leaves(size)))


@given(sizes, st.integers(0, 5))
def test_each_complete_subtree_of_a_height_is_told_once(size: int, height: int) -> None:
    peaks, width = merkle.Peaks(), 1 << height

    told = [root for leaf in leaves(size) if (root := peaks.add(leaf, height)) is not None]

    assert told == [plain(leaves(size)[width * n : width * (n + 1)]) for n in range(size // width)]


@given(sizes, st.data())
def test_every_entry_is_proved_and_nothing_else_is(size: int, drawn: st.DataObject) -> None:
    index, entries = drawn.draw(st.integers(0, size - 1)), leaves(size)
    proof = merkle.inclusion(index, size, merkle.of_leaves(entries))

    assert merkle.root_of_inclusion(entries[index], index, size, proof) == plain(entries)
    assert merkle.root_of_inclusion(spelling.leaf("another"), index, size, proof) != plain(entries)
    for place in range(len(proof)):
        assert merkle.root_of_inclusion(entries[index], index, size, flipped(proof, place)) != plain(entries)
    for wrong in ([*proof, entries[0]], proof[:-1]):
        if wrong != proof:
            with pytest.raises(ValueError, match="too"):
                merkle.root_of_inclusion(entries[index], index, size, wrong)


def test_an_entry_outside_of_the_tree_is_refused() -> None:
    with pytest.raises(ValueError, match="no such entry"):
        merkle.root_of_inclusion(LEAVES[0], 8, 8, [])


@given(st.integers(0, 130), st.data())
def test_growth_is_proved_and_nothing_else_is(second: int, drawn: st.DataObject) -> None:
    first = drawn.draw(st.integers(0, second))
    roots = (plain(leaves(first)), plain(leaves(second)))
    proof = merkle.consistency(first, second, merkle.of_leaves(leaves(second)))
    rewritten = plain([spelling.leaf("another"), *leaves(first)[1:]])

    assert merkle.is_consistent(first, second, roots, proof)
    assert first == 0 or not merkle.is_consistent(first, second, (rewritten, roots[1]), proof)
    assert not merkle.is_consistent(first, second, roots, [*proof, roots[0]])
    assert not any(merkle.is_consistent(first, second, roots, flipped(proof, place)) for place in range(len(proof)))


def test_a_tree_does_not_shrink() -> None:
    assert not merkle.is_consistent(8, 6, (ROOTS[7], ROOTS[5]), CONSISTENCY_OF_6_AND_8)
