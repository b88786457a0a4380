"""The reader under the name that it is installed by: `import entropy_atlas`. A wheel has this file at its top."""

from generator import __version__
from generator.reader import Collection, Description, FormulaError, InvalidData, ReadError, describe, load

__all__ = ["Collection", "Description", "FormulaError", "InvalidData", "ReadError", "__version__", "describe", "load"]
