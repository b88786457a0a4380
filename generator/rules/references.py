"""References: unique, with a plausible DOI and year, and possible to find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from ..derived.atlas import Atlas
from ..errors import Problem
from .doi_patterns import doi_mismatch
from .rule import error, warning

_IN_PRESS = 1  # years by which a paper in press may be dated after the one that cites it
_AHEAD = 2  # years that one publication may lie before all others


@error(
    "doi-twice",
    example="found the DOI of doe2024, expected each publication once",
    remedy="Keep one of the two records, and cite it wherever the other is named.",
)
def publications_are_unique(atlas: Atlas) -> Iterator[Problem]:
    """One DOI belongs to one reference.

    Two records of one paper would divide its findings between two pages.
    """
    by_doi: dict[str, list[str]] = defaultdict(list)
    for ident, reference in atlas.data.references.items():
        if reference.doi:
            by_doi[reference.doi.lower()].append(ident)
    for first, *rest in by_doi.values():
        for ident in rest:
            message = f"found the DOI of {first}, expected each publication once"
            yield atlas.data.problem(("references", ident), ("DOI",), message, other=("references", first))


@warning(
    "doi-doubtful",
    example="found the prefix 10.1234, expected 10.1021 as in other DOIs of ACS Nano",
    remedy="Copy the DOI again; if the source prints it so, move it to `printed_doi` and give the reason.",
)
def dois_fit_their_journal(atlas: Atlas) -> Iterator[Problem]:
    """A DOI has the prefix, journal code, digits and check character of its publisher's pattern.

    A mistyped DOI leads to another paper, or nowhere; the patterns were derived from the DOIs of this collection.
    """
    for ident, reference in atlas.data.references.items():
        found = reference.doi and doi_mismatch(
            reference.doi,
            journal=reference.container_title,
            year=reference.issued,
            number=reference.number,
            page=reference.page,
        )
        if found:
            yield atlas.data.problem(("references", ident), ("DOI",), found)


@warning(
    "cited-before-issued",
    example="found 2026 as the year of a paper that cites one of 2028, expected 2027 or later",
    remedy="Correct one of the two years, or the `cited_in` that joins them.",
)
def papers_cite_earlier_papers(atlas: Atlas) -> Iterator[Problem]:
    """A publication is not younger than the review that lists it; one year in press is allowed.

    A wrong year is a common mistake, and the two records check each other.
    """
    for ident, reference in atlas.data.references.items():
        for index, cited in enumerate(reference.cited_in):
            review = atlas.data.references.get(cited.reference)
            if not (reference.issued and review and review.issued):
                continue
            if reference.issued - review.issued > _IN_PRESS:
                least = reference.issued - _IN_PRESS
                message = (
                    f"found {review.issued} as the year of a paper that cites one of {reference.issued},"
                    f" expected {least} or later"
                )
                hint = f"Check the year here and that of {review.id}."
                path, other = ("cited_in", index), ("references", review.id)
                yield atlas.data.problem(("references", ident), path, message, hint, other=other)


@warning(
    "year-ahead",
    stage="collection",
    example="found 2062, expected 2026 or earlier: the next youngest reference is of 2024",
    remedy="Correct the year.",
)
def years_are_plausible(atlas: Atlas) -> Iterator[Problem]:
    """No publication is more than two years younger than all others.

    No rule reads the clock, so that the same records always give the same result; the collection itself shows which
    year it is.
    """
    dated = [(record.issued, ident) for ident, record in atlas.data.references.items() if record.issued]
    for (before, _), (youngest, ident) in pairwise(sorted(dated)[-2:]):
        if youngest - before > _AHEAD:
            expected = f"{before + _AHEAD} or earlier: the next youngest reference is of {before}"
            message = f"found {youngest}, expected {expected}"
            yield atlas.data.problem(("references", ident), ("issued",), message)


@error(
    "reference-lost",
    example="found neither an identifier nor title and journal, expected one that leads to the paper",
    remedy="Write `DOI:`, `pmcid:`, `arxiv:` or `handle:`; a paper without any belongs in data/leads/.",
)
def references_can_be_found(atlas: Atlas) -> Iterator[Problem]:
    """A reference has a lasting identifier, or at least the title and journal by which a reader finds it.

    A source that cannot be found is no evidence.
    """
    for ident, reference in atlas.data.references.items():
        if not reference.identifiers and not (reference.title and reference.container_title):
            message = "found neither an identifier nor title and journal, expected one that leads to the paper"
            yield atlas.data.problem(("references", ident), (), message)


@error(
    "statement-origin",
    example="found no origin, expected either `source` or `lead`",
    remedy="Name the source that can be cited, or the lead that the statement is known from.",
)
def statements_have_one_origin(atlas: Atlas) -> Iterator[Problem]:
    """A stated entropy has either a source that can be cited, or a lead.

    A lead is a paper that cannot be cited yet; once it can, it becomes a reference.
    """
    for ident, statement in atlas.data.statements.items():
        if (statement.source is None) == (statement.lead is None):
            found = "no origin" if statement.source is None else "both a source and a lead"
            message = f"found {found}, expected either `source` or `lead`"
            yield atlas.data.problem(("statements", ident), (), message)
