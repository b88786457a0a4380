"""Rules over all records, one function each: what no single record can know of itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from . import formula, sites
from .collection import KINDS, Dataset, Key
from .doi import doubt
from .errors import Problem, did_you_mean, shown
from .records import FamilyValue
from .shapes import Claim, Number, Range

Value = Number | Range | str
Rule = Callable[[Dataset], Iterable[Problem]]


def problems(dataset: Dataset, unreadable: Collection[Key] = ()) -> Iterator[Problem]:
    """Yield what every rule finds.

    `unreadable` are records that exist but could not be read: a link to one is not reported a second time.
    """
    yield from links_lead_somewhere(dataset, unreadable)
    for rule in RULES:
        yield from rule(dataset)
    if not unreadable:  # otherwise the record that holds the other end may be the one that could not be read
        for rule in RULES_OF_ABSENCE:
            yield from rule(dataset)


def links_lead_somewhere(dataset: Dataset, unreadable: Collection[Key] = ()) -> Iterator[Problem]:
    """An id of another record must exist."""
    for owner, (path, kind, ident) in dataset.links():
        if ident not in dataset.kind(kind) and (kind, ident) not in unreadable:
            elsewhere = next((other for other in KINDS if ident in dataset.kind(other)), None)
            hint = did_you_mean(ident, dataset.kind(kind))
            if elsewhere:
                hint = f"That id is one of the {elsewhere}."
            message = f"found {shown(ident)}, expected the id of one of the {kind}"
            yield dataset.problem(owner, path, message, hint)


def records_are_used(dataset: Dataset) -> Iterator[Problem]:
    """A reference, strategy or property that nothing names has lost the other half of its link."""
    used = {(kind, ident) for _, (_, kind, ident) in dataset.links()}
    for ident, reference in dataset.references.items():
        if ("references", ident) not in used and not reference.cited_in:
            yield dataset.problem(
                ("references", ident),
                ("id",),
                "found a reference that nothing cites, expected at least one citation",
                "Cite it as a source, or say in `cited_in` which review lists it.",
            )
    for kind in ("strategies", "properties"):
        for ident in dataset.kind(kind):
            if (kind, ident) not in used:
                message = f"found one of the {kind} that no material names, expected at least one"
                yield dataset.problem((kind, ident), (), message, "Name it in a material, or remove it.")


def formulas_can_be_read(dataset: Dataset) -> Iterator[Problem]:
    """A formula is read whole or refused with the place and the reason."""
    for ident, material in dataset.materials.items():
        if material.formula is None:
            continue
        try:
            sites.assign(
                formula.parse(material.formula, material.bindings), material.family, material.stated_sites
            )
        except formula.FormulaError as error:
            found = f"found {shown(material.formula)} (at character {error.position + 1})"
            yield dataset.problem(
                ("materials", ident), ("formula",), f"{found}, expected a formula", error.text
            )


def composition_is_given_or_missing(dataset: Dataset) -> Iterator[Problem]:
    """A material has a formula, or says why not; and it has something to say beside that."""
    for ident, material in dataset.materials.items():
        absent = any(item.property == "composition" for item in material.missing)
        if (material.formula is None) != absent:
            found = (
                "no formula and no reason"
                if material.formula is None
                else "a formula and a reason for its absence"
            )
            yield dataset.problem(
                ("materials", ident),
                ("formula",) if material.formula else ("missing",),
                f"found {found}, expected one of the two",
                "Write `missing: [{property: composition, why: not-in-source}]` where none is printed.",
            )
        if not material.claims and not material.missing:
            hint = "Add a claim, or list under `missing` what readers will look for."
            yield dataset.problem(
                ("materials", ident), (), "found a material without claims, expected at least one", hint
            )


def values_fit_their_property(dataset: Dataset) -> Iterator[Problem]:
    """A value has the unit and the kind of value that the vocabulary gives to its property."""
    for (ident, index), claim in _claims(dataset):
        against = claim.versus.value if claim.versus else None
        for path, message, hint in _misfits(dataset, claim, {("versus", "value"): against}):
            yield dataset.problem(("materials", ident), ("claims", index, *path), message, hint)
    for ident, family in dataset.families.items():
        for index, value in enumerate(family.values):
            for path, message, hint in _misfits(dataset, value):
                yield dataset.problem(("families", ident), ("values", index, *path), message, hint)


def _misfits(
    dataset: Dataset, claim: Claim | FamilyValue, more: Mapping[tuple[str, ...], Value | None] = {}
) -> Iterator[tuple[tuple[str, ...], str, str]]:
    known = dataset.properties.get(claim.property)
    if known is None:
        return
    if claim.unit != known.unit:
        expected = f"the unit {shown(known.unit)}" if known.unit else "no unit"
        hint = (
            f"Convert the value, and note what was printed: {known.label} is kept in {known.unit or 'words'}."
        )
        yield ("unit",), f"found {shown(claim.unit)}, expected {expected}", hint
    values: dict[tuple[str, ...], Value | None] = {("value",): claim.value, **more}
    for path, value in values.items():
        if value is not None and isinstance(value, str) != (known.kind == "text"):
            expected = "words" if known.kind == "text" else "a number or [low, high]"
            yield path, f"found {shown(value)}, expected {expected}", ""
        if isinstance(value, tuple) and value[0] >= value[1]:
            yield path, f"found [{value[0]}, {value[1]}], expected [low, high]", "Put the lower number first."


def families_agree(dataset: Dataset) -> Iterator[Problem]:
    """A strategy or challenge of one family does not fit a material of another."""
    for ident, material in dataset.materials.items():
        linked = [
            *((("strategies", i), "strategies", name) for i, name in enumerate(material.strategies)),
            *(
                (("challenges", i, "challenge"), "challenges", link.challenge)
                for i, link in enumerate(material.challenges)
            ),
        ]
        for path, kind, name in linked:
            target = dataset.kind(kind).get(name)
            if target and target.family != material.family:
                message = (
                    f"found {shown(name)} of the family {target.family}, expected one for {material.family}"
                )
                fitting = [
                    key for key, record in dataset.kind(kind).items() if record.family == material.family
                ]
                yield dataset.problem(("materials", ident), path, message, did_you_mean(name, fitting))


def controls_are_compared(dataset: Dataset) -> Iterator[Problem]:
    """A control belongs to the paper that compares it: some claim must name it."""
    compared = {claim.versus.material for _, claim in _claims(dataset) if claim.versus}
    for ident, material in dataset.materials.items():
        if material.role == "control" and ident not in compared:
            yield dataset.problem(
                ("materials", ident),
                ("role",),
                "found a control that no claim compares with, expected at least one",
                f"Add `versus: {{material: {ident}}}` to the claim that it controls, or change the role.",
            )


def comparisons_are_with_others(dataset: Dataset) -> Iterator[Problem]:
    """A material is not its own control."""
    for (ident, index), claim in _claims(dataset):
        if claim.versus and claim.versus.material == ident:
            path = ("claims", index, "versus", "material")
            yield dataset.problem(
                ("materials", ident), path, f"found {shown(ident)} itself, expected another material"
            )


def comparisons_agree(dataset: Dataset) -> Iterator[Problem]:
    """A control's value in a comparison and in its own record are the same number."""
    for (ident, index), claim in _claims(dataset):
        versus = claim.versus
        other = dataset.materials.get(versus.material) if versus else None
        if versus is None or other is None or versus.value is None:
            continue
        conditions = versus.conditions or claim.conditions
        for own in other.claims:
            same = (own.property, own.conditions, own.source) == (claim.property, conditions, claim.source)
            if same and own.value != versus.value:
                message = (
                    f"found {shown(versus.value)}, expected {shown(own.value)} as in the record of {other.id}"
                )
                yield dataset.problem(("materials", ident), ("claims", index, "versus", "value"), message)


