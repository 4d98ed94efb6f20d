"""The site as people use it: a real server and worker, a real browser, by keyboard, without JavaScript, on a phone."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .test_publication import AXE, TAGS

TODAY = "2026-06-10"
LANGUAGES = ("de", "de-plain", "en", "tr", "ar", "uk", "pl", "ro")
SIZES = (320, 768, 1280)


@dataclass(frozen=True)
class Site:
    address: str
    data: str
    codes: tuple[str, ...]
    entries: tuple[str, ...]
    printed: Path  # what `serve` says, with the messages that it would send

    def url(self, path: str, language: str = "de") -> str:
        return f"{self.address}{'' if language == 'de' else '/' + language}/auenstadt/{path}"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment() -> dict[str, str]:
    """This one without settings of a site."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("STADT", "DJANGO", "DATABASE"))}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Auenstadt, filled and served by the product's own commands."""
    data, port = str(tmp_path_factory.mktemp("served")), free_port()
    module = [sys.executable, "-m", "stadtgespraech"]
    filled = subprocess.run(
        [*module, "demo", "--data", data, "--today", TODAY],
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    printed = Path(data) / "printed.txt"
    with printed.open("w") as stream:
        served = subprocess.Popen(
            [*module, "serve", "--data", data, "--port", str(port), "--today", TODAY], env=environment(), stdout=stream
        )
    codes, entries = (tuple(re.findall(rf"{kind} +(\S+)", filled.stderr)) for kind in ("receipt", "entry"))
    found = Site(f"http://127.0.0.1:{port}", data, codes, entries, printed)
    try:
        wait_until_there(found.url(""), served)
        yield found
    finally:
        served.send_signal(signal.SIGINT)
        code = served.wait(30)
    assert code == 0


def wait_until_there(address: str, served: subprocess.Popen[bytes]) -> None:
    for _ in range(1_500):
        assert served.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {address}")


def paths(site: Site) -> list[str]:
    """One page of every kind."""
    return [
        "",
        "zielbilder/",
        "zielbilder/der-fluss-gehoert-allen/",
        "zielbilder/der-fluss-gehoert-allen/stelle/2/",
        "spannungsfelder/",
        "beitraege/",
        "beitrag/neu/?kind=idea",
        "beitrag/stufenlos/",
        "beitrag/stufenlos/melden/",
        "mein-beitrag/",
        "anpassungen/",
        "anpassung/1/",
        "fassung/zweite-fassung/",
        "runde/online-beteiligung/",
        "runde/jugendrunde-im-netz/",
        "beitrag/neu/?question=wohlfuehlen",
        "suche/?q=Ufer",
        "pruefen/",
        "so-funktioniert-es/",
        "barrierefreiheit/",
        "barriere-melden/",
        "moderation/",
        "datenschutz/",
        "impressum/",
        "gibt-es-nicht/nein/",
    ]


def faults(page: Page, width: int) -> list[str]:
    """The rules of axe that the page breaks, and whether it scrolls sideways."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth") > width
    return [f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in found] + ["scrolls sideways"] * wide


def checked_context(browser: Browser, width: int, scheme: str) -> BrowserContext:
    """Where axe can look at pages; the test is skipped where axe is missing."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `make setup`")
    return browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
        reduced_motion="reduce",
    )


def check_all(browser: Browser, site: Site, language: str, width: int, scheme: str) -> None:
    context = checked_context(browser, width, scheme)
    page, broken = context.new_page(), dict[str, list[str]]()
    for path in paths(site):
        page.goto(site.url(path, language))
        found = faults(page, width)
        broken |= {path: found} if found else {}
    context.close()
    assert broken == {}


@pytest.mark.parametrize(("language", "width", "scheme"), [("de", 1280, "light"), ("ar", 320, "dark")])
def test_no_page_breaks_a_rule(browser: Browser, site: Site, language: str, width: int, scheme: str) -> None:
    check_all(browser, site, language, width, scheme)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_breaks_a_rule_in_any_language_and_size(
    browser: Browser, site: Site, language: str, width: int, scheme: str
) -> None:
    check_all(browser, site, language, width, scheme)


def test_pages_without_a_form_set_no_cookie_and_nothing_comes_from_elsewhere(browser: Browser, site: Site) -> None:
    context = browser.new_context()
    page, foreign, complaints = context.new_page(), list[str](), list[str]()
    page.on(
        "request", lambda request: foreign.append(request.url) if not request.url.startswith(site.address) else None
    )
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for path in ("", "zielbilder/", "zielbilder/der-fluss-gehoert-allen/", "anpassungen/", "beitraege/", "pruefen/"):
        page.goto(site.url(path))
    cookies = context.cookies()
    context.close()
    assert ([url for url in foreign if not url.startswith("data:")], complaints, cookies) == ([], [], [])


