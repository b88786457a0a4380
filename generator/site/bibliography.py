"""References as BibTeX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..records.reference_models import Reference

_ESCAPED = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip
# BibTeX counts braces even after a backslash, so none may remain in an address or a title.
_ENCODED = str.maketrans({"\\": r"\%5C", "{": r"\%7B", "}": r"\%7D", "%": r"\%", "#": r"\#", "&": r"\&"})


def entries(references: Iterable[Reference]) -> str:
    """Return BibTeX entries whose keys are the ids."""
    return "\n".join(map(entry, references))


def entry(reference: Reference) -> str:
    """Return one @article; what a record does not know is left out."""
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(reference))
    return f"@article{{{reference.id},\n{fields}\n}}\n"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    authors = [f"{author.family}, {author.given}" if author.given else author.family for author in reference.author]
    if reference.more_authors:
        authors.append("others")
    if reference.title:
        yield "title", f"{{{_tex(reference.title)}}}"  # a second pair of braces keeps formulas' capitals
    optional = {
        "author": " and ".join(authors),
        "journal": reference.container_title,
        "year": str(reference.issued or ""),
        "volume": reference.volume,
        "number": reference.issue,
        "pages": (reference.page or reference.number or "").replace("–", "--") or None,
    }
    yield from ((name, _tex(value)) for name, value in optional.items() if value)
    if reference.doi:
        yield "doi", _address(reference.doi)
    if reference.arxiv:
        yield "eprint", reference.arxiv
        yield "archiveprefix", "arXiv"
    if not reference.doi and reference.identifiers:
        yield "url", _address(reference.identifiers[0][1])
    if notices := "; ".join(f"{notice.type}, {notice.on}" for notice in reference.notices):
        yield "note", _tex(notices)


def _address(text: str) -> str:
    """Escape what would end a field or begin a comment; the rest of an address is read literally.

    >>> _address("10.1000/a_b%7D")
    '10.1000/a_b\\\\%7D'
    """
    return text.translate(_ENCODED)


def _tex(text: str) -> str:
    """Escape what TeX would read as a command.

    >>> _tex("Fe & 5 %")
    'Fe \\\\& 5 \\\\%'
    """
    return text.translate(_ESCAPED)
