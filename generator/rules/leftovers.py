"""Leftovers: what belongs to the writing of a record and not to the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..derived.atlas import Atlas
from ..errors import Problem, counted
from ..records.dataset import KINDS
from ..records.help_text import lines
from .rule import warning


@warning(
    "help-left",
    example="found 2 lines of the help text of `new`, expected the record alone",
    remedy="Fill in what the source says, then run `python -m generator fmt --drop-help` with the id.",
)
def help_text_is_deleted(atlas: Atlas) -> Iterator[Problem]:
    """A record does not hold the help text that `new` writes into it.

    Its empty fields read as if something was forgotten, and hide the comments of the author.
    """
    every = (((kind, ident), record) for kind in KINDS for ident, record in atlas.data.kind(kind).items())
    for key, record in every:
        origin = atlas.data.origins[key]
        if origin.prefix or not (found := lines(origin.document.text, type(record))):
            continue
        count = counted(len(found), "line")
        message = f"found {count} of the help text of `new`, expected the record alone"
        hint = f"Fill in what the source says, then run `python -m generator fmt --drop-help {key[1]}`."
        yield replace(atlas.data.problem(key, (), message, hint), line=found[0])
