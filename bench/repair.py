"""Repair of damaged words: how many come out right, and how many undamaged ones are touched.

`python bench/repair.py [SENTENCES]` prints two rows: real German sentences of the shared data, damaged here letter by
letter with the shares that `ingest/confusions.py` names; and one page of the damaged seed document, whose damaged
words were corrected by hand (PAGE: the place of the word among the page's words, as read, as meant). Bars: at least
88 % of damaged words right, at most 0.2 % of the others touched.
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

from stadtgespraech.ingest.confusions import PLAIN, RARE
from stadtgespraech.ingest.lines import joined, lines_of, pages_of
from stadtgespraech.ingest.plain import Reading, read_pages
from stadtgespraech.ingest.repair import WORD_OR_CUT, Repairer

SHARED = Path(__file__).resolve().parents[2] / "shared"
SENTENCES = SHARED / "data" / "arguments" / "dataset_CDB.tsv"
SEED = SHARED / "seed" / "zielbilder-ocr.txt"
PAGE_OF_NOTE = 24
PAGE = """
19 Verédnderungen Veränderungen, 40 Lebensraume Lebensräume, 41 erhalt erhält, 48 fur für, 72 Stabilitat Stabilität,
74 gewahrleisten gewährleisten, 89 Gewahrleistung Gewährleistung, 102 Losungen Lösungen, 103 fur für,
107 kdnnen können, 127 dhnlichen ähnlichen, 138 Stadte Städte, 159 geférdert gefördert,
161 Veranderungsprozesse Veränderungsprozesse, 164 Prioritaten Prioritäten, 186 Bevolkerung Bevölkerung,
193 starken stärken, 204 zukunftsfahige zukunftsfähige, 216 zukUnftiger zukünftiger, 226 Ruckmeldungen Rückmeldungen,
262 Lernfahigkeit Lernfähigkeit, 264 Ruckmeldungen Rückmeldungen, 277 prazisiert präzisiert,
291 Ruckmeldung Rückmeldung, 310 ge16scht gelöscht, 317 Verstandnis Verständnis, 320 Ruckmeldungen Rückmeldungen,
336 prazisiert präzisiert, 338 erganzt ergänzt, 340 verstandlicher verständlicher, 342 vollstandiger vollständiger,
352 fur für, 359 fur für, 375 leistungsfahigen leistungsfähigen, 379 Rickmeldungen Rückmeldungen,
411 Lernfahigkeit Lernfähigkeit, 414 fur für, 420 unerlasslich unerlässlich, 421 Ruckmeldung Rückmeldung,
451 Uberschrift Überschrift, 452 nachgescharft nachgeschärft, 469 Ruckmeldung Rückmeldung, 476 fur für,
485 Stadtgesprach Stadtgespräch, 486 aufgefuhrt aufgeführt, 489 Weiterfuhrung Weiterführung,
493 Stadtgesprach Stadtgespräch, 518 Ruckmeldung Rückmeldung, 529 zuklinftig zukünftig,
555 Bedurfnisse Bedürfnisse, 563 kénnen können
"""
Counts = tuple[int, int, int, int]


def sentences(limit: int) -> list[str]:
    """Each sentence of the shared data once, those without a sign that damage leaves behind."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        texts = dict.fromkeys(row["content"] for row in csv.DictReader(file, delimiter="\t"))
    chosen = [text for text in texts if len(text.split()) >= 6]
    random.Random(7).shuffle(chosen)
    return chosen[:limit]


def damaged(sentence: str, source: random.Random) -> str:
    """The sentence as a machine might read it."""
    result = ""
    for char in sentence:
        draw, options = source.random(), {**RARE.get(char, {}), **PLAIN.get(char, {})} if char in "äöüßÄÖÜ" else {}
        for sign, share in options.items():
            draw -= share
            if draw < 0:
                char = sign
                break
        result += char
    return result


def words(text: str) -> list[str]:
    return WORD_OR_CUT.findall(text)


def score(read: str, meant: list[str], repairer: Repairer) -> Counts:
    """Damaged words, those right after repair, undamaged words, those touched."""
    counts = [0, 0, 0, 0]
    for damaged_word, repaired, right in zip(words(read), words(repairer.mend(read, 1).text), meant, strict=True):
        if damaged_word != right:
            counts[0] += 1
            counts[1] += repaired.lower() == right.lower()
        else:
            counts[2] += 1
            counts[3] += repaired != right
    return counts[0], counts[1], counts[2], counts[3]


def made(limit: int) -> Counts:
    """Sentences damaged here, each mended with all of them as its document."""
    source = random.Random(11)
    meant = sentences(limit)
    read = [damaged(sentence, source) for sentence in meant]
    repairer = Repairer("\n".join(read))
    found = [score(one, words(other), repairer) for one, other in zip(read, meant, strict=True)]
    return tuple(map(sum, zip(*found, strict=True)))  # type: ignore[return-value]


def by_hand() -> Counts:
    """One page of the seed, with a repairer that has seen the whole document."""
    pages = pages_of(lines_of(SEED.read_text("utf-8")))
    whole = text_of(read_pages(pages))
    read = text_of(read_pages([next(page for page in pages if page.notes[0].number == PAGE_OF_NOTE)]))
    right = {int(row[0]): (row[1], row[2]) for row in map(str.split, PAGE.replace("\n", " ").split(","))}
    meant = words(read)
    for place, (damaged_word, word) in right.items():
        assert meant[place] == damaged_word, "the page is cut otherwise now"
        meant[place] = word
    return score(read, meant, Repairer(whole))


def text_of(reading: Reading) -> str:
    return "\n".join([*(piece.text for piece in reading.pieces), *(joined(note.lines) for note in reading.notes)])


def main() -> int:
    if not SEED.exists():
        print("skipped: the shared development data is not beside this checkout")
        return 0
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    rows = [("damage made in real sentences", made(limit)), ("one page of the seed, by hand", by_hand())]
    print("| words | damaged | right after repair | others | touched |\n|---|---|---|---|---|")
    for name, (bad, right, good, touched) in rows:
        print(f"| {name} | {bad:,} | {right / bad:.1%} (bar 88 %) | {good:,} | {touched / good:.2%} (bar 0.2 %) |")
    return 0 if all(right >= 0.88 * bad and touched <= 0.002 * good for _, (bad, right, good, touched) in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
