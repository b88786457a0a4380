"""What users depend on, as sentences."""

from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
