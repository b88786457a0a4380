"""A call from the browser: the name of a method and its arguments as JSON, to its result as JSON.

A refusal is a result like any other, `{"error": {code, text}}`: nothing that is typed stops the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

Methods = Mapping[str, Callable[..., Any]]
Refusals = Mapping[type[Exception], Callable[[Any], dict[str, Any]]]
"""What a method raises to refuse its input, and the result that says so."""
_DEFECTS: Final = (TypeError, AttributeError, LookupError, ValueError, RecursionError)
"""What input of an unexpected shape raises."""


def answered(methods: Methods, refusals: Refusals, method: str, arguments: str) -> str:
    """Return the result of one call.

    >>> methods, refusals = {"half": lambda n: n / 2}, {ZeroDivisionError: lambda _: refusal("zero", "No.")}
    >>> answered(methods, refusals, "half", "[3]")
    '1.5'
    >>> answered(methods, refusals, "rob", "[]")
    '{"error": {"code": "unknown-method", "text": "There is no method `rob`."}}'
    >>> answered(methods, refusals, "half", '["x"]')[:29]
    '{"error": {"code": "broken", '
    """
    return json.dumps(_result(methods, refusals, method, arguments), ensure_ascii=False)


def refusal(code: str, text: str) -> dict[str, Any]:
    """Return the result that refuses a call."""
    return {"error": {"code": code, "text": text}}


def _result(methods: Methods, refusals: Refusals, method: str, arguments: str) -> Any:
    if method not in methods:
        return refusal("unknown-method", f"There is no method `{method}`.")
    try:
        return methods[method](*json.loads(arguments))
    except tuple(refusals) as error:
        return next(said for kind, said in refusals.items() if isinstance(error, kind))(error)
    except _DEFECTS as error:
        text = "This input breaks the program, which is a defect of this page: please report it, with what you typed"
        return refusal("broken", f"{text} ({type(error).__name__}).")
