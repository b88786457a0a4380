"""What each chart of the site shows: derived numbers to the bars and marks of `charts`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Final

from markupsafe import Markup

from ..chemistry.composition import number
from ..chemistry.description import Description
from ..chemistry.entropy import CLASSES as CLASSES
from ..chemistry.entropy import LINES, LINES_TEXT, classify, in_print
from ..chemistry.families import LAYERED, PRUSSIAN_BLUE
from ..chemistry.quantities import Quantity, site_name, unit_text
from ..derived import phase_names, practice
from ..derived.atlas import Atlas
from ..derived.comparable import Comparison, Measurement
from ..derived.element_usage import Use
from ..derived.pairs import OUTCOMES, Pair, Summary, fair_pairs
from ..drawing import figures, outcomes, structures, svg
from ..drawing.cache import Drawing
from ..printing import route_text, value_text
from ..records.dataset import Dataset
from ..records.material_models import Material


def composition(described: Description) -> Markup:
    """Return a bar a cation site; anions are in the formula and would only repeat it."""
    rows = {
        site_name(site, described.family): _segments(amounts)
        for site, amounts in described.placed.by_site.items()
        if site != "anion"
    }
    spoken = "; ".join(
        f"{site}: " + ", ".join(f"{symbol} {amount}" for symbol, _, amount in row) for site, row in rows.items()
    )
    return Markup(svg.composition_bars(rows, f"Site composition of {described.plain}. {spoken}."))


def _segments(amounts: Mapping[str, Fraction]) -> list[svg.Segment]:
    total = sum(amounts.values())
    return [(symbol, float(amount / total), number(amount)) for symbol, amount in amounts.items() if amount]


def entropy_scale(described: Description) -> Markup:
    """Return the headline and the principal-only entropy against the class lines."""
    marks = {"all elements": described.entropy.all}
    if described.entropy.principal is not None:
        marks["principal only"] = described.entropy.principal
    spoken = "; ".join(f"{name}: {in_print(value)} R" for name, value in marks.items())
    name = f"Configurational entropy of {described.plain} against the class lines at {LINES_TEXT}. {spoken}."
    return Markup(svg.entropy_scale(marks, LINES, name))


SKETCH: Final = Markup("<svg>\n<g>\n</g>\n</svg>")
"""What Markdown sees of a figure, whatever is drawn in it."""
_LONGEST = 34  # characters of a name that fit beside a mark


def values(comparison: Comparison, data: Dataset, root: str) -> Markup:
    """Return one number of a record against those that it may be compared with; the others lead to their pages."""
    claim = comparison.this.claim
    marks = [
        svg.Mark(comparison.this.low, comparison.this.high, comparison.this.text, "this"),
        *(_mark(other, "control", root) for other in comparison.paired),
        *(_mark(other, "other", root) for other in comparison.others),
    ]
    spoken = [f"{number.material.name} {number.text}" for number in (comparison.this, *comparison.paired)]
    if count := len(comparison.others):  # each of them is a link with a name
        spoken.append(f"{count} other{'s' * (count > 1)}")
    name = f"{data.properties[claim.property].label}: {'; '.join(spoken)}."
    return Markup(svg.values_axis(marks, unit_text(claim.unit), name))


def _mark(number: Measurement, part: str, root: str) -> svg.Mark:
    address = f"{root}materials/{number.material.id}/"
    return svg.Mark(number.low, number.high, f"{short(number.material.name)} {number.text}", part, address)


def short(name: str) -> str:
    """Return a name that fits beside a mark."""
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


def shares(found: Sequence[Use], root: str) -> Markup:
    """Return how large a share of one site an element takes, a point a material."""
    marks = [
        svg.Mark(100 * use.share, 100 * use.share, _said(use), "other", f"{root}materials/{use.entry.id}/")
        for use in found
    ]
    spoken = "; ".join(_said(use) for use in found)
    return Markup(svg.spread_axis(marks, "%", f"Share of the site, a point a material. {spoken}."))


def _said(use: Use) -> str:
    return f"{use.entry.material.name} {100 * use.share:.1f} %"


def entropy_lines(atlas: Atlas, root: str) -> Drawing:
    """Return the headline entropy of every material as a point that leads to its page, a row a family."""
    rows: dict[str, list[figures.Point]] = {}
    for entry in atlas.described:
        if entry.description:
            value = entry.description.entropy.all
            family = atlas.data.families[entry.material.family].name
            words = f"{entry.material.name}, {in_print(value)} R"
            rows.setdefault(family, []).append((value, words, f"{root}materials/{entry.id}/"))
    ordered = {family: sorted(points) for family, points in sorted(rows.items())}
    counted = "; ".join(f"{family}: {len(points)} materials" for family, points in ordered.items())
    name = f"Configurational entropy against the class lines at {LINES_TEXT}. {counted}."
    return Drawing(partial(figures.strip, ordered, LINES, name))


def readiness(data: Dataset) -> Drawing:
    """Return the technology readiness of every family that has one, sodium first, the readiest first."""
    rated = [(family, family.readiness) for family in data.families.values() if family.readiness]
    rated.sort(key=lambda pair: (pair[0].chemistry == "lithium", -pair[1].high, -pair[1].low, pair[0].name))
    rows = {
        family.name: (
            level.low,
            level.high,
            value_text((level.low, level.high)),
            "tone-4" if family.chemistry == "sodium" else "tone-7",
        )
        for family, level in rated
    }
    spoken = "; ".join(f"{name} {text}" for name, (_, _, text, _) in rows.items())
    return Drawing(partial(figures.ranges, rows, (1, 9), f"Technology readiness levels, 1 to 9. {spoken}."))


def use_of_elements(atlas: Atlas) -> dict[str, int]:
    """Return the number of materials with each element on the mixing site, the most used first."""
    used = (symbol for entry in atlas.described if entry.description for symbol in entry.description.sites["metal"])
    return dict(sorted(Counter(used).items(), key=lambda pair: (-pair[1], pair[0])))


def element_use(atlas: Atlas) -> Drawing:
    """Return the use of elements as bars."""
    rows = use_of_elements(atlas)
    spoken = ", ".join(f"{symbol} {count}" for symbol, count in rows.items())
    return Drawing(partial(figures.bars, rows, f"Number of materials with each element on the mixing site: {spoken}."))


def confirmed_pairs(atlas: Atlas) -> list[Pair]:
    """Return the fair pairs of material and control whose numbers were compared with their source."""
    return [pair for pair in fair_pairs(atlas) if not pair.claim.unconfirmed]


def retention_pairs(atlas: Atlas) -> Drawing:
    """Return the capacity retention of materials and their controls, the largest difference first."""
    found = [pair for pair in confirmed_pairs(atlas) if pair.claim.property == "capacity-retention"]
    found.sort(key=lambda pair: (-abs(pair.difference), pair.material.id, pair.number))
    rows = [(short(pair.material.material.name), pair.control_value, pair.value) for pair in found]
    spoken = "; ".join(f"{name}: {value:g} % against {control:g} %" for name, control, value in rows)
    return Drawing(partial(figures.pairs, rows, f"Capacity retention of materials and their controls. {spoken}."))


def stacking(root: str) -> Markup:
    """Return the four stackings of layered oxides."""
    return Markup(structures.stacking(root))


def structure(material: Material, root: str) -> tuple[Markup, str] | None:
    """Return a sketch of a material's structure with the words for it; None where no drawing fits its phase."""
    named = (re.sub("[′']", "", phase) for phase in phase_names.parts(material.phase))
    stackings = tuple(dict.fromkeys(phase for phase in named if phase in structures.STACKINGS))
    if material.family == LAYERED and stackings:
        distorted = " The distortion is not drawn." if re.search("[′']", material.phase or "") else ""
        return Markup(structures.stacking(root, stackings)), _STACKED + distorted
    if material.family == PRUSSIAN_BLUE:
        return framework(root), _CYANIDES
    if "NASICON" in (material.phase or ""):
        return lantern(root), _LANTERN
    return None


