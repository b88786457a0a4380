"""A reader in a real browser, who notices every error and every request that leaves the site."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from . import site as sites

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run",
    "--disable-component-update", "--disable-quic",
]  # fmt: skip
WIDE, PHONE = (1280, 900), (375, 812)
expect.set_options(timeout=30_000)  # a busy machine is no fault of a page
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
KINDS_OF_PAGE = {
    "home": "",
    "chapter": "review/four-effects/",
    "methods": "methods/",
    "data": "data/",
    "materials": "materials/",
    "material": "materials/nfmczs/",
    "material without formula": "materials/he-hcf/",
    "families": "families/",
    "family": "families/layered-oxide/",
    "effects": "effects/",
    "effect": "effects/cocktail/",
    "evidence": "evidence/",
    "evidence of a property": "evidence/capacity-retention/",
    "challenges": "challenges/",
    "challenge": "challenges/air-stability/",
    "strategies": "strategies/",
    "strategy": "strategies/phase-transition/",
    "elements": "elements/",
    "element": "elements/sn/",
    "topics": "topics/",
    "topic": "topics/layered-oxide-synthesis/",
    "properties": "properties/",
    "property": "properties/capacity-retention/",
    "references": "references/",
    "reference": "references/wang2024a/",
    "glossary": "glossary/",
    "fields": "fields/",
    "audit": "audit/",
    "oddities": "oddities/",
    "leads": "leads/",
    "stated": "stated/",
    "questions": "questions/",
    "question": "questions/air/",
    "figures": "figures/",
    "coverage": "coverage/",
    "rules": "rules/",
    "news": "news/",
    "people": "people/",
    "licences": "licences/",
    "scope": "scope/",
    "reporting": "reporting/",
    "explorer": "explore/",
    "explorer, filtered": "explore/?entropy=1.5..&sort=-entropy&cols=name_class_entropy",
    "compare": "compare/",
    "compare, a pair": "compare/?ids=nfmczs,nfm-wang2024a",
    "plot": "plot/",
    "designer": "design/",
    "designer, a composition": "design/#f=NaNi0.4Fe0.2Mn0.35Co0.05O2",
    "designer, a refusal": "design/#f=NaNi0.5Xx0.5O2",
    "contribution form": "contribute/",
    "contribution form, a correction": "contribute/#correct=nfmczs",
    "plot, in panels": "plot/?x=entropy.all&y=reported.capacity-retention",
}
"""Kind of page -> one page of it; a test holds every page of the site that stands alone against this list."""

READY = {
    "explore/": ".ea-explore.is-ready",
    "compare/?": ".ea-compare__row",
    "compare/": ".ea-compare__help :is(p, a)",
    "contribute/#correct": "#ea-form[data-answered]",
    "contribute/": "#ea-form[data-ready]",
    "design/#f=NaNi0.4": "#ea-design[data-answered]",
    "design/#f=": "#ea-design-error p",
    "design/": "#ea-design[data-ready]",
    "plot/": ".ea-plot__frame [aria-roledescription=point]",
}
"""Beginning of an address -> what is there once its scripts have done their work."""

SETTLED = """() => new Promise((done) => {
  let [known, calm] = [-1, 0];
  const frame = () => {
    const loaded = performance.getEntriesByType("resource").length;
    calm = loaded === known && document.fonts.status === "loaded" ? calm + 1 : 0;
    known = loaded;
    calm < 12 ? requestAnimationFrame(frame) : done();
  };
  frame();
})"""
"""Twelve frames in which nothing more arrived."""

UNMOVED = "Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => null)"

HOW = (
    "No browser was found. Install one (Debian: apt install chromium), name one in CHROMIUM, "
    "or let Playwright fetch its own: .venv/bin/python -m playwright install chromium."
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a browser that is already here, else Playwright's own."""
    installed = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=installed, args=QUIET)
        except Error as error:
            if os.environ.get("CI"):
                pytest.fail(f"{HOW}\n{error.message}")
            pytest.skip(HOW)
        yield started
        started.close()


@dataclass
class Reader:
    """A reader at a page, who notices every error and every request that leaves the site."""

    page: Page
    home: str
    errors: list[str] = field(default_factory=list)

    def watch(self) -> None:
        def noticed(said: str) -> None:
            self.errors.append(said)

        self.page.on("console", lambda m: noticed(f"console: {m.text}") if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: noticed(f"script: {error}"))
        self.page.on("response", lambda r: noticed(f"{r.status} {r.url}") if r.status >= 400 else None)
        self.page.on(
            "request",
            lambda r: (
                noticed(f"left the site: {r.url}")
                if urlsplit(r.url).netloc not in (urlsplit(self.home).netloc, "")
                else None
            ),
        )

    def open(self, path: str = "") -> Page:
        self.page.goto(self.home + path)
        return self.page

    def arrive(self, path: str) -> Page:
        """Open a page and wait until its scripts have done their work."""
        page = self.open(path)
        if there := next((there for begins, there in READY.items() if path.startswith(begins)), None):
            expect(page.locator(there).first).to_be_attached()
        page.evaluate(SETTLED)
        return page

    def darken(self) -> None:
        """Turn the light down as a reader does, and wait until the colours have faded."""
        self.page.locator("label[title='Switch to dark mode']").click()
        expect(self.page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        self.page.evaluate(UNMOVED)

    def search(self, query: str) -> None:
        self.page.keyboard.press("/")
        self.page.get_by_role("searchbox").fill(query)
        expect(self.page.locator(".ea-search__status")).to_contain_text("ound")

    def results(self) -> list[str]:
        return [text.strip() for text in self.page.locator(".ea-search__results strong").all_inner_texts()]


@contextmanager
def reading(browser: Browser, home: str, width: int, height: int) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="light")
    reader = Reader(context.new_page(), home)
    reader.watch()
    yield reader
    context.close()
    assert reader.errors == []


@pytest.fixture(scope="module")
def home(built: Path) -> Iterator[str]:
    """Return the address of the built site, below a sub-path; a module with a `built` of its own gets that one's."""
    with sites.served(built.parent) as address:
        yield f"{address}{built.name}/"


@pytest.fixture
def desk(browser: Browser, home: str) -> Iterator[Reader]:
    """Return a reader with a wide screen."""
    with reading(browser, home, *WIDE) as reader:
        yield reader


@pytest.fixture
def phone(browser: Browser, home: str) -> Iterator[Reader]:
    """Return a reader with a phone."""
    with reading(browser, home, *PHONE) as reader:
        yield reader


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def reader(browser: Browser, home: str, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """Return a reader with either screen."""
    with reading(browser, home, *request.param) as reader:
        yield reader
