"""What `check` says of new files: the same loader and rules, in the part of the collection that they concern."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..derived.atlas import Atlas
from ..errors import Problem
from ..records import loader
from ..rules import registry
from .context import Context


def check(files: Mapping[str, str], context: Context, folder: Path) -> tuple[Atlas, list[Problem]]:
    """Return the atlas around new files and the problems of these files, sorted.

    `files` are texts by their names below `data/`, such as `materials/a.yml`. They are written below `folder`, which
    is emptied of others.
    """
    root = folder / "data"
    _write(files, root)
    loaded = loader.load(root)
    atlas = context.around(loaded.dataset)
    found = registry.check(atlas, loaded.partial)
    every = [*loaded.problems, *(problem for problem in found if not loaded.repeats(problem))]
    names = {f"data/{name}" for name in files}
    return atlas, sorted({problem for problem in every if problem.concerns(names)})


def _write(files: Mapping[str, str], root: Path) -> None:
    for old in root.glob("*/*.yml"):
        old.unlink()
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode("utf-8", "surrogatepass"))


def as_json(problem: Problem) -> dict[str, Any]:
    """Return a problem as the form shows it."""
    return {
        "file": problem.file, "line": problem.line, "column": problem.column, "field": problem.field,
        "code": problem.code, "severity": problem.severity, "message": problem.message, "hint": problem.hint,
        "acceptance": problem.acceptance, "text": str(problem),
    }  # fmt: skip
