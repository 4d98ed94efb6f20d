"""Addresses. They are permanent: a contribution, a change, a round, an edition keeps its own. The language is the
first part (/en/auenstadt/); German has none."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from stadtgespraech.web.views import (
    change,
    check,
    contribution,
    edition,
    legal,
    process,
    receipt,
    report,
    round,
    tension,
    text,
)


class FileName(StringConverter):
    """Names as editions give their files: nothing that a database or a disk could take for something else."""

    regex = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}"


register_converter(FileName, "file")
urlpatterns = i18n_patterns(
    path("", process.sites, name="sites"),
    path("<slug:process>/", process.home, name="process"),
    path("<slug:process>/suche/", process.search, name="search"),
    path("<slug:process>/runde/<slug:round>/", round.page, name="round"),
    path("<slug:process>/spannungsfelder/", tension.overview, name="tensions"),
    path("<slug:process>/spannungsfelder/<slug:text>/", tension.page, name="tension"),
    path("<slug:process>/beitraege/", contribution.overview, name="contributions"),
    path("<slug:process>/beitrag/neu/", contribution.write, name="write"),
    path("<slug:process>/beitrag/<slug:key>/", contribution.page, name="contribution"),
    path("<slug:process>/beitrag/<slug:key>/melden/", report.contribution, name="report"),
    path("<slug:process>/mein-beitrag/", receipt.lookup, name="receipt"),
    path("<slug:process>/mein-beitrag/post/<str:token>/", receipt.mail_link, name="mail-link"),
    path("<slug:process>/mein-beitrag/beleg/", receipt.file, name="receipt-file"),
    path("<slug:process>/mein-beitrag/zurueckziehen/", receipt.withdraw, name="withdraw"),
    path("<slug:process>/mein-beitrag/loeschen/", receipt.erase, name="erase"),
    path("<slug:process>/anpassungen/", change.overview, name="changes"),
    path("<slug:process>/anpassung/<int:number>/", change.page, name="change"),
    path("<slug:process>/anpassung/<slug:product>/<int:number>/", change.page, name="change"),
    path("<slug:process>/fassung/<slug:edition>/", edition.page, name="edition"),
    path("<slug:process>/fassung/<slug:edition>/<file:name>", edition.file, name="edition-file"),
    path("<slug:process>/pruefen/", check.page, name="check"),
    path("<slug:process>/pruefen/pruefpunkt.txt", check.checkpoint, name="checkpoint"),
    path("<slug:process>/so-funktioniert-es/", legal.about, name="about"),
    path("<slug:process>/barrierefreiheit/", legal.accessibility, name="accessibility"),
    path("<slug:process>/barriere-melden/", report.barrier, name="barrier"),
    path("<slug:process>/datenschutz/", legal.privacy, name="privacy"),
    path("<slug:process>/impressum/", legal.imprint, name="imprint"),
    path("<slug:process>/<slug:product>/", text.overview, name="product"),
    path("<slug:process>/<slug:product>/<slug:text>/", text.page, name="text"),
    path("<slug:process>/<slug:product>/<slug:text>/stelle/<int:paragraph>/", text.passage, name="passage"),
    prefix_default_language=False,
)
handler404 = "stadtgespraech.web.views.error.missing"
handler500 = "stadtgespraech.web.views.error.broken"
