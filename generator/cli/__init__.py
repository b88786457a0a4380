"""What authors do on the command line, one module a need; each adds its subcommand to the parser."""

from __future__ import annotations

import argparse
from typing import TypeAlias

PROBLEMS, WRONG_USE = 1, 2
"""Exit statuses beside 0."""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
