"""Which words of A are which words of B: anchors first, then Myers' algorithm in the gaps between them.

Sources: unique anchors as in Bram Cohen's patience diff; E. W. Myers, "An O(ND) Difference Algorithm and Its
Variations", Algorithmica 1 (1986), the greedy forward variant. Work is bounded by counting, never by the clock: where
a gap needs more than MAX_DISTANCE insertions and deletions, it is split at its rarest common word, or taken as
rewritten.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

SMALL = 64  # words on both sides together, up to which anchors are not worth their cost
MAX_DISTANCE = 300
MAX_COMMON = 32  # a word that stands more often than this in a gap is no anchor
CONFIRMED = 3  # words in a row that must agree around an anchor in a large gap

Match = tuple[int, int, int]  # start in A, start in B, length


def align(a: Sequence[str], b: Sequence[str]) -> list[Match]:
    """Runs of equal words, in order, longest possible at both ends, never touching on both sides."""
    found: list[Match] = []
    stack = [(0, len(a), 0, len(b))]
    while stack:
        a0, a1, b0, b1 = stack.pop()
        head, tail = common_ends(a, b, a0, a1, b0, b1)
        if head:
            found.append((a0, b0, head))
        if tail:
            found.append((a1 - tail, b1 - tail, tail))
        a0, a1, b0, b1 = a0 + head, a1 - tail, b0 + head, b1 - tail
        if a0 < a1 and b0 < b1:
            stack += gaps(split(a, b, a0, a1, b0, b1, found), a0, a1, b0, b1)
    return joined(sorted(found))


def common_ends(a: Sequence[str], b: Sequence[str], a0: int, a1: int, b0: int, b1: int) -> tuple[int, int]:
    """Lengths of the common start and, after it, the common end."""
    limit = min(a1 - a0, b1 - b0)
    head = 0
    while head < limit and a[a0 + head] == b[b0 + head]:
        head += 1
    limit -= head
    tail = 0
    while tail < limit and a[a1 - 1 - tail] == b[b1 - 1 - tail]:
        tail += 1
    return head, tail


def split(a: Sequence[str], b: Sequence[str], a0: int, a1: int, b0: int, b1: int, found: list[Match]) -> list[Match]:
    """Matches inside the gap between which it has to be compared further. A gap that is done goes to `found`, and
    nothing is left to compare."""
    size = a1 - a0 + b1 - b0
    if size > SMALL:
        matches = anchors(a, b, a0, a1, b0, b1, CONFIRMED if size > 10 * SMALL else 1)
        if matches:
            found += matches
            return matches
    pairs = myers(a, b, a0, a1, b0, b1)
    if pairs is not None:
        found += pairs
        return DONE
    rare = rarest_common_run(a, b, a0, a1, b0, b1)
    if rare is None:
        return DONE
    found.append(rare)
    return [rare]


DONE: list[Match] = []


def gaps(matches: Sequence[Match], a0: int, a1: int, b0: int, b1: int) -> Iterator[tuple[int, int, int, int]]:
    """The gaps before, between and after the matches; none where there is no match."""
    if not matches:
        return
    i, j = a0, b0
    for x, y, length in matches:
        if i < x and j < y:
            yield i, x, j, y
        i, j = x + length, y + length
    if i < a1 and j < b1:
        yield i, a1, j, b1


def anchors(a: Sequence[str], b: Sequence[str], a0: int, a1: int, b0: int, b1: int, confirmed: int) -> list[Match]:
    """Words that stand once on each side, in the longest common order, widened to the equal words around them."""
    part_a, part_b = a[a0:a1], b[b0:b1]
    once_b = {word for word, count in Counter(part_b).items() if count == 1}
    once = {word for word, count in Counter(part_a).items() if count == 1 and word in once_b}
    if not once:
        return []
    place = {word: index for index, word in enumerate(part_b) if word in once}
    order = [(index, place[word]) for index, word in enumerate(part_a) if word in once]
    found: list[Match] = []
    end_a, end_b = a0, b0
    for x, y in longest_increasing(order):
        x, y = x + a0, y + b0
        if x < end_a or y < end_b:
            continue
        start = 0
        while x - start > end_a and y - start > end_b and a[x - start - 1] == b[y - start - 1]:
            start += 1
        stop = 1
        while x + stop < a1 and y + stop < b1 and a[x + stop] == b[y + stop]:
            stop += 1
        if start + stop >= confirmed:
            found.append((x - start, y - start, start + stop))
            end_a, end_b = x + stop, y + stop
    return found


def longest_increasing(order: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence whose second numbers rise; first numbers rise already. O(n log n)."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, y) in enumerate(order):
        at = bisect_left(tails, y)
        if at == len(tails):
            tails.append(y)
            last.append(index)
        else:
            tails[at] = y
            last[at] = index
        before.append(last[at - 1] if at else -1)
    chosen: list[tuple[int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        chosen.append(order[index])
        index = before[index]
    return chosen[::-1]


def myers(a: Sequence[str], b: Sequence[str], a0: int, a1: int, b0: int, b1: int) -> list[Match] | None:
    """Matches of a shortest edit script, or None where it is longer than MAX_DISTANCE."""
    n, m = a1 - a0, b1 - b0
    bound = min(n + m, MAX_DISTANCE)
    reached = [0] * (2 * bound + 3)
    middle = bound + 1
    trace: list[list[int]] = []
    for distance in range(bound + 1):
        trace.append(reached[middle - distance - 1 : middle + distance + 2])
        for k in range(-distance, distance + 1, 2):
            if k == -distance or (k != distance and reached[middle + k - 1] < reached[middle + k + 1]):
                x = reached[middle + k + 1]
            else:
                x = reached[middle + k - 1] + 1
            y = x - k
            while x < n and y < m and a[a0 + x] == b[b0 + y]:
                x += 1
                y += 1
            reached[middle + k] = x
            if x >= n and y >= m:
                return traced(trace, n, m, a0, b0)
    return None


def traced(trace: Sequence[Sequence[int]], n: int, m: int, a0: int, b0: int) -> list[Match]:
    """The matches along the path that `trace` recorded, last to first, turned round."""
    found: list[Match] = []
    x, y = n, m
    for distance in range(len(trace) - 1, -1, -1):
        row = trace[distance]  # row[k + distance + 1] is the furthest x on diagonal k one step before
        k = x - y
        down = k == -distance or (k != distance and row[k + distance] < row[k + distance + 2])
        before = k + 1 if down else k - 1
        from_x = row[before + distance + 1] if distance else 0
        from_y = from_x - before if distance else 0
        start = from_x + (not down) if distance else 0
        if x > start:
            found.append((a0 + start, b0 + start - k, x - start))
        x, y = from_x, from_y
    return found[::-1]


def rarest_common_run(a: Sequence[str], b: Sequence[str], a0: int, a1: int, b0: int, b1: int) -> Match | None:
    """The longest run of equal words through a common word that is as rare as possible; None where every common word
    stands more than MAX_COMMON times. Ties go to the earliest."""
    places: dict[str, list[int]] = {}
    for index in range(b0, b1):
        places.setdefault(b[index], []).append(index)
    count_a = Counter(a[a0:a1])
    rare = min((count_a[word] * len(at) for word, at in places.items() if word in count_a), default=0)
    if not 0 < rare <= MAX_COMMON:
        return None
    best: Match | None = None
    for x in range(a0, a1):
        at = places.get(a[x], ())
        if count_a[a[x]] * len(at) == rare:
            for y in at:
                run = widened(a, b, x, y, (a0, a1, b0, b1))
                if best is None or run[2] > best[2]:
                    best = run
    return best


def widened(a: Sequence[str], b: Sequence[str], x: int, y: int, gap: tuple[int, int, int, int]) -> Match:
    a0, a1, b0, b1 = gap
    start, stop = 0, 1
    while x - start > a0 and y - start > b0 and a[x - start - 1] == b[y - start - 1]:
        start += 1
    while x + stop < a1 and y + stop < b1 and a[x + stop] == b[y + stop]:
        stop += 1
    return x - start, y - start, start + stop


def joined(matches: Sequence[Match]) -> list[Match]:
    """Neighbouring matches that touch on both sides, made one."""
    found: list[Match] = []
    for x, y, length in matches:
        if found and found[-1][0] + found[-1][2] == x and found[-1][1] + found[-1][2] == y:
            found[-1] = (found[-1][0], found[-1][1], found[-1][2] + length)
        else:
            found.append((x, y, length))
    return found
