"""Tables as Parquet files (https://parquet.apache.org/docs/file-format/): the same columns as in CSV, with types."""

from __future__ import annotations

import io
import json

from arro3.core import Array, DataType, Field, Schema
from arro3.core import Table as ArrowTable
from arro3.io import write_parquet

from .tables import Column, Table, Type


def parquet(table: Table) -> bytes:
    """Return a table as a Parquet file; what is not known is null.

    A field's metadata has one key, `field`, with the column's meaning and unit as JSON. One key alone, because the
    library writes several in no fixed order.
    """
    columns = list(zip(*table.rows(), strict=True)) or [()] * len(table.columns)
    types = [_type(column.type) for column in table.columns]
    arrays = [Array(list(cells), type=kind) for cells, kind in zip(columns, types, strict=True)]
    fields = [_field(column, kind) for column, kind in zip(table.columns, types, strict=True)]
    out = io.BytesIO()
    write_parquet(ArrowTable.from_arrays(arrays, schema=Schema(fields)), out, compression="zstd(9)")
    return out.getvalue()


def _field(column: Column, kind: DataType) -> Field:
    described = json.dumps(column.field(), ensure_ascii=False)
    return Field(column.name, kind, nullable=True, metadata={"field": described})


def _type(name: Type) -> DataType:
    match name:
        case "number":
            return DataType.float64()
        case "integer":
            return DataType.int64()
        case "boolean":
            return DataType.bool()
        case _:
            return DataType.utf8()
