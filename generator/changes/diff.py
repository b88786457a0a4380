"""Differences between two collections of records, as values: records, claims, computed values and all other fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..derived.atlas import Atlas, Entry
from ..records.dataset import Dataset
from ..records.field_types import Record
from .edits import ClaimEdit, Edit, claim_edits, edits, list_edits, value_text

State = Literal["new", "removed", "renamed", "changed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that differs in one record. `former` is its earlier id, if that differs."""

    kind: str
    id: str
    name: str
    state: State
    former: str | None = None
    claims: tuple[ClaimEdit, ...] = ()
    computed: tuple[Edit, ...] = ()
    fields: tuple[Edit, ...] = ()


def changes(old: Atlas, new: Atlas) -> list[Change]:
    """Return the changed records by kind and id."""
    return [change for kind in new.data.kinds for change in _of_kind(kind, old, new)]


def _of_kind(kind: str, old: Atlas, new: Atlas) -> Iterator[Change]:
    before, after = _kept(old.data, kind), _kept(new.data, kind)
    earlier = {ident: _earlier(ident, record, before, after) for ident, record in after.items()}
    for ident, record in after.items():
        if repr(record) != repr(before.get(ident)):  # 87 and 87.0 are equal but not the same digits
            yield _of_record(kind, earlier[ident], ident, old, new)
    for ident, record in before.items():
        if ident not in after and ident not in earlier.values():
            lost = tuple(claim_edits(getattr(record, "claims", ()), ()))
            fields = tuple(_field_edits(_fields(record), {}))
            yield Change(kind, ident, _name(record, ident), "removed", claims=lost, fields=fields)


def _kept(data: Dataset, kind: str) -> Mapping[str, Any]:
    """Return the records of a kind, withdrawn ones too: they are not removed."""
    return {**data.kind(kind), **data.withdrawn} if kind == "materials" else data.kind(kind)


def _earlier(ident: str, record: Record, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return the id of a record in the old dataset: its own, or a former one that is free now."""
    if ident in before:
        return ident
    return next((i for i in getattr(record, "former_ids", ()) if i in before and i not in after), ident)


def _of_record(kind: str, earlier: str, ident: str, old: Atlas, new: Atlas) -> Change:
    before, after = _kept(old.data, kind).get(earlier), _kept(new.data, kind)[ident]
    withdrawn = kind == "materials" and ident in new.data.withdrawn and earlier not in old.data.withdrawn
    state: State = "new" if before is None else "changed" if earlier == ident else "renamed"
    return Change(
        kind=kind,
        id=ident,
        name=_name(after, ident),
        state="withdrawn" if withdrawn else state,
        former=None if before is None or earlier == ident else earlier,
        claims=tuple(claim_edits(getattr(before, "claims", ()), getattr(after, "claims", ()))),
        computed=tuple(_computed(old, earlier, new, ident)) if kind == "materials" else (),
        fields=tuple(_field_edits(_fields(before), _fields(after))),
    )


def _name(record: Record, ident: str) -> str:
    return str(getattr(record, "name", ident))


def _computed(old: Atlas, earlier: str, new: Atlas, ident: str) -> Iterator[Edit]:
    return edits(_derived(old.entries.get(earlier)), _derived(new.entries.get(ident)))


def _derived(entry: Entry | None) -> dict[str, str]:
    """Return the computed values that decide the class of a material."""
    if entry is None or entry.description is None:
        return {}
    described = entry.description
    return {
        "entropy": f"{round(described.entropy.all, 9) + 0:.4f} R",
        "class": f"{described.entropy_class}{', borderline' if described.borderline else ''}",
        "sum of the metal site": f"{float(described.site_sum):.4f}",
    }


def _fields(record: Record | None) -> dict[str, Any]:
    """Return every field with a value except the claims, under its key in the file."""
    return record.model_dump(by_alias=True, exclude_defaults=True, exclude={"claims"}) if record else {}


def _field_edits(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Edit]:
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        if isinstance(one or other, tuple):
            yield from list_edits(name, one or (), other or ())
        else:
            texts = ({} if value is None else {name: value_text(value)} for value in (one, other))
            yield from edits(*texts)
