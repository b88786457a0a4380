"""Which values a new record of each kind needs, in which order, and what can be guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from ..chemistry.description import Description
from ..errors import WrongUse, did_you_mean, shown
from ..records.dataset import Dataset
from ..records.introspection import keys_of, required_keys
from ..records.model_parts import Record
from ..records.models import Material
from ..records.reference_models import Reference
from ..suggestions import slugged
from . import draft
from .draft import Draft, askable
from .ids import bare_doi, free_id, reference_id

_COMPOSITION = "composition"
_LONGEST = 30  # characters of a name that make an id; another id and a number may follow


def acronym(described: Description) -> str:
    """Return the first letters of the metals in print order, as papers make their names.

    >>> from generator.chemistry.description import describe
    >>> acronym(describe("NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2"))
    'NFMCZS'
    """
    return "".join(symbol[0] for symbol in described.sites["metal"])


def wanted_property(dataset: Dataset) -> str | None:
    """Return the property that records most often say is missing: readers will look for it first."""
    named = Counter(item.property for material in dataset.materials.values() for item in material.missing or ())
    return next((ident for ident, _ in named.most_common() if ident != _COMPOSITION), None)


SOURCE: Final[Mapping[str, str]] = {
    "reference": "DOI of the publication, or the id of its record",
    "via": "id of the review through which it is known, if the publication itself was not read",
    "at": "where in the text that was read, such as abstract, 2.2.1, Figure 4e",
}
"""What a source is made of, in the words of the question and of the option."""
_SEEN: Final = "abstract"
_AT: Final = {"abstract": "abstract", "listing": "title"}
"""How much of a paper was seen -> where a statement then stands; in a full text it may stand anywhere."""
_PAPER: Final = ("title", "author", "container-title", "issued")


def fill(new: Draft) -> list[Draft]:
    """Take every value that a record needs; return the records that are new with it, itself last."""
    if new.model is Material:
        return _material(new)
    if new.model is Reference:
        papers = _paper(new)
        new.take("seen", _SEEN, needed=False)
        return papers
    return _other(new)


def source_key(model: type[Record]) -> str | None:
    """Return the field that holds a record's source."""
    return next((key for key in ("source", "sources") if key in keys_of(model)), None)


def _material(new: Draft) -> list[Draft]:
    formula = new.take("formula", needed=False)
    found = draft.described(formula)[0] if formula else None
    if found:
        _say_how_it_reads(new, found)
    name = new.take("name", acronym(found) if found else "")
    papers = _source(new)
    new.take("family", found.family if found and found.family in new.dataset.families else "")
    new.take("phase", (found.phase or "") if found else "", needed=False)
    _identify(new, name)
    absent = wanted_property(new.dataset) if found else "composition"
    if absent:
        why = "not-seen" if new.values.get("source", {}).get("at") in _AT.values() else "not-in-source"
        new.values["missing"] = [{"property": absent, "why": why}]
        new.remarks["missing"] = "guessed; what readers will look for: if the source says it, make it a claim instead"
    _take_what_else_was_given(new)
    return [*papers, new]


def _say_how_it_reads(new: Draft, found: Description) -> None:
    if new.questions:
        said = f"{found.plain}, {found.family}: {found.entropy.all:.2f} R, {found.entropy_class} entropy"
        print(f"  Read as {said}.", file=new.questions.out)


def _paper(new: Draft) -> list[Draft]:
    for key in ("DOI", *_PAPER):
        new.take(key, needed=key != "DOI")
    author, year = new.values.get("author"), new.values.get("issued")
    ident = reference_id(author[0]["family"], year, new.used) if author and year else ""
    new.take("id", ident)
    _take_what_else_was_given(new)
    return [new]


def _other(new: Draft) -> list[Draft]:
    """Take what a record of any other kind must have; its type where there is no choice."""
    needed = [each for each in askable(new.model) if each.required and each.name != "id"]
    for each in needed:
        if each.name == "type" and "|" not in each.holds:
            new.values["type"] = each.holds
        else:
            new.take(each.name)
    papers = _source(new)
    _identify(new, new.values.get("name"))
    _take_what_else_was_given(new)
    return [*papers, new]


def _identify(new: Draft, name: str | None) -> None:
    source: Mapping[str, str] = new.values.get("source") or next(iter(new.values.get("sources", ())), {})
    slug = slugged(name or "")[:_LONGEST].strip("-") or "unnamed"
    longer = "-".join(filter(None, (slug, source.get("reference"))))
    new.take("id", free_id(new.used, slug, longer) if name else "")


def _take_what_else_was_given(new: Draft) -> None:
    for key in new.given:
        if key not in new.values and key not in SOURCE:
            new.take(key)


def _source(new: Draft) -> list[Draft]:
    """Take where the record's statements stand; return the record of the paper where that is new, too."""
    key = source_key(new.model)
    if key is None:
        return []
    needed = key in required_keys(new.model)
    reference = _part(new, "reference", partial(_reference, new.dataset, bool(new.questions)), needed=needed)
    if reference is None:
        return []
    papers = _entered(new, reference) if reference not in new.dataset.references else []
    via = _part(new, "via", partial(_reference, new.dataset, False), needed=False)
    ident = papers[-1].values["id"] if papers else reference
    source = {
        "reference": ident,
        **({"via": via} if via else {}),
        "at": _place(new, papers, via or reference),
    }
    new.values[key] = [source] if key == "sources" else source
    return papers


def _place(new: Draft, papers: Sequence[Draft], read: str) -> str | None:
    """Take where the statement stands in the publication that was read; guess it where only one place can be meant."""
    known = new.dataset.references.get(read)
    seen = known.seen if known else papers[-1].take("seen", _SEEN)
    guess = _AT.get(seen or "", "")
    if guess and not new.questions and "at" not in new.given:
        new.remarks[source_key(new.model) or ""] = f"guessed place; at: {SOURCE['at']}"
    return _part(new, "at", lambda text: (text, ""), default=guess)


def _part(new: Draft, key: str, judge: Any, default: str = "", needed: bool = True) -> str | None:
    """Take one part of the source, from the options or by asking."""
    if key in new.given:
        value, trouble = judge(new.given[key])
        if trouble:
            raise WrongUse(f"{draft.option(key)}: {trouble}")
        return str(value)
    if new.questions:
        value = new.questions.ask(key, SOURCE[key], judge, default, needed)
        return None if value is None else str(value)
    if needed and not default:
        new.lacking.append(draft.option(key))
    return default or None


def _reference(dataset: Dataset, may_be_new: bool, text: str) -> tuple[str | None, str]:
    """Return the id of a publication, named by id or DOI; a DOI without a record where that may be entered."""
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
        f"found {doi}, which no reference has yet. Add it first: `python -m generator cite {doi}` asks Crossref, "
        f"`python -m generator new reference --doi {doi}` takes title, authors, journal and year. "
        "Then give this command again; nothing was written."
    )


def _entered(new: Draft, doi: str) -> list[Draft]:
    """Ask for a publication that has no record yet."""
    if new.questions:
        print("  No reference has this DOI yet, so tell what the paper says of itself.", file=new.questions.out)
    paper = Draft(Reference, new.folder.parent / "references", new.dataset, {"DOI": doi}, new.questions)
    return _paper(paper)
