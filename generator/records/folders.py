"""Which files below `data/` are records, and what is in the way there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ..errors import did_you_mean, shown
from ..suggestions import slugify
from .introspection import Model, keys_of, required_keys
from .models import MODELS

VOCABULARY_FOLDER = "vocabulary"
SCHEMA_FOLDER = "schema"
FOLDERS = (*MODELS, VOCABULARY_FOLDER)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ENOUGH = 2  # keys by which another kind must fit better before we believe that the folder is wrong


class Stray(NamedTuple):
    """A file or folder that is in the way, in words."""

    path: Path
    message: str
    hint: str


def entries(root: Path) -> Iterator[Path | Stray]:
    """Yield the file of every record and vocabulary, and whatever else would be passed over in silence."""
    if not root.is_dir():
        hint = "Run the command in the project's folder, or name the folder of the records."
        yield Stray(root, "found no such folder, expected the records", hint)
        return
    for path in _visible(root):
        if not path.is_dir():  # tables beside the records, such as the elements, have readers of their own
            if path.suffix in (".yml", ".yaml"):
                hint = "Move it to the folder of its kind, such as data/materials/."
                yield Stray(path, f"found {shown(path.name)} outside the folders, expected it in one", hint)
        elif path.name in FOLDERS and not path.is_symlink():
            yield from (_entry(file, path.name) for file in _visible(path))
        elif path.name == SCHEMA_FOLDER:
            yield from (_no_schema(file) for file in _visible(path) if file.suffix != ".json")
        else:
            message = f"found the folder {shown(path.name)}, expected a folder of records"
            yield Stray(path, message, did_you_mean(path.name, FOLDERS))


def tables(root: Path) -> Iterator[Stray]:
    """Yield every table beside the records that is no file of ours: nothing can be computed without them."""
    for path in sorted(root.glob("*.csv")):
        if path.is_symlink():
            message = f"found {shown(path.name)}, a symbolic link, expected a file"
            yield Stray(path, message, "Copy the file itself.")


def _no_schema(path: Path) -> Stray:
    message = f"found {shown(path.name)} among the schemas, expected .json files alone"
    return Stray(path, message, "Move it to the folder of its kind, such as data/materials/.")


def _entry(path: Path, folder: str) -> Path | Stray:
    name = shown(path.name)
    if path.is_symlink():  # what it leads to may be no record of ours, and would be shown in a message
        return Stray(path, f"found {name}, a symbolic link, expected a file", "Copy the file itself.")
    if path.is_dir():
        hint = f"Move its records up to data/{folder}/, and everything else out of data/."
        return Stray(path, f"found the folder {name} inside {folder}, expected files alone", hint)
    if path.name.startswith("#"):
        hint = "Save or close the file in the editor, or delete this copy."
        return Stray(path, f"found {name}, an editor's unsaved copy, expected records alone", hint)
    if path.suffix != ".yml":
        hint = f"Rename it to {path.stem}.yml." if path.suffix.lower() in (".yaml", ".yml") else ""
        message = f"found {name}, expected a file that ends in .yml"
        return Stray(path, message, hint or "Move it out of data/, or rename it if it is a record.")
    if folder != VOCABULARY_FOLDER and not _ID.fullmatch(path.stem):
        message = f"found the file name {name}, expected lower-case letters, digits and single hyphens, then .yml"
        return Stray(path, message, f"Rename it to {slugify(path.stem) or 'its-id'}.yml, and write its id so.")
    return path


def _visible(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder, by name; hidden files and editors' backups are not records."""
    return (path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "_")) and path.name[-1] != "~")


def folder_by_keys(value: Mapping[str, object], folder: str) -> str | None:
    """Return the folder whose records have the keys of `value`, where that is plainly not `folder`."""
    own = {key for model in MODELS[folder] for key in keys_of(model)}
    fits = {name: max(_fit(value, model) for model in MODELS[name]) for name in MODELS}
    best = max(fits, key=lambda name: (fits[name], name == folder))
    return best if value.keys() - own and fits[best] >= fits[folder] + _ENOUGH else None


def _fit(value: Mapping[str, object], model: Model) -> int:
    """Count the keys that fit a model, less those that do not and those that it misses."""
    known, missing = set(keys_of(model)), set(required_keys(model)) - value.keys()
    return len(value.keys() & known) - len(value.keys() - known) - len(missing)
