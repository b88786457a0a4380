"""Two folders of records to one summary of what differs."""

from __future__ import annotations

from pathlib import Path

from .. import atlas, dataset
from ..errors import InvalidData
from . import difference, summary


def compare(old: Path, new: Path) -> tuple[bool, str]:
    """Return whether the new records are good, and the summary as Markdown.

    Both are read and computed by the same code, so that only the records can make a difference. Old records that do
    not pass the rules of today are said to be so and held against nobody.
    """
    try:
        after = atlas.derive(dataset.load(new))
    except InvalidData as error:
        return False, summary.unreadable("as they are now", error)
    try:
        before = atlas.derive(dataset.load(old))
    except InvalidData as error:
        return True, summary.unreadable("as they were before", error)
    return True, summary.markdown(difference.changes(before, after))
