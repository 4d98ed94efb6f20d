"""The check of a receipt in the reader's browser gives the verdict that the command line gives, and sends nothing."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Browser, Page

from stadtgespraech.checks.receipt import verify_contribution_receipt
from stadtgespraech.ledger.canonical import canonical
from stadtgespraech.ledger.checkpoint import Checkpoint
from stadtgespraech.ledger.commitment import commitment
from stadtgespraech.ledger.leaf import leaf_bytes
from stadtgespraech.ledger.merkle import Tree
from stadtgespraech.ledger.note import sign, verifier_of
from stadtgespraech.ledger.receipt import Receipt
from stadtgespraech.records import LogEntry

SCRIPT = Path(__file__).resolve().parents[2] / "src" / "stadtgespraech" / "web" / "static" / "web" / "receipt.js"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
ORIGIN = "stadtgespraech/auenstadt"
TRUSTED = str(verifier_of(ORIGIN, KEY))
TEXT = 'Bänke & "Schatten"\n\t\u2028 😀 مقاعد \x7f'
CONTENT = {"round": "Online", "kind": "idea", "intent": "", "language": "de", "passage": [[0, 3, 0, 12]], "text": TEXT}
EXTRA: dict[str, Any] = {
    "type": "received",
    "id": "7k4m92qx",
    "day": "2026-06-10",
    "object": "0f" * 16,
    "salt": "ab" * 32,
    "content": CONTENT,
}


def receipt(index: int, size: int, key: Ed25519PrivateKey = KEY, held: object = EXTRA) -> bytes:
    """The receipt of leaf `index` in a log of `size` leaves; `held` stands in its extra line."""
    content = {**CONTENT, "type": "received", "id": EXTRA["id"], "day": EXTRA["day"]}
    digest = commitment(content, bytes.fromhex(EXTRA["salt"])).hex()
    own = leaf_bytes(LogEntry("received", EXTRA["object"], EXTRA["day"], digest))
    tree = Tree(own if at == index else f"leaf {at}".encode() for at in range(size))
    note = sign(Checkpoint(ORIGIN, size, tree.root()).body(), ORIGIN, key).encode()
    extra = held if isinstance(held, bytes) else canonical(held)
    return Receipt(index, tuple(tree.inclusion(index)), note, extra).to_bytes()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty page on localhost, where browsers do cryptography, with the script's functions; nothing else answers."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(status=404))
    page.route(
        "http://localhost/",
        lambda route: route.fulfill(body="<!doctype html><title>x</title>", content_type="text/html"),
    )
    page.route("http://localhost/receipt.js", lambda route: route.fulfill(path=SCRIPT, content_type="text/javascript"))
    page.goto("http://localhost/")
    page.evaluate("async () => { window.receipt = await import('/receipt.js'); }")
    yield page
    context.close()


def verdict(page: Page, data: bytes, key: str = TRUSTED) -> int:
    """What the page would say, as an exit code: 0 proven, 1 not, 2 not readable; None where it cannot tell."""
    return page.evaluate(
        """async ([text, key]) => {
            let result;
            try { result = await receipt.check(text, key); } catch { return 2; }
            if (!result.content) return 2;
            return result.found && result.signature ? 0 : 1;
        }""",
        [data.decode(), key],
    )


@pytest.mark.parametrize("size", [*range(1, 10), 64, 65, 100])
def test_every_place_in_logs_of_many_sizes_is_proven(page, size):
    for index in {0, 1, size // 2, size - 2, size - 1} & set(range(size)):
        assert verdict(page, receipt(index, size)) == 0, (index, size)


def with_text(text: str) -> dict[str, Any]:
    return {**EXTRA, "content": {**CONTENT, "text": text}}


GOOD = receipt(4, 7)
CASES = {
    "good": GOOD,
    "another word": receipt(4, 7, held=with_text("Bänke")),
    "another object": receipt(4, 7, held={**EXTRA, "object": "0e" * 16}),
    "another salt": receipt(4, 7, held={**EXTRA, "salt": "ac" * 32}),
    "no object": receipt(4, 7, held={name: value for name, value in EXTRA.items() if name != "object"}),
    "another type": receipt(4, 7, held={**EXTRA, "type": "erased"}),
    "not canonical": receipt(4, 7, held=json.dumps(EXTRA).encode()),
    "another key": receipt(4, 7, key=OTHER),
    "another index": GOOD.replace(b"index 4", b"index 5"),
    "an index beyond": GOOD.replace(b"index 4", b"index 7"),
    "a proof too short": GOOD.replace(GOOD.split(b"\n")[3] + b"\n", b""),
    "a proof too long": GOOD.replace(b"\n\n", b"\n" + b64encode(bytes(32)) + b"\n\n", 1),
    "another root": GOOD.replace(GOOD.split(b"\n")[-4], b64encode(bytes(32))),
    "no extra": GOOD.replace(GOOD.split(b"\n")[1] + b"\n", b""),
    "another header": GOOD.replace(b"@v1", b"@v2"),
    "nothing": b"",
    "half": GOOD[:-30],
}


@pytest.mark.parametrize("name", CASES)
def test_the_browser_and_the_command_line_agree(page, name):
    data = CASES[name]
    assert verdict(page, data) == verify_contribution_receipt(data, TRUSTED).exit_code


def test_a_key_under_the_name_of_another_log_does_not_vouch(page):
    assert verdict(page, GOOD, str(verifier_of("stadtgespraech/other", KEY))) == 1


@pytest.mark.parametrize(
    "value", [{"b": 1, "a": [True, None, "ä\u2028\x00\x1f"]}, {"é": 1, "z": 2, "😀": 3, "\ufb33": 4}, []]
)
def test_one_value_has_one_spelling_in_both(page, value):
    assert page.evaluate("value => receipt.canonical(value)", value) == canonical(value).decode()


def test_the_script_asks_for_nothing(page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert (verdict(page, GOOD), asked) == (0, [])
