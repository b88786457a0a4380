"""From a folder of records to an atlas: load, derive, check. Rendering begins where this ends."""

from __future__ import annotations

from pathlib import Path

from .derived.atlas import Atlas, derive
from .errors import InvalidData, Problem
from .records import loader
from .rules import registry


def load(root: Path) -> Atlas:
    """Load, derive and check everything below `root` (the folder `data/`). Raises InvalidData with every problem."""
    atlas, problems = read(root)
    if problems:
        raise InvalidData(problems)
    return atlas


def read(root: Path) -> tuple[Atlas, list[Problem]]:
    """Return what follows from the records that could be read, and every problem; fields with a problem may be None."""
    loaded = loader.load(root)
    atlas = derive(loaded.dataset)
    found = registry.check(atlas, loaded.partial)
    return atlas, [*loaded.problems, *(problem for problem in found if not loaded.repeats(problem))]
