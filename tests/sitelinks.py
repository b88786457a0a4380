"""Does everything that a built site names inside itself exist? Pages, anchors, images, scripts, styles, data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from . import site as sites

_IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{0,2}/[^"']+)["']""")
_FETCHED = re.compile(r"""new URL\(\s*["']([^"']+\.\w+)["']\s*,\s*(?:root|here)\b""")
_MAPPED = re.compile(r"[#@]\s*sourceMappingURL=(?!data:)(\S+?)(?:\s|\*/|$)")
_PLACED = re.compile(r"<loc>([^<]+)</loc>")


def named(site: Path, pages: dict[str, sites.Html]) -> Iterator[tuple[str, str, str]]:
    """Yield (file, address as it stands there, file or folder that it is relative to), of a whole site."""
    for name, page in pages.items():
        yield from ((name, link, name) for link in (*page.links, *page.loads))
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.suffix in (".css", ".js"):
            yield from ((name, link, name) for link in _MAPPED.findall(path.read_text(encoding="utf-8")))
        if path.suffix == ".css":
            yield from ((name, link, name) for link in sites.in_style(path.read_text(encoding="utf-8")))
        elif path.suffix == ".js" and "vendor" not in path.parts:
            text = path.read_text(encoding="utf-8")
            yield from ((name, link, name) for link in _IMPORTED.findall(text))
            yield from ((name, link, "") for link in _FETCHED.findall(text))
    yield from _in_data(site)


def _in_data(site: Path) -> Iterator[tuple[str, str, str]]:
    """Yield what the data for machines names: pages in the index, files in the package, pages in the sitemap."""
    index, package = "api/v1/index.json", "api/v1/datapackage.json"
    if (site / index).is_file():
        yield from ((index, entry["url"], "") for entry in json.loads((site / index).read_text(encoding="utf-8")))
    if (site / package).is_file():
        resources = json.loads((site / package).read_text(encoding="utf-8"))["resources"]
        yield from ((package, resource["path"], package) for resource in resources)
    if (site / "sitemap.xml").is_file():
        for address in _PLACED.findall((site / "sitemap.xml").read_text(encoding="utf-8")):
            yield "sitemap.xml", address, ""


def dead(site: Path, pages: dict[str, sites.Html], base: str) -> list[str]:
    """Return everything that leads nowhere when the site is served below `base`."""
    found = []
    for name, link, owner in named(site, pages):
        whole, fragment = urldefrag(urljoin(urljoin(base, owner.removesuffix("index.html")), link))
        target = whole.partition("?")[0]  # what follows is for the page's own scripts
        if urlsplit(target).netloc != urlsplit(base).netloc or urlsplit(target).scheme not in (
            "http",
            "https",
        ):
            continue
        if not target.startswith(base):
            found.append(f"{name}: {link} leaves the site's folder")
        elif problem := _problem(site, pages, unquote(target.removeprefix(base)), unquote(fragment)):
            found.append(f"{name}: {link}{problem}")
    return sorted(set(found))


def _problem(site: Path, pages: dict[str, sites.Html], path: str, fragment: str) -> str | None:
    file = f"{path}index.html" if not path or path.endswith("/") else path
    if not (site / file).is_file():
        return " (no such file)"
    if fragment and file in pages and fragment not in pages[file].ids:
        return " (no such anchor)"
    return None
