"""The pairs of claims that a reader of the pages listed: those that cannot both hold, and those that can.

Claims have their names in the graph; one that says two things stands there as several, `c3a` and `c3b` for `c3`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from averment.namespaces import ID

__all__ = ["COMPATIBLE", "DISAGREEING", "ELSEWHERE", "Pair", "is_of"]

ARTICLE = ID + "article/"


class Pair(NamedTuple):
    """Two claims, and the kind of their difference in the words of the lists.

    Attributes:
        story: the number of the story whose list has the pair.
        one: the first claim, as page and number.
        other: the second one.
        kind: what they differ in, or seem to.
    """

    story: str
    one: str
    other: str
    kind: str

    def __str__(self) -> str:
        return f"{self.story}:{self.one}:{self.other}"


def is_of(claim: str | None, listed: str) -> bool:
    """Tell whether a claim is the listed one, or a part of it: `c3` became `c3a` and `c3b` where it says two things."""
    return re.fullmatch(re.escape(ARTICLE + listed) + "[a-z]?", claim or "") is not None


ELSEWHERE = {
    ("01", "mercy/c4", "kommersant-jan21/c2"): (
        "kommersant-jan21/c10",
        "the list pairs the addition with the vote that the relayed page reports; what it is added to is whom the "
        "bills cover by that page, which the list's digest has and its claims have not",
    ),
}
"""Pairs of the lists whose second claim is another one in the graph, and why."""

DISAGREEING = (
    Pair("01", "minval-feb26/c3", "caspianpost/c2", "effect:must-vs-may"),
    Pair("01", "mt-mar9/c3", "dagens/c3", "date"),
    Pair("01", "rtvi/c4", "dagens/c3", "date"),
    Pair("01", "newspravda-feb26/c4", "mt-mar9/c5", "date"),
    Pair("01", "kg24-mar9/c1", "kg24-mar9/c4", "addressee"),
    Pair("01", "mercy/c4", "kommersant-jan21/c10", "addressee"),
    Pair("01", "newspravda-feb26/c1", "mt-feb26/c5", "status"),
    Pair("02", "topwar-mar11/c2", "khabr-rt/c3", "prior-state"),
    Pair("02", "layer3/c2", "layer3/c4", "condition"),
    Pair("02", "pravda-de-jan21/c5", "vedomosti-mar11/c5", "addressee"),
    Pair("02", "dailystorm/c3", "dailystorm/c4", "effect"),
    Pair("03", "yahoo-up/c6", "republic-2023/c2", "comparison"),
    Pair("03", "yahoo-up/c7", "anews/c5", "count"),
    Pair("03", "babel/c1", "yahoo-up/c2", "effect"),
    Pair("03", "anews/c4", "yahoo-up/c3", "threshold"),
    Pair("03", "yahoo-up/c6", "babel/c4", "comparison"),
    Pair("04", "mt-jun24/c2", "meduza-jun24/c5", "cause"),
    Pair("04", "vnnow/c5", "meduza-jun24/c5", "cause"),
    Pair("04", "asiae/c2", "vnnow/c4", "threshold"),
    Pair("04", "mt-jun24/c4", "vnnow/c4", "condition"),
    Pair("04", "vnnow/c1", "mt-mar9/c3", "date"),
    Pair("04", "vnnow/c1", "khabr-rt/c4", "date"),
    Pair("04", "mt-mar9/c3", "khabr-rt/c4", "date"),
    Pair("05", "nsn/c3", "rferl/c1", "effect:permission-vs-obligation"),
    Pair("05", "rferl/c7", "svoboda/c5", "entity"),
    Pair("05", "svoboda/c2", "ruckus/c3", "count"),
    Pair("05", "rferl/c5", "creavibe/c3", "quote"),
    Pair("05", "newsgram/c2", "ura/c2", "condition"),
    Pair("06", "tass-jul22/c2", "silkway/c2", "date"),
    Pair("06", "ground/c2", "tass-jul22/c3", "effect"),
    Pair("06", "ground/c3", "ovd/c1", "date+actor"),
    Pair("06", "tass-jul22/c4", "ovd/c3", "currency"),
)
"""Pairs that cannot both hold; a list of three claims is three pairs."""

COMPATIBLE = (
    Pair("01", "tass-nov10/c3", "interfax-jan21/c4", "same-value"),
    Pair("01", "tass-nov10/c3", "kommersant-jan21/c5", "partial"),
    Pair("01", "tass-nov10/c1", "mt-feb26/c1", "status-over-time"),
    Pair("01", "mt-feb26/c1", "mt-mar9/c1", "status-over-time"),
    Pair("01", "tass-jan21/c1", "interfax-jan21/c1", "sibling-bills"),
    Pair("01", "mt-mar9/c8", "mt-mar9/c9", "different-counter-and-window"),
    Pair("01", "mt-mar9/c9", "caspianpost/c4", "approximate"),
    Pair("01", "mt-mar9/c8", "dagens/c4", "different-population"),
    Pair("01", "caspianpost/c3", "caspianpost/c4", "looks-close"),
    Pair("01", "anews-feb26/c2", "tass-nov10/c6", "granularity"),
    Pair("01", "tass-mar8/c2", "rtvi/c1", "date"),
    Pair("02", "ru360/c2", "vedomosti-mar11/c5", "omission"),
    Pair("02", "vedomosti-mar11/c2", "ru360/c3", "same-value"),
    Pair("02", "topwar-mar11/c3", "vedomosti-mar11/c2", "granularity"),
    Pair("02", "layer3/c3", "khabr-rt/c2", "same-value"),
    Pair("02", "vedomosti-mar11/c1", "khabr-rt/c1", "status-over-time"),
    Pair("02", "pravda-de-jan21/c4", "vedomosti-mar11/c3", "same-value"),
    Pair("03", "pledgetimes/c1", "anews/c1", "date-format"),
    Pair("03", "yahoo-up/c4", "babel/c2", "date"),
    Pair("03", "unn/c3", "kyiv24/c1", "same-value"),
    Pair("03", "pledgetimes/c2", "pledgetimes/c4", "different-unit"),
    Pair("03", "pledgetimes/c4", "pledgetimes/c5", "different-population"),
    Pair("03", "observatorul/c3", "babel/c4", "baseline"),
    Pair("04", "mt-jun24/c7", "meduza-jun24/c6", "rounding+scope"),
    Pair("04", "vnnow/c1", "asiae/c1", "relative-date"),
    Pair("04", "vnnow/c1", "dagens/c3", "precision"),
    Pair("04", "mt-jun24/c1", "vnnow/c1", "status-over-time"),
    Pair("04", "vedomosti-dec22/c3", "vnnow/c1", "law-vs-implementing-decree"),
    Pair("04", "vnnow/c2", "mt-jun24/c1", "addressee"),
    Pair("05", "rferl/c3", "nsn/c1", "coverage"),
    Pair("05", "rferl/c2", "nsn/c1", "date"),
    Pair("05", "newsgram/c4", "nakanune/c2", "same-value"),
    Pair("05", "rferl/c6", "nsn/c5", "same-value"),
    Pair("05", "nsn/c2", "nakanune/c1", "same-value"),
    Pair("05", "rferl/c4", "svoboda/c4", "hedge"),
    Pair("05", "nsn/c3", "mt-mar9/c6", "same-direction"),
    Pair("06", "tass-jul22/c6", "deepnewz2/c2", "partial-coverage"),
    Pair("06", "rhc/c6", "deepnewz2/c2", "different-addressee"),
    Pair("06", "tass-jul22/c4", "ground/c1", "currency"),
    Pair("06", "tass-jul22/c4", "aniq/c2", "currency"),
    Pair("06", "deepnewz1/c1", "ground/c5", "precision"),
    Pair("06", "aniq/c1", "tass-jul22/c3", "bound"),
    Pair("06", "ovd/c6", "tass-jul22/c6", "scope-over-time"),
    Pair("06", "ovd/c1", "tass-jul22/c1", "status-over-time"),
    Pair("06", "silkway/c1", "tass-jul22/c3", "different-fine"),
)
"""Pairs that look different and are not."""
