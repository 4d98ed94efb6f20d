"""How often a device sends something. No address of anybody is kept, and no row says what was sent."""

from __future__ import annotations

import datetime
import hmac

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from stadtgespraech.web.actions.contribution import Refused, Said, submit_contribution
from stadtgespraech.web.models import Contribution, DeviceUse, Process

A_DAY = 40  # what one device may send to one process on one day


def device_hash(device: str, day: datetime.date) -> str:
    """What is stored of a device: another value every day, so that days cannot be joined."""
    key = hmac.digest(settings.SECRET_KEY.encode(), b"device\0" + day.isoformat().encode(), "sha256")
    return hmac.digest(key, device.encode(), "sha256").hex()


def count_use(process: Process, *, device: str, day: datetime.date) -> None:
    """Count one more use. Refused where the device has had its share of the day."""
    mine = DeviceUse.objects.filter(process=process, device=device_hash(device, day), day=day)
    if mine.filter(count__lt=A_DAY).update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            DeviceUse.objects.create(process=process, device=device_hash(device, day), day=day, count=1)
    except IntegrityError:  # it is there: full, or made at this moment by another request
        if not mine.filter(count__lt=A_DAY).update(count=F("count") + 1):
            raise Refused("limit") from None


def forget_uses(*, before: datetime.date) -> int:
    """Delete the counts of days that are over; how many there were."""
    return DeviceUse.objects.filter(day__lt=before).delete()[0]


def submit_from_device(
    process: Process, *, said: Said, form_key: str, device: str, day: datetime.date, held: bool
) -> Contribution:
    """Take in what came with a form. A retry of the same form does not count. Refused: "limit", "changed"."""

    def count() -> None:
        count_use(process, device=device, day=day)

    return submit_contribution(process, said=said, form_key=form_key, day=day, held=held, first=count)
