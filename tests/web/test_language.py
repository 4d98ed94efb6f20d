"""Eight languages, one site: every word in each of them, every page in both directions, each page linked to itself."""

from __future__ import annotations

import gettext
import importlib.util
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings
from django.test import Client
from django.utils import translation
from lxml import html

from stadtgespraech.web.templatetags.web import language_links as language_links_of

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src" / "stadtgespraech" / "web"
CODES = [code for code, _ in settings.LANGUAGES]
HTML_LANG = {code: "de" if code == "de-plain" else code for code in CODES}


def load_tool() -> ModuleType:
    """tools/messages.py: tools are no package."""
    spec = importlib.util.spec_from_file_location("messages_tool", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


TOOL = load_tool()
CATALOGUES = sorted(TOOL.LANGUAGES)


@pytest.fixture(scope="module")
def in_use() -> Catalog:
    """All messages of the templates and the code."""
    return TOOL.template()


def prefixed(code: str, address: str) -> str:
    return address if code == settings.LANGUAGE_CODE else f"/{code}{address}"


# Words


def test_there_is_a_catalogue_for_every_language_but_german():
    names = {code.replace("-plain", "_Plain") for code in CODES} - {settings.LANGUAGE_CODE}
    assert set(CATALOGUES) == names


def test_every_message_in_use_has_words_in_every_language():
    assert TOOL.missing() == {}


@pytest.mark.parametrize("name", CATALOGUES)
def test_words_keep_their_placeholders_and_tags(name, in_use):
    catalogue = TOOL.catalogue(name)
    alone = forms_of_one_number(catalogue)
    rows = [(message, catalogue.get(message.id, message.context)) for message in in_use if message.id]
    wrong = [(str(message.id), said) for message, known in rows if known for said in unlike(message, known, alone)]
    assert wrong == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_nothing_is_marked_as_guessed(name, in_use):
    assert [message.id for message in TOOL.catalogue(name) if message.id and message.fuzzy] == []


def forms_of_one_number(catalogue: Catalog) -> set[int]:
    """The plural forms that are said of a single number only: they may say "one" or "two" instead of it."""
    form = gettext.c2py(catalogue.plural_expr)
    counted = Counter(form(number) for number in range(1000))
    return {index for index, numbers in counted.items() if numbers == 1}


def unlike(message: Message, known: Message, alone: set[int]) -> Iterator[str]:
    """Translations whose placeholders or tags are not those of the message."""
    ids = TOOL.strings(message.id)
    for index, said in enumerate(TOOL.strings(known.string)):
        few = len(ids) == 2 and (index == 0 or index in alone)
        if said and not (fits(said, ids, index in alone) if few else fixed(said) == fixed(ids[-1])):
            yield said


def fits(said: str, ids: tuple[str, ...], one_number: bool) -> bool:
    """A form for "one" takes from both messages; where it is said of 21, too, it needs the number."""
    one, many, own = fixed(ids[0]), fixed(ids[1]), fixed(said)
    return one & many <= own <= one | many and (one_number or many <= one or bool(own & (many - one)))


def fixed(words: str) -> Counter[str]:
    """What a translation must not change: placeholders and tags, with how often they stand there."""
    return Counter(re.findall(r"%\(\w+\)[a-z]|\{\w*\}|</?\w+[^>]*>", words))


# Directions

STYLES = sorted((WEB / "static" / "web").glob("*.css"))
DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;{}]+?)\s*(?=[;}])")
FOUR_SIDES = re.compile(r"(?:(?:scroll-)?(?:margin|padding)|inset)$")


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_no_style_knows_left_or_right(path):
    assert physical(path.read_text("utf-8")) == []


def test_left_and_right_are_found():
    bad = "a{margin-left:1px} b{left:0;float:right} c{text-align:left} d{padding:0 2px 3px 4px} e{border-radius:0 9px}"
    assert len(physical(bad)) == 6
    good = (
        "a{margin-inline-start:1px;inset-inline-end:0} /* left:0; */ .left{padding:1px 2px 3px 2px} b{content:'left'}"
    )
    assert physical(good) == []


