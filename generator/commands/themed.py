"""One page to HTML that looks as on the site, without building the site."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from ..site.pages import Page

_SILENT = {
    "nav": dict.fromkeys(("omitted_files", "not_found", "absolute_links"), "ignore"),
    "links": dict.fromkeys(("not_found", "anchors", "absolute_links", "unrecognized_links"), "ignore"),
}


def write(page: Page, settings: Path, work: Path) -> Path:
    """Build one page with the theme that `settings` (mkdocs.yml) names; return its folder, made anew below `work`.

    Links to other pages stay as they are and lead nowhere.
    """
    shutil.rmtree(work, ignore_errors=True)
    source = work / "docs" / page.uri
    source.parent.mkdir(parents=True)
    source.write_text(page.text, encoding="utf-8")
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    config = load_config(
        str(settings),
        docs_dir=str((work / "docs").resolve()),
        site_dir=str((work / "site").resolve()),
        plugins=[],
        nav=[page.uri],
        validation=_SILENT,
    )
    build(config)
    return work / "site"
