"""Is each publication here once, under a DOI and a year that can be right?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..errors import Problem
from ..records.collection import Dataset
from .doi import doubt
from .rule import error, warning

_IN_PRESS = 1  # years by which a paper in press may be dated after the one that cites it
_AHEAD = 2  # years that one publication may lie before all others


@error(
    "doi-twice",
    example="found the DOI of doe2024, expected each publication once",
    remedy="Cite the record that has the DOI, and remove the other one.",
)
def publications_stand_once(dataset: Dataset) -> Iterator[Problem]:
    """One DOI belongs to one reference.

    Two records of one paper would share out its findings between two pages.
    """
    by_doi: dict[str, list[str]] = defaultdict(list)
    for ident, reference in dataset.references.items():
        if reference.doi:
            by_doi[reference.doi.lower()].append(ident)
    for first, *rest in by_doi.values():
        for ident in rest:
            message = f"found the DOI of {first}, expected each publication once"
            yield dataset.problem(("references", ident), ("DOI",), message, f"Cite {first} instead.")


@warning(
    "doi-doubtful",
    example="found the prefix 10.1234, expected 10.1021 as in other DOIs of ACS Nano",
    remedy="Copy the DOI again; where the source misprints it, move it to `printed_doi` and give the reason.",
)
def dois_fit_their_journal(dataset: Dataset) -> Iterator[Problem]:
    """A DOI has the prefix, journal code, digits and check character of its publisher's pattern.

    A DOI with a slip leads to another paper, or nowhere; the patterns were read off the DOIs of this collection.
    """
    for ident, reference in dataset.references.items():
        found = reference.doi and doubt(
            reference.doi,
            journal=reference.container_title,
            year=reference.issued,
            number=reference.number,
            page=reference.page,
        )
        if found:
            hint = "Copy the DOI again; if the source prints it so, move it to `printed_doi` and give the reason."
            yield dataset.problem(("references", ident), ("DOI",), found, hint)


@warning(
    "cited-before-issued",
    example="found 2026 as the year of a paper that cites one of 2028, expected 2027 or later",
    remedy="Correct one of the two years, or the `cited_in` that joins them.",
)
def papers_cite_what_is_there(dataset: Dataset) -> Iterator[Problem]:
    """A publication is no younger than the review that lists it, a year in press allowed.

    Years are slips easily made, and the two records tell of each other.
    """
    for ident, reference in dataset.references.items():
        for index, cited in enumerate(reference.cited_in):
            review = dataset.references.get(cited.reference)
            if review and reference.issued - review.issued > _IN_PRESS:
                least = reference.issued - _IN_PRESS
                message = (
                    f"found {review.issued} as the year of a paper that cites one of {reference.issued},"
                    f" expected {least} or later"
                )
                hint = f"Check the year here and that of {review.id}."
                yield dataset.problem(("references", ident), ("cited_in", index), message, hint)


@warning(
    "year-ahead",
    stage="collection",
    example="found 2062, expected 2026 or earlier: the next youngest reference is of 2024",
    remedy="Correct the year.",
)
def no_year_lies_far_ahead(dataset: Dataset) -> Iterator[Problem]:
    """No publication is more than two years younger than all others.

    No rule looks at a clock, so that the same records always give the same answer; the collection itself tells
    which year it is.
    """
    by_year = sorted(dataset.references.values(), key=lambda reference: reference.issued)[-2:]
    if len(by_year) == 2 and by_year[1].issued - by_year[0].issued > _AHEAD:
        before, youngest = by_year
        message = (
            f"found {youngest.issued}, expected {before.issued + _AHEAD} or earlier:"
            f" the next youngest reference is of {before.issued}"
        )
        yield dataset.problem(("references", youngest.id), ("issued",), message, "Check the digits.")
