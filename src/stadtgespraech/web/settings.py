"""Django's settings. Everything the site keeps lies in STADTGESPRAECH_DATA, or in the database of DATABASE_URL."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from stadtgespraech.web.site import read_or_make

DATA = Path(os.environ.get("STADTGESPRAECH_DATA", "data")).resolve()
SECRET_KEY = read_or_make(DATA / "secret.txt")
DEBUG = False
ALLOWED_HOSTS = [
    name for name in os.environ.get("STADTGESPRAECH_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if name
]
SITE_URL = os.environ.get("STADTGESPRAECH_URL", "http://localhost:8000").rstrip("/")  # for links in messages
HTTPS = os.environ.get("STADTGESPRAECH_HTTPS", "") == "1"
PROXIES = int(os.environ.get("STADTGESPRAECH_PROXIES", "") or "0")  # how many stand in front and are believed

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "stadtgespraech.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "stadtgespraech.web.middleware.language_of_path",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "stadtgespraech.web.urls"
WSGI_APPLICATION = "stadtgespraech.web.wsgi.application"

SQLITE: dict[str, Any] = {
    "ENGINE": "stadtgespraech.web.sqlite",
    "NAME": str(DATA / "site.sqlite3"),
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # secure_delete: what was erased is overwritten in the file, too
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    },
}
DATABASES = {
    "default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=600, conn_health_checks=True)
    if os.environ.get("DATABASE_URL")
    else SQLITE
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "stadtgespraech.web.context.site",
            ],
        },
    }
]

LANGUAGE_CODE = "de"
LANGUAGES = [
    ("de", "Deutsch"),
    ("de-plain", "Einfache Sprache"),
    ("en", "English"),
    ("tr", "Türkçe"),
    ("ar", "العربية"),
    ("uk", "Українська"),
    ("pl", "Polski"),
    ("ro", "Română"),
]
LANGUAGES_BIDI = ["ar"]
LOCALE_PATHS = [Path(__file__).resolve().parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = 2 * 24 * 60 * 60  # as long as a form is good, and a day more
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "stadtgespraech.web.views.error.expired"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 13_000_000  # a million characters come through, so that nothing typed is lost
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("STADTGESPRAECH_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("STADTGESPRAECH_MAIL_PORT", "25"))
DEFAULT_FROM_EMAIL = os.environ.get("STADTGESPRAECH_MAIL_FROM", "stadtgespraech@localhost")
EMAIL_TIMEOUT = 10

# No request is logged: neither an address nor a path with a code may reach a file.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.server": {"handlers": [], "propagate": False}, "django.request": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
SILENCED_SYSTEM_CHECKS: list[str] = []
