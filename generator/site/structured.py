"""What search engines and reference managers read in a page's head: schema.org as JSON-LD, and citation tags.

Types: the collection and each material's record are a `Dataset` (a material's is about a `ChemicalSubstance`), a
reference is the `ScholarlyArticle` that it describes, everything else is a `DefinedTerm` of the atlas.
Properties: https://schema.org/version/29.0. Numbers of claims keep their bound as lowest or highest value.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from .. import RELEASED, __version__
from ..chemistry.quantities import BY_ID, unit_text
from ..derived.atlas import Atlas
from ..records.field_types import ends
from ..records.material_models import Material
from ..records.model_parts import Claim
from ..records.reference_models import Person, Reference

NAME: Final = "Entropy Atlas"
AUTHORS: Final = "The Entropy Atlas contributors"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
MOST: Final = 20
"""Values of one record that its head repeats; the file of the API has all."""
_ABOUT: Final = (
    "Records of high-entropy cathodes for sodium-ion batteries and their controls: compositions, computed "
    "configurational entropies, and measured values with conditions, control and source."
)
_FILES: Final = {
    "materials.json": "application/json", "materials.csv": "text/csv", "claims.csv": "text/csv",
    "references.bib": "application/x-bibtex", "datapackage.json": "application/json",
}  # fmt: skip
_ARTICLES: Final = {"patent": "CreativeWork"}
_LEAST, _MOST = ("above", "at-least"), ("below", "at-most")

Node = dict[str, Any]


def collection(atlas: Atlas, site: str) -> str:
    """Return the tags of a page that is about the whole collection; `site` is its address, or the way to its root."""
    node = _collection(site) | {
        "description": _ABOUT,
        "isAccessibleForFree": True,
        "keywords": ["sodium-ion battery", "high-entropy oxide", "cathode", "configurational entropy"],
        "distribution": [_download(f"{site}api/v1/{name}", kind) for name, kind in _FILES.items()],
        "variableMeasured": [each.label for each in atlas.data.properties.values()],
    }
    return _script(node) + _citation({"title": NAME, "author": [AUTHORS], "publication_date": _printed(RELEASED)})


def record(atlas: Atlas, kind: str, ident: str, description: str, site: str) -> str:
    """Return the tags of the page of one record; `description` is that of the page."""
    found: Any = atlas.data.kind(kind)[ident]
    url = f"{site}{kind}/{ident}/"
    if kind == "references":
        return _script(_article(found) | {"mainEntityOfPage": url}) + _citation(_cited(found))
    node = (
        _material(atlas, found, description, site)
        if kind == "materials"
        else _term(found, ident, description, f"{site}{kind}/")
    )
    tags = {"title": f"{found.name}, {NAME}", "author": [AUTHORS], "publication_date": _printed(RELEASED)}
    return _script({**node, "url": url}) + _citation(tags)


def _collection(site: str) -> Node:
    creator = {"@type": "Organization", "name": AUTHORS}
    about = {"name": f"{NAME}: high-entropy sodium-ion battery cathodes", "url": site, "version": __version__}
    return {"@type": "Dataset", **about, "datePublished": RELEASED, "license": LICENCE, "creator": creator}


def _material(atlas: Atlas, material: Material, description: str, site: str) -> Node:
    entry = atlas.entries[material.id]
    substance: Node = {"@type": "ChemicalSubstance", "name": material.name}
    if material.aliases:
        substance["alternateName"] = list(material.aliases)
    if entry.description:
        substance["chemicalComposition"] = entry.description.plain
    papers = dict.fromkeys([material.source.reference, *(claim.source.reference for claim in material.claims)])
    values = [*_computed(atlas, material), *_measured(atlas, material)][:MOST]
    return {
        "@type": "Dataset",
        "name": f"{material.name} in the {NAME}",
        "description": description,
        "identifier": material.id,
        "about": substance,
        "isPartOf": {"@type": "Dataset", "name": NAME, "url": site},
        "license": LICENCE,
        "creator": {"@type": "Organization", "name": AUTHORS},
        "citation": [_article(atlas.data.references[ident]) for ident in papers],
        "variableMeasured": values,
        "distribution": [_download(f"{site}api/v1/materials/{material.id}.json", "application/json")],
    }


def _computed(atlas: Atlas, material: Material) -> Iterator[Node]:
    if described := atlas.entries[material.id].description:
        label, value = BY_ID["all"].label, round(described.entropy.all, 6)
        yield {"@type": "PropertyValue", "name": f"{label}, computed", "value": value, "unitText": "R"}


def _measured(atlas: Atlas, material: Material) -> Iterator[Node]:
    for claim in material.claims:
        if ends(claim.value):
            node: Node = {"@type": "PropertyValue", "name": atlas.data.properties[claim.property].label}
            node |= _number(claim)
            yield node | ({"unitText": unit_text(claim.unit)} if claim.unit else {})


def _number(claim: Claim) -> Node:
    """Return a number with what its source says of its limits."""
    low, high = ends(claim.value) or (0.0, 0.0)
    if claim.bound in _LEAST:
        return {"minValue": low}
    if claim.bound in _MOST:
        return {"maxValue": high}
    return {"value": low} if low == high else {"minValue": low, "maxValue": high}


def _term(found: Any, ident: str, description: str, terms: str) -> Node:
    node = {"@type": "DefinedTerm", "name": found.name, "description": description, "termCode": ident}
    if aliases := list(getattr(found, "aliases", ())):
        node["alternateName"] = aliases
    return {**node, "inDefinedTermSet": terms}


def _article(reference: Reference) -> Node:
    kept: Node = {
        "@type": _ARTICLES.get(reference.type, "ScholarlyArticle"),
        "headline": reference.title,
        "name": reference.heading,
        "author": [_person(person) for person in reference.author],
        "datePublished": str(reference.issued) if reference.issued else None,
        "isPartOf": _journal(reference),
        "pagination": reference.page or reference.number,
        "license": reference.licence,
        "sameAs": [address for _, address in reference.identifiers],
    }
    if not reference.container_title:
        del kept["pagination"]
    return {key: value for key, value in kept.items() if value}


def _journal(reference: Reference) -> Node | None:
    if not reference.container_title:
        return None
    journal = {"@type": "Periodical", "name": reference.container_title}
    if not reference.volume:
        return journal
    return {"@type": "PublicationVolume", "volumeNumber": reference.volume, "isPartOf": journal}


def _person(person: Person) -> Node:
    if not person.given:
        return {"@type": "Person", "name": person.family}
    whole = " ".join(filter(None, (person.given, person.family, person.suffix)))
    return {"@type": "Person", "name": whole, "familyName": person.family, "givenName": person.given}


def _download(url: str, kind: str) -> Node:
    return {"@type": "DataDownload", "contentUrl": url, "encodingFormat": kind}


def _script(node: Mapping[str, Any]) -> str:
    """Return a data block, which browsers do not run; no text in it can end it."""
    text = json.dumps({"@context": "https://schema.org", **node}, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f'<script type="application/ld+json">{safe}</script>\n'


def _cited(reference: Reference) -> dict[str, str | Sequence[str] | None]:
    """Return what a paper is cited by, in the names that Google Scholar and Zotero read."""
    first, _, last = (reference.page or reference.number or "").partition("–")
    return {
        "title": reference.title,
        "author": [", ".join(filter(None, (person.family, person.given))) for person in reference.author],
        "publication_date": str(reference.issued) if reference.issued else None,
        "journal_title": reference.container_title,
        "volume": reference.volume,
        "issue": reference.issue,
        "firstpage": first,
        "lastpage": last,
        "doi": reference.doi,
    }


def _citation(found: Mapping[str, str | Sequence[str] | None]) -> str:
    pairs = ((key, [value] if isinstance(value, str) else value or ()) for key, value in found.items())
    tags = ((key, text) for key, values in pairs for text in values if text)
    return "".join(f'<meta name="citation_{key}" content="{escape(text)}">\n' for key, text in tags)


def _printed(date: str) -> str:
    """Return a date as citation tags have it."""
    return date.replace("-", "/")
