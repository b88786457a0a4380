"""All published tables: those of materials and claims, what they name, and what is computed of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from ..chemistry import entropy
from ..chemistry.quantities import QUANTITIES, Quantity
from ..derived.atlas import Atlas, MaterialClaim
from ..derived.highlights import headline
from ..derived.pairs import OUTCOMES, Pair, fair_pairs
from ..printing import status_text
from ..records.model_parts import Claim, RatePoint
from ..records.models import Family, Material
from ..records.reference_models import Reference
from ..records.vocabulary_models import Property
from .tables import Column, Link, Table, fraction, number_columns, range_text, stated, tables

_MATERIALS = Link(("material",), "materials")
_CLAIMS = Link(("record", "claim"), "claims", ("material", "claim"))
_RECORD = "id of the material whose record has the claim"
_NUMBER = "number of the claim in that record, from 1"


COMPUTED = ("quantities", "compositions", "headline_values", "fair_pairs")
"""Tables of what is computed; no record has it."""


def every(atlas: Atlas) -> list[Table]:
    """Return every table; a table comes after all that its rows name."""
    materials, claims = tables(atlas)
    return [
        Table("publications", tuple(_publication_columns()), tuple(atlas.data.references.values()), ["id"],
              "one publication"),
        Table("families", tuple(_family_columns()), tuple(atlas.data.families.values()), ["id"],
              "one structural family"),
        Table("properties", tuple(_property_columns()), tuple(atlas.data.properties.items()), ["id"],
              "one measured property, with its unit"),
        quantities(),
        materials,
        claims,
        _compositions(atlas),
        _rate_points(atlas),
        _headline_values(atlas),
        _pairs(atlas),
    ]  # fmt: skip


def quantities() -> Table:
    """Return the catalogue of computed numbers: convention, unit and source of each."""
    return Table("quantities", tuple(_quantity_columns()), QUANTITIES, ["id"],
                 "one computed number: its convention, unit and source")  # fmt: skip


def _publication_columns() -> Iterator[Column]:
    yield stated(Reference, "id", attrgetter("id"))
    yield Column("name", "string", "short form, such as Wang et al. (2024)", attrgetter("name"))
    for name in ("type", "title"):
        yield stated(Reference, name, attrgetter(name))
    yield stated(Reference, "container_title", attrgetter("container_title"), "journal")
    yield stated(Reference, "issued", attrgetter("issued"), "year", "integer")
    for name in ("volume", "issue"):
        yield Column(name, "string", f"{name} of the journal", attrgetter(name))
    for name in ("page", "number"):
        yield stated(Reference, name, attrgetter(name))
    yield Column("doi", "string", "DOI", attrgetter("doi"))
    yield stated(Reference, "arxiv", attrgetter("arxiv"))
    yield stated(Reference, "seen", attrgetter("seen"))
    status = "what its most serious notice makes of it, such as retracted"
    yield Column("status", "string", status, lambda reference: status_text(reference) or None)


def _family_columns() -> Iterator[Column]:
    for name in ("id", "name"):
        yield stated(Family, name, attrgetter(name))
    yield Column("chemistry", "string", "sodium or lithium", attrgetter("chemistry"))
    yield stated(Family, "mixing_site", attrgetter("mixing_site"))


def _property_columns() -> Iterator[Column]:
    yield Column("id", "string", "id of the property", itemgetter(0))
    for name, meaning in (("label", "its name"), ("kind", "number or text"), ("unit", "unit of its numbers")):
        yield Column(name, "string", meaning, _of_second(name))
    yield Column("better", "string", "whether higher or lower is better, where one is", _of_second("better"))
    yield stated(Property, "group", _of_second("group"))
    yield Column("description", "string", "what it is", lambda item: " ".join(item[1].description.split()))


def _of_second(name: str) -> Callable[[Any], object]:
    return lambda item: getattr(item[1], name)


def _quantity_columns() -> Iterator[Column]:
    for name, meaning in (
        ("id", "name in `computed.quantities` of a material"),
        ("column", "its column in the table of materials"),
        ("label", "its name"),
        ("symbol", "its sign"),
        ("unit", "unit; none where it is a plain number"),
        ("per", "what an entropy is one mole of"),
        ("meaning", "what is counted, and where it holds: the convention"),
        ("source", "where formula or data come from"),
        ("group", "what it belongs to"),
    ):
        yield Column(name, "string", meaning, _filled(name))
    yield Column("digits", "integer", "decimals with which it is printed", attrgetter("digits"))
    yield Column("si_factor", "number", "SI units in one unit, where it is R", lambda each: _in_si(each)[0])
    yield Column("si_unit", "string", "the SI unit, where the unit is R", lambda each: _in_si(each)[1])


def _filled(name: str) -> Callable[[Any], object]:
    return lambda item: getattr(item, name) or None


def _in_si(quantity: Quantity) -> tuple[float, str] | tuple[None, None]:
    return (entropy.R, "J mol-1 K-1") if quantity.unit == "R" else (None, None)


class _Held(NamedTuple):
    material: str
    site: str
    element: str
    amount: Fraction
    total: Fraction


def _compositions(atlas: Atlas) -> Table:
    held = tuple(_held(atlas))
    columns = (
        Column("material", "string", "id of the material", attrgetter("material")),
        Column("site", "string", "alkali, metal, carbon (carbon-coordinated), polyanion or anion", attrgetter("site")),
        Column("element", "string", "symbol; □ is a vacancy", attrgetter("element")),
        Column("amount", "string", "amount per formula unit as an exact fraction a/b", lambda h: fraction(h.amount)),
        Column("amount_number", "number", "the same as a number", lambda h: float(h.amount)),
        Column("share", "number", "amount over the sum of the site, from 0 to 1", lambda h: float(h.amount / h.total)),
    )
    row = "one element on one site of a material"
    return Table("compositions", columns, held, ["material", "site", "element"], row, [_MATERIALS])


def _held(atlas: Atlas) -> Iterator[_Held]:
    for ident, entry in atlas.entries.items():
        for site, amounts in entry.description.placed.by_site.items() if entry.description else ():
            total = sum(amounts.values(), Fraction(0))
            for symbol, amount in amounts.items():
                if amount:
                    yield _Held(ident, site, symbol, amount, total)


class _Point(NamedTuple):
    material: str
    claim: int
    point: RatePoint
    unit: str | None


def _rate_points(atlas: Atlas) -> Table:
    found = [
        _Point(material.id, number, point, claim.unit)
        for material, number, claim in _numbered(atlas)
        for point in claim.points
    ]
    columns = (
        Column("material", "string", "id of the material", attrgetter("material")),
        Column("claim", "integer", "number of the claim in its record, from 1", attrgetter("claim")),
        stated(RatePoint, "rate", attrgetter("point.rate")),
        stated(RatePoint, "value", attrgetter("point.value"), kind="number"),
        stated(RatePoint, "versus", attrgetter("point.versus"), "control_value", "number"),
        Column("unit", "string", "unit of both values", attrgetter("unit")),
    )
    links = [Link(("material", "claim"), "claims", ("material", "claim"))]
    row = "one slower current of a rate test"
    return Table("rate_points", columns, found, ["material", "claim", "rate"], row, links)


def _numbered(atlas: Atlas) -> Iterator[tuple[Material, int, Claim]]:
    for material in atlas.data.materials.values():
        for number, claim in enumerate(material.claims, start=1):
            yield material, number, claim


class _Headline(NamedTuple):
    material: str
    measured: str
    record: str
    number: int
    claim: Claim
    as_control: bool

    @property
    def value(self) -> Any:
        """Return the material's value: that of the control where another record has the claim."""
        return self.claim.versus.value if self.as_control and self.claim.versus else self.claim.value

    @property
    def bound(self) -> str:
        """Return the bound of that value."""
        return self.claim.versus.bound if self.as_control and self.claim.versus else self.claim.bound


