"""The bill of materials of a release: what ships with the site, and what builds it, as CycloneDX.

Used by `make release`. It follows from the metadata of what is installed, so that the same environment gives the same
bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from .. import __version__
from ..site import licences
from ..site.licences import Inside, Part

NAME: Final = f"entropy-atlas-{__version__}.cdx.json"
_OURS: Final = "entropy-atlas"
_LOCK: Final = Path(__file__).resolve().parents[2] / "requirements-site.lock"
_LOCKED: Final = re.compile(r"^([\w.-]+)==", re.MULTILINE)


def bill() -> bytes:
    """Return the bill (https://cyclonedx.org/docs/1.6/json/). Raises InvalidData without Python for browsers."""
    ours = {"type": "application", "bom-ref": _OURS, "name": _OURS, "version": __version__}
    components = sorted(_components(), key=lambda each: each["bom-ref"])
    text = json.dumps(components, sort_keys=True)
    made = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid5(NAMESPACE_URL, text).urn,
        "version": 1,
        "metadata": {"component": ours | {"licenses": [{"expression": "MIT AND CC-BY-4.0"}]}},
        "components": components,
    }
    return (json.dumps(made, indent=1) + "\n").encode()


def _components() -> Iterator[dict[str, Any]]:
    """Yield what a reader gets, and what else of the lock file is installed to build it."""
    parts = {_address(part.name, part.version): part for part in licences.shipped()}
    for address, part in parts.items():
        yield _component(address, part.name, part.version, part.licence, "required") | _carried(part)
    for name in sorted(set(_LOCKED.findall(_LOCK.read_text(encoding="utf-8")))):
        with suppress(metadata.PackageNotFoundError):  # it is for another system
            about = metadata.metadata(name)
            address = _address(about["Name"], about["Version"])
            if address not in parts:
                yield _component(address, about["Name"], about["Version"], licences.licence(about), "excluded")


def _address(name: str, version: str) -> str:
    return f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"


def _component(address: str, name: str, version: str, licence: str, scope: str) -> dict[str, Any]:
    return {
        "type": "library", "bom-ref": address, "name": name, "version": version, "scope": scope, "purl": address,
        "licenses": [{"license": {"name": licence}}],
    }  # fmt: skip


def _carried(part: Part) -> dict[str, Any]:
    return {"components": [_inside(part, each) for each in part.inside]} if part.inside else {}


def _inside(part: Part, each: Inside) -> dict[str, Any]:
    return {
        "type": "library", "bom-ref": f"{part.name}/{each.name}", "name": each.name, "version": f"in {part.version}",
        "licenses": [{"license": {"name": each.licence}}],
        "externalReferences": [{"type": "vcs", "url": each.home}],
    }  # fmt: skip
