"""Questions to an author, on a terminal or to answers in a pipe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TextIO

from ..errors import WrongUse

Judge = Callable[[str], tuple[Any, str]]
"""An answer to (the value that it stands for, "") or to (None, what is wrong with it)."""


@dataclass(frozen=True, slots=True)
class Questions:
    """Asks on `out`, reads answers from `answers`, one a line."""

    answers: TextIO
    out: TextIO

    def ask(self, key: str, words: str, judge: Judge, default: str = "", needed: bool = True) -> Any:
        """Ask until the answer is good; an empty one takes the default, or None where nothing is needed.

        Raises WrongUse when the answers end.
        """
        hint = "" if needed or default else "Enter leaves it out"
        about = "; ".join(part for part in (words, hint) if part)
        prompt = f"{key}{f' ({about})' if about else ''}{f' [{default}]' if default else ''}: "
        while True:
            print(prompt, end="", file=self.out, flush=True)
            line = self.answers.readline()
            if not line:
                print(file=self.out)
                raise WrongUse(f"The answers ended before {key} was given. Nothing was written.")
            given = line.strip() or default
            if not given and not needed:
                return None
            value, trouble = judge(given) if given else (None, "An answer is needed here.")
            if not trouble:
                return value
            print(f"  {trouble}", file=self.out)
