"""MkDocs events, one call each; everything else happens in modules that know no site builder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from .errors import InvalidData
from .online.host_guard import guarded
from .options import Options
from .site import assembly, finished, headings, navigation, page_check, page_heads, policy, single, vendor
from .site.page import Page as Made

log = get_plugin_logger("entropy-atlas")


class EntropyAtlas(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Feeds the pages of the records to MkDocs and indexes the finished site for the search."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Keep this object, and so the last good pages, over the rebuilds of `serve`."""
        self.policy = policy.ContentPolicy(serving=command == "serve")
        self.only = self.config.only if command == "serve" else ""
        self.pages: dict[str, Made] = {}
        self.preview: single.Single | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Refuse settings under which links would break, or pages differ from those checked."""
        if reason := page_check.unfit(config.use_directory_urls, config.markdown_extensions, config.mdx_configs):
            raise PluginError(f"entropy-atlas: {reason}")
        config.extra.update(content_policy=self.policy.of_page, cited_as=page_heads.cited_as)
        config.extra["head_tags"] = lambda uri: made.tags if (made := self.pages.get(uri)) else ""
        if self.only:
            config.nav, config.watch = None, [*config.watch, self.config.records]
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and render before MkDocs empties the site folder: bad data leaves the last site alone."""
        records, content = Path(self.config.records), Path(config.docs_dir)
        if self.only:
            self.preview = single.single(records, Path(self.only), self.preview.last if self.preview else None)
            self.pages = self.preview.by_uri
            return (log.warning if self.preview.problems else log.info)(self.preview.summary)
        try:
            made = assembly.build(records, content, config.edit_uri, config.site_url, self.config.leave_out)
            self.pages = {page.uri: page for page in made}
        except InvalidData as error:
            if not self.pages:
                raise PluginError(str(error)) from None
            log.error(f"{error}\nThe pages stay as they were until this is corrected.")

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages; a hand-written one replaces its source."""
        files = Files([file for file in files if not (file.is_documentation_page() or vendor.is_unused(file.src_uri))])
        for page in self.pages.values():
            shown = InclusionLevel.INCLUDED if page.listed else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, page.uri, content=page.markdown, inclusion=shown)
            file.edit_uri = page.source
            files.append(file)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Hang every record's page below the section of its index, for breadcrumbs and the active tab."""
        navigation.hang(nav, files, self.pages)
        return nav

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put in the headings that were kept from Python-Markdown."""
        if (made := self.pages.get(page.file.src_uri)) and made.head:
            _, tokens, page.present_anchor_ids = headings.convert(made.body)
            page.toc = get_toc(tokens)
        return html

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        """Put in the HTML below them, now that it is written: memory holds the HTML of one page."""
        if (made := self.pages.get(page.file.src_uri)) and made.head:
            page.content = headings.convert(made.body).html
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Leave out what the theme's templates put between elements, and let the content go."""
        page.content = None
        return finished.compact(output)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Answer only to browsers that asked for this machine."""
        server.set_app(guarded(server.serve_request, config.dev_addr.host))
        return server

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Index the finished pages, and write the headers that a host may send with them."""
        self.policy.write_headers(Path(config.site_dir))
        asked = {"copies": "markdown" not in self.config.leave_out, "search": self.config.search and not self.only}
        if reason := finished.complete(Path(config.site_dir), self.pages.values(), **asked):
            raise PluginError(f"entropy-atlas: the search index was not written: {reason}")
