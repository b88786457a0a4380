"""`import`: draft records and claims from a fact file, each marked as unconfirmed."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ..authoring import fact_reading
from ..authoring.facts import Plan, plan
from ..errors import READING, InvalidData, Problem, UsageError, counted
from ..pipeline import read
from ..yamlio.document import Document, dotted
from . import Commands, targets


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand."""
    command = commands.add_parser("import", parents=[data], help="draft records from a table", description=run.__doc__)
    command.add_argument("file", type=Path, metavar="FACTS", help="a fact file, .yml or .csv (see CONTRIBUTING.md)")
    command.add_argument("--dry-run", action="store_true", help="report what would be written, and write nothing")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Draft records and claims from a fact file, and mark each as unconfirmed.

    Everything is validated first: with one problem nothing is written. Existing text is never changed, and importing a
    file again changes nothing.
    """
    if not options.file.is_file():
        raise UsageError(f"{options.file}: found no such file, expected a fact file.")
    document, papers = fact_reading.read(options.file.read_bytes(), options.file.as_posix())
    atlas, before = read(options.data)
    planned = plan(options.data, atlas.data, document, papers)
    problems = planned.problems or list(_new_problems(options.data, planned, document, before))
    if problems:
        raise InvalidData(problems)
    if not options.dry_run:
        targets.refuse_links(planned.texts, options.data)
        write_all(planned.texts)
    word = "would be written" if options.dry_run else "written"
    new = counted(planned.materials, "new material")
    print(f"{counted(len(planned.texts), 'file')} {word}: {new}, {counted(planned.claims, 'claim')}.")
    return 0


def _new_problems(root: Path, planned: Plan, document: Document, before: list[Problem]) -> Iterator[Problem]:
    """Yield the problems that the planned records would have, at their positions in the fact file."""
    known = set(before)
    for problem in _problems_with(root, planned.texts):
        if problem not in known:
            yield _at_fact(problem, planned, root, document)


def _problems_with(root: Path, texts: Mapping[Path, str]) -> list[Problem]:
    """Return the problems of a copy of the records with the planned files."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / root.resolve().name
        shutil.copytree(root, copy)
        for file, text in texts.items():
            (copy / file.relative_to(root)).write_text(text, encoding="utf-8", newline="\n")
        return read(copy)[1]


def _at_fact(problem: Problem, planned: Plan, root: Path, document: Document) -> Problem:
    """Return a problem of a planned record at the position of its fact; any other problem as it is."""
    file = root / Path(problem.file).relative_to(Path(problem.file).parts[0])
    paths = planned.paths.get(file)
    if not paths:
        return problem
    part = max((part for part in paths if _within(problem.field, part)), key=len, default="")
    path = paths.get(part, ())
    line, column = document.at(path)
    hint = f"It is about {problem.field or 'the record'} of {problem.file}. {problem.hint}".strip()
    if problem.severity == "warning":
        hint += f" If it is right, write `accepted: [{{rule: {problem.code}, why: …}}]` there."
    moved = replace(problem, file=document.file, line=line, column=column, field=dotted(path), hint=hint)
    return replace(moved, severity="error", related=(), code=problem.code or READING)


def _within(field: str, part: str) -> bool:
    return not part or field == part or field.startswith((f"{part}.", f"{part}["))


def write_all(texts: Mapping[Path, str]) -> None:
    """Write all files or none: to temporary files first, then move them; restore all files on an error."""
    before = {file: file.read_bytes() if file.is_file() else None for file in texts}
    drafts = {file: file.with_name(f".{file.name}.part") for file in texts}
    try:
        for file, draft in drafts.items():
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(texts[file], encoding="utf-8", newline="\n")
        for file, draft in drafts.items():
            os.replace(draft, file)
    except BaseException:
        for file, raw in before.items():
            drafts[file].unlink(missing_ok=True)
            file.unlink(missing_ok=True) if raw is None else file.write_bytes(raw)
        raise
