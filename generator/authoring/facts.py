"""From facts to records: new references and materials, and claims added to existing ones.

Existing text is never changed: claims are added, a first formula or phase is added where none was known, and a
fact that contradicts a claim from the same paper is an error.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ..errors import Problem, shown
from ..records.dataset import Dataset
from ..records.fact_models import FactMaterial, FactPaper
from ..records.material_models import Material
from ..records.model_parts import Claim
from ..records.reference_models import Reference
from ..rules.values import written as shown_value
from ..suggestions import slugify
from ..yamlio.document import Document
from ..yamlio.document import Path as Place
from .draft import parse_authors
from .fact_claims import DraftClaim, Translation
from .fact_matching import edited, matches, plain, same_composition
from .fact_names import names
from .fact_reading import fact_problem
from .ids import free_id, used_ids
from .record_text import Additions, to_text, with_additions

_SIGNS: Final = str.maketrans({"'": "-prime", "′": "-prime", "□": "-vac", "α": "-alpha", "β": "-beta", "·": "-"})
_MAX_LENGTH: Final = 60
_SEEN: Final = ("listing", "abstract", "full-text", "whole-text")
_AT: Final = {"listing": "listing", "abstract": "abstract", "fulltext": "text"}


@dataclass(slots=True)
class Plan:
    """The texts of files that are to be written, the path of each of their parts in the fact file, and problems.

    `stated` holds what the fact file says about each record, whether or not the record has it already: by the record's
    id and its field `claims`, `measured` or `synthesis`, the entries as a record writes them.
    """

    texts: dict[Path, str] = field(default_factory=dict)
    stated: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    paths: dict[Path, dict[str, Place]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    claims: int = 0
    materials: int = 0


def plan(root: Path, dataset: Dataset, document: Document, papers: Sequence[FactPaper]) -> Plan:
    """Return what a fact file changes below `root`; importing it again changes nothing."""
    result = Plan()
    ids = _Ids(root, dataset, papers)
    for index, paper in enumerate(papers):
        _Paper(root, dataset, document, paper, ("papers", index), ids, result).run()
    return result


class _Ids:
    """The ids of references and materials, existing and new."""

    def __init__(self, root: Path, dataset: Dataset, papers: Sequence[FactPaper]) -> None:
        self.by_doi = {ref.doi.lower(): ident for ident, ref in dataset.references.items() if ref.doi}
        self.of_reference: dict[str, list[Material]] = defaultdict(list)
        for material in dataset.materials.values():
            self.of_reference[material.source.reference].append(material)
        self.references = used_ids(root / "references", dataset)
        self.materials = used_ids(root / "materials", dataset)
        named = Counter(name for material in dataset.materials.values() for name in (material.name, *material.aliases))
        self._names = named + Counter(material.name for paper in papers for material in paper.materials)

    def shared(self, name: str) -> bool:
        """Return whether several materials have a name."""
        return self._names[name] > 1

    def reserve(self, wanted: str, used: set[str]) -> str:
        """Return a free id and reserve it."""
        ident = free_id(used, wanted)
        used.add(ident)
        return ident


@dataclass(slots=True)
class _Paper:
    """One paper: its reference, and a record for each of its materials."""

    root: Path
    dataset: Dataset
    document: Document
    paper: FactPaper
    path: Place
    ids: _Ids
    plan: Plan

    def run(self) -> None:
        reference = self._reference()
        if reference is None:
            return
        known = {material.name: self._record_of(material, reference) for material in self.paper.materials}
        self._check_duplicates()
        named = {name: found.id if found else self._new_id(name, reference) for name, found in known.items()}
        translation = Translation(self.dataset, self.document, self.paper, self.path, reference, named)
        translation.run()
        self.plan.problems += translation.problems
        for index, material in enumerate(self.paper.materials):
            here = (*self.path, "materials", index)
            draft = _MaterialDraft(self, material, here, reference, named[material.name], translation)
            draft.state()
            found = known[material.name]
            draft.extend(found) if found else draft.create()

    def _reference(self) -> str | None:
        """Return the id of the reference; write its record if there is none, else update how much of it was read."""
        found = self.ids.by_doi.get(self.paper.doi.lower())
        seen = names().seen[self.paper.kind]
        if found:
            self._update_seen(found, self.dataset.references.get(found), seen)
            return found
        about = self.paper.bibliographic
        if about is None or not (about.title or about.journal):
            message = f"found the DOI {self.paper.doi}, which no reference has, expected a known one"
            hint = "Give title and journal under `bibliographic`, and a reference is written; or correct the DOI."
            self.plan.problems.append(fact_problem(self.document, (*self.path, "doi"), message, hint))
            return None
        ident = self.ids.reserve(_reference_id(self.paper.doi), self.ids.references)
        self.ids.by_doi[self.paper.doi.lower()] = ident
        values = {
            "id": ident, "title": about.title, "author": parse_authors("; ".join(about.authors)) or None,
            "container-title": about.journal, "issued": about.year, "volume": about.volume, "issue": about.issue,
            "page": about.pages, "number": about.article_number, "DOI": self.paper.doi, "seen": seen,
        }  # fmt: skip
        self._write(self.root / "references" / f"{ident}.yml", to_text(values), {"": (*self.path, "doi")})
        return ident

    def _update_seen(self, ident: str, reference: Reference | None, seen: str) -> None:
        """Set `seen` of a reference where the fact file states more."""
        file = self.root / "references" / f"{ident}.yml"
        if reference is None or (reference.seen and _SEEN.index(reference.seen) >= _SEEN.index(seen)):
            return
        text = self.plan.texts.get(file) or file.read_text(encoding="utf-8")
        without = re.sub(r"(?m)^seen: .*\n", "", text)
        self._write(file, with_additions(without, file.as_posix(), Additions(fields={"seen": seen})), {})

    def _record_of(self, material: FactMaterial, reference: str) -> Material | None:
        """Return the existing record of a material by its id, its name, or its composition and phase."""
        if material.record:
            return self.dataset.materials.get(material.record)
        own = self.ids.of_reference.get(reference, ())
        for each in own:
            if material.name in (each.name, *each.aliases):
                return each
        formula = material.formula_plain or material.formula_as_printed
        same = [each for each in own if formula and same_composition(each, material, formula)]
        return same[0] if len(same) == 1 else None

    def _check_duplicates(self) -> None:
        first: dict[str, int] = {}
        for index, material in enumerate(self.paper.materials):
            if first.setdefault(material.name, index) != index:
                message = f"found {shown(material.name)} a second time in one paper, expected one entry for a sample"
                place = (*self.path, "materials", index, "name")
                hint = "Merge the two, or give them different names."
                self.plan.problems.append(fact_problem(self.document, place, message, hint))

    def _new_id(self, name: str, reference: str) -> str:
        slug = slugify(name.translate(_SIGNS))
        whole = slug if not self.ids.shared(name) and slug not in self.ids.materials else f"{slug}-{reference}"
        return self.ids.reserve(whole[:_MAX_LENGTH].strip("-") or reference, self.ids.materials)

    def _write(self, file: Path, text: str, paths: Mapping[str, Place]) -> None:
        self.plan.texts[file] = text
        self.plan.paths.setdefault(file, {}).update(paths)


@dataclass(slots=True)
class _MaterialDraft:
    """The record of one material of a paper."""

    paper: _Paper
    material: FactMaterial
    path: Place
    reference: str
    id: str
    translation: Translation

    @property
    def file(self) -> Path:
        return self.paper.root / "materials" / f"{self.id}.yml"

    @property
    def claims(self) -> list[DraftClaim]:
        return self.translation.claims[self.material.name]

    @property
    def measured(self) -> list[dict[str, Any]]:
        return [each.values for each in self.translation.measured[self.material.name]]

    def state(self) -> None:
        """Note what the fact file says about the record."""
        stated = self.paper.plan.stated
        stated[self.id, "claims"] += [claim.values for claim in self.claims]
        stated[self.id, "measured"] += self.measured
        stated[self.id, "synthesis"] += self._syntheses()

    def create(self) -> None:
        """Write a new record."""
        material, shared = self.material, self.paper.ids.shared(self.material.name)
        formula = material.formula_plain or material.formula_as_printed
        why = "not-in-source" if self.paper.paper.kind == "fulltext" else "not-seen"
        values = {
            "id": self.id,
            "name": f"{material.name} ({self.reference})" if shared else material.name,
            "aliases": [material.name] if shared else None,
            "formula": formula,
            "printed": material.formula_as_printed if material.formula_plain else None,
            "family": names().families.get(material.family, material.family),
            "phase": material.phase,
            "role": material.role if material.role != "subject" else None,
            "called": material.called,
            "source": self._source(),
            "unconfirmed": True,
            "measured": [each.values for each in self.translation.measured[material.name]] or None,
            "synthesis": list(self._syntheses()) or None,
            "claims": [claim.values for claim in self.claims] or None,
            "missing": ([] if formula else [{"property": "composition", "why": why}]) + list(self._missing()) or None,
            "notes": list(self._notes()) or None,
            "accepted": list(self._accepted(self.claims)) or None,
        }
        self.paper.plan.materials += 1
        self.paper.plan.claims += len(self.claims)
        self.paper._write(self.file, to_text(values), self._paths(self.claims))

    def extend(self, record: Material) -> None:
        """Add to a record what it lacks."""
        new = list(self._new_claims(record))
        first = record.formula is None and (self.material.formula_plain or self.material.formula_as_printed)
        fields = {"formula": first, "formula_source": self._source()} if first else {}
        if record.phase is None and self.material.phase:
            fields |= {"phase": self.material.phase, "phase_source": self._source()}
        additions = Additions(
            fields=fields,
            front={"claims": [claim.values for claim in new]},
            back={
                "measured": [] if record.measured else self.measured,
                "synthesis": [] if self._has_synthesis(record) else list(self._syntheses()),
                "missing": list(self._missing(record)),
                "notes": [each for each in self._notes() if each["remark"] not in {n.remark for n in record.notes}],
                "accepted": [
                    each
                    for each in self._accepted(new)
                    if "at" in each or each["rule"] not in {own.rule for own in record.accepted if own.at is None}
                ],
            },
            found={claim.values["property"] for claim in new} | ({"composition"} if first else set()),
        )
        if additions.empty:
            return
        text = self.paper.plan.texts.get(self.file) or self.file.read_text(encoding="utf-8")
        self.paper.plan.claims += len(new)
        self.paper._write(self.file, with_additions(text, self.file.as_posix(), additions), self._paths(new))

    def _new_claims(self, record: Material) -> Iterator[DraftClaim]:
        """Yield the claims that the record lacks; a claim that it contradicts is a problem."""
        own = [claim for claim in record.claims if claim.source.reference == self.reference and not claim.source.via]
        same = [next((each for each in own if matches(each, claim)), None) for claim in self.claims]
        left = [each for each in own if not any(each is match for match in same)]
        for claim, found in zip(self.claims, same, strict=True):
            if found is None and (changed := next((each for each in left if edited(each, claim)), None)):
                left.remove(changed)
            elif found is None:
                yield claim
            elif found.value != plain(claim.values["value"]):
                self._contradiction(claim, found, record)

    def _contradiction(self, claim: DraftClaim, same: Claim, record: Material) -> None:
        place = f"claims[{record.claims.index(same)}] of {record.id}"
        message = f"found {shown_value(claim.values['value'])}, expected {shown_value(same.value)} as in {place}"
        hint = "Compare with the source, and correct this file or the record."
        problem = fact_problem(self.paper.document, (*claim.paths[-1], "value"), message, hint, "contradiction")
        self.paper.plan.problems.append(problem)

    def _source(self) -> dict[str, str]:
        place = self.material.place or next((fact.place for fact in self.material.facts), _AT[self.paper.paper.kind])
        return {"reference": self.reference, "at": place}

    def _syntheses(self) -> Iterator[dict[str, Any]]:
        for each in self.material.synthesis:
            yield {
                **each.model_dump(exclude_none=True, exclude={"place", "note"}, exclude_defaults=True),
                "source": {"reference": self.reference, "at": each.place},
                **({"note": each.note} if each.note else {}),
                "unconfirmed": True,
            }

    def _has_synthesis(self, record: Material) -> bool:
        return any(each.source.reference == self.reference for each in record.synthesis)

    def _missing(self, record: Material | None = None) -> Iterator[dict[str, str]]:
        """Yield what is missing of the material, apart from what is claimed, or missing in its record already."""
        known = {claim.values["property"] for claim in self.claims}
        if record:
            known |= {claim.property for claim in record.claims} | {each.property for each in record.missing}
        for each in self.material.missing:
            if each.property not in known:
                yield {"property": each.property, "why": each.why}

    def _notes(self) -> Iterator[dict[str, Any]]:
        for note in self.material.notes:
            fields = note.model_dump(exclude_none=True, exclude={"place"})
            yield {**fields, "source": {"reference": self.reference, "at": note.place}}

    def _accepted(self, claims: Sequence[DraftClaim]) -> Iterator[dict[str, str]]:
        for each in self.material.accepted:
            yield {"rule": each.rule, "why": each.why}
        for index, claim in enumerate(claims):
            for each in claim.accepted:
                yield {"rule": each.rule, "at": f"claims[{index}]", "why": each.why}

    def _paths(self, claims: Sequence[DraftClaim]) -> dict[str, Place]:
        """Return field of the record -> path in the fact file."""
        paths = {f"claims[{index}]": claim.paths[-1] for index, claim in enumerate(claims)}
        found = self.translation.measured[self.material.name]
        paths |= {f"measured[{index}]": each.paths[-1] for index, each in enumerate(found)}
        return {"": self.path, **paths}


def _reference_id(doi: str) -> str:
    """Return the id of a reference without authors: the publisher's code.

    >>> _reference_id("10.1002/aenm.202401090"), _reference_id("10.1016/j.cej.2024.158997")
    ('aenm-202401090', 'cej-2024-158997')
    """
    return slugify(doi.partition("/")[2]).removeprefix("j-")[:_MAX_LENGTH].strip("-")
