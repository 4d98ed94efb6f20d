"""The canonical ZIP: one form, and nothing that a hostile file can do."""

from __future__ import annotations

import io
import warnings
import zipfile

import pytest

from stadtgespraech.ledger import archive
from stadtgespraech.ledger.archive import ArchiveError, looks_like_zip, pack, unpack

FILES = {"b/two.json": b"{}", "a.txt": b"Auenstadt", "empty": b""}


def zipped(entries, compression=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, data in entries:
            made.writestr(name, data)
    return out.getvalue()


def test_round_trip_whatever_the_order():
    data = pack(FILES)
    assert data == pack(dict(reversed(FILES.items())))
    assert unpack(data) == archive.Unpacked(dict(sorted(FILES.items())), ())
    assert looks_like_zip(data)


def test_the_bytes_of_a_small_archive():
    assert pack({"a": b"x"}).hex() == (
        "504b03040a0000000000000021008316dc8c01000000010000000100000061"
        "78"
        "504b01020a000a0000000000000021008316dc8c0100000001000000010000000000000000000000000000000000"
        "61504b050600000000010001002f000000200000000000"
    )


def test_other_programs_read_it_and_find_the_fixed_date():
    with zipfile.ZipFile(io.BytesIO(pack(FILES))) as made:
        assert made.testzip() is None
        assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_another_packing_is_read_but_is_not_canonical():
    data = zipped(FILES.items(), zipfile.ZIP_DEFLATED)
    assert unpack(data).files == FILES
    assert pack(unpack(data).files) != data


@pytest.mark.parametrize(
    "name", ["../x", "/x", "a/../b", "a\\b", "C:x", "ä", "a//b", "a/", "a/b/c/d/e", "-x", "a" * 101]
)
def test_names_that_lead_elsewhere(name):
    with pytest.raises(ArchiveError, match="cannot name"):
        pack({name: b""})
    with pytest.raises(ArchiveError, match="which no bundle holds"):
        unpack(zipped([(name, b"")]))


def test_an_entry_twice():
    with pytest.raises(ArchiveError, match="a stands there twice"):
        unpack(zipped([("a", b"1"), ("a", b"2")]))


def test_an_encrypted_entry():
    data = bytearray(pack({"a": b"x"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ArchiveError, match="a is encrypted"):
        unpack(bytes(data))


def test_a_bomb_stops_at_the_limit(monkeypatch):
    monkeypatch.setattr(archive, "MAX_BYTES", 3_000_000)
    with pytest.raises(ArchiveError, match="bomb makes it larger"):
        unpack(zipped([("bomb", bytes(50_000_000))], zipfile.ZIP_DEFLATED))
    with pytest.raises(ArchiveError, match="more than"):
        pack({"a": bytes(3_000_001)})


def test_too_many_entries(monkeypatch):
    monkeypatch.setattr(archive, "MAX_ENTRIES", 3)
    many = {f"f{n}": b"" for n in range(4)}
    with pytest.raises(ArchiveError, match="4 entries; 3 are allowed"):
        unpack(zipped(many.items()))
    with pytest.raises(ArchiveError, match="4 files; 3 are allowed"):
        pack(many)


def test_a_damaged_entry_is_named_and_the_others_are_read():
    data = pack(FILES).replace(b"Auenstadt", b"Auenstadl")
    found = unpack(data)
    assert (sorted(found.files), found.damaged) == (
        ["b/two.json", "empty"],
        ("a.txt cannot be read: its bytes do not fit its checksum or length",),
    )


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", bytes(1000), pack(FILES)[:-1], pack(FILES)[20:60]])
def test_what_is_no_zip(data):
    with pytest.raises(ArchiveError, match="not a ZIP file"):
        unpack(data)
