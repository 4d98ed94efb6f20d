"""The comments of a returned file: their words, what answers what, what is settled. Nobody's name."""

from __future__ import annotations

from dataclasses import dataclass

from stadtgespraech.ingest.archive import Archive
from stadtgespraech.ingest.docx_parts import text_of
from stadtgespraech.ingest.xml import attribute, with_name


@dataclass(frozen=True, slots=True)
class Comment:
    """`parent` is the key of the comment that starts the conversation, "" where it is this one."""

    key: str
    words: str
    parent: str = ""
    resolved: bool = False


def read_comments(archive: Archive, folder: str) -> list[Comment]:
    """All comments in the file's order, replies too."""
    path = f"{folder}/comments.xml"
    if path not in archive.names:
        return []
    words: dict[str, str] = {}
    keys: dict[str, str] = {}
    for number, entry in enumerate(with_name(archive.xml(path), "comment")):
        key = attribute(entry, "id") or f"?{number}"
        key = key if key not in words else f"{key}?{number}"
        words[key] = text_of(entry)
        keys |= {attribute(paragraph, "paraId") or "?": key for paragraph in with_name(entry, "p")}
    parents, resolved = _conversations(archive, folder, keys)
    return [Comment(key, said, _root(key, parents), key in resolved) for key, said in words.items()]


def _conversations(archive: Archive, folder: str, keys: dict[str, str]) -> tuple[dict[str, str], set[str]]:
    path = f"{folder}/commentsExtended.xml"
    parents: dict[str, str] = {}
    resolved: set[str] = set()
    for entry in with_name(archive.xml(path), "commentEx") if path in archive.names else ():
        key = keys.get(attribute(entry, "paraId") or "")
        parent = keys.get(attribute(entry, "paraIdParent") or "")
        if key is not None and parent is not None and parent != key:
            parents[key] = parent
        if key is not None and attribute(entry, "done") in ("1", "true"):
            resolved.add(key)
    return parents, resolved


def _root(key: str, parents: dict[str, str]) -> str:
    """The first comment of a conversation; "" for itself, and where they answer each other in a circle."""
    seen = {key}
    at = key
    while at in parents:
        at = parents[at]
        if at in seen:
            return ""
        seen.add(at)
    return at if at != key else ""
