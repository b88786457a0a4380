"""What of others does a reader's browser get, and under which licences? By the metadata of what is installed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from functools import cache
from importlib import metadata
from typing import Any, Final, NamedTuple

from . import browser_python, runtime


class Inside(NamedTuple):
    """A work that a distribution carries, and for which it has no metadata."""

    name: str
    licence: str
    home: str


@dataclass(frozen=True, slots=True)
class Part:
    """A distribution that ships with the site: what a reader gets of it, what it carries, and its licence texts."""

    name: str
    version: str
    licence: str
    home: str
    use: str
    inside: tuple[Inside, ...]
    texts: tuple[str, ...]


_VEGA: Final = "https://github.com/vega"
_INSIDE: Final[Mapping[str, tuple[Inside, ...]]] = {
    "mkdocs-material": (Inside("Material Design Icons", "Apache-2.0", "https://github.com/Templarian/MaterialDesign"),),
    "vl-convert-python": tuple(
        Inside(name, "BSD-3-Clause", f"{_VEGA}/{name.lower()}") for name in ("Vega", "Vega-Lite", "Vega-Embed")
    ),
    "matplotlib": (Inside("DejaVu Sans", "Bitstream-Vera", "https://github.com/dejavu-fonts/dejavu-fonts"),),
    "flet_web": (
        Inside("Pyodide", "MPL-2.0", "https://github.com/pyodide/pyodide"),
        Inside("CPython", "PSF-2.0", "https://github.com/python/cpython"),
    ),
}
"""Distribution -> what it carries; licences as the projects' own pages state them, where their sources are."""
_INSTALLED: Final = {
    "mkdocs-material": "the theme: scripts, style sheets and icons of every page",
    "pagefind-bin": "the engine of the full-text search",
    "vl-convert-python": "the charts of the page Plot",
    "matplotlib": "outlines of letters in drawn figures",
}
_DOWNLOADED: Final = {
    "flet_web": "only what it carries: Python on the pages Design and Contribute",
    "pydantic_core": "validation on the page Contribute, compiled for browsers",
}
_VALIDATION: Final = "reading and validation of records on the page Contribute"
_TEXT: Final = re.compile(
    r"[^/]+\.dist-info/(licenses/.+|(LICEN[CS]E|COPYING|NOTICE)[^/]*)|.*/(\.icons/material/LICENSE|LICENSE_DEJAVU)"
)
"""The files whose text a reader is given."""


@cache
def shipped() -> tuple[Part, ...]:
    """Return every distribution of which a reader gets something. Raises InvalidData where Python's is missing."""
    libraries = dict.fromkeys(browser_python.LIBRARIES.values(), _VALIDATION)
    installed = [_installed(name, use) for name, use in {**_INSTALLED, **libraries}.items()]
    return (*installed, *(_downloaded(name, use) for name, use in _DOWNLOADED.items()))


def licence(about: Any) -> str:
    """Return the licence that metadata states: an SPDX expression where there is one, else its name in short."""
    stated = about.get("License-Expression") or about.get("License") or ""
    classified = (line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if "License ::" in line)
    return stated if stated not in ("", "UNKNOWN") and "\n" not in stated else next(classified, "see its text")


def _installed(name: str, use: str) -> Part:
    found = metadata.distribution(name)
    files = (file for file in found.files or () if _TEXT.fullmatch(str(file)))
    return _part(name, found.metadata, use, (file.read_text(encoding="utf-8") for file in files))


def _downloaded(name: str, use: str) -> Part:
    """Return a wheel that is not installed but taken apart."""
    with runtime.archive(name) as wheel:
        named = wheel.namelist()
        about = message_from_bytes(wheel.read(next(each for each in named if each.endswith(".dist-info/METADATA"))))
        return _part(name, about, use, [wheel.read(each).decode() for each in named if _TEXT.fullmatch(each)])


def _part(name: str, about: Message | metadata.PackageMetadata, use: str, texts: Any) -> Part:
    return Part(
        str(about["Name"]), str(about["Version"]), licence(about), next(_homes(about), ""), use,
        _INSIDE.get(name, ()), tuple(text.strip() for text in texts),
    )  # fmt: skip


def _homes(about: Any) -> Iterator[str]:
    """Yield the addresses of a project, its source or home first."""
    parts = (line.partition(", ") for line in about.get_all("Project-URL") or ())
    urls = {label: address.strip() for label, _, address in parts}
    wanted = (urls[label] for word in ("source", "repository", "homepage") for label in urls if word in label.lower())
    yield from filter(None, (*wanted, about.get("Home-page"), *urls.values()))
