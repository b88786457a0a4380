"""The JSON Schema of what is computed of a composition: each number with its convention and unit.

Labels, conventions and units are those of the catalogue of quantities; `x-unit` holds a unit for programs. A number is
null where it is not defined, never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..chemistry.entropy import CLASSES, DEFINITION, HIGH, MEDIUM, NEAR
from ..chemistry.quantities import BY_ID, DESCRIPTORS, ENTROPIES, QUANTITIES, SITES, Quantity

Schema = dict[str, Any]
_TEXT: Final[Schema] = {"type": "string"}
_FLAG: Final[Schema] = {"type": "boolean"}
_FRACTION: Final[Schema] = {"type": "string", "pattern": "^-?[0-9]+/[0-9]+$"}
_REVIEW: Final = f"the review's definition of high entropy: {DEFINITION}"
_AMOUNTS: Final[Schema] = {"type": "object", "additionalProperties": _FRACTION}


def computed() -> Schema:
    """Return the schema of `computed`."""
    return _whole(
        {
            "formula": _TEXT,
            "phase": {"type": ["string", "null"]},
            "family": _TEXT,
            "sites": _whole({site: _AMOUNTS for site in SITES if site != "polyanion"})
            | {"description": "site -> element -> amount per formula unit, as an exact fraction a/b"},
            "site_sum": _exact(BY_ID["site_sum"]),
            "elements": {"type": "array", "items": _TEXT},
            "principal": {"type": "array", "items": _TEXT, "description": "principal elements of the mixing site"},
            "entropy": _whole({each.id: _number(each) for each in ENTROPIES}),
            "class": {
                "enum": [*CLASSES],
                "description": f"class of entropy.all: low < {MEDIUM:g} R ≤ medium < {HIGH:g} R",
            },
            "borderline": _FLAG | {"description": f"whether entropy.all is within {NEAR} R of another class"},
            "review_definition": _whole({"met": _FLAG, "reasons": {"type": "array", "items": _TEXT}})
            | {"description": _REVIEW},
            "descriptors": _descriptors(),
            "molar_mass": _number(BY_ID["molar_mass"]),
            "capacity": _capacity(),
            "warnings": {"type": "array", "items": _whole({"code": _TEXT, "text": _TEXT})},
            "quantities": _whole({each.id: _number(each) for each in QUANTITIES}),
            "decimals": {"type": ["object", "null"], "description": "each fraction as a number, at the same place"},
        }
    ) | {
        "type": ["object", "null"],
        "description": "what follows from the formula; null where none is printed. `quantities` has every number of"
        " quantities.json as a plain number, null where it is not defined",
    }


def _descriptors() -> Schema:
    numbers = {each.id: _number(each) for each in DESCRIPTORS if each.id in _OF_DESCRIPTORS}
    exact = {each.id: _exact(each) for each in DESCRIPTORS if each.id in _EXACT}
    ion = {
        "site": _TEXT,
        "symbol": _TEXT,
        "charge": {"type": ["integer", "string"], "description": "formal charge, in elementary charges"},
        "amount": _FRACTION | {"description": "per formula unit"},
    }
    others = {
        "alkali_content": _FRACTION | {"description": "alkali metals per formula unit"},
        "vacancies": _AMOUNTS | {"description": "site -> vacancies per formula unit"},
        "dry_molar_mass": _unit("number", "g mol-1", "molar mass without the water of a hydrate"),
        "charges": {"type": "array", "items": _whole(ion), "description": "formal charges, not measured"},
        "charge_balanced": _FLAG,
        "charge_rest": _FRACTION | {"description": "charge that no assignment supplies, per formula unit"},
        **dict.fromkeys(("cobalt_free", "nickel_free", "lithium_free"), _FLAG),
    }
    return _whole({**numbers, **exact, **others})


_OF_DESCRIPTORS: Final = ("mean_ionic_radius", "size_mismatch", "electronegativity_mismatch", "ionic_potential")
_EXACT: Final = ("mean_metal_valence", "sodium_content", "water")


def _capacity() -> Schema:
    dry, wet = BY_ID["capacity_dry"], BY_ID["capacity_wet"]
    alkali = _FRACTION | {"description": "alkali metals per formula unit, all removed"}
    return _whole({"alkali": alkali, "dry": _number(dry), "wet": _number(wet)})


def _number(quantity: Quantity) -> Schema:
    per = f"; per mole of {quantity.per}" if quantity.per else ""
    source = f". {quantity.source}" if quantity.source else ""
    return _unit(["number", "null"], quantity.unit, f"{quantity.label}: {quantity.meaning}{per}{source}")


def _exact(quantity: Quantity) -> Schema:
    return _FRACTION | {"description": f"{quantity.label}: {quantity.meaning}, as an exact fraction a/b"}


def _unit(kind: str | list[str], unit: str | None, described: str) -> Schema:
    return {"type": kind, "description": described, **({"x-unit": unit} if unit else {})}


def _whole(properties: Mapping[str, Schema]) -> Schema:
    """Return an object that has all these keys, and perhaps later ones: v1 may add, and removes nothing."""
    return {"type": "object", "properties": dict(properties), "required": list(properties)}
