"""The texts of contributions that an edition publishes beside its bundle: without those that are not shown any more."""

from __future__ import annotations

import hashlib

from stadtgespraech.checks.contributions import contributions_bytes, read_contributions
from stadtgespraech.records import Process as Record
from stadtgespraech.web.actions.edition import folder_of, replace_file
from stadtgespraech.web.models import Contribution, Edition, EditionFile

NAME = "contributions.zip"


def contributions_now(edition: Edition) -> bytes:
    """contributions.zip as it may be shown today: docs/format.md says that it is made anew on every erasure."""
    given, origin = read_contributions((folder_of(edition) / NAME).read_bytes())
    rows = Contribution.objects.filter(process=edition.process, state=Contribution.State.PUBLIC, round__public=True)
    public = set(rows.exclude(salt="").values_list("key", flat=True))  # without a salt: blacked out
    kept = tuple(item for item in given if item.id in public)
    salts = {item.id: bytes.fromhex(item.salt or "") for item in kept}
    return contributions_bytes(Record("", "", contributions=kept), salts, origin)


def forget_texts() -> int:
    """Write contributions.zip anew where a contribution in it is not shown any more; how many were written. The site's
    worker calls it, so that what was erased also leaves the disk."""
    files = list(EditionFile.objects.filter(stale=True, name=NAME).select_related("edition__process"))
    for file in files:
        EditionFile.objects.filter(pk=file.pk).update(stale=False)  # first: an erasure meanwhile marks it again
        data = contributions_now(file.edition)
        replace_file(folder_of(file.edition) / NAME, data)
        digest = hashlib.sha256(data).hexdigest()
        EditionFile.objects.filter(pk=file.pk).update(size=len(data), sha256=digest)
    return len(files)
