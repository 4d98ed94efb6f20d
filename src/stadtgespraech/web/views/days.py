"""Days as people say them, in the process's own time zone."""

from __future__ import annotations

import datetime
import zoneinfo

from stadtgespraech.web.models import Phase, Process


def local(process: Process, moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(zoneinfo.ZoneInfo(process.timezone))


def last_moment(process: Process, phase: Phase) -> datetime.datetime | None:
    """The last minute at which a phase is open; None where it has no end. At midnight that is the day before."""
    if phase.closes_at is None:
        return None
    return local(process, phase.closes_at) - datetime.timedelta(minutes=1)
