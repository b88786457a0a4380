"""Links between records: they resolve, records are used, and sources were read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..derived.atlas import Atlas
from ..errors import Problem, did_you_mean, shown
from ..records.dataset import KINDS, Dataset, Key
from ..records.introspection import sources
from ..records.linking import suggestion
from ..records.material_models import ChallengeLink, EffectLink, Material
from ..yamlio.document import Path
from .rule import error, warning

_USED = ("strategies", "properties", "people")
"""Kinds whose records have no content of their own: some record must name each."""

_SUGGESTED: Final = 50
"""Wrong ids of one run for which similar ones are looked for: each takes tens of milliseconds."""


@error(
    "dead-link",
    stage="links",
    example='found "betta", expected the id of one of the materials',
    remedy="Correct the id, or add the record that it names.",
)
def links_resolve(atlas: Atlas) -> Iterator[Problem]:
    """An id that a record names is the id of a record.

    Pages and tables are made from these links; a dead link loses what it should show.
    """
    dead = {key for key in atlas.named if not atlas.data.exists(*key)}
    hints: dict[Key, str] = {}  # a wrong id is often repeated, and the search for similar ones is slow
    for owner, (path, kind, ident) in atlas.data.links(withdrawn=True) if dead else ():
        if (kind, ident) in dead:
            if (kind, ident) not in hints:
                hints[kind, ident] = suggestion(atlas.data, kind, ident) if len(hints) < _SUGGESTED else ""
            message = f"found {shown(ident)}, expected the id of one of the {kind}"
            yield atlas.data.problem(owner, path, message, hints[kind, ident])


@error(
    "reference-unused",
    stage="collection",
    example="found a reference that nothing cites, expected at least one citation",
    remedy="Cite it as a source, say in `cited_in` which review lists it, or remove it.",
)
def references_are_cited(atlas: Atlas) -> Iterator[Problem]:
    """A reference is cited as a source, or listed by a review.

    An uncited reference serves no reader; most often a claim lost its source.
    """
    for ident, reference in atlas.data.references.items():
        if ("references", ident) not in atlas.named and not reference.cited_in:
            message = "found a reference that nothing cites, expected at least one citation"
            yield atlas.data.problem(("references", ident), ("id",), message)


@error(
    "record-unused",
    stage="collection",
    example="found one of the strategies that no record names, expected at least one",
    remedy="Name it in a material, or remove it.",
)
def records_are_used(atlas: Atlas) -> Iterator[Problem]:
    """Each strategy, property and contributor is named by some record.

    Without one, their pages would be empty.
    """
    for kind in _USED:
        for ident in atlas.data.kind(kind):
            if (kind, ident) not in atlas.named:
                message = f"found one of the {kind} that no record names, expected at least one"
                where = f"Write `entered_by: {ident}`" if kind == "people" else "Name it"
                yield atlas.data.problem((kind, ident), (), message, f"{where} in a material, or remove it.")


@error(
    "family-differs",
    stage="fields",
    example='found "phase" of the family layered-oxide, expected one for prussian-blue-analogue',
    remedy="Name a strategy or challenge of the material's own family, or correct the family.",
)
def families_agree(atlas: Atlas) -> Iterator[Problem]:
    """A material's strategies and challenges are of its own family.

    Challenges differ by family: those of a layered oxide are not those of a cyanide framework.
    """
    for ident, material in atlas.data.materials.items():
        strategies = [(("strategies", i), "strategies", name) for i, name in enumerate(material.strategies)]
        challenges = [
            (("challenges", i, "challenge"), "challenges", link.challenge) for i, link in enumerate(material.challenges)
        ]
        for path, kind, name in (*strategies, *challenges):
            target = atlas.data.kind(kind).get(name)
            known = material.family in atlas.data.families
            if known and target and target.family not in (None, material.family):
                message = f"found {shown(name)} of the family {target.family}, expected one for {material.family}"
                fitting = [key for key, other in atlas.data.kind(kind).items() if other.family == material.family]
                yield atlas.data.problem(("materials", ident), path, message, did_you_mean(name, fitting))


@error(
    "state-incomplete",
    stage="fields",
    example='found a state without "state_of", expected both or neither',
    remedy="Write `role: state` and `state_of:` with the id of the pristine material.",
)
def states_name_their_parent(atlas: Atlas) -> Iterator[Problem]:
    """The role `state` and the field `state_of` go together.

    An aged or regenerated sample can be judged only against the material that it was made from.
    """
    for ident, material in atlas.data.materials.items():
        if material.role == "state" and material.state_of is None:
            message = 'found a state without "state_of", expected both or neither'
            yield atlas.data.problem(("materials", ident), ("state_of",), message)
        elif material.state_of is not None and material.role not in ("state", None):
            message = f"found the role {shown(material.role)} beside `state_of`, expected the role state"
            yield atlas.data.problem(("materials", ident), ("role",), message)


@error(
    "state-of-state",
    example='found "delta", which is itself a state, expected the pristine material',
    remedy="Name the material in its pristine state.",
)
def states_have_a_pristine_parent(atlas: Atlas) -> Iterator[Problem]:
    """An aged or regenerated state names a material that is not itself a state.

    All states of a material are listed on its page, one step away.
    """
    for ident, material in atlas.data.materials.items():
        parent = atlas.data.materials.get(material.state_of or "")
        if parent and parent.role == "state":
            message = f"found {shown(parent.id)}, which is itself a state, expected the pristine material"
            hint, other = f'Did you mean "{parent.state_of}"?', ("materials", parent.id)
            yield atlas.data.problem(("materials", ident), ("state_of",), message, hint, other=other)


@error(
    "id-reused",
    example='found "roe2026", the id of a living record, expected a retired id',
    remedy="Give the record that took the old id another one; remove an id that the record still has.",
)
def old_ids_stay_retired(atlas: Atlas) -> Iterator[Problem]:
    """A former id is never the id of a record, and belongs to one.

    External links still use its address.
    """
    for kind in KINDS:
        known = {**atlas.data.named(kind), **(atlas.data.withdrawn if kind == "materials" else {})}
        owners: dict[str, str] = {}
        every = ((ident, each) for ident in known for each in getattr(known[ident], "former_ids", ()))
        for ident, former in every:
            other = former if former in known else owners.setdefault(former, ident)
            if other != ident or former == ident:
                what = "the id of a living record" if former in known else f"a former id of {other} too"
                message = f"found {shown(former)}, {what}, expected a retired id"
                yield atlas.data.problem((kind, ident), ("former_ids",), message, other=(kind, other))


@error(
    "source-unseen",
    example='found "doe2024", of which nothing was read, expected a paper that was seen',
    remedy="Write in the paper's record how much of it was seen; or name the review that cites it in `via`.",
)
def sources_were_read(atlas: Atlas) -> Iterator[Problem]:
    """A source without `via` is a paper that was read at least in part, as `seen` in its own record states.

    Pages show for each claim how far its source was read. Each record gets one error for each paper.
    """
    unseen = {ident for ident, reference in atlas.data.references.items() if not reference.seen}
    citing = {key for ident in unseen for key in atlas.cited_by.get(ident, ())}
    for kind in KINDS:
        for ident, record in atlas.data.kind(kind).items():
            reported: set[str] = set()
            for path, source in sources(record) if (kind, ident) in citing else ():
                if source.via or source.reference not in unseen or source.reference in reported:
                    continue
                reported.add(source.reference)
                yield _unseen(atlas.data, (kind, ident), (*path, "reference"), source.reference)


def _unseen(dataset: Dataset, key: Key, path: Path, reference: str) -> Problem:
    file = dataset.origins["references", reference].document.file
    message = f"found {shown(reference)}, of which nothing was read, expected a paper that was seen"
    hint = f"Write `seen: full-text` (or abstract, or listing) in {file}; or name the review that you read in `via`."
    return dataset.problem(key, path, message, hint, other=("references", reference))


@warning(
    "implied-unexplained",
    stage="fields",
    example="found no reason, expected what in the source leads to it",
    remedy="Write under `why` what in the source leads to the link; or `support: stated` where the source names it.",
)
def implied_links_are_explained(atlas: Atlas) -> Iterator[Problem]:
    """An effect or challenge that a source only implies has a reason from the source.

    Otherwise statements of the source cannot be distinguished from ours.
    """
    for ident, material in atlas.data.materials.items():
        for path, link in _linked(material):
            if link.support == "implied" and not link.why:
                message = "found no reason, expected what in the source leads to it"
                yield atlas.data.problem(("materials", ident), (*path, "why"), message)


def _linked(material: Material) -> Iterator[tuple[Path, EffectLink | ChallengeLink]]:
    yield from ((("effects", index), link) for index, link in enumerate(material.effects))
    yield from ((("challenges", index), link) for index, link in enumerate(material.challenges))
