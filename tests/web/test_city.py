"""Signing in through the city (OpenID Connect): a real flow with a real signature; of what the city says we keep the
address."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from stadtgespraech.web.models import Message, User

from .city import CLIENT, SECRET, City, running
from .signing import HOME, account, last_code, with_factor

GO, BACK = "/konto/anmelden/stadt/", "/konto/anmelden/stadt/zurueck/"
VERIFIED = {"email": "Dora@example.org", "email_verified": True, "name": "Dora Muster", "picture": "https://x/y.png"}


@pytest.fixture
def city(settings: Any, db: None) -> Iterator[City]:
    cache.clear()
    with running() as found:
        found.claims = dict(VERIFIED)
        settings.OIDC, settings.OIDC_NAME = True, "Auenstadt-Konto"
        app = {
            "provider_id": "stadt", "name": "Auenstadt-Konto", "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": found.address, "fetch_userinfo": False},
        }  # fmt: skip
        provider = {**settings.SOCIALACCOUNT_PROVIDERS["openid_connect"], "APPS": [app]}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": provider}
        yield found


def through(city: City, client: Client, **typed: str) -> HttpResponse:
    return client.get(city.sign_in(client.post(GO, typed).headers["Location"]))  # type: ignore[return-value]


def who(client: Client) -> str | None:
    number = client.session.get("_auth_user_id")
    return User.objects.get(pk=number).email if number else None


def test_without_settings_there_is_no_button_and_no_page(client: Client, db: None) -> None:
    assert "Mit „" not in client.get("/konto/anmelden/").content.decode()
    assert (client.post(GO).status_code, client.get(f"{BACK}?code=x&state=y").status_code) == (404, 404)


def test_a_verified_address_opens_an_account_and_nothing_else_is_kept(city: City, client: Client) -> None:
    page = client.get("/konto/anmelden/").content.decode()
    assert "Mit „Auenstadt-Konto“ anmelden" in page
    done = through(city, client, next="/konto/folgen/auenstadt/")
    assert (done.headers["Location"], who(client)) == ("/konto/folgen/auenstadt/", "dora@example.org")
    kept = SocialAccount.objects.get()
    assert (kept.uid, kept.extra_data, EmailAddress.objects.get(user=kept.user).verified) == ("person-1", {}, True)
    again = Client()
    assert (through(city, again).headers["Location"], who(again)) == (HOME, "dora@example.org")
    assert (SocialAccount.objects.get().extra_data, User.objects.filter(email__contains="example.org").count()) == (
        {},
        1,
    )


def test_a_verified_address_signs_in_to_the_account_that_has_it(city: City, client: Client) -> None:
    user = account()
    through(city, client)
    assert (who(client), SocialAccount.objects.get().user) == ("dora@example.org", user)


def test_an_unverified_address_gets_a_code_and_never_somebody_elses_account(city: City, client: Client) -> None:
    city.claims["email_verified"] = False
    assert (through(city, client).headers["Location"], who(client)) == ("/konto/neu/code/", None)
    client.post("/konto/neu/code/", {"code": last_code()})
    assert who(client) == "dora@example.org"
    account("bob2@example.org")
    city.claims = {"sub": "person-2", "email": "bob2@example.org", "email_verified": False}
    other = Client()
    assert (through(city, other).headers["Location"], who(other)) == ("/konto/neu/code/", None)
    assert "Es gibt aber schon eines." in Message.objects.latest("pk").body
    assert not SocialAccount.objects.filter(uid="person-2").exists()


def test_without_an_address_the_city_leaves_it_to_us(city: City, client: Client) -> None:
    city.claims = {}
    page = client.get(through(city, client).headers["Location"]).content.decode()
    assert "haben wir keine Adresse bekommen" in page
    client.post("/konto/anmelden/stadt/adresse/", {"email": "neu@example.org"})
    client.post("/konto/neu/code/", {"code": last_code()})
    assert who(client) == "neu@example.org"


def test_the_second_step_is_asked_for_here_too(city: City, client: Client) -> None:
    with_factor(account())
    assert (through(city, client).headers["Location"], who(client)) == ("/konto/anmelden/zweiter-schritt/", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://boese.example"}, {"aud": "somebody-else"}, {"exp": 1}, {"signing": "another"},
        {"broken": "yes"},
    ],
    ids=["issuer", "audience", "old", "signature", "server"],
)  # fmt: skip
def test_a_token_that_is_not_right_lets_nobody_in(city: City, client: Client, wrong: dict[str, Any]) -> None:
    account()
    if wrong.pop("signing", None):
        city.signing = generate_private_key(65537, 2048)
    city.broken = bool(wrong.pop("broken", None))
    city.claims |= wrong
    page = through(city, client)
    assert (who(client), "Das Anmelden hat nicht geklappt" in page.content.decode()) == (None, True)


def test_an_answer_that_nobody_asked_for_lets_nobody_in(city: City, client: Client) -> None:
    thief = Client()
    stolen = city.sign_in(thief.post(GO).headers["Location"])
    pages = [client.get(one).content.decode() for one in (stolen, BACK, f"{BACK}?code=x&state=y", f"{BACK}?error=x")]
    assert (who(client), ["Das Anmelden hat nicht geklappt" in page for page in pages]) == (None, [True] * 4)


def test_whoever_turns_back_is_told_so(city: City, client: Client) -> None:
    back = city.sign_in(client.post(GO).headers["Location"])
    state = back.split("state=")[1]
    done = client.get(f"{BACK}?error=access_denied&state={state}", follow=True)
    assert ("Sie haben abgebrochen" in done.content.decode(), who(client)) == (True, None)


def test_only_a_form_of_ours_leads_to_the_city(city: City) -> None:
    client = Client(enforce_csrf_checks=True)
    assert (client.get(GO).status_code, client.post(GO).status_code) == (302, 403)


def test_browsers_may_send_the_form_on_to_the_city(tmp_path: Any) -> None:
    """The policy names the city's host once it is set."""
    code = (
        "import django; django.setup(); from django.conf import settings as s; "
        "print(s.OIDC, s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'][1:], s.EMAIL_BACKEND)"
    )
    known = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "stadtgespraech.web.settings", "STADTGESPRAECH_DATA": str(tmp_path),
        "STADTGESPRAECH_OIDC_URL": "https://login.auenstadt.example/realms/stadt/", "STADTGESPRAECH_OIDC_CLIENT": "c",
        "STADTGESPRAECH_OIDC_SECRET": "s", "STADTGESPRAECH_MAIL_HOST": "mail.example",
    }  # fmt: skip
    said = subprocess.run([sys.executable, "-c", code], env=known, capture_output=True, text=True, check=True).stdout
    assert said == "True ['https://login.auenstadt.example'] django.core.mail.backends.smtp.EmailBackend\n"
