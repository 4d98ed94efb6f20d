"""What is set for a process, a group of settings at a time. Each group is changed whole; whoever saves says from which
values they started, so that nobody overwrites what a colleague has just set."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.look import NOUNS, name_things, set_look
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.models import Look, Process, User
from stadtgespraech.web.models.rules import FOUR_EYES

Values = dict[str, Any]
PARTICULARS = ("title", "subtitle", "city", "motto", "office", "email", "land", "timezone", "listed")
RULES = ("moderation", "replies", "contributions")
RETENTION = ("address_days", "audit_months")
DECLARATION = ("status", "gaps", "checked_on", "method")


@dataclass(frozen=True, slots=True)
class Group:
    """How the values of some settings are read from a process, and written to it. `write` gets a process of its own,
    locked."""

    read: Callable[[Process], Values]
    write: Callable[[Process, Values], None]


def fingerprint(values: Mapping[str, Any]) -> str:
    """What a form carries of the values it was made from."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


@transaction.atomic
def change_settings(process: Process, *, group: str, values: Values, seen: str, by: User) -> list[str]:
    """Set the values of a group, and say which of them are other than before. Refused where they were changed since
    `seen` (`fingerprint`) was read."""
    own = Process.objects.select_for_update(no_key=True).get(pk=process.pk)
    before = GROUPS[group].read(own)
    if fingerprint(before) != seen:
        raise Refused(Reason.CHANGED)
    changed = sorted(name for name in before if name in values and values[name] != before[name])
    if changed:
        GROUPS[group].write(own, {**before, **values})
        audit(process, by=by, act="change_settings", about=f"settings:{group}", note=", ".join(changed))
    return changed


def read_particulars(process: Process) -> Values:
    return {name: getattr(process, name) for name in PARTICULARS}


def write_particulars(process: Process, values: Values) -> None:
    for name in PARTICULARS:
        setattr(process, name, values[name])
    process.save(update_fields=PARTICULARS)


def read_rules(process: Process) -> Values:
    rules = process.rules
    chosen = [one for one in FOUR_EYES if rules.needs_second(one)]
    return {**{name: getattr(rules, name) for name in RULES}, "four_eyes": chosen}


def read_retention(process: Process) -> Values:
    return {name: getattr(process.rules, name) for name in RETENTION}


def write_settings(process: Process, values: Values) -> None:
    process.settings = {**process.settings, **values}
    process.save(update_fields=["settings"])


def read_legal(process: Process) -> Values:
    own = process.settings.get("legal", {})
    declared = own.get("accessibility", {})
    return {
        "imprint": own.get("imprint", ""),
        "privacy": own.get("privacy", ""),
        **{name: declared.get(name, [] if name == "gaps" else "") for name in DECLARATION},
    }


def write_legal(process: Process, values: Values) -> None:
    """As views/legal.py reads it."""
    declared = {name: values[name] for name in DECLARATION if values[name]}
    texts = {name: values[name] for name in ("imprint", "privacy")}
    write_settings(process, {"legal": {**texts, "accessibility": declared}})


def look_of(process: Process) -> Look:
    return Look.objects.filter(process=process).first() or Look(process=process)


def read_names(process: Process) -> Values:
    """The German names, as (one, many)."""
    own = look_of(process).names.get("de", {})
    return {noun: list(own.get(noun, ["", ""])) for noun in NOUNS}


def write_names(process: Process, values: Values) -> None:
    name_things(process, language="de", names={noun: (one, many) for noun, (one, many) in values.items()})


def read_colours(process: Process) -> Values:
    look = look_of(process)
    return {"accent": look.accent, "second": look.second}


def write_colours(process: Process, values: Values) -> None:
    set_look(process, accent=values["accent"], second=values["second"])


GROUPS = {
    "particulars": Group(read_particulars, write_particulars),
    "rules": Group(read_rules, write_settings),
    "retention": Group(read_retention, write_settings),
    "legal": Group(read_legal, write_legal),
    "names": Group(read_names, write_names),
    "colours": Group(read_colours, write_colours),
}
