"""Django's settings. Everything the site keeps lies in STADTGESPRAECH_DATA, or in the database of DATABASE_URL."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from stadtgespraech.web.site import name_route, read_or_make

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
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "stadtgespraech.web",  # before allauth: its templates are ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "stadtgespraech.web.middleware.language_of_path",
    "stadtgespraech.web.middleware.keep_no_account_page",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",  # lazy: nothing is read before a view asks who is there
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
DATABASES = {"default": SQLITE}
if url := os.environ.get("DATABASE_URL"):
    named = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    is_sqlite = named["ENGINE"] == "django.db.backends.sqlite3"
    DATABASES = {"default": {**SQLITE, "NAME": named["NAME"]} if is_sqlite else dict(named)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
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

# The city's own sign-in (OpenID Connect); offered where all three are set.
OIDC_URL = os.environ.get("STADTGESPRAECH_OIDC_URL", "").rstrip("/")
OIDC_CLIENT = os.environ.get("STADTGESPRAECH_OIDC_CLIENT", "")
OIDC_SECRET = os.environ.get("STADTGESPRAECH_OIDC_SECRET", "")
OIDC_NAME = os.environ.get("STADTGESPRAECH_OIDC_NAME", "Stadtkonto")
OIDC = bool(OIDC_URL and OIDC_CLIENT and OIDC_SECRET)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # a form that signs in through the city is sent on to it, and browsers ask whether it may be
        "form-action": [SELF, *(["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_URL))] if OIDC else [])],
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

AUTH_USER_MODEL = "web.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email",)},
    },
]
SESSION_COOKIE_NAME = "konto"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
STAFF_SESSION_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "sites"

CACHES = {"default": {"BACKEND": "stadtgespraech.web.attempts.Attempts", "LOCATION": "attempts"}}
ACCOUNT_ADAPTER = "stadtgespraech.web.views.signin.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 30 * 60  # who reads slowly, or waits for a message, is not thrown out
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {  # many people may stand behind one connection: a conference, a school
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    "request_login_code": "120/m/ip,3/m/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
}
ACCOUNT_FORMS = {
    name: f"stadtgespraech.web.forms.signin.{form}"
    for name, form in (
        ("login", "PasswordForm"),
        ("signup", "SignupForm"),
        ("add_email", "EmailForm"),
        ("change_password", "ChangePasswordForm"),
        ("set_password", "SetPasswordForm"),
        ("reset_password", "ForgottenForm"),
        ("reset_password_from_key", "NewPasswordForm"),
        ("request_login_code", "RequestCodeForm"),
        ("confirm_login_code", "LoginCodeForm"),
        ("confirm_reauthentication_code", "LoginCodeForm"),
        ("confirm_email_verification_code", "EmailCodeForm"),
        ("confirm_password_reset_code", "ResetCodeForm"),
        ("reauthenticate", "AgainForm"),
    )
}
MFA_ADAPTER = "stadtgespraech.web.views.signin.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Stadtgespräch"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "stadtgespraech.web.forms.signin.FactorForm",
    "reauthenticate": "stadtgespraech.web.forms.signin.FactorAgainForm",
    "activate_totp": "stadtgespraech.web.forms.signin.ActivateForm",
}
SOCIALACCOUNT_ADAPTER = "stadtgespraech.web.views.signin.CityAdapter"
SOCIALACCOUNT_FORMS = {"signup": "stadtgespraech.web.forms.signin.CitySignupForm"}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # the city's own sign-in has checked the address, or it does not count
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": ["openid", "email"],
        "APPS": [
            {
                "provider_id": "stadt",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT,
                "secret": OIDC_SECRET,
                "settings": {"server_url": OIDC_URL, "fetch_userinfo": False},
            }
        ]
        if OIDC
        else [],
    }
}

EMAIL_HOST = os.environ.get("STADTGESPRAECH_MAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = int(os.environ.get("STADTGESPRAECH_MAIL_PORT", "25"))
DEFAULT_FROM_EMAIL = os.environ.get("STADTGESPRAECH_MAIL_FROM", "stadtgespraech@localhost")
EMAIL_TIMEOUT = 10

# No request is logged: neither an address nor a path with a code may reach a file. A defect is, with the pattern of its
# path; what Django calls security (a form without its token, a made-up host) is what anybody may send all day.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"pathless": {"()": "django.utils.log.CallbackFilter", "callback": name_route}},
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.server": {"handlers": [], "propagate": False},
        "django.security": {"handlers": [], "propagate": False},
        "django.request": {"level": "ERROR", "filters": ["pathless"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
SILENCED_SYSTEM_CHECKS: list[str] = []
