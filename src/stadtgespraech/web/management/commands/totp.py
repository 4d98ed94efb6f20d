"""`stadtgespraech manage totp EMAIL`: the code that somebody's app shows now, for demonstrations and tests."""

from __future__ import annotations

import time
from argparse import ArgumentParser

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Print the code of somebody's second step. Whoever can run this could also remove it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the account's address")

    def handle(self, *, email: str, **_: object) -> None:
        found = Authenticator.objects.filter(user__email=email.lower(), type=Authenticator.Type.TOTP).first()
        if found is None:
            raise CommandError(f"{email}: no account of this address has a second step")
        secret, counter = decrypt(found.data["secret"]), int(time.time()) // app_settings.TOTP_PERIOD
        self.stdout.write(format_hotp_value(hotp_value(secret, counter)))
