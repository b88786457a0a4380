"""The collection around a new record: what the rules must know of the other records to judge this one.

A check of everything takes seconds. Of the materials only those of the same papers are judged along, with those that
the new one names or that name it, and of the references those that could be confused with a new one. Of the others the
rules see the names, and the numbers that one of them compares.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from ..derived.atlas import Atlas, Elsewhere, derive
from ..records.dataset import KINDS, Dataset, Key, Names, Origin
from ..records.introspection import record_links
from ..records.linking import other_names
from ..records.material_models import Material
from ..records.models import MODELS
from ..records.reference_models import Reference
from ..records.vocabulary_models import VOCABULARY
from ..rules.outliers import groups
from ..yamlio.document import Document

_MATERIALS: Final = "materials"
_REFERENCES: Final = "references"
_BY_NAME: Final = ("topics", "elements", "statements")
"""Kinds whose records no rule compares with a material or a reference."""
_UNREAD: Final = ("author", "abstract", "notices", "notes")
"""Fields of a reference that no rule reads for another record's sake."""
_YOUNGEST: Final = 3  # references of the latest years, which say what year it is


def packed(atlas: Atlas) -> str:
    """Return a collection as JSON, numbers as they are written."""
    data = atlas.data
    here = [kind for kind in KINDS if kind not in _BY_NAME]
    kinds = {kind: {ident: _value(data, kind, ident) for ident in data.kind(kind)} for kind in here}
    similar = [[*key, [[peer.key[1], peer.claim.source.reference, repr(peer.number)] for peer in group]]
               for key, group in groups(data).items()]  # fmt: skip
    names = {kind: {ident: _names(record) for ident, record in data.kind(kind).items()} for kind in KINDS}
    return _json({"kinds": kinds, "names": names, "files": _files(data), "similar": similar})


def _names(record: Any) -> list[Any]:
    name = getattr(record, "name", "")
    return [name, *(list(getattr(record, key, ())) for key in ("aliases", "former_ids")), list(other_names(record))]


def _value(data: Dataset, kind: str, ident: str) -> Any:
    origin = data.origins[kind, ident]
    value = origin.document.value
    for part in origin.prefix:
        value = value[part]
    return {key: part for key, part in value.items() if key not in _UNREAD} if kind == "references" else value


def _files(data: Dataset) -> dict[str, str]:
    """Return the folder or file of each kind, from the project's folder."""
    kinds = {"effects": "mechanisms", "challenges": "mechanisms"}
    return {
        kind: f"data/vocabulary/{kind}.yml" if kind in VOCABULARY else f"data/{kinds.get(kind, kind)}/"
        for kind in KINDS
    }


def _json(value: Any) -> str:
    """Return JSON in which a decimal keeps its digits."""
    match value:
        case Decimal():
            return str(value)
        case Mapping():
            return f"{{{','.join(f'{json.dumps(key)}:{_json(part)}' for key, part in value.items())}}}"
        case list() | tuple():
            return f"[{','.join(map(_json, value))}]"
        case _:
            return json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True)
