"""The contribution form as the site shows it: its fields in groups, its Python, and the records it can correct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..contribution import context
from ..contribution.fields import FormField, form_fields
from ..derived.atlas import Atlas
from ..records.material_models import Material
from ..records.model_parts import Claim, Source
from ..records.reference_models import Reference
from ..rules import registry
from .browser_python import Code

_ENTRY: Final = "generator.contribution.service"
_PYDANTIC: Final = (
    "main", "types", "type_adapter", "functional_validators", "config", "annotated_handlers", "json_schema", "fields",
    "plugin._loader", "plugin._schema_validator", "_internal._validators", "_internal._discriminated_union",
    "_internal._docs_extraction", "_internal._generics", "_internal._schema_gather", "_internal._core_utils",
    "_internal._signature", "_internal._typing_extra", "_internal._import_utils", "root_model", "aliases",
)  # fmt: skip
"""Modules that pydantic imports when a name of theirs is first used."""
_ROWS: Final = 5  # that a new form begins with
RECORDS: Final = "api/v1/materials"


@dataclass(frozen=True)
class Group:
    """Fields that are filled in together, with their heading; `columns` are those of its table of claims.

    A column is a path in a claim. The fields that no column shows are folded below each row.
    """

    id: str
    title: str
    keys: Sequence[str] = ()
    about: str = ""
    columns: Sequence[str] = ()


GROUPS: Final = (
    Group("composition", "Composition", ("name", "formula", "family", "phase", "called", "strategies", "source",
          "printed", "bind", "host", "sites", "aliases", "role", "state_of", "measured",
          "formula_source", "phase_source", "unconfirmed", "id")),
    Group("numbers", "Core numbers", (), "One row for each number, with its conditions; leave empty what is not given.",
          ("property", "value", "unit", "conditions.rate", "conditions.cycles", "conditions.window", "versus.value",
           "source.at")),
    Group("control", "Control", (), "The material that the paper compares with: a new one, or one of the collection."),
    Group("structure", "Structure", (), "", ("property", "value", "unit", "technique", "source.at")),
    Group("synthesis", "Synthesis", ("synthesis",)),
    Group("exposure", "Exposure", (), "What air, water or time does to it.",
          ("property", "value", "unit", "conditions.exposure", "conditions.exposure_days", "conditions.humidity",
           "versus.value", "source.at")),
    Group("mechanisms", "Effects and challenges", ("effects", "challenges"),
          "Only what the paper itself credits, or set out to solve."),
)  # fmt: skip
REMARKS: Final = Group("remarks", "Remarks and the rest", (), "What is missing, what looks odd, and who writes this.")
_CLAIMS: Final = "claims"
PAPER: Final = ("DOI", "title", "author", "more_authors", "container-title", "issued", "volume", "issue", "page",
                "number", "seen")  # fmt: skip
CONTROL: Final = ("name", "formula", "phase", "id")
FIRST: Final = 7
"""Fields of a group that show at once; the others are folded."""


def code(atlas: Atlas) -> Code:
    """Return what the form runs."""
    rules = {rule.find.__module__ for rule in registry.rules()} | {"generator.rules.acceptance"}
    hidden = (*sorted(rules), *(f"pydantic.{name}" for name in _PYDANTIC))
    return Code(_ENTRY, hidden, {"data/collection.json": context.packed(atlas)}, compiled=True)


def record_files(atlas: Atlas, project: Path) -> dict[str, str]:
    """Return the text of each material's file, as it is kept, by address below the site."""
    files = {ident: atlas.data.origins["materials", ident].document.file for ident in atlas.data.materials}
    return {f"{RECORDS}/{ident}.yml": (project / file).read_text(encoding="utf-8") for ident, file in files.items()}


def groups() -> list[tuple[Group, list[FormField]]]:
    """Return the fields of a material by group; one that no group names is in the last."""
    known = {each.key: each for each in form_fields(Material) if each.key != _CLAIMS}
    named = {key for group in GROUPS for key in group.keys}
    rest = [each for each in known.values() if each.key not in named]
    return [*((group, [known[key] for key in group.keys if key in known]) for group in GROUPS), (REMARKS, rest)]


def paper() -> tuple[list[FormField], list[FormField]]:
    """Return the fields of a reference: those that most papers have, and the others."""
    known = {each.key: each for each in form_fields(Reference)}
    return [known[key] for key in PAPER], [each for key, each in known.items() if key not in PAPER]


def control() -> list[FormField]:
    """Return the fields of a control that differ from those of its material."""
    known = {each.key: each for each in form_fields(Material)}
    return [known[key] for key in CONTROL]


def claim() -> FormField:
    """Return the field of a material that holds its claims."""
    return next(each for each in form_fields(Material) if each.key == _CLAIMS)


def column(path: str) -> list[FormField]:
    """Return the fields on the way to a column of a claim, the column last."""
    fields, found = claim().parts, []
    for key in path.split("."):
        found.append(next(each for each in fields if each.key == key))
        fields = found[-1].parts
    return found


def is_source(field: FormField) -> bool:
    """Return whether a group is a source: of that, the place in the paper is what is asked for."""
    return field.inner is Source


def begins(columns: Sequence[str], path: str) -> bool:
    """Return whether a column is inside a group."""
    return any(each.startswith(f"{path}.") for each in columns)


def heading(path: str) -> str:
    """Return the heading of a column."""
    return {"versus.value": "Control", "source.at": "Place in the paper"}.get(path) or column(path)[-1].label


def rows(atlas: Atlas) -> Mapping[str, list[str]]:
    """Return the properties that each table of claims begins with."""
    core = [question.properties[0] for question in atlas.data.core.values() if question.properties]
    lattice = [ident for ident, each in atlas.data.properties.items() if each.group == "lattice"]
    numbers = [ident for ident, each in atlas.data.properties.items() if each.kind == "number"]
    claims = [claim for material in atlas.data.materials.values() for claim in material.claims]
    exposed = [claim for claim in claims if claim.conditions and claim.conditions.exposure]
    return {
        "numbers": _most_claimed(claims, core)[:_ROWS],
        "structure": _most_claimed(claims, lattice)[:2],
        "exposure": _most_claimed(exposed, numbers)[:1],
    }


def _most_claimed(claims: Iterable[Claim], properties: Collection[str]) -> list[str]:
    """Return properties, those that are claimed most often first."""
    counts = Counter(claim.property for claim in claims if claim.property in properties)
    return sorted(counts, key=lambda ident: (-counts[ident], ident))
