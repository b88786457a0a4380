"""How templates become text: what they may call, and the one escape that all their text passes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .. import printing
from ..chemistry import composition, elements, entropy, quantities, redox_states, report, spellings
from ..derived import caveats, core, coverage, element_usage, highlights, phase_path, practice, questions
from ..derived.stated_entropy import stated
from ..drawing.cache import Drawing
from ..records import introspection
from ..rules.registry import rules
from ..suggestions import slugify
from . import (
    answer_charts,
    answers,
    bibliography,
    charts,
    code_host,
    designer,
    evidence,
    explorer,
    facets,
    form,
    formatting,
    gallery,
    licences,
    linked_tables,
    news,
    pair_charts,
    remarks,
)
from .titles import SINGLE, TITLES, TOPICS, VOCABULARIES

TEMPLATES = Path(__file__).parent.parent / "templates"


def _finalized(value: object) -> object:
    """Escape every text that a template puts out, for Markdown as for HTML."""
    return formatting.inline(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


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
        "formula": formatting.formula_html,
        "claim": printing.claim_text,
        "control": printing.control_text,
        "value": printing.value_text,
        "conditions": printing.conditions_text,
        "amount": composition.number,
        "locator": printing.locator_text,
        "entropy": printing.entropy_text,
        "citation": printing.citation_text,
        "authors": printing.authors_text,
        "notice": printing.notice_text,
        "status": printing.status_text,
        "unit": quantities.unit_text,
        "folded": formatting.folded,
        "ticked": formatting.ticked,
        "charge": report.charge_text,
        "charges": lambda charges: "; ".join(report.charge_steps(charges)),
        "class": entropy.classify,
        "in_print": entropy.in_print,
        "hours": printing.hours_text,
        "rate": printing.rate_text,
        "route": printing.route_text,
        "atmosphere": printing.atmosphere_text,
        "slug": slugify,
        "line": lambda text: " ".join(str(text).split()),
        "preformatted": formatting.preformatted,
    }
    made.globals |= {
        "titles": TITLES,
        "single": SINGLE,
        "topic_types": TOPICS,
        "vocabularies": VOCABULARIES,
        "entropy": entropy,
        "is_subject": lambda material: material.role == "subject",
        "models": introspection.documented_kinds(),
        "parts": introspection.documented_parts(),
        "rules": rules(),
        "figures": charts,
        "bibliography": bibliography,
        "gallery": gallery,
        "news": news,
        "outcomes": evidence,
        "licences": licences,
        "tables": linked_tables,
        "remarks": remarks,
        "tag_text": facets.tag_text,
        "headline_properties": highlights.HEADLINE,
        "Explorer": explorer.Explorer,
        "entropies": quantities.ENTROPIES,
        "descriptors": quantities.DESCRIPTORS,
        "quantities": quantities.QUANTITIES,
        "quantities_by_id": quantities.BY_ID,
        "redox_statements": redox_states.statements,
        "own_states": redox_states.own,
        "spellings": spellings.SPELLINGS,
        "absence": printing.ABSENCE,
        "joules": quantities.joules,
        "mixing_sites": quantities.mixing_sites,
        "site_name": quantities.site_name,
        "free_of": report.free_of,
        "glance": highlights,
        "phase_path": phase_path,
        "practice": practice,
        "credits_of": element_usage.credits_of,
        "without_element": element_usage.without,
        "also_differ": element_usage.also_differ,
        "caveats": caveats,
        "core": core,
        "coverage": coverage,
        "questions": questions,
        "answers": answers,
        "answer_charts": answer_charts.charts,
        "pair_charts": pair_charts,
        "stated": stated,
        "element_name": elements.name,
        "element_table": elements.table(),
        "element_place": elements.place,
        "designer": designer,
        "form": form,
        "new_file": code_host.new_file,
    }
    return made


@cache
def sketching() -> Environment:
    """Return the templates with a sketch in place of each figure, so that nothing has to be drawn."""
    return environment().overlay(
        finalize=lambda value: charts.SKETCH if isinstance(value, Drawing) else _finalized(value)
    )
