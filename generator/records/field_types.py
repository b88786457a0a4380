"""Types of the fields of records: strict text, numbers, ids; and what every model shares.

Text is plain text: no markup is ever interpreted.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetJsonSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, PydanticKnownError

from ..names import LONGEST, PATTERN, taken


@dataclass(frozen=True, slots=True)
class LinkTo:
    """Marks a field as the id of another record, so that links are declared where the field is."""

    kind: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe the id in a schema."""
        return handler(core) | {"description": f"the id of one of the {self.kind}"}


def _free(ident: str) -> str:
    """Refuse names that are taken."""
    if why := taken(ident):
        raise PydanticKnownError("string_pattern_mismatch", {"pattern": why})
    return ident


Id = Annotated[
    str,
    StringConstraints(pattern=f"^{PATTERN}$", max_length=LONGEST),
    AfterValidator(_free),
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True, pattern=r"^[^\n]*$")]
Rate = Annotated[
    str,
    StringConstraints(pattern=r"^([0-9]{1,6}(\.[0-9]{1,6})?|[0-9]{1,6}/[1-9][0-9]{0,5})( ?C| m?A g-1)$"),
]
Doi = Annotated[str, StringConstraints(pattern=r"^10\.[0-9]{4,9}/[^\s{}\\\"'`]+$", max_length=120)]
PartialDate = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}$")]
Element = Annotated[str, StringConstraints(pattern=r"^[A-Z][a-z]?$")]
Number = int | Decimal
Amount = Number | Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}/[1-9][0-9]{0,5}$")]
Variable = Annotated[str, StringConstraints(pattern=r"^[A-Za-zΑ-Ωα-ω]{1,3}$")]
MaterialId = Annotated[Id, LinkTo("materials")]
EffectId = Annotated[Id, LinkTo("effects")]
ChallengeId = Annotated[Id, LinkTo("challenges")]
StrategyId = Annotated[Id, LinkTo("strategies")]
FamilyId = Annotated[Id, LinkTo("families")]
ReferenceId = Annotated[Id, LinkTo("references")]
PropertyId = Annotated[Id, LinkTo("properties")]
LeadId = Annotated[Id, LinkTo("leads")]
Range = Annotated[tuple[Number, Number], Field(strict=False)]
Orcid = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$")]
PersonId = Annotated[Id, LinkTo("people")]
Date = Annotated[str, StringConstraints(pattern=r"^(19|20)[0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
Bound = Literal["exact", "about", "above", "below", "at-least", "at-most"]


class Record(BaseModel):
    """Strict (nothing is converted), frozen, and closed (an unknown key is a problem)."""

    brief: ClassVar[bool] = False
    """Whether it is written on one line, in braces, if it fits."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


def ends(value: Number | Range | str | None) -> tuple[float, float] | None:
    """Return the lowest and highest number of a value; None for words or no value.

    >>> ends(3), ends((1, 2)), ends("suppressed")
    ((3.0, 3.0), (1.0, 2.0), None)
    """
    if value is None or isinstance(value, str):
        return None
    low, high = value if isinstance(value, tuple) else (value, value)
    return float(low), float(high)