def test_the_first_page_weighs_no_more_than_100_kb(browser: Browser, site: Site) -> None:
    context = browser.new_context()
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    sizes: list[float] = []
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(site.url(""), wait_until="networkidle")
    context.close()
    assert 5_000 < sum(sizes) <= 100_000


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_the_whole_way_of_a_contribution(browser: Browser, site: Site, scripted: bool) -> None:
    """Read, comment on a passage, receipt, see what becomes of it, withdraw."""
    context = browser.new_context(java_script_enabled=scripted, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(site.url("zielbilder/der-fluss-gehoert-allen/"))
    page.get_by_role("link", name=re.compile("Absatz 2 etwas sagen")).click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name=re.compile("weiter", re.I)).click()
    page.get_by_label("Das würde ich ändern").check()
    page.get_by_label(re.compile("^Beitrag")).fill("Am Ostufer fehlt ein Geländer.")
    page.wait_for_timeout(3_100)  # a form that is sent sooner was not filled by a person
    page.get_by_role("button", name=re.compile("prüfen|ansehen", re.I)).click()
    expect(page.get_by_text("Am Ostufer fehlt ein Geländer.")).to_be_visible()
    page.get_by_role("button", name=re.compile("absenden", re.I)).click()
    code = re.search(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b", page.inner_text("main"))
    assert code is not None and code[0] not in page.url
    page.goto(site.url("mein-beitrag/"))
    page.get_by_label(re.compile("Code")).fill(code[0].lower().replace("-", " "))
    page.get_by_role("button", name=re.compile("nachsehen", re.I)).click()
    expect(page.get_by_text("Am Ostufer fehlt ein Geländer.").first).to_be_visible()
    page.get_by_role("button", name=re.compile("zurückziehen", re.I)).click()
    page.get_by_role("button", name=re.compile("zurückziehen", re.I)).click()
    expect(page.get_by_text(re.compile("zurückgezogen")).first).to_be_visible()
    context.close()


YOUTH = "runde/jugendrunde-im-netz/"
SHOW = (
    "from stadtgespraech.web.models import Contribution; from stadtgespraech.web.actions.contribution import moderate; "
    "from stadtgespraech.web.clock import today; "
    "said = Contribution.objects.get(text='Am Wehr, wenn es dunkel wird.'); "
    "moderate(said, show=True, day=today(said.process))"
)


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_the_way_of_a_youth_from_the_card_to_the_page_where_it_is_read(
    browser: Browser, site: Site, scripted: bool
) -> None:
    """The camera opens the card's address; the code reaches its field and no address that a server or history keeps."""
    context = browser.new_context(java_script_enabled=scripted, viewport={"width": 390, "height": 800})
    page, seen = context.new_page(), list[str]()
    page.on("request", lambda request: seen.append(request.url))
    page.goto(f"{site.url(YOUTH)}#{site.entries[0]}")
    cookies = context.cookies()
    page.get_by_role("link", name=re.compile("^Wo fühlst du dich")).click()
    field = page.get_by_label(re.compile("Zugangscode"))
    expect(field).to_have_value(site.entries[0] if scripted else "")
    field.fill(site.entries[0].lower())
    assert (cookies, page.locator("[type=email]").count(), site.entries[0] in page.url) == ([], 0, False)
    page.get_by_label(re.compile("^Beitrag")).fill("Am Wehr, wenn es dunkel wird.")
    page.get_by_label("Alter").select_option("12-14")
    page.wait_for_timeout(3_100)
    page.get_by_role("button", name=re.compile("prüfen")).click()
    expect(page.get_by_text(site.entries[0])).to_be_visible()
    page.get_by_role("button", name=re.compile("absenden")).click()
    expect(page.get_by_text("Ihr Code", exact=True)).to_be_visible()
    assert page.locator("[type=email], [name=email]").count() == 0
    if scripted:
        page.goto(site.url(YOUTH))
        expect(page.get_by_text("Am Wehr, wenn es dunkel wird.")).to_have_count(0)
        call = [sys.executable, "-m", "stadtgespraech", "manage", "--data", site.data, "shell", "-v", "0", "-c", SHOW]
        subprocess.run(call, check=True, env={**environment(), "STADTGESPRAECH_TODAY": TODAY})
        page.reload()
        expect(page.get_by_role("blockquote").filter(has_text="Am Wehr")).to_be_visible()
    assert [url for url in seen if site.entries[0] in url] == []
    context.close()


def test_an_answer_shows_the_words_that_changed(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    page.goto(site.url("mein-beitrag/"))
    page.get_by_label(re.compile("Code")).fill(site.codes[0])
    page.keyboard.press("Enter")
    expect(page.locator("ins, del").first).to_be_visible()
    page.close()


REACHABLE = """list => list.filter(e => e.checkVisibility() && e.tabIndex >= 0 && !e.disabled)
  .filter(e => e.type !== 'radio' || [...document.getElementsByName(e.name)].indexOf(e) === 0)
  .map(e => e.outerHTML.slice(0, 160))"""
FOCUSED = """() => { const e = document.activeElement, s = getComputedStyle(e)
  const seen = s.outlineStyle !== 'none' || s.boxShadow !== 'none'
  return e === document.body ? null : [e.outerHTML.slice(0, 160), seen] }"""


@pytest.mark.parametrize("path", ["", "zielbilder/der-fluss-gehoert-allen/", "beitrag/neu/?kind=idea", "anpassungen/"])
def test_everything_can_be_reached_by_keyboard(browser: Browser, site: Site, path: str) -> None:
    """Tab goes through all links, buttons and fields that are seen, in order, with a visible focus, and never stops."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(site.url(path))
    wanted = page.locator("a[href], button, input:not([type=hidden]), select, textarea, summary").evaluate_all(
        REACHABLE
    )
    reached, unseen = list[str](), list[str]()
    for _ in range(len(wanted) + 5):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        reached.append(focused[0])
        unseen += [] if focused[1] else [focused[0]]
    page.close()
    assert (reached, unseen) == (wanted, [])


# Accounts

NO_SESSION = ["", "anmelden/passwort/", "neu/", "passwort-vergessen/", "gesperrt/", "anmelden/stadt/fehler/"]
SIGNED_IN = [
    "",
    "beitrag/auenstadt/stichtag/",
    "beitrag/auenstadt/stichtag/zurueckziehen/",
    "beitrag/auenstadt/stichtag/loeschen/",
    "folgen/auenstadt/",
    "anmeldung/",
    "anmeldung/e-mail/",
    "anmeldung/passwort/",
    "anmeldung/app/",
    "loeschen/",
    "abmelden/",
]


def sign_in(page: Page, site: Site, language: str, email: str = "bob@auenstadt.example") -> None:
    page.goto(account_url(site, "anmelden/passwort/", language))
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill("auenstadt-am-fluss")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def account_url(site: Site, path: str, language: str = "de") -> str:
    return f"{site.address}{'' if language == 'de' else '/' + language}/konto/{path}"


def check_account(browser: Browser, site: Site, language: str, width: int, scheme: str) -> None:
    context = checked_context(browser, width, scheme)
    page, broken = context.new_page(), dict[str, list[str]]()

    def look(name: str) -> None:
        found = faults(page, width)
        broken.update({name: found} if found else {})

    for path in NO_SESSION:
        page.goto(account_url(site, path, language))
        look(path)
    page.goto(account_url(site, "anmelden/passwort/", language))
    with page.expect_navigation():
        page.locator("form.form button").click()
    look("what was wrong")
    sign_in(page, site, language)
    for path in SIGNED_IN:
        page.goto(account_url(site, path, language))
        look(path)
    page.goto(site.url("beitrag/neu/?kind=idea", language))
    look("writing, signed in")
    context.clear_cookies()
    sign_in(page, site, language, "alice@auenstadt.example")
    look("second step")
    context.close()
    assert broken == {}


@pytest.mark.parametrize(("language", "width", "scheme"), [("de", 1280, "light"), ("ar", 320, "dark")])
def test_no_page_of_an_account_breaks_a_rule(
    browser: Browser, site: Site, language: str, width: int, scheme: str
) -> None:
    check_account(browser, site, language, width, scheme)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_an_account_breaks_a_rule_in_any_language_and_size(
    browser: Browser, site: Site, language: str, width: int, scheme: str
) -> None:
    check_account(browser, site, language, width, scheme)


def printed_code(site: Site, email: str) -> str:
    """The code that the terminal shows, once the worker has been there."""
    for _ in range(100):
        found = re.findall(
            rf"To: {re.escape(email)}.*?Code: ([A-Z]{{4}}-[A-Z]{{4}})", site.printed.read_text(), re.DOTALL
        )
        if found:
            return str(found[-1])
        time.sleep(0.1)
    raise AssertionError(f"no message to {email}")


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_an_account_is_opened_and_used_by_keyboard_alone(browser: Browser, site: Site, scripted: bool) -> None:
    """Open an account by the code that `serve` prints, follow a statement, sign out, sign in again."""
    email = f"tasten{int(scripted)}@example.org"
    context = browser.new_context(java_script_enabled=scripted, viewport={"width": 1280, "height": 800})
    page = context.new_page()

    def tab_to(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            said = page.evaluate("() => document.activeElement.innerText || document.activeElement.name || ''")
            if name in said:
                return
        raise AssertionError(f"{name} is not reached by Tab")

    def enter() -> None:
        with page.expect_navigation():
            page.keyboard.press("Enter")

    page.goto(site.url("zielbilder/der-fluss-gehoert-allen/"))
    tab_to("Diesem Text folgen")
    enter()
    tab_to("Konto anlegen")
    enter()
    tab_to("email")
    page.keyboard.type(email)
    enter()
    tab_to("code")
    page.keyboard.type(printed_code(site, email).lower().replace("-", ""))
    enter()
    expect(page.get_by_role("heading", level=1)).to_have_text("Allem Neuen hier folgen")
    tab_to("Folgen")
    enter()
    expect(page.get_by_role("status")).to_contain_text("Sie hören von uns")
    expect(page.get_by_role("link", name="Der Fluss gehört allen.")).to_be_visible()
    tab_to("Abmelden")
    enter()
    tab_to("Abmelden")
    enter()
    page.goto(account_url(site, ""))
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    context.close()
