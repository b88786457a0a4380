"""Rules over all records, one function each: what no single record can know of itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator

from ..errors import Problem, did_you_mean, shown
from ..records.collection import KINDS, Dataset, Key
from .doi import doubt
from .formulacheck import formulas_can_be_read
from .repeats import claims_stand_once, nothing_stands_twice, what_is_missing_is_not_claimed
from .values import (
    claims,
    comparisons_agree,
    comparisons_are_with_others,
    conditions_are_possible,
    values_fit_their_property,
)

Rule = Callable[[Dataset], Iterable[Problem]]
ANY = "*"
"""Stands for every id of a kind of which the whole file could not be read."""


def problems(
    everything: Dataset, partial: Collection[Key] = (), unreadable: Collection[Key] = ()
) -> Iterator[Problem]:
    """Yield what every rule finds.

    `partial` are records of which something could not be read: only rules that look at one field at a time judge
    them. `unreadable` are records that exist but are not here at all: a link to one is not reported again.
    """
    astray = [*links_lead_somewhere(everything, unreadable), *comparisons_are_with_others(everything)]
    yield from astray
    for rule in RULES_OF_FIELDS:
        yield from rule(everything)
    whole = everything.without(partial) if partial else everything
    for rule in RULES_OF_RECORDS:
        yield from rule(whole)
    if not (astray or partial or unreadable):  # otherwise the other end may be in what could not be read
        for rule in RULES_OF_ABSENCE:
            yield from rule(whole)


def links_lead_somewhere(dataset: Dataset, unreadable: Collection[Key] = ()) -> Iterator[Problem]:
    """An id of another record must exist."""
    hints: dict[
        Key, str
    ] = {}  # the same wrong id often stands in many places, and to look for its like is slow
    for owner, (path, kind, ident) in dataset.links():
        known = ident in dataset.kind(kind) or (kind, ident) in unreadable or (kind, ANY) in unreadable
        if not known:
            if (kind, ident) not in hints:
                hints[kind, ident] = _other_kind(dataset, ident) or did_you_mean(ident, dataset.kind(kind))
            message = f"found {shown(ident)}, expected the id of one of the {kind}"
            yield dataset.problem(owner, path, message, hints[kind, ident])


def _other_kind(dataset: Dataset, ident: str) -> str:
    elsewhere = next((other for other in KINDS if ident in dataset.kind(other)), None)
    return f"That id is one of the {elsewhere}." if elsewhere else ""


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
                ("formula",),
                f"found {found}, expected one of the two",
                "Write `missing: [{property: composition, why: not-in-source}]` where none is printed.",
            )
        if not material.claims and not material.missing:
            hint = "Add a claim, or list under `missing` what readers will look for."
            yield dataset.problem(
                ("materials", ident), (), "found a material without claims, expected at least one", hint
            )


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
            if (
                target
                and material.family in dataset.families
                and target.family not in (None, material.family)
            ):
                message = (
                    f"found {shown(name)} of the family {target.family}, expected one for {material.family}"
                )
                fitting = [
                    key for key, record in dataset.kind(kind).items() if record.family == material.family
                ]
                yield dataset.problem(("materials", ident), path, message, did_you_mean(name, fitting))


def controls_are_compared(dataset: Dataset) -> Iterator[Problem]:
    """A control belongs to the paper that compares it: some claim must name it."""
    compared = {claim.versus.material for _, claim in claims(dataset) if claim.versus}
    for ident, material in dataset.materials.items():
        if material.role == "control" and ident not in compared:
            yield dataset.problem(
                ("materials", ident),
                ("role",),
                "found a control that no claim compares with, expected at least one",
                f"Add `versus: {{material: {ident}}}` to the claim that it controls, or change the role.",
            )


def states_name_their_parent(dataset: Dataset) -> Iterator[Problem]:
    """`role: state` and `state_of` go together."""
    for ident, material in dataset.materials.items():
        if material.role == "state" and material.state_of is None:
            hint = "Write `state_of:` with the id of the material in its pristine state."
            message = 'found a state without "state_of", expected both or neither'
            yield dataset.problem(("materials", ident), ("state_of",), message, hint)
        elif material.state_of is not None and material.role not in ("state", None):
            message = f"found the role {shown(material.role)} beside `state_of`, expected the role state"
            yield dataset.problem(("materials", ident), ("role",), message, "Write `role: state`.")


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
            yield dataset.problem(("references", ident), ("DOI",), found, hint)


def references_can_be_found(dataset: Dataset) -> Iterator[Problem]:
    """A reference has a lasting identifier, or at least the title and journal by which a reader finds it."""
    for ident, reference in dataset.references.items():
        if not reference.identifiers and not (reference.title and reference.container_title):
            message = (
                "found neither an identifier nor title and journal, expected one that leads to the paper"
            )
            hint = (
                "Write `DOI:`, `pmcid:`, `arxiv:` or `handle:`; a paper without any belongs in data/leads/."
            )
            yield dataset.problem(("references", ident), (), message, hint)


def statements_have_one_origin(dataset: Dataset) -> Iterator[Problem]:
    """A stated entropy stands in a source that can be cited, or is known from a lead, not both and not neither."""
    for ident, statement in dataset.statements.items():
        if (statement.source is None) == (statement.lead is None):
            found = "no origin" if statement.source is None else "both a source and a lead"
            message = f"found {found}, expected either `source` or `lead`"
            yield dataset.problem(("statements", ident), (), message)


def old_ids_stay_retired(dataset: Dataset) -> Iterator[Problem]:
    """A former id is never given to another record."""
    for kind in KINDS:
        for ident, record in dataset.kind(kind).items():
            for former in getattr(record, "former_ids", ()):
                if former in dataset.kind(kind):
                    message = f"found {shown(former)}, the id of a living record, expected a retired id"
                    yield dataset.problem((kind, ident), ("former_ids",), message)


RULES_OF_FIELDS: tuple[Rule, ...] = (
    formulas_can_be_read,
    states_name_their_parent,
    values_fit_their_property,
    conditions_are_possible,
    nothing_stands_twice,
    claims_stand_once,
    what_is_missing_is_not_claimed,
    families_agree,
)
RULES_OF_RECORDS: tuple[Rule, ...] = (
    composition_is_given_or_missing,
    comparisons_agree,
    states_have_a_pristine_parent,
    publications_stand_once,
    dois_fit_their_journal,
    references_can_be_found,
    statements_have_one_origin,
    old_ids_stay_retired,
)
RULES_OF_ABSENCE: tuple[Rule, ...] = (records_are_used, controls_are_compared)
