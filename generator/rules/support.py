"""Is what a record rests on said to have been read, and explained where its source only implies it?"""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import Problem, shown
from ..files.document import Path
from ..records.collection import KINDS, Dataset, Key
from ..records.kinds import ChallengeLink, EffectLink, Material
from ..records.links import sources
from .rule import error, warning


@error(
    "source-unseen",
    example='found "doe2024", of which nothing was read, expected a paper that was seen',
    remedy="Write in the paper's record how much of it was seen; or name the review that tells of it in `via`.",
)
def sources_were_read(dataset: Dataset) -> Iterator[Problem]:
    """A source without `via` is a paper of which something was read, as `seen` in its own record tells.

    Pages say of each finding how far its source was read. Each record is told of each paper once.
    """
    for kind in KINDS:
        for ident, record in dataset.kind(kind).items():
            told: set[str] = set()
            for path, source in sources(record):
                reference = dataset.references.get(source.reference)
                if source.via or reference is None or reference.seen or source.reference in told:
                    continue
                told.add(source.reference)
                yield _unseen(dataset, (kind, ident), (*path, "reference"), source.reference)


def _unseen(dataset: Dataset, key: Key, path: Path, reference: str) -> Problem:
    file = dataset.origins["references", reference].document.file
    message = f"found {shown(reference)}, of which nothing was read, expected a paper that was seen"
    hint = f"Write `seen: full-text` (or abstract, or listing) in {file}; or name the review that you read in `via`."
    return dataset.problem_with(("references", reference), key, path, message, hint)


@warning(
    "implied-unexplained",
    stage="fields",
    example="found no reason, expected what in the source leads to it",
    remedy="Write under `why` what in the source leads to the link; or `support: stated` where the source names it.",
)
def what_is_implied_is_explained(dataset: Dataset) -> Iterator[Problem]:
    """An effect or challenge that a source only implies says what in the source leads to it.

    Otherwise nobody can tell what the source thinks from what we do.
    """
    for ident, material in dataset.materials.items():
        for path, link in _linked(material):
            if link.support == "implied" and not link.why:
                message = "found no reason, expected what in the source leads to it"
                hint = "Write it under `why`; or `support: stated` where the source names it."
                yield dataset.problem(("materials", ident), (*path, "why"), message, hint)


def _linked(material: Material) -> Iterator[tuple[Path, EffectLink | ChallengeLink]]:
    yield from ((("effects", index), link) for index, link in enumerate(material.effects))
    yield from ((("challenges", index), link) for index, link in enumerate(material.challenges))