def _headline_values(atlas: Atlas) -> Table:
    found = [
        _Headline(ident, name, owner.id, _place(owner, claim), claim, owner.id != ident)
        for ident, entry in atlas.entries.items()
        for name, found in headline(atlas, entry.material).items()
        if found
        for owner, claim in [(found.owner, found.claim)]
    ]
    columns = (
        Column("material", "string", "id of the material", attrgetter("material")),
        Column("property", "string", "the property: capacity, voltage or retention", attrgetter("measured")),
        Column("record", "string", _RECORD, attrgetter("record")),
        Column("claim", "integer", _NUMBER, attrgetter("number")),
        Column("as_control", "boolean", "whether that record is of another material, with this one as its control",
               attrgetter("as_control")),
        Column("value", "string", "number or range", lambda each: range_text(each.value)),
        *number_columns("value", "the value", attrgetter("value")),
        Column("unit", "string", "unit of the value", attrgetter("claim.unit")),
        Column("bound", "string", "how the source limits the number", attrgetter("bound")),
    )  # fmt: skip
    links = [_MATERIALS, Link(("property",), "properties"), _CLAIMS]
    row = "one number that a material's page shows first: the one with a control and most conditions stated"
    return Table("headline_values", columns, found, ["material", "property"], row, links)


def _place(owner: Material, claim: Claim) -> int:
    return next(number for number, each in enumerate(owner.claims, start=1) if each is claim)


