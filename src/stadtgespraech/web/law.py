"""What the law of a Land asks of a public site: acts, offices and days. Names of laws and offices stay German.

A Land without an entry of its own gets the federal rules; `law_of` never fails. Whoever runs a site checks the entry of
their Land before the site goes public: laws change, and this file is no legal advice.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Law:
    """`answer_days`: within how many days a reported barrier is answered; the law's own limit where it names one
    (`limit` says where), else what this site promises. `enforcer` is the office to turn to after that."""

    code: str
    name: str
    accessibility_act: str
    act_short: str
    ordinance: str
    ordinance_short: str
    enforcer: str
    enforcer_url: str
    answer_days: int
    limit: str = ""  # the provision that sets the days; "": the law asks for a reasonable time


FEDERAL = Law(
    code="",
    name="Bund",
    accessibility_act="Behindertengleichstellungsgesetz",
    act_short="BGG",
    ordinance="Barrierefreie-Informationstechnik-Verordnung",
    ordinance_short="BITV 2.0",
    enforcer="Schlichtungsstelle nach dem Behindertengleichstellungsgesetz",
    enforcer_url="https://www.schlichtungsstelle-bgg.de/",
    answer_days=30,
    limit="§ 12b Absatz 4 BGG",
)
LAENDER = {
    law.code: law
    for law in (
        Law(
            code="NW",
            name="Nordrhein-Westfalen",
            accessibility_act="Behindertengleichstellungsgesetz Nordrhein-Westfalen",
            act_short="BGG NRW",
            ordinance="Barrierefreie-Informationstechnik-Verordnung Nordrhein-Westfalen",
            ordinance_short="BITVNRW",
            enforcer="Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen",
            enforcer_url="https://www.lbbp.nrw.de/ombudsstelle",
            answer_days=28,
        ),
        Law(
            code="BY",
            name="Bayern",
            accessibility_act="Bayerisches Behindertengleichstellungsgesetz",
            act_short="BayBGG",
            ordinance="Bayerische Digitalverordnung",
            ordinance_short="BayDiV",
            enforcer="Durchsetzungsstelle beim Landesamt für Digitalisierung, Breitband und Vermessung",
            enforcer_url="",
            answer_days=28,
        ),
        Law(
            code="BE",
            name="Berlin",
            accessibility_act="Barrierefreie-IKT-Gesetz Berlin",
            act_short="BIKTG Bln",
            ordinance="Barrierefreie-Informationstechnik-Verordnung",
            ordinance_short="BITV 2.0",
            enforcer="Landesbeauftragte oder Landesbeauftragter für digitale Barrierefreiheit",
            enforcer_url="https://www.berlin.de/lb/digitale-barrierefreiheit/",
            answer_days=30,
            limit="§ 5 Absatz 4 BIKTG Bln",
        ),
        Law(
            code="HH",
            name="Hamburg",
            accessibility_act="Hamburgisches Behindertengleichstellungsgesetz",
            act_short="HmbBGG",
            ordinance="Hamburgische Barrierefreie Informationstechnik-Verordnung",
            ordinance_short="HmbBITVO",
            enforcer="Ombudsstelle für barrierefreie Informationstechnik der Freien und Hansestadt Hamburg",
            enforcer_url="",
            answer_days=28,
        ),
    )
}


def law_of(land: str) -> Law:
    """The law that holds in a Land; the federal one where none is known."""
    return LAENDER.get(land, FEDERAL)
