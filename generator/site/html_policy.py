"""Is HTML harmless? It is compared with a list of everything allowed in it; whatever is not listed is reported.

The walk takes elements only in the one spelling in which Markdown and MathML converters write them, so that no
browser can read it in another way than this parser does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from html.parser import HTMLParser

from ..errors import shown
from ..yamlio.invisible_chars import invisible_characters
from .placeholders import has_placeholder

Finding = tuple[str, str]
"""(message, hint)"""
Attributes = Mapping[str, Callable[[str], Finding | None]]
Allowed = Mapping[str, Attributes]

_SPELT = re.compile(r"""<[A-Za-z][A-Za-z0-9]*(?: [A-Za-z]+="[^"<>]*")* ?/?>""")
_IGNORED = re.compile(r"[\x00-\x20\x7f-\x9f]")  # by browsers, in and before the name of a scheme
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_HOST = re.compile(r"https?://([a-z0-9-]+\.)+[a-z]{2,}(:[0-9]{1,5})?([/?#].*)?", re.IGNORECASE | re.DOTALL)
_OWN_ANCHORS = ("__", "ea-")
_VOID = frozenset(("br", "hr", "img"))


def _any(value: str) -> None:
    return None


def _like(pattern: str) -> Callable[[str], Finding | None]:
    form = re.compile(pattern)
    return lambda value: None if form.fullmatch(value) else (f"found {shown(value)}, expected plain text", "")


def _anchor(value: str) -> Finding | None:
    if value.startswith(_OWN_ANCHORS):
        hint = "Anchors that begin with __ or ea- belong to the theme and the site: begin with another word."
        return f"found the anchor {shown(value)} of a heading, expected another", hint
    return None if re.fullmatch(r"[\w-]+", value) else (f"found {shown(value)}, expected plain text", "")


def _address(value: str) -> str:
    """Return an address as a browser reads it."""
    return _IGNORED.sub("", value).replace("\\", "/")


def _link(value: str) -> Finding | None:
    address = _address(value)
    if not _SCHEME.match(address) or address.lower().startswith("mailto:") or _HOST.fullmatch(address):
        return None
    if address.lower().startswith(("https://", "http://")):
        message = f"found a link to {shown(address)}, expected a host by its name"
        return message, "Leave out names and passwords before an @."
    return f"found a link to {shown(address)}, expected https, http, mailto or a page of ours", ""


def _picture(value: str) -> Finding | None:
    address = _address(value)
    if not _SCHEME.match(address):
        return None
    hint = "Readers ask no other host: add the file."
    return f"found a picture at {shown(address)}, expected a file of ours", hint


def _tags(names: str) -> dict[str, Attributes]:
    return {name: {} for name in names.split()}


def _of_words() -> Allowed:
    """Return what Markdown makes of words, links, lists, tables and code."""
    aligned = {"style": _like(r"text-align: (left|right|center);")}
    headings = {f"h{level}": {"id": _anchor} for level in range(1, 7)}
    return {
        **_tags("p br hr em strong sub sup ul li blockquote pre table thead tbody tr"),
        **headings,
        "ol": {"start": _like(r"[0-9]{1,9}")},
        "a": {"href": _link, "title": _any},
        "img": {"src": _picture, "alt": _any, "title": _any},
        "code": {"class": _like(r"language-[\w+-]+")},
        "th": aligned,
        "td": aligned,
    }


_MATHML = (
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup mover munder munderover mmultiscripts "
    "mprescripts none mtable mtr mtd mlabeledtr mpadded mphantom menclose mstyle"
)
_MATHML_ATTRIBUTES = (
    "accent accentunder align columnalign columnlines columnspacing depth display displaystyle fence form height "
    "largeop linebreak linethickness lspace mathcolor mathsize mathvariant maxsize minsize movablelimits notation "
    "rowalign rowlines rowspacing rspace scriptlevel separator stretchy symmetric voffset width"
)


def _of_mathematics() -> Allowed:
    """Return what formulas are made of: nothing that leads somewhere, and no style that could reach out of them."""
    attributes: Attributes = {name: _like(r"[\w #.%+-]*") for name in _MATHML_ATTRIBUTES.split()}
    known = dict.fromkeys(_MATHML.split(), attributes)
    return {**known, "math": {**attributes, "xmlns": _like(r"http://www\.w3\.org/1998/Math/MathML")}}


def in_words(html: str) -> list[Finding]:
    """Return everything in the HTML of a hand-written page that is not words, links, lists, tables or code."""
    return _walked(html, _of_words())


def in_mathematics(mathml: str) -> list[Finding]:
    """Return everything in a formula that is not mathematics."""
    return _walked(mathml, _of_mathematics())


def not_markdown(tag: str) -> Finding:
    """Return the finding for HTML where words are expected."""
    return f"found the HTML {shown(tag)}, expected Markdown", "Only <sub> and <sup> are taken."


def _walked(html: str, allowed: Allowed) -> list[Finding]:
    walk = _Walk(allowed)
    walk.feed(html)
    walk.close()
    walk.findings += [not_markdown(f"<{tag}>") for tag in walk.open]
    return list(dict.fromkeys(walk.findings))


class _Walk(HTMLParser):
    """Goes through elements and text; `open` holds the elements that are not closed yet."""

    def __init__(self, allowed: Allowed) -> None:
        super().__init__(convert_charrefs=False)
        self.allowed = allowed
        self.open: list[str] = []
        self.findings: list[Finding] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        if tag not in self.allowed or not _SPELT.fullmatch(text):
            self.findings.append(not_markdown(text))
            return
        if tag not in _VOID:
            self.open.append(tag)
        for name, value in attrs:
            self._attribute(text, self.allowed[tag].get(name), value or "")

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in _VOID:
            self.findings.append(not_markdown(f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        if "<" in data:  # converters escape it: here a browser might find a tag that this parser does not
            self.findings.append(not_markdown(data[data.index("<") :]))

    def handle_charref(self, name: str) -> None:
        self._entity(f"&#{name};")

    def handle_entityref(self, name: str) -> None:
        self._entity(f"&{name};")

    def handle_comment(self, data: str) -> None:
        self.findings.append(not_markdown(f"<!--{data}"))

    def handle_decl(self, decl: str) -> None:
        self.findings.append(not_markdown(f"<!{decl}>"))

    def unknown_decl(self, data: str) -> None:
        self.findings.append(not_markdown(f"<![{data}]"))

    def handle_pi(self, data: str) -> None:
        self.findings.append(not_markdown(f"<?{data}>"))

    def _attribute(self, text: str, judge: Callable[[str], Finding | None] | None, value: str) -> None:
        finding = judge(value) if judge else not_markdown(text)
        if has_placeholder(value):
            finding = "found a mark in an address or a title, expected it among words", "Write [[id|words]]."
        if finding:
            self.findings.append(finding)

    def _entity(self, entity: str) -> None:
        for _, name in invisible_characters(unescape(entity)):
            self.findings.append((f"found the invisible character {name}, expected visible text", "Delete it."))
