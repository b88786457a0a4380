"""MkDocs events, one call each; everything else happens in modules that know no site builder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from .errors import InvalidData, WrongUse
from .site import page_check, pages, single

log = get_plugin_logger("entropy-atlas")


class Options(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves this hook untyped
    """What `mkdocs.yml` may set under `entropy-atlas`."""

    records = config_options.Type(str, default="data")
    search = config_options.Type(bool, default=True)
    only = config_options.Type(str, default="")  # `serve` shows this record's page alone; a build is always whole


class EntropyAtlas(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Feeds the pages of the records to MkDocs and indexes the finished site for the search."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Keep this object, and so the last good pages, over the rebuilds of a preview."""
        self.serving = command == "serve"
        self.only = self.config.only if self.serving else ""
        self.pages: dict[str, pages.Page] = {}
        self.preview: single.Preview | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Refuse settings under which links between records would break, or pages not be what was checked."""
        if not config.use_directory_urls:
            raise PluginError("entropy-atlas: found use_directory_urls: false, expected true. Remove the setting.")
        if set(config.markdown_extensions) != page_check.EXTENSIONS or config.mdx_configs != page_check.SETTINGS:
            raise PluginError("entropy-atlas: found other markdown_extensions, expected those of site/page_check.py.")
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and render before MkDocs empties the site folder: bad data leaves the last site alone."""
        try:
            self.pages = {page.uri: page for page in self._made(config)}
        except (InvalidData, WrongUse) as error:
            if not (self.serving and self.pages):
                raise PluginError(str(error)) from None
            log.error(f"{error}\nThe preview stays as it was until this is corrected.")

    def _made(self, config: MkDocsConfig) -> Iterable[pages.Page]:
        records = Path(config.config_file_path).parent / self.config.records
        if not self.only:
            return pages.build(records, Path(config.docs_dir), config.edit_uri)
        self.preview = single.preview(self.only, records, self.preview)
        config.nav, config.theme.static_templates = [self.preview.page.uri], set()
        (log.error if self.preview.problems else log.info)(self.preview.text)
        return self.preview.pages

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages; a hand-written one replaces its source, and two at one address are a warning."""
        for written in files.documentation_pages():
            files.remove(written)
        taken = {file.dest_uri: file.src_uri for file in files}
        for page in self.pages.values():
            shown = InclusionLevel.INCLUDED if page.listed else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, page.uri, content=page.text, inclusion=shown)
            file.edit_uri = page.source
            if file.dest_uri in taken:
                log.warning(f"{taken[file.dest_uri]} stands at the address of {page.uri}: rename it")
            taken[file.dest_uri] = page.uri
            files.append(file)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Hang every record's page below the section of its index, for breadcrumbs and the active tab."""
        sections = {page.file.src_uri: page.parent for page in nav.pages if page.parent}
        for file in files.documentation_pages():
            page = self.pages.get(file.src_uri)
            if page and not page.listed and file.page:
                file.page.parent = sections.get(page.index)
        return nav

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Index the finished pages."""
        if self.config.search and not self.only:
            command = [sys.executable, "-m", "pagefind", "--site", config.site_dir, "--quiet"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise PluginError(f"entropy-atlas: the search index could not be written: {done.stderr.strip()}")
