"""How allauth does things here: messages go through our outbox, in our words; no address of a connection is kept."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from stadtgespraech.web import clock
from stadtgespraech.web.actions.letter import write_letter
from stadtgespraech.web.models import User
from stadtgespraech.web.qr import qr_of
from stadtgespraech.web.views.pace import place_of
from stadtgespraech.web.views.posting import posts_only

SESSION_KEY = secrets.token_bytes(32)  # drawn when this process starts, and kept nowhere
TOO_OFT = _("Das waren zu viele Versuche. Bitte warten Sie einige Minuten.")
WRONG_CODE = _("Dieser Code stimmt nicht. Bitte vergleichen Sie ihn noch einmal.")

ERRORS: dict[str, str | Promise] = {
    "account_inactive": _("Dieses Konto ist gesperrt."),
    "duplicate_email": _("Das ist schon die Adresse Ihres Kontos."),
    "email_password_mismatch": _("E-Mail-Adresse und Passwort passen nicht zusammen."),
    "email_taken": _("Diese Adresse können wir nicht nehmen. Bitte versuchen Sie eine andere."),
    "enter_current_password": _("Das ist nicht Ihr jetziges Passwort."),
    "incorrect_code": WRONG_CODE,
    "incorrect_password": _("Dieses Passwort stimmt nicht."),
    "invalid_login": _("Bitte geben Sie Ihre E-Mail-Adresse ein."),
    "max_email_addresses": _("Ein Konto hat nur eine E-Mail-Adresse."),
    "rate_limited": TOO_OFT,
    "too_many_login_attempts": TOO_OFT,
}
PASSWORD_ERRORS: dict[str, str | Promise] = {
    "password_too_short": _("Dieses Passwort ist zu kurz. Es braucht mindestens zehn Zeichen."),
    "password_too_common": _("Dieses Passwort benutzen zu viele. Es wäre schnell erraten."),
    "password_entirely_numeric": _("Nur Ziffern sind zu leicht zu erraten."),
    "password_too_similar": _("Dieses Passwort ähnelt Ihrer E-Mail-Adresse zu sehr."),
}
# What is said on the next page; what is not here is seen from the page itself.
NOTES: dict[str, str | Promise] = {
    "account/messages/email_confirmed.txt": _("Ihre E-Mail-Adresse ist bestätigt."),
    "account/messages/email_confirmation_failed.txt": _("Diese Adresse können wir nicht nehmen."),
    "account/messages/password_changed.txt": _("Ihr Passwort ist geändert."),
    "account/messages/password_set.txt": _("Ihr Passwort ist gesetzt."),
    "account/messages/logged_out.txt": _("Sie sind abgemeldet."),
    "mfa/messages/totp_activated.txt": _("Der zweite Schritt ist eingerichtet."),
    "mfa/messages/totp_deactivated.txt": _("Der zweite Schritt ist abgeschaltet."),
    "socialaccount/messages/account_connected.txt": _("Ihr Stadtkonto ist verbunden."),
    "socialaccount/messages/account_connected_other.txt": _("Dieses Stadtkonto gehört schon zu einem anderen Konto."),
}
AGAIN: dict[str, str | Promise] = {
    "reauthenticate": _("Mit dem Passwort bestätigen"),
    "reauthenticate_by_code": _("Mit einem Code per E-Mail bestätigen"),
    "mfa_reauthenticate": _("Mit der App bestätigen"),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {**DefaultAccountAdapter.error_messages, **ERRORS}  # noqa: RUF012

    def new_user(self, request: HttpRequest) -> User:
        now = clock.now()
        return User(language=translation.get_language() or "de", joined_at=now, told_at=now)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        write_letter(template_prefix, to=email, context=context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        write_letter(template_prefix, to=email or user.email, context=context or {})

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        words = message or NOTES.get(message_template or "")
        if words:
            messages.add_message(request, level, str(words), extra_tags=extra_tags)

    def clean_password(self, password: str, user: User | None = None) -> str:
        try:
            return str(super().clean_password(password, user=user))
        except ValidationError as found:
            codes = dict.fromkeys(str(error.code) for error in found.error_list)
            raise ValidationError([str(PASSWORD_ERRORS[code]) for code in codes if code in PASSWORD_ERRORS]) from None

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        if user.is_staff or user.roles.exists():
            request.session.set_expiry(settings.STAFF_SESSION_AGE)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Not the address: a number that stands for it until midnight, in this process only."""
        place = f"{clock.now().date()} {place_of(request)}"
        return hmac.digest(SESSION_KEY, place.encode(), "sha256").hex()

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The account alone. allauth puts the name of the site before it, and whoever asks chooses the port in that."""
        return str(credentials.get("email", "")).lower()

    def is_safe_url(self, url: str | None) -> bool:
        """Back to a page of this site, never to an address with a host."""
        return bool(url) and str(url).startswith("/") and bool(super().is_safe_url(url))

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("mfa_index")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        return [{**way, "description": AGAIN[way["id"]]} for way in super().get_reauthentication_methods(user)]


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {  # noqa: RUF012
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "unverified_email": _("Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse."),
        "cannot_generate_recovery_codes": _("Ersatz-Codes gibt es erst, wenn der zweite Schritt eingerichtet ist."),
    }

    def build_totp_svg(self, url: str) -> SafeString:
        return qr_of(url)

    def encrypt(self, text: str) -> str:
        return box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box().decrypt(encrypted_text.encode()).decode()


def box() -> Fernet:
    """What keeps second factors unreadable in a copy of the database alone."""
    return Fernet(urlsafe_b64encode(hmac.digest(settings.SECRET_KEY.encode(), b"second factor", "sha256")))


class CityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    error_messages = {  # noqa: RUF012
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": _(
            "Zu der Adresse, die wir von %s bekommen haben, gibt es schon ein Konto. "
            "Bitte melden Sie sich mit einem Code per E-Mail an."
        ),
    }

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("mfa_index")


class CityTokens(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth trusts a token that came over TLS; we check its signature, too. Of what it says, we keep the address."""

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        return dict(
            jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        )

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        login = super().complete_login(request, app, token, **kwargs)
        login.account.extra_data = {}
        return login


@posts_only("account_request_login_code")
def city_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to the city's sign-in."""
    return from_city(OAuth2LoginView, request)


@require_safe
def city_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from it."""
    return from_city(OAuth2CallbackView, request)


AGAIN_FROM = {"code": "account_request_login_code", "password": "account_login", "new": "account_signup"}


@posts_only("account_request_login_code")
def start_over(request: HttpRequest) -> HttpResponse:
    """Leave a sign-in that waits for a code: with another address, in another way, or not at all."""
    clear_login(request)
    return redirect(AGAIN_FROM.get(request.POST.get("to", ""), "account_request_login_code"))


def from_city(view: Any, request: HttpRequest) -> HttpResponse:
    if not settings.OIDC:
        raise Http404
    answer: HttpResponse = view.adapter_view(CityTokens(request, "stadt"))(request)
    return answer
