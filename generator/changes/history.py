"""The history of each record, value by value, from the version history of its file, which may hold others too.

It is read once a build and cached under the ids of everything that it follows from, so that a build without new commits
reads one list of ids and parses nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any, Final, Literal

from ..derived.atlas import Atlas
from ..errors import InvalidData
from ..file_cache import cached, digest
from ..records.folders import VOCABULARY_FOLDER
from ..records.linking import former_ids
from ..records.models import MODELS, ON_ONE_PAGE
from ..records.vocabulary_models import VOCABULARY
from ..yamlio import parser
from . import git_log
from .edits import Edit
from .git_log import FileChange, Log
from .plain_edits import plain_edits

FOLDER: Final = Path(".cache/history")
_MOST: Final = 20
_ALL: Final = ""
"""In place of an id: the file holds every record of its kind, under their ids."""
_CODE: Final = ("history.py", "plain_edits.py", "edits.py", "git_log.py")
State = Literal["new", "changed", "renamed", "removed"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a day changed in a record, under the last commit of it.

    `former` are its ids before, or those of records that it took over; `edits` are empty for a new or removed one.
    """

    commit: str
    time: str
    kind: str
    id: str
    state: State
    former: str | None = None
    edits: tuple[Edit, ...] = ()

    @property
    def date(self) -> str:
        """Return the day in UTC."""
        return self.time[:10]


@dataclass(frozen=True)
class History:
    """All changes, the newest first.

    `extent` is `none` without a version history or its contents, `part` where it is cut off.
    """

    extent: Literal["whole", "part", "none"] = "none"
    changes: tuple[Change, ...] = field(default=())

    @cached_property
    def by_record(self) -> Mapping[tuple[str, str], tuple[Change, ...]]:
        """Return the changes of each record, by kind and id."""
        found: dict[tuple[str, str], list[Change]] = defaultdict(list)
        for change in self.changes:
            found[change.kind, change.id].append(change)
        return {key: tuple(changes) for key, changes in found.items()}

    @property
    def since(self) -> str | None:
        """Return the day of the first change that is known."""
        return self.changes[-1].date if self.changes else None


def history(data: Path, atlas: Atlas) -> History:
    """Return the history of the records below a folder."""
    log = git_log.read(data)
    if log is None:
        return History()
    ids = _Ids.of(atlas)
    key = digest(_code() + repr((log, ids)).encode())
    try:
        made = cached(FOLDER, key, lambda: _json(_read(data, log, ids)), _MOST)
    except git_log.IncompleteError:
        return History()
    changes = (_change(value) for value in json.loads(made))
    return History("whole" if log.complete else "part", tuple(changes))


@dataclass(frozen=True, slots=True)
class _Ids:
    """Which kind the records of a folder with two kinds have, and which id each former one is now."""

    mechanisms: Mapping[str, str]
    now: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, atlas: Atlas) -> _Ids:
        kinds = ("effects", "challenges")
        every = ((kind, ident, record) for kind in atlas.data.kinds for ident, record in atlas.data.kind(kind).items())
        return cls(
            {ident: kind for kind in kinds for ident in atlas.data.kind(kind)},
            {(kind, old): ident for kind, ident, record in every for old in former_ids(record)},
        )

    def key(self, path: str) -> tuple[str, str] | None:
        """Return the kind and id of a file; None for what has no page of its own."""
        folder, ident = PurePath(path).parent.as_posix(), PurePath(path).stem
        if folder == VOCABULARY_FOLDER:
            return (ident, _ALL) if ident in VOCABULARY and ident not in ON_ONE_PAGE else None
        if folder == "mechanisms":
            return (self.mechanisms[ident], ident) if ident in self.mechanisms else None
        return (folder, ident) if folder in MODELS and folder not in ON_ONE_PAGE else None


def _read(data: Path, log: Log, ids: _Ids) -> list[Change]:
    steps = list(_steps(log, ids))
    pairs = [(each.old, each.new) for each, (_, ident), _ in steps if ident == _ALL or (each.old and each.new)]
    wanted = {blob for pair in pairs for blob in pair if blob}
    values = {ident: _value(text) for ident, text in git_log.contents(data, wanted).items()}
    return list(_made(steps, values))


