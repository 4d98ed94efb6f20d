"""Addresses. They are permanent: a contribution, a change, a round, an edition keeps its own. The language is the
first part (/en/auenstadt/); German has none."""

from __future__ import annotations

from allauth.account import views as signin
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as spare
from allauth.mfa.totp import views as app
from allauth.socialaccount import views as city
from django.conf.urls.i18n import i18n_patterns
from django.db.transaction import atomic
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from stadtgespraech.web.views import (
    account,
    address,
    change,
    check,
    contribution,
    digest,
    edition,
    following,
    holding,
    legal,
    look,
    moderation,
    process,
    receipt,
    report,
    round,
    tension,
    text,
)
from stadtgespraech.web.views.office import (
    appeals,
    audit,
    blackout,
    capture,
    contributions,
    invitation,
    job,
    new,
    overview,
    participation,
    people,
    point,
    reading,
    reports,
    settings,
    submission,
    unit,
    year,
)
from stadtgespraech.web.views.office import moderation as moderating
from stadtgespraech.web.views.signin import city_callback, city_login, start_over


class FileName(StringConverter):
    """Names as editions give their files: nothing that a database or a disk could take for something else."""

    regex = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}"


register_converter(FileName, "file")
# the same in every language, so that browsers keep one
looks = [
    path("<slug:process>/aussehen.css", look.style, name="look"),
    path("<slug:process>/logo/<file:name>", look.logo, name="logo"),
]
# Names in English with an underscore are those by which allauth finds its own pages; what is not here does not exist.
ACCOUNT = [
    path("konto/", account.page, name="account"),
    path("konto/beleg-code/", account.claim, name="claim"),
    path("konto/nachrichten/", account.choose_messages, name="choose-messages"),
    path("konto/abbestellen/<str:token>/", digest.unsubscribe, name="unsubscribe"),
    path("konto/daten.json", account.data, name="account-data"),
    path("konto/loeschen/", account.close, name="account-close"),
    path("konto/folgen/<slug:process>/", following.process, name="follow-process"),
    path("konto/folgen/<slug:process>/<slug:product>/<slug:text>/", following.text, name="follow"),
    path("konto/beitrag/<slug:process>/<slug:key>/", holding.page, name="held"),
    path("konto/beitrag/<slug:process>/<slug:key>/beleg/", holding.file, name="held-file"),
    path("konto/beitrag/<slug:process>/<slug:key>/zurueckziehen/", holding.withdraw, name="held-withdraw"),
    path("konto/beitrag/<slug:process>/<slug:key>/loeschen/", holding.erase, name="held-erase"),
    path("konto/beitrag/<slug:process>/<slug:key>/rueckfrage/", holding.reply, name="held-reply"),
    path("konto/beitrag/<slug:process>/<slug:key>/widerspruch/", holding.appeal, name="held-appeal"),
    path("konto/beitrag/<slug:process>/<slug:key>/entfernen/", holding.drop, name="held-drop"),
    path("konto/anmelden/", signin.request_login_code, name="account_request_login_code"),
    path("konto/anmelden/code/", signin.confirm_login_code, name="account_confirm_login_code"),
    path("konto/anmelden/von-vorn/", start_over, name="start-over"),
    path("konto/anmelden/passwort/", signin.login, name="account_login"),
    path("konto/anmelden/zweiter-schritt/", factor.authenticate, name="mfa_authenticate"),
    path("konto/anmelden/stadt/", city_login, {"provider_id": "stadt"}, name="openid_connect_login"),
    path("konto/anmelden/stadt/zurueck/", city_callback, {"provider_id": "stadt"}, name="openid_connect_callback"),
    path("konto/anmelden/stadt/adresse/", city.signup, name="socialaccount_signup"),
    path("konto/anmelden/stadt/abgebrochen/", city.login_cancelled, name="socialaccount_login_cancelled"),
    path("konto/anmelden/stadt/fehler/", city.login_error, name="socialaccount_login_error"),
    path("konto/neu/", atomic(signin.signup), name="account_signup"),
    path("konto/neu/code/", signin.email_verification_sent, name="account_email_verification_sent"),
    path("konto/gesperrt/", signin.account_inactive, name="account_inactive"),
    path("konto/abmelden/", signin.logout, name="account_logout"),
    path("konto/anmeldung/", account.security, name="mfa_index"),
    path("konto/anmeldung/stadt/", account.security, name="socialaccount_connections"),
    path("konto/anmeldung/e-mail/", signin.email, name="account_email"),
    path("konto/anmeldung/passwort/", signin.password_change, name="account_change_password"),
    path("konto/anmeldung/passwort/setzen/", signin.password_set, name="account_set_password"),
    path("konto/anmeldung/app/", app.activate_totp, name="mfa_activate_totp"),
    path("konto/anmeldung/app/abschalten/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("konto/anmeldung/ersatz-codes/", spare.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("konto/anmeldung/ersatz-codes/neu/", spare.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("konto/bestaetigen/", signin.reauthenticate, name="account_reauthenticate"),
    path("konto/bestaetigen/app/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("konto/bestaetigen/code/", signin.request_reauthentication_code, name="account_request_reauthentication_code"),
    path(
        "konto/bestaetigen/code/eingeben/",
        signin.confirm_reauthentication_code,
        name="account_confirm_reauthentication_code",
    ),
    path("konto/passwort-vergessen/", signin.password_reset, name="account_reset_password"),
    path(
        "konto/passwort-vergessen/code/",
        signin.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("konto/passwort-vergessen/neu/", signin.complete_password_reset, name="account_complete_password_reset"),
    path(
        "konto/passwort-vergessen/fertig/",
        signin.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
]
# The rooms of those who run a process: in German, the language of the administration, so outside of the languages.
OFFICE = [
    path("arbeit/neu/", new.page, name="office-new"),
    path("<slug:process>/arbeit/", overview.page, name="office"),
    path("<slug:process>/arbeit/matrix.csv", overview.csv, name="office-matrix"),
    path("<slug:process>/arbeit/erfassen/", capture.page, name="office-capture"),
    path("<slug:process>/arbeit/erfassen/belege/", capture.slips, name="office-slips"),
    path("<slug:process>/arbeit/erfassen/zuruecknehmen/", capture.take_back, name="office-capture-undo"),
    path("<slug:process>/arbeit/beitraege/", contributions.page, name="office-contributions"),
    path("<slug:process>/arbeit/beitraege/beitraege.csv", contributions.csv, name="office-contributions-csv"),
    path("<slug:process>/arbeit/beitraege/beitraege.xlsx", contributions.xlsx, name="office-contributions-xlsx"),
    path("<slug:process>/arbeit/beitraege/<slug:key>/", contributions.contribution, name="office-contribution"),
    path("<slug:process>/arbeit/beitraege/<slug:key>/scan/<int:number>/", contributions.scan, name="office-scan"),
    path("<slug:process>/arbeit/beitraege/<slug:key>/scan/loeschen/", contributions.drop, name="office-scan-drop"),
    path("<slug:process>/arbeit/beteiligte/", participation.page, name="office-participation"),
    path("<slug:process>/arbeit/beteiligte/stadt/", participation.city, name="office-city-figures"),
    path("<slug:process>/arbeit/beteiligte/<slug:round>/einfrieren/", participation.freeze, name="office-freeze"),
    path("<slug:process>/arbeit/menschen/", people.page, name="office-people"),
    path("<slug:process>/arbeit/einladung/<str:token>/", invitation.page, name="invitation"),
    path("<slug:process>/arbeit/einstellungen/", settings.page, name="office-settings"),
    path("<slug:process>/arbeit/moderation/", moderating.page, name="office-moderation"),
    path(
        "<slug:process>/arbeit/moderation/beitrag/<slug:key>/", moderating.item, name="office-moderation-contribution"
    ),
    path(
        "<slug:process>/arbeit/moderation/beitrag/<slug:key>/schwaerzen/",
        blackout.page,
        name="office-moderation-blackout",
    ),
    path(
        "<slug:process>/arbeit/moderation/beitrag/<slug:key>/original/",
        blackout.original,
        name="office-moderation-original",
    ),
    path("<slug:process>/arbeit/moderation/widersprueche/", appeals.page, name="office-moderation-appeals"),
    path("<slug:process>/arbeit/moderation/widersprueche/<int:number>/", appeals.item, name="office-moderation-appeal"),
    path("<slug:process>/arbeit/moderation/meldungen/", reports.page, name="office-moderation-reports"),
    path("<slug:process>/arbeit/moderation/meldungen/<slug:key>/", reports.report, name="office-moderation-report"),
    path("<slug:process>/arbeit/moderation/barrieren/<slug:key>/", reports.ticket, name="office-moderation-ticket"),
    path("<slug:process>/arbeit/moderation/jahresbericht/", year.page, name="office-moderation-year"),
    path("<slug:process>/arbeit/moderation/jahresbericht.csv", year.file, name="office-moderation-year-file"),
    path("<slug:process>/arbeit/protokoll/", audit.page, name="office-audit"),
    path("<slug:process>/arbeit/auftrag/<slug:key>/", job.page, name="office-job"),
    path("<slug:process>/arbeit/auftrag/<slug:key>/abbrechen/", job.cancel, name="office-job-cancel"),
    path("<slug:process>/arbeit/dienststellen/", unit.page, name="office-units"),
    path("<slug:process>/arbeit/stellungnahme/", submission.overview, name="office-statement"),
    path("<slug:process>/arbeit/stellungnahme/<slug:unit>/", submission.page, name="office-statement-unit"),
    path("<slug:process>/arbeit/stellungnahme/<slug:unit>/stand/", submission.move, name="office-statement-state"),
    path("<slug:process>/arbeit/stellungnahme/<slug:unit>/datei/", reading.download, name="office-statement-file"),
    path("<slug:process>/arbeit/stellungnahme/<slug:unit>/hochladen/", reading.upload, name="office-statement-upload"),
    path(
        "<slug:process>/arbeit/stellungnahme/<slug:unit>/gelesen/<int:number>/",
        reading.page,
        name="office-statement-reading",
    ),
    path(
        "<slug:process>/arbeit/stellungnahme/<slug:unit>/punkt/<int:number>/",
        point.amend,
        name="office-statement-point",
    ),
    path(
        "<slug:process>/arbeit/stellungnahme/<slug:unit>/bild/<slug:text>/", point.write, name="office-statement-text"
    ),
]
urlpatterns = (
    looks
    + OFFICE
    + i18n_patterns(
        path("", process.sites, name="sites"),
        *ACCOUNT,
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
        path("<slug:process>/mein-beitrag/adresse/", address.hear, name="address"),
        path("<slug:process>/mein-beitrag/zurueckziehen/", receipt.withdraw, name="withdraw"),
        path("<slug:process>/mein-beitrag/loeschen/", receipt.erase, name="erase"),
        path("<slug:process>/mein-beitrag/rueckfrage/", moderation.reply, name="reply"),
        path("<slug:process>/mein-beitrag/widerspruch/", moderation.appeal, name="appeal"),
        path("<slug:process>/moderation/", moderation.page, name="moderation"),
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
)
handler403 = "stadtgespraech.web.views.error.forbidden"
handler400 = "stadtgespraech.web.views.error.refused"
handler404 = "stadtgespraech.web.views.error.missing"
handler429 = "stadtgespraech.web.views.error.too_many"  # allauth asks for it
handler500 = "stadtgespraech.web.views.error.broken"
