"""The values that a new record of each kind needs, their order, and the guesses for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from ..chemistry.description import Description
from ..errors import did_you_mean, shown
from ..records.dataset import Dataset
from ..records.field_types import Record
from ..records.introspection import keys_of, required_keys
from ..records.material_models import Material
from ..records.reference_models import Reference
from ..suggestions import bare_doi
from . import draft
from .draft import Draft, Parser, single_line_fields
from .ids import material_id, reference_id

_COMPOSITION = "composition"


def acronym(described: Description) -> str:
    """Return the first letters of the metals in print order, as papers make their names.

    >>> from generator.chemistry.description import describe
    >>> acronym(describe("NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2"))
    'NFMCZS'
    """
    return "".join(symbol[0] for symbol in described.sites["metal"])


def most_missing(dataset: Dataset) -> str | None:
    """Return the property that most records list as missing."""
    named = Counter(item.property for material in dataset.materials.values() for item in material.missing or ())
    return next((ident for ident, _ in named.most_common() if ident != _COMPOSITION), None)


SOURCE: Final[Mapping[str, str]] = {
    "reference": "DOI of the publication, or the id of its record",
    "via": "id of the review that reports it, if the publication itself was not read",
    "at": "place in the text that was read, such as abstract, 2.2.1, Figure 4e",
}
"""Part of a source -> its meaning, for prompts and options."""
_SEEN: Final = "abstract"
_AT: Final = {"abstract": "abstract", "listing": "title"}
"""How much of a paper was read -> the place of a statement in it; a full text has many."""
_PAPER: Final = ("title", "author", "container-title", "issued")


def collect(new: Draft) -> list[Draft]:
    """Take every value that a record needs; return the new records, a new reference first."""
    if new.model is Material:
        return _material(new)
    if new.model is Reference:
        papers = _paper(new)
        new.take("seen", _SEEN, required=False)
        return papers
    return _other(new)


def source_key(model: type[Record]) -> str | None:
    """Return the field that holds a record's source."""
    return next((key for key in ("source", "sources") if key in keys_of(model)), None)


def _material(new: Draft) -> list[Draft]:
    formula = new.take("formula", required=False)
    found = draft.described(formula)[0] if formula else None
    if found:
        _print_reading(new, found)
    name = new.take("name", acronym(found) if found else "")
    papers = _source(new)
    new.take("family", found.family if found and found.family in new.dataset.families else "")
    new.take("phase", (found.phase or "") if found else "", required=False)
    _take_id(new, name)
    absent = most_missing(new.dataset) if found else "composition"
    if absent:
        why = "not-seen" if new.values.get("source", {}).get("at") in _AT.values() else "not-in-source"
        new.values["missing"] = [{"property": absent, "why": why}]
        new.comments["missing"] = "guessed; what readers will look for: if the source gives it, make it a claim instead"
    _take_other_options(new)
    return [*papers, new]


def _print_reading(new: Draft, found: Description) -> None:
    if new.prompter:
        reading = f"{found.plain}, {found.family}: {found.entropy.all:.2f} R, {found.entropy_class} entropy"
        print(f"  Read as {reading}.", file=new.prompter.out)


def _paper(new: Draft) -> list[Draft]:
    for key in ("DOI", *_PAPER):
        new.take(key, required=key != "DOI")
    author, year = new.values.get("author"), new.values.get("issued")
    ident = reference_id(author[0]["family"], year, new.used) if author and year else ""
    new.take("id", ident)
    _take_other_options(new)
    return [new]


def _other(new: Draft) -> list[Draft]:
    """Take the required fields of a record of any other kind; its type where there is only one."""
    for each in single_line_fields(new.model):
        if not each.required or each.name == "id":
            continue
        if each.name == "type" and "|" not in each.holds:
            new.values["type"] = each.holds
        else:
            new.take(each.name)
    papers = _source(new)
    _take_id(new, new.values.get("name"))
    _take_other_options(new)
    return [*papers, new]


def _take_id(new: Draft, name: str | None) -> None:
    source: Mapping[str, str] = new.values.get("source") or next(iter(new.values.get("sources", ())), {})
    new.take("id", material_id(name, source.get("reference"), new.used) if name else "")


def _take_other_options(new: Draft) -> None:
    for key in new.options:
        if key not in new.values and key not in SOURCE:
            new.take(key)


def _source(new: Draft) -> list[Draft]:
    """Take the source of a record; return the draft of its reference if that is new."""
    key = source_key(new.model)
    if key is None:
        return []
    required = key in required_keys(new.model)
    reference = _part(new, "reference", partial(_reference, new.dataset, bool(new.prompter)), required=required)
    if reference is None:
        return []
    papers = _new_reference(new, reference) if reference not in new.dataset.references else []
    via = _part(new, "via", partial(_reference, new.dataset, False), required=False)
    ident = papers[-1].values["id"] if papers else reference
    source = {
        "reference": ident,
        **({"via": via} if via else {}),
        "at": _take_place(new, papers, via or reference),
    }
    new.values[key] = [source] if key == "sources" else source
    return papers


def _take_place(new: Draft, papers: Sequence[Draft], read: str) -> str | None:
    """Take the place in the publication that was read; guess it where there is only one."""
    known = new.dataset.references.get(read)
    seen = known.seen if known else papers[-1].take("seen", _SEEN)
    guess = _AT.get(seen or "", "")
    if guess and not new.prompter and "at" not in new.options:
        new.comments[source_key(new.model) or ""] = f"guessed place; at: {SOURCE['at']}"
    return _part(new, "at", lambda text: (text, ""), default=guess)


def _part(new: Draft, key: str, parse: Parser, default: str = "", required: bool = True) -> str | None:
    """Take one part of the source from the options or a prompt."""
    value = new.ask(key, SOURCE[key], parse, default, required)
    if value is None and not new.prompter:
        if required and not default:
            new.missing.append(draft.option(key))
        return default or None
    return None if value is None else str(value)


def _reference(dataset: Dataset, may_be_new: bool, text: str) -> tuple[str | None, str]:
    """Return the id of a reference from its id or DOI, or the DOI of a new one if that is allowed."""
    if text in dataset.references:
        return text, ""
    doi = bare_doi(text)
    if not doi:
        hint = did_you_mean(text, dataset.references) or "Give the DOI of a new publication."
        return None, f"found {shown(text)}, expected a DOI or the id of one of the references. {hint}"
    known = (ident for ident, paper in dataset.references.items() if (paper.doi or "").lower() == doi.lower())
    ident = next(known, doi if may_be_new else None)
    if ident:
        return ident, ""
    return None, (
        f"found {doi}, which no reference has yet. Add it first with `python -m generator cite {doi}`, or offline with "
        f"`python -m generator new reference --doi {doi}`, then repeat this command. Nothing was written."
    )


def _new_reference(new: Draft, doi: str) -> list[Draft]:
    """Prompt for a publication that has no record yet."""
    if new.prompter:
        print("  No reference has this DOI yet: enter the bibliographic data.", file=new.prompter.out)
    paper = Draft(Reference, new.folder.parent / "references", new.dataset, {"DOI": doi}, new.prompter)
    return _paper(paper)
