"""`new`: create a record from a template."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ..authoring.draft import Draft, Prompter, input_format, option, single_line_fields
from ..authoring.prompts import SOURCE, collect, source_key
from ..pipeline import read
from ..records.field_types import Record
from ..records.introspection import keys_of, required_keys
from ..records.models import MODELS
from ..rules.leftovers import help_text_is_deleted
from . import Commands, targets


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add the subcommand, with an option for every field that fits on one line."""
    command = commands.add_parser("new", help="create a record", description=run.__doc__)
    known = command.add_subparsers(required=True, metavar="KIND")
    for name, (_, model) in kinds().items():
        about = " ".join((model.__doc__ or "").split())
        kind = known.add_parser(name, parents=[data], help=about, description=f"{about} {run.__doc__}")
        for key, meaning in _options(model).items():
            kind.add_argument(option(key), dest=key, metavar="TEXT", help=meaning.replace("%", "%%"))
        kind.set_defaults(run=run, kind=name)


def kinds() -> dict[str, tuple[str, type[Record]]]:
    """Return name -> (folder, model) of every kind whose required fields fit on one line each."""
    every = [(folder, model) for folder, models in MODELS.items() for model in models]
    return {model.__name__.lower(): (folder, model) for folder, model in every if _is_single_line_fields(model)}


def _is_single_line_fields(model: type[Record]) -> bool:
    known = {field.name for field in single_line_fields(model)} | {source_key(model)}
    return known.issuperset(required_keys(model))


def _options(model: type[Record]) -> dict[str, str]:
    """Return field with an option -> its help text."""
    own = {
        field.name: "; ".join(part for part in (field.meaning, input_format(field)) if part)
        for field in single_line_fields(model)
        if field.name != "former_ids"
    }
    return {**own, **(SOURCE if source_key(model) else {})}


def run(options: argparse.Namespace) -> int:
    """Write a template in which all other fields are explained and commented out.

    Without options, prompts for the required fields. Nothing is ever overwritten.
    """
    folder, model = kinds()[options.kind]
    dataset = read(options.data)[0].data
    given = {key: text for key in (*keys_of(model), *SOURCE) if (text := getattr(options, key, None)) is not None}
    prompter = Prompter(sys.stdin, sys.stdout) if sys.stdin.isatty() or not given else None
    new = Draft(model, options.data / folder, dataset, given, prompter)
    try:
        drafts = collect(new)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("Nothing was written.") from None
    return _write(drafts, options.data)


def _write(drafts: Sequence[Draft], root: Path) -> int:
    """Write all records, then print their problems and the next steps."""
    pairs = [(draft.text(), draft.target) for draft in drafts]  # in this order: the text validates the target
    texts = {path: text for text, path in pairs}
    targets.refuse_links(texts, root)
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:  # never over another file
            file.write(text)
        print(f"Written: {path.as_posix()}")
    names = {path.resolve().relative_to(root.resolve().parent).as_posix() for path in texts}
    for problem in read(root)[1]:
        if problem.file in names and problem.code != help_text_is_deleted.code:
            print(f"Still to do: {problem}")
    print(_NEXT.format(file=drafts[-1].target.as_posix()))
    return 0


_NEXT = """Next:
  fill in what the source says (each line explains itself)
  python -m generator fmt --drop-help {file}
  python -m generator check {file}
  python -m generator preview {file}"""
