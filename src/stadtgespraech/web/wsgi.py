"""The WSGI application: stadtgespraech.web.wsgi:application."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stadtgespraech.web.settings")
application = get_wsgi_application()
gc.collect()
gc.freeze()  # what is here now stays; no later collection looks at it again
