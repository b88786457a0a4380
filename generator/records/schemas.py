"""The models as JSON Schemas, for editors and other programs.

Draft 7, because the language server that editors use for YAML knows no later one.
"""

from __future__ import annotations

import json
from typing import Any, Union

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from .fact_models import FactFile
from .folders import VOCABULARY_FOLDER
from .models import MODELS, Challenge, Effect
from .vocabulary_models import VOCABULARY

DRAFT = "http://json-schema.org/draft-07/schema#"
FACTS = "facts"
"""The schema of the files that `import` takes; editors know them by names that end in .facts.yml, wherever they are."""
_BY_TYPE: dict[str, tuple[type[BaseModel], ...]] = {"effects": (Effect,), "challenges": (Challenge,)}
"""The kinds that share a folder."""
_NOTHING: tuple[object, ...] = (None, [], {})


def texts() -> dict[str, str]:
    """Return the schema of each folder of records, each vocabulary and fact files, as JSON text, by name."""
    names = (*MODELS, *VOCABULARY, FACTS)
    return {name: json.dumps(of(name), ensure_ascii=False, indent=1) + "\n" for name in names}


def files_of(name: str) -> str:
    """Return the pattern of the files below `data/` that a schema is for.

    >>> files_of("materials"), files_of("glossary")
    ('materials/*.yml', 'vocabulary/glossary.yml')
    """
    return f"{name}/*.yml" if name in MODELS else f"{VOCABULARY_FOLDER}/{name}.yml"


def of(name: str) -> dict[str, Any]:
    """Return the schema of a folder's records, of a vocabulary's file, or of a fact file."""
    shape = _shape((FactFile,) if name == FACTS else MODELS.get(name) or (VOCABULARY[name],))
    shared = shape.pop("definitions", {})
    whole = shape if name in MODELS or name == FACTS else {"type": "object", "additionalProperties": shape}
    return {"$schema": DRAFT, **whole, "definitions": dict(sorted(shared.items()))}


def models_of(kind: str) -> tuple[type[BaseModel], ...]:
    """Return the models of the records of a kind."""
    return _BY_TYPE.get(kind) or MODELS.get(kind) or (VOCABULARY[kind],)


def of_kind(kind: str) -> dict[str, Any]:
    """Return the schema of one record of a kind, with its id, which an entry of a vocabulary has outside."""
    shape = _shape(models_of(kind))
    shared = shape.pop("definitions", {})
    shape["properties"] = {"id": {"type": "string"}, **shape["properties"]}
    shape["required"] = list(dict.fromkeys(["id", *shape.get("required", [])]))
    return {"$schema": DRAFT, **shape, "definitions": dict(sorted(shared.items()))}


def _shape(models: tuple[type[BaseModel], ...]) -> dict[str, Any]:
    union: Any = Union[models]  # noqa: UP007 - made from a tuple, which `|` cannot take
    made = TypeAdapter(union).json_schema(by_alias=True, schema_generator=_Draft7, ref_template="#/definitions/{model}")
    plain: dict[str, Any] = _plain(made)
    return {"definitions" if key == "$defs" else key: part for key, part in plain.items()}


class _Draft7(GenerateJsonSchema):
    """What Draft 7 has no keyword for, and what an author writes as a number."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        """Accept a number only; pydantic would accept text as well, which records do not."""
        return {"type": "number"}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Refuse keys of another form where keys have one."""
        made = super().dict_schema(schema)
        return made | {"additionalProperties": False} if "patternProperties" in made else made

    def tuple_schema(self, schema: core_schema.TupleSchema) -> JsonSchemaValue:
        """Describe [low, high] as two numbers, without the `prefixItems` of later drafts."""
        made = super().tuple_schema(schema)
        if "prefixItems" in made:
            made["items"] = made.pop("prefixItems")[0]
        return made

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Leave out titles that only repeat a key."""
        return False


def _plain(value: Any) -> Any:
    """Drop empty defaults, and `integer` where `number` is accepted."""
    if isinstance(value, list):
        parts = [_plain(part) for part in value]
        return [part for part in parts if part != {"type": "integer"} or {"type": "number"} not in parts]
    if isinstance(value, dict):
        kept = {key: _plain(part) for key, part in value.items() if key != "default" or part not in _NOTHING}
        return kept["anyOf"][0] if kept.keys() == {"anyOf"} and len(kept["anyOf"]) == 1 else kept
    return value
