"""A filled-in form to the files of its records: the paper where it is new, the material, and its control.

`Typed` values are texts; what follows from others, such as an id or the source of a claim, is filled in here.
"""

from __future__ import annotations

import base64
import difflib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ..authoring import record_text
from ..authoring.ids import free_id, material_id, reference_id
from ..names import is_name
from ..records.field_types import Record
from ..records.material_models import Material
from ..records.reference_models import Reference
from ..yamlio import parser
from .context import Context
from .typed import Typed, values

_DATE: Final = (1980, 1, 1, 0, 0, 0)
_UNNAMED: Final = "new-record"


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file of a draft: the part of the form that it comes from, its name below `data/`, and its text.

    `before` is the text that a correction started from.
    """

    part: str
    name: str
    text: str
    before: str = ""

    @property
    def diff(self) -> str:
        """Return what a correction changes, as a unified diff; empty for a new file."""
        if not self.before:
            return ""
        names = (f"a/data/{self.name}", f"b/data/{self.name}")
        return "\n".join(difflib.unified_diff(self.before.splitlines(), self.text.splitlines(), *names, lineterm=""))


@dataclass(slots=True)
class Draft:
    """What is typed: the id of the paper, or a new one; the material; its control; the text of a record to correct."""

    paper: str = ""
    reference: Typed = field(default_factory=dict)
    material: Typed = field(default_factory=dict)
    control: Typed = field(default_factory=dict)
    before: str = ""

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Draft:
        """Return a draft from the JSON of the form; what has another shape counts as not typed."""
        parts: dict[str, Any] = {
            key: found.get(key) if isinstance(found.get(key), dict) else {}
            for key in ("reference", "material", "control")
        }
        words = {key: found.get(key) if isinstance(found.get(key), str) else "" for key in ("paper", "before")}
        return cls(**parts, **words)  # type: ignore[arg-type] # each has its type


def files(draft: Draft, context: Context) -> list[DraftFile]:
    """Return the files that a draft makes, the paper first."""
    made = []
    paper = draft.paper
    if draft.reference:
        found = values(Reference, draft.reference, "")
        found["id"] = paper = found.get("id") or _paper_id(found, context)
        made.append(_file("reference", "references", Reference, found))
    base = parser.parse(draft.before.encode(), "before").value if draft.before else None
    material = values(Material, draft.material, paper, base)
    used = context.used_ids("materials")
    material["id"] = material.get("id") or material_id(str(material.get("name", "")), paper, used)
    known = _known_control(draft, context)
    control = _control(draft, material, paper, {*used, material["id"]}) if draft.control and not known else None
    with_control(material, control["id"] if control else known)
    made.append(_file("material", "materials", Material, material, draft.before))
    if control:
        if control["id"] == material["id"]:  # as typed: two files of one name would become one
            control["id"] = free_id({*used, material["id"]}, control["id"])
        made.append(_file("control", "materials", Material, control))
    return made


def _paper_id(found: Mapping[str, Any], context: Context) -> str:
    author, year = found.get("author"), found.get("issued")
    if not author or not isinstance(year, int):
        return _UNNAMED
    return reference_id(author[0].get("family", ""), year, context.used_ids("references"))


def _known_control(draft: Draft, context: Context) -> str:
    """Return the id of a control that has a record: it is all that is typed."""
    ident = str(draft.control.get("id", "")) if draft.control.keys() == {"id"} else ""
    return ident if ident in context.names["materials"] else ""


def _control(draft: Draft, material: Mapping[str, Any], paper: str, used: Iterable[str]) -> dict[str, Any]:
    """Return the record of a control: of the material's family, and from the same place, unless it says otherwise."""
    found = values(Material, draft.control, paper)
    name = str(found.get("name", ""))
    same = {key: material[key] for key in ("family", "source") if key in material}
    if "at" in found.get("source", {}):
        same.pop("source", None)
    return {**found, **same, "id": found.get("id") or material_id(name, paper, [*used]), "role": "control"}


def with_control(material: Mapping[str, Any], control: str) -> None:
    """Name the control in the claims that give a value of one and name none."""
    for claim in material.get("claims", ()):
        versus = claim.get("versus")
        if control and versus and "material" not in versus:
            claim["versus"] = {"material": control, **versus}


def _file(part: str, folder: str, model: type[Record], found: Mapping[str, Any], before: str = "") -> DraftFile:
    ident = found["id"]
    name = f"{folder}/{ident if isinstance(ident, str) and is_name(ident) else _UNNAMED}.yml"
    order = [info.alias or key for key, info in model.model_fields.items()]
    whole = {key: found[key] for key in sorted(found, key=lambda key: order.index(key) if key in order else len(order))}
    return DraftFile(part, name, record_text.of_file(whole, name, before), before)


def zipped(made: Iterable[DraftFile]) -> str:
    """Return the files as one archive to be unpacked in the project's folder, in base64."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in _unpacked(made):
            archive.writestr(zipfile.ZipInfo(name, _DATE), text.encode("utf-8", "replace"))
    return base64.b64encode(target.getvalue()).decode()


def _unpacked(made: Iterable[DraftFile]) -> Iterator[tuple[str, str]]:
    return ((f"data/{each.name}", each.text) for each in made)
