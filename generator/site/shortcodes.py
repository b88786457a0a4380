"""Shortcodes of hand-written pages: links by id, numbers from the records, figures and mathematics.

`[[nfmczs]]` links a record by its name and `[[nfmczs|words]]` by other words; `[[kind/id]]` settles an id
that two kinds share. `[[=nfmczs.entropy]]` is a number: of a material its `entropy`, `principal-entropy`,
`class` or `formula`, the value of its first claim of a property (`[[=nfmczs.capacity-retention]]`), of its
second (`.2`), its control's (`.versus`) or the claim's `.conditions`; `[[=count.materials]]` counts records.
`[[figure:trl]]` on a line of its own is a figure, and `$$…$$` is a formula in LaTeX, set as MathML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import chain

from latex2mathml.converter import convert
from markupsafe import Markup

from ..derived.atlas import Atlas, Entry
from ..errors import Problem, did_you_mean, shown
from ..printing import claim_text, conditions_text, control_text, entropy_text, status_text
from ..records.dataset import KINDS
from ..records.model_parts import Claim
from ..records.models import ON_ONE_PAGE
from . import html_policy
from .formatting import formula_html, inline
from .placeholders import Filled, Insertion

LONGEST = 2_000


class Unset(ValueError):  # noqa: N818 - named for the state of the formula
    """A formula that is not set: (found, expected, hint)."""


def mathml(latex: str) -> str:
    """Return a formula as MathML. Raises Unset for what is none, or more than one."""
    if len(latex) > LONGEST:
        raise Unset(f"a formula of {len(latex)} characters", f"at most {LONGEST}", "Break it into several.")
    try:
        made: str = convert(latex, display="block")
    except Exception:  # whatever the library stumbles over: an unknown command, a missing brace, nesting too deep
        hint = "Look for a missing brace or argument."
        raise Unset(shown(latex), "a formula in LaTeX that can be set", hint) from None
    if html_policy.in_mathematics(made):
        hint = r"Leave out \href, \style, \class and whatever else is no mathematics."
        raise Unset(shown(latex), "a formula of mathematics only", hint)
    return f'<div class="ea-math">{made}</div>'


_MARK = re.compile(
    r"^\$\$(?P<formula>[^$]+)\$\$$"
    r"|\[\[(?P<number>=?)(?P<target>[^\]\[|\n]*)(?:\|(?P<words>[^\]\[\n]*))?\]\]",
    re.MULTILINE,
)
_LINKED = tuple(kind for kind in KINDS if kind not in ON_ONE_PAGE)


class _Unknown(Exception):  # noqa: N818 - never leaves this module
    """What was asked for does not exist: (found, expected, hint)."""


def expand(
    text: str, file: str, atlas: Atlas, root: str, figures: Mapping[str, Callable[[], str]], above: int = 0
) -> tuple[Filled, list[Problem]]:
    """Return the text with every mark replaced, and a problem for each that leads nowhere.

    `root` is the way from the page back to the site's root; `file` only names the text in problems; `figures`
    holds what draws each figure, by its name; `above` is the number of lines of the file before the text.
    """
    problems: list[Problem] = []
    insertions: list[Insertion] = []
    for mark in _MARK.finditer(text):
        try:
            html, block = _inserted(mark, atlas, root, figures)
            insertions.append(Insertion(mark.start(), mark.end(), html, block))
        except (_Unknown, Unset) as unknown:
            found, expected, hint = unknown.args
            line = text.count("\n", 0, mark.start()) + 1 + above
            column = mark.start() - text.rfind("\n", 0, mark.start())
            problems.append(Problem(file, line, column, "", f"found {found}, expected {expected}", hint))
    return Filled(text, tuple(insertions)), problems


def _inserted(
    mark: re.Match[str], atlas: Atlas, root: str, figures: Mapping[str, Callable[[], str]]
) -> tuple[str, bool]:
    """Return what a mark brings in, and whether that is a block."""
    if mark["formula"]:
        return mathml(mark["formula"].strip()), True
    target = mark["target"].strip()
    if mark["number"]:
        return str(_number(atlas, target)), False
    if target.startswith("figure:"):
        return _figure(figures, target.removeprefix("figure:").strip()), True
    return str(_link(atlas, root, target, mark["words"])), False


def _figure(figures: Mapping[str, Callable[[], str]], name: str) -> str:
    if name not in figures:
        raise _Unknown(shown(name), "the name of a figure", did_you_mean(name, figures))
    return figures[name]()


def _link(atlas: Atlas, root: str, target: str, words: str | None) -> Markup:
    kind, ident = _resolve(atlas, target)
    record = atlas.data.kind(kind)[ident]
    link = Markup('<a href="{}{}/{}/">{}</a>').format(root, kind, ident, inline(words or record.name))
    notice = status_text(record) if kind == "references" else ""
    return link + Markup(' <span class="ea-notice">{}</span>').format(notice) if notice else link


def _resolve(atlas: Atlas, target: str) -> tuple[str, str]:
    kind, _, ident = target.rpartition("/")
    asked = [kind] if kind else [name for name in _LINKED if name != "properties"]  # these share ids with others
    kinds = [name for name in asked if name in _LINKED and ident in atlas.data.kind(name)]
    if len(kinds) == 1:
        return kinds[0], ident
    if kinds:
        raise _Unknown(shown(target), "one record", f"Write one of: {', '.join(f'{k}/{ident}' for k in kinds)}.")
    known = chain.from_iterable(atlas.data.kind(name) for name in _LINKED)
    raise _Unknown(shown(target), "the id of a record", did_you_mean(ident, known))


def _number(atlas: Atlas, expression: str) -> Markup:
    ident, *path = expression.split(".")
    if ident == "count" and len(path) == 1:
        if path[0] not in KINDS:
            raise _Unknown(shown(path[0]), "a kind of record", did_you_mean(path[0], KINDS))
        return inline(str(len(atlas.data.kind(path[0]))))
    if ident not in atlas.entries:
        raise _Unknown(shown(ident), "the id of a material", did_you_mean(ident, atlas.entries))
    if not path:
        raise _Unknown(shown(expression), "a material and what to show of it", "Write, say, [[=nfmczs.entropy]].")
    return _of_material(atlas.entries[ident], path)


def _of_material(entry: Entry, path: list[str]) -> Markup:
    derived = _derived(entry)
    if path[0] in derived:
        return derived[path[0]]
    claims = [claim for claim in entry.material.claims if claim.property == path[0]]
    position = int(path[1]) if len(path) > 1 and re.fullmatch(r"[0-9]{1,3}", path[1]) else 1
    rest = [part for part in path[1:] if not part.isdecimal()]
    if not 1 <= position <= len(claims):
        known = [*derived, *(claim.property for claim in entry.material.claims)]
        raise _Unknown(shown(".".join(path)), f"something that {entry.id} has", did_you_mean(path[0], known))
    return _of_claim(claims[position - 1], rest)


def _derived(entry: Entry) -> dict[str, Markup]:
    described = entry.description
    if described is None or entry.material.formula is None:
        return {}
    return {
        "entropy": inline(entropy_text(described.entropy.all)),
        "principal-entropy": inline(entropy_text(described.entropy.principal)),
        "class": inline(described.entropy_class),
        "formula": formula_html(entry.material.formula),
    }


def _of_claim(claim: Claim, rest: list[str]) -> Markup:
    match rest:
        case []:
            return inline(claim_text(claim))
        case ["conditions"] if claim.conditions:
            return inline(conditions_text(claim.conditions))
        case ["versus"] if claim.versus and claim.versus.value is not None:
            return inline(control_text(claim))
        case ["versus", "conditions"] if claim.versus and claim.versus.conditions:
            return inline(conditions_text(claim.versus.conditions))
    raise _Unknown(shown(".".join(rest)), "conditions or versus that the claim has", "")
