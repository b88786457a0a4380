"""Where does a record's page stand in the navigation? Below the section of its index, which lists it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from .page import Page


def hang(nav: Any, files: Any, made: Mapping[str, Page]) -> None:
    """Give every record's page the parent of its index, for breadcrumbs and the active tab, in MkDocs's own objects.

    Listed themselves, records would be in the navigation of each page, and a build would grow with their square.
    """
    sections = {page.file.src_uri: page.parent for page in nav.pages if page.parent}
    for file in files.documentation_pages():
        if file.page and (page := made.get(file.src_uri)) and not page.listed:
            file.page.parent = sections.get(page.index)
    for section in {above for page in nav.pages for above in page.ancestors}:
        section.title = escape(section.title or "", quote=False)  # the theme shows it as HTML
