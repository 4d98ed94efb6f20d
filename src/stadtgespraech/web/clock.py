"""The site's clock. Tests and `--today` set it; nothing else asks the machine for the time."""

from __future__ import annotations

import datetime
import os
import zoneinfo

from stadtgespraech.web.models import Process


def now() -> datetime.datetime:
    """The time, aware; at the day that STADTGESPRAECH_TODAY (YYYY-MM-DD) fixes, with the machine's time of day."""
    real = datetime.datetime.now(datetime.UTC)
    fixed = os.environ.get("STADTGESPRAECH_TODAY", "")
    return datetime.datetime.combine(datetime.date.fromisoformat(fixed), real.timetz()) if fixed else real


def today(process: Process) -> datetime.date:
    """The day in the process's own time zone."""
    return now().astimezone(zoneinfo.ZoneInfo(process.timezone)).date()
