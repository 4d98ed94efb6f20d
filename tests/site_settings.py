"""The site's settings as the tests use them: a folder of its own, static files as they lie there, mail kept."""

import os
from pathlib import Path

os.environ["STADTGESPRAECH_DATA"] = str(Path(__file__).resolve().parent.parent / "build" / "test-site")

from stadtgespraech.web.settings import *  # noqa: F403

(DATA / "static").mkdir(parents=True, exist_ok=True)  # noqa: F405
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if not os.environ.get("DATABASE_URL"):  # in memory there is one connection a process, and nobody to queue with
    DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; the real one takes half a second
