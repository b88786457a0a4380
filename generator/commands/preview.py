"""stub"""

import argparse

from . import Commands


def add(commands: Commands, data: argparse.ArgumentParser) -> None:
    """Add."""