_STACKED: Final = (
    "Oxygen layers A, B, C; metals in the shaded slabs; sodium between them, square in a prism (P), diamond in an "
    "octahedron (O)."
)
_CYANIDES: Final = "One plane of the framework; its metals are those of the table of composition. Not to scale."
_LANTERN: Final = (
    "The unit of a NASICON: metals in octahedra (blue), joined by tetrahedra (green); sodium (squares) around it."
)


def framework(root: str) -> Markup:
    """Return one plane of a Prussian blue analogue."""
    return Markup(structures.framework(root))


def lantern(root: str) -> Markup:
    """Return the unit of a NASICON."""
    return Markup(structures.lantern(root))


def synthesis_temperatures(atlas: Atlas, root: str) -> Drawing:
    """Return the highest temperature of each synthesis as a point that leads to its material, a row a route."""
    found = practice.calcinations(atlas)
    rows: dict[str, list[figures.Point]] = {
        route_text(route): [
            (float(hottest), f"{entry.material.name}, {value_text(hottest, '°C')}", f"{root}materials/{entry.id}/")
            for entry, hottest in made
        ]
        for route, made in found.items()
    }
    counted = "; ".join(f"{route}: {len(points)} syntheses" for route, points in rows.items())
    name = f"Highest temperature of each synthesis by route. {counted}."
    return Drawing(partial(figures.spread, rows, unit_text("°C"), 200, name))


def share_bar(count: int, total: int) -> Markup:
    """Return a number of a total as a bar."""
    return Markup(outcomes.divided_bar({"high": count, "low": total - count}))


def outcome_bar(summary: Summary) -> Markup:
    """Return pairs of material and control as a bar divided by outcome."""
    return Markup(outcomes.divided_bar({outcome: summary.count(outcome) for outcome in OUTCOMES}))


def class_counts(atlas: Atlas, quantity: Quantity) -> dict[str, int]:
    """Return the number of materials of each class under one convention, the lowest class first."""
    values = (quantity.get(entry.description) for entry in atlas.described if entry.description)
    found = Counter(classify(float(value)) for value in values if value is not None)
    return {name: found[name] for name in CLASSES}


def class_bar(counts: Mapping[str, int]) -> Markup:
    """Return the number of materials of each class as a divided bar."""
    return Markup(outcomes.divided_bar(counts))


def dumbbell(pair: Pair, scale: svg.Scale) -> Markup:
    """Return a pair of material and control on a scale."""
    return Markup(outcomes.dumbbell(scale.at(pair.control_value), scale.at(pair.value)))


def dumbbell_axis(scale: svg.Scale) -> Markup:
    """Return the scale of dumbbells."""
    return Markup(outcomes.axis(scale.ticks()))
