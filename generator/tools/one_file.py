"""Write the pages of changed records into one HTML file that needs no server. Used for pull requests.

    python3 -m generator.tools.one_file SITE_FOLDER TARGET CHANGED

CHANGED lists the files of the records, each ended by a NUL as `git diff -z` writes them. The target holds the main part
of each page with the site's styles, without scripts; links lead nowhere.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from . import sketches

_SHEET = re.compile(r"<link\b[^<>]*>")
_LINK = re.compile(r'(<(?:a|form)\b[^<>]*?)\s(?:href|action)="(?!#)[^"]*"')
_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


def main(site: Path, target: Path, changed: Path) -> int:
    """Write the pages of the changed records that the site has; say so where it has none."""
    files = changed.read_text(encoding="utf-8").split("\0")[:-1]  # each ends with one
    pages = [page for file in files for page in _pages(site, Path(file))]
    symbols = sketches.symbols(site)
    articles = [article(sketches.inline(page.read_text(encoding="utf-8"), symbols)) for page in pages]
    body = "\n<hr>\n".join(articles) or "<p>No record with a page of its own was changed.</p>"
    target.write_text(_WHOLE.format(style=_styles(pages[0]) if pages else "", body=body), encoding="utf-8")
    print(f"{target}: {len(articles)} pages.")
    return 0


_WHOLE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Preview</title>
<style>{style}</style></head>
<body data-md-color-scheme="default" data-md-color-primary="custom"><main class="md-grid md-typeset">
{body}
</main></body></html>
"""


def _pages(site: Path, file: Path) -> Iterator[Path]:
    """Yield the page of a record, whose kind is its folder, or one of two where kinds share a folder."""
    kinds = ("effects", "challenges") if file.parent.name == "mechanisms" else (file.parent.name,)
    found = (site / kind / file.stem / "index.html" for kind in kinds)
    yield from (page for page in found if page.is_file())


def article(html: str) -> str:
    """Return the main part of a page without scripts and links."""
    start, end = html.find("<article"), html.rfind("</article>") + len("</article>")
    before, *scripts = html[start:end].split("<script") if 0 <= start < end else ("",)
    rest = (script.partition("</script>")[2] for script in scripts)
    return _LINK.sub(r"\1", _SHEET.sub("", "".join((before, *rest))))


def _styles(page: Path) -> str:
    """Return the text of the style sheets of a page, which must not end the element that holds it."""
    sheets = _STYLE.findall(page.read_text(encoding="utf-8"))
    texts = ((page.parent / sheet).read_text(encoding="utf-8") for sheet in sheets if "//" not in sheet)
    return "\n".join(texts).replace("</", "<\\/")


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:4])))
