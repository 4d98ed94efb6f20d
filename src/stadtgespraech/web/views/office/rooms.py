"""The rooms there are, in the order of the work, and whom they are for."""

from __future__ import annotations

from dataclasses import dataclass

from stadtgespraech.web.access import Member

ORGANISER, EDITOR, RELEASER = "organiser", "editor", "releaser"
MODERATOR, DEPARTMENT, FACILITATOR, COUNCIL_OFFICE = "moderator", "department", "facilitator", "council-office"


@dataclass(frozen=True, slots=True)
class Room:
    """`name` is that of its address (urls.py), `roles` whom its door lets in; () is every role."""

    name: str
    title: str
    roles: tuple[str, ...]


ROOMS = (
    Room("office", "Überblick", ()),
    Room("office-moderation", "Moderation", (MODERATOR, ORGANISER)),
    Room("office-capture", "Erfassen", (ORGANISER, EDITOR, FACILITATOR)),
    Room("office-contributions", "Beiträge", (ORGANISER, EDITOR, MODERATOR, RELEASER)),
    Room("office-participation", "Wer dabei ist", (ORGANISER, EDITOR)),
    Room("office-statement", "Stellungnahmen", (ORGANISER, DEPARTMENT)),
    Room("office-plan", "Ablauf", ()),
    Room("office-texts", "Texte", (ORGANISER, EDITOR)),
    Room("office-people", "Menschen", (ORGANISER,)),
    Room("office-settings", "Einstellungen", (ORGANISER,)),
    Room("office-audit", "Protokoll", (ORGANISER,)),
)


def rooms_of(member: Member) -> list[Room]:
    """The rooms that somebody may enter."""
    return [room for room in ROOMS if not room.roles or member.has(*room.roles)]
