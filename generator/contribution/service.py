"""What may the form ask? Each method by its name: JSON in, JSON out; a refusal is an answer like any other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from ..browser_calls import Methods, Refusals, answered, refusal
from ..errors import InvalidData, Problem, shown
from ..records.material_models import Material
from ..records.reference_models import Reference
from ..suggestions import bare_doi
from ..yamlio import parser
from . import draft_files, papers, preview, typed, verdict, wording
from .context import Context

_COLLECTION: Final = Path(__file__).resolve().parents[2] / "data" / "collection.json"
_FOLDER: Final = Path("/contribution")
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")  # of a character: JSON.stringify escapes no others
LONGEST: Final = 200_000
"""Characters of a whole form that are read."""


def call(method: str, arguments: str) -> str:
    """Answer one question: the JSON of a list of arguments to that of a result, or of `{"error": {code, text}}`.

    >>> call("known", "[7]")[:29]
    '{"error": {"code": "broken", '
    """
    if len(arguments) > LONGEST and method != "check":
        return json.dumps(refusal("too-long", f"The form holds more than {LONGEST} characters: shorten its texts."))
    return answered(METHODS, _REFUSALS, method, _HALF.sub("\\\\ufffd", arguments))


def _problems(error: InvalidData) -> dict[str, Any]:
    return {**refusal("reading", str(error)), "problems": [verdict.as_json(each) for each in error.problems]}


@cache
def context() -> Context:
    """Return the collection that came with the code."""
    return Context.of(_COLLECTION.read_text(encoding="utf-8"))


def answer(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the files of a filled-in form, their problems, and how the material will read."""
    made = draft_files.files(draft_files.Draft.of(found), context())
    atlas, problems = verdict.check({each.name: each.text for each in made}, context(), _FOLDER)
    parts = {f"data/{each.name}": each.part for each in made}
    material = next(each for each in made if each.part == "material")
    problems = sorted([*problems, *_taken(made)])
    refused = {problem.field for problem in problems if problem.file == f"data/{material.name}"}
    return {
        "files": [
            {"part": each.part, "name": f"data/{each.name}", "text": each.text, "diff": each.diff} for each in made
        ],
        "problems": [_said(problem, _part(problem, parts)) for problem in problems],
        "card": preview.card(atlas, Path(material.name).stem, refused),
    }


def _said(problem: Problem, part: str) -> dict[str, Any]:
    """Return a problem as the form says it in one of its parts."""
    model = Reference if part == "reference" else Material
    return {**verdict.as_json(problem), **wording.worded(problem, model), "part": part}


def _taken(made: Sequence[draft_files.DraftFile]) -> Iterator[Problem]:
    """Yield a problem for a new file that would take the place of a record."""
    for each in made:
        folder, ident = Path(each.name).parent.name, Path(each.name).stem
        if ident in context().used_ids(folder) and not each.before:
            message = f"found {shown(ident)}, which is or was the id of a record, expected a new id"
            yield Problem(f"data/{each.name}", 1, 1, "id", message, "Leave it empty, or correct that record instead.")


def _part(problem: Problem, parts: Mapping[str, str]) -> str:
    """Return the part of the form that a problem belongs to; of a problem in another record, the one it concerns."""
    return next((parts[file] for file in (problem.file, *problem.related) if file in parts), "material")


def archive(found: Mapping[str, Any]) -> str:
    """Return the files of a filled-in form as one archive, in base64."""
    return draft_files.zipped(draft_files.files(draft_files.Draft.of(found), context()))


def paste(text: str) -> dict[str, Any]:
    """Return what to fill in for a pasted entry of a bibliography, and the id of the paper where it has a record."""
    found = papers.values(text)
    doi = (found.get("DOI") or "").lower()
    return {"reference": typed.texts(Reference, found, ""), "known": known(doi)}


def known(doi: str) -> str:
    """Return the id of the reference with a DOI, or nothing."""
    wanted = (bare_doi(doi) or "").lower()
    every = context().kinds["references"].items()
    return next((ident for ident, value in every if wanted and str(value.get("DOI", "")).lower() == wanted), "")


def opened(text: str) -> dict[str, Any]:
    """Return what to fill in to correct a record, from the text of its file. Raises InvalidData."""
    found = parser.parse(text.encode("utf-8", "replace"), "record.yml").value
    source = found.get("source") if isinstance(found, dict) else None
    paper = source.get("reference") if isinstance(source, dict) else None
    if not isinstance(paper, str) or "family" not in found:
        message = "found no material, expected a record with `family` and `source`"
        raise InvalidData([Problem("record.yml", 1, 1, "", message)])
    return {"paper": paper, "material": typed.texts(Material, found, paper), "before": text}


def choices() -> dict[str, list[list[str]]]:
    """Return the ids that fields may hold, each with the name of its record."""
    found = context().names
    return {
        kind: [[ident, names.name] for ident, names in found[kind].items()]
        for kind in ("materials", "references", "people")
    }


def check(cases: Sequence[tuple[str, str]]) -> list[list[dict[str, Any]]]:
    """Return the problems of files, each alone, given by name below `data/` and text."""
    return [
        [verdict.as_json(each) for each in verdict.check({name: text}, context(), _FOLDER)[1]] for name, text in cases
    ]


METHODS: Final[Methods] = {
    each.__name__: each for each in (answer, archive, paste, known, opened, choices, check)
}  # fmt: skip
_REFUSALS: Final[Refusals] = {
    papers.EntryError: lambda error: refusal("entry", str(error)),
    InvalidData: _problems,
}