def _pairs(atlas: Atlas) -> Table:
    found = [(_record_of(atlas, pair), pair) for pair in fair_pairs(atlas)]
    pair = _of_pair
    columns = (
        Column("material", "string", "id of the material, of higher entropy than the control", pair("material.id")),
        Column("control", "string", "id of the control", pair("control.id")),
        Column("property", "string", "the property that was measured of both", pair("claim.property")),
        Column("record", "string", _RECORD, itemgetter(0)),
        Column("claim", "integer", _NUMBER, pair("number")),
        Column("value", "number", "the material's value; the middle of a range", pair("value")),
        Column("control_value", "number", "the control's value; the middle of a range", pair("control_value")),
        Column("unit", "string", "unit of both values and of their difference", pair("claim.unit")),
        Column("difference", "number", "value less the control's value", pair("difference")),
        Column("relative_difference", "number", "difference over the control's value", pair("relative_difference"),
               "percent"),
        Column("outcome", "string", f"what the material was: {', '.join(OUTCOMES)} (as far as bounds tell)",
               pair("outcome")),
        Column("entropy_difference", "number", "headline entropy of the material less that of the control",
               pair("entropy_difference"), "R"),
        Column("added", "string", "elements of the mixing site that the control lacks", _symbols("added")),
        Column("removed", "string", "elements of the mixing site that only the control has", _symbols("removed")),
        Column("sodium_difference", "number", "sodium per formula unit less that of the control",
               lambda item: None if item[1].sodium_difference is None else float(item[1].sodium_difference)),
    )  # fmt: skip
    links = [_MATERIALS, Link(("control",), "materials"), Link(("property",), "properties"), _CLAIMS]
    row = "one number of a material and that of its control, from one source under the same conditions"
    return Table("fair_pairs", columns, found, ["record", "claim"], row, links)


def _of_pair(path: str) -> Callable[[Any], object]:
    get = attrgetter(path)
    return lambda item: get(item[1])


def _symbols(name: str) -> Callable[[Any], object]:
    return lambda item: " ".join(getattr(item[1], name)) or None


def _record_of(atlas: Atlas, pair: Pair) -> str:
    """Return the material whose record has the claim of a pair: that of lower entropy where the pair was turned."""
    owners: Sequence[MaterialClaim] = atlas.compared.get(pair.control.id, ())
    own = any(each.owner is pair.material.material and each.claim is pair.claim for each in owners)
    return pair.material.id if own else pair.control.id
