"""Which records do facts become: new references and materials, and more claims of those that are there.

What a person wrote is never changed: claims are added, a first formula or phase is added where none was known, and a
fact that contradicts a claim from the same paper is refused.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ..derived.readings import read
from ..errors import Problem, shown
from ..records.dataset import Dataset
from ..records.fact_models import FactMaterial, FactPaper
from ..records.model_parts import Claim
from ..records.models import Material
from ..records.reference_models import Reference
from ..rules.values import written as shown_value
from ..suggestions import slugged
from ..yamlio.document import Document
from ..yamlio.document import Path as Place
from .fact_claims import Claimed, Translation, frozen
from .fact_names import names
from .fact_reading import placed
from .record_text import Additions, new_record, with_additions

_SIGNS: Final = str.maketrans({"'": "-prime", "′": "-prime", "□": "-vac", "α": "-alpha", "β": "-beta", "·": "-"})
_LONGEST: Final = 60
_SEEN: Final = ("listing", "abstract", "full-text")
_AT: Final = {"listing": "listing", "abstract": "abstract", "fulltext": "text"}


@dataclass(slots=True)
class Plan:
    """The texts of files that are to be written, the place of each of their parts in the fact file, and problems.

    `stated` holds what the fact file says about each record, whether or not the record has it already: by the record's
    id and its field `claims`, `measured` or `synthesis`, the entries as a record writes them.
    """

    texts: dict[Path, str] = field(default_factory=dict)
    stated: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    places: dict[Path, dict[str, Place]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    claims: int = 0
    materials: int = 0


def plan(root: Path, dataset: Dataset, document: Document, papers: Sequence[FactPaper]) -> Plan:
    """Return what a fact file changes below `root`; the same file a second time changes nothing."""
    made = Plan()
    taken = _Ids(dataset, papers)
    for index, paper in enumerate(papers):
        _Paper(root, dataset, document, paper, ("papers", index), taken, made).run()
    return made


class _Ids:
    """The ids of references and materials: those that are there, and new ones that are free."""

    def __init__(self, dataset: Dataset, papers: Sequence[FactPaper]) -> None:
        self.by_doi = {ref.doi.lower(): ident for ident, ref in dataset.references.items() if ref.doi}
        self.of_reference: dict[str, list[Material]] = defaultdict(list)
        for material in dataset.materials.values():
            self.of_reference[material.source.reference].append(material)
        self.references = set(dataset.references) | {
            old for ref in dataset.references.values() for old in ref.former_ids
        }
        self.materials = set(dataset.materials) | {old for m in dataset.materials.values() for old in m.former_ids}
        named = Counter(name for material in dataset.materials.values() for name in (material.name, *material.aliases))
        self._names = named + Counter(material.name for paper in papers for material in paper.materials)

    def shared(self, name: str) -> bool:
        """Return whether several papers use a name."""
        return self._names[name] > 1

    def free(self, wanted: str, taken: set[str]) -> str:
        """Return an id that no record has, and take it."""
        ident, number = wanted, 2
        while ident in taken:
            ident, number = f"{wanted}-{number}", number + 1
        taken.add(ident)
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
    made: Plan

    def run(self) -> None:
        reference = self._reference()
        if reference is None:
            return
        known = {material.name: self._record_of(material, reference) for material in self.paper.materials}
        self._told_twice()
        named = {name: found.id if found else self._new_id(name, reference) for name, found in known.items()}
        translation = Translation(self.dataset, self.document, self.paper, self.path, reference, named)
        translation.run()
        self.made.problems += translation.problems
        for index, material in enumerate(self.paper.materials):
            here = (*self.path, "materials", index)
            drafted = _Drafted(self, material, here, reference, named[material.name], translation)
            drafted.state()
            found = known[material.name]
            drafted.extend(found) if found else drafted.begin()

    def _reference(self) -> str | None:
        """Return the id of the paper's reference; write one where there is none, or say more of what was seen."""
        found = self.ids.by_doi.get(self.paper.doi.lower())
        seen = names().seen[self.paper.kind]
        if found:
            self._seen(found, self.dataset.references.get(found), seen)
            return found
        about = self.paper.bibliographic
        if about is None or not (about.title or about.journal):
            message = f"found the DOI {self.paper.doi}, which no reference has, expected one that is known"
            hint = "Give title and journal under `bibliographic`, and a reference is written; or correct the DOI."
            self.made.problems.append(placed(self.document, (*self.path, "doi"), message, hint))
            return None
        ident = self.ids.free(_reference_id(self.paper.doi), self.ids.references)
        self.ids.by_doi[self.paper.doi.lower()] = ident
        people = [_person(name) for name in about.authors]
        values = {
            "id": ident, "title": about.title, "author": people or None, "container-title": about.journal,
            "issued": about.year, "volume": about.volume, "issue": about.issue, "page": about.pages,
            "number": about.article_number, "DOI": self.paper.doi, "seen": seen,
        }  # fmt: skip
        self._write(self.root / "references" / f"{ident}.yml", new_record(values), {"": (*self.path, "doi")})
        return ident

    def _seen(self, ident: str, reference: Reference | None, seen: str) -> None:
        """Say in a reference how much was read, where that is more than it says."""
        file = self.root / "references" / f"{ident}.yml"
        if reference is None or (reference.seen and _SEEN.index(reference.seen) >= _SEEN.index(seen)):
            return
        text = self.made.texts.get(file) or file.read_text(encoding="utf-8")
        mended = re.sub(r"(?m)^seen: .*\n", "", text)
        self._write(file, with_additions(mended, file.as_posix(), Additions(fields={"seen": seen})), {})

    def _record_of(self, material: FactMaterial, reference: str) -> Material | None:
        """Return the record of a material: by its id, by its name, or by its composition and phase."""
        if material.record:
            return self.dataset.materials.get(material.record)
        own = self.ids.of_reference.get(reference, ())
        for each in own:
            if material.name in (each.name, *each.aliases):
                return each
        formula = material.formula_plain or material.formula_as_printed
        alike = [each for each in own if formula and _same_composition(each, material, formula)]
        return alike[0] if len(alike) == 1 else None

    def _told_twice(self) -> None:
        first: dict[str, int] = {}
        for index, material in enumerate(self.paper.materials):
            if first.setdefault(material.name, index) != index:
                message = f"found {shown(material.name)} a second time in one paper, expected one entry for a sample"
                place = (*self.path, "materials", index, "name")
                self.made.problems.append(placed(self.document, place, message, "Join the two, or tell them apart."))

    def _new_id(self, name: str, reference: str) -> str:
        slug = slugged(name.translate(_SIGNS))
        whole = slug if not self.ids.shared(name) and slug not in self.ids.materials else f"{slug}-{reference}"
        return self.ids.free(whole[:_LONGEST].strip("-") or reference, self.ids.materials)

    def _write(self, file: Path, text: str, places: Mapping[str, Place]) -> None:
        self.made.texts[file] = text
        self.made.places.setdefault(file, {}).update(places)


