"""How templates become text: what they may call, and the one escape that all their text passes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .. import __version__
from ..chemistry import elements, entropy, report
from ..records import fields
from ..rules.catalogue import RULES
from . import caveats, coverage, figures, glance, typeset, uses
from .stated import CONVENTIONS, stated
from .titles import TITLES, TOPICS, VOCABULARIES

TEMPLATES = Path(__file__).parent.parent / "templates"


def _finalized(value: object) -> object:
    """Escape every text that a template puts out, for Markdown as for HTML."""
    return typeset.inline(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


@cache
def environment() -> Environment:
    """Return the templates with everything that they may use."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=_finalized,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=True,
    )
    made.filters |= {
        "formula": typeset.formula_html,
        "claim": typeset.claim_text,
        "value": typeset.value_text,
        "conditions": typeset.conditions_text,
        "amount": typeset.fraction_text,
        "entropy": typeset.entropy_text,
        "citation": typeset.citation_text,
        "authors": typeset.authors_text,
        "notice": typeset.notice_text,
        "standing": typeset.standing_text,
        "unit": typeset.unit_text,
        "ticked": typeset.ticked,
        "charges": lambda charges: "; ".join(report.charge_steps(charges)),
        "class": entropy.classify,
        "largest_share": lambda described: float(
            100 * max(described.sites["metal"].values()) / described.site_sum
        ),
        "line": lambda text: " ".join(str(text).split()),
    }
    made.globals |= {
        "titles": TITLES,
        "topic_types": TOPICS,
        "vocabularies": VOCABULARIES,
        "R": entropy.R,
        "is_subject": lambda material: material.role == "subject",
        "version": __version__,
        "models": fields.kinds(),
        "parts": fields.parts(),
        "rules": RULES,
        "figures": figures,
        "glance": glance,
        "credits_of": uses.credits_of,
        "without_element": uses.without,
        "also_differ": uses.also_differ,
        "conventions": CONVENTIONS,
        "caveats": caveats,
        "coverage": coverage,
        "stated": stated,
        "element_name": elements.name,
        "element_table": elements.table(),
        "element_place": elements.place,
    }
    return made
