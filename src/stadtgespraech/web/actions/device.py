"""How often a device sends something. No address of anybody is kept, and no row says what was sent."""

from __future__ import annotations

import datetime
import hmac

from django.conf import settings
from django.db import connection

from stadtgespraech.web.actions.contribution import Refused, Said, submit_contribution
from stadtgespraech.web.models import Contribution, DeviceUse, Process

A_DAY = 40  # what one device may send to one process on one day


def device_hash(device: str, day: datetime.date) -> str:
    """What is stored of a device: another value every day, so that days cannot be joined."""
    key = hmac.digest(settings.SECRET_KEY.encode(), b"device\0" + day.isoformat().encode(), "sha256")
    return hmac.digest(key, device.encode(), "sha256").hex()


def count_use(process: Process, *, device: str, day: datetime.date) -> None:
    """Count one more use. Refused where the device has had its share of the day."""
    with connection.cursor() as cursor:  # one statement, so that two requests at once cannot both be the last
        cursor.execute(
            "INSERT INTO web_deviceuse (process_id, device, day, count) VALUES (%s, %s, %s, 1) "
            "ON CONFLICT (process_id, device, day) DO UPDATE SET count = web_deviceuse.count + 1 "
            "WHERE web_deviceuse.count < %s",
            [process.pk, device_hash(device, day), day, A_DAY],
        )
        if cursor.rowcount < 1:
            raise Refused("limit")


def forget_uses(*, before: datetime.date) -> int:
    """Delete the counts of days that are over; how many there were."""
    return DeviceUse.objects.filter(day__lt=before).delete()[0]


def submit_from_device(
    process: Process, *, said: Said, form_key: str, device: str, day: datetime.date, held: bool
) -> Contribution:
    """Take in what came with a form. A retry of the same form does not count. Refused: "limit", "changed"."""

    def count() -> None:
        count_use(process, device=device, day=day)

    return submit_contribution(process, said=said, form_key=form_key, day=day, held=held, also=count)
