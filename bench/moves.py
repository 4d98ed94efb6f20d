"""Moved sentences: found also where reworded, never taken for another.

`python bench/moves.py` prints two tables over real German sentences of the shared data. Each text has 600 sentences in
paragraphs; 60 move to other paragraphs while 10 to 40 % of their content words are replaced by other words of the data.
Recall: moves found at the right two places. Near-duplicates: beside each moved sentence stands (or comes, or goes)
another one that differs in a fifth of its content words; the answer must be right or "ambiguous". Exact twins must
always be ambiguous. Bars: recall .99/.99/.98/.95, wrong at most 1 %.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from weave import SENTENCES, sentences

from stadtgespraech.text.diff import diff
from stadtgespraech.text.moves import Moves, find_moves
from stadtgespraech.text.tokens import FUNCTION_WORDS

SENTENCES_OF_A_TEXT, MOVED, TEXTS = 600, 60, 10
BARS = {0.1: 0.99, 0.2: 0.99, 0.3: 0.98, 0.4: 0.95}
Paragraphs = list[list[str]]


def reworded(sentence: str, share: float, source: random.Random, vocabulary: Sequence[str]) -> str:
    """The sentence with that share of its content words replaced, at least one where the share is not 0."""
    words = sentence.split()
    content = [i for i, word in enumerate(words) if word.lower().strip('.,;:!?"“„()') not in FUNCTION_WORDS]
    for index in source.sample(content, max(round(share * len(content)), share > 0 and 1) if content else 0):
        ending = words[index][-1] if not words[index][-1].isalnum() else ""
        words[index] = source.choice(vocabulary) + ending
    return " ".join(words)


@dataclass
class Case:
    """Two texts, and for each moved sentence its words before and after."""

    a: str
    b: str
    moved: list[tuple[str, str]]

    def moves(self) -> Moves:
        return find_moves(self.a, self.b, diff(self.a, self.b))

    def right(self, start: int, end: int, other: int, stop: int) -> bool:
        return (self.a[start:end], self.b[other:stop]) in self.moved


def joined(paragraphs: Paragraphs) -> str:
    return "\n".join(" ".join(paragraph) for paragraph in paragraphs if paragraph)


def case(share: float, seed: int, duplicates: str = "") -> Case:
    """`duplicates`: "" for none, else where the near-duplicate of each moved sentence stands: "both" texts, only in
    "a" (it goes), only in "b" (it comes); "twin" for an exact one in both."""
    source = random.Random(seed)
    pool = [" ".join(words) for words in sentences() if 8 <= len(words) <= 40]
    pool = [text for text in pool if text[-1] in ".!?" and not any(sign in text[:-1] for sign in ".!?:;()")]
    source.shuffle(pool)
    vocabulary = [word for text in pool[SENTENCES_OF_A_TEXT:] for word in text.rstrip(".!?").split() if len(word) > 4]
    a = [pool[start : start + 6] for start in range(0, SENTENCES_OF_A_TEXT, 6)]
    b = [list(paragraph) for paragraph in a]
    order = source.sample(range(len(a)), len(a))
    moved = []
    for origin, target in zip(order[:MOVED], order[1:] + order[:1], strict=False):
        old = source.choice([text for text in a[origin] if text in b[origin]])
        new = reworded(old, share, source, vocabulary)
        b[origin].remove(old)
        b[target].insert(source.randrange(len(b[target])), new)
        moved.append((old, new))
        if duplicates:
            double = old if duplicates == "twin" else reworded(old, 0.2, source, vocabulary)
            place = source.choice(order[MOVED + 1 :])
            for side, text in (("a", a), ("b", b)):
                if duplicates in (side, "both", "twin"):
                    text[place].append(double)
    return Case(joined(a), joined(b), moved)


def recall() -> bool:
    print("| content words replaced | moves found | bar | wrong | ambiguous |\n|---|---|---|---|---|")
    good = True
    for share, bar in BARS.items():
        found = wrong = unclear = total = 0
        for seed in range(TEXTS):
            one = case(share, seed)
            moves = one.moves()
            hits = sum(one.right(move.a0, move.a1, move.b0, move.b1) for move in moves.found)
            found, wrong, total = found + hits, wrong + len(moves.found) - hits, total + len(one.moved)
            unclear += len(moves.ambiguous)
        good &= found >= bar * total and wrong <= 0.01 * total
        print(f"| {share:.0%} | {found / total:.3f} of {total} | {bar} | {wrong / total:.3f} | {unclear / total:.3f} |")
    return good


def near_duplicates() -> bool:
    print("\n| beside the moved sentence | right | ambiguous | neither | wrong |\n|---|---|---|---|---|")
    good = True
    for label, kind in (
        ("a near-duplicate stays", "both"),
        ("a near-duplicate goes", "a"),
        ("a near-duplicate comes", "b"),
        ("an exact twin stays", "twin"),
    ):
        right = wrong = unclear = total = 0
        for seed in range(TEXTS):
            one = case(0.1 if kind != "twin" else 0.0, seed, kind)
            moves = one.moves()
            hits = [one.right(move.a0, move.a1, move.b0, move.b1) for move in moves.found]
            asked = {one.a[move.a0 : move.a1] for move in moves.ambiguous} & {old for old, _ in one.moved}
            right, wrong, unclear = right + sum(hits), wrong + len(hits) - sum(hits), unclear + len(asked)
            total += len(one.moved)
        rest = total - right - unclear
        good &= wrong <= 0.01 * total and (kind != "twin" or right == 0)
        shares = (f"{count / total:.3f}" for count in (right, unclear, max(rest, 0), wrong))
        print(f"| {label} | {' | '.join(shares)} |")
    return good


def main() -> int:
    if not SENTENCES.exists():
        print("skipped: the shared development data is not beside this checkout")
        return 0
    return 0 if all([recall(), near_duplicates()]) else 1


if __name__ == "__main__":
    sys.exit(main())
