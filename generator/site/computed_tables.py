"""The tables of what is computed: compositions, headline numbers, pairs, comparisons, answers of the fixed core."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from ..derived import core
from ..derived.atlas import Atlas, Entry, MaterialClaim
from ..derived.comparable import Comparison, Measurement, comparisons, numbers
from ..derived.core import CoreAnswer
from ..derived.entry import Measured
from ..derived.highlights import headline
from ..derived.pairs import OUTCOMES, Pair, fair_pairs
from ..printing import claim_text, conditions_text, control_text
from ..records.model_parts import Claim
from .tables import Column, Link, Table, fraction, number_columns, numbered_claims, range_text

_MATERIALS = Link(("material",), "materials")
_CLAIMS = Link(("record", "claim"), "claims", ("material", "claim"))
_RECORD = "id of the material whose record has the claim"
_NUMBER = "number of the claim in that record, from 1"


def tables(atlas: Atlas) -> list[Table]:
    """Return the tables of what no record states."""
    return [
        _compositions(atlas),
        _measured_compositions(atlas),
        _headline_values(atlas),
        _pairs(atlas),
        _comparisons(atlas),
        _core_answers(atlas),
    ]


class _Held(NamedTuple):
    material: str
    site: str
    element: str
    amount: Fraction
    total: Fraction


def _compositions(atlas: Atlas) -> Table:
    columns = (
        Column("material", "string", "id of the material", attrgetter("material")),
        Column("site", "string", "alkali, metal, carbon (carbon-coordinated), polyanion or anion", attrgetter("site")),
        Column("element", "string", "symbol; □ is a vacancy", attrgetter("element")),
        Column("amount", "string", "amount per formula unit as an exact fraction a/b", lambda h: fraction(h.amount)),
        Column("amount_number", "number", "the same as a number", lambda h: float(h.amount)),
        Column("share", "number", "amount over the sum of the site, from 0 to 1", lambda h: float(h.amount / h.total)),
    )
    row = "one element on one site of a material"
    return Table("compositions", columns, partial(_held, atlas), ["material", "site", "element"], row, [_MATERIALS])


def _held(atlas: Atlas) -> Iterator[_Held]:
    for ident, entry in atlas.entries.items():
        for site, amounts in entry.description.placed.by_site.items() if entry.description else ():
            total = sum(amounts.values(), Fraction(0))
            for symbol, amount in amounts.items():
                if amount:
                    yield _Held(ident, site, symbol, amount, total)


class _Found(NamedTuple):
    entry: Entry
    number: int
    measured: Measured


def _measured_compositions(atlas: Atlas) -> Table:
    columns = (
        Column("material", "string", "id of the material", attrgetter("entry.id")),
        Column("measured", "integer", "number of the composition in its record, from 1", attrgetter("number")),
        Column("formula", "string", "composition that an analysis found", attrgetter("measured.stated.formula")),
        Column("entropy_all_R", "number", "entropy of the mixing site of this composition",
               attrgetter("measured.description.entropy.all"), "R"),
        Column("class", "string", "entropy class of this composition",
               attrgetter("measured.description.entropy_class")),
        Column("entropy_difference", "number", "its entropy less that of the nominal formula", _against_nominal, "R"),
        Column("reference", "string", "the reference that states it", attrgetter("measured.stated.source.reference")),
    )  # fmt: skip
    links = [_MATERIALS, Link(("reference",), "publications")]
    row = "one composition that an analysis found, beside the nominal formula"
    return Table("measured_compositions", columns, partial(_measured, atlas), ["material", "measured"], row, links)


def _measured(atlas: Atlas) -> Iterator[_Found]:
    for entry in atlas.entries.values():
        yield from (_Found(entry, number, each) for number, each in enumerate(entry.measured, start=1))


def _against_nominal(found: _Found) -> float | None:
    nominal = found.entry.description
    return found.measured.description.entropy.all - nominal.entropy.all if nominal else None


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
    row = (
        "one number that a material's page shows first: as made, at room temperature, with a control where there is one"
    )
    return Table("headline_values", columns, partial(_headlines, atlas), ["material", "property"], row, links)


def _headlines(atlas: Atlas) -> Iterator[_Headline]:
    places = _places(atlas)
    for ident, entry in atlas.entries.items():
        for name, found in headline(atlas, entry.material).items():
            if found:
                yield _Headline(ident, name, *places[id(found.claim)], found.claim, found.owner.id != ident)


def _places(atlas: Atlas) -> dict[int, tuple[str, int]]:
    """Return the record of each claim and its place there, by the claim's identity: two may be equal."""
    return {id(claim): (material, number) for material, number, claim in numbered_claims(atlas)}


