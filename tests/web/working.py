"""People who work on a process, as the tests play them: signed in with both steps."""

from __future__ import annotations

import time

from django.test import Client

from stadtgespraech.web.actions.role import give_role
from stadtgespraech.web.models import Process, User

from .signing import account, with_factor


def worker(process: Process, *roles: str, email: str = "") -> tuple[Client, User]:
    """Somebody with these roles, who has come in with a second factor."""
    user = with_factor(account(email or f"{'-'.join(roles) or 'niemand'}@{process.slug}.example.org"))
    for role in roles:
        give_role(process, user=user, role=role)
    return entered(user), user


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "email": user.email},
        {"method": "mfa", "type": "totp", "at": time.time()},
    ]
    session.save()
    return client
