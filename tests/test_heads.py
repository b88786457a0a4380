"""What programs read in a page's head: schema.org, citation tags, and a picture of each material."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from generator.derived.atlas import Atlas
from generator.drawing import share_card
from generator.site import plain_markdown, share_cards, structured

ALLOWED = {
    "Dataset": {
        "name", "description", "url", "identifier", "about", "isPartOf", "license", "creator", "citation", "version",
        "variableMeasured", "distribution", "isAccessibleForFree", "keywords", "datePublished",
    },
    "ChemicalSubstance": {"name", "alternateName", "chemicalComposition"},
    "PropertyValue": {"name", "value", "minValue", "maxValue", "unitText"},
    "DataDownload": {"contentUrl", "encodingFormat"},
    "Organization": {"name"},
    "Person": {"name", "familyName", "givenName"},
    "ScholarlyArticle": {
        "headline", "name", "author", "datePublished", "isPartOf", "pagination", "license", "sameAs", "url",
        "mainEntityOfPage",
    },
    "PublicationVolume": {"volumeNumber", "isPartOf"},
    "Periodical": {"name"},
    "DefinedTerm": {"name", "description", "termCode", "inDefinedTermSet", "alternateName", "url"},
}  # fmt: skip
"""Type -> the properties that schema.org (version 29.0) gives it or a type above it, of those that are used here."""
ALLOWED["CreativeWork"] = ALLOWED["ScholarlyArticle"]
REQUIRED = {
    "Dataset": {"name"}, "PropertyValue": {"name"}, "DataDownload": {"contentUrl"}, "Person": {"name"},
    "ScholarlyArticle": {"name"}, "DefinedTerm": {"name", "termCode"}, "Periodical": {"name"},
}  # fmt: skip
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def faults(node: Any, where: str = "") -> list[str]:
    """Return every type and property of a node, and of those in it, that schema.org does not have."""
    if isinstance(node, list):
        return [fault for item in node for fault in faults(item, where)]
    if not isinstance(node, dict):
        return [] if node not in (None, "", [], {}) else [f"{where}: empty"]
    kind, keys = str(node.get("@type")), {key for key in node if not key.startswith("@")}
    found = [f"{kind}.{key}" for key in keys - ALLOWED.get(kind, set())]
    found += [f"{kind} without {key}" for key in REQUIRED.get(kind, set()) - keys]
    return found + [fault for key in keys for fault in faults(node[key], f"{kind}.{key}")]


KINDS = {
    "materials": "Dataset", "references": "ScholarlyArticle", "effects": "DefinedTerm", "challenges": "DefinedTerm",
    "strategies": "DefinedTerm", "families": "DefinedTerm", "elements": "DefinedTerm", "topics": "DefinedTerm",
    "properties": "DefinedTerm",
}  # fmt: skip


def node(tags: str) -> Any:
    (text,) = BLOCK.findall(tags)
    found = json.loads(text)
    assert found["@context"] == "https://schema.org"
    return found


@pytest.mark.data
@pytest.mark.parametrize("kind", KINDS)
def test_every_record_has_its_type_and_only_properties_of_schema_org(real: Atlas, kind: str) -> None:
    for ident in real.data.kind(kind):
        found = node(structured.record(real, kind, ident, "About it.", "https://atlas.test/"))
        assert faults(found) == [], ident
        assert found["@type"] in (KINDS[kind], "CreativeWork")  # a patent is no article


def test_what_schema_org_does_not_have_is_found() -> None:
    odd = {"@type": "Dataset", "about": {"@type": "Cathode"}, "colour": 1, "creator": [{"@type": "Person", "name": ""}]}
    assert sorted(faults(odd)) == ["Dataset without name", "Dataset.colour", "Person.name: empty"]


def test_the_home_page_describes_the_collection_and_its_files(real: Atlas) -> None:
    found = node(structured.collection(real, "https://atlas.test/"))
    assert faults(found) == []
    assert "https://atlas.test/api/v1/claims.csv" in [each["contentUrl"] for each in found["distribution"]]


def test_a_material_gives_computed_and_measured_values_with_units_and_bounds(real: Atlas) -> None:
    found = node(structured.record(real, "materials", "nfmczs", "About it.", "../../"))
    assert found["about"]["chemicalComposition"] == "NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2"
    first, *others = found["variableMeasured"]
    assert first == {
        "@type": "PropertyValue",
        "name": "Entropy of the mixing site, computed",
        "value": 1.621517,
        "unitText": "R",
    }
    assert {"@type": "PropertyValue", "name": "Capacity retention", "value": 87.0, "unitText": "%"} in others


def test_a_paper_is_cited_as_reference_managers_read_it(real: Atlas) -> None:
    tags = structured.record(real, "references", "wang2024a", "About it.", "../../")
    for name in ("title", "author", "publication_date", "journal_title", "doi"):
        assert f'<meta name="citation_{name}" content="' in tags


def test_no_text_of_a_record_ends_the_data_block() -> None:
    assert structured._script({"name": "</script><b>&"}).count("</") == 1


def test_pages_name_their_picture_and_their_citation(built: Path) -> None:
    page = (built / "materials/nfmczs/index.html").read_text(encoding="utf-8")
    assert '<meta property="og:image" content="../../assets/cards/nfmczs.png">' in page
    assert "application/ld+json" in page
    for kind, ident in (("effects", "cocktail"), ("families", "layered-oxide"), ("elements", "sn")):
        page = (built / kind / ident / "index.html").read_text(encoding="utf-8")
        assert f'<meta property="og:image" content="../../assets/cards/{kind}/{ident}.png">' in page
        assert (built / f"assets/cards/{kind}/{ident}.png").is_file()
    assert (built / "assets/cards/nfmczs.png").is_file()
    for path in ("index.html", "audit/index.html", "review/outlook/index.html", "references/zhan2026/index.html"):
        text = (built / path).read_text(encoding="utf-8")
        assert "Cite this page: The Entropy Atlas contributors" in text, path
        assert "assets/cards/atlas.png" in text, path


def test_the_picture_of_a_material_is_small_and_the_same_bytes_each_time(real: Atlas) -> None:
    card = share_cards._card(real, real.entries["nfmczs"])
    made = share_card.draw(card)
    assert made == share_card.draw(card)
    assert len(made) < 16_000
    with Image.open(io.BytesIO(made)) as image:
        assert image.size == (1200, 630)
        assert image.getpixel((80, 330)) != image.getpixel((700, 330))  # two elements of the metal site


def test_the_picture_of_another_record_says_what_it_is_about_and_fits(real: Atlas) -> None:
    for kind in ("families", "effects", "challenges", "strategies", "elements"):
        for ident in real.data.kind(kind):
            card = share_cards._record(real, kind, ident)
            assert card.words
            assert card.headline.split()[0].isdigit()
            assert len(share_card.draw(card)) < 30_000, ident


def test_every_page_has_its_words_as_markdown_beside_it_with_links_that_hold(built: Path) -> None:
    pages = [path for path in built.rglob("index.html") if "application/atom+xml" in path.read_text(encoding="utf-8")]
    assert len(pages) > 1_000
    broken = []
    for page in pages:
        text = (page.parent / "index.md").read_text(encoding="utf-8")
        assert text.startswith("# "), page
        assert not re.search(r"<(p|div|td|span|a)\b", text), page
        links = re.findall(r"\]\(((?![a-z]+:)[^)#\s?]+)", text)
        broken += [f"{page}: {link}" for link in links if not (page.parent / link).exists()]
    assert broken == []


def test_the_overview_for_programs_leads_to_files_that_are_there(built: Path) -> None:
    text = (built / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# Entropy Atlas\n\n> ")
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert len(links) > 30
    assert [link for link in links if not (built / link).is_file()] == []


CASES = [
    ("<p>A <em>b</em>\nc</p>", "A *b* c\n"),
    ("<ul><li>x*y</li><li>[Fe(CN)<sub>6</sub>]</li></ul>", "- x\\*y\n- \\[Fe(CN)6\\]\n"),
    ("<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1 | 2</td></tr></tbody></table>",
     "| A |\n| --- |\n| 1 \\| 2 |\n"),
    ("<dl><dt>Phase</dt><dd>O3</dd></dl>", "**Phase:** O3\n"),
    ("<p>a</p><svg><text>b</text></svg><p data-pagefind-ignore>c</p>", "a\n"),
    ("## Air\n\n* kept _as_ it is", "## Air\n\n* kept _as_ it is\n"),
    ("## A &#91;x&#93;(y) &lt;i&gt;\n\na < b", "## A \\[x\\](y) \\<i>\n\na < b\n"),
    ("<p>&#91;x&#93;(y) &amp;lt; ~~z~~</p>", "\\[x\\](y) \\&lt; \\~\\~z\\~\\~\n"),
    ("<p># a</p><p> --- </p><p>+ b</p><p>1. c</p><p>=</p><p>&gt; d</p><p>-0.5</p>",
     "\\# a\n\n\\---\n\n\\+ b\n\n1\\. c\n\n\\=\n\n\\> d\n\n-0.5\n"),
    ("<ul><li># a</li></ul><table><tr><td>- b</td></tr></table>", "- \\# a\n\n| - b |\n"),
    ('<p><a href="https://a.test/x) [y](z">b</a></p>', "[b](https://a.test/x%29%20[y]%28z)\n"),
    ("<p>Write <code>a_b*</code>, <code>`</code>.</p><table><tr><td><code>a|b</code></td></tr></table>",
     "Write `a_b*`, `` ` ``.\n\n| `a\\|b` |\n"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), CASES)
def test_markup_becomes_markdown(html: str, expected: str) -> None:
    assert plain_markdown.text(["", html]) == expected


CHAPTERS = [
    ("See [methods](../methods.md#b), [c](c/index.md \"T\"), [d].\n\n[d]: d.md", "See [methods](../../methods/#b), "
     "[c](../c/ \"T\"), [d].\n\n[d]: ../d/"),
    ("A `<svg x>`, ``[b`](c.md)<p>`` [c](d.md)", "A `<svg x>`, ``[b`](c.md)<p>`` [c](../d/)"),
    ("A ` and ~ alone, H<sub>2</sub>O\n\nafter ``", "A ` and ~ alone, H2O\n\nafter ``"),
]  # fmt: skip
CODE = (
    "`two\nlines <p> <sub> [a](b.md)`", "    <script> <sub>\n    [a](b.md)", "- a\n\n        <div>\n\n- b",
    "```html\n<svg >\n`\n[a](b.md)\n```", "~~~\na:\n  - <p>\n\n\n\n  - b\n~~~", "``` <p>\n```", "`` ` <pre> ``",
)  # fmt: skip


@pytest.mark.parametrize(("markdown", "expected"), [*CHAPTERS, *((code, code) for code in CODE)])
def test_what_authors_write_stays_but_for_links_and_raised_letters_outside_of_code(
    markdown: str, expected: str
) -> None:
    parts = [f"{markdown}\n\nLast: ", '<a href="../b/">b</a>', ", H<sub>2</sub>O."]
    assert plain_markdown.text(parts) == f"{expected}\n\nLast: [b](../b/), H2O.\n"
