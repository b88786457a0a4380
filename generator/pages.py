"""Dataset to pages as values: an address and Markdown text, for any site builder.

Text of records reaches a page only through auto-escaped templates, inside HTML blocks, so that neither HTML
nor Markdown in it is ever interpreted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import atlas, dataset, elements, entropy, figures, typeset, yamlfile
from .atlas import Atlas

TITLES = {
    "materials": "Materials",
    "families": "Families",
    "effects": "Effects",
    "challenges": "Challenges",
    "strategies": "Strategies",
    "references": "References",
}
"""Kind of record -> title of its index; each kind has a folder of pages of the same name."""

ONE = {
    "materials": "Material",
    "families": "Family",
    "effects": "Effect",
    "challenges": "Challenge",
    "strategies": "Strategy",
    "references": "Reference",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it goes, its whole text with front matter, and the file to edit to change it."""

    uri: str
    text: str
    source: str | None = None

    @property
    def listed(self) -> bool:
        """Return whether the page stands in the navigation; records do not, their indexes do."""
        return self.uri == self.index

    @property
    def index(self) -> str:
        """Return the address of the index that the page belongs to."""
        folder, _, _ = self.uri.rpartition("/")
        return f"{folder}/index.md" if folder else "index.md"


def build(root: Path) -> list[Page]:
    """Read, check and render everything below `root`. Raises InvalidData."""
    return render(atlas.derive(dataset.load(root)))


def render(the_atlas: Atlas) -> list[Page]:
    """Return every page of the atlas, in the order of their addresses."""
    return sorted(_pages(the_atlas), key=lambda page: page.uri)


def _pages(the_atlas: Atlas) -> Iterator[Page]:
    yield _page(
        "index.md", "home.md.jinja", the_atlas, {"title": "Entropy Atlas", "hide": ["navigation", "toc"]}
    )
    for kind, title in TITLES.items():
        front = {"title": title, "kind": "Index", "hide": ["navigation"]}
        yield _page(f"{kind}/index.md", f"{kind}.md.jinja", the_atlas, front)
        for ident, record in the_atlas.data.kind(kind).items():
            yield _record_page(the_atlas, kind, ident, record)


def _record_page(the_atlas: Atlas, kind: str, ident: str, record: Any) -> Page:
    title = getattr(record, "title", None) or record.name
    front: dict[str, object] = {"title": escape(title), "kind": ONE[kind], "hide": ["navigation"]}
    if kind == "materials" and record.formula:
        front["formula"] = escape(the_atlas.entries[ident].description.plain)  # type: ignore[union-attr] # has a formula
    source = the_atlas.data.origins[kind, ident].document.file
    subject = {"entry": the_atlas.entries[ident]} if kind == "materials" else {"record": record}
    return _page(f"{kind}/{ident}.md", f"{ONE[kind].lower()}.md.jinja", the_atlas, front, source, subject)


def _page(
    uri: str,
    template: str,
    the_atlas: Atlas,
    front: Mapping[str, object],
    source: str | None = None,
    subject: Mapping[str, object] | None = None,
) -> Page:
    # Every page is served as a folder, so a page's depth alone says how to get back to the site's root.
    depth = uri.count("/") + (0 if uri.endswith("index.md") else 1)
    body = (
        _environment()
        .get_template(template)
        .render(
            atlas=the_atlas, data=the_atlas.data, root="../" * depth or "./", source=source, **(subject or {})
        )
    )
    return Page(uri, f"---\n{yamlfile.dump(front)}---\n\n{body.strip()}\n", source)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=True,
    )
    environment.filters |= {
        "formula": typeset.formula_html,
        "claim": typeset.claim_text,
        "value": typeset.value_text,
        "conditions": typeset.conditions_text,
        "amount": typeset.fraction_text,
        "entropy": typeset.entropy_text,
        "citation": typeset.citation_text,
        "authors": typeset.authors_text,
        "unit": typeset.unit_text,
        "line": lambda text: " ".join(str(text).split()),
    }
    environment.globals |= {
        "titles": TITLES, "R": entropy.R, "figures": figures, "element_name": elements.name,
    }  # fmt: skip
    return environment
