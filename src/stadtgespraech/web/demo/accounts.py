"""People who can sign in."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password

from stadtgespraech.web.actions.account import open_account
from stadtgespraech.web.actions.following import follow
from stadtgespraech.web.actions.holding import hold
from stadtgespraech.web.actions.role import give_role
from stadtgespraech.web.demo.stage import Stage
from stadtgespraech.web.models import (
    Contribution,
    User,
)


@dataclass(frozen=True)
class Person:
    """Somebody with an account. They share one password, which is no secret."""

    email: str
    words: str
    role: str = ""


PASSWORD = "auenstadt-am-fluss"
PEOPLE = (
    Person("bob@auenstadt.example", "takes part, has said something and follows two statements"),
    Person("alice@auenstadt.example", "organiser", "organiser"),
    Person("carla@auenstadt.example", "moderator", "moderator"),
    Person("eda@auenstadt.example", "editor", "editor"),
    Person("doris@auenstadt.example", "department, writes its statement", "department"),
    Person("david@auenstadt.example", "department, signs what Doris wrote", "department"),
)


def accounts() -> list[tuple[str, str, str]]:
    """Who can log in, with which password, as what."""
    return [(person.email, PASSWORD, person.words) for person in PEOPLE]


def open_accounts(stage: Stage, now: datetime.datetime) -> None:
    """Bob, who takes part, and some of the staff with their second factor."""
    for person in PEOPLE:
        user = open_account(person.email, now=now)
        if person.role:
            give_role(stage.process, user=user, role=person.role)
            TOTP.activate(user, generate_totp_secret())
            RecoveryCodes.activate(user)
        else:
            fill_account(stage, user)
    User.objects.filter(email__in=[person.email for person in PEOPLE]).update(password=make_password(PASSWORD))


def fill_account(stage: Stage, user: User) -> None:
    """An answered contribution, one of several parts, two that wait; two statements and what is new there."""
    rows = Contribution.objects.filter(process=stage.process).order_by("pk")
    said = (
        rows.filter(parts__disposition__changes__isnull=False).first(),
        rows.filter(parts__superseded=True).first(),
        *rows.filter(about__kind="statement", parts__disposition=None, state="public").reverse()[:2],
    )
    for contribution in said:
        if contribution is not None:
            hold(user, contribution=contribution)
    for text in list(stage.texts.values())[:2]:
        follow(user, process=stage.process, text=text)
