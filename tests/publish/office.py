"""A real word processor for the tests: LibreOffice without a window, driven by a macro in a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

PROGRAM = shutil.which("soffice")
MACRO = """
Sub Work(orders As String)
  Dim entries, entry, parts, document, dispatcher, hidden(0) As New com.sun.star.beans.PropertyValue
  Dim target(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  target(0).Name = "FilterName"
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  entries = Split(orders, "|")
  For Each entry In entries
    parts = Split(entry, ">")
    document = StarDesktop.loadComponentFromURL(ConvertToURL(parts(0)), "_blank", 0, hidden())
    If parts(1) <> "" Then
      dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" & parts(1), "", 0, Array())
    End If
    target(0).Value = parts(3)
    document.storeToURL(ConvertToURL(parts(2)), target())
    document.close(True)
  Next
  StarDesktop.terminate()
End Sub
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Office"/></library:library>
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Office" script:language="StarBasic">
"""


def convert(folder: Path, orders: Sequence[tuple[Path, str, Path]]) -> None:
    """For each (source, command like "AcceptAllTrackedChanges" or "", target): open, do, save as the suffix says."""
    assert PROGRAM is not None
    start = [PROGRAM, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    # The first start makes the profile and would write over a macro that is there already.
    subprocess.run([*start, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
    basic = folder / "profile" / "user" / "basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    (basic / "Standard" / "script.xlb").write_text(LIBRARY, "utf-8")
    (basic / "Standard" / "Office.xba").write_text(f"{MODULE}{escape(MACRO)}</script:module>", "utf-8")
    filters = {".odt": "writer8", ".pdf": "writer_pdf_Export", ".docx": "MS Word 2007 XML"}
    said = "|".join(f"{source}>{command}>{target}>{filters[target.suffix]}" for source, command, target in orders)
    subprocess.run([*start, f"macro:///Standard.Office.Work({said})"], check=True, capture_output=True, timeout=240)


def paragraphs(odt: Path, without: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """(style, text) of each heading and paragraph outside tables; notes, comments and cross references are not text."""
    with zipfile.ZipFile(odt) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    ns = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "style", "text")}
    parents = {
        item.get(f"{{{ns['style']}}}name"): item.get(f"{{{ns['style']}}}parent-style-name")
        for item in root.iterfind(".//office:automatic-styles/style:style", ns)
    }
    found = []
    for item in root.find("office:body/office:text", ns):
        if etree.QName(item).localname in ("p", "h"):
            name = item.get(f"{{{ns['text']}}}style-name")
            style = (parents.get(name) or name or "").replace("_20_", " ")
            if style not in without:
                found.append((style, words(item)))
    return found


def notes(odt: Path) -> list[str]:
    """The texts of the footnotes in their order, each with its sign."""
    with zipfile.ZipFile(odt) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    return ["".join(item.itertext()) for item in root.iter("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}note")]


def words(element: etree._Element) -> str:
    name = etree.QName(element).localname
    if name in ("note", "annotation", "annotation-end", "bookmark-ref", "note-ref", "reference-ref", "frame"):
        return ""
    if name == "s":
        return " " * int(element.get("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}c", "1"))
    return (element.text or "") + "".join(words(child) + (child.tail or "") for child in element)
