"""Load the folders of `data/` into a Dataset; the name of a file is the id of its record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..errors import InvalidData, Problem, did_you_mean, shown
from ..names import IN_WORDS, is_name, taken
from ..suggestions import id_hint
from ..yamlio import parser
from ..yamlio.document import Document, dotted
from . import validation
from .dataset import ANY, KINDS, Dataset, Key, Origin
from .field_errors import FieldError
from .folders import VOCABULARY_FOLDER, UnexpectedFile, folder_by_keys, record_files, unexpected_tables
from .linking import suggestion
from .models import MODELS
from .vocabulary_models import VOCABULARY, Criterion


@dataclass(frozen=True, slots=True)
class Loaded:
    """What could be read: the records, every problem with reading them, and which could be read only in part.

    `refused` holds, by file, the fields that have such a problem.
    """

    dataset: Dataset
    problems: Sequence[Problem]
    partial: Collection[Key]
    refused: Mapping[str, Collection[str]]

    def repeats(self, problem: Problem) -> bool:
        """Whether a problem only follows from one of the same field, or of a field in or around it."""
        return any(_related(problem.field, field) for field in self.refused.get(problem.file, ()))


def load(root: Path) -> Loaded:
    """Read everything below `root` (the folder `data/`); fields with a problem may be None."""
    loading = _Loading(root)
    loading.tables()
    loading.run()
    dataset = loading.dataset()
    return Loaded(dataset, [*loading.problems, *loading.misnamed_links(dataset)], loading.partial, loading.refused)


@dataclass(slots=True)
class _Loading:
    """One pass over the folders; collects records and problems side by side."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    partial: set[Key] = field(default_factory=set)
    unreadable: set[Key] = field(default_factory=set)
    found: dict[str, dict[str, Any]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    origins: dict[Key, Origin] = field(default_factory=dict)
    refused: dict[str, set[str]] = field(default_factory=dict)
    withdrawn: dict[str, Any] = field(default_factory=dict)
    misnamed: list[tuple[Problem, str, str]] = field(default_factory=list)

    def tables(self) -> None:
        """Refuse to go on without the tables that everything is computed from."""
        for table in unexpected_tables(self.root):
            self._refuse(*table)
        if self.problems:
            raise InvalidData(self.problems)

    def run(self) -> None:
        for entry in record_files(self.root):
            if isinstance(entry, UnexpectedFile):
                self.unreadable |= {(kind, entry.path.stem) for kind in _kinds(entry.path.parent.name)}
                self._refuse(*entry)
            elif entry.parent.name == VOCABULARY_FOLDER:
                self._vocabulary(entry)
            else:
                self._record(entry)

    def dataset(self) -> Dataset:
        return Dataset(
            **{kind: found if _in_order(kind) else dict(sorted(found.items())) for kind, found in self.found.items()},
            origins=self.origins,
            unreadable=frozenset(self.unreadable),
            withdrawn=self.withdrawn,
        )

    def misnamed_links(self, dataset: Dataset) -> Iterator[Problem]:
        """Yield the problems with texts in place of an id, with the record that was probably meant."""
        for problem, kind, text in self.misnamed:
            yield replace(problem, hint=suggestion(dataset, kind, text))

    def _record(self, file: Path) -> None:
        folder, name = file.parent.name, file.stem
        document = self._parse(file)
        model = self._model(document, folder) if document else None
        if document is None or model is None:
            self.unreadable |= {(kind, name) for kind in _kinds(folder)}
            return
        kind = _kinds(folder)[MODELS[folder].index(model)]
        record, found = validation.validate(model, document.value)
        if record is None:
            self.unreadable.add((kind, name))
            self._keep(document, found)
            return
        if found or document.problems:
            self.partial.add((kind, name))
            self._keep(document, found)
        if isinstance(record.id, str) and record.id != name and ("id",) not in (each.path for each in found):
            self._misnamed(document, kind, record.id, file)
        living = getattr(record, "withdrawn", None) is None
        (self.found[kind] if living else self.withdrawn)[name] = record
        self.origins[kind, name] = Origin(document)

    def _model(self, document: Document, folder: str) -> Any:
        """Return the model of a record; None, and a problem, when that is not to be known."""
        value, models = document.value, MODELS[folder]
        if not isinstance(value, dict):
            hint = 'Begin with "id: " and the name of the file without its ending.'
            message = f"found {shown(value)}, expected keys and values"
            self.problems.append(document.problem((), message, hint))
            return None
        better = folder_by_keys(value, folder)
        if better:
            message = f"found what looks like one of the {better} (by its keys), expected one of the {folder}"
            self.problems.append(document.problem((), message, f"Move the file to data/{better}/."))
            return None
        if len(models) == 1:
            return models[0]
        by_type = {model.__name__.lower(): model for model in models}
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in by_type:
            message = f"found {shown(kind)}, expected one of: {', '.join(by_type)}"
            near = did_you_mean(kind.lower(), by_type) if isinstance(kind, str) else ""
            hint = near if near.startswith("Did") else ""
            self.problems.append(document.problem(("type",), message, hint))
            return None
        return by_type[kind]

    def _misnamed(self, document: Document, kind: str, ident: str, file: Path) -> None:
        """The id in a file is not its name: a copy, or one of the two was changed alone."""
        name, other = file.stem, file.with_name(f"{ident}.yml")
        if other.is_file():
            hint = f"Set id: {name} ({ident} is the id of {self._shown(other)})."
        else:
            hint = f"Rename the file to {ident}.yml, or change the id."
        self.problems.append(document.problem(("id",), f"found {shown(ident)}, expected {shown(name)}", hint, 0))
        self.unreadable.add((kind, ident))  # links to either name may be right

    def _vocabulary(self, file: Path) -> None:
        kind = file.stem
        if kind not in VOCABULARY:
            hint = did_you_mean(kind, VOCABULARY)
            self._refuse(file, f"found {shown(file.name)}, expected a known vocabulary", hint)
            return
        document = self._parse(file)
        if document is None or not isinstance(document.value, dict):
            self._unknown_vocabulary(kind, document)
            return
        for ident, value in document.value.items():
            if not is_name(ident):
                self._misnamed_entry(document, kind, ident)
                continue
            record, found = validation.validate(VOCABULARY[kind], value)
            if found:
                self._keep(document, [each._replace(path=(ident, *each.path)) for each in found])
                self.unreadable.add((kind, ident))
            else:
                self.found[kind][ident] = record
                self.origins[kind, ident] = Origin(document, (ident,))

    def _misnamed_entry(self, document: Document, kind: str, ident: str) -> None:
        message = f"found the id {shown(ident)}, expected {IN_WORDS}"
        self.problems.append(document.problem((ident,), message, taken(ident) or id_hint(ident)))
        self.unreadable.add((kind, ident))

    def _unknown_vocabulary(self, kind: str, document: Document | None) -> None:
        self.unreadable.add((kind, ANY))
        if document:
            message = f"found {shown(document.value)}, expected ids with keys and values"
            self.problems.append(document.problem((), message))

    def _keep(self, document: Document, found: list[FieldError]) -> None:
        """Add problems and remember their fields, where the findings of rules would only repeat them."""
        reported = {problem.field for problem in document.problems}
        for each in found:
            problem = document.problem(each.path, each.message, each.hint)
            if each.link and problem.field not in reported:
                self.misnamed.append((problem, *each.link))
            elif problem.field not in reported:
                self.problems.append(problem)
        fields = {dotted(path) for each in found for path in each.paths}
        self.refused.setdefault(document.file, set()).update(fields, reported - {""})

    def _parse(self, file: Path) -> Document | None:
        try:
            document = parser.read(file.read_bytes(), self._shown(file))
        except InvalidData as error:
            self.problems += error.problems
        except OSError as error:
            message = f"found a file that cannot be read ({error.strerror}), expected a readable file"
            self._refuse(file, message, "")
        else:
            self.problems += document.problems
            return document
        return None

    def _refuse(self, file: Path, message: str, hint: str) -> None:
        self.problems.append(Problem(self._shown(file), 1, 1, "", message, hint))

    def _shown(self, file: Path) -> str:
        return file.relative_to(self.root.parent).as_posix() if self.root.name else file.as_posix()


def _kinds(folder: str) -> tuple[str, ...]:
    return ("effects", "challenges") if folder == "mechanisms" else (folder,)


def _in_order(kind: str) -> bool:
    """Whether pages show the entries of a kind in the order of their file."""
    return issubclass(VOCABULARY.get(kind, object), Criterion)


def _related(one: str, other: str) -> bool:
    """Whether two fields are the same, or one holds the other.

    >>> _related("claims[0].unit", "claims[0]"), _related("claims[0].unit", "claims[0].value")
    (True, False)
    """
    outer, inner = sorted((one, other), key=len)
    return inner == outer or not outer or inner.startswith((f"{outer}.", f"{outer}["))
