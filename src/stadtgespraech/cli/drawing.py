"""Diff, blame and reports as lines for a terminal or rows for a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from stadtgespraech.cli.console import one_line, visible
from stadtgespraech.records import Change, Process

if TYPE_CHECKING:
    from stadtgespraech.text.diff import Operation
    from stadtgespraech.text.weave import BlameRun

STYLES = {"insert": "\x1b[34;4m", "delete": "\x1b[33;9m", "move": "\x1b[36;4m"}


def operation_row(item: Operation) -> dict[str, str | int]:
    """`{op, a, b}`, and `number` where the operation is one end of a move."""
    row: dict[str, str | int] = {"op": item.op, "a": item.a, "b": item.b}
    if item.number is not None:
        row["number"] = item.number
    return row


def diff_text(found: Sequence[Operation], coloured: bool) -> str:
    """The new text with what went and what came marked, by colour and decoration or by the plain glyphs."""
    pieces = []
    for item in found:
        if item.op == "equal":
            pieces.append(visible(item.b))
        elif item.op == "move":
            arrow = f"→{item.number} " if item.a else f"←{item.number} "
            pieces.append(marked("move", item.a or item.b, arrow, " ", coloured))
        else:
            pieces.append(marked("delete", item.a, "− ", " −", coloured))
            pieces.append(marked("insert", item.b, "+ ", " +", coloured))
    text = "".join(pieces)
    return text if text.endswith("\n") or not text else text + "\n"


def marked(kind: str, text: str, opening: str, closing: str, coloured: bool) -> str:
    if not text:
        return ""
    text = visible(text)
    if not coloured:
        return f"⟦{opening}{text}{closing}⟧"
    return f"{STYLES[kind]}{opening if kind == 'move' else ''}{text}\x1b[0m"


def runs_of(runs: Sequence[BlameRun], statement: int | None) -> Iterator[tuple[str, BlameRun]]:
    """Each run with the owner of the block it stands in; only those of `statement` where one is named."""
    owner = ""
    for run in runs:
        owner = run.block.owner if run.block is not None else owner
        if statement is None or owner == f"statement:{statement}":
            yield owner, run


def blame_row(owner: str, run: BlameRun, by_revision: Mapping[int | None, Change]) -> dict[str, object]:
    """One run for a program; `change` is None for words of the first text."""
    change, mover = by_revision.get(run.born), mover_of(run, by_revision)
    return {
        "text": run.text,
        "block": owner,
        "change": change.number if change else None,
        "moved_by": mover.number if mover else None,
        "rounds": list(change.rounds) if change else [],
    }


def blame_lines(runs: Sequence[tuple[str, BlameRun]], by_revision: Mapping[int | None, Change]) -> Iterator[str]:
    """One line a run: the change's number, the words, the rounds that asked for it."""
    for index, (_, run) in enumerate(runs):
        if run.block is not None:
            yield "\n" if index else ""
            continue
        change, mover = by_revision.get(run.born), mover_of(run, by_revision)
        number = f"Ä-{change.number}" if change else "·"
        moved = f"(moved by Ä-{mover.number}) " if mover else ""
        rounds = f"  [{', '.join(change.rounds) or 'editors'}]" if change else ""
        yield one_line(f"{number:>6}  {moved}{run.text.strip()}{rounds}") + "\n"


def mover_of(run: BlameRun, by_revision: Mapping[int | None, Change]) -> Change | None:
    return by_revision.get(run.moved_by) if run.moved_by is not None else None


def report_lines(process: Process) -> list[str]:
    """What reading found, repaired, was unsure of and lost."""
    report = process.report
    if report is None:
        return []
    counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in report.read.items())
    lines = [f"read {report.source}: {counts}"] if counts else []
    if report.repairs:
        lines.append(f"repaired {len(report.repairs)} words; each stands in report.repairs with its odds")
    lines += [f"uncertain: {text}" for text in report.uncertain]
    return lines + [f"lost: {text}" for text in report.lost]
