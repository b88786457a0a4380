"""Dataset to pages as values: an address and Markdown text, for any site builder.

Text of records reaches a page only through auto-escaped templates, inside HTML blocks, so that neither HTML
nor Markdown in it is ever interpreted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from ..changes.history import History
from ..chemistry import elements
from ..derived import comparable, element_usage, lookalikes, nearest, questions
from ..derived.atlas import Atlas
from . import (
    answers,
    code_host,
    evidence,
    page_heads,
    performance,
    performance_data,
    redirects,
    share_cards,
    structured,
)
from .content_pages import front_matter
from .page import QUESTIONS, Page, root_of
from .part import WHOLE, Part
from .templating import environment
from .titles import ONE, SINGLE, TITLES

_UNKNOWN = History()


def render(
    the_atlas: Atlas,
    written: Sequence[Page] = (),
    edit_url: str | None = None,
    site_url: str | None = None,
    known: History = _UNKNOWN,
    part: Part = WHOLE,
) -> list[Page]:
    """Return the pages that follow from the records; a reference names the hand-written pages that cite it.

    Of records in other parts, there are none.
    """
    return [page.packed() for page in _pages(_Context.of(the_atlas, written, edit_url, site_url, known), part)]


@dataclass(frozen=True, slots=True)
class _Context:
    """What the pages of records are rendered from, derived once for all of them."""

    atlas: Atlas
    written: Sequence[Page]
    edit_url: str | None
    site_url: str | None
    history: History
    numbers: comparable.Numbers
    known_as: lookalikes.Index
    compositions: nearest.Index
    uses: element_usage.Uses
    element_ids: Mapping[str, str]
    evidence: evidence.Evidence

    @classmethod
    def of(
        cls,
        the_atlas: Atlas,
        written: Sequence[Page],
        edit_url: str | None,
        site_url: str | None = None,
        known: History = _UNKNOWN,
    ) -> _Context:
        found = element_usage.of_elements(the_atlas)
        return cls(
            the_atlas,
            written,
            edit_url,
            site_url,
            known,
            comparable.numbers(the_atlas),
            lookalikes.index(the_atlas),
            nearest.index(the_atlas),
            found,
            element_usage.ids(the_atlas, found),
            evidence.Evidence.of(the_atlas),
        )


def record(the_atlas: Atlas, kind: str, ident: str) -> Page:
    """Return the page of one record, as it is without hand-written pages."""
    return _record_page(_Context.of(the_atlas, (), None), kind, ident, the_atlas.data.kind(kind)[ident])


def _pages(context: _Context, part: Part) -> Iterator[Page]:
    the_atlas = context.atlas
    front: dict[str, object] = {"title": "Entropy Atlas", "hide": ["navigation", "toc"]}
    home = _page("index.md", "home.md.jinja", the_atlas, front, subject={"evidence": context.evidence})
    yield replace(home, tags=structured.collection(the_atlas, context.site_url or "./"))
    yield from _evidence_pages(context)
    yield from _question_pages(the_atlas)
    for name, title in SINGLE.items():
        front = {"title": title, "kind": "Index", "hide": ["navigation", "toc"]}
        more = {"edit_url": context.edit_url, "history": context.history}
        yield _page(f"{name}.md", f"{name}.md.jinja", the_atlas, front, subject=more)
    for kind, title in TITLES.items():
        wide = ["toc"] if kind == "materials" else []  # its table needs the room
        front = {"title": title, "kind": "Index", "hide": ["navigation", *wide]}
        subjects: dict[str, object] = {
            "element_ids": context.element_ids,
            "table": performance.Performance(the_atlas),
            "performance_columns": performance_data.columns,
        }
        yield _page(f"{kind}/index.md", f"{kind}.md.jinja", the_atlas, front, subject=subjects)
        yield from _record_pages(context, kind, part)
    for ident, material in the_atlas.data.withdrawn.items():
        yield _withdrawn_page(context, ident, material)
    for uri, html, former in redirects.pages(the_atlas):
        yield Page(uri, html, lasting=former)
    for symbol, ident in context.element_ids.items():
        if ident not in the_atlas.data.elements:
            yield _element_page(context, symbol, ident)


def _evidence_pages(context: _Context) -> Iterator[Page]:
    """Yield the counts over all pairs of material and control, and the pairs of each property."""
    front = {"title": "Evidence", "kind": "Index", "hide": ["navigation"]}
    uri = f"{evidence.FOLDER}/index.md"
    yield _page(uri, "evidence.md.jinja", context.atlas, front, subject={"evidence": context.evidence})
    for ident, summary in context.evidence.by_property.items():
        found = evidence.Evidence(context.atlas, summary.pairs)
        measured = context.atlas.data.properties[ident]
        title = f"{measured.label}: against the control"
        line = f"{measured.label} of materials against their controls, pair by pair. {measured.summary}"
        about = page_heads.shortened(line)
        front = {"title": title, "kind": "Evidence", "description": about, "hide": ["navigation", "toc"]}
        subject = {"id": ident, "property": measured, "evidence": found}
        yield _page(
            f"{evidence.FOLDER}/{ident}.md", "evidence-property.md.jinja", context.atlas, front, subject=subject
        )


def _question_pages(the_atlas: Atlas) -> Iterator[Page]:
    """Yield the answer to each question of readers."""
    for ident, question in the_atlas.data.questions.items():
        said = answers.sentences(the_atlas, question, questions.groups(the_atlas, question))
        about = page_heads.shortened(" ".join([*said[:1], question.summary]))
        front = {"title": question.label, "kind": "Question", "description": about, "hide": ["navigation", "toc"]}
        subject = {"ident": ident, "question": question}
        yield _page(f"{QUESTIONS}/{ident}.md", "question.md.jinja", the_atlas, front, subject=subject)


def _element_page(context: _Context, symbol: str, ident: str) -> Page:
    """Return the page of an element that occurs in compositions and that no record describes."""
    name = elements.name(symbol).capitalize()
    line = f"{name} ({symbol}): the materials of the atlas that contain it, and what its papers measured."
    front = {"title": name, "kind": ONE["elements"], "description": line, "hide": ["navigation"]}
    subject = {
        "record": None,
        "symbol": symbol,
        "name": name,
        "uses": context.uses[symbol],
        "mentioned_in": (),
        "evidence": context.evidence,
    }
    return _page(f"elements/{ident}.md", "element.md.jinja", context.atlas, front, subject=subject)


def _withdrawn_page(context: _Context, ident: str, record: Any) -> Page:
    """Return the page of a material that no longer counts: why, and what it said."""
    origin = context.atlas.data.origins["materials", ident]
    front = {"title": record.name, "kind": "Withdrawn", "description": f"{record.name}: withdrawn", "hide": ["toc"]}
    place = code_host.record_urls(context.edit_url, origin.document.file, ident)
    subject = {"record": record, "place": place, "line": lambda *path: origin.document.at(path)[0]}
    subject |= {"history": context.history, "changes": context.history.by_record.get(("materials", ident), ())}
    uri = f"materials/{ident}.md"
    return _page(uri, "withdrawn.md.jinja", context.atlas, front, origin.document.file, subject)


def _record_pages(context: _Context, kind: str, part: Part) -> Iterator[Page]:
    for ident, record in context.atlas.data.kind(kind).items():
        if part.has(f"{kind}/{ident}.md"):
            yield _record_page(context, kind, ident, record)


def _record_page(context: _Context, kind: str, ident: str, record: Any) -> Page:
    the_atlas = context.atlas
    title = getattr(record, "title", None) or record.name
    front: dict[str, object] = {"title": title, "kind": ONE[kind], "hide": ["navigation"]}
    front["description"] = page_heads.of_record(the_atlas, kind, ident, record)
    if picture := share_cards.address(kind, ident):
        front["picture"] = picture
    if kind == "materials" and record.formula:
        front["formula"] = the_atlas.entries[ident].description.plain  # type: ignore[union-attr] # has a formula
    origin = the_atlas.data.origins[kind, ident]
    source = origin.document.file
    subject = {
        "mentioned_in": [page for page in context.written if f'/{kind}/{ident}/"' in page.text],
        "place": code_host.record_urls(context.edit_url, source, ident),
        "line": lambda *path: origin.document.at((*origin.prefix, *path))[0],
        "evidence": context.evidence,
        "history": context.history,
        "changes": context.history.by_record.get((kind, ident), ()),
        **_about(context, kind, ident, record),
    }
    if kind == "properties":
        subject["id"] = ident  # an entry of a vocabulary does not have its own
    uri = f"{kind}/{ident}.md"
    page = _page(uri, f"{ONE[kind].lower()}.md.jinja", the_atlas, front, source, subject)
    site = context.site_url or root_of(uri)
    return replace(page, tags=structured.record(the_atlas, kind, ident, str(front["description"]), site))


def _about(context: _Context, kind: str, ident: str, record: Any) -> dict[str, object]:
    """Return what the template of one kind needs of a record."""
    if kind == "materials":
        compared = comparable.comparisons(ident, context.numbers)
        entry = context.atlas.entries[ident]
        alike = lookalikes.of(context.atlas, context.known_as, ident)
        near = nearest.of(context.atlas, context.compositions, ident)
        about: dict[str, object] = {"entry": entry, "comparisons": compared, "alike": alike, "near": near}
        return about | {"element_ids": context.element_ids}
    if kind == "elements":
        found = context.uses.get(record.symbol, ())
        return {"record": record, "symbol": record.symbol, "name": record.name, "uses": found}
    return {"record": record}


def _page(
    uri: str,
    template: str,
    the_atlas: Atlas,
    front: Mapping[str, object],
    source: str | None = None,
    subject: Mapping[str, object] | None = None,
) -> Page:
    body = (
        environment()
        .get_template(template)
        .render(
            atlas=the_atlas,
            data=the_atlas.data,
            root=root_of(uri),
            source=source,
            title=front["title"],
            **(subject or {}),
        )
    )
    front = {**front, "description": front.get("description") or page_heads.of_text(body)}
    safe = {
        key: escape(value) if isinstance(value, str) else value for key, value in front.items()
    }  # the theme does not escape them
    head = front_matter(safe)
    return Page(uri, f"{head}{body.strip()}\n", source, head)
