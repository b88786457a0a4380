"""What a check of the links found, as Markdown for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from ..errors import printable
from ..markdown_escape import autolink, code_span, truncate
from ..yamlio.append import dump_inline
from .linkcheck import Result
from .notices import Told, as_written
from .verdicts import REMEDY, Finding, Verdict

MOST: Final = 59_000  # bytes of a report: it becomes an issue, which holds 65,536 characters
_LONG: Final = 400  # characters of what others wrote
_OFFLINE: Final = "Nothing answered: is this machine online?"


def summary(result: Result) -> str:
    """Return one line with how many links got which verdict."""
    counts = [f"{len(result.of(verdict))} {verdict}" for verdict in Verdict if result.of(verdict)]
    passed = [f"{len(result.suppressed)} passed over"] if result.suppressed else []
    return f"{len(result.findings)} links followed: {', '.join([*counts, *passed]) or 'none'}."


def as_text(result: Result) -> str:
    """Return what somebody at a terminal has to know: the count, what is dead, what moved, and what records lack."""
    told = [finding for verdict in (Verdict.DEAD, Verdict.MOVED) for finding in result.of(verdict)]
    lines = [summary(result), *(_line(finding) for finding in told)]
    lines += [f"{entry.place}: stale suppression of {entry.rule.url}: {why}." for entry, why in result.stale]
    for lacking in result.lacking:
        lines += [f"{lacking.reference.id} got a notice. Read it, then add to its record:", "notices:"]
        lines += [f"  - {dump_inline(as_written(notice))}" for notice in lacking.lacking]
    if _silent(result):
        lines.append(_OFFLINE)
    return "\n".join(map(printable, lines)) + "\n"


def _silent(result: Result) -> bool:
    """Return whether not one link was answered."""
    return bool(result.findings) and len(result.of(Verdict.UNKNOWN)) == len(result.findings)


def _line(finding: Finding) -> str:
    to = f" to {finding.to}" if finding.to else ""
    said = f"{finding.link.url}: {finding.why}{to}. {REMEDY[finding.verdict]}"
    return f"{finding.link.places[0]}: {finding.verdict}: {said}"


def as_json(result: Result) -> str:
    """Return everything that a run learnt, as one JSON object."""
    value = {
        "counts": {verdict.value: len(result.of(verdict)) for verdict in Verdict},
        "links": [_finding(finding) for finding in result.findings],
        "suppressed": [entry.rule.model_dump(exclude_none=True) for entry in result.suppressed],
        "stale": [{"url": entry.rule.url, "place": entry.place, "why": why} for entry, why in result.stale],
        "notices": [
            {"reference": told.reference.id, **as_written(notice)} for told in result.lacking for notice in told.lacking
        ],
        "strange": {told.reference.id: list(told.strange) for told in result.told if told.strange},
        "not_asked": {told.reference.id: told.trouble for told in result.told if told.trouble},
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    value = {"url": finding.link.url, "verdict": finding.verdict.value, "why": finding.why}
    return {**value, **({"to": finding.to} if finding.to else {}), "places": list(finding.link.places)}


def as_markdown(result: Result) -> str:
    """Return a report that a maintainer can act on: the gravest first, each with its places and the remedy.

    It becomes an issue. What other hosts answered stands in it as code, which leads nowhere and calls nobody.
    """
    parts = ["# Links and notices", summary(result), *_notices(result.lacking)]
    if _silent(result):
        return "\n\n".join([*parts, f"{_OFFLINE} The next run asks again.", *_stale(result)]) + "\n"
    for verdict in Verdict:
        if verdict is not Verdict.GOOD and result.of(verdict):
            parts += [f"## {verdict.capitalize()}", REMEDY[verdict], _listed(result.of(verdict))]
    return truncate("\n\n".join([*parts, *_stale(result), *_unlearnt(result)]) + "\n", MOST)


def _notices(lacking: Sequence[Told]) -> Iterator[str]:
    if lacking:
        yield "## Notices that the records lack"
        yield (
            "Read each notice, then add its line to the record under `notices:`, "
            "or let `python -m generator links --write` do it."
        )
        yield "\n".join(
            f"* `{told.reference.id}`: {code_span(dump_inline(as_written(notice)), _LONG)}"
            for told in lacking
            for notice in told.lacking
        )


def _listed(findings: Sequence[Finding]) -> str:
    return "\n".join(
        f"* {autolink(finding.link.url)}: {code_span(finding.why, _LONG)}"
        f"{f', to {code_span(finding.to, _LONG)}' if finding.to else ''}. "
        f"In {', '.join(code_span(place, _LONG) for place in finding.link.places)}"
        for finding in findings
    )


def _stale(result: Result) -> Iterator[str]:
    if result.stale:
        yield "## Suppressions to take out or renew"
        yield "\n".join(f"* `{entry.place}` {autolink(entry.rule.url)}: {why}" for entry, why in result.stale)


def _unlearnt(result: Result) -> Iterator[str]:
    """Yield what Crossref could not be asked, and what it said that is not understood here."""
    troubled = [f"`{told.reference.id}`" for told in result.told if told.trouble]
    strange = [
        f"`{told.reference.id}` ({', '.join(map(code_span, told.strange))})" for told in result.told if told.strange
    ]
    if troubled:
        yield "## Notices not known"
        yield f"Crossref could not be asked about these {len(troubled)} papers: {', '.join(troubled)}."
        yield "The next run asks again."
    if strange:
        yield "## Updates of a kind not known here"
        yield f"Look at these papers by hand: {', '.join(strange)}."