_EMPTY: Final = (None, None)
"""The contents before and after where a change only says that another record took over this one."""
_Step = tuple[FileChange, tuple[str, str], str | None]
"""A change, the kind and id of the record as it is called now, and its id before where that differs."""


def _steps(log: Log, ids: _Ids) -> Iterator[_Step]:
    """Yield the changes of records; a file that goes as its successor comes is one renamed file."""
    gone = {(each.commit, each.path): each for each in log.changes if each.new is None}
    used: set[tuple[str, str]] = set()
    steps: list[_Step] = []
    for each in log.changes:
        if (key := ids.key(each.path)) is None or each.new is None:
            continue
        kind, ident = key
        folder = PurePath(each.path).parent.as_posix()
        olds = [old for (of, old), new in ids.now.items() if (of, new) == (kind, ident)] if each.old is None else []
        former = next((old for old in olds if (each.commit, f"{folder}/{old}.yml") in gone), None)
        if former:
            used.add((each.commit, f"{folder}/{former}.yml"))
            each = each._replace(old=gone[each.commit, f"{folder}/{former}.yml"].old)
        steps.append((each, (kind, ids.now.get(key, ident)), former))
    for place, each in gone.items():
        if place not in used and (key := ids.key(each.path)):
            now = ids.now.get(key)
            taken_over = each._replace(old=None), (key[0], now or ""), key[1]
            steps.append(taken_over if now else (each, key, None))
    order = {each.commit: place for place, each in reversed(list(enumerate(log.changes)))}
    yield from _by_day(sorted(steps, key=lambda step: (order[step[0].commit], step[1])))


def _by_day(steps: list[_Step]) -> Iterator[_Step]:
    """Yield what each day changed in each record as one change: readers see what was there before it and after it."""
    days: dict[tuple[str, tuple[str, str]], _Step] = {}
    for each, key, former in steps:  # the newest first
        day = each.time[:10], key
        later, _, name = days.get(day, (each, key, None))
        names = ", ".join(dict.fromkeys(filter(None, (former, name)))) or None
        if _EMPTY in (later[3:], each[3:]):
            days[day] = (each if later[3:] == _EMPTY else later, key, names)
        else:
            days[day] = (later._replace(old=each.old), key, names)
    yield from days.values()


def _made(steps: list[_Step], values: Mapping[str, Mapping[str, Any] | None]) -> Iterator[Change]:
    for each, (kind, ident), former in steps:
        if ident == _ALL:
            yield from _entries(each, kind, values)
            continue
        state: State = "renamed" if former else "new" if not each.old else "changed" if each.new else "removed"
        edits: list[Edit] = []
        if each.old and each.new:
            before, after = values.get(each.old), values.get(each.new)
            edits = plain_edits(before, after) if before is not None and after is not None else []
        if edits or state != "changed":
            yield Change(each.commit, each.time, kind, ident, state, former, tuple(edits))


def _entries(each: FileChange, kind: str, values: Mapping[str, Mapping[str, Any] | None]) -> Iterator[Change]:
    """Yield what changed in each record of one file; nothing where a version of it could not be read."""
    before, after = (values.get(blob) if blob else {} for blob in (each.old, each.new))
    if before is None or after is None:
        return
    for ident in {**before, **after}:
        one, other = before.get(ident), after.get(ident)
        state: State = "new" if one is None else "removed" if other is None else "changed"
        edits = plain_edits(one, other) if isinstance(one, dict) and isinstance(other, dict) else []
        if edits or state != "changed":
            yield Change(each.commit, each.time, kind, ident, state, edits=tuple(edits))


def _value(text: bytes) -> Mapping[str, Any] | None:
    """Return a record as plain values; None for a version that could not be read."""
    try:
        value = parser.parse(text, "").value
    except InvalidData:
        return None
    return value if isinstance(value, dict) else None


def _json(changes: list[Change]) -> bytes:
    return json.dumps([asdict(change) for change in changes], ensure_ascii=False).encode()


def _change(value: dict[str, Any]) -> Change:
    return Change(**{**value, "edits": tuple(Edit(**edit) for edit in value["edits"])})


def _code() -> bytes:
    return b"\0".join((Path(__file__).parent / name).read_bytes() for name in _CODE)
