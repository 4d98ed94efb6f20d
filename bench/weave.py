"""The weave: a history of fifty editions of 40,000 words, beside WikiWho on the same texts.

`python bench/weave.py [WORDS] [EDITIONS]` prints a table. Each edition has 100 word edits and five moved sentences more
than the one before; real German sentences of the shared data, paragraphs parted by blank lines. Bars: built from the
plain texts in at most half of WikiWho's time, then blame and any marked edition under 50 ms.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from WikiWho.wikiwho import Wikiwho

from stadtgespraech.text.weave import Weave

SENTENCES = Path(__file__).resolve().parents[2] / "shared" / "data" / "arguments" / "dataset_CDB.tsv"
EDITS, MOVES = 100, 5
T = TypeVar("T")


def sentences() -> list[list[str]]:
    """Each sentence of the shared data once, as words."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [words for text in dict.fromkeys(row["content"] for row in rows) if len(words := text.split()) >= 6]


def history(words: int, editions: int, seed: int = 5) -> list[str]:
    """Plain texts: the first of `words` words in paragraphs of five sentences, then one for each edition."""
    random_of = random.Random(seed)
    found, spare, text, count = sentences(), [], [], 0
    random_of.shuffle(found)
    for sentence in found:
        if count < words:
            text.append(list(sentence))
            count += len(sentence)
        else:
            spare.append(sentence)
    paragraphs = [text[start : start + 5] for start in range(0, len(text), 5)]
    vocabulary = [word for sentence in spare or found for word in sentence]
    texts = [_plain(paragraphs)]
    for _ in range(editions - 1):
        _edit(paragraphs, vocabulary, random_of)
        texts.append(_plain(paragraphs))
    return texts


def _plain(paragraphs: list[list[list[str]]]) -> str:
    return "\n\n".join(" ".join(" ".join(words) for words in paragraph) for paragraph in paragraphs)


def _edit(paragraphs: list[list[list[str]]], vocabulary: list[str], random_of: random.Random) -> None:
    for _ in range(MOVES):
        source, target = random_of.sample([paragraph for paragraph in paragraphs if len(paragraph) > 1], 2)
        target.insert(random_of.randrange(len(target)), source.pop(random_of.randrange(len(source))))
    for _ in range(EDITS):
        words = random_of.choice(random_of.choice(paragraphs))
        at, kind = random_of.randrange(len(words)), random_of.choice(("insert", "delete", "replace"))
        new = random_of.sample(vocabulary, random_of.randint(1, 3))
        words[at : at + (kind != "insert")] = [] if kind == "delete" and len(words) > 3 else new


def timed(work: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def wikiwho(texts: list[str]) -> Wikiwho:
    article = Wikiwho("bench")
    article.analyse_article(
        [
            {"revid": number, "*": text, "timestamp": f"2025-01-01T00:{number:02}:00Z", "userid": number, "user": "u"}
            for number, text in enumerate(texts, 1)
        ]
    )
    assert len(article.ordered_revisions) == len(texts), "WikiWho took a revision for vandalism"
    return article


def run(words: int = 40_000, editions: int = 50) -> int:
    if not SENTENCES.exists():
        print("skipped: the shared development data is not beside this checkout")
        return 0
    texts = history(words, editions)
    theirs = timed(lambda: wikiwho(texts))[0]
    ours, weave = timed(lambda: Weave.from_texts(texts))
    last = weave.revisions
    assert weave.text() == "\n" + texts[-1].replace("\n\n", "\n"), "the last text is not the last text"
    pairs = [(0, last), (0, 1), (last - 1, last), (last // 2, last), (last, 0), (last // 3, last // 2)]
    print(f"{words:,} words, {editions} editions, {len(weave.rows().slots):,} slots")
    print("| what | ours | WikiWho | bar |\n|---|---|---|---|")
    times = f"{theirs / ours:.1f} times as fast"
    print(f"| built from the texts | {ours:.2f} s | {theirs:.2f} s | half of WikiWho ({times}) |")
    seconds, _ = timed(weave.blame)
    print(f"| blame | {seconds * 1000:.1f} ms | – | 50 ms |")
    for a, b in pairs:
        seconds, runs = timed(lambda a=a, b=b: weave.marked(a, b))  # type: ignore[misc]
        print(f"| marked {a} → {b}, {len(runs):,} runs | {seconds * 1000:.1f} ms | – | 50 ms |")
    return 0


if __name__ == "__main__":
    sys.exit(run(*map(int, sys.argv[1:])))
