"""Draw the pictures of the README: the published story of Auenstadt, and the site as somebody walks it on a phone."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out" / "auenstadt"
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SHOWN = "Alle sind gleich wichtig"  # words of the page that a picture shows


def shoot() -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        for name, width, height in (("marked-html", 1280, 900), ("marked-html-phone", 375, 720)):
            page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
            page.goto((OUT / "marked.html").as_uri() + "#bild-1")
            page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()


def page_of(source: Path, name: str) -> None:
    """The first page of `source` that holds the words SHOWN."""
    with pypdfium2.PdfDocument(source) as file:
        texts = [page.get_textpage().get_text_bounded() for page in file]
    number = str(1 + next(index for index, text in enumerate(texts) if SHOWN in text))
    options = ["-png", "-r", "70", "-f", number, "-l", number, "-singlefile"]
    subprocess.run(["pdftoppm", *options, source, PICTURES / name], check=True)


def word_page() -> None:
    with tempfile.TemporaryDirectory() as folder:
        call = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, OUT / "marked.docx"]
        subprocess.run(call, check=True, capture_output=True)
        page_of(Path(folder) / "marked.pdf", "marked-docx")


STATEMENT = "zielbilder/der-fluss-gehoert-allen/"
WORDS = "Am Ostufer kommt man mit dem Kinderwagen gar nicht ans Wasser. Da sind nur Treppen."


def published() -> None:
    """The story as a document, in out/auenstadt."""
    command = [sys.executable, "-m", "stadtgespraech", "publish", "-q", ROOT / "demo" / "auenstadt.toml"]
    subprocess.run([*command, "-o", OUT, "--edition", "all", "--format", "html,pdf,docx"], check=True)


def site() -> None:
    """The site on 10 June 2026: its first page, and the six steps from there to a receipt."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        module = [sys.executable, "-m", "stadtgespraech"]
        subprocess.run([*module, "demo", "-q", "--data", folder, "--today", "2026-06-10"], check=True)
        served = subprocess.Popen(
            [*module, "serve", "-q", "--data", folder, "--port", str(port), "--today", "2026-06-10"]
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/auenstadt/")
            walk(f"http://127.0.0.1:{port}/auenstadt/")
            rooms(f"http://127.0.0.1:{port}/", folder)
        finally:
            served.terminate()
            served.wait(30)


def wait_for(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers at {address}")


def walk(address: str) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        desk = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        desk.goto(address)
        desk.screenshot(path=PICTURES / "site-home.png")
        desk.goto(address + "anpassungen/?bild=der-fluss-gehoert-allen")
        desk.screenshot(path=PICTURES / "site-changes.png")
        phone = browser.new_page(viewport={"width": 375, "height": 720}, reduced_motion="reduce")
        film(phone, address)
        browser.close()


def film(page: Page, address: str) -> None:
    """Six pictures: first page, statement, passage, form, preview, receipt."""

    def shot(number: int, selector: str = "") -> None:
        if selector:
            page.locator(selector).first.evaluate("e => e.scrollIntoView({block: 'start'})")
        page.screenshot(path=PICTURES / f"walk-{number}.png")

    page.goto(address)
    shot(1)
    page.goto(address + STATEMENT)
    shot(2, "h1")
    page.get_by_role("link", name=re.compile("Absatz 2 etwas sagen")).click()
    page.get_by_role("checkbox").nth(1).check()
    shot(3, "h1")
    page.get_by_role("button", name=re.compile("weiter", re.I)).click()
    page.get_by_label("Das würde ich ändern").check()
    page.get_by_label(re.compile("^Beitrag")).fill(WORDS)
    shot(4, "form")
    page.wait_for_timeout(3_100)
    page.get_by_role("button", name=re.compile("prüfen|ansehen", re.I)).click()
    shot(5, "h1")
    page.get_by_role("button", name=re.compile("absenden", re.I)).click()
    shot(6, "h1")


ROOMS = {
    "alice@auenstadt.example": {"overview": "", "plan": "ablauf/", "texts": "texte/", "capture": "erfassen/"},
    "carla@auenstadt.example": {"moderation": "moderation/", "decide": "moderation/beitrag/gelaender/"},
    "doris@auenstadt.example": {"department": "stellungnahme/"},
}


def rooms(address: str, folder: str) -> None:
    """The rooms of those who run a process, as each of them sees them."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        for who, places in ROOMS.items():
            page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
            sign_in(page, address, folder, who)
            for name, place in places.items():
                page.goto(f"{address}auenstadt/arbeit/{place}")
                page.screenshot(path=PICTURES / f"office-{name}.png")
        browser.close()


def sign_in(page: Page, address: str, folder: str, who: str) -> None:
    page.goto(f"{address}konto/anmelden/passwort/")
    page.fill("[name=login]", who)
    page.fill("[name=password]", "auenstadt-am-fluss")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zweiter-schritt/**")
    command = [sys.executable, "-m", "stadtgespraech", "manage", "--data", folder, "totp", who]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    page.fill("[name=code]", told.strip()[-6:])
    page.keyboard.press("Enter")
    page.wait_for_url("**/konto/")


if __name__ == "__main__":
    PICTURES.mkdir(parents=True, exist_ok=True)
    published()
    shoot()
    page_of(OUT / "marked.pdf", "marked-pdf")
    word_page()
    site()
