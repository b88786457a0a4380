"""Command line: one module per command, with `add` for its parser and `run`."""

from __future__ import annotations

import argparse
from typing import TypeAlias

PROBLEMS, WRONG_USE, INTERRUPTED = 1, 2, 130
"""Exit statuses other than 0."""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
