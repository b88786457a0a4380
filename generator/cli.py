"""The command line: one subcommand a need, plain functions behind it.

Exit status 0: good. 1: problems in the data or a refused formula, all of them printed. 2: wrong use.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from . import atlas, dataset
from .chemistry import report
from .chemistry.families import FAMILIES
from .commands import PROBLEMS, WRONG_USE, check, cite, fmt, links, new, preview, schema
from .errors import InvalidData, WrongUse

MARK = ".written-by-entropy-atlas"
_PATIENCE = 2.0  # seconds without a word; longer work shows how far it is


def main(args: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit status."""
    options = _parser().parse_args(args)
    try:
        status: int = options.run(options)
    except InvalidData as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    except WrongUse as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        sys.stderr.close()
        return 0
    return status


def diff(options: argparse.Namespace) -> int:
    """Say in Markdown what differs between two folders of records: values, formulas, entropies, everything.

    Exit status 1: the new records have problems, which are told instead.
    """
    from .changes.compare import compare

    for folder in (options.old, options.new):
        if not folder.is_dir():
            print(f"{folder}: found no such folder, expected a folder of records", file=sys.stderr)
            return WRONG_USE
    good, text = compare(options.old, options.new)
    print(text, end="")
    return 0 if good else PROBLEMS


def describe(options: argparse.Namespace) -> int:
    """Read formulas as papers print them; show sites, entropy by every convention, class and descriptors.

    Without a formula, reads one a line from standard input.
    """
    formulas = options.formula or [line.strip() for line in sys.stdin if line.strip()]
    all_read = True
    for text in _with_progress(formulas):
        read, answer = report.answer(text, options.bind, family=options.family, as_json=options.json)
        all_read &= read
        print(answer, end="\n" if options.json or text is formulas[-1] else "\n\n")
    return 0 if all_read else PROBLEMS


def write(options: argparse.Namespace) -> int:
    """Write all pages as Markdown and the data as JSON, for any site builder.

    DIR must be new, empty, or written by this command before: nothing else is ever overwritten.
    """
    from .site import pages

    return _put(
        options.folder,
        lambda: {
            page.uri: page.text for page in pages.build(options.data, options.content, options.edit_url)
        },
    )


def export(options: argparse.Namespace) -> int:
    """Write the data alone, as JSON, CSV and BibTeX: the files that the site has under api/v1.

    DIR must be new, empty, or written by this command before: nothing else is ever overwritten.
    """
    from .site.export import files

    return _put(options.folder, lambda: files(atlas.derive(dataset.load(options.data))))


def _put(folder: Path, make: Callable[[], Mapping[str, str]]) -> int:
    """Write files into a folder that is fit for it; make them first, so that bad data writes nothing."""
    if trouble := _unfit(folder):
        print(f"{folder}: {trouble}", file=sys.stderr)
        return WRONG_USE
    made = make()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(
        "Written by `python -m generator`, which may overwrite it.\n", encoding="utf-8"
    )
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(made)} files written to {folder}.")
    return 0


def _unfit(folder: Path) -> str | None:
    """Return why a folder must not be written to."""
    if folder.exists() and not folder.is_dir():
        return "found a file, expected a folder to write to"
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        return "found a folder that holds other things, expected a new or empty one"
    return None


def _with_progress(formulas: Sequence[str]) -> Iterator[str]:
    """Yield formulas; on a terminal, say how far it is when it takes long."""
    said = time.monotonic()
    for index, text in enumerate(formulas):
        if time.monotonic() - said > _PATIENCE and sys.stderr.isatty():
            said = time.monotonic()
            print(f"\r{index} of {len(formulas)} formulas", end="", file=sys.stderr, flush=True)
        yield text


def _binding(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a variable and its value, such as x=0.1")
    return name.strip(), value.strip()


class _Bindings(argparse.Action):
    """Collects every --bind into one mapping."""

    def __call__(
        self, parser: object, namespace: argparse.Namespace, values: object, option: object = None
    ) -> None:
        pairs: Iterable[tuple[str, str]] = values if isinstance(values, list) else [values]  # type: ignore[list-item]
        setattr(namespace, self.dest, {**getattr(namespace, self.dest), **dict(pairs)})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m generator", description="Entropy Atlas: records in, pages out."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", type=Path, default=Path("data"), help="folder of the records (default: data)")
    pages_help = "folder of the hand-written pages (default: content)"
    data.add_argument("--content", type=Path, default=Path("content"), help=pages_help)

    command = commands.add_parser("diff", help="compare two folders of records", description=diff.__doc__)
    command.add_argument(
        "old", type=Path, metavar="OLD_DIR", help="the records before, such as ../before/data"
    )
    command.add_argument("new", type=Path, metavar="NEW_DIR", help="the records now, such as data")
    command.set_defaults(run=diff)

    command = commands.add_parser(
        "describe", help="derive everything from a formula", description=describe.__doc__
    )
    command.add_argument("formula", nargs="*", metavar="FORMULA")
    command.add_argument("--bind", action=_Bindings, type=_binding, default={}, metavar="x=0.1",
                         help="give a variable its value; may be repeated")  # fmt: skip
    command.add_argument("--family", choices=sorted(FAMILIES), help="say what the formula alone may not show")
    command.add_argument("--json", action="store_true", help="one JSON object a formula, one a line")
    command.set_defaults(run=describe)

    command = commands.add_parser("write", parents=[data], help="write the pages", description=write.__doc__)
    command.add_argument("folder", type=Path, metavar="DIR", help="where to write; made if it is not there")
    edit_help = "what edits a file once its name is added: https://github.com/OWNER/NAME/edit/main/"
    command.add_argument("--edit-url", metavar="URL", help=edit_help)
    command.set_defaults(run=write)

    command = commands.add_parser("export", parents=[data], help="write the data", description=export.__doc__)
    command.add_argument("folder", type=Path, metavar="DIR", help="where to write; made if it is not there")
    command.set_defaults(run=export)

    for module in (check, new, fmt, preview, schema, links, cite):
        module.add(commands, data)
    return parser
