"""People who sign in, as the tests play them: they read the letters in the outbox."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.http import HttpResponse
from django.test import Client

from stadtgespraech.web.actions.account import open_account
from stadtgespraech.web.models import Message, User

from .conftest import NOON

PASSWORD = "vier kleine blaue boote"
HOME, SIGN_IN, NEW = "/konto/", "/konto/anmelden/", "/konto/neu/"


def last_letter() -> Message:
    found = Message.objects.order_by("pk").last()
    assert found is not None
    return found


def last_code() -> str:
    found = re.search(r"Code: ([A-Z]{4}-[A-Z]{4})", last_letter().body)
    assert found is not None, last_letter().body
    return found[1]


def account(email: str = "dora@example.org", **known: Any) -> User:
    return open_account(email, now=NOON, **known)


def signed_in(user: User) -> Client:
    """Somebody who has come in with a password long ago."""
    client = Client()
    client.force_login(user)
    return client


def by_code(client: Client, email: str, query: str = "") -> HttpResponse:
    client.post(SIGN_IN + query, {"email": email})
    return client.post(f"{SIGN_IN}code/{query}", {"code": last_code()})  # type: ignore[return-value]


def with_factor(user: User) -> User:
    TOTP.activate(user, generate_totp_secret())
    return user


def factor_code(user: User, steps: int = 0) -> str:
    """What the app shows, `steps` half minutes later."""
    secret = decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD + steps))
