"""Which part of a site a file is in, so that several machines can share the work of writing it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from .page import place


@dataclass(frozen=True, slots=True)
class Part:
    """Part `number` of `count`, from 1. Which files it holds follows from their addresses alone."""

    number: int = 1
    count: int = 1

    @classmethod
    def parse(cls, text: str) -> Part:
        """Return the part that a text names. Raises ValueError.

        >>> Part.parse("2/4")
        Part(number=2, count=4)
        """
        found = re.fullmatch(r"([1-9]\d{0,5})/([1-9]\d{0,5})", text, re.ASCII)
        if found is None or int(found[1]) > int(found[2]):
            raise ValueError(f"found {text!r}, expected a part such as 2/4")
        return cls(int(found[1]), int(found[2]))

    def has(self, uri: str) -> bool:
        """Return whether a file is in this part; files that would take one place are in the same."""
        return crc32(place(uri).encode()) % self.count == self.number - 1


WHOLE: Final = Part()
