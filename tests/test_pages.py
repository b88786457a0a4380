"""What the pages say: golden texts for the small records, and what holds for every record."""

from __future__ import annotations

import gzip
import math
import re
import shutil
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from markdown.extensions.toc import slugify

from generator import pipeline
from generator.derived import atlas
from generator.derived.atlas import Atlas
from generator.site import assembly, pages
from generator.site.page import Page
from generator.site.titles import TITLES

from . import HERE
from .conftest import GoldenFiles, Records

pytestmark = pytest.mark.data


def by_uri(made: list[Page]) -> dict[str, str]:
    return {page.uri: page.text for page in made}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the text of every page of the small records, rendered once."""
    data = shutil.copytree(HERE / "small", tmp_path_factory.mktemp("small") / "data")
    return by_uri(pages.render(pipeline.load(data)))


GOLDEN = [
    "index.md", "materials/index.md", "materials/alpha.md", "materials/beta.md", "materials/gamma.md",
    "materials/delta.md", "effects/index.md", "effects/cocktail.md", "challenges/index.md", "challenges/air.md",
    "strategies/phase.md", "families/layered-oxide.md", "references/index.md", "references/doe2024.md",
    "references/roe2026.md",
    "families/index.md",
    "elements/index.md",
    "elements/ni.md",
    "topics/index.md",
    "topics/milling.md",
    "glossary.md",
    "audit.md",
    "oddities.md",
]  # fmt: skip


@pytest.mark.parametrize("uri", GOLDEN)
def test_the_pages_of_the_small_records_read_as_accepted(small: dict[str, str], golden: GoldenFiles, uri: str) -> None:
    # Drawings are compared by what they say, not by their strokes, which belong to the drawing library.
    text = re.sub(r"(<svg [^>]*>).*?</svg>", r"\1…</svg>", small[uri], flags=re.DOTALL)
    golden.check(uri, text)


def test_every_record_has_a_page_and_every_kind_an_index(records: Records) -> None:
    data = pipeline.load(records.root).data
    made = by_uri(pages.render(atlas.derive(data)))
    for kind in TITLES:
        assert f"{kind}/index.md" in made
        for ident in data.kind(kind):
            assert f"{kind}/{ident}.md" in made
            assert f"{kind}/{ident}/" in made[f"{kind}/index.md"] or kind == "families"


def test_a_label_that_the_arithmetic_does_not_support_gets_a_neutral_note(small: dict[str, str]) -> None:
    assert "Called high-entropy in its source; 1.43 R here." in small["materials/alpha.md"]
    assert "Called" not in re.sub(r"Called in its source|>Called<", "", small["materials/beta.md"])


def test_a_claim_is_shown_with_conditions_control_source_and_locator(small: dict[str, str]) -> None:
    row = small["materials/alpha.md"].split('id="claim-1"')[1].split("</tr>")[0]
    for said in (
        "≈\u00a087.0\u00a0%", "after 500 cycles · at\u00a03C", "2.0–4.1\u00a0V", "exposed to air for 15 days",
        ">Beta</a>",
        "24\u00a0%", ">Doe et al. (2024)</a>", "via", ">Roe and Poe (2026)</a>", "section 2.1", "measured",
    ):  # fmt: skip
        assert said in row


def test_links_are_shown_from_both_ends(small: dict[str, str]) -> None:
    assert "materials/alpha/" in small["effects/cocktail.md"]
    assert "effects/cocktail/" in small["materials/alpha.md"]
    assert "materials/alpha/" in small["challenges/air.md"]
    assert "challenges/air/" in small["materials/alpha.md"]
    assert "challenges/air/" in small["effects/cocktail.md"]
    assert "against 24\u00a0% here" in small["materials/beta.md"]
    assert "materials/alpha/" in small["references/doe2024.md"]


def test_nothing_in_a_record_is_read_as_markup(records: Records) -> None:
    shown = False
    attack = "<script>alert(1)</script> {{ 7*7 }} {% raw %} [x](javascript:alert(1)) ![](http://a.b/c) <!-- `"
    for path in ("materials/alpha.yml", "mechanisms/cocktail.yml", "references/doe2024.yml"):
        file = records.root / path
        quoted = attack.replace('"', '\\"')
        text = re.sub(r"(?m)^(name|title|summary|explanation): .*", rf'\1: "{quoted}"', file.read_text())
        file.write_text(text)
    for page in pages.render(pipeline.load(records.root)):
        # Front matter, and drawings inside HTML, are never read as Markdown.
        text = re.sub(r"\A---\n.*?^---$|<svg.*?</svg>", "", page.text, flags=re.DOTALL | re.MULTILINE)
        assert "<script>alert" not in text
        assert "<!--" not in text
        assert "[x](javascript" not in text  # as references, brackets make no link
        shown |= "alert(1)" in text
    assert shown


def test_pages_are_the_same_bytes_every_time(records: Records) -> None:
    assert pages.render(pipeline.load(records.root)) == pages.render(pipeline.load(records.root))


def test_a_page_knows_the_file_that_it_is_made_from(records: Records) -> None:
    sources = {page.uri: page.source for page in pages.render(pipeline.load(records.root))}
    assert sources["materials/alpha.md"] == "data/materials/alpha.yml"
    assert sources["materials/index.md"] is None


def test_every_formula_of_the_collection_gets_an_entropy_within_its_bounds(real: Atlas) -> None:
    out_of_bounds, unexplained = [], []
    for ident, entry in real.entries.items():
        if entry.description is None:
            unexplained += [] if any(each.property == "composition" for each in entry.material.missing) else [ident]
        elif not 0 <= entry.description.entropy.all <= 1e-9 + math.log(len(entry.description.sites["metal"])):
            out_of_bounds.append(ident)
    assert (out_of_bounds, unexplained) == ([], [])


def test_the_explorer_weighs_little_for_each_material(real: Atlas, real_pages: dict[str, str]) -> None:
    page, data = (real_pages[uri].encode() for uri in ("explore.md", "assets/explorer.json"))
    assert len(page) < 650 * len(real.entries)
    assert len(gzip.compress(page)) + len(gzip.compress(data)) < 400 * len(real.entries)


LINK = re.compile(r'\bhref="([^"]+)"|\]\(([^)\s]+)')
STYLES = ("assets/explorer.css", "assets/tools.css", "assets/design.css", "assets/form.css")
"""What pages name and the theme brings."""


def address(uri: str) -> str:
    """Return where a page is served; a file is served under its own name."""
    return re.sub(r"(^|/)index/$", r"\1", f"{uri.removesuffix('.md')}/") if uri.endswith(".md") else uri


def ids(text: str) -> set[str]:
    """Return what an address may point at within a page: ids, and headings as Markdown names them."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {*re.findall(r'\bid="([^"]+)"', text), *(slugify(heading, "-") for heading in headings)}


def test_every_link_between_the_pages_leads_to_one_and_to_a_place_in_it(
    real_pages: dict[str, str], written: Path
) -> None:
    """What the built site is asked as well, before anything is built: HTML links by address, Markdown links by file."""
    served = {address(uri): uri for path in written.rglob("*") if (uri := path.relative_to(written).as_posix())}
    anchors = cache(lambda uri: ids(real_pages[uri]))
    lost, followed = set(), 0
    for uri in filter(lambda uri: uri.endswith(".md"), real_pages):
        for html, markdown in set(LINK.findall(real_pages[uri])):
            if urlsplit(html or markdown).scheme:
                continue
            target, place = urldefrag(urljoin(f"/{address(uri) if html else uri}", unescape(html) or markdown))
            path = target.partition("?")[0].removeprefix("/")
            found = served.get(path if html else address(path))
            followed += 1
            if path not in STYLES and (found is None or (place and place not in anchors(found))):
                lost.add(f"{uri}: {html or markdown}")
    assert sorted(lost) == []
    assert followed > 10_000


def test_the_collection_holds_the_reviews_four_effects_and_ten_challenges(real: Atlas) -> None:
    assert set(real.data.effects) >= {"high-entropy", "sluggish-diffusion", "lattice-distortion", "cocktail"}
    by_family = [challenge.family for challenge in real.data.challenges.values()]
    assert min(by_family.count("layered-oxide"), by_family.count("prussian-blue-analogue")) >= 5


def test_pages_are_written_where_any_builder_finds_them(records: Records, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    uris = [page.uri for page in assembly.build(records.root, tmp_path / "content")]
    assert uris == sorted(uris)
    assert all(
        uri.endswith((".md", "/index.html")) or uri.startswith(("api/v1/", "assets/"))
        for uri in {*uris} - {"feed.xml", "llms.txt"}
    )
    assert all(not uri.startswith(("/", ".")) for uri in uris)


def test_an_old_address_says_where_its_record_has_gone(records: Records) -> None:
    records.edit("materials/alpha.yml", "aliases: [A-1]", "aliases: [A-1]\nformer_ids: [aleph]")
    made = by_uri(pages.render(pipeline.load(records.root)))
    assert 'href="../../materials/alpha/">Alpha</a>' in made["materials/aleph/index.html"]