def physical(css: str) -> list[str]:
    """The declarations that mean a side of the screen, not of the line."""
    bare = re.sub(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'|url\([^)]*\)", "", css, flags=re.DOTALL)
    found = [(name, value.split("!")[0].strip()) for name, value in DECLARATION.findall(bare)]
    return [f"{name}: {value}" for name, value in found if names_a_side(name, value)]


def names_a_side(name: str, value: str) -> bool:
    if name.startswith("--"):
        return False
    sides = re.sub(r"\([^()]*\)", "()", value).split()
    return uneven(name, sides) or re.search(r"\b(?:left|right)\b", f"{name} {value}") is not None


def uneven(name: str, sides: list[str]) -> bool:
    """A shorthand that gives one side of the screen what it does not give the other."""
    if name == "border-radius":
        first, second, third, fourth = (sides + sides[:2] + sides[1:2])[:4] if len(sides) > 1 else sides * 4
        return (first, third) != (second, fourth)
    return FOUR_SIDES.match(name) is not None and len(sides) == 4 and sides[1] != sides[3]


# Templates

# The rooms of those who run a process are in German only (docs/decisions.md).
TEMPLATES = sorted(path for path in WEB.rglob("*.html") if path.parent.name != "office")
NOT_SAID = re.compile(
    r"{#.*?#}"
    r"|{%\s*comment\b.*?{%\s*endcomment\s*%}"
    r"|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
# Commands and the name of a checksum; names that are said to be in a fixed language: laws, standards, Stadtgespräch.
NO_WORDS = re.compile(
    r"<(code|abbr|style|script)\b[^>]*>[^<]*</\1>|<(\w+)\b[^>]*\slang=\"(?:de|en)\"[^>]*>[^<]*</\2>", re.DOTALL
)
SAID_IN_TAGS = re.compile(r"\s(?:aria-label|aria-description|title|alt|placeholder|data-say|data-ready)=\"([^\"]*)\"")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_says_words_that_nobody_can_translate(path):
    assert untranslated(path.read_text("utf-8")) == []


def test_words_outside_of_translations_are_found():
    assert untranslated('<p title="Hinweis">{% translate "Ja" %} {{ name }} Nein</p>') == ["Hinweis", "Nein"]
    assert (
        untranslated("{% blocktranslate with n=1 %}Ja {{ n }}{% endblocktranslate %} – <code>sha256sum</code>, „“")
        == []
    )


def untranslated(source: str) -> list[str]:
    """What a template says by itself: in its text, and in attributes that are read out."""
    bare = NOT_SAID.sub("", source)
    spoken = SAID_IN_TAGS.findall(bare)
    texts = re.split(r"<[^>]*>", NO_WORDS.sub("", bare))
    return [said.strip() for said in spoken + texts if any(sign.isalpha() for sign in re.sub(r"&\w+;", "", said))]


# Pages


def tree(client: Client, address: str) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, address
    return html.fromstring(response.content.decode())


def language_links(page: html.HtmlElement) -> list[html.HtmlElement]:
    return page.xpath("//details[contains(@class, 'languages')]//nav//a")


PAGES = [
    "/auenstadt/",
    "/auenstadt/zielbilder/",
    "/auenstadt/zielbilder/der-fluss-gehoert-allen/",
    "/auenstadt/spannungsfelder/",
    "/auenstadt/anpassungen/",
    "/auenstadt/beitraege/",
    "/auenstadt/mein-beitrag/",
    "/auenstadt/so-funktioniert-es/",
    "/auenstadt/moderation/",
    "/auenstadt/pruefen/",
    "/auenstadt/barrierefreiheit/",
    "/auenstadt/datenschutz/",
    "/auenstadt/impressum/",
]


@pytest.mark.parametrize(
    ("address", "lang", "direction"),
    [
        ("/auenstadt/", "de", "ltr"),
        ("/en/auenstadt/", "en", "ltr"),
        ("/ar/auenstadt/", "ar", "rtl"),
        ("/de-plain/auenstadt/", "de", "ltr"),
    ],
)
def test_a_page_says_its_language_and_direction(client, site, address, lang, direction):
    page = tree(client, address)
    assert (page.get("lang"), page.get("dir")) == (lang, direction)
    assert client.get(address).headers["Content-Language"] == lang


@pytest.mark.parametrize("address", PAGES)
def test_a_page_links_to_itself_in_every_language(client, site, address):
    expected = [(prefixed(code, address), HTML_LANG[code]) for code in CODES]
    for code in CODES:
        links = language_links(tree(client, prefixed(code, address)))
        assert [(link.get("href"), link.get("hreflang")) for link in links] == expected
        assert [link.get("lang") for link in links] == [HTML_LANG[one] for one in CODES]
        assert [link.get("href") for link in links if link.get("aria-current")] == [prefixed(code, address)]


@pytest.mark.parametrize("address", ["/auenstadt/suche/?q=Fluss", "/auenstadt/beitrag/neu/?question=fluss-ungern"])
def test_changing_the_language_keeps_what_was_asked_for(client, site, address):
    links = language_links(tree(client, address))
    assert [link.get("href") for link in links] == [prefixed(code, address) for code in CODES]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("address", ["/dessau/", "/ende/", "/trier/", "/planegg/", "/romrod/"])
def test_a_place_whose_name_starts_like_a_language_keeps_its_name(code, address):
    with translation.override(code):
        links = str(language_links_of(prefixed(code, address)))
    assert re.findall('href="([^"]+)"', links) == [prefixed(one, address) for one in CODES]


def test_no_word_is_fixed_in_the_language_that_happens_to_be_spoken_first():
    """Words that are made into text while modules are read keep the language of the first page that was asked for."""
    code = (
        "import django; django.setup(); from django.utils import translation; translation.activate('en'); "
        "from stadtgespraech.web import urls; translation.activate('de'); "
        "from stadtgespraech.web.forms.participation import WORDS; print(WORDS['-17'])"
    )
    own = {**os.environ, "DJANGO_SETTINGS_MODULE": "stadtgespraech.web.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=own, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "unter 18"
