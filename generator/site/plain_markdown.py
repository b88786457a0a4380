"""The words of a page as plain Markdown, for programs that read text: `index.md` beside each page's HTML.

HTML is that of the site's own templates, so a few patterns are enough to read it. What authors write in Markdown
stays as it is. Left out is what the search leaves out: drawings, buttons, cards to copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape
from itertools import count
from pathlib import Path
from typing import Final

from . import page_check
from .placeholders import mark, marks
from .structured import NAME

NAME_OF_FILE: Final = "index.md"
INDEX: Final = "llms.txt"
_TOKEN: Final = re.compile(r"<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)\b(?P<attributes>[^<>]*)>|(?P<words>[^<]+|<)")
_IN_CHAPTER: Final = re.compile(
    r"</?su[bp]>|(?:(?<=\]\()|(?<=\]\(<)|(?<=\]: )|(?<=\]: <))(?![a-z]+:)"
    r"(?P<page>[^()<>#\s]+)\.md(?P<place>#[^)>\s]*)?(?![^)>\s])"
)
"""What a chapter has where the copy has something else: the HTML that authors may write, and links to sources."""
_CODE: Final = re.compile(r"<code\b[^<>]*>[^<]*</code>")
_HREF: Final = re.compile(r'\bhref="([^"]*)"')
_VOID: Final = frozenset(("br", "wbr", "img", "input", "hr", "meta", "link"))
_SKIPPED: Final = frozenset(("svg", "script", "style", "template", "button", "form", "nav", "dialog", "select", "math"))
_IGNORED: Final = re.compile("data-pagefind-ignore|ea-hidden|headerlink")
_BLOCKS: Final = frozenset((
    "p", "div", "section", "header", "figure", "figcaption", "details", "summary", "ul", "ol", "dl", "dt", "dd", "li",
    "blockquote", "pre", "table", "caption", "h1", "h2", "h3", "h4", "h5", "h6",
))  # fmt: skip
_LEADING: Final = {"li": "- ", "dd": ": ", "summary": "**", "dt": "**", "blockquote": "> "}
_APART: Final = "\0"
"""Behind what style sheets set apart: a blank, where a word would follow."""
_MARKED: Final = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_LITERAL: Final = re.compile(r"[*_`~|<\[\]\\]|&(?=#?\w+;)")
_FIRST: Final = re.compile(r"\A\s*(?:\d+(?=[.)](?:\s|$))|(?=[-+=](?:[-=\s]|$)|[#>]))")
"""Before what begins a heading, a list, a quotation or a rule where it begins a line."""
_ENTITY: Final = re.compile(r"&#?\w+;")
_SPACE: Final = re.compile(r"\s+")


def text(parts: Sequence[str], up: str = "../") -> str:
    """Return the words of a page, given as its Markdown and HTML in turns; `up` is the way to the folder of its source.

    >>> text(["", '<h1>A</h1>\\n<p>See <a href="../b/">B<sub>2</sub></a>.</p>'])
    '# A\\n\\nSee [B2](../b/).\\n'
    >>> text(["See [H<sub>2</sub>O](b.md), `[H<sub>2</sub>\\nO](b.md)`"])
    'See [H2O](../b/), `[H<sub>2</sub>\\nO](b.md)`\\n'
    >>> text(["[a](<a.md>), [b](<b.md#c> 'd'), [e]\\n\\n[e]: <e.md>"])
    "[a](<../a/>), [b](<../b/#c> 'd'), [e]\\n\\n[e]: <../e/>\\n"
    """
    below = parts[0].split("\n---\n", 1)[-1] if parts[0].startswith("---\n") else parts[0]
    written = _chapter((below, *parts[1:]), up)
    return "".join(_words(part) if place % 2 else part for place, part in enumerate(written)).strip("\n") + "\n"


def _chapter(parts: Sequence[str], up: str) -> list[str]:
    """Return the parts with what authors write as a copy has it, but for code, which only a conversion finds surely."""
    numbers = count()
    marked = [part if place % 2 else _IN_CHAPTER.sub(lambda found: f"{mark(next(numbers))}{found[0]}", part)
              for place, part in enumerate(parts)]  # fmt: skip
    if next(numbers) == 0:
        return [*parts]
    outside = marks(_CODE.sub("", page_check.render("".join(marked)).html))
    numbers = count()

    def plain(found: re.Match[str]) -> str:
        if next(numbers) not in outside:
            return found[0]
        return _to_page(found["page"], found["place"] or "", up) if found["page"] else ""

    return [part if place % 2 else _IN_CHAPTER.sub(plain, part) for place, part in enumerate(parts)]


def _to_page(source: str, place: str, up: str) -> str:
    """Return the address of a page, which is a folder, in place of that of its source."""
    return f"{up}{source.removesuffix('index')}{'' if source.endswith('index') else '/'}{place}"


def _words(html: str) -> str:
    """Return the words of HTML, which templates of ours wrote, with headings in Markdown between its elements."""
    writer, place = _Writer(), 0
    while found := _TOKEN.match(html, place):
        place = found.end()
        closing, tag, attributes, words = found.group("end", "tag", "attributes", "words")
        if words:
            writer.words(words)
        elif tag == "svg" and not closing:  # many marks that hold no words; none is within another
            end = html.find("</svg>", place)
            place = len(html) if end < 0 else end + len("</svg>")
        else:
            writer.tag(tag, attributes, closing=bool(closing))
    return writer.finished()


class _Writer:
    """Collects lines; what is outside all elements is Markdown already, but for its entities."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.stack: list[str] = []
        self.opened: list[tuple[str, int]] = []
        """Address and begin of each link, and begin of each code, that is not closed."""
        self.row: list[str] | None = None
        self.heads = 0
        self.skipping = 0

    def tag(self, tag: str, attributes: str, *, closing: bool) -> None:
        if closing:
            self._close(tag)
        elif tag in _VOID:
            self.out.append(" " if tag == "br" and not self.skipping else "")
        else:
            self.stack.append(tag)
            self._open(tag, attributes)

    def _open(self, tag: str, attributes: str) -> None:
        if self.skipping or tag in _SKIPPED or _IGNORED.search(attributes):
            self.skipping += 1
        elif tag in ("td", "th"):
            self.out = self._cell()
        elif tag == "tr":
            self.row = []
        elif tag in ("a", "code"):
            href = _HREF.search(attributes)
            self.opened.append((unescape(href[1]) if href else "", len(self.out)))
        else:
            self._begin(tag)

    def _begin(self, tag: str) -> None:
        if tag in _MARKED:
            self.out.append(_MARKED[tag])
        elif tag in _BLOCKS and self.row is None:
            self.out.append("\n\n" if tag != "li" else "\n")
            if tag[0] == "h" and tag[1:].isdigit():
                self.out.append(f"{'#' * int(tag[1])} ")
            self.out.append(_LEADING.get(tag, ""))
        elif tag in _BLOCKS:
            self.out.append(" ")

    def _close(self, tag: str) -> None:
        while self.stack:  # a template may leave an optional end tag out
            last = self.stack.pop()
            self._end(last)
            if last == tag:
                return

    def _end(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
        elif tag in ("td", "th") and self.row is not None:
            cell = " ".join("".join(self.out).split())
            self.out = self.saved
            self.row.append(cell)
        elif tag == "tr":
            self._row()
        elif tag in ("a", "code") and self.opened:
            href, start = self.opened.pop()
            inner = "".join(self.out[start:]).strip()
            self.out[start:] = [_code(inner) if tag == "code" else _link(inner, href)]
        else:
            self.out.append(self._ending(tag))

    def _ending(self, tag: str) -> str:
        if tag in _MARKED:
            return _MARKED[tag] + (_APART if tag == "strong" else "")
        if tag in ("summary", "dt") and self.row is None:
            return "**"
        if tag == "thead":
            return f"\n|{' --- |' * self.heads}"
        return _APART if tag == "span" or (tag in _BLOCKS and self.row is not None) else ""

    def _cell(self) -> list[str]:
        self.saved = self.out
        return []

    def _row(self) -> None:
        cells, self.row = self.row or [], None
        self.heads = len(cells)
        self.out.append(f"\n| {' | '.join(cells)} |")

    def words(self, words: str) -> None:
        if self.skipping:
            return
        if not self.stack:
            self.out.append(_ENTITY.sub(lambda entity: _literal(unescape(entity[0])), words))
        elif words.strip():
            plain = unescape(_SPACE.sub(" ", words))
            if "code" in self.stack:
                self.out.append(plain if self.row is None else plain.replace("|", r"\|"))
            else:
                literal = _literal(plain)
                self.out.append(_FIRST.sub(r"\g<0>\\", literal) if self._at_start() else literal)
        elif self.out and not self.out[-1].endswith(("\n", " ")):
            self.out.append(" ")

    def _at_start(self) -> bool:
        """Return whether what follows would begin a line, or what an item of a list holds."""
        before = next((piece for piece in reversed(self.out) if piece.strip(f" {_APART}")), "\n")
        return self.row is None and (before.endswith("\n") or before in _LEADING.values())

    def finished(self) -> str:
        spaced = re.sub(rf"(?<!{_APART}){_APART}++(?=[\w\[*≈>\\])", " ", "".join(self.out)).replace(_APART, "")
        named = re.sub(r"\*\*\s+: ", ":** ", spaced)
        lines = (line.strip() if not line.startswith("    ") else line for line in named.split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _literal(text: str) -> str:
    """Return a text in which no character is a mark of Markdown within a line."""
    return _LITERAL.sub(r"\\\g<0>", text)


def _code(text: str) -> str:
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if len(fence) > 1 else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _link(label: str, address: str) -> str:
    there = "".join(f"%{ord(mark):02X}" if mark in " ()<>\\" else mark for mark in address)
    return f"[{label}]({there})" if there and not there.startswith("data:") else label


def write(site: Path, pages: Iterable[tuple[str, Sequence[str]]]) -> None:
    """Write the words of pages, given by address and parts, beside their HTML in a finished site."""
    for uri, parts in pages:
        folder = site / uri.lstrip("/").removesuffix(".md").removesuffix("index")
        if uri.endswith(".md") and folder.is_dir():
            words = text(parts, "" if uri.endswith("index.md") else "../")
            (folder / NAME_OF_FILE).write_text(words, encoding="utf-8")


def index(pages: Iterable[tuple[str, str]], site_url: str | None = None, *, copies: bool = True) -> str:
    """Return what a program should read first: what the site is, its data, and pages by title and address.

    Without `copies`, there is no Markdown beside the pages.
    """
    site = site_url or "./"
    name_of_copy = NAME_OF_FILE if copies else ""
    about_copies = f"The Markdown of every page is at its address with `{NAME_OF_FILE}` added. " if copies else ""
    return "\n".join([
        f"# {NAME}", "",
        "> High-entropy cathodes for sodium-ion batteries: compositions, computed entropies, and measured values with",
        "> conditions, control and source. Every record has one stable address. Data and text: CC BY 4.0.", "",
        f"{about_copies}Each record is also JSON, at",
        f"`{site}api/v1/KIND/ID.json`. What stands under `computed` is computed from the formula; the rest is as its",
        "sources state it.", "",
        "## Data", "",
        *(f"- [{name}]({site}api/v1/{name}): {about}" for name, about in _FILES.items()), "",
        "## Pages", "",
        *(f"- [{title}]({site}{address.lstrip('/')}{name_of_copy})" for title, address in pages), "",
    ])  # fmt: skip


_FILES: Final = {
    "index.json": "every record in brief, with its address",
    "materials.json": "every material with its claims and computed values",
    "claims.csv": "every claim, one per row",
    "references.json": "every publication",
    "changes.json": "what changed, by record and day",
}
