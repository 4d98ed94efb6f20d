"""Who took part: what people told on site, the city's own figures, and the tables that are frozen."""

from __future__ import annotations

from stadtgespraech.web.actions.participation import (
    BANDS,
    YOUNG_BANDS,
    freeze_participation,
    set_city_figures,
    tell_age,
)
from stadtgespraech.web.demo.stage import Stage
from stadtgespraech.web.models import User

TOLD = {"youth-conference": (58, 24, 3, 2, 0), "city-conference": (17, 41, 66, 103, 58)}
CITY = {False: (164, 143, 198, 281, 214), True: (402, 131, 134, 182, 151)}
SOURCE, AS_OF = "Melderegister der Stadt", "2025-12-31"


def count_people(stage: Stage) -> None:
    """Two rounds that are over, with the ages told there; in the first one group is too small to be shown."""
    organiser = User.objects.get(email="alice@auenstadt.example")
    for youth, shares in CITY.items():
        bands = YOUNG_BANDS if youth else BANDS
        set_city_figures(
            stage.process,
            youth=youth,
            shares=dict(zip(bands, shares, strict=True)),
            source=SOURCE,
            as_of=stage.day(AS_OF),
            by=organiser,
        )
    for round in stage.rounds.values():
        if round.kind in TOLD:
            for band, count in zip(YOUNG_BANDS if round.youth else BANDS, TOLD[round.kind], strict=True):
                for _ in range(count):
                    tell_age(round, band=band)
            freeze_participation(stage.process, round=round, by=organiser, day=stage.day("2026-05-26"))
