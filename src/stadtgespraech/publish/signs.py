"""The signs of marks, the same in every format: words for whoever listens, arrows, calls, web links."""

from __future__ import annotations

from collections.abc import Sequence

from stadtgespraech.publish.document import Inline, Mark, NoteRef

WEB = ("https://", "http://", "mailto:")
GONE = ("delete", "moved-away")
_WORDS = {"insert": "neu", "delete": "gestrichen", "moved-here": "verschoben", "moved-away": "verschoben"}
_ROOM = 36  # characters of a title at the end of an arrow


def speech(mark: Mark) -> str:
    """What a screen reader says before marked words: "neu: ", "verschoben nach „Heiße Sommer“: "."""
    return f"{moved(mark) if mark.kind.startswith('moved') else _WORDS[mark.kind]}: "


def moved(mark: Mark) -> str:
    """What happened to words that moved, with the title where their other end stands."""
    title = f"„{mark.other_title}“"
    if mark.kind == "moved-here":
        return f"verschoben von {title if mark.other_title else 'anderer Stelle'}"
    return f"verschoben {f'nach {title}' if mark.other_title else 'an eine andere Stelle'}"


def break_speech(mark: Mark, noun: str) -> str:
    """The same before the sign of a title or paragraph that came or went as a block: "neu: Absatz. "."""
    return f"{_WORDS[mark.kind]}: {noun}. "


def end(mark: Mark) -> str:
    """The sign at one end of a move: its arrow, the number that both ends share, and where the other stands."""
    arrow = "←" if mark.kind == "moved-here" else "→"
    return f"{arrow}\u202f{mark.other} {short(mark.other_title)}".rstrip()


def end_anchors(mark: Mark) -> tuple[str, str]:
    """The anchors of this end of a move and of the other: ("v1-an", "v1-ab")."""
    here, away = f"v{mark.other}-an", f"v{mark.other}-ab"
    return (here, away) if mark.kind == "moved-here" else (away, here)


def short(title: str, room: int = _ROOM) -> str:
    """A title of at most `room` characters, cut between words."""
    if len(title) <= room:
        return title
    return title[:room].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"


def spaced(text: str) -> tuple[str, str, str]:
    """`text` with the blanks at its ends apart, so that no line is drawn under them."""
    inner = text.strip()
    if not inner:
        return text, "", ""
    start = text.index(inner)
    return text[:start], inner, text[start + len(inner) :]


def leading_calls(inlines: Sequence[Inline]) -> int:
    """How many calls stand before the first word."""
    return next((index for index, item in enumerate(inlines) if not isinstance(item, NoteRef)), len(inlines))
