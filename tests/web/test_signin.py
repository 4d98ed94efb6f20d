"""Signing in: by code, by password, with a second step. Nobody learns who has an account."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from stadtgespraech.web import clock
from stadtgespraech.web.actions.account import forget_strangers
from stadtgespraech.web.actions.role import give_role
from stadtgespraech.web.models import Message, Process, User
from stadtgespraech.web.tasks import PAUSE, send_messages
from stadtgespraech.web.views.signin import AccountAdapter

from .conftest import NOON
from .people import errors
from .signing import HOME, NEW, PASSWORD, SIGN_IN, account, by_code, factor_code, last_code, last_letter, signed_in
from .signing import with_factor as second

BY_PASSWORD, FACTOR, RESET = (
    "/konto/anmelden/passwort/",
    "/konto/anmelden/zweiter-schritt/",
    "/konto/passwort-vergessen/",
)


@pytest.fixture(autouse=True)
def _no_limits_of_other_tests(db: None) -> None:
    cache.clear()


def who(client: Client) -> str | None:
    """Whose session it is."""
    number = client.session.get("_auth_user_id")
    return User.objects.get(pk=number).email if number else None


def test_an_account_is_opened_by_a_code_and_needs_nothing_else(client: Client) -> None:
    asked = client.post(f"/ar{NEW}", {"email": "Neu@Example.org"})
    assert (asked.headers["Location"], who(client), last_letter().to) == (f"/ar{NEW}code/", None, "neu@example.org")
    assert last_letter().process is None
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", last_letter().body)
    assert code is not None and code[0] not in last_letter().subject
    done = client.post(f"/ar{NEW}code/", {"code": code[0].lower().replace("-", " ")})
    user = User.objects.get(email="neu@example.org")
    assert (done.headers["Location"], who(client)) == ("/ar/konto/", "neu@example.org")
    assert (user.language, user.joined_at, user.has_usable_password()) == ("ar", NOON, False)


def test_a_known_address_gets_in_by_a_code(client: Client) -> None:
    account()
    done = by_code(client, "dora@example.org")
    assert (done.headers["Location"], who(client)) == (HOME, "dora@example.org")


def test_three_wrong_codes_end_the_attempt_and_the_right_one_is_worth_nothing_then(client: Client) -> None:
    account()
    client.post(SIGN_IN, {"email": "dora@example.org"})
    code = last_code()
    said = [errors(client.post(f"{SIGN_IN}code/", {"code": "x"}).content.decode()) for _ in range(2)]
    third = client.post(f"{SIGN_IN}code/", {"code": "x"})
    late = client.post(f"{SIGN_IN}code/", {"code": code})
    assert said == [["Dieser Code stimmt nicht. Bitte vergleichen Sie ihn noch einmal."]] * 2
    assert (third.headers["Location"], late.headers["Location"], who(client)) == (SIGN_IN, SIGN_IN, None)
    assert "zu viele Versuche" in client.get(SIGN_IN).content.decode()


def test_a_code_is_good_in_the_window_that_asked_for_it_only(client: Client) -> None:
    account()
    client.post(SIGN_IN, {"email": "dora@example.org"})
    other = Client()
    other.post(SIGN_IN, {"email": "niemand@example.org"})
    other.post(f"{SIGN_IN}code/", {"code": re.search(r"[A-Z]{4}-[A-Z]{4}", Message.objects.first().body)[0]})  # type: ignore[union-attr,index]
    assert who(other) is None


def test_a_new_code_replaces_the_old_one(client: Client) -> None:
    account()
    client.post(SIGN_IN, {"email": "dora@example.org"})
    old = last_code()
    client.post(f"{SIGN_IN}code/", {"action": "resend"})
    assert last_code() != old
    client.post(f"{SIGN_IN}code/", {"code": old})
    assert who(client) is None
    client.post(f"{SIGN_IN}code/", {"code": last_code()})
    assert who(client) == "dora@example.org"


@pytest.mark.parametrize(
    ("start", "fields", "to", "then"),
    [
        (SIGN_IN, {"email": "dora@exmaple.org"}, "code", SIGN_IN),
        (SIGN_IN, {"email": "dora@exmaple.org"}, "password", BY_PASSWORD),
        (NEW, {"email": "dora@exmaple.org"}, "new", NEW),
        (SIGN_IN, {"email": "dora@exmaple.org"}, "anything", SIGN_IN),
    ],
)
def test_who_mistyped_the_address_starts_over(
    client: Client, start: str, fields: dict[str, str], to: str, then: str
) -> None:
    waiting = client.get(client.post(start, fields).headers["Location"]).content.decode()
    back = client.post("/konto/anmelden/von-vorn/", {"to": to})
    assert ("Mit einer anderen Adresse" in waiting, back.headers["Location"]) == (True, then)
    assert client.get(then).status_code == 200
    assert by_code(client, account().email).headers["Location"] == HOME


@pytest.mark.parametrize("address", ["/konto/beleg-code/", "/konto/nachrichten/", "/konto/anmelden/von-vorn/"])
def test_the_address_of_a_form_leads_to_the_page_it_stands_on(client: Client, address: str) -> None:
    client.force_login(account())
    found = client.get(f"/en{address}")
    assert (found.status_code, found.headers["Location"] in ("/en/konto/", "/en/konto/anmelden/")) == (302, True)


def test_a_password_gets_in_and_a_wrong_one_says_no_more_than_that(client: Client) -> None:
    account(password=PASSWORD)
    wrong = client.post(BY_PASSWORD, {"login": "dora@example.org", "password": "falsch"})
    assert errors(wrong.content.decode()) == []
    assert "E-Mail-Adresse und Passwort passen nicht zusammen." in wrong.content.decode()
    right = client.post(BY_PASSWORD, {"login": "Dora@example.org", "password": PASSWORD})
    assert (right.headers["Location"], who(client)) == (HOME, "dora@example.org")


def answer_of(address: str, data: dict[str, str]) -> tuple[Any, ...]:
    """What somebody sees who sends a form, with what it costs: queries, hashes, letters."""
    client, hashed = Client(), list[str]()
    before, real = Message.objects.count(), MD5PasswordHasher.encode
    with pytest.MonkeyPatch.context() as patch, CaptureQueriesContext(connection) as queries:
        patch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append("") or real(*args))  # type: ignore[func-returns-value]
        sent = client.post(address, data)
        after = client.get(sent.headers["Location"]) if sent.status_code == 302 else sent
    words = re.sub(r'value="[^"]*"|[\w.]+@example\.org', "", after.content.decode())
    return sent.status_code, sent.headers.get("Location"), words, len(hashed), Message.objects.count() - before, queries


@pytest.mark.parametrize(
    ("address", "field"), [(SIGN_IN, "email"), (NEW, "email"), (RESET, "email"), (BY_PASSWORD, "login")]
)
def test_a_known_and_an_unknown_address_get_the_same_answer(address: str, field: str) -> None:
    account(password=PASSWORD)
    known = answer_of(address, {field: "dora@example.org", "password": "falsch"})
    cache.clear()
    unknown = answer_of(address, {field: "niemand@example.org", "password": "falsch"})
    assert known[:5] == unknown[:5]
    # a new account has some rows more, all in the one transaction in which the other writes its letter
    assert abs(len(known[5]) - len(unknown[5])) <= (13 if address == NEW else 3)


def test_an_unknown_address_is_told_by_letter_only(client: Client) -> None:
    client.post(SIGN_IN, {"email": "niemand@example.org"})
    assert (
        "Ein Konto dazu gibt es nicht." in last_letter().body
        and "http://localhost:8000/konto/neu/" in last_letter().body
    )
    account()
    client.post(NEW, {"email": "dora@example.org"})
    assert "Es gibt aber schon eines." in last_letter().body
    assert User.objects.filter(email__endswith="example.org").count() == 1


def test_a_forgotten_password_is_set_anew_by_a_code(client: Client) -> None:
    account(password=PASSWORD)
    client.post(RESET, {"email": "dora@example.org"})
    client.post(f"{RESET}code/", {"code": last_code()})
    short = client.post(f"{RESET}neu/", {"password1": "kurz"})
    assert errors(short.content.decode()) == ["Dieses Passwort ist zu kurz. Es braucht mindestens zehn Zeichen."]
    done = client.post(f"{RESET}neu/", {"password1": "ein ganz anderes"})
    assert (done.status_code, who(client), last_letter().subject) == (
        302, "dora@example.org", "Ihr Passwort wurde geändert",
    )  # fmt: skip
    assert User.objects.get(email="dora@example.org").check_password("ein ganz anderes")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1234567890123", "Dieses Passwort benutzen zu viele. Es wäre schnell erraten."),
        ("97531864209753", "Nur Ziffern sind zu leicht zu erraten."),
        ("dora@example.org", "Dieses Passwort ähnelt Ihrer E-Mail-Adresse zu sehr."),
        ("", "Bitte denken Sie sich ein Passwort aus."),
        ("lang genug\0aber", "Darin steckt ein Zeichen, das hier nicht vorkommen kann."),
    ],
)
def test_a_poor_password_is_refused_in_our_words(typed: str, said: str) -> None:
    client = Client()
    account()
    by_code(client, "dora@example.org")
    confirm(client)
    page = client.post("/konto/anmeldung/passwort/setzen/", {"password1": typed})
    assert said in errors(page.content.decode())


def confirm(client: Client) -> None:
    """Say once more, by a code, who one is: what is delicate asks for it."""
    client.post("/konto/bestaetigen/code/", {"recipient": "dora@example.org"})
    client.post("/konto/bestaetigen/code/eingeben/", {"code": last_code()})


def test_what_is_delicate_asks_once_more(client: Client) -> None:
    account()
    by_code(client, "dora@example.org")
    for address in ("/konto/anmeldung/app/", "/konto/anmeldung/passwort/setzen/"):
        asked = client.get(address)
        assert asked.headers["Location"].startswith("/konto/bestaetigen/code/?next="), address
    confirm(client)
    assert client.get("/konto/anmeldung/app/").status_code == 200


def test_the_second_step_is_set_up_and_then_asked_for(client: Client) -> None:
    account()
    by_code(client, "dora@example.org")
    confirm(client)
    page = client.get("/konto/anmeldung/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert secret is not None and "<svg" in page
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    now = list(yield_hotp_counters_from_time())[1]
    wrong = client.post("/konto/anmeldung/app/", {"code": "000000"}).content.decode()
    assert errors(wrong) == ["Dieser Code stimmt nicht. Bitte vergleichen Sie ihn noch einmal."] and secret[1] in wrong
    done = client.post("/konto/anmeldung/app/", {"code": format_hotp_value(hotp_value(secret[1], now))})
    assert done.headers["Location"] == "/konto/anmeldung/ersatz-codes/"
    spare = re.findall(r"<code>(\d{8})</code>", client.get("/konto/anmeldung/ersatz-codes/").content.decode())
    assert len(spare) == 10
    kept = Authenticator.objects.get(type="totp", user__email="dora@example.org").data["secret"]
    assert secret[1] not in kept
    other = Client()
    halfway = by_code(other, "dora@example.org")
    assert (halfway.headers["Location"], who(other)) == (FACTOR, None)
    assert other.get(HOME).status_code == 302
    other.post(FACTOR, {"code": spare[0]})
    assert who(other) == "dora@example.org"
    again = Client()
    by_code(again, "dora@example.org")
    again.post(FACTOR, {"code": spare[0]})
    assert who(again) is None


def test_a_code_of_the_app_is_good_once(client: Client) -> None:
    user = second(account(password=PASSWORD))
    code = factor_code(user)
    for expected in ("dora@example.org", None):
        one = Client()
        one.post(BY_PASSWORD, {"login": user.email, "password": PASSWORD})
        one.post(FACTOR, {"code": code})
        assert who(one) == expected


def test_the_second_step_is_switched_off_after_asking_again(client: Client) -> None:
    user = second(account())
    client = signed_in(user)
    confirm(client)
    client.post("/konto/anmeldung/app/abschalten/")
    assert not Authenticator.objects.filter(user=user).exists()
    assert last_letter().subject == "Der zweite Schritt ist abgeschaltet"


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(client: Client) -> None:
    account()
    client.post(SIGN_IN, {"email": "dora@example.org"})
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(f"{SIGN_IN}code/", {"code": last_code()})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    thief = Client(headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={planted}"})
    assert (cookie.value != planted, thief.get(HOME).status_code) == (True, 302)
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "Lax", "/", 1_209_600)
    kept = cookie.value
    client.post("/konto/abmelden/")
    old = Client(headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={kept}"})
    assert (who(client), old.get(HOME).status_code) == (None, 302)


def test_sessions_of_staff_are_short(site: Process) -> None:
    client = Client()
    give_role(site, user=account(), role="editor")
    by_code(client, "dora@example.org")
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == settings.STAFF_SESSION_AGE


@pytest.mark.parametrize(
    "elsewhere",
    ["https://boese.example/", "//boese.example", "/\\boese.example", "javascript:alert(1)", "http:///boese.example",
     "http://localhost/konto/", "\tjavascript:x"],
)  # fmt: skip
def test_nobody_is_sent_to_another_site_after_signing_in(elsewhere: str) -> None:
    account()
    client = Client()
    client.post(SIGN_IN, {"email": "dora@example.org", "next": elsewhere})
    done = client.post(f"{SIGN_IN}code/", {"code": last_code(), "next": elsewhere})
    out = client.post("/konto/abmelden/", {"next": elsewhere})
    assert (done.headers["Location"], out.headers["Location"]) == (HOME, "/")


def test_somebody_comes_back_to_the_page_they_came_from(client: Client) -> None:
    account()
    page = "/konto/folgen/auenstadt/"
    asked = client.get(page)
    assert asked.headers["Location"] == f"{SIGN_IN}?next={page}"
    assert by_code(client, "dora@example.org", f"?next={page}").headers["Location"] == page


@pytest.mark.parametrize("address", [SIGN_IN, BY_PASSWORD, NEW, RESET, "/konto/abmelden/", "/konto/beleg-code/"])
def test_a_form_of_another_site_does_nothing(address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    sent = client.post(address, {"email": "dora@example.org", "login": "dora@example.org", "password": PASSWORD})
    assert (sent.status_code, Message.objects.count()) == (403, 0)


def test_too_many_tries_are_slowed_for_an_address_and_say_so(client: Client) -> None:
    account(password=PASSWORD)
    for _ in range(5):
        Client().post(BY_PASSWORD, {"login": "dora@example.org", "password": "falsch"})
    page = client.post(BY_PASSWORD, {"login": "dora@example.org", "password": PASSWORD}).content.decode()
    assert "Das waren zu viele Versuche." in page and who(client) is None
    for _ in range(3):
        client.post(SIGN_IN, {"email": "dora@example.org"})
        client = Client()
    assert errors(client.post(SIGN_IN, {"email": "dora@example.org"}).content.decode()) == [
        "Das waren zu viele Versuche. Bitte warten Sie einige Minuten."
    ]


def test_a_thousand_people_behind_one_connection_may_sign_in_and_a_flood_is_told_to_wait(client: Client) -> None:
    statuses = [Client().post(NEW, {"email": f"gast{n}@example.org"}).status_code for n in range(61)]
    last = Client().post(NEW, {"email": "gast@example.org"})
    assert (set(statuses[:60]), statuses[60], "Bitte einen Moment" in last.content.decode()) == ({302}, 429, True)


def request_from(address: str, **headers: str) -> HttpRequest:
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)  # type: ignore[arg-type]


def test_no_address_of_a_connection_is_known_only_a_number_until_midnight(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    adapter = AccountAdapter()
    mine = adapter.get_client_ip(request_from("203.0.113.7"))
    assert re.fullmatch(r"[0-9a-f]{64}", mine)
    assert adapter.get_client_ip(request_from("203.0.113.8")) != mine
    assert adapter.get_client_ip(request_from("203.0.113.7", x_forwarded_for="1.2.3.4")) == mine
    near, far = (adapter.get_client_ip(request_from(f"2001:db8:0:{net}::{net}")) for net in (1, 2))
    assert adapter.get_client_ip(request_from("2001:db8:0:1::ffff")) == near != far
    assert adapter.get_client_ip(request_from("")) == adapter.get_client_ip(request_from("nonsense"))
    settings.PROXIES = 1
    assert adapter.get_client_ip(request_from("127.0.0.1", x_forwarded_for="9.9.9.9, 203.0.113.7")) == mine
    monkeypatch.setattr(clock, "now", lambda: NOON.replace(day=11))
    assert adapter.get_client_ip(request_from("203.0.113.7")) != mine


def test_no_table_holds_the_address_of_a_connection(client: Client) -> None:
    account(password=PASSWORD)
    client = Client(REMOTE_ADDR="203.0.113.7")
    by_code(client, "dora@example.org")
    client.post(BY_PASSWORD, {"login": "dora@example.org", "password": "x"})
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [table for row in cursor.fetchall() if "203.0.113.7" in str(row)]
    assert found == []
    assert "203.0.113.7" not in str(client.session.items()) + str(cache.near._cache)


def test_letters_wait_while_the_mail_server_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.mail.backends.locmem import EmailBackend

    account()
    client.post(SIGN_IN, {"email": "dora@example.org"})
    with monkeypatch.context() as down:
        down.setattr(EmailBackend, "send_messages", lambda *_: (_ for _ in ()).throw(ConnectionRefusedError()))
        assert send_messages() == 0
    monkeypatch.setattr(clock, "now", lambda: NOON + PAUSE)
    assert (send_messages(), [sent.to for sent in mail.outbox]) == (1, [["dora@example.org"]])
    assert (last_letter().to, last_letter().body) == ("", "")


def test_an_address_that_nobody_confirmed_is_forgotten_after_two_days(client: Client) -> None:
    account()
    client.post(NEW, {"email": "neu@example.org"})
    day = NOON.replace(day=12)
    assert (forget_strangers(now=day), User.objects.filter(email="neu@example.org").count()) == (0, 1)
    forget_strangers(now=day.replace(minute=1))
    assert sorted(User.objects.filter(email__endswith="example.org").values_list("email", flat=True)) == [
        "dora@example.org"
    ]


def test_the_address_of_an_account_changes_once_the_new_one_is_confirmed(client: Client) -> None:
    user = account()
    client = signed_in(user)
    account("besetzt@example.org")
    confirm(client)
    client.post("/konto/anmeldung/e-mail/", {"email": "neu@example.org", "action_add": "1"})
    user.refresh_from_db()
    assert user.email == "dora@example.org"
    client.post(f"{NEW}code/", {"code": last_code()})
    user.refresh_from_db()
    assert (user.email, EmailAddress.objects.get(user=user).email) == ("neu@example.org", "neu@example.org")
    told = Message.objects.filter(subject="Ihre E-Mail-Adresse wurde geändert")
    assert "dora@example.org" in told.values_list("to", flat=True)
    client.post("/konto/anmeldung/e-mail/", {"email": "besetzt@example.org", "action_add": "1"})
    client.post(f"{NEW}code/", {"code": last_code()})
    user.refresh_from_db()
    assert user.email == "neu@example.org"


@pytest.mark.parametrize("typed", ["", "x", "a@b", "ü" * 300 + "@example.org", "a\0b@example.org", "<script>@x.de"])
def test_what_is_no_address_is_refused_in_our_words(client: Client, typed: str) -> None:
    for address in (SIGN_IN, NEW, RESET):
        page = client.post(address, {"email": typed})
        said = errors(page.content.decode())
        assert (
            page.status_code == 200
            and said
            and all("Bitte" in one or "Das ist" in one or "Darin" in one for one in said)
        ), said


# Every page in our words

ENGLISH = re.compile(
    r"\b(the|your|you|please|email address|password|sign|enter|code sent|incorrect|authenticator|account|forgot)\b",
    re.I,
)


def words_of(page: str) -> str:
    main = page.split("<main", 1)[1].split("</main>")[0]
    spoken = " ".join(re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', main))
    return html.unescape(
        re.sub(r"<[^>]*>", " ", re.sub(r"<svg.*?</svg>|<(code|option)\b.*?</\1>", "", main, flags=re.S)) + spoken
    )


def test_no_page_of_an_account_says_anything_in_english(site: Process) -> None:
    user = account(password=PASSWORD)
    pages: dict[str, str] = {}

    def look(client: Client, address: str, data: dict[str, str] | None = None) -> None:
        answer = client.post(address, data) if data is not None else client.get(address)
        while answer.status_code == 302:
            answer = client.get(answer.headers["Location"])
        pages[f"{address} {data or ''}"] = answer.content.decode()

    stranger = Client()
    for address in (SIGN_IN, BY_PASSWORD, NEW, RESET, "/konto/gesperrt/", f"{RESET}fertig/",
                    "/konto/anmelden/stadt/abgebrochen/", "/konto/anmelden/stadt/fehler/"):  # fmt: skip
        look(stranger, address)
    for address in (SIGN_IN, BY_PASSWORD, NEW, RESET):
        look(Client(), address, {})
        look(Client(), address, {"email": "dora@example.org", "login": "dora@example.org", "password": "x"})
    look(stranger, RESET, {"email": user.email})
    look(stranger, f"{RESET}code/", {"code": "x"})
    client = signed_in(user)
    for address in (HOME, "/konto/anmeldung/", "/konto/anmeldung/e-mail/", "/konto/anmeldung/passwort/",
                    "/konto/loeschen/", "/konto/anmeldung/passwort/setzen/", "/konto/folgen/auenstadt/",
                    "/konto/abmelden/", "/konto/anmeldung/app/", "/konto/bestaetigen/code/"):  # fmt: skip
        look(client, address)
    look(client, "/konto/bestaetigen/", {"password": "x"})
    confirm(client)
    look(client, "/konto/anmeldung/app/")
    look(client, "/konto/anmeldung/app/", {"code": "x"})
    look(client, "/konto/anmeldung/passwort/", {"oldpassword": "x", "password1": "kurz"})
    look(client, "/konto/anmeldung/e-mail/", {"email": user.email, "action_add": "1"})
    second(user)
    for address in ("/konto/anmeldung/", "/konto/anmeldung/app/abschalten/", "/konto/bestaetigen/app/",
                    "/konto/anmeldung/ersatz-codes/neu/"):  # fmt: skip
        look(client, address)
    look(client, "/konto/anmeldung/ersatz-codes/neu/", {})
    look(client, "/konto/bestaetigen/app/", {"code": "x"})
    other = Client()
    look(other, BY_PASSWORD, {"login": user.email, "password": PASSWORD})
    look(other, FACTOR, {"code": "x"})
    english = {name: ENGLISH.findall(words_of(page)) for name, page in pages.items() if ENGLISH.search(words_of(page))}
    assert english == {}
    letters = "\n".join(f"{one.subject}\n{one.body}" for one in Message.objects.all())
    assert len(pages) == 34 and ENGLISH.findall(re.sub(r"\S+@\S+|http\S+", "", letters)) == []


def test_every_page_of_an_account_is_ours_and_kept_by_nobody(site: Process) -> None:
    from stadtgespraech.web import urls

    names = {pattern.name for pattern in urls.ACCOUNT}
    client = signed_in(account())
    for address in (
        "/konto/login/",
        "/konto/signup/",
        "/konto/confirm-email/x/",
        "/accounts/login/",
        "/konto/inactive/",
    ):
        assert client.get(address).status_code == 404, address
    for pattern in urls.ACCOUNT:
        address = "/" + re.sub(r"<slug:process>", "auenstadt", str(pattern.pattern))
        if "<" not in address:
            assert client.get(address).headers["Cache-Control"] == "no-store", address
    assert {"account_login", "mfa_authenticate", "openid_connect_callback"} <= names


def test_pages_without_a_form_touch_no_session(client: Client, site: Process) -> None:
    client = signed_in(account())
    for address in (
        "/auenstadt/",
        "/auenstadt/zielbilder/der-fluss-gehoert-allen/",
        "/auenstadt/beitraege/",
        "/x/y/z/",
    ):
        page = client.get(address)
        assert "Cookie" not in page.headers.get("Vary", "") and page.cookies == {}, address
        assert "dora@example.org" not in page.content.decode()
