"""References: unique, with a plausible DOI and year, and possible to find."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import unquote

from ..derived.atlas import Atlas
from ..errors import Problem, shown
from ..suggestions import bare_doi, slugify
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


@error(
    "number-twice",
    example="found number 1 of roe2026, which is doe2024, expected each number once",
    remedy="Look the number up in the list of the review, and correct the record that has the wrong one.",
)
def numbers_of_a_review_are_unique(atlas: Atlas) -> Iterator[Problem]:
    """A number in the list of a review belongs to one reference.

    The text of a review leads to its sources by number, so a number of two papers leads to a wrong one.
    """
    first: dict[tuple[str, int], str] = {}
    for ident, reference in atlas.data.references.items():
        for index, cited in enumerate(reference.cited_in):
            owner = first.setdefault((cited.reference, cited.number), ident)
            if owner != ident:
                message = (
                    f"found number {cited.number} of {cited.reference}, which is {owner}, expected each number once"
                )
                path, other = ("cited_in", index, "number"), ("references", owner)
                yield atlas.data.problem(("references", ident), path, message, other=other)


@warning(
    "pages-backwards",
    example="found pages 20–10, expected the first page before the last",
    remedy="Copy the pages again.",
)
def pages_run_forwards(atlas: Atlas) -> Iterator[Problem]:
    """The last page of a publication is not before its first.

    An abbreviated last page (341–53) is no mistake; two pages in the wrong order are.
    """
    for ident, reference in atlas.data.references.items():
        pages = re.fullmatch(r"([A-Za-z]*)(\d+)\s*[-–]\s*\1(\d+)", reference.page or "")
        if pages and len(pages[3]) >= len(pages[2]) and int(pages[3]) < int(pages[2]):
            message = f"found pages {pages[2]}–{pages[3]}, expected the first page before the last"
            yield atlas.data.problem(("references", ident), ("page",), message)


@warning(
    "doi-punctuation",
    example='found "." at the end of the DOI, expected a letter, digit or bracket',
    remedy="Delete it: it belongs to the sentence or list that the DOI was copied from.",
)
def dois_end_without_punctuation(atlas: Atlas) -> Iterator[Problem]:
    """A DOI does not end with the punctuation of the text that it was copied from.

    Such a DOI leads nowhere, and the same paper can get a second record under the right one.
    """
    for ident, reference in atlas.data.references.items():
        doi = reference.doi or ""
        extra = doi.removeprefix(bare_doi(doi) or doi)
        if extra and extra != doi:
            message = f"found {shown(extra)} at the end of the DOI, expected a letter, digit or bracket"
            yield atlas.data.problem(("references", ident), ("DOI",), message)


@warning(
    "lead-found",
    example="found the publication doe2024, expected a lead that has no record yet",
    remedy="Move what the lead says to that record and to its materials, then delete the lead.",
)
def leads_have_no_reference(atlas: Atlas) -> Iterator[Problem]:
    """A lead is a publication without a record of its own.

    Once the paper can be cited, the lead would keep sending contributors to look for it.
    """
    references = atlas.data.references.items()
    by_title = {slugify(record.title): ident for ident, record in references if record.title}
    by_doi = {record.doi.casefold(): ident for ident, record in references if record.doi}
    for lead_id, lead in atlas.data.leads.items():
        dois = re.findall(r"10\.\d{4,9}/\S+", f"{lead.journal or ''} {unquote(lead.met_at or '')}")
        known = [by_doi.get((bare_doi(doi) or doi).casefold()) for doi in dois]
        if ident := next(filter(None, [by_title.get(slugify(lead.title or "")), *known]), None):
            message = f"found the publication {ident}, expected a lead that has no record yet"
            yield atlas.data.problem(("leads", lead_id), ("title",), message, other=("references", ident))


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
