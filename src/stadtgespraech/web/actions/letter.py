"""Letters about an account: a code to sign in, or that something was changed. They go through the outbox."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stadtgespraech.web import clock
from stadtgespraech.web.models import Message

NOT_YOU = gettext_lazy("Waren Sie das nicht? Dann müssen Sie nichts tun: Ohne den Code kommt niemand hinein.")
UNDO = gettext_lazy(
    "Waren Sie das nicht? Dann melden Sie sich bitte gleich mit einem Code an "
    "und setzen ein neues Passwort:\n\n%(home)s"
)
CODE = gettext_lazy(
    "Ihr Code: %(code)s\n\nEr gilt eine halbe Stunde, nur in dem Fenster, in dem Sie ihn angefordert haben."
)

# allauth's name of a letter → subject, paragraphs
LETTERS: dict[str, tuple[str | Promise, tuple[str | Promise, ...]]] = {
    "account/email/login_code": (gettext_lazy("Ihr Code zum Anmelden"), (CODE, NOT_YOU)),
    "account/email/password_reset_code": (gettext_lazy("Ihr Code für ein neues Passwort"), (CODE, NOT_YOU)),
    "account/email/email_confirmation": (gettext_lazy("Ihr Code für die neue E-Mail-Adresse"), (CODE, NOT_YOU)),
    "account/email/email_confirmation_signup": (gettext_lazy("Ihr Code für das neue Konto"), (CODE, NOT_YOU)),
    "account/email/unknown_account": (
        gettext_lazy("Anmelden: Zu dieser Adresse gibt es kein Konto"),
        (
            gettext_lazy("Jemand wollte sich mit dieser E-Mail-Adresse anmelden. Ein Konto dazu gibt es nicht."),
            gettext_lazy("Waren Sie das? Dann können Sie hier eines anlegen:\n\n%(new)s"),
            gettext_lazy("Sonst müssen Sie nichts tun. Wir haben Ihre Adresse nicht behalten."),
        ),
    ),
    "account/email/account_already_exists": (
        gettext_lazy("Sie haben schon ein Konto"),
        (
            gettext_lazy("Jemand wollte mit dieser E-Mail-Adresse ein Konto anlegen. Es gibt aber schon eines."),
            gettext_lazy("Waren Sie das? Dann melden Sie sich hier mit einem Code an:\n\n%(home)s"),
            gettext_lazy("Sonst müssen Sie nichts tun."),
        ),
    ),
    "account/email/password_changed": (
        gettext_lazy("Ihr Passwort wurde geändert"), (gettext_lazy("Ihr Passwort wurde eben geändert."), UNDO),
    ),
    "account/email/password_set": (
        gettext_lazy("Ihr Passwort ist gesetzt"), (gettext_lazy("Ihr Konto hat jetzt ein Passwort."), UNDO),
    ),
    "account/email/password_reset": (
        gettext_lazy("Ihr Passwort wurde geändert"), (gettext_lazy("Ihr Passwort wurde eben geändert."), UNDO),
    ),
    "account/email/email_changed": (
        gettext_lazy("Ihre E-Mail-Adresse wurde geändert"),
        (gettext_lazy("Ihr Konto hat jetzt eine andere E-Mail-Adresse. An diese hier schreiben wir nicht mehr."), UNDO),
    ),
    "mfa/email/totp_activated": (
        gettext_lazy("Der zweite Schritt ist eingerichtet"),
        (gettext_lazy("Beim Anmelden fragen wir jetzt auch nach einem Code aus Ihrer App."), UNDO),
    ),
    "mfa/email/totp_deactivated": (
        gettext_lazy("Der zweite Schritt ist abgeschaltet"),
        (gettext_lazy("Beim Anmelden fragen wir nicht mehr nach einem Code aus Ihrer App."), UNDO),
    ),
    "mfa/email/recovery_codes_generated": (
        gettext_lazy("Sie haben neue Ersatz-Codes"), (gettext_lazy("Die alten Ersatz-Codes gelten nicht mehr."), UNDO),
    ),
    "socialaccount/email/account_connected": (
        gettext_lazy("Ihr Stadtkonto ist verbunden"),
        (gettext_lazy("Sie können sich jetzt auch mit Ihrem Stadtkonto anmelden."), UNDO),
    ),
}  # fmt: skip


def write_letter(name: str, *, to: str, context: dict[str, Any]) -> Message:
    """Put a letter into the outbox, in the language of the page that asked for it."""
    subject, paragraphs = LETTERS[name]
    known = {
        "code": context.get("code", ""),
        "home": settings.SITE_URL + reverse("account_request_login_code"),
        "new": settings.SITE_URL + reverse("account_signup"),
    }
    words = [_("Guten Tag!"), *(str(paragraph) % known for paragraph in paragraphs)]
    return Message.objects.create(to=to, subject=str(subject), body="\n\n".join(words), written_at=clock.now())