def _pairs(atlas: Atlas) -> Table:
    pair = _of_pair
    columns = (
        Column("material", "string", "id of the material, of higher entropy than the control", pair("material.id")),
        Column("control", "string", "id of the control", pair("control.id")),
        Column("property", "string", "the property that was measured of both", pair("claim.property")),
        Column("record", "string", _RECORD, itemgetter(0)),
        Column("claim", "integer", _NUMBER, pair("number")),
        Column("as_control", "boolean", "whether that record is the control's, with this material as its control",
               lambda item: item[0] != item[1].material.id),
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
    return Table("fair_pairs", columns, partial(_found_pairs, atlas), ["record", "claim"], row, links)


def _found_pairs(atlas: Atlas) -> Iterator[tuple[str, Pair]]:
    return ((_record_of(atlas, pair), pair) for pair in fair_pairs(atlas))


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


class _Compared(NamedTuple):
    material: str
    number: int
    role: str
    found: Measurement
    record: str
    claim: int
    left_out: int


def _comparisons(atlas: Atlas) -> Table:
    columns = (
        Column("material", "string", "id of the material on whose page it is", attrgetter("material")),
        Column("comparison", "integer", "number of the comparison on that page, from 1", attrgetter("number")),
        Column("role", "string", "this: the material's own number; paired: its control's, or that of the material with"
               " it as the control; other: one measured alike elsewhere", attrgetter("role")),
        Column("of", "string", "id of the material that the number is of", attrgetter("found.material.id")),
        Column("record", "string", _RECORD, attrgetter("record")),
        Column("claim", "integer", _NUMBER, attrgetter("claim")),
        Column("as_control", "boolean", "whether the number is that of the claim's control",
               lambda each: each.found.material.id != each.record),
        Column("value_low", "number", "the number, or the lower end of a range", attrgetter("found.low")),
        Column("value_high", "number", "the number, or the upper end of a range", attrgetter("found.high")),
        Column("left_out", "integer", "further numbers of the comparison, which the page leaves out",
               attrgetter("left_out")),
    )  # fmt: skip
    links = [_MATERIALS, Link(("of",), "materials"), _CLAIMS]
    row = "one number that the page of a material sets beside another, measured alike"
    key = ["material", "comparison", "of", "record", "claim"]
    return Table("comparisons", columns, partial(_compared, atlas), key, row, links)


def _compared(atlas: Atlas) -> Iterator[_Compared]:
    known, places = numbers(atlas), _places(atlas)
    for ident in atlas.entries:
        for number, comparison in enumerate(comparisons(ident, known), start=1):
            for role, found in _roles(comparison):
                yield _Compared(ident, number, role, found, *places[id(found.claim)], comparison.left_out)


def _roles(comparison: Comparison) -> Iterator[tuple[str, Measurement]]:
    yield "this", comparison.this
    yield from (("paired", each) for each in comparison.paired)
    yield from (("other", each) for each in comparison.others)


class _Answer(NamedTuple):
    material: str
    question: str
    answer: CoreAnswer


def _core_answers(atlas: Atlas) -> Table:
    columns = (
        Column("material", "string", "id of the material", attrgetter("material")),
        Column("question", "string", "id of the question in core.json", attrgetter("question")),
        Column("state", "string", "known, partly, not reported or not seen", attrgetter("answer.state")),
        Column("claim", "integer", "number of the claim that answers, from 1, where the material's record has it",
               lambda each: None if each.answer.place is None else each.answer.place + 1),
        Column("value", "string", "the answer as it is printed", lambda each: _printed(each.answer)),
        Column("conditions", "string", "conditions of the answer as they are printed",
               lambda each: conditions_text(each.answer.conditions) or None),
        Column("control", "string", "id of the control that the source gives beside it", _control_of),
        Column("control_value", "string", "the control's value as it is printed",
               lambda each: (each.answer.claim and control_text(each.answer.claim)) or None),
        Column("lacking", "string", "conditions that the question needs and the source does not state",
               lambda each: "; ".join(each.answer.lacking) or None),
        Column("why", "string", "why there is no answer", lambda each: each.answer.why or None),
    )  # fmt: skip
    links = [_MATERIALS, Link(("control",), "materials")]
    row = "the answer to one question of the fixed core for a cathode under study, or why there is none"
    return Table("core_answers", columns, partial(_answers, atlas), ["material", "question"], row, links)


def _control_of(each: _Answer) -> str | None:
    claim = each.answer.claim
    return claim.versus.material if claim and claim.versus else None


def _answers(atlas: Atlas) -> Iterator[_Answer]:
    idents = {id(question): ident for ident, question in atlas.data.core.items()}
    for material in core.subjects(atlas):
        for answer in core.answers(atlas, material):
            yield _Answer(material.id, idents[id(answer.question)], answer)


def _printed(answer: CoreAnswer) -> str | None:
    if answer.claim is None or answer.question.conditions_only:
        return answer.text or None
    return claim_text(answer.claim)
