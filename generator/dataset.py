"""Folders of `data/` to a Dataset; the name of a file is the id of its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import checks, faults, yamlfile
from .collection import KINDS, Dataset, Key, Origin
from .errors import InvalidData, Problem, did_you_mean, shown
from .records import MODELS, VOCABULARY
from .document import Document


def load(root: Path) -> Dataset:
    """Read and check everything below `root` (the folder `data/`). Raises InvalidData with every problem."""
    reading = _Reading(root)
    reading.run()
    dataset = reading.dataset()
    problems = [*reading.problems, *checks.problems(dataset, reading.unreadable)]
    if problems:
        raise InvalidData(problems)
    return dataset


@dataclass(slots=True)
class _Reading:
    """One pass over the folders; collects records and problems side by side."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    unreadable: set[Key] = field(default_factory=set)
    found: dict[str, dict[str, Any]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    origins: dict[Key, Origin] = field(default_factory=dict)

    def run(self) -> None:
        if not self.root.is_dir():
            hint = "Run the command in the project's folder, or name the folder of the records."
            self._refuse(self.root, "found no such folder, expected the records", hint)
        for folder in _visible(self.root) if self.root.is_dir() else ():
            self._folder(folder)

    def dataset(self) -> Dataset:
        return Dataset(
            **{kind: dict(sorted(found.items())) for kind, found in self.found.items()}, origins=self.origins
        )

    def _folder(self, folder: Path) -> None:
        if not folder.is_dir():
            return  # tables beside the records, such as the elements, have readers of their own
        if folder.name not in MODELS and folder.name != "vocabulary":
            hint = did_you_mean(folder.name, [*MODELS, "vocabulary"])
            self._refuse(folder, f"found the folder {shown(folder.name)}, expected a folder of records", hint)
            return
        for file in _visible(folder):
            if file.suffix != ".yml" or not file.is_file():
                self._refuse(
                    file, f"found {shown(file.name)}, expected a file that ends in .yml", "Rename or move it."
                )
            elif folder.name == "vocabulary":
                self._vocabulary(file)
            else:
                self._record(file)

    def _record(self, file: Path) -> None:
        folder, name = file.parent.name, file.stem
        document = self._parse(file)
        record, kind = self._read_record(document, folder) if document else (None, "")
        if document is None or record is None:
            self.unreadable |= {(kind, name) for kind in _kinds(folder)}
            return
        if record.id != name:
            hint = f"Rename the file to {record.id}.yml, or change the id."
            self.problems.append(
                document.problem(("id",), f"found {shown(record.id)}, expected {shown(name)}", hint)
            )
        self._keep(kind, record.id, record, Origin(document))

    def _read_record(self, document: Document, folder: str) -> tuple[Any, str]:
        models = MODELS[folder]
        if not isinstance(document.value, dict):
            self.problems.append(
                document.problem((), f"found {shown(document.value)}, expected keys and values")
            )
            return None, ""
        model = models[0]
        if len(models) > 1:
            by_type = {m.__name__.lower(): m for m in models}
            kind = str(document.value.get("type"))
            if kind not in by_type:
                message = f"found {shown(document.value.get('type'))}, expected one of: {', '.join(by_type)}"
                self.problems.append(document.problem(("type",), message, did_you_mean(kind, by_type)))
                return None, ""
            model = by_type[kind]
        record, found = faults.read(model, document.value)
        self.problems += [document.problem(*fault) for fault in found]
        return record, _kinds(folder)[models.index(model)]

    def _vocabulary(self, file: Path) -> None:
        document = self._parse(file)
        if file.stem not in VOCABULARY:
            self._refuse(
                file,
                f"found {shown(file.name)}, expected a known vocabulary",
                did_you_mean(file.stem, VOCABULARY),
            )
        elif document:
            entries = document.value if isinstance(document.value, dict) else {}
            for ident, value in entries.items():
                record, found = faults.read(VOCABULARY[file.stem], value)
                self.problems += [document.problem((ident, *path), *words) for path, *words in found]
                if record is None:
                    self.unreadable.add((file.stem, ident))
                else:
                    self._keep(file.stem, ident, record, Origin(document, (ident,)))

    def _keep(self, kind: str, ident: str, record: Any, origin: Origin) -> None:
        if ident in self.found[kind]:
            first = self.origins[kind, ident].document.file
            self.problems.append(
                origin.document.problem(
                    ("id",),
                    f"found the id {shown(ident)} a second time, expected each id once",
                    f"The first is in {first}.",
                )
            )
            return
        self.found[kind][ident] = record
        self.origins[kind, ident] = origin

    def _parse(self, file: Path) -> Document | None:
        try:
            return yamlfile.parse(file.read_bytes(), self._shown(file))
        except InvalidData as error:
            self.problems += error.problems
        except OSError as error:
            self._refuse(
                file, f"found a file that cannot be read ({error.strerror}), expected a readable file", ""
            )
        return None

    def _refuse(self, file: Path, message: str, hint: str) -> None:
        self.problems.append(Problem(self._shown(file), 1, 1, "", message, hint))

    def _shown(self, file: Path) -> str:
        return file.relative_to(self.root.parent).as_posix() if self.root.name else file.as_posix()


def _kinds(folder: str) -> tuple[str, ...]:
    return ("effects", "challenges") if folder == "mechanisms" else (folder,)


def _visible(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder, by name; hidden files and editors' backups are not records."""
    return (
        path
        for path in sorted(folder.iterdir())
        if not path.name.startswith((".", "_")) and path.name[-1] != "~"
    )


def counts(dataset: Dataset) -> Counter[str]:
    """Return how many records there are of each kind."""
    return Counter({kind: len(dataset.kind(kind)) for kind in KINDS})
