"""Which files below `data/` are records, and which are unexpected there."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..errors import did_you_mean, shown
from ..names import IN_WORDS, is_name, taken
from ..suggestions import slugify
from .introspection import Model, keys_of, required_keys
from .models import MODELS

VOCABULARY_FOLDER = "vocabulary"
SCHEMA_FOLDER = "schema"
FOLDERS = (*MODELS, VOCABULARY_FOLDER)
_MARGIN = 2  # keys by which another kind must fit better for the folder to count as wrong


class UnexpectedFile(NamedTuple):
    """A file or folder that does not belong where it is, with message and hint."""

    path: Path
    message: str
    hint: str


def record_files(root: Path) -> Iterator[Path | UnexpectedFile]:
    """Yield the file of every record and vocabulary, and every other file that would be ignored silently."""
    if not root.is_dir():
        hint = "Run the command in the project's folder, or name the folder of the records."
        yield UnexpectedFile(root, "found no such folder, expected the records", hint)
        return
    for path in _visible(root):
        if not path.is_dir():  # tables such as that of the elements are read elsewhere
            if path.suffix in (".yml", ".yaml"):
                hint = "Move it to the folder of its kind, such as data/materials/."
                yield UnexpectedFile(path, f"found {shown(path.name)} outside the folders, expected it in one", hint)
        elif path.name in FOLDERS and not path.is_symlink():
            yield from (_check_file(file, path.name) for file in _visible(path))
        elif path.name == SCHEMA_FOLDER:
            yield from (_unexpected_schema(file) for file in _visible(path) if file.suffix != ".json")
        else:
            message = f"found the folder {shown(path.name)}, expected a folder of records"
            yield UnexpectedFile(path, message, did_you_mean(path.name, FOLDERS))


def unexpected_tables(root: Path) -> Iterator[UnexpectedFile]:
    """Yield every table that is a symbolic link: nothing can be computed without the tables."""
    for path in sorted(root.glob("*.csv")):
        if path.is_symlink():
            message = f"found {shown(path.name)}, a symbolic link, expected a file"
            yield UnexpectedFile(path, message, "Copy the file itself.")


def _unexpected_schema(path: Path) -> UnexpectedFile:
    message = f"found {shown(path.name)} among the schemas, expected .json files alone"
    return UnexpectedFile(path, message, "Move it to the folder of its kind, such as data/materials/.")


def _check_file(path: Path, folder: str) -> Path | UnexpectedFile:
    name, mode = shown(path.name), path.lstat().st_mode
    if stat.S_ISLNK(mode):  # its target may be private, and would be quoted in a message
        return UnexpectedFile(path, f"found {name}, a symbolic link, expected a file", "Copy the file itself.")
    if stat.S_ISDIR(mode):
        hint = f"Move its records up to data/{folder}/, and everything else out of data/."
        return UnexpectedFile(path, f"found the folder {name} inside {folder}, expected files alone", hint)
    if not stat.S_ISREG(mode):
        return UnexpectedFile(path, f"found {name}, which is no file, expected files alone", "Remove it.")
    if path.name.startswith("#"):
        hint = "Save or close the file in the editor, or delete this copy."
        return UnexpectedFile(path, f"found {name}, an editor's unsaved copy, expected records alone", hint)
    if path.suffix != ".yml":
        hint = f"Rename it to {path.stem}.yml." if path.suffix.lower() in (".yaml", ".yml") else ""
        message = f"found {name}, expected a file that ends in .yml"
        return UnexpectedFile(path, message, hint or "Move it out of data/, or rename it if it is a record.")
    if folder != VOCABULARY_FOLDER and not is_name(path.stem):
        message = f"found the file name {name}, expected {IN_WORDS}, then .yml"
        better = f"Rename it to {slugify(path.stem) or 'its-id'}.yml, and write its id so."
        return UnexpectedFile(path, message, taken(path.stem) or better)
    return path


def _visible(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder, by name; hidden files and editors' backups are not records."""
    found = sorted(folder.iterdir(), key=lambda path: path.name)
    return (path for path in found if not path.name.startswith((".", "_")) and path.name[-1] != "~")


def folder_by_keys(value: Mapping[str, object], folder: str) -> str | None:
    """Return the folder whose records have the keys of `value`, where that is plainly not `folder`."""
    if value.keys() <= _keys(folder):
        return None
    fits = {name: max(_fit(value, model) for model in MODELS[name]) for name in MODELS}
    best = max(fits, key=lambda name: (fits[name], name == folder))
    return best if fits[best] >= fits[folder] + _MARGIN else None


@cache
def _keys(folder: str) -> frozenset[str]:
    return frozenset(key for model in MODELS[folder] for key in keys_of(model))


def _fit(value: Mapping[str, object], model: Model) -> int:
    """Count the keys that fit a model, less those that do not and those that it misses."""
    known, missing = set(keys_of(model)), set(required_keys(model)) - value.keys()
    return len(value.keys() & known) - len(value.keys() - known) - len(missing)
