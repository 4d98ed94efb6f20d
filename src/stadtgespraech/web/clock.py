"""The site's clock, and the time where a process is. Tests and `--today` set it; nothing else asks the machine."""

from __future__ import annotations

import datetime
import os
import zoneinfo

from stadtgespraech.web.models import Phase, Process


def now() -> datetime.datetime:
    """The time, aware; at the day that STADTGESPRAECH_TODAY (YYYY-MM-DD) fixes, with the machine's time of day."""
    real = datetime.datetime.now(datetime.UTC)
    fixed = os.environ.get("STADTGESPRAECH_TODAY", "")
    return datetime.datetime.combine(datetime.date.fromisoformat(fixed), real.timetz()) if fixed else real


def today(process: Process) -> datetime.date:
    """The day in the process's own time zone."""
    return local(process, now()).date()


def local(process: Process, moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(zoneinfo.ZoneInfo(process.timezone))


def last_moment(process: Process, phase: Phase) -> datetime.datetime | None:
    """The last minute at which a phase is open; None where it has no end. At midnight that is the day before."""
    if phase.closes_at is None:
        return None
    return local(process, phase.closes_at) - datetime.timedelta(minutes=1)