@dataclass(slots=True)
class _Drafted:
    """One material of a paper on its way to a record."""

    of: _Paper
    material: FactMaterial
    path: Place
    reference: str
    id: str
    translation: Translation

    @property
    def file(self) -> Path:
        return self.of.root / "materials" / f"{self.id}.yml"

    @property
    def claims(self) -> list[Claimed]:
        return self.translation.claims[self.material.name]

    @property
    def measured(self) -> list[dict[str, Any]]:
        return [each.values for each in self.translation.measured[self.material.name]]

    def state(self) -> None:
        """Note what the fact file says about the record."""
        stated = self.of.made.stated
        stated[self.id, "claims"] += [claim.values for claim in self.claims]
        stated[self.id, "measured"] += self.measured
        stated[self.id, "synthesis"] += self._syntheses()

    def begin(self) -> None:
        """Write a new record."""
        material, shared = self.material, self.of.ids.shared(self.material.name)
        formula = material.formula_plain or material.formula_as_printed
        why = "not-in-source" if self.of.paper.kind == "fulltext" else "not-seen"
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
            "accepted": list(self._accepted(self.claims, 0)) or None,
        }
        self.of.made.materials += 1
        self.of.made.claims += len(self.claims)
        self.of._write(self.file, new_record(values), self._places(self.claims))

    def extend(self, record: Material) -> None:
        """Add to a record what it does not have yet."""
        new = list(self._news(record))
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
                    for each in self._accepted(new, 0)
                    if "at" in each or each["rule"] not in {own.rule for own in record.accepted if own.at is None}
                ],
            },
            found={claim.values["property"] for claim in new} | ({"composition"} if first else set()),
        )
        if additions.empty:
            return
        text = self.of.made.texts.get(self.file) or self.file.read_text(encoding="utf-8")
        self.of.made.claims += len(new)
        self.of._write(self.file, with_additions(text, self.file.as_posix(), additions), self._places(new))

    def _news(self, record: Material) -> Iterator[Claimed]:
        """Yield the claims that the record does not hold; one that it contradicts is a problem."""
        own = [claim for claim in record.claims if claim.source.reference == self.reference and not claim.source.via]
        same = [next((each for each in own if _stands_for(each, claim)), None) for claim in self.claims]
        left = [each for each in own if not any(each is taken for taken in same)]
        for claim, found in zip(self.claims, same, strict=True):
            if found is None and (mended := next((each for each in left if _edited(each, claim)), None)):
                left.remove(mended)
            elif found is None:
                yield claim
            elif found.value != _plain(claim.values["value"]):
                self._contradiction(claim, found, record)

    def _contradiction(self, claim: Claimed, same: Claim, record: Material) -> None:
        place = f"claims[{record.claims.index(same)}] of {record.id}"
        message = f"found {shown_value(claim.values['value'])}, expected {shown_value(same.value)} as in {place}"
        hint = "Look it up again: correct this file, or the record."
        problem = placed(self.of.document, (*claim.paths[-1], "value"), message, hint, "contradiction")
        self.of.made.problems.append(problem)

    def _source(self) -> dict[str, str]:
        place = self.material.place or next((fact.place for fact in self.material.facts), _AT[self.of.paper.kind])
        return {"reference": self.reference, "at": place}

    def _syntheses(self) -> Iterator[dict[str, Any]]:
        for each in self.material.synthesis:
            told = each.model_dump(exclude_none=True, exclude={"place", "note"}, exclude_defaults=True)
            yield {
                **told,
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
            told = note.model_dump(exclude_none=True, exclude={"place"})
            yield {**told, "source": {"reference": self.reference, "at": note.place}}

    def _accepted(self, claims: Sequence[Claimed], first: int) -> Iterator[dict[str, str]]:
        for each in self.material.accepted:
            yield {"rule": each.rule, "why": each.why}
        for index, claim in enumerate(claims, start=first):
            for each in claim.accepted:
                yield {"rule": each.rule, "at": f"claims[{index}]", "why": each.why}

    def _places(self, claims: Sequence[Claimed]) -> dict[str, Place]:
        """Return where in the fact file the parts of the record stand, by their fields there."""
        told = {f"claims[{index}]": claim.paths[-1] for index, claim in enumerate(claims)}
        found = self.translation.measured[self.material.name]
        told |= {f"measured[{index}]": each.paths[-1] for index, each in enumerate(found)}
        return {"": self.path, **told}


def _stands_for(claim: Claim, new: Claimed) -> bool:
    """Return whether a claim of a record is what a fact says: property, conditions and technique are the same."""
    if claim.property != new.values["property"] or claim.technique != new.values.get("technique"):
        return False
    if bool(claim.points) != ("points" in new.values) or claim.basis != new.values["basis"]:
        return False
    own = claim.conditions.model_dump(exclude_none=True) if claim.conditions else {}
    return frozen(own) == frozen(new.values.get("conditions", {})) and _same_words(claim, new)


def _same_words(claim: Claim, new: Claimed) -> bool:
    """Return whether it is the same claim where several may have one property: control, words, place."""
    control = claim.versus.material if claim.versus else None
    if control != new.values.get("versus", {}).get("material"):
        return False
    same_value: bool = claim.value == _plain(new.values["value"])
    return same_value or (not isinstance(claim.value, str) and claim.source.at == new.values["source"]["at"])


def _edited(claim: Claim, new: Claimed) -> bool:
    """Return whether a claim has the value of a fact, and was read elsewhere or given other conditions by a person."""
    same_value: bool = claim.value == _plain(new.values["value"])
    return same_value and claim.property == new.values["property"] and not claim.unconfirmed


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _same_composition(record: Material, material: FactMaterial, formula: str) -> bool:
    """Return whether a record has the composition of a fact file's material."""
    if record.formula is None or record.role == "state":
        return False
    other = record.model_copy(update={"formula": formula, "bind": {}, "sites": None})
    own, new = read(record, record.formula).description, read(other, formula).description
    if own is None or new is None:
        return False
    phases = {each.casefold() for each in (record.phase, material.phase) if each}
    return len(phases) < 2 and _shares(own.placed.held) == _shares(new.placed.held)


def _shares(held: Mapping[Any, Mapping[str, int]]) -> dict[tuple[str, str], float]:
    total = sum(held["metal"].values()) or 1
    return {(site, symbol): units / total for site, amounts in held.items() for symbol, units in amounts.items()}


def _reference_id(doi: str) -> str:
    """Return the id of a reference of which no author was seen: the publisher's code.

    >>> _reference_id("10.1002/aenm.202401090"), _reference_id("10.1016/j.cej.2024.158997")
    ('aenm-202401090', 'cej-2024-158997')
    """
    return slugged(doi.partition("/")[2]).removeprefix("j-")[:_LONGEST].strip("-")


def _person(name: str) -> dict[str, str]:
    family, _, given = name.partition(",")
    return {"family": family.strip(), "given": given.strip()} if given.strip() else {"family": family.strip()}
