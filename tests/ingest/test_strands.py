"""Random recorded edits: accepting all and rejecting all give what a plain walk over the file gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.ingest.assembly import woven
from stadtgespraech.ingest.paper import Paper, Piece, Run, Track
from stadtgespraech.ingest.strands import group_edits, strands_of
from stadtgespraech.records import Block

TRACKS = st.one_of(
    st.none(),
    st.builds(Track, st.sampled_from(["A", "B"]), st.sampled_from(["2025-01-01", "2025-01-02", ""])),
)
WORDS = st.sampled_from(["Stadt ", "am ", "Fluss. ", "Und ", "wir, ", "viele ", "Bäume wachsen heute hier. "])
PIECES = st.lists(
    st.builds(
        Piece,
        st.sampled_from([0, 0, 2]),
        st.lists(st.builds(Run, WORDS, TRACKS, TRACKS), min_size=1, max_size=6).map(tuple),
        st.just(""),
        TRACKS,
        TRACKS,
    ),
    min_size=1,
    max_size=5,
)


def plain(pieces: list[Piece], *, final: bool) -> str:
    """All words that are left, breaks and blanks aside."""
    return " ".join("".join(piece.text(final=final) + " " for piece in pieces).split())


@given(PIECES)
def test_accepting_and_rejecting_all_keeps_every_word(pieces: list[Piece]) -> None:
    blocks = [Block("statement:1", "paragraph") for _ in pieces]
    strands, spots = strands_of(Paper(tuple(pieces)), blocks, [0] * len(pieces))
    groups = group_edits(strands, spots)
    weave = woven(strands, groups)
    assert weave.revisions == len(groups)
    assert " ".join(weave.text(0).split()) == plain(pieces, final=False)
    assert " ".join(weave.text().split()) == plain(pieces, final=True)
