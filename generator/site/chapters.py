"""Hand-written pages with their links, numbers and figures filled in, as values."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from ..derived.atlas import Atlas
from ..errors import InvalidData
from . import page_check, shortcodes
from .content_pages import front_matter, read
from .page import Page, root_of
from .templating import TEMPLATES, environment, sketching


def chapters(the_atlas: Atlas, content: Path, *, drawn: bool = True) -> list[Page]:
    """Return the hand-written pages with their links and numbers filled in, and checked. Raises InvalidData.

    A check needs no figure `drawn`: to Markdown a sketch reads the same.
    """
    written, problems = read(content)
    made = []
    for chapter in written:
        root = root_of(chapter.uri)
        figures_here = {name: cache(partial(figure, name, the_atlas, root, drawn)) for name in figure_names()}
        page, found = shortcodes.expand(chapter.text, chapter.source, the_atlas, root, figures_here, chapter.above)
        pieces = (front_matter(chapter.front), "", *page.pieces(), "", "\n")
        made.append(Page(chapter.uri, "".join(pieces), chapter.source, pieces=pieces))
        problems += [*found, *page_check.problems(page, chapter.source, chapter.above)]
    if problems:
        raise InvalidData(problems)
    return made


def figure(name: str, the_atlas: Atlas, root: str, drawn: bool) -> str:
    """Return the HTML of a figure; it need not be `drawn` where only its marks matter."""
    template = (environment() if drawn else sketching()).get_template(f"figures/{name}.jinja")
    return template.render(atlas=the_atlas, data=the_atlas.data, root=root).strip()


def figure_names() -> list[str]:
    """Return the figures that a page may show, by the names of their templates."""
    return sorted(path.stem for path in (TEMPLATES / "figures").glob("*.jinja"))
