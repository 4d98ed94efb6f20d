"""How often a device sends something. No address of anybody is kept, and no row says what was sent."""

from __future__ import annotations

import datetime
import hmac

from django.conf import settings
from django.db import connection

from stadtgespraech.web.actions.contribution import Said, submit_contribution
from stadtgespraech.web.actions.entry import enter
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.models import Contribution, DeviceUse, Process, Round

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
            raise Refused(Reason.LIMIT)


def forget_uses(*, before: datetime.date) -> int:
    """Delete the counts of days that are over; how many there were."""
    return DeviceUse.objects.filter(day__lt=before).delete()[0]


def submit_from_device(
    process: Process, *, said: Said, form_key: str, device: str, day: datetime.date, held: bool, entry: str = ""
) -> Contribution:
    """Take in what came with a form. A retry of the same form does not count. Refused: "limit", "changed", and where
    the round asks for a code as `enter` does.

    A contribution counts against its device, or against its code, never both. The code's limit is the stricter promise:
    somebody decided it and handed it out on paper, a device cannot make one, and the places of all codes together
    bound what a round can get. The forty a day of a device would only hit the honest here, a class that passes one
    tablet around; whoever abuses a code spends its places and nobody else's. The device's day stays as it was.
    """

    def count() -> None:
        if said.round.entry == Round.Entry.CODE:
            enter(said.round, code=entry, day=day)
        else:
            count_use(process, device=device, day=day)

    return submit_contribution(process, said=said, form_key=form_key, day=day, held=held, also=count)
