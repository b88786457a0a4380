"""The result of a link check as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from ..authoring.template import flow_yaml
from ..errors import printable
from ..markdown_escape import autolink, code_span, truncate
from .linkcheck import Result
from .notices import NoticeCheck, as_entry
from .verdicts import REMEDY, Finding, RunVerdict, Verdict

MAX_BYTES: Final = 59_000  # an issue holds 65,536 characters
_MAX_TEXT: Final = 400  # characters of text from other hosts
_OFFLINE: Final = "No host responded, so nothing was checked: is this machine online?"


def summary(result: Result) -> str:
    """Return one line with how many links got which verdict."""
    counts = [f"{len(result.of(verdict))} {verdict}" for verdict in Verdict if result.of(verdict)]
    suppressed = [f"{len(result.suppressed)} suppressed"] if result.suppressed else []
    return f"{len(result.findings)} links followed: {', '.join([*counts, *suppressed]) or 'none'}."


def as_text(result: Result) -> str:
    """Return the report for a terminal: counts, dead and moved links, and notices that records lack."""
    shown = [finding for verdict in (Verdict.DEAD, Verdict.MOVED) for finding in result.of(verdict)]
    lines = [summary(result), *map(_line, shown)]
    lines += [f"{entry.place}: stale suppression of {entry.rule.url}: {why}." for entry, why in result.stale]
    for check in result.lacking:
        lines += [f"{check.reference.id} got a notice. Read it, then add to its record:", "notices:"]
        lines += [f"  - {flow_yaml(as_entry(notice))}" for notice in check.lacking]
    lines += [
        f"Look at {check.reference.id} by hand: it has an update of type {', '.join(check.unknown_types)}."
        for check in result.notices
        if check.unknown_types
    ]
    if failed := sum(check.error is not None for check in result.notices):
        lines.append(f"The notices of {failed} papers could not be requested.")
    if result.verdict is RunVerdict.UNANSWERED:
        lines.append(_OFFLINE)
    return "\n".join(map(printable, lines)) + "\n"


def _line(finding: Finding) -> str:
    to = f" to {finding.to}" if finding.to else ""
    text = f"{finding.link.url}: {finding.why}{to}. {REMEDY[finding.verdict]}"
    return f"{finding.link.places[0]}: {finding.verdict}: {text}"


def as_json(result: Result) -> str:
    """Return the whole result as one JSON object."""
    value = {
        "verdict": result.verdict.value,
        "counts": {verdict.value: len(result.of(verdict)) for verdict in Verdict},
        "links": [_finding(finding) for finding in result.findings],
        "suppressed": [entry.rule.model_dump(exclude_none=True) for entry in result.suppressed],
        "stale": [{"url": entry.rule.url, "place": entry.place, "why": why} for entry, why in result.stale],
        "notices": [
            {"reference": check.reference.id, **as_entry(notice)}
            for check in result.lacking
            for notice in check.lacking
        ],
        "unknown_types": {each.reference.id: list(each.unknown_types) for each in result.notices if each.unknown_types},
        "errors": {each.reference.id: each.error for each in result.notices if each.error},
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    value = {"url": finding.link.url, "verdict": finding.verdict.value, "why": finding.why}
    return {**value, **({"to": finding.to} if finding.to else {}), "places": list(finding.link.places)}


def as_markdown(result: Result) -> str:
    """Return the report as the body of an issue: the most severe first, each with its places and the remedy.

    Text from other hosts is put into code spans, so that it makes no links and mentions nobody.
    """
    parts = ["# Links and notices", summary(result), *_notices(result.lacking)]
    if result.verdict is RunVerdict.UNANSWERED:
        return "\n\n".join([*parts, f"{_OFFLINE} The next run tries again.", *_stale(result)]) + "\n"
    for verdict in Verdict:
        if verdict is not Verdict.GOOD and result.of(verdict):
            parts += [f"## {verdict.capitalize()}", REMEDY[verdict], _listed(result.of(verdict))]
    return truncate("\n\n".join([*parts, *_stale(result), *_unchecked(result)]) + "\n", MAX_BYTES)


def _notices(lacking: Sequence[NoticeCheck]) -> Iterator[str]:
    if lacking:
        yield "## Notices that the records lack"
        yield (
            "Read each notice, then add its line to the record under `notices:`, "
            "or let `python -m generator links --write` do it."
        )
        yield "\n".join(
            f"* `{check.reference.id}`: {code_span(flow_yaml(as_entry(notice)), _MAX_TEXT)}"
            for check in lacking
            for notice in check.lacking
        )


def _listed(findings: Sequence[Finding]) -> str:
    return "\n".join(
        f"* {autolink(finding.link.url)}: {code_span(finding.why, _MAX_TEXT)}"
        f"{f', to {code_span(finding.to, _MAX_TEXT)}' if finding.to else ''}. "
        f"In {', '.join(code_span(place, _MAX_TEXT) for place in finding.link.places)}"
        for finding in findings
    )


def _stale(result: Result) -> Iterator[str]:
    if result.stale:
        yield "## Suppressions to remove or renew"
        yield "\n".join(f"* `{entry.place}` {autolink(entry.rule.url)}: {why}" for entry, why in result.stale)


def _unchecked(result: Result) -> Iterator[str]:
    """Yield the references that could not be checked, and updates that cannot be read."""
    failed = [f"`{each.reference.id}`" for each in result.notices if each.error]
    unknown = [
        f"`{each.reference.id}` ({', '.join(map(code_span, each.unknown_types))})"
        for each in result.notices
        if each.unknown_types
    ]
    if failed:
        yield "## Notices not checked"
        yield f"The request to Crossref failed for {len(failed)} papers: {', '.join(failed)}."
        yield "The next run tries again."
    if unknown:
        yield "## Updates that cannot be read"
        yield f"Look at these papers by hand: {', '.join(unknown)}."
