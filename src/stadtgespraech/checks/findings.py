"""What a check finds: one value for one thing that is wrong, missing or to be said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ERROR, GAP, NOTE = "error", "gap", "note"

GAP_CODES = frozenset(
    {
        "number-gap", "words-unexplained", "reason-missing", "source-missing", "footnote-missing", "mark-missing",
        "part-unanswered",
    }
)  # fmt: skip
NOTE_CODES = frozenset({"edition-none", "leaf-sealed", "signature-none", "signature-untrusted"})


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is one of docs/format.md, section 10; `severity` is error, gap or note; `where` names the thing
    ("change 7", "statement 2, paragraph 3"); `message` is a clear English sentence."""

    code: str
    severity: str
    where: str
    message: str


def finding(code: str, where: str, message: str) -> Finding:
    """The finding with the severity that its code has."""
    severity = GAP if code in GAP_CODES else NOTE if code in NOTE_CODES else ERROR
    return Finding(code, severity, where, message)


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that mean "not verified"."""
    return tuple(item for item in findings if item.severity == ERROR)


def gaps(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What is missing and must be declared, sorted by code, then where."""
    return tuple(sorted((item for item in findings if item.severity == GAP), key=lambda item: (item.code, item.where)))
