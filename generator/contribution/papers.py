"""A pasted entry of a bibliography to the values of a reference record."""

from __future__ import annotations

from typing import Any, Final

from ..authoring import bibliographies
from ..authoring.csl import reference_values
from ..suggestions import bare_doi

LONGEST: Final = 50_000
"""Characters of an entry that are read."""


class EntryError(ValueError):
    """A pasted text is no entry; the message says what is expected."""


def values(text: str) -> dict[str, Any]:
    """Return the values that the first entry gives, under the keys of a reference. Raises EntryError.

    >>> values("TY  - JOUR\\nTI  - Oxides\\nAU  - Doe, J.\\nPY  - 2024/05/01\\nER  - ")["issued"]
    2024
    """
    found = bibliographies.items(text[:LONGEST])
    if not found:
        raise EntryError("This is no entry of BibTeX, RIS or CSL JSON: copy the whole of it, from @ or TY on.")
    made = reference_values(bare_doi(str(found[0].get("DOI") or "")), found[0])
    return made | ({"more_authors": True} if found[0].get("more_authors") else {})
