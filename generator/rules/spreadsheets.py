"""Would a spreadsheet compute with a text of a record, instead of showing it?"""

from __future__ import annotations

from collections.abc import Iterator

from ..derived.atlas import Atlas
from ..errors import Problem, shown
from ..yamlio.document import texts
from .rule import error

_BEGINS = ("=", "+", "@", "＝", "＋", "＠")  # a minus is meant: numbers and words of the field begin with it


@error(
    "spreadsheet-formula",
    stage="fields",
    example='found "=1+1", expected text that does not begin with =, + or @',
    remedy="Put a word before the sign, or write it in words.",
)
def texts_are_no_formulas_of_a_spreadsheet(atlas: Atlas) -> Iterator[Problem]:
    """No text begins with a sign that makes a spreadsheet compute.

    The tables are downloaded and opened there: a formula in them could send what else is open to somebody.
    """
    for key, origin in atlas.data.origins.items():
        value = origin.document.value
        for part in origin.prefix:
            value = value[part]
        for path, text in texts(value):
            if text.lstrip().startswith(_BEGINS):
                message = f"found {shown(text)}, expected text that does not begin with =, + or @"
                yield atlas.data.problem(key, path, message, "Put a word before the sign.")