def states_have_a_pristine_parent(dataset: Dataset) -> Iterator[Problem]:
    """An aged or regenerated state names a material that is not itself a state."""
    for ident, material in dataset.materials.items():
        parent = dataset.materials.get(material.state_of or "")
        if parent and parent.role == "state":
            message = f"found {shown(parent.id)}, which is itself a state, expected the pristine material"
            yield dataset.problem(
                ("materials", ident), ("state_of",), message, f'Did you mean "{parent.state_of}"?'
            )


def publications_stand_once(dataset: Dataset) -> Iterator[Problem]:
    """One DOI belongs to one reference."""
    by_doi: dict[str, list[str]] = defaultdict(list)
    for ident, reference in dataset.references.items():
        if reference.doi:
            by_doi[reference.doi.lower()].append(ident)
    for first, *rest in by_doi.values():
        for ident in rest:
            message = f"found the DOI of {first}, expected each publication once"
            yield dataset.problem(("references", ident), ("DOI",), message, f"Cite {first} instead.")


def dois_fit_their_journal(dataset: Dataset) -> Iterator[Problem]:
    """A DOI has the prefix, journal code, digits and check character of its publisher's pattern."""
    for ident, reference in dataset.references.items():
        found = reference.doi and doubt(
            reference.doi,
            journal=reference.container_title,
            year=reference.issued,
            number=reference.number,
            page=reference.page,
        )
        if found:
            hint = "Copy the DOI again; if the source prints it so, move it to `printed_doi` and give the reason."
            yield dataset.problem(("references", ident), ("DOI",), found.rstrip("."), hint)


def old_ids_stay_retired(dataset: Dataset) -> Iterator[Problem]:
    """A former id is never given to another record."""
    for kind in KINDS:
        for ident, record in dataset.kind(kind).items():
            for former in getattr(record, "former_ids", ()):
                if former in dataset.kind(kind):
                    message = f"found {shown(former)}, the id of a living record, expected a retired id"
                    yield dataset.problem((kind, ident), ("former_ids",), message)


def _claims(dataset: Dataset) -> Iterator[tuple[tuple[str, int], Claim]]:
    for ident, material in dataset.materials.items():
        for index, claim in enumerate(material.claims):
            yield (ident, index), claim


RULES: tuple[Rule, ...] = (
    formulas_can_be_read,
    composition_is_given_or_missing,
    values_fit_their_property,
    families_agree,
    comparisons_are_with_others,
    comparisons_agree,
    states_have_a_pristine_parent,
    publications_stand_once,
    dois_fit_their_journal,
    old_ids_stay_retired,
)
RULES_OF_ABSENCE: tuple[Rule, ...] = (records_are_used, controls_are_compared)
