"""All published tables: those of materials and claims, what they name, and what is computed of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from ..chemistry import entropy
from ..chemistry.quantities import QUANTITIES, Quantity
from ..derived.atlas import Atlas
from ..printing import status_text
from ..records.model_parts import RatePoint
from ..records.models import Family
from ..records.reference_models import Reference
from ..records.vocabulary_models import Property
from . import computed_tables
from .tables import Column, Link, Table, numbered_claims, stated, tables

IN_JSON = ("quantities", "compositions", "measured_compositions", "headline_values", "fair_pairs", "core_answers")
"""Tables that are published as JSON, too: what they hold is in no record."""


def every(atlas: Atlas) -> list[Table]:
    """Return every table; a table comes after all that its rows name."""
    materials, claims = tables(atlas)
    return [
        Table("publications", tuple(_publication_columns()), atlas.data.references.values, ["id"],
              "one publication"),
        Table("families", tuple(_family_columns()), atlas.data.families.values, ["id"],
              "one structural family"),
        Table("properties", tuple(_property_columns()), atlas.data.properties.items, ["id"],
              "one measured property, with its unit"),
        quantities(),
        materials,
        claims,
        _rate_points(atlas),
        *computed_tables.tables(atlas),
    ]  # fmt: skip


def quantities() -> Table:
    """Return the catalogue of computed numbers: convention, unit and source of each."""
    return Table("quantities", tuple(_quantity_columns()), lambda: QUANTITIES, ["id"],
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


class _Point(NamedTuple):
    material: str
    claim: int
    point: RatePoint
    unit: str | None


def _rate_points(atlas: Atlas) -> Table:
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
    return Table("rate_points", columns, partial(_points, atlas), ["material", "claim", "rate"], row, links)


def _points(atlas: Atlas) -> Iterator[_Point]:
    for material, number, claim in numbered_claims(atlas):
        yield from (_Point(material, number, point, claim.unit) for point in claim.points)
