"""The page of one file as it was last built, built again when a file has changed."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import Problem
from ..site.environment import TEMPLATES
from ..site.pages import Page
from . import onepage, themed


@dataclass(slots=True)
class View:
    """The page of one file as it was last built, and from what."""

    name: str
    data: Path
    settings: Path
    work: Path
    state: str = ""
    folder: Path = Path()
    last: Page | None = None
    glance: onepage.Glance | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def refresh(self) -> bool:
        """Build the page if a file has changed since it was built; return whether it was."""
        with self._lock:
            state = _state(self.data, TEMPLATES)
            if state == self.state:
                return False
            self.glance = onepage.look(self.name, self.data, self.last)
            self.last = self.glance.made or self.last
            other = self.work / ("b" if self.folder.parent.name == "a" else "a")
            self.folder = themed.write(onepage.noted(self.glance, self.name), self.settings, other)
            self.state = state
            return True

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the records now."""
        return self.glance.problems if self.glance else ()

    @property
    def file(self) -> Path:
        """Return the page's HTML."""
        return self.folder / self.address / "index.html"

    @property
    def address(self) -> str:
        """Return the page's place on the site."""
        return self.glance.page.address.lstrip("/") if self.glance else ""


def _state(*folders: Path) -> str:
    """Return a text that changes whenever a file below some folders does."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return (
        f"{hash(tuple((str(path), (found := path.stat()).st_mtime_ns, found.st_size) for path in files)):x}"
    )
