"""Models of publications: references, and leads that cannot be cited yet."""

from __future__ import annotations

from textwrap import shorten
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from .field_types import Doi, FamilyId, Id, Line, PartialDate, PropertyId, Record, ReferenceId, Text
from .model_parts import Accepted, Named, Note

Pmcid = Annotated[str, StringConstraints(pattern=r"^PMC[0-9]{4,9}$")]
Arxiv = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}\.[0-9]{4,5}$")]
_HOST = r"([A-Za-z0-9-]+\.)+[A-Za-z][A-Za-z0-9-]+(:[0-9]{1,5})?"  # a name: no number, no localhost, no user before @
Address = Annotated[
    str, StringConstraints(pattern=rf"^https?://{_HOST}([/?#][^\s<>\x22'`|\\^{{}}]*)?$", max_length=300)
]

_TITLE: Final = 36  # letters of a title that stand for a paper whose authors are not known


class Person(Record):
    """A name as CSL has it."""

    brief = True

    family: Line = Field(description="family name, or the whole name of a group")
    given: Line | None = None
    suffix: Line | None = Field(None, description="what follows the name: Jr., III")


class CitedIn(Record):
    """The number that a review gives to a reference."""

    brief = True

    reference: ReferenceId
    number: Annotated[int, Field(ge=1)]


class Notice(Record):
    """A published notice that changes how far a publication can be relied on."""

    brief = True

    type: Literal["retraction", "partial-retraction", "withdrawal", "concern", "correction"]
    doi: Doi | None = Field(None, alias="DOI", description="the notice's own DOI")
    on: PartialDate = Field(description="day of the notice, as year-month-day, as far as it is known")
    source: Line = Field(description="who registered it: publisher, retraction-watch")


class Reference(Record):
    """A publication, in CSL's terms and with CSL's field names; what was not seen of it stays out."""

    id: Id = Field(description="first author and year (wang2024a); where no author was seen, the publisher's code")
    type: Literal["article-journal", "review-article", "article", "patent"] = Field(
        "article-journal", description="article: a preprint"
    )
    title: Line | None = Field(None, description="leave out what was not seen")
    author: tuple[Person, ...] = Field((), strict=False)
    more_authors: bool = Field(False, description="true when the list ends with et al. where it was read")
    container_title: Line | None = Field(None, alias="container-title", description="the journal")
    issued: Annotated[int, Field(ge=1900, le=2100)] | None = Field(None, description="year")
    volume: Line | None = None
    issue: Line | None = None
    page: Line | None = Field(None, description="pages, with an en dash")
    number: Line | None = Field(None, description="article number")
    doi: Doi | None = Field(None, alias="DOI")
    pmcid: Pmcid | None = Field(None, description="number in PubMed Central, such as PMC9123165")
    arxiv: Arxiv | None = Field(None, description="number in arXiv, such as 2405.05559")
    handle: Address | None = Field(None, description="address of the record in a repository that keeps it, such as HAL")
    seen: Literal["listing", "abstract", "full-text", "whole-text"] | None = Field(
        None,
        description="how much of the publication itself was read: its entry in a list, its abstract, passages of"
        " the text, the whole article without its supplement; leave out when it is known through a review alone",
    )
    printed_doi: Line | None = Field(None, description="the DOI as printed, where that is a mis-transcription")
    printed_doi_reason: Text | None = None
    licence: Line | None = None
    notices: tuple[Notice, ...] = Field(
        (), strict=False, description="retractions, corrections and the like; `make links` finds them"
    )
    notes: tuple[Note, ...] = Field((), strict=False)
    cited_in: tuple[CitedIn, ...] = Field((), strict=False)
    former_ids: tuple[Id, ...] = Field((), strict=False)
    accepted: tuple[Accepted, ...] = Field((), strict=False, description="warnings that were reviewed, with the reason")

    @property
    def identifiers(self) -> tuple[tuple[str, str], ...]:
        """Return every persistent identifier as (text, URL)."""
        found = (
            (self.doi, "doi:", "https://doi.org/"),
            (self.pmcid, "", "https://pmc.ncbi.nlm.nih.gov/articles/"),
            (self.arxiv, "arXiv:", "https://arxiv.org/abs/"),
            (self.handle, "", ""),
        )
        return tuple((label + value, address + value) for value, label, address in found if value)

    @property
    def name(self) -> str:
        """Return the short form that text uses: "Wang et al. (2024)".

        Where no author was seen, it is the beginning of the title and the journal, as far as they are known.
        """
        year = f" ({self.issued})" if self.issued else ""
        if not self.author:
            title = f"“{shorten(self.title, _TITLE, placeholder=' …', break_on_hyphens=False)}”" if self.title else ""
            return f"{', '.join(filter(None, (title, self.container_title))) or self.identifiers[0][0]}{year}"
        first = self.author[0].family
        if len(self.author) == 2 and not self.more_authors:
            return f"{first} and {self.author[1].family}{year}"
        more = " et al." if self.more_authors or len(self.author) > 1 else ""
        return f"{first}{more}{year}"

    @property
    def heading(self) -> str:
        """Return the title, or the name where no title was seen."""
        return self.title or f"{self.name}, title not seen"


class Lead(Named):
    """A publication that is worth finding, but cannot be cited yet: it lacks a persistent identifier."""

    title: Line | None = None
    authors: Line | None = Field(None, description="as far as they were shown")
    journal: Line | None = Field(None, description="journal, volume, pages, year as far as they were shown")
    met_at: Address | None = Field(None, description="where it was found; never a copy of a publisher's page")
    formulas: tuple[Line, ...] = Field((), strict=False, description="compositions that it prints")
    family: FamilyId | None = None
    gives: tuple[PropertyId, ...] = Field((), strict=False, description="properties that it gives numbers or words for")
    lacks: Line = Field(description="what must be found before it can be cited")
    remark: Text | None = None