class Context:
    """A collection, of which records become values only when they are needed."""

    kinds: Mapping[str, Mapping[str, Any]]
    names: Mapping[str, Mapping[str, Names]]
    files: Mapping[str, str]
    similar: Mapping[Hashable, tuple[Elsewhere, ...]]
    _made: dict[Key, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Context:
        """Return the collection that was packed."""
        found = json.loads(text, parse_float=Decimal)
        similar: dict[Hashable, tuple[Elsewhere, ...]] = {
            (name, family, rate and tuple(rate), *like): tuple(
                Elsewhere(ident, paper, float(number)) for ident, paper, number in peers
            )
            for name, family, rate, *like, peers in found["similar"]
        }
        names = {
            kind: {ident: Names(name, *map(tuple, more)) for ident, (name, *more) in every.items()}
            for kind, every in found["names"].items()
        }
        return cls(found["kinds"], names, found["files"], similar)

    def around(self, new: Dataset) -> Atlas:
        """Return the atlas of new records among those that they may concern."""
        materials = {ident: self._record(_MATERIALS, ident) for ident in self._near(new)}
        papers = {ident: self._record(_REFERENCES, ident) for ident in self._near_papers(new, materials.values())}
        kinds = {kind: self._kind(kind) for kind in self.kinds} | {_MATERIALS: materials, _REFERENCES: papers}
        whole = {kind: _in_order(kind, {**kinds.get(kind, {}), **new.kind(kind)}) for kind in KINDS}
        origins = _Origins(
            self, {(kind, ident): self.origin(kind, ident) for kind in whole for ident in kinds.get(kind, ())}
        )
        origins |= new.origins
        dataset = Dataset(**whole, origins=origins, unreadable=new.unreadable, elsewhere=self.names)
        return replace(derive(dataset), elsewhere=self.similar)

    def _kind(self, kind: str) -> Mapping[str, Any]:
        return {} if kind in (_MATERIALS, _REFERENCES) else {i: self._record(kind, i) for i in self.kinds[kind]}

    def _near(self, new: Dataset) -> Iterator[str]:
        """Yield the materials that new ones share a paper with, name, or are named by."""
        papers = {found.source.reference for found in new.materials.values() if found.source}
        links = {ident for _, (_, kind, ident) in new.links() if kind == _MATERIALS}
        yield from (ident for ident in links if ident in self.kinds[_MATERIALS])
        for paper in papers:
            yield from self._of_paper.get(paper, ())
        for ident in new.materials:
            yield from self._naming.get(ident, ())

    def _near_papers(self, new: Dataset, near: Iterable[Material]) -> Iterator[str]:
        """Yield the references that records cite, that may be a new one, and the youngest."""
        known = self.kinds[_REFERENCES]
        every = (*new.materials.values(), *new.references.values(), *near)
        yield from {ident for record in every for _, kind, ident in record_links(record) if kind == _REFERENCES} & {
            *known
        }
        yield from self._youngest
        for ident, value in known.items():
            numbers = {(each["reference"], each["number"]) for each in value.get("cited_in", ())}
            doi = str(value.get("DOI", "")).lower()
            for paper in new.references.values():
                if (doi and doi == (paper.doi or "").lower()) or not numbers.isdisjoint(_numbers(paper)):
                    yield ident

    @cached_property
    def _youngest(self) -> list[str]:
        dated = [(value["issued"], ident) for ident, value in self.kinds[_REFERENCES].items() if "issued" in value]
        return [ident for _, ident in sorted(dated)[-_YOUNGEST:]]

    @cached_property
    def _of_paper(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for ident, value in self.kinds[_MATERIALS].items():
            found[value["source"]["reference"]].append(ident)
        return found

    @cached_property
    def _naming(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for ident, value in self.kinds[_MATERIALS].items():
            controls = [claim["versus"]["material"] for claim in value.get("claims", ()) if "versus" in claim]
            for named in {*controls, value.get("state_of")}:
                found[named].append(ident)
        return found

    def _record(self, kind: str, ident: str) -> Any:
        if (kind, ident) not in self._made:
            self._made[kind, ident] = _model(kind).model_validate(self.kinds[kind][ident])
        return self._made[kind, ident]

    def origin(self, kind: str, ident: str) -> Origin:
        """Return where a record is, without lines."""
        place, value = self.files[kind], self.kinds.get(kind, {}).get(ident)
        if place.endswith("/"):
            return Origin(Document(f"{place}{ident}.yml", value))
        return Origin(Document(place, {ident: value}), (ident,))

    def used_ids(self, kind: str) -> Collection[str]:
        """Return the ids that records of a kind have or once had."""
        former = (ident for names in self.names[kind].values() for ident in names.former_ids)
        return {*self.names[kind], *former}


class _Origins(dict[Key, Origin]):
    """The places of the records that are judged, and of any other that is asked for."""

    def __init__(self, context: Context, known: Mapping[Key, Origin]) -> None:
        super().__init__(known)
        self._context = context

    def __missing__(self, key: Key) -> Origin:
        return self._context.origin(*key)


def _numbers(paper: Reference) -> set[tuple[str, int]]:
    return {(each.reference, each.number) for each in paper.cited_in or () if each}


def _in_order(kind: str, found: Mapping[str, Any]) -> Mapping[str, Any]:
    return found if kind in VOCABULARY else dict(sorted(found.items()))


def _model(kind: str) -> Any:
    if kind in VOCABULARY:
        return VOCABULARY[kind]
    if kind in ("effects", "challenges"):
        return next(model for model in MODELS["mechanisms"] if model.__name__.lower() == kind.removesuffix("s"))
    return Material if kind == _MATERIALS else MODELS[kind][0]
