"""Draw the pictures of the README from the demo's output: `make demo`, then `python tools/pictures.py`."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pypdfium2
from playwright.sync_api import sync_playwright

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


if __name__ == "__main__":
    PICTURES.mkdir(parents=True, exist_ok=True)
    shoot()
    page_of(OUT / "marked.pdf", "marked-pdf")
    word_page()
