"""The page of figures over all materials: each drawn, as a file for slides, and as a table of its points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from .. import __version__
from ..chemistry.entropy import HIGH, MEDIUM
from ..chemistry.quantities import BY_ID
from ..derived.atlas import Atlas
from ..derived.figure_points import Figure, Point, figures
from ..drawing import scatter
from ..drawing.cache import Drawing
from ..printing import citation_text, conditions_text
from ..records.reference_models import Reference
from .tables import to_csv

FOLDER: Final = "assets/figures"
"""Where the files of the figures are."""
_ENTROPY: Final = BY_ID["all"].label


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with its drawing."""

    figure: Figure
    drawing: Drawing

    @property
    def files(self) -> Sequence[tuple[str, str]]:
        """Return label and name of each file of the figure."""
        kinds = {"SVG": "svg", "CSV": "csv", "Notes and sources (TXT)": "txt"}
        return [(label, f"{self.figure.id}.{ending}") for label, ending in kinds.items()]


def shown(atlas: Atlas, root: str) -> list[Shown]:
    """Return every figure that has points."""
    return [
        Shown(figure, Drawing(partial(scatter.inline, _scatter(figure, root), spoken(figure))))
        for figure in figures(atlas)
    ]


def spoken(figure: Figure) -> str:
    """Return what a figure shows in words."""
    counts = "; ".join(f"{group}: {len(figure.of(group))} points" for group in figure.groups if figure.of(group))
    return f"{figure.title}. {figure.y.text} over {figure.x.text}. {counts}."


def credit(figure: Figure) -> str:
    """Return the line that credits a figure."""
    counted = f"{len(figure.points)} values of {figure.materials} materials from {figure.papers} papers"
    return f"Entropy Atlas {__version__} (CC BY 4.0): {counted}"


def citation(figure: Figure) -> str:
    """Return how a figure is cited."""
    return f"Entropy Atlas {__version__}, figure “{figure.title}”, CC BY 4.0, from values of {figure.papers} papers."


def undrawn(figure: Figure) -> str:
    """Return which of the materials that a figure concerns are not drawn, and why; empty where it is not counted."""
    reasons = [f"{count} {reason}" for reason, count in figure.undrawn.items()]
    every = figure.materials + sum(figure.undrawn.values())
    return f"Of {every} {figure.concerns}, {'; '.join(reasons)}: these are not drawn." if reasons else ""


def notes(atlas: Atlas, figure: Figure) -> str:
    """Return what belongs to the files of a figure: what it shows, how it is cited, its columns and its sources."""
    papers = [
        f"{each.heading}. {citation_text(each)}.{f' https://doi.org/{each.doi}' if each.doi else ''}"
        for each in references(atlas, figure)
    ]
    columns = {
        "material": "id of the record, as in materials/ID/ of the site",
        "name": "name of the material in its source",
        "group": "colour of the point",
        figure.x.text: "position along the x axis",
        figure.y.text: "position along the y axis",
        "conditions": "test conditions that the sources state",
        "references, dois": "papers of the values: ids of the records, and DOIs",
    }
    return "\n".join([
        figure.title, "", " ".join(filter(None, (figure.about, undrawn(figure)))), "",
        f"Cite as: {citation(figure)} Licence: https://creativecommons.org/licenses/by/4.0/",
        "A single value is cited by its paper.", "", f"Columns of {figure.id}.csv:",
        *(f"  {name}: {meaning}" for name, meaning in columns.items()), "", "Papers of the values:",
        *(f"  {paper}" for paper in papers), "",
    ])  # fmt: skip


def references(atlas: Atlas, figure: Figure) -> list[Reference]:
    """Return the papers of a figure's values, by name."""
    idents = {ident for point in figure.points for ident in point.references}
    return sorted(
        (atlas.data.references[ident] for ident in idents), key=lambda reference: (reference.name, reference.id)
    )


def files(atlas: Atlas) -> dict[str, str]:
    """Return the files of the figures, by address."""
    made = {}
    for figure in figures(atlas):
        drawing = Drawing(partial(scatter.file, _scatter(figure, ""), figure.title, credit(figure)))
        made[f"{FOLDER}/{figure.id}.svg"] = drawing.__html__()
        made[f"{FOLDER}/{figure.id}.txt"] = notes(atlas, figure)
        made[f"{FOLDER}/{figure.id}.csv"] = to_csv([_row(atlas, figure, point) for point in figure.points])
    return made


def _row(atlas: Atlas, figure: Figure, point: Point) -> dict[str, object]:
    sources = [atlas.data.references[ident] for ident in point.references]
    return {
        "material": point.entry.id,
        "name": point.entry.material.name,
        "group": point.group,
        figure.x.text: round(point.x, 6),
        figure.y.text: round(point.y, 6),
        "conditions": "; ".join(
            dict.fromkeys(filter(None, (conditions_text(value.conditions) for value in point.values)))
        ),
        "references": " ".join(source.id for source in sources),
        "dois": " ".join(source.doi for source in sources if source.doi),
    }


def _scatter(figure: Figure, root: str) -> scatter.Scatter:
    groups = [(group, figure.of(group)) for group in figure.groups]
    return scatter.Scatter(
        tuple(scatter.Group(name, tuple(_dots(figure, points, root))) for name, points in groups if points),
        _scale(figure, "x"),
        _scale(figure, "y"),
        tuple((float(energy), f"{energy} Wh kg⁻¹") for energy in figure.energies),
    )


def _dots(figure: Figure, points: Sequence[Point], root: str) -> Iterator[scatter.Dot]:
    for point in points:
        words = f"{point.entry.material.name}: {point.x:.4g} {figure.x.unit}, {point.y:.4g} {figure.y.unit}"
        yield scatter.Dot(point.x, point.y, words, f"{root}materials/{point.entry.id}/")


def _scale(figure: Figure, name: str) -> scatter.Scale:
    axis = getattr(figure, name)
    lines = (MEDIUM, HIGH) if axis.label == _ENTROPY else ()
    return scatter.Scale(axis.text, axis.powers, axis.whole, lines)
