"""The form's key: random, signed for one device, with the time at which the form was handed out."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass

from django.core import signing

SHORTEST = datetime.timedelta(seconds=3)  # nobody reads and writes faster
LONGEST = datetime.timedelta(hours=24)
SALT = "stadtgespraech.form"


@dataclass(frozen=True, slots=True)
class FormKey:
    """`state` is "good", "soon" (sent faster than a person writes) or "old" (expired, or of another device)."""

    key: str
    state: str


def sign_key(device: str, now: datetime.datetime) -> str:
    """A fresh key of 128 random bits for a form that this device gets."""
    return signing.dumps([secrets.token_hex(16), int(now.timestamp())], salt=f"{SALT}:{device}")


def read_key(signed: str, device: str, now: datetime.datetime) -> FormKey:
    """The key that came back with a form. Never fails: what cannot be read is old."""
    try:
        key, stamp = signing.loads(signed, salt=f"{SALT}:{device}")
    except (signing.BadSignature, ValueError, TypeError):
        return FormKey("", "old")
    age = now - datetime.datetime.fromtimestamp(stamp, datetime.UTC)
    if not -SHORTEST <= age <= LONGEST:
        return FormKey("", "old")
    return FormKey(key, "soon" if age < SHORTEST else "good")
