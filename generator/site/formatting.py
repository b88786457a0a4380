"""Text to HTML that is safe on every page: formulas, inline text, code between backticks.

Everything that comes from a record is escaped here or by the templates; nothing in a record is ever markup.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from ..chemistry import formula
from ..printing import conditions_text
from ..records.conditions import Conditions

_READ_BY_MARKDOWN = re.compile(r"[\[\]*_`\\]")


def formula_html(text: str) -> Markup:
    """Set a formula as printed: amounts below the line, valences above it.

    >>> str(formula_html("Na0.9Li0.1O2"))
    'Na<sub>0.9</sub><wbr>Li<sub>0.1</sub><wbr>O<sub>2</sub><wbr>'
    """
    return Markup("").join(_span(kind, part) for kind, part in formula.spans(text))


def _span(kind: str, part: str) -> Markup:
    """Set one part; a long formula breaks behind an amount, never inside one."""
    break_after = Markup("<wbr>") if kind == "sub" else ""
    return inline(part) if kind == "text" else Markup("<{0}>{1}</{0}>{2}").format(kind, inline(part), break_after)


def inline(text: str) -> Markup:
    """Escape text for HTML and for Markdown at once: pages are both, and a mark of either must stay a character.

    >>> str(inline("a*b* [x](y) <i>"))
    'a&#42;b&#42; &#91;x&#93;(y) &lt;i&gt;'
    """
    return Markup(_READ_BY_MARKDOWN.sub(lambda mark: f"&#{ord(mark[0])};", str(escape(text))))


def preformatted(text: str) -> Markup:
    """Escape text with line breaks for HTML and Markdown; no line of it begins one of the page.

    >>> str(preformatted("a\\n# b"))
    'a&#10;# b'
    """
    return Markup("&#10;").join(inline(line) for line in text.splitlines())


def folded(conditions: Conditions | None) -> Markup:
    """Set conditions for a cell of a table: the electrolyte, which is long and repeats from row to row, in a fold."""
    if conditions is None or conditions.electrolyte is None:
        return inline(conditions_text(conditions))
    rest = conditions_text(conditions.model_copy(update={"electrolyte": None}))
    fold = Markup('<details class="ea-fold ea-fold--small"><summary>electrolyte</summary> {}</details>')
    return inline(rest) + fold.format(inline(conditions.electrolyte))


def ticked(text: str) -> Markup:
    """Set text between backticks as code.

    >>> str(ticked("Write `unit: V` <here>."))
    'Write <code>unit: V</code> &lt;here&gt;.'
    """
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(inline(part)) if place % 2 else inline(part)
        for place, part in enumerate(parts)
    )
