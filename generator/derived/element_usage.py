"""Use of the elements in the collection: in which material, on which site, at which amount."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..chemistry.elements import table
from ..records.material_models import Material
from .atlas import Atlas, Entry, MaterialClaim

SITES = ("metal", "alkali", "carbon", "polyanion", "anion")
"""Sites in reading order: the mixing site first."""


@dataclass(frozen=True, slots=True)
class Use:
    """One element on one site of one material; `amount` a formula unit, `share` of the site from 0 to 1."""

    symbol: str
    site: str
    entry: Entry
    amount: Fraction
    share: float

    @property
    def rank(self) -> int:
        """Return the position of the site in reading order."""
        return SITES.index(self.site)


Uses = Mapping[str, Sequence[Use]]
"""Symbol of an element -> its uses, the largest share of a site first."""


def of_elements(atlas: Atlas) -> Uses:
    """Return the uses of every element that occurs in a composition, by symbol."""
    found: dict[str, list[Use]] = defaultdict(list)
    for use in _uses(atlas):
        found[use.symbol].append(use)
    return {symbol: sorted(found[symbol], key=_by_share) for symbol in sorted(found)}


def _uses(atlas: Atlas) -> Iterator[Use]:
    for entry in atlas.described:
        for site, amounts in entry.description.placed.by_site.items() if entry.description else ():
            total = sum(amounts.values())
            for symbol, amount in amounts.items():
                if amount and symbol in table():
                    yield Use(symbol, site, entry, amount, float(amount / total))


def _by_share(use: Use) -> tuple[float, str]:
    return -use.share, use.entry.material.name.casefold()


def ids(atlas: Atlas, uses: Uses) -> dict[str, str]:
    """Return the id of every element's page by symbol: that of its record, or the symbol where there is none."""
    written = {record.symbol: ident for ident, record in atlas.data.elements.items()}
    return {symbol: symbol.lower() for symbol in uses} | written


def credits_of(materials: Sequence[Material], kind: str, field: str) -> dict[str, list[Material]]:
    """Return the effects, challenges or strategies that sources credit materials with, the most frequent first.

    `kind` is the field of a material that holds the credits, `field` the part of a credit that is an id, or empty
    where the credits are ids themselves.
    """
    found: dict[str, list[Material]] = defaultdict(list)
    for material in materials:
        named = (getattr(credit, field) if field else credit for credit in getattr(material, kind))
        for ident in dict.fromkeys(named):
            found[ident].append(material)
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def without(symbol: str, atlas: Atlas) -> list[MaterialClaim]:
    """Return the claims that compare a material with an element on its mixing site with a control that lacks it."""
    return [
        pair
        for pair in atlas.pairs
        if symbol in _mixed(pair.owner.id, atlas)
        and _mixed(_control(pair), atlas)  # an unknown composition may hold it
        and symbol not in _mixed(_control(pair), atlas)
    ]


def also_differ(symbol: str, pair: MaterialClaim, atlas: Atlas) -> list[str]:
    """Return the other elements that only one of the two compared mixing sites holds."""
    both = _mixed(pair.owner.id, atlas) ^ _mixed(_control(pair), atlas)
    return sorted(both - {symbol})


def _control(pair: MaterialClaim) -> str:
    return pair.claim.versus.material if pair.claim.versus else pair.owner.id


def _mixed(ident: str, atlas: Atlas) -> set[str]:
    """Return the elements of a mixing site; none where they are not known, or only those of the host."""
    entry = atlas.entries[ident]
    return set(entry.description.placed.held["metal"]) if entry.description and not entry.material.host else set()
